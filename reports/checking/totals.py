"""Does the roll-up of every union and year equal the same sums made figure by figure, and the sum of its units?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from members.models import Union
from members.months import Span, year_of
from reports.arithmetic import Definition, Entry, Total, UnitValue, add_units, unit_value
from reports.models import Figure, MonthlyReturn, State
from reports.rollup import Rollup, expected_months, rollup

#: What the roll-up says of a total by itself; comparisons are totals of other spans.
COMPARED = (
    "value",
    "reported",
    "expected",
    "not_applicable",
    "numerator",
    "denominator",
    "stated",
    "carried",
    "approximate",
)
Entries = Mapping[int, Mapping[str, Mapping[date, Entry]]]


def years() -> list[int]:
    """The years for which there are returns."""
    return [day.year for day in MonthlyReturn.objects.dates("month", "year")]


def disagreements() -> Iterator[str]:
    """One line for every total that does not agree; the approved months alone, and with those not yet approved."""
    filing = list(Union.objects.filter(files_returns=True).values_list("path", flat=True))
    unions = [u for u in Union.objects.order_by("path") if any(path.startswith(u.path) for path in filing)]
    for year in years():
        span = year_of(date(year, 1, 1))
        for provisional in (False, True):
            entries = _entries(span, provisional)
            memory: dict[tuple[int, str], UnitValue] = {}
            for union in unions:
                rolled = rollup(union, span, provisional=provisional)
                yield from _differences(rolled, entries, memory)


def _entries(span: Span, provisional: bool) -> Entries:
    """Union id → code → month → what was answered, straight from the figures."""
    rows = Figure.objects.filter(monthly_return__month__gte=span.first, monthly_return__month__lte=span.last)
    if not provisional:
        rows = rows.filter(monthly_return__state=State.APPROVED)
    entries: dict[int, dict[str, dict[date, Entry]]] = defaultdict(lambda: defaultdict(dict))
    names = ("monthly_return__union_id", "indicator__code", "monthly_return__month", "value", "approximate")
    for union, code, month, value, approximate in rows.values_list(*names).iterator():
        entries[union][code][month] = Entry(value, approximate)
    return entries


def _differences(rolled: Rollup, entries: Entries, memory: dict[tuple[int, str], UnitValue]) -> Iterator[str]:
    label = f"{rolled.union.code} {rolled.span.first.year}年" + ("（含未审核）" if rolled.provisional else "")
    catalogue = {definition.code: definition for definition in rolled.definitions}
    units: dict[int, dict[str, UnitValue]] = {}
    for unit in rolled.units:
        values = units[unit.pk] = {}
        for code, months in entries.get(unit.pk, {}).items():
            if code not in catalogue:
                continue
            if (unit.pk, code) not in memory:
                memory[unit.pk, code] = unit_value(months, catalogue[code], rolled.span)
            values[code] = memory[unit.pk, code]
    expected = expected_months(rolled.units, rolled.span, rolled.indicators)
    again = add_units(units, rolled.definitions, rolled.span, expected)
    for code, total in rolled.totals.items():
        for name in COMPARED:
            ours, other = getattr(total, name), getattr(again[code], name)
            if ours != other and not (name == "carried" and sorted(ours) == sorted(other)):
                yield f"{label} {code}：汇总的 {name} 为 {ours}，逐月重算为 {other}"
        yield from _not_the_sum(label, catalogue[code], total, rolled)


def _not_the_sum(label: str, definition: Definition, total: Total, rolled: Rollup) -> Iterator[str]:
    """A total is the sum of its units' own totals; a ratio that of its parts."""
    if definition.is_ratio:
        if total.numerator is not None and total.denominator and total.value is not None:
            exact = Fraction(total.numerator) / Fraction(total.denominator) * 100
            if abs(Fraction(total.value) - exact) > Fraction(1, 10**20):
                yield f"{label} {definition.code}：比率为 {total.value}，分子÷分母为 {float(exact)}"
        return
    parts = [value.value for _, value in rolled.unit_values(definition.code) if value.value is not None]
    whole = sum(parts) if parts else None
    if whole != total.value:
        yield f"{label} {definition.code}：合计为 {total.value}，各单位相加为 {whole}"
