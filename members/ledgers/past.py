"""What has become of a record: every version with who, when and why, and what each of them changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from members.ledgers.display import masked_text, text_of
from members.ledgers.elsewhere import chunks
from members.ledgers.ledger import Ledger
from members.ledgers.record import FormerValue, Record
from members.models.sealed import SealedField

KINDS = {"+": "登记", "~": "修改", "-": "删除"}


@dataclass(frozen=True, slots=True)
class Change:
    """A field that says something else than before."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Version:
    """One writing of a record or of one of its lines."""

    at: datetime
    by: str
    what: str
    reason: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Former:
    """What a dated field said until a day."""

    label: str
    value: str
    until: date


def versions(ledger: Ledger, record: Record) -> list[Version]:
    """Everything that was written, newest first; a line stands for itself."""
    names = ["union", *ledger.fields, "remark", "voided"]
    found = _told(_rows(record.history.all()), names, "")  # type: ignore[attr-defined]
    for child in ledger.children:
        past: Any = child.model.history.filter(record_id=record.pk)  # type: ignore[attr-defined]
        of_line: dict[int, list[Any]] = {}
        for row in _rows(past):
            of_line.setdefault(row.id, []).append(row)
        for rows in of_line.values():
            found += _told(rows, child.columns, child.name)
    return sorted(found, key=lambda version: version.at, reverse=True)


def _rows(past: Any) -> list[Any]:
    """Past versions, oldest first, with what they refer to."""
    names = [f.name for f in past.model._meta.fields if f.is_relation and not f.name.startswith("history")]
    return list(past.select_related("history_user", *names).order_by("history_date", "history_id"))


def _told(rows: Iterable[Any], names: Iterable[str], line: str) -> list[Version]:
    found, before = [], None
    for row in rows:
        changes = _gone(row, names) if row.history_type == "-" else changes_between(before, row, names)
        if changes or not line:  # a line is written again whenever its record is
            who = str(row.history_user) if row.history_user else "系统"
            what = f"{KINDS[row.history_type]}{line}"
            found.append(Version(row.history_date, who, what, row.history_change_reason or "", changes))
        before = row
    return found


def _gone(row: Any, names: Iterable[str]) -> list[Change]:
    """Of a row that was removed: what it said last."""
    return [Change(_label(row, name), text, "") for name in names if (text := past_text(row, name))]


def changes_between(old: Any | None, new: Any, names: Iterable[str]) -> list[Change]:
    """The fields that differ between two versions; for the first one everything it says."""
    found = []
    for name in names:
        field = new._meta.get_field(name)
        was, now = (getattr(old, field.attname) if old else None), getattr(new, field.attname)
        if was == now:
            continue
        before, after = past_text(old, name) if old else "", past_text(new, name)
        if isinstance(field, SealedField) and before == after and before:
            before, after = "（原内容）", "（已更换）"
        if before != after and not (old is None and name == "voided"):
            found.append(Change(_label(new, name), before, after))
    return found


def standing_as(ledger: Ledger, asked: Iterable[tuple[Record, int | None]]) -> set[int]:
    """Which records say again, with their lines, what they said in this version? Undoing an import leaves them so.

    One query for each 500 records, two for each that has kinds of lines.
    """
    wanted = {record.pk: (record, version or 0) for record, version in asked}
    names, history = ["union", *ledger.fields, "remark", "voided"], ledger.model.history  # type: ignore[attr-defined]
    found = set()
    for part in chunks(wanted):
        past = {(row.id, row.version): row for row in history.filter(id__in=part).order_by("history_id")}
        for pk in part:
            record, version = wanted[pk]
            then, after = past.get((pk, version)), past.get((pk, version + 1))
            if then and after and not changes_between(then, record, names) and _lines_stand(ledger, pk, after):
                found.add(pk)
    return found


def _lines_stand(ledger: Ledger, pk: int, after: Any) -> bool:
    """Are the lines of the record those it had until the version `after` was written?"""
    for child in ledger.children:
        names = [child.model._meta.get_field(name).attname for name in child.columns]  # type: ignore[union-attr]
        then: Any = child.model.history.as_of(after.history_date)  # type: ignore[attr-defined]
        now: Any = child.model._default_manager
        said, says = (list(lines.filter(record=pk).values_list(*names)) for lines in (then, now))
        if sorted(said, key=repr) != sorted(says, key=repr):
            return False
    return True


def past_text(row: Any, name: str) -> str:
    """A field of a past version in words; what it refers to may be gone since."""
    field = row._meta.get_field(name)
    if isinstance(field, SealedField):
        return masked_text(row, name)
    if field.is_relation:
        try:
            return str(getattr(row, name) or "")
        except models.ObjectDoesNotExist:
            return f"第{getattr(row, field.attname)}号（已删除）"
    return text_of(row, name)


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)


def former_values(ledger: Ledger, record: Record) -> list[Former]:
    """What the dated fields said before, latest first."""
    rows = FormerValue.objects.filter(ledger=ledger.slug, record=record.pk).order_by("-until", "field")
    return [Former(ledger.label(row.field), worded(ledger, row.field, row.value), row.until) for row in rows]


def worded(ledger: Ledger, name: str, value: str) -> str:
    """A former value, which is kept as text, as people say it."""
    field = ledger.field(name)
    if isinstance(field, models.BooleanField):
        return {"yes": "是", "no": "否"}.get(value, "")
    if field.is_relation and value:
        row = field.remote_field.model._default_manager.filter(pk=value).first()
        return str(row) if row else f"第{value}号（已删除）"
    return str(dict(field.flatchoices).get(value, value)) if field.choices else value
