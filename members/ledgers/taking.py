"""Take a sheet into its ledger, whole or not at all, and take it out again as one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from members.ledgers.comparing import Entry, Plan, compare
from members.ledgers.keeping import RecordRefused, keep, prepare
from members.ledgers.ledger import LEDGERS, Ledger
from members.ledgers.record import FormerValue, Source
from members.ledgers.sheet_reading import Sheet, read_grids
from members.models import BatchState, ImportBatch, Union, User
from members.permissions import may_keep
from members.problems import Problem, Refused

CHUNK = 500


def reason_of(batch: ImportBatch) -> str:
    """What the history of a record says of the batch that brought it."""
    return f"导入“{batch.file_name[:60]}”（第{batch.pk}批）"


def sheet_of(batch: ImportBatch) -> Sheet:
    """The rows of an upload that waits to be confirmed. Raises Refused, Unreadable."""
    return read_grids(LEDGERS[batch.ledger], [(name, rows) for name, rows in batch.held()])


@transaction.atomic
def confirm(batch: ImportBatch, *, by: User, unions: Sequence[Union], update: bool) -> Plan:
    """Take the sheet in; `update` brings records that are there already up to date, otherwise they stay.

    It is laid beside the ledger again, as that may have changed since. Raises Refused, and nothing is taken.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != BatchState.PREVIEWED:
        raise Refused([Problem(f"这份表格{locked.get_state_display()}，不能再确认")])
    ledger = LEDGERS[locked.ledger]
    plan = compare(ledger, sheet_of(locked), by, locked.union, unions)
    taken = take(ledger, plan, by=by, update=update, reason=reason_of(locked))
    locked.taken, locked.rows, locked.state, locked.settled_at = taken, "", BatchState.CONFIRMED, timezone.now()
    locked.added = sum(1 for each in taken if not each[1])
    locked.changed = len(taken) - locked.added
    locked.save()
    batch.refresh_from_db()
    return plan


@transaction.atomic
def take(ledger: Ledger, plan: Plan, *, by: User, update: bool, reason: str) -> list[list[Any]]:
    """Write what the plan says; [number, version before (0: new), former values made] of each record.

    Raises Refused for any row, and nothing is written.
    """
    if problems := plan.wrong(update=update):
        raise Refused(problems)
    if not all(may_keep(by, entry.record.union) for entry in plan.entries):
        raise PermissionDenied
    new = plan.of("new")
    taken = _add(ledger, new, by, reason)
    for entry in plan.entries:
        if entry.fate == "changed" or (entry.fate == "twin" and update):
            taken.append(_change(ledger, entry, by, reason))
    return taken


def _add(ledger: Ledger, entries: list[Entry], by: User, reason: str) -> list[list[Any]]:
    """New records: in bulk, with their history; those with lines one by one."""
    for entry in entries:
        entry.record.source = Source.IMPORT
        entry.record.created_by = entry.record.updated_by = by
    alone = [entry for entry in entries if entry.made.lines]
    for entry in alone:
        _kept(ledger, entry, by, reason)
    made = [entry.record for entry in entries if not entry.made.lines]
    for record in made:
        prepare(ledger, record)
    for start in range(0, len(made), CHUNK):
        bulk_create_with_history(
            made[start : start + CHUNK], ledger.model, default_user=by, default_change_reason=reason[:100]
        )
    for record in made if ledger.after_keep else ():
        ledger.after_keep(record, by)  # type: ignore[misc]
    return [[entry.record.pk, 0, []] for entry in entries]


def _change(ledger: Ledger, entry: Entry, by: User, reason: str) -> list[Any]:
    former = FormerValue.objects.filter(ledger=ledger.slug, record=entry.record.pk)
    before = set(former.values_list("pk", flat=True)) if ledger.dated else set()
    _kept(ledger, entry, by, reason)
    after = set(former.values_list("pk", flat=True)) if ledger.dated else set()
    return [entry.record.pk, entry.was, sorted(after - before)]


def _kept(ledger: Ledger, entry: Entry, by: User, reason: str) -> None:
    try:
        was = entry.was if entry.record.pk else None
        lines: Any = entry.made.lines
        keep(ledger, entry.record, by=by, lines=lines, since=entry.since, was=was, reason=reason)
    except RecordRefused as refusal:
        raise Refused([Problem(finding.message, entry.number) for finding in refusal.findings]) from refusal
