"""Months first, then units: how a span's total comes from monthly figures.

Township A reports 100 members in January and 110 in February, township B 50 in January and nothing in
February. Months first, then units: 110 + 50 = 160, with "1 of 2 units reported February". A ratio is
Σ numerators ÷ Σ denominators. Exact decimals; pure.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from members.months import Span, due_months

APPROXIMATE = ("", "余", "多", "以上")


@dataclass(frozen=True, slots=True)
class Definition:
    """What arithmetic must know of an indicator. `terms` are (sign, code) of a balance."""

    code: str
    kind: str
    month_agg: str = "sum"
    due: str = "month"
    numerator: str = ""
    denominator: str = ""
    terms: tuple[tuple[int, str], ...] = ()

    @property
    def is_ratio(self) -> bool:
        return self.kind == "ratio"

    @property
    def is_computed(self) -> bool:
        """Computed from others; a figure entered for it counts only where its parts are missing."""
        return self.is_ratio or bool(self.terms)


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of one unit and month: a number, or 不适用 (value None). Unreported has no Entry."""

    value: Decimal | None
    approximate: str = ""


@dataclass(frozen=True, slots=True)
class UnitValue:
    """One indicator of one unit over a span. `month` is where a stock's value comes from (a balance's oldest part)."""

    value: Decimal | None = None
    month: date | None = None
    reported: int = 0
    not_applicable: int = 0
    approximate: str = ""


NOTHING = UnitValue()


@dataclass(frozen=True, slots=True)
class Total:
    """One indicator over units and a span, complete: what screens, sentences and writers show.

    Values are exact, in the indicator's unit; None is "no unit has a value". `reported` of `expected`
    filing unit-months in which the indicator is due have a value, `not_applicable` say 不适用.
    `stated`: a rate entered by hand because its parts are unknown. `carried`: units (id) whose stock
    comes from an earlier month than the last due one, with that month. `at_most`: the target is a ceiling.
    """

    code: str
    value: Decimal | None = None
    reported: int = 0
    expected: int = 0
    not_applicable: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    previous: Decimal | None = None
    base: Decimal | None = None
    target: Decimal | None = None
    approximate: str = ""
    stated: bool = False
    carried: tuple[tuple[int, date], ...] = ()
    kind: str = "flow"
    at_most: bool = False

    @property
    def is_na(self) -> bool:
        """No value, and every answer given is 不适用."""
        return self.value is None and self.not_applicable > 0

    @property
    def reference(self) -> Decimal | None:
        """What `change` compares with: last year's end for a stock, else the same span a year before."""
        return self.base if self.kind == "stock" else self.previous

    @property
    def change(self) -> Decimal | None:
        """The value less base (stock) or previous (flow, amount, ratio); percentage points for a ratio."""
        if self.value is None or self.reference is None:
            return None
        return self.value - self.reference

    @property
    def growth(self) -> Decimal | None:
        """Percent by which the value exceeds the same span a year before; None without one, or at 0."""
        if self.value is None or not self.previous or self.kind == "ratio":
            return None
        return quotient(self.value - self.previous, abs(self.previous), 100)

    @property
    def completion(self) -> Decimal | None:
        """Percent of the target reached; None without a target, at 0, or where the target is a ceiling."""
        if self.value is None or not self.target or self.at_most:
            return None
        return quotient(self.value, self.target, 100)

    @property
    def is_met(self) -> bool | None:
        """Is the target reached, or its ceiling kept? None without a target or a value."""
        if self.value is None or self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


def quotient(numerator: Decimal, denominator: Decimal, times: int = 1) -> Decimal:
    """numerator ÷ denominator × times, to 28 digits from the exact fraction. Raises ZeroDivisionError."""
    exact = Fraction(numerator) / Fraction(denominator) * times
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def unit_value(entries: Mapping[date, Entry], definition: Definition, span: Span) -> UnitValue:
    """Months first: one unit's value over the span. Flows add; stocks take the last month with a statement."""
    inside = sorted((month, entry) for month, entry in entries.items() if month in span)
    due = set(due_months(span, definition.due))
    reported = sum(month in due and entry.value is not None for month, entry in inside)
    not_applicable = sum(month in due and entry.value is None for month, entry in inside)
    agg = "last" if definition.is_ratio else definition.month_agg
    month: date | None = None
    if agg in ("last", "first"):
        picked = inside[-1:] if agg == "last" else inside[:1]
        value = picked[0][1].value if picked else None
        month = picked[0][0] if picked and agg == "last" else None
        approximate = picked[0][1].approximate if picked else ""
    else:
        numbers = [entry.value for _, entry in inside if entry.value is not None]
        value = sum(numbers, Decimal(0)) if numbers else None
        approximate = max((entry.approximate for _, entry in inside), default="")
    return UnitValue(value, month, reported, not_applicable, approximate)


