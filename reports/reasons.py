"""Why does a warning stand? The filler's written reason, which travels with the return."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from members import permissions
from members.models import User
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
