"""Which columns does the sheet of a ledger have, and how do file and ledger know each other again?"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import models
from django.db.models.fields import NOT_PROVIDED

from members.ledgers.ledger import Child, Ledger

KEY, NUMBER, UNION, SINCE = "记录号", "序号", "所属工会", "变更日期"
#: Stands after the head of a column that has to be filled.
MUST = "*"
#: The first cell of the hidden first line; ledger and edition stand beside it.
STAMP = "台账表格"
LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its head, and the field it fills (None: the sheet's own)."""

    head: str
    field: Any = None
    required: bool = False

    @property
    def name(self) -> str:
        return str(self.field.name) if self.field is not None else ""

    @property
    def shown(self) -> str:
        """The head as it is printed."""
        return self.head + MUST if self.required else self.head


def is_required(field: Any) -> bool:
    """Must a new record say something here?"""
    return not field.blank and not field.null and field.default is NOT_PROVIDED


def columns_of(ledger: Ledger) -> list[Column]:
    """The columns of a ledger's sheet, the hidden key first."""
    names = [*ledger.fields, *([] if "remark" in ledger.fields else ["remark"])]
    fields = [_column(ledger.field(name)) for name in names]
    since = [Column(SINCE)] if ledger.dated else []
    return [Column(KEY), Column(NUMBER), Column(UNION), *fields, *since]


def line_columns(child: Child) -> list[Column]:
    """The columns of the sheet with the lines of records: whose line it is, then what it says."""
    return [Column(KEY), Column(NUMBER), *(_column(child.model._meta.get_field(name)) for name in child.columns)]


def _column(field: Any) -> Column:
    return Column(str(field.verbose_name), field, is_required(field))


def is_date(field: Any) -> bool:
    """Is the field a day?"""
    return isinstance(field, models.DateField)


def edition(ledger: Ledger) -> str:
    """Changes whenever a column of the ledger's sheets does: a sheet of another edition is out of date."""
    heads = [column.shown for column in columns_of(ledger)]
    heads += [column.shown for child in ledger.children for column in line_columns(child)]
    return sha256("\n".join(heads).encode()).hexdigest()[:8]


def title_of(name: str) -> str:
    """A name as the title of a sheet may be."""
    return "".join(" " if char in "[]:*?/\\" else char for char in name)[:LONGEST_TITLE]
