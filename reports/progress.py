"""How far has each target come, beside the part of its time that has passed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from members.models import Union
from members.models.union import Tree
from members.months import Span
from reports.arithmetic import Definition, Total, UnitValue, add_units, compare, quotient
from reports.figures_sql import months_first
from reports.models import Indicator, Target
from reports.models.former_definition import as_of, former_definitions
from reports.models.indicator import definitions
from reports.rollup import expected_months

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Progress:
    """One target at a cut-off month: its total so far, percent of its time gone, and how it stands."""

    target: Target
    total: Total
    elapsed: Decimal
    over: bool

    @property
    def state(self) -> str:
        """done, on, behind, missed; kept, broken for a ceiling; none without a value."""
        if self.total.is_met is None:
            return "none"
        if self.total.at_most:
            return "kept" if self.total.is_met else "broken"
        if self.total.is_met:
            return "done"
        if self.over:
            return "missed"
        if self.total.kind in ("stock", "ratio"):
            return "open"
        return "on" if (self.total.completion or Decimal(0)) >= self.elapsed else "behind"

    @property
    def label(self) -> str:
        """The state in words."""
        return STATES[self.state]


STATES = {
    "none": "尚无数据", "kept": "控制在内", "broken": "已经超过", "done": "已完成", "missed": "到期未完成",
    "open": "尚未达到", "on": "不低于序时", "behind": "低于序时",
}  # fmt: skip


def progress(root: Union, targets: Sequence[Target], until: date) -> list[Progress]:
    """The targets (one year's, of the root and below, with union and indicator) up to the month. At most 5 queries.

    Approved figures count. A flow is measured against the time gone till the target's month; a stock or rate has
    no pace and is either there or not.
    """
    if not targets:
        return []
    span = Span(until.replace(month=1), until)
    tree = Tree(root)
    catalogue, indicators = _catalogue({target.indicator.code for target in targets}, span)
    units = tree.filing(span)
    codes = {each.pk: each.code for each in indicators}
    values = months_first([(span, True)], [u.pk for u in units], codes, approved_only=True, unit_by_unit=None)[0]
    former = {pk: path for pk, path, end in tree.former if end > span.last}
    totals: dict[int, dict[str, Total]] = {}
    found = []
    for target in targets:
        pk = target.union_id
        if pk not in totals:
            path = former.get(pk, target.union.path)
            group = [unit for unit in units if former.get(unit.pk, unit.path).startswith(path)]
            totals[pk] = _add(group, values, catalogue, span, indicators)
        code = target.indicator.code
        ceilings = () if target.at_least else (code,)
        total = compare({code: totals[pk][code]}, {}, {}, {code: target.target}, ceilings)[code]
        gone = min(FULL, quotient(Decimal(until.month), Decimal(target.by_month), 100))
        found.append(Progress(target, total, gone, until.month >= target.by_month))
    return found


def values_of(root: Union, unions: Iterable[Union], indicator: Indicator, span: Span) -> dict[int, Decimal | None]:
    """One indicator of each of these unions over a span (union id → value), for spreading by last year's share."""
    targets = [Target(union=union, indicator=indicator, year=span.last.year, target=Decimal(0)) for union in unions]
    return {each.target.union_id: each.total.value for each in progress(root, targets, span.last)}


def _add(
    group: list[Union],
    values: dict[int, dict[str, UnitValue]],
    catalogue: list[Definition],
    span: Span,
    indicators: list[Indicator],
) -> dict[str, Total]:
    mine = {unit.pk: values[unit.pk] for unit in group if unit.pk in values}
    return add_units(mine, catalogue, span, expected_months(group, span, indicators), units=len(group))


def _catalogue(codes: set[str], span: Span) -> tuple[list[Definition], list[Indicator]]:
    """These indicators and what they are computed from, as they were defined in the span."""
    everything = list(Indicator.objects.with_former(span.last).in_order())
    then = as_of(everything, former_definitions(everything), span.last)
    every = {each.code: (each, definition) for each, definition in zip(then, definitions(then), strict=True)}
    wanted = set(codes)
    for code in codes:
        definition = every[code][1]
        wanted |= {part for part in (definition.numerator, definition.denominator) if part}
        wanted |= {term for _, term in definition.terms}
    # A ratio's parts may be balances themselves.
    wanted |= {term for code in set(wanted) for _, term in every[code][1].terms if code in every}
    chosen = [every[code] for code in every if code in wanted]
    return [definition for _, definition in chosen], [each for each, _ in chosen]
