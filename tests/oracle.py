"""What should a roll-up say? The same rules written a second way: one cell at a time, in fractions, for tests only.

A world is unit → month → code → answer; an answer is a Fraction or None (不适用), and no answer is "not reported".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from members.months import Span
from reports import arithmetic
from reports.arithmetic import Definition, Entry, Total

Answer = Fraction | None
World = Mapping[int, Mapping[date, Mapping[str, Answer]]]
EVERY = {"month": 1, "quarter": 3, "half_year": 6}


@dataclass(frozen=True)
class Expected:
    """What a total must say."""

    value: Answer
    reported: int
    not_applicable: int
    expected: int
    numerator: Answer = None
    denominator: Answer = None
    stated: bool = False
    carried: tuple[tuple[int, date], ...] = ()


def is_due(month: date, definition: Definition) -> bool:
    return month.month % EVERY[definition.due] == 0


def cells(world: World, unit: int, code: str, span: Span) -> list[tuple[date, Answer]]:
    """What a unit answered in the span, oldest first."""
    months = sorted(month for month in world[unit] if span.first <= month <= span.last)
    return [(month, world[unit][month][code]) for month in months if code in world[unit][month]]


def own_value(world: World, unit: int, definition: Definition, span: Span) -> Answer:
    """What one unit says of one indicator, balances apart."""
    found = cells(world, unit, definition.code, span)
    if not found:
        return None
    if definition.kind == "ratio" or definition.month_agg == "last":
        return found[-1][1]
    if definition.month_agg == "first":
        return found[0][1]
    numbers = [answer for _, answer in found if answer is not None]
    return sum(numbers, Fraction(0)) if numbers else None


class Oracle:
    """The totals of some units over a span; `files` says whether a return is due from a unit in a month."""

    def __init__(
        self,
        world: World,
        catalogue: Sequence[Definition],
        span: Span,
        files: Callable[[int, date], bool] = lambda unit, month: True,
    ) -> None:
        self.world, self.span, self.files = world, span, files
        self.definitions = {definition.code: definition for definition in catalogue}

    def unit_value(self, unit: int, code: str) -> Answer:
        definition = self.definitions[code]
        parts = [(sign, self.unit_value(unit, part)) for sign, part in definition.terms]
        if parts and all(answer is not None for _, answer in parts):
            return sum((sign * answer for sign, answer in parts if answer is not None), Fraction(0))
        return own_value(self.world, unit, definition, self.span)

    def answers(self, unit: int, code: str) -> tuple[int, int]:
        """How many due months have a number, and how many 不适用."""
        definition = self.definitions[code]
        parts = [part for _, part in definition.terms]
        if parts and all(self.unit_value(unit, part) is not None for part in parts):
            return min(self.answers(unit, part)[0] for part in parts), 0
        due = [answer for month, answer in cells(self.world, unit, code, self.span) if is_due(month, definition)]
        return sum(answer is not None for answer in due), sum(answer is None for answer in due)

    def stated_in(self, unit: int, code: str) -> date | None:
        """The month a stock's value comes from; a balance is as old as its oldest stock."""
        definition = self.definitions[code]
        parts = [part for _, part in definition.terms]
        if parts and all(self.unit_value(unit, part) is not None for part in parts):
            return min((month for part in parts if (month := self.stated_in(unit, part))), default=None)
        found = cells(self.world, unit, code, self.span)
        return found[-1][0] if found and definition.month_agg == "last" else None

    def carried(self, definition: Definition) -> Iterator[tuple[int, date]]:
        due = [month for month in self.span if is_due(month, definition)]
        for unit in self.world:
            month = self.stated_in(unit, definition.code)
            if month and due and month < due[-1] and self.unit_value(unit, definition.code) is not None:
                yield unit, month

    def total(self, code: str) -> Expected:
        definition = self.definitions[code]
        expected = sum(
            self.files(unit, month) for unit in self.world for month in self.span if is_due(month, definition)
        )
        if definition.kind == "ratio":
            return self._ratio(definition, expected)
        values = [value for unit in self.world if (value := self.unit_value(unit, code)) is not None]
        counts = [self.answers(unit, code) for unit in self.world]
        last = definition.month_agg == "last"
        return Expected(
            sum(values, Fraction(0)) if values else None,
            sum(numbers for numbers, _ in counts),
            sum(others for _, others in counts),
            expected,
            carried=tuple(sorted(self.carried(definition))) if last else (),
        )

    def _ratio(self, definition: Definition, expected: int) -> Expected:
        top, bottom = self.total(definition.numerator), self.total(definition.denominator)
        own = [own_value(self.world, unit, definition, self.span) for unit in self.world]
        counts = [self.answers(unit, definition.code) for unit in self.world]
        reported, others = min(top.reported, bottom.reported), 0
        value, stated = None, False
        if top.value is not None and bottom.value is not None:
            value = top.value / bottom.value * 100 if bottom.value else None
        elif len(own) == 1 and own[0] is not None:
            (reported, others), value, stated = counts[0], own[0], True
        else:
            others = sum(count for _, count in counts)
        return Expected(value, reported, others, expected, top.value, bottom.value, stated)


def as_fraction(value: Decimal | None) -> Answer:
    return None if value is None else Fraction(value)


def near(found: Decimal | None, expected: Answer) -> bool:
    """Equal to the 28 digits that a quotient is given with; sums must be equal outright."""
    if found is None or expected is None:
        return found is None and expected is None
    return abs(Fraction(found) - expected) <= abs(expected) / 10**26


def differences(total: Total, expected: Expected) -> list[str]:
    """Where a total is not what it must be."""
    wrong = []
    for name in ("reported", "not_applicable", "expected", "stated"):
        if getattr(total, name) != getattr(expected, name):
            wrong.append(f"{total.code} {name}: {getattr(total, name)} instead of {getattr(expected, name)}")
    for name in ("value", "numerator", "denominator"):
        found, right = getattr(total, name), getattr(expected, name)
        same = near(found, right) if total.kind == "ratio" and name == "value" else as_fraction(found) == right
        if not same:
            wrong.append(f"{total.code} {name}: {found} instead of {right}")
    if tuple(sorted(total.carried)) != expected.carried:
        wrong.append(f"{total.code} carried: {total.carried} instead of {expected.carried}")
    return wrong


def to_entries(world: World, unit: int) -> dict[str, dict[date, Entry]]:
    """One unit's answers as arithmetic takes them: code → month → entry."""
    entries: dict[str, dict[date, Entry]] = {}
    for month, answers in world[unit].items():
        for code, answer in answers.items():
            number = None if answer is None else Decimal(answer.numerator) / Decimal(answer.denominator)
            entries.setdefault(code, {})[month] = Entry(number)
    return entries


def computed(world: World, catalogue: Sequence[Definition], span: Span) -> dict[str, Total]:
    """The totals by the product's own arithmetic, without a database."""
    values = {
        unit: {
            definition.code: arithmetic.unit_value(entries[definition.code], definition, span)
            for definition in catalogue
            if definition.code in entries
        }
        for unit in world
        for entries in [to_entries(world, unit)]
    }
    due = {
        frequency: sum(month.month % months == 0 for month in span) * len(world) for frequency, months in EVERY.items()
    }
    return arithmetic.add_units(values, catalogue, span, due)
