"""Written reports read back as a person would: which number stands for which indicator in JSON, PDF, Word and Excel?"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management import call_command
from docx import Document as read_docx
from openpyxl import load_workbook

from reports.models import Indicator

ASPECT_HEADS = {"value": "本期", "previous": "上年同期", "base": "上年末", "change": "增减"}
NUMBER = r"(?:[-+]?[0-9.]+(?:余|多|以上)?(?:万?元|%)?|—|不适用)"


def run(*arguments: object) -> str:
    """A management command's standard output."""
    out = io.StringIO()
    name, *rest = map(str, arguments)
    try:
        call_command(name, *rest, stdout=out, stderr=out)
    except SystemExit as stop:
        raise AssertionError(out.getvalue()) from stop
    return out.getvalue()


@dataclass(frozen=True)
class Written:
    """One report in four files."""

    content: dict[str, Any]
    pdf: str
    docx: list[list[str]]
    xlsx: list[list[Any]]

    def without(self, code: str, aspect: str, value: Decimal, slack: Decimal = Decimal(0)) -> list[str]:
        """In which of the files this value of the indicator is not stated; `slack` for rates printed to one decimal."""
        indicator = Indicator.objects.get(code=code)
        checks = {
            "json": any(
                span["indicator"] == code and span["aspect"] == aspect and Decimal(span["value"]) == value
                for span in bound(self.content)
            ),
            "pdf": states(self._pdf_row(indicator), value, indicator.unit, slack),
            "docx": states(self._row(self.docx, indicator), value, indicator.unit, slack),
            "xlsx": states(self._row(self.xlsx, indicator), value, indicator.unit, slack),
        }
        return [name for name, found in checks.items() if not found]

    def _pdf_row(self, indicator: Indicator) -> list[str]:
        """The numbers behind the indicator's name and unit in a table, wherever the name was broken."""
        name = r"\s*".join(re.escape(char) for char in indicator.plain_name if not char.isspace())
        found = re.search(rf"{name}\s+{re.escape(indicator.unit)}((?:\s+{NUMBER})+)", self.pdf)
        return found[1].split() if found else []

    @staticmethod
    def _row(rows: list[list[Any]], indicator: Indicator) -> list[Any]:
        names = {indicator.name, indicator.plain_name}
        return next((row[2:] for row in rows if row and str(row[0]).strip() in names and row[1] == indicator.unit), [])


def bound(node: Any) -> Iterator[dict[str, str]]:
    """Every span of the JSON that is bound to a figure."""
    if isinstance(node, dict):
        if "indicator" in node:
            yield node
        else:
            for child in node.values():
                yield from bound(child)
    elif isinstance(node, list):
        for child in node:
            yield from bound(child)


def dressed(cell: object, unit: str) -> set[Decimal]:
    """The numbers a printed cell may stand for, in the indicator's unit: 66.28万元 is 662800 元, 95.1 is 95.1 %."""
    text = str(cell).strip().lstrip("+").rstrip("余多以上%")
    times = Decimal(1)
    if text.endswith("元"):
        times = Decimal(10_000) if text.endswith("万元") and unit == "元" else Decimal(1)
        text = text.rstrip("万元")
    try:
        return {Decimal(text) * times}
    except InvalidOperation:
        return set()


def states(cells: list[Any], value: Decimal, unit: str, slack: Decimal) -> bool:
    """Does a cell state the value?"""
    return any(abs(number - value) <= slack for cell in cells for number in dressed(cell, unit))


def write_summary(union: str, period: str, folder: Path, *more: str) -> Written:
    """The report as the command writes it, in all four forms, read back."""
    for kind in ("json", "pdf", "docx", "xlsx"):
        arguments = ["--union", union, "--period", period, "--format", kind, "--out", folder / f"report.{kind}"]
        run("summary", *arguments, *more)
    text = subprocess.run(
        ["pdftotext", "-raw", str(folder / "report.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    tables = read_docx(str(folder / "report.docx")).tables
    book = load_workbook(folder / "report.xlsx", data_only=True)
    return Written(
        json.loads((folder / "report.json").read_text(encoding="utf-8")),
        text,
        [[cell.text for cell in row.cells] for table in tables for row in table.rows],
        [
            list(row)
            for sheet in book.worksheets
            if sheet.title not in ("正文", "取数", "回读")
            for row in sheet.iter_rows(values_only=True)
        ],
    )