def balanced(values: Mapping[str, UnitValue], definition: Definition) -> UnitValue:
    """A unit's balance: its terms where all are known, else what was stated for it."""
    parts = [(sign, values.get(code, NOTHING)) for sign, code in definition.terms]
    own = values.get(definition.code, NOTHING)
    if any(part.value is None for _, part in parts):
        return own
    value = sum((sign * part.value for sign, part in parts if part.value is not None), Decimal(0))
    reported = min(part.reported for _, part in parts)
    month = min((part.month for _, part in parts if part.month), default=None)
    return UnitValue(value, month, reported, 0, max(part.approximate for _, part in parts))


def add_units(
    values: Mapping[int, Mapping[str, UnitValue]],
    definitions: Iterable[Definition],
    span: Span,
    expected_months: Mapping[str, int],
    *,
    units: int | None = None,
) -> dict[str, Total]:
    """Then units: one Total per indicator.

    `values` maps unit id → code → its value over the span (flows may stand summed under an id of their own);
    `expected_months` maps a frequency (month, quarter, half_year) → filing unit-months in which such an
    indicator is due, or the code of one that not every unit or month is asked for → its own number (see
    `expectation`); `units` is how many units there are, where not all have a row.
    """
    units = len(values) if units is None else units
    catalogue = {definition.code: definition for definition in definitions}
    plain = {code: d for code, d in catalogue.items() if not d.is_ratio}
    last_due = {due: max(due_months(span, due), default=None) for due in ("month", "quarter", "half_year")}
    totals: dict[str, Total] = {}
    for code, definition in plain.items():
        per_unit = [
            (unit, balanced(own, definition) if definition.terms else own.get(code, NOTHING))
            for unit, own in values.items()
        ]
        totals[code] = _sum(definition, per_unit, last_due[definition.due], expectation(expected_months, definition))
    for code, definition in catalogue.items():
        if definition.is_ratio:
            stated = [own.get(code, NOTHING) for own in values.values()]
            totals[code] = _ratio(definition, totals, stated, expectation(expected_months, definition), units)
    return totals


def expectation(expected_months: Mapping[str, int], definition: Definition) -> int:
    """Filing unit-months in which the indicator is due: its own number where there is one, else its frequency's."""
    return expected_months.get(f"{definition.due}:{definition.code}", expected_months[definition.due])


def _sum(
    definition: Definition, per_unit: Sequence[tuple[int, UnitValue]], last_due: date | None, expected: int
) -> Total:
    value: Decimal | None = None
    reported = not_applicable = 0
    approximate = ""
    carried: list[tuple[int, date]] = []
    for unit, item in per_unit:
        reported += item.reported
        not_applicable += item.not_applicable
        if item.value is None:
            continue
        value = item.value if value is None else value + item.value
        approximate = max(approximate, item.approximate)
        if definition.month_agg == "last" and item.month and last_due and item.month < last_due:
            carried.append((unit, item.month))
    return Total(
        definition.code, value, reported, expected, not_applicable,
        approximate=approximate, carried=tuple(carried), kind=definition.kind,
    )  # fmt: skip


def _ratio(
    definition: Definition, totals: Mapping[str, Total], own: Sequence[UnitValue], expected: int, units: int
) -> Total:
    """Σ numerators ÷ Σ denominators; a stated rate only for a single unit without parts, never added or averaged."""
    top = totals.get(definition.numerator, Total(definition.numerator))
    bottom = totals.get(definition.denominator, Total(definition.denominator))
    total = Total(
        definition.code, None, min(top.reported, bottom.reported), expected,
        numerator=top.value, denominator=bottom.value, kind="ratio",
    )  # fmt: skip
    if top.value is not None and bottom.value is not None:
        value = quotient(top.value, bottom.value, 100) if bottom.value else None
        return replace(total, value=value, approximate=max(top.approximate, bottom.approximate))
    stated = [item for item in own if item.value is not None]
    if len(stated) == 1 and units == 1:
        item = stated[0]
        return replace(
            total, value=item.value, reported=item.reported, not_applicable=item.not_applicable,
            approximate=item.approximate, stated=True,
        )  # fmt: skip
    return replace(total, not_applicable=sum(item.not_applicable for item in own))


def compare(
    totals: Mapping[str, Total],
    previous: Mapping[str, Total],
    base: Mapping[str, Total],
    targets: Mapping[str, Decimal],
    ceilings: Container[str] = (),
) -> dict[str, Total]:
    """The totals with the same span a year before, last year's end (stocks and ratios) and this year's targets.

    `ceilings` are the codes whose target is not to be exceeded.
    """
    result = {}
    for code, total in totals.items():
        before, end = previous.get(code), base.get(code)
        result[code] = replace(
            total,
            previous=before.value if before else None,
            base=end.value if end and total.kind in ("stock", "ratio") else None,
            target=targets.get(code),
            at_most=code in targets and code in ceilings,
        )
    return result
