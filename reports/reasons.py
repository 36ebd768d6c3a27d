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


def reasons_last_month(monthly_return: MonthlyReturn, standing: Sequence[rules.Finding]) -> dict[str, str]:
    """The reasons last month's return gave for the same rules broken by the same cells: key → reason, to be offered.

    Never taken over by itself. One query, and those of a check where there is something to compare.
    """
    keys = {finding.key for finding in standing if not finding.blocks}
    notes = RuleNote.objects.filter(
        monthly_return__union=monthly_return.union_id,
        monthly_return__month=shift(monthly_return.month, -1),
        rule__in=keys,
    ).select_related("monthly_return__union")
    given = {note.rule: note for note in notes if reason_problem(note.reason) is None}
    if not given:
        return {}
    # A note names the rule and its first cell only; which cells it was about the rule says again.
    last = next(iter(given.values())).monthly_return
    cells = {finding.key: finding.cells for finding in rules.check_return(last)}
    return {
        finding.key: given[finding.key].reason
        for finding in standing
        if finding.key in given and not finding.blocks and cells.get(finding.key) == finding.cells
    }
