"""How is a field of a record written out for people, on a page or in a sheet? Sealed fields only ever masked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from members.ledgers.ledger import Ledger
from members.ledgers.record import Readable
from members.models.sealed import SealedField
from members.sealing import HIDDEN, Unreadable


def shown(ledger: Ledger, record: models.Model, field: str) -> str:
    """The field of a record, or of a past version of it, in words; empty for nothing."""
    return text_of(record, ledger.field(field).name)


def text_of(row: models.Model, name: str) -> str:
    """The same for any row that a ledger keeps, its lines included."""
    field: Any = row._meta.get_field(name)
    if isinstance(field, SealedField):
        return masked_text(row, name)
    return in_words(field, getattr(row, name))


def masked_text(row: models.Model, name: str) -> str:
    """A sealed field masked; dots where this installation's key does not open it."""
    if not getattr(row, name):
        return ""
    assert isinstance(row, Readable)
    try:
        return row.masked(name)
    except Unreadable:
        return HIDDEN


def in_words(field: Any, value: Any) -> str:
    """A value of a field: codes by their label, days as 2026-05-03, 是 or 否, numbers plain, others as they are."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
