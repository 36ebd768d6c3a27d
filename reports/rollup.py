"""What does a union and everything below it add up to over a span? The one function behind every total shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from members.models import Union
from members.models.union import Tree
from members.months import DUE_MONTHS, Span
from reports.arithmetic import Definition, Total, UnitValue, add_units, balanced, compare
from reports.figures_sql import TOGETHER, months_first
from reports.models import Indicator, MonthlyReturn, State, Target
from reports.models.former_definition import Formers, as_of, former_definitions
from reports.models.indicator import TERM, arranged, definitions


@dataclass(frozen=True)
class Rollup:
    """The totals of a subtree over a span, with the unit values they are made of.

    `totals` maps code → Total for every indicator in force; `units` are the filing unions; `provisional` says
    whether figures not yet approved are in; `values` opens a total unit by unit. `units_before` are those of the
    same span a year before.
    """

    union: Union
    span: Span
    provisional: bool
    totals: Mapping[str, Total]
    units: Sequence[Union]
    indicators: Sequence[Indicator]
    definitions: Sequence[Definition]
    units_before: Sequence[Union] = ()

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def values(self) -> dict[int, dict[str, UnitValue]]:
        """Every indicator unit by unit (unit id → code → value). One query, made when first asked."""
        pks = [unit.pk for unit in self.units]
        found = months_first(
            [(self.span, True)], pks, _codes(self.indicators), approved_only=not self.provisional, unit_by_unit=None
        )
        return {pk: found[0].get(pk, {}) for pk in pks}

    def by_month(self, codes: Iterable[str]) -> list[tuple[dict[str, Total], dict[str, Total]]]:
        """Totals of a few entered indicators, month by month with the month a year before. One query."""
        wanted = set(codes)
        chosen = [indicator for indicator in self.indicators if indicator.code in wanted]
        known = [definition for definition in self.definitions if definition.code in wanted]
        spans = [Span(month, month) for span in (self.span, self.span.previous) for month in span]
        everyone = sorted({*_ids(self.units), *_ids(self.units_before)})
        found = months_first(
            [(month, True) for month in spans], everyone, _codes(chosen),
            approved_only=not self.provisional, unit_by_unit=None, only=[indicator.pk for indicator in chosen],
        )  # fmt: skip
        totals = []
        for place, (month, rows) in enumerate(zip(spans, found, strict=True)):
            units = self.units if place < len(spans) // 2 else self.units_before
            mine = {unit.pk: rows.get(unit.pk, {}) for unit in units}
            totals.append(add_units(mine, known, month, expected_months(units, month, chosen)))
        return list(zip(totals[: len(spans) // 2], totals[len(spans) // 2 :], strict=True))

    def of_unit(self, union: Union) -> dict[str, Total]:
        """The same for one of the units alone, without comparisons."""
        values = {union.pk: self.values.get(union.pk, {})}
        return add_units(values, self.definitions, self.span, expected_months([union], self.span, self.indicators))

    def unit_values(self, code: str) -> list[tuple[Union, UnitValue]]:
        """One indicator unit by unit; a balance computed, a ratio as stated by the unit."""
        definition = next(d for d in self.definitions if d.code == code)
        rows = []
        for unit in self.units:
            values = self.values.get(unit.pk, {})
            value = balanced(values, definition) if definition.terms else values.get(code, UnitValue())
            rows.append((unit, value))
        return rows


def expected_months(units: Sequence[Union], span: Span, indicators: Iterable[Indicator] = ()) -> dict[str, int]:
    """Frequency → filing unit-months of the span in which an indicator of it is due.

    Those of `indicators` asked of one level only, or not in every month of the span, get a number of their own.
    """
    counts = dict.fromkeys(DUE_MONTHS, 0)
    places = [(month, unit.level) for unit in units for month in span if unit.files_in(month)]
    for month, _ in places:
        for due, numbers in DUE_MONTHS.items():
            counts[due] += month.month in numbers
    for each in indicators:
        if each.asked_of or not (each.exists_in(span.first) and each.exists_in(span.last)):
            counts[f"{each.due}:{each.code}"] = sum(
                month.month in DUE_MONTHS[each.due] and each.exists_in(month) and each.asked_of in ("", level)
                for month, level in places
            )
    return counts


def in_force(span: Span) -> list[Indicator]:
    """The indicators that exist in some month of the span, in order."""
    return arranged(Indicator.objects.existing(span).in_order())


def targets_of(union: Union, span: Span) -> tuple[dict[str, Decimal], frozenset[str]]:
    """The union's targets of the year: code → target in the indicator's unit (the latest), and which are ceilings."""
    rows = Target.objects.filter(union=union, year=span.last.year).order_by("by_month")
    latest = {
        code: (target, least) for code, target, least in rows.values_list("indicator__code", "target", "at_least")
    }
    ceilings = frozenset(code for code, (_, least) in latest.items() if not least)
    return {code: target for code, (target, _) in latest.items()}, ceilings


def targets_in_turn(union: Union, span: Span, code: str) -> list[tuple[Decimal, bool]]:
    """Every target of the year for this indicator, whatever month it falls due in, and whether it is a ceiling."""
    rows = Target.objects.filter(union=union, year=span.last.year, indicator__code=code).order_by("by_month")
    return [(target, not least) for target, least in rows.values_list("target", "at_least")]


def rollup(union: Union, span: Span, *, provisional: bool = False, compared: bool = True) -> Rollup:
    """Totals of the union and all below it, with coverage, last year, last year's end and targets. 5 queries.

    Approved returns count; `provisional` adds what is entered and not yet approved. Without `compared`
    there is neither a year before nor a target: a term of years has none of its own. Each span is computed as its
    indicators were defined then (two queries more where that changed).
    """
    tree = Tree(union)
    previous, base = span.previous, span.year_before
    wanted: list[tuple[Span, bool]] = [(span, True)]
    if compared:
        wanted.append((previous, True))
    if base != previous and compared:
        wanted.append((base, False))
    indicators = arranged(Indicator.objects.existing(span).with_former(min(previous.last, base.last)).in_order())
    formers = former_definitions(indicators)
    retired = _retired_parts(indicators, formers)
    now = as_of(indicators, formers, span.last)
    known = [*now, *retired]
    catalogues = [definitions([*as_of(indicators, formers, each.last), *retired]) for each, _ in wanted]
    units = [tree.filing(s) for s, _ in wanted]
    everyone = sorted({unit.pk for group in units for unit in group})
    balances = [definition for catalogue in catalogues for definition in catalogue if definition.terms]
    struck = {d.code for d in balances} | {code for d in balances for _, code in d.terms}
    found = months_first(
        wanted,
        everyone,
        _codes(known),
        approved_only=not provisional,
        # Balances are struck unit by unit; and where the units differ between spans, so must be their flows.
        unit_by_unit=[i.pk for i in known if i.code in struck] if len({*map(_ids, units)}) == 1 else None,
    )
    totals = []
    for (each, _), group, rows, catalogue in zip(wanted, units, found, catalogues, strict=True):
        mine = {pk: rows[pk] for pk in (TOGETHER, *_ids(group)) if pk in rows}
        totals.append(add_units(mine, catalogue, each, expected_months(group, each, known), units=len(group)))
    shown = {indicator.code for indicator in now}
    current = {code: total for code, total in totals[0].items() if code in shown}
    before, end = (totals[1], totals[-1]) if compared else ({}, {})
    full = compare(current, before, end, *(targets_of(union, span) if compared else ({}, ())))
    catalogue = [definition for definition in catalogues[0] if definition.code in shown]
    return Rollup(union, span, provisional, full, units[0], now, catalogue, units[1] if len(units) > 1 else ())


def _retired_parts(indicators: Sequence[Indicator], formers: Formers) -> list[Indicator]:
    """What earlier definitions are computed from and is itself no longer in force. A query only if any changed."""
    past = [former for each in formers.values() for former in each]
    if not past:
        return []
    pks = {pk for former in past for pk in (former.numerator_id, former.denominator_id) if pk}
    codes = {code for former in past for _, code in TERM.findall(former.terms)}
    there = {indicator.pk for indicator in indicators}
    found = Indicator.objects.filter(Q(pk__in=pks) | Q(code__in=codes))
    return [indicator for indicator in found if indicator.pk not in there]


def _ids(units: Sequence[Union]) -> tuple[int, ...]:
    return tuple(unit.pk for unit in units)


def _codes(indicators: Sequence[Indicator]) -> dict[int, str]:
    return {indicator.pk: indicator.code for indicator in indicators}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the returns of a span have come: months due, approved, and which are missing."""

    due: int
    approved: int
    missing: tuple[tuple[Union, date, str], ...]

    @property
    def complete(self) -> bool:
        return not self.missing


def coverage(union: Union, span: Span) -> Coverage:
    """Which filing months of the subtree are not approved yet, with their state ("" = no return). 3 queries."""
    units = Tree(union).filing(span)
    rows = MonthlyReturn.objects.filter(union__in=units, month__gte=span.first, month__lte=span.last)
    states = {(pk, month): state for pk, month, state in rows.values_list("union_id", "month", "state")}
    expected = [(unit, month) for unit in units for month in span if unit.files_in(month)]
    missing = tuple(
        (unit, month, states.get((unit.pk, month), ""))
        for unit, month in expected
        if states.get((unit.pk, month)) != State.APPROVED
    )
    return Coverage(len(expected), len(expected) - len(missing), missing)
