"""What do the rules say of a return, and which of it still stands in the way of submitting?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from members.ledgers.ledger import LEDGERS
from members.months import DUE_MONTHS, shift
from reports.arithmetic import Entry
from reports.indicators.standing import slug_of
from reports.models import Counted, Figure, Indicator, MonthlyReturn, State, Target, ThresholdSetting
from reports.models.indicator import ParentRel, definitions
from reports.rules import amounts, containment, cross, identities, ledgers, plausible
from reports.rules.engine import ERROR, WARNING, Finding, Partition, Rule, Within
from reports.rules.sheet import Facts, Sheet

#: A reason made of nothing but such words says that the number is right, not why.
EMPTY_WORDS = re.compile(
    r"(?:经|已|均|都|再次|反复|认真|数据|数字|情况|核实|核对|核查|检查|确认|无误|属实|真实|准确|正确|有效|没有?问题|了|后|以上|[，、,；;\s])+"
)
LOOK_BACK = 12
#: Rules that speak of what is missing: asked at 检查, not while the return is being typed.
OF_WHAT_IS_MISSING = frozenset({"B10", "C22"})
#: A return in these states has left the township.
SENT = (State.REPORTED, State.APPROVED)


def reason_problem(reason: str) -> str | None:
    """Why a reason for a warning is no reason, or None."""
    text = reason.strip().strip("。.!！")
    if len(text) < 5:
        return "说明至少写五个字，讲清楚原因"
    if EMPTY_WORDS.fullmatch(text) or len(set(text)) < 3:
        return f"“{text}”没有说明原因，请写清为什么会这样"
    return None


def catalogue_rules(indicators: Iterable[Indicator], month: date) -> list[Rule]:
    """The rules that follow from the catalogue's own relations (also the county's own indicators)."""
    by_id = {indicator.pk: indicator for indicator in indicators}
    parts: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in by_id.values():
        if indicator.parent_id in by_id:
            parts[indicator.parent_id].append(indicator)
    rules: list[Rule] = []
    for whole_id, children in parts.items():
        whole = by_id[whole_id].code
        exact = tuple(c.code for c in children if c.parent_rel == ParentRel.PARTITION)
        for child in children:
            if (child.code, whole) in containment.COVERED:
                continue
            severity = WARNING if child.parent_rel == ParentRel.RELATED else ERROR
            rules.append(Within("A00", child.code, whole, containment.TOO_MANY, severity))
        # A whole with a rule of its own stays whole by that: a county's further part of it only must not exceed it.
        if len(exact) > 1 and whole not in containment.SPLIT:
            rules.append(Partition("A00", whole, exact, "“{name}”（{total}）与各分项合计（{sum}）不符，相差{diff}。"))
        if not by_id[whole_id].is_computed:
            rules.append(identities.Orphan(whole, tuple(c.code for c in children)))
    rules += [
        identities.Complete(indicator.code)
        for indicator in by_id.values()
        if not indicator.is_computed and month.month in DUE_MONTHS[indicator.due]
    ]
    return rules


def facts_of(indicators: Iterable[Indicator]) -> dict[str, Facts]:
    """The catalogue as rules see it: code → kind, unit, parts of a rate and the ledger it is counted from."""
    rows = list(indicators)
    names = {slug: ledger.name for slug, ledger in LEDGERS.items()}
    return {
        row.code: Facts(
            row.kind, row.unit, definition.numerator, definition.denominator, row.is_computed,
            names.get(slug_of(row), ""),
        )
        for row, definition in zip(rows, definitions(rows), strict=True)
    }  # fmt: skip


def sheet_of(monthly_return: MonthlyReturn, indicators: Iterable[Indicator] | None = None) -> Sheet:
    """The return and the union's twelve months before it, as rules see them. Five queries (six without indicators)."""
    month, union = monthly_return.month, monthly_return.union
    rows = list(Indicator.objects.in_force(month, union.level) if indicators is None else indicators)
    figures = Figure.objects.filter(
        monthly_return__union_id=union.pk,
        monthly_return__month__gte=shift(month, -LOOK_BACK),
        monthly_return__month__lte=month,
    ).values_list("monthly_return__month", "indicator__code", "value", "approximate")
    months: dict[date, dict[str, Entry]] = defaultdict(dict)
    for when, code, value, approximate in figures:
        months[when][code] = Entry(value, approximate)
    now = months.pop(month, {})
    last = shift(month, -1)
    sent = MonthlyReturn.objects.filter(union=union, month=last, state__in=SENT).exists()
    return Sheet(
        month,
        now,
        months,
        {row.code: row.plain_name for row in rows},
        facts_of(rows),
        limits=dict(ThresholdSetting.objects.values_list("name", "value")),
        targets=targets_in(union.pk, month),
        counted=dict(Counted.objects.filter(monthly_return=monthly_return).values_list("indicator__code", "value")),
        today=timezone.localdate() if monthly_return.is_open else None,
        deadline=monthly_return.due_by,
        unsent=last if monthly_return.is_open and not sent and months and union.files_in(last) else None,
    )


def targets_in(union: int, month: date) -> dict[str, Decimal]:
    """The year's tasks of a union, ceilings left out: code → target. One query."""
    return dict(
        Target.objects.filter(union=union, year=month.year, at_least=True)
        .order_by("by_month")
        .values_list("indicator__code", "target")
    )


def findings(sheet: Sheet, indicators: Iterable[Indicator]) -> list[Finding]:
    """Everything the rules say of the sheet: errors first, in the order of the rules."""
    declared = (containment, identities, amounts, plausible, cross, ledgers)
    rules = [rule for group in declared for rule in group.RULES] + catalogue_rules(indicators, sheet.month)
    found = [finding for rule in rules for finding in rule.check(sheet)]
    return sorted(found, key=lambda finding: not finding.blocks)


def check_return(monthly_return: MonthlyReturn) -> list[Finding]:
    """Everything the rules say of a return, from the database. Six queries."""
    indicators = list(Indicator.objects.in_force(monthly_return.month, monthly_return.union.level))
    return findings(sheet_of(monthly_return, indicators), indicators)


def typed_findings(monthly_return: MonthlyReturn) -> list[Finding]:
    """What the rules say of the figures typed so far by themselves: no other month is read, nothing called missing.

    Rules that compare with earlier months stay silent, as wherever those are not known. Four queries.
    """
    month = monthly_return.month
    indicators = list(Indicator.objects.in_force(month, monthly_return.union.level))
    figures = Figure.objects.filter(monthly_return=monthly_return)
    rows = figures.values_list("indicator__code", "value", "approximate")
    sheet = Sheet(
        month,
        {code: Entry(value, approximate) for code, value, approximate in rows},
        names={row.code: row.plain_name for row in indicators},
        facts=facts_of(indicators),
        limits=dict(ThresholdSetting.objects.values_list("name", "value")),
        counted=dict(Counted.objects.filter(monthly_return=monthly_return).values_list("indicator__code", "value")),
    )
    return [finding for finding in findings(sheet, indicators) if finding.rule not in OF_WHAT_IS_MISSING]


def open_findings(monthly_return: MonthlyReturn, found: list[Finding] | None = None) -> list[Finding]:
    """What still stands in the way: errors, and warnings without a reason given for these very numbers."""
    found = check_return(monthly_return) if found is None else found
    given = set(monthly_return.rule_notes.values_list("rule", "message"))
    return [
        finding
        for finding in found
        if finding.blocks or not ((finding.key, finding.message[:300]) in given or ledgers.explained(finding, given))
    ]
