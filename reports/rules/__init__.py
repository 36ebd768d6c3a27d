"""The validation rules: declared once, asked at every door."""

from reports.rules.engine import ERROR, WARNING, Finding, Sheet
from reports.rules.findings import check_return, findings, open_findings, sheet_of

__all__ = ["ERROR", "WARNING", "Finding", "Sheet", "check_return", "findings", "open_findings", "sheet_of"]
