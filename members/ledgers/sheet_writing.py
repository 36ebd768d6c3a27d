"""A ledger as a workbook: to read, to fill in, and to bring back changed.

Texts are written as texts, so that nothing in them is ever run; sealed fields only masked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import models

from members.ledgers.columns import (
    KEY,
    MUST,
    NUMBER,
    SINCE,
    STAMP,
    UNION,
    Column,
    columns_of,
    edition,
    is_date,
    line_columns,
    title_of,
)
from members.ledgers.display import text_of
from members.ledgers.ledger import Child, Ledger
from members.models.scaled import ScaledField
from members.models.sealed import SealedField

#: How far down code lists are offered, also where nothing stands yet.
OFFERED_ROWS = 5_000
#: Excel takes a list of at most so many characters within the cell's own rule.
SHORT_LIST = 255
LISTS = "选项"
#: So many characters of width can be read when squeezed into one landscape page.
ONE_PAGE = 180
WIDTHS = {KEY: 12, NUMBER: 6, UNION: 20, SINCE: 12}
CHUNK = 500


def write_sheet(path: Path, ledger: Ledger, rows: Any, *, unions: Iterable[str] = ()) -> int:
    """Write the records of a queryset (none: an empty form to fill in) and return how many; little memory."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": ledger.name, "author": "", "company": ""})
    writer = _Writer(book, ledger, list(unions))
    number = writer.records(rows)
    for child in ledger.children:
        writer.lines(child, rows)
    writer.lists()
    book.close()
    return number


