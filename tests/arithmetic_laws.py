"""The laws every roll-up keeps, each a function of a world and a span that fails where one is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from oracle import Answer, Oracle, as_fraction, computed, differences
from worlds import CATALOGUE, FIRST, Worlds

from members.months import Span, shift
from reports import formats
from reports.arithmetic import Total, compare

ADDING = ("flow", "quarterly", "money", "closed", "settled", "income", "expense")
SUMMED = (*ADDING, "stock", "contracts", "covered", "opening", "closing", "net", "missing")
YEAR = Span(FIRST, shift(FIRST, 11))


def totals(world: Worlds, span: Span) -> dict[str, Total]:
    return computed(world, CATALOGUE, span)


def added(values: Iterable[Decimal | None]) -> Answer:
    """The sum of what is known; None when nothing is."""
    known = [Fraction(value) for value in values if value is not None]
    return sum(known, Fraction(0)) if known else None


def order_does_not_matter(world: Worlds, span: Span) -> None:
    """1. Shuffled units and months give the same totals."""
    units, random = list(world), Random(len(world))
    random.shuffle(units)
    shuffled: Worlds = {}
    for unit in units:
        months = list(world[unit])
        random.shuffle(months)
        shuffled[unit] = {month: dict(reversed(world[unit][month].items())) for month in months}
    assert plain(totals(shuffled, span)) == plain(totals(world, span))


def parts_make_the_whole(world: Worlds, span: Span) -> None:
    """2. What two disjoint groups add up to is what all add up to."""
    left = {unit: months for unit, months in world.items() if unit % 2}
    right = {unit: months for unit, months in world.items() if not unit % 2}
    whole, one, other = totals(world, span), totals(left, span), totals(right, span)
    for code in SUMMED:
        assert as_fraction(whole[code].value) == added([one[code].value, other[code].value]), code
        assert whole[code].reported == one[code].reported + other[code].reported, code
        assert whole[code].expected == one[code].expected + other[code].expected, code


def halves_make_the_year(world: Worlds, span: Span) -> None:
    """3. Flows of both half-years are the year's."""
    first, second = Span(FIRST, shift(FIRST, 5)), Span(shift(FIRST, 6), shift(FIRST, 11))
    year, one, other = totals(world, YEAR), totals(world, first), totals(world, second)
    for code in ADDING:
        assert as_fraction(year[code].value) == added([one[code].value, other[code].value]), code
        assert year[code].reported == one[code].reported + other[code].reported, code


def a_ratio_is_of_sums(world: Worlds, span: Span) -> None:
    """4. A ratio is Σ numerators ÷ Σ denominators, nothing where the denominators are 0, rounded only when shown."""
    found = totals(world, span)
    for code, top, bottom in (("settled_rate", "settled", "closed"), ("covered_rate", "covered", "stock")):
        total, above, below = found[code], found[top].value, found[bottom].value
        if above is None or below is None:
            assert total.value is None or (total.stated and len(world) == 1), code
        elif not below:
            assert total.value is None and not total.stated, code
        else:
            exact = Fraction(above) / Fraction(below) * 100
            assert total.value is not None and abs(Fraction(total.value) - exact) <= exact / 10**26, code
            assert formats.rounded(total.value, 1) == half_up(exact, 1), code


def a_stock_is_the_last_statement(world: Worlds, span: Span) -> None:
    """5. A stock is each unit's last statement in the span, and the older ones are marked."""
    total = totals(world, span)["stock"]
    last = {
        unit: max(stated)
        for unit, months in world.items()
        if (stated := [month for month in months if month in span and "stock" in months[month]])
    }
    known = {unit: month for unit, month in last.items() if world[unit][month]["stock"] is not None}
    values = [world[unit][month]["stock"] for unit, month in known.items()]
    assert as_fraction(total.value) == (sum((v for v in values if v is not None), Fraction(0)) if values else None)
    assert dict(total.carried) == {unit: month for unit, month in known.items() if month < span.last}


def gaps_are_counted(world: Worlds, span: Span) -> None:
    """6. What is not reported is counted as such, and never as 0."""
    found = totals(world, span)
    for code in (*ADDING, "stock", "contracts"):
        total = found[code]
        answers = [months[m][code] for months in world.values() for m in months if m in span and code in months[m]]
        if not answers:
            assert total.value is None and total.reported == total.not_applicable == 0, code
        assert total.reported + total.not_applicable <= total.expected, code
        if all(answer is None for answer in answers):
            assert total.value is None, code
        elif code in ADDING:
            assert total.value is not None, code


