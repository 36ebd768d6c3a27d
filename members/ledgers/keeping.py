"""Keep, change and void a record: the only place where a ledger is written by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from pypinyin import Style, lazy_pinyin

from members.ledgers.guard import standing_of
from members.ledgers.ledger import Finding, Ledger, as_text
from members.ledgers.record import FormerValue, Record
from members.models import User
from members.models.sealed import Sealed
from members.permissions import may_keep
from members.sealing import fingerprint


class RecordRefused(ValueError):
    """The record is not kept; `findings` say at which field why (Chinese)."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(finding.message for finding in findings))
        self.findings = list(findings)


def refused(message: str, field: str = "") -> RecordRefused:
    """A refusal for one reason."""
    return RecordRefused([Finding("", "error", message, field)])


def initials_of(text: str) -> str:
    """`张三丰` → `zsf`: what people type to find a name."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()[:60]


def prepare(ledger: Ledger, record: Record) -> None:
    """Fill what follows from what was typed: the ledger's own, initials, and fingerprints of sealed fields."""
    if ledger.fill:
        ledger.fill(record)
    if record.label_field:
        record.initials = initials_of(str(getattr(record, record.label_field)))
    for name, column in ledger.fingerprints.items():
        value = getattr(record, name)
        if not isinstance(value, Sealed):
            setattr(record, column, fingerprint(str(value or ""), f"{ledger.slug}.{name}"))


@transaction.atomic
def keep(
    ledger: Ledger,
    record: Record,
    *,
    by: User,
    lines: Mapping[type[models.Model], Sequence[models.Model]] | None = None,
    since: Mapping[str, date] | None = None,
    was: int | None = None,
    reason: str = "",
) -> list[Finding]:
    """Add a record, or save a changed one; returns its warnings.

    `lines`: the lines of each child model as they shall be (None: left as they are). `since`: from which day a changed
    dated field says what it says now; a changed one without a day is a correction. `was`: the version the page
    showed. Raises PermissionDenied, RecordRefused.
    """
    stored = ledger.model._default_manager.select_for_update().filter(pk=record.pk).first() if record.pk else None
    for union in {record.union, stored.union if stored else record.union}:
        if not may_keep(by, union):
            raise PermissionDenied
    if stored and stored.voided:
        raise refused("这条记录已作废，不能再修改")
    if stored and was is not None and stored.version != was:
        raise refused("这条记录刚被他人改动过，请刷新页面后再改；您填写的内容仍在页面上")
    record.lines = [line for group in (lines or {}).values() for line in group]  # type: ignore[attr-defined]
    if lines is None and record.pk:
        record.lines = [line for child in ledger.children for line in lines_of(child.model, record)]  # type: ignore[attr-defined]
    prepare(ledger, record)
    found = list(ledger.findings(record, timezone.localdate()))
    if errors := [finding for finding in found if finding.severity == "error"]:
        raise RecordRefused(errors)
    if stored:
        _keep_former(ledger, stored, record, since or {})
        record.version = stored.version + 1
    else:
        record.created_by = by
    record.updated_by = by
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = reason[:100] or None  # type: ignore[attr-defined]
    record.save()
    for model, group in (lines or {}).items():
        _keep_lines(model, record, group, by)
    if ledger.after_keep:
        ledger.after_keep(record, by)
    return [finding for finding in found if finding.severity != "error"]


def lines_of(model: type[models.Model], record: Record) -> list[models.Model]:
    """The stored lines of a record, in order."""
    return list(model._default_manager.filter(record=record).order_by("pk"))


def _keep_lines(model: type[models.Model], record: Record, group: Sequence[models.Model], by: User) -> None:
    kept = {line.pk for line in group if line.pk}
    for old in model._default_manager.filter(record=record).exclude(pk__in=kept):
        old._history_user = by  # type: ignore[attr-defined]
        old.delete()
    for line in group:
        line.record = record  # type: ignore[attr-defined]
        line._history_user = by  # type: ignore[attr-defined]
        line.save()


def _keep_former(ledger: Ledger, stored: Record, record: Record, since: Mapping[str, date]) -> None:
    """Remember what a dated field said until the day its new value holds from."""
    for name in ledger.dated:
        attname = ledger.field(name).attname
        old, new = as_text(getattr(stored, attname)), as_text(getattr(record, attname))
        day = since.get(name)
        if old == new or day is None:
            continue
        if day > timezone.localdate():
            raise refused(f"“{ledger.label(name)}”的变更日期晚于今天，请核对", name)
        later = FormerValue.objects.filter(ledger=ledger.slug, record=record.pk, field=name, until__gt=day)
        if later.exists():
            raise refused(f"“{ledger.label(name)}”在这一天之后还有变更记录，请从最近一次变更之后的日期起变更", name)
        # Changed twice from the same day: what it said before that day is what was kept the first time.
        FormerValue.objects.get_or_create(
            ledger=ledger.slug, record=record.pk, field=name, until=day, defaults={"value": old}
        )


@transaction.atomic
def void(ledger: Ledger, record: Record, *, by: User, reason: str, was: int | None = None) -> None:
    """Take a record out of all counting from now on; it stays readable. Raises PermissionDenied, RecordRefused."""
    locked = ledger.model._default_manager.select_for_update().get(pk=record.pk)
    if not may_keep(by, locked.union):
        raise PermissionDenied
    if not reason.strip():
        raise refused("请写明作废原因")
    if locked.voided:
        raise refused("这条记录已经作废")
    if was is not None and locked.version != was:
        raise refused("这条记录刚被他人改动过，请刷新页面后再作废")
    locked.voided, locked.void_reason, locked.version = True, reason.strip()[:200], locked.version + 1
    locked.updated_by = by
    locked._history_user = by  # type: ignore[attr-defined]
    locked._change_reason = f"作废：{reason.strip()}"[:100]  # type: ignore[attr-defined]
    locked.save()
    if ledger.after_removal:
        ledger.after_removal(locked, by)


@transaction.atomic
def delete(ledger: Ledger, record: Record, *, by: User) -> None:
    """Remove a record that was never counted in a filed month (F07). Raises PermissionDenied, RecordRefused."""
    locked: Any = ledger.model._default_manager.select_for_update().get(pk=record.pk)
    if not may_keep(by, locked.union):
        raise PermissionDenied
    if months := standing_of(ledger.slug, locked).counted_in:
        message = f"该记录已计入{'、'.join(months[:3])}报表，不能删除；如登记有误请作废并更正登记。"
        raise RecordRefused([Finding("F07", "error", message)])
    if used := _users_of(locked):
        raise refused(f"还有{used}引用这条记录，不能删除")
    for child in ledger.children:
        child.model._default_manager.filter(record=locked).delete()
    FormerValue.objects.filter(ledger=ledger.slug, record=locked.pk).delete()
    locked._history_user = by
    locked.delete()
    if ledger.after_removal:
        ledger.after_removal(locked, by)


def _users_of(record: Any) -> str:
    """Which other record points at this one, in words; empty when none does."""
    for relation in record._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.field.name == "record":
            continue
        if not relation.related_model.__name__.startswith("Historical"):
            found = relation.related_model._default_manager.filter(**{relation.field.name: record}).first()
            if found is not None:
                return f"“{found}”"
    return ""
