"""History taken in as it was: which rules do these months break, noted on them as exceptions?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from members.models import User
from members.months import month_text, shift
from reports import rules
from reports.arithmetic import Entry
from reports.models import Figure, Indicator, MonthlyReturn, RuleNote
from reports.rules import Finding, Sheet
from reports.workflow import advance

REASON = "历史数据"
COMPLETE = "C22"
LOOK_BACK = 12
LABELS = {rules.ERROR: "错误", rules.WARNING: "预警"}


def take_in(returns: Iterable[MonthlyReturn], authors: Mapping[int, User], catalogue: Sequence[Indicator]) -> list[str]:
    """Approve the months through their own move; returns one line for each rule they do not keep."""
    ordered = sorted(returns, key=lambda each: (each.union.path, each.month))
    remarks: list[str] = []
    for union, group in groupby(ordered, key=lambda each: each.union):
        months = list(group)
        sheets = _entries(union.pk, months[0].month, months[-1].month)
        for monthly_return in months:
            author = authors[union.pk]
            found = _findings(monthly_return.month, sheets, catalogue)
            _note(monthly_return, found, author)
            place = f"{union.code} {month_text(monthly_return.month)}"
            remarks += [f"{place}：{LABELS[each.severity]} {each.rule} {each.message}" for each in found]
            advance(monthly_return, "take_in", by=author, reason=REASON)
    return remarks


def _entries(union: int, first: date, last: date) -> dict[date, dict[str, Entry]]:
    rows = Figure.objects.filter(
        monthly_return__union_id=union,
        monthly_return__month__gte=shift(first, -LOOK_BACK),
        monthly_return__month__lte=last,
    ).values_list("monthly_return__month", "indicator__code", "value", "approximate")
    months: dict[date, dict[str, Entry]] = defaultdict(dict)
    for month, code, value, approximate in rows:
        months[month][code] = Entry(value, approximate)
    return months


def _findings(month: date, sheets: Mapping[date, Mapping[str, Entry]], catalogue: Sequence[Indicator]) -> list[Finding]:
    """What the rules say of the month, once per rule and cell; history need not be complete."""
    in_force = [
        each
        for each in catalogue
        if each.enabled
        and (not each.valid_from or each.valid_from <= month)
        and (not each.valid_until or month <= each.valid_until)
    ]
    earlier = {when: sheet for when, sheet in sheets.items() if shift(month, -LOOK_BACK) <= when < month}
    sheet = Sheet(month, sheets.get(month, {}), earlier, {each.code: each.plain_name for each in in_force})
    found = {each.key: each for each in rules.findings(sheet, in_force) if each.rule != COMPLETE}
    return list(found.values())


def _note(monthly_return: MonthlyReturn, found: Iterable[Finding], author: User) -> None:
    notes = [
        RuleNote(
            monthly_return=monthly_return, rule=each.key, severity=each.severity, message=each.message[:300],
            reason=REASON, by=author,
        )
        for each in found
    ]  # fmt: skip
    RuleNote.objects.bulk_create(
        notes,
        update_conflicts=True,
        unique_fields=["monthly_return", "rule"],
        update_fields=["severity", "message", "reason", "by"],
    )