def the_oracle_agrees(world: Worlds, span: Span) -> None:
    """7. Every total is what the same rules give when written a second way."""
    found, oracle = totals(world, span), Oracle(world, CATALOGUE, span)
    assert [line for d in CATALOGUE for line in differences(found[d.code], oracle.total(d.code))] == []


def moving_changes_no_grand_total(world: Worlds, span: Span) -> None:
    """8. A unit that moves changes both parents, not what they add up to."""
    before = [{u: m for u, m in world.items() if u % 3 == 0}, {u: m for u, m in world.items() if u % 3}]
    mover = max(world)
    after: list[Worlds] = [{u: m for u, m in group.items() if u != mover} for group in before]
    after[0 if mover in before[1] else 1][mover] = world[mover]
    one, other = [totals(group, span) for group in before], [totals(group, span) for group in after]
    for code in SUMMED:
        assert added(each[code].value for each in one) == added(each[code].value for each in other), code


def names_and_order_do_not_matter(world: Worlds, span: Span) -> None:
    """9. Renaming the indicators and turning the catalogue round changes nothing."""
    renamed = {
        unit: {month: {f"x_{code}": answer for code, answer in found.items()} for month, found in months.items()}
        for unit, months in world.items()
    }
    turned = [
        replace(
            definition,
            code=f"x_{definition.code}",
            terms=tuple((sign, f"x_{code}") for sign, code in definition.terms),
            numerator=f"x_{definition.numerator}",
            denominator=f"x_{definition.denominator}",
        )
        for definition in reversed(CATALOGUE)
    ]
    other = computed(renamed, turned, span)
    assert plain({c.removeprefix("x_"): replace(t, code=c.removeprefix("x_")) for c, t in other.items()}) == plain(
        totals(world, span)
    )


def the_year_grows_month_by_month(world: Worlds, span: Span) -> None:
    """10. The year up to a month is the year up to the month before, and the month."""
    month = span.last
    start = date(month.year, 1, 1)
    if month == start:
        return
    now, before, alone = (
        totals(world, each) for each in (Span(start, month), Span(start, shift(month, -1)), Span(month, month))
    )
    for code in ADDING:
        assert as_fraction(now[code].value) == added([before[code].value, alone[code].value]), code


def noughts_change_no_sum(world: Worlds, span: Span) -> None:
    """11. One more unit that reports nothing but noughts changes no number that is there."""
    noughts = {month: {d.code: Fraction(0) for d in CATALOGUE if d.kind != "ratio"} for month in span}
    with_it, without = totals({**world, 99: noughts}, span), totals(world, span)
    for code in SUMMED:
        assert as_fraction(with_it[code].value) == added([without[code].value, Decimal(0)]), code
    for code in ("settled_rate", "covered_rate"):
        if without[code].denominator and without[code].numerator is not None:
            assert with_it[code].value == without[code].value, code


def nothing_has_grown_in_a_like_year(world: Worlds, span: Span) -> None:
    """12. Between two like years there is neither change nor growth."""
    found = totals(world, span)
    for code, total in compare(found, found, found, {}).items():
        assert total.change == (None if total.value is None else 0), code
        assert total.growth in (None, 0), code


def half_up(exact: Fraction, decimals: int) -> Decimal:
    """Half away from zero, by whole numbers alone."""
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if exact >= 0 else -whole).scaleb(-decimals)


def plain(found: dict[str, Total]) -> dict[str, Total]:
    """Totals without the order in which carried units are listed."""
    return {code: replace(total, carried=tuple(sorted(total.carried))) for code, total in found.items()}


LAWS: tuple[Callable[[Worlds, Span], None], ...] = (
    order_does_not_matter,
    parts_make_the_whole,
    halves_make_the_year,
    a_ratio_is_of_sums,
    a_stock_is_the_last_statement,
    gaps_are_counted,
    the_oracle_agrees,
    moving_changes_no_grand_total,
    names_and_order_do_not_matter,
    the_year_grows_month_by_month,
    noughts_change_no_sum,
    nothing_has_grown_in_a_like_year,
)
