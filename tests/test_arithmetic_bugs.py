"""Would the laws find a broken arithmetic? Each bug that such systems really had is put in, and must be found."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import oracle
import pytest
from arithmetic_laws import LAWS, half_up
from hypothesis import Phase, given, settings
from worlds import SPANS, WORLDS, Worlds

from members.months import Span, shift
from reports import arithmetic, formats
from reports.arithmetic import Definition, Entry, Total, UnitValue

UNIT_VALUE, RATIO, SUM, BALANCED = arithmetic.unit_value, arithmetic._ratio, arithmetic._sum, arithmetic.balanced
Entries = Mapping[date, Entry]


def unreported_is_nought(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    found = UNIT_VALUE(entries, definition, span)
    return replace(found, value=found.value or Decimal(0))


def nought_is_unreported(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    return UNIT_VALUE({m: e for m, e in entries.items() if e.value is None or e.value}, definition, span)


def not_applicable_is_nought(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    return UNIT_VALUE({m: Entry(e.value or Decimal(0)) for m, e in entries.items()}, definition, span)


def the_last_month_is_left_out(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    return UNIT_VALUE({m: e for m, e in entries.items() if m != span.last}, definition, span)


def the_month_before_is_let_in(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    return UNIT_VALUE(entries, definition, Span(shift(span.first, -1), span.last))


def a_stock_is_of_the_last_month_alone(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    stock = definition.month_agg == "last"
    return UNIT_VALUE(entries, definition, Span(span.last, span.last) if stock else span)


def a_stock_is_its_greatest_value(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    found = UNIT_VALUE(entries, definition, span)
    values = [e.value for m, e in entries.items() if m in span and e.value is not None]
    return replace(found, value=max(values)) if definition.month_agg == "last" and values else found


def an_opening_is_the_last_one(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    turned = replace(definition, month_agg="last") if definition.month_agg == "first" else definition
    return UNIT_VALUE(entries, turned, span)


def every_answer_counts_as_due(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    return UNIT_VALUE(entries, replace(definition, due="month"), span)


def sums_are_floats(entries: Entries, definition: Definition, span: Span) -> UnitValue:
    found = UNIT_VALUE(entries, definition, span)
    if definition.month_agg != "sum" or found.value is None:
        return found
    return replace(found, value=Decimal(repr(sum(float(e.value) for m, e in entries.items() if m in span and e.value))))


def a_ratio_is_the_mean_of_ratios(
    definition: Definition, totals: Mapping[str, Total], own: Sequence[UnitValue], expected: int, units: int
) -> Total:
    total = RATIO(definition, totals, own, expected, units)
    return replace(total, value=total.value and total.value / max(units, 1))


def a_ratio_of_nothing_is_nought(*given: Any) -> Total:
    total = RATIO(*given)
    return replace(total, value=Decimal(0)) if total.denominator == 0 else total


def stated_rates_are_averaged(
    definition: Definition, totals: Mapping[str, Total], own: Sequence[UnitValue], expected: int, units: int
) -> Total:
    total, stated = RATIO(definition, totals, own, expected, units), [v.value for v in own if v.value is not None]
    return replace(total, value=sum(stated) / len(stated)) if total.value is None and stated else total


def the_first_unit_is_lost(
    definition: Definition, per_unit: Sequence[tuple[int, UnitValue]], last_due: date | None, expected: int
) -> Total:
    return SUM(definition, per_unit[1:], last_due, expected)


def nobody_is_carried(*given: Any) -> Total:
    return replace(SUM(*given), carried=())


def an_unknown_part_is_nought(values: Mapping[str, UnitValue], definition: Definition) -> UnitValue:
    known = {code: values.get(code, UnitValue(Decimal(0))) for _, code in definition.terms}
    return BALANCED({**values, **known}, definition)


def half_to_even(value: Decimal, decimals: int = 0, *, down: bool = False) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


BUGS: dict[str, list[Callable[..., Any]]] = {
    "unit_value": [
        unreported_is_nought,
        nought_is_unreported,
        not_applicable_is_nought,
        the_last_month_is_left_out,
        the_month_before_is_let_in,
        a_stock_is_of_the_last_month_alone,
        a_stock_is_its_greatest_value,
        an_opening_is_the_last_one,
        every_answer_counts_as_due,
        sums_are_floats,
    ],
    "_ratio": [a_ratio_is_the_mean_of_ratios, a_ratio_of_nothing_is_nought, stated_rates_are_averaged],
    "_sum": [the_first_unit_is_lost, nobody_is_carried],
    "balanced": [an_unknown_part_is_nought],
}


def is_found_out(laws: Iterable[Callable[[Worlds, Span], None]] = LAWS) -> bool:
    """Does some law fail within 40 worlds?"""

    @settings(max_examples=40, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    @given(WORLDS, SPANS)
    def holds(world: Worlds, span: Span) -> None:
        for law in laws:
            law(world, span)

    try:
        holds()
    except (AssertionError, ArithmeticError, ExceptionGroup):
        return True
    return False


@pytest.mark.parametrize(("name", "bug"), [(name, bug) for name, bugs in BUGS.items() for bug in bugs])
def test_a_seeded_bug_is_found(name: str, bug: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arithmetic, name, bug)
    assert is_found_out()


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert not is_found_out()


def test_the_seeded_bugs_are_more_than_a_dozen_and_reach_every_step() -> None:
    assert sum(map(len, BUGS.values())) >= 12
    assert all(callable(getattr(arithmetic, name)) for name in BUGS)
    assert oracle.arithmetic is arithmetic


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 8), (5, 8), (9, 8), (13, 16), (1, 80), (21, 160)])
def test_rounding_half_to_even_is_found_by_exact_ties(
    numerator: int, denominator: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random numbers hardly ever hit a tie, so these are built: n ÷ d in percent ends on a 5 at the digit cut off."""
    exact = Fraction(numerator, denominator) * 100
    decimals = len(str(Decimal(exact.numerator) / Decimal(exact.denominator)).partition(".")[2]) - 1
    value = arithmetic.quotient(Decimal(numerator), Decimal(denominator), 100)
    right = formats.exact(half_up(exact, decimals))
    assert formats.show(value, decimals) == right
    even = math.floor(exact * 10**decimals) % 2 == 0
    monkeypatch.setattr(formats, "rounded", half_to_even)
    assert (formats.show(value, decimals) != right) is even