class _Writer:
    """The open workbook with its formats and the lists that are too long for a cell's rule."""

    def __init__(self, book: Any, ledger: Ledger, unions: list[str]) -> None:
        self.book, self.ledger, self.unions = book, ledger, unions
        self.places: dict[int, int] = {}
        self.long: list[list[str]] = []
        line = {"border": 1, "border_color": "#d0d0d0", "valign": "vcenter", "font_size": 10}
        self.head = book.add_format(line | {"bold": True, "bg_color": "#f0efeb", "text_wrap": True, "align": "center"})
        self.must = book.add_format(line | {"bold": True, "bg_color": "#f6e7c8", "text_wrap": True, "align": "center"})
        self.text = book.add_format(line | {"num_format": "@"})
        self.day = book.add_format(line | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.plain = book.add_format(line | {"num_format": "General"})

    def records(self, rows: Any) -> int:
        columns = columns_of(self.ledger)
        sheet = self._sheet(self.ledger.name, columns)
        number = 0
        for record in rows.iterator(chunk_size=CHUNK) if rows is not None else ():
            number += 1
            self.places[record.pk] = number
            sheet.write_string(number + 1, 0, f"{record.key}/{record.version}", self.text)
            sheet.write_number(number + 1, 1, number, self.plain)
            sheet.write_string(number + 1, 2, str(record.union), self.text)
            self._cells(sheet, number + 1, columns, record)
        self._finish(sheet, columns, number)
        return number

    def lines(self, child: Child, rows: Any) -> None:
        columns = line_columns(child)
        sheet = self._sheet(child.name, columns)
        references = [name for name in child.columns if child.model._meta.get_field(name).is_relation]
        number, keys = 0, list(self.places)
        for start in range(0, len(keys), CHUNK):
            found: Any = child.model._default_manager.filter(record__in=keys[start : start + CHUNK])
            by_record: dict[int, list[Any]] = {}
            for line in found.select_related("record", *references).order_by("pk"):
                by_record.setdefault(line.record_id, []).append(line)
            for pk in keys[start : start + CHUNK]:
                for line in by_record.get(pk, ()):
                    number += 1
                    sheet.write_string(number + 1, 0, str(line.record.key), self.text)
                    sheet.write_number(number + 1, 1, self.places[pk], self.plain)
                    self._cells(sheet, number + 1, columns, line)
        self._finish(sheet, columns, number)

    def lists(self) -> None:
        """The hidden sheet of the lists that cells refer to."""
        sheet = self.book.add_worksheet(LISTS)
        for row in range(max((len(each) for each in self.long), default=0)):
            for column, labels in enumerate(self.long):
                if row < len(labels):
                    sheet.write_string(row, column, labels[row])
        sheet.hide()

    def _sheet(self, name: str, columns: list[Column]) -> Any:
        sheet = self.book.add_worksheet(title_of(name))
        sheet.set_row(0, None, None, {"hidden": True})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column), self._format(column), {"hidden": column.head == KEY})
        for place, text in enumerate((STAMP, self.ledger.slug, edition(self.ledger))):
            sheet.write_string(0, place, text)
        sheet.set_row(1, 30)
        for place, column in enumerate(columns):
            sheet.write_string(1, place, column.shown, self.must if column.required else self.head)
        return sheet

    def _cells(self, sheet: Any, row: int, columns: list[Column], record: models.Model) -> None:
        for place, column in enumerate(columns):
            if column.field is None:
                continue
            value = getattr(record, column.field.attname)
            if value is None or value == "":
                sheet.write_blank(row, place, None, self._format(column))
            elif isinstance(value, date):
                sheet.write_datetime(row, place, value, self.day)
            elif _is_number(column.field) and Decimal(repr(float(value))) == value:
                sheet.write_number(row, place, float(value), self.plain)
            else:
                sheet.write_string(row, place, text_of(record, column.name), self.text)

    def _format(self, column: Column) -> Any:
        if column.head == SINCE or (column.field is not None and is_date(column.field)):
            return self.day
        return self.plain if column.head == NUMBER or _is_number(column.field) else self.text

    def _finish(self, sheet: Any, columns: list[Column], number: int) -> None:
        last = max(number, OFFERED_ROWS) + 1
        for place, column in enumerate(columns):
            if labels := self._labels(column):
                sheet.data_validation(2, place, last, place, self._rule(column, labels))
        sheet.freeze_panes(2, 4)
        sheet.set_landscape()
        sheet.set_paper(9)
        if sum(_width(column) for column in columns) > ONE_PAGE:
            # Pages side by side, each with the names of its rows: squeezed into one nobody could read it.
            sheet.repeat_columns(1, 3)
            sheet.set_print_scale(80)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer(f"&L{self.ledger.name}&R第 &P 页，共 &N 页")
        if number:
            sheet.autofilter(1, 1, number + 1, len(columns) - 1)

    def _labels(self, column: Column) -> list[str]:
        if column.head == UNION and len(self.unions) > 1:
            return self.unions
        if column.field is None or column.field.is_relation or isinstance(column.field, SealedField):
            return []
        if column.field.choices:
            return [str(label) for code, label in column.field.flatchoices if code not in ("", None)]
        return ["是", "否"] if isinstance(column.field, models.BooleanField) else []

    def _rule(self, column: Column, labels: list[str]) -> dict[str, Any]:
        source: Any = labels
        if len(",".join(labels)) > SHORT_LIST or any("," in label for label in labels):
            self.long.append(labels)
            letters = xlsxwriter.utility.xl_col_to_name(len(self.long) - 1)
            source = f"='{LISTS}'!${letters}$1:${letters}${len(labels)}"
        return {
            "validate": "list",
            "source": source,
            "error_title": column.head[:32],
            "error_message": "请从下拉列表中选择。",
        }


def _is_number(field: Any) -> bool:
    return isinstance(field, ScaledField | models.IntegerField) and not field.choices


def _width(column: Column) -> int:
    if column.field is None:
        return WIDTHS[column.head]
    wide = 2 * len(column.head) + len(MUST) + 2
    if is_date(column.field):
        return max(12, min(wide, 20))
    if column.field.is_relation or (getattr(column.field, "max_length", None) or 0) >= 100:
        return 26
    if isinstance(column.field, SealedField):
        return max(20, min(wide, 24))
    return max(10, min(wide, 20))
