"""Why does a warning stand? The filler's written reason, which travels with the return."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from members import permissions
from members.models import User
from members.months import shift
from reports import rules
from reports.models import MonthlyReturn, RuleNote
from reports.rules.findings import reason_problem

#: How many months back a reason is remembered: a quarter, since some figures are asked for once in it.
REMEMBERED = 3


class ReasonError(ValueError):
    """The reason cannot be taken; the message is Chinese and says what to write."""


def explain(monthly_return: MonthlyReturn, keys: Collection[str], reason: str, *, by: User) -> int:
    """Give one reason for these warnings of an open return; returns for how many. Raises ReasonError."""
    if not permissions.may_record(by, monthly_return.union):
        raise PermissionDenied
    if problem := reason_problem(reason):
        raise ReasonError(problem)
    if not keys:
        raise ReasonError("请勾选这条说明适用的预警")
    with transaction.atomic():
        locked = MonthlyReturn.objects.select_for_update(of=("self",)).get(pk=monthly_return.pk)
        if not locked.is_open:
            raise ReasonError(f"报表{locked.get_state_display()}，不能再补充说明")
        found = [f for f in rules.check_return(locked) if not f.blocks and f.key in keys]
        for finding in found:
            RuleNote.objects.update_or_create(
                monthly_return=locked,
                rule=finding.key,
                defaults={
                    "severity": finding.severity,
                    "message": finding.message[:300],
                    "reason": reason.strip()[:300],
                    "by": by,
                },
            )
    return len(found)


def earlier_reasons(monthly_return: MonthlyReturn, standing: Sequence[rules.Finding]) -> dict[str, RuleNote]:
    """The reasons given last time for the same rules broken by the same cells, to be offered: key → note.

    Never taken over by itself. One query, and those of a check for each month there is something to compare with.
    """
    cells = {finding.key: finding.cells for finding in standing if not finding.blocks}
    month = monthly_return.month
    notes = RuleNote.objects.filter(
        monthly_return__union=monthly_return.union_id,
        monthly_return__month__gte=shift(month, -REMEMBERED),
        monthly_return__month__lt=month,
        rule__in=cells,
    ).select_related("monthly_return__union")
    latest: dict[str, RuleNote] = {}
    for note in notes.order_by("monthly_return__month"):
        if reason_problem(note.reason) is None:
            latest[note.rule] = note
    # A note names its rule and the first cell only; which cells it was about the rule says again.
    returns = {note.monthly_return.pk: note.monthly_return for note in latest.values()}
    then = {pk: {finding.key: finding.cells for finding in rules.check_return(row)} for pk, row in returns.items()}
    return {key: note for key, note in latest.items() if then[note.monthly_return_id].get(key) == cells[key]}
