"""Take a batch out of its ledger again: what it added goes, what it changed says again what it said."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone

from members.ledgers.guard import counted_among
from members.ledgers.keeping import RecordRefused, keep, void
from members.ledgers.ledger import LEDGERS, Ledger
from members.ledgers.record import FormerValue
from members.models import BatchState, ImportBatch, User
from members.permissions import may_keep
from members.problems import Problem, Refused

CHUNK = 500
SHOWN = 20


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> tuple[int, int, int]:
    """How many records were removed, voided because a sent month counts them, and put back.

    Raises Refused with a list where a record was changed since, or is referred to; then nothing is undone.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != BatchState.CONFIRMED:
        raise Refused([Problem(f"这一批{locked.get_state_display()}，不能撤销")])
    ledger = LEDGERS[locked.ledger]
    records = _records(ledger, [each[0] for each in locked.taken])
    if not all(may_keep(by, record.union) for record in records.values()):
        raise PermissionDenied
    _refuse_later_changes(locked, records)
    reason = f"撤销导入“{locked.file_name[:60]}”（第{locked.pk}批）"
    added = [records[pk] for pk, was, _ in locked.taken if not was]
    counted = counted_among(ledger.slug, added)
    for record in (each for each in added if each.pk in counted):
        void(ledger, record, by=by, reason=reason)
    gone = [each for each in added if each.pk not in counted]
    _remove(ledger, gone, by, reason)
    changed = [each for each in locked.taken if each[1]]
    for pk, was, former in changed:
        FormerValue.objects.filter(pk__in=former).delete()
        _put_back(ledger, records[pk], was, by, reason)
    locked.state, locked.settled_at = BatchState.UNDONE, timezone.now()
    locked.save(update_fields=["state", "settled_at"])
    batch.refresh_from_db()
    return len(gone), len(added) - len(gone), len(changed)


def _records(ledger: Ledger, numbers: list[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(numbers), CHUNK):
        rows: Any = ledger.model._default_manager.select_related("union")
        found |= {row.pk: row for row in rows.filter(pk__in=numbers[start : start + CHUNK])}
    return found


def _refuse_later_changes(batch: ImportBatch, records: dict[int, Any]) -> None:
    """What people did since is not swept away."""
    later = []
    for pk, was, _ in batch.taken:
        record = records.get(pk)
        if record is None:
            later.append(f"第{pk}号记录导入后已被删除")
        elif record.version != was + 1:
            later.append(f"“{record}”（第{pk}号）导入后{'已作废' if record.voided else '又被改动过'}")
    if later:
        more = [f"等共 {len(later)} 条"] if len(later) > SHOWN else []
        raise Refused([Problem(text) for text in ["以下记录不能撤销，请逐条处理：", *later[:SHOWN], *more]])


def _remove(ledger: Ledger, records: list[Any], by: User, reason: str) -> None:
    """Delete the records with their lines; their history stays."""
    numbers = [record.pk for record in records]
    collector = Collector(using=ledger.model._default_manager.db)
    try:
        for start in range(0, len(records), CHUNK):
            for record in records[start : start + CHUNK]:
                record._history_user, record._change_reason = by, reason[:100]
            collector.collect(records[start : start + CHUNK])
    except ProtectedError as error:
        used = "、".join(f"“{each}”" for each in list(error.protected_objects)[:3])
        raise Refused([Problem(f"还有{used}等引用这一批里的记录，不能撤销")]) from error
    collector.delete()
    for start in range(0, len(numbers), CHUNK):
        FormerValue.objects.filter(ledger=ledger.slug, record__in=numbers[start : start + CHUNK]).delete()
    for record in records if ledger.after_removal else ():
        ledger.after_removal(record, by)  # type: ignore[misc]


def _put_back(ledger: Ledger, record: Any, was: int, by: User, reason: str) -> None:
    """Let a record and its lines say what they said in the version before the batch."""
    past: Any = record.history.filter(version=was).order_by("-history_id").first()
    changed_at = record.history.filter(version=was + 1).aggregate(at=Max("history_date"))["at"]
    if past is None or changed_at is None:
        raise Refused([Problem(f"“{record}”没有留下改动前的样子，不能撤销")])
    names = [*ledger.fields, "remark", "union", *ledger.fingerprints.values()]
    for name in names:
        attname = ledger.field(name).attname
        setattr(record, attname, getattr(past, attname))
    lines: dict[Any, list[Any]] | None = {} if ledger.children else None
    for child in ledger.children:
        former: Any = child.model.history.as_of(changed_at).filter(record=record.pk)  # type: ignore[attr-defined]
        assert lines is not None
        lines[child.model] = list(former)
    try:
        keep(ledger, record, by=by, lines=lines, was=was + 1, reason=reason)
    except RecordRefused as refusal:
        raise Refused([Problem(f"“{record}”：{finding.message}") for finding in refusal.findings]) from refusal
