"""The validation rules: declared once, asked at every door."""

from reports.rules.engine import ERROR, WARNING, Finding
from reports.rules.findings import check_return, findings, open_findings, sheet_of, typed_findings
from reports.rules.sheet import Sheet

__all__ = [
    "ERROR",
    "WARNING",
    "Finding",
    "Sheet",
    "check_return",
    "findings",
    "open_findings",
    "sheet_of",
    "typed_findings",
]
