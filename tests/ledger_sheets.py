"""Sheets of ledgers for tests: exported, written by hand, and brought in."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from members.forms.record import kept_unions
from members.ledgers.comparing import Plan, compare
from members.ledgers.ledger import LEDGERS, Ledger
from members.ledgers.sheet_reading import grids_of, read_grids
from members.ledgers.sheet_writing import write_sheet
from members.models import ImportBatch, Union, User


def make_dispute(union: Union, **values: Any) -> Any:
    return LEDGERS["dispute_case"].model(union=union, **({"accepted_on": date(2026, 5, 3), "cause": "pay"} | values))


def export(ledger: Ledger, user: User) -> bytes:
    """The sheet with everything the user sees in the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        write_sheet(path, ledger, ledger.model.objects.visible_to(user).valid().order_by("pk"))
        return path.read_bytes()


def make_workbook(rows: Sequence[Mapping[str, Any]], **sheets: Sequence[Mapping[str, Any]]) -> bytes:
    """A workbook as somebody writes it by hand: heads and rows, nothing hidden."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    for name, lines in {"Sheet1": rows, **sheets}.items():
        sheet = book.add_worksheet(name)
        heads = list(dict.fromkeys(head for line in lines for head in line))
        sheet.write_row(0, 0, heads)
        for number, line in enumerate(lines, 1):
            for place, head in enumerate(heads):
                value = line.get(head)
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, book.add_format({"num_format": "yyyy-mm-dd"}))
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write(number, place, value)
    book.close()
    return data.getvalue()


def imported(ledger: Ledger, data: bytes, user: User, name: str = "表.xlsx") -> Plan:
    """What the file would do in the ledger."""
    return compare(ledger, read_grids(ledger, grids_of(data, name)), user, user.union, kept_unions(user))


def make_batch(ledger: Ledger, data: bytes, user: User, name: str = "表.xlsx") -> ImportBatch:
    """The file as uploaded, waiting to be confirmed."""
    batch = ImportBatch(union=user.union, ledger=ledger.slug, file_name=name, by=user)
    batch.hold(grids_of(data, name))
    batch.save()
    return batch
