"""How do totals read on a page? One line per indicator, — for nothing, 不适用 and 0 apart, marks in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from members.models import Union
from members.models.union import short_name
from members.months import Span, due_months, month_name, month_text, shift
from reports.arithmetic import Entry, Total
from reports.formats import show, show_points, show_rate
from reports.grid import NONE, own_totals, shown
from reports.models import Indicator, MonthlyReturn, State
from reports.models.indicator import SECTIONS, definitions
from reports.rollup import Rollup

#: A state the database does not keep: no return of this month has been started.
UNBEGUN = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator's totals as shown."""

    indicator: Indicator
    value: str
    share: str
    lacking: bool
    previous: str
    base: str
    change: str
    target: str
    completion: str
    notes: tuple[str, ...]
    carried: str
    counted: bool

    @property
    def indent(self) -> bool:
        return self.indicator.parent_id is not None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the table."""

    key: str
    name: str
    lines: tuple[Line, ...]


def number(value: Decimal | None, indicator: Indicator) -> str:
    """A number of this indicator; — when there is none."""
    if value is None:
        return NONE
    return show_rate(value) if indicator.kind == "ratio" else show(value, indicator.decimals)


def signed(total: Total, indicator: Indicator) -> str:
    """The change with its sign; a rate's in percentage points."""
    value = total.change
    if value is None:
        return NONE
    if indicator.kind == "ratio":
        text = show_points(value, apart=number(total.value, indicator) != number(total.reference, indicator))
    else:
        text = show(value, indicator.decimals)
    return f"+{text}" if value > 0 and text != "0" else text


def notes_of(total: Total, rolled: Rollup, names: Mapping[int, str]) -> tuple[str, ...]:
    """What must be known of the number: taken from an earlier month, stated by hand."""
    notes = []
    if len(total.carried) == 1:
        (pk, month), *_ = total.carried
        whose = f"{names.get(pk, '')}" if len(rolled.units) > 1 else ""
        notes.append(f"{whose}沿用{month_words(month, rolled.span)}数")
    elif total.carried:
        notes.append(f"沿用{len(total.carried)}个")
    if total.stated:
        notes.append("填报的比率")
    return tuple(notes)


def carried_from(total: Total, rolled: Rollup, names: Mapping[int, str]) -> str:
    """Which units' numbers are of which earlier month, in words; empty unless there are several."""
    if len(total.carried) < 2:
        return ""
    return "、".join(f"{names.get(pk, '')}{month_words(month, rolled.span)}" for pk, month in total.carried)


def month_words(month: date, span: Span) -> str:
    return f"{month.month}月" if month.year == span.last.year else month_name(month)


def line_of(indicator: Indicator, rolled: Rollup, names: Mapping[int, str]) -> Line:
    """One indicator's totals as shown."""
    total = rolled.totals[indicator.code]
    answered = total.reported + total.not_applicable
    return Line(
        indicator,
        shown(total, indicator),
        f"{answered}/{total.expected}" if total.expected else NONE,
        bool(total.expected) and answered < total.expected,
        number(total.previous, indicator),
        number(total.base, indicator),
        signed(total, indicator),
        number(total.target, indicator),
        NONE if total.completion is None else f"{show_rate(total.completion)}%",
        notes_of(total, rolled, names),
        carried_from(total, rolled, names),
        bool(total.value),
    )


def parts_of(rolled: Rollup) -> tuple[list[Part], int]:
    """The table, section by section, and how many indicators are left out: not due in the span and without numbers."""
    names = {unit.pk: short_name(unit.name) for unit in rolled.units}
    kept: dict[str, list[Line]] = {key: [] for key in SECTIONS}
    left_out = 0
    for indicator in rolled.indicators:
        total = rolled.totals[indicator.code]
        if total.expected or total.is_na or any(n is not None for n in (total.value, total.previous, total.target)):
            kept[indicator.section].append(line_of(indicator, rolled, names))
        else:
            left_out += 1
    return [Part(key, SECTIONS[key], tuple(lines)) for key, lines in kept.items() if lines], left_out


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's month: the figure as shown, the state of its return, and whether it is in the total."""

    text: str
    state: str
    label: str
    counted: bool
    pk: int | None
    due: bool
    month: str

    @property
    def unapproved(self) -> bool:
        """Does it count although nobody has approved it yet?"""
        return self.counted and self.state != State.APPROVED and self.text != NONE


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's months and what they come to."""

    union: Union
    cells: tuple[Cell, ...]
    value: str
    lacking: tuple[str, ...]


def needed(rolled: Rollup, code: str) -> list[str]:
    """The indicators a total is made of: itself, its parts of a ratio, its terms, and theirs."""
    by_code = {definition.code: definition for definition in rolled.definitions}
    wanted, todo = [], [code]
    while todo:
        definition = by_code.get(todo.pop(0))
        if definition and definition.code not in wanted:
            wanted.append(definition.code)
            parts = [definition.numerator, definition.denominator, *(term for _, term in definition.terms)]
            todo += [part for part in parts if part]
    return wanted


Cells = Mapping[int, Mapping[date, Mapping[str, Entry]]]


def unit_lines(
    rolled: Rollup, indicator: Indicator, returns: Mapping[tuple[int, date], MonthlyReturn], cells: Cells
) -> list[UnitLine]:
    """The indicator unit by unit and month by month. `cells` holds every figure it is made of, counted or not."""
    codes = needed(rolled, indicator.code)
    catalogue = [d for d in definitions(list(rolled.indicators)) if d.code in codes]
    months, due = list(rolled.span), set(due_months(rolled.span, indicator.due))
    lines = []
    for unit in rolled.units:
        own = cells.get(unit.pk, {})
        line = []
        for month in months:
            found = returns.get((unit.pk, month))
            total = own_totals(own, catalogue, Span(month, month))[indicator.code]
            counted = bool(found) and (found.state == State.APPROVED or rolled.provisional)  # type: ignore[union-attr]
            state = found.state if found else UNBEGUN
            label = found.get_state_display() if found else "未开始"
            line.append(
                Cell(
                    shown(total, indicator), state, label, counted, found.pk if found else None,
                    month in due and unit.files_in(month), month_text(month),
                )
            )  # fmt: skip
        total = rolled.of_unit(unit)[indicator.code]
        lacking = tuple(
            f"{month_words(month, rolled.span)}{'' if cell.text == NONE and cell.counted else cell.label}"
            for month, cell in zip(months, line, strict=True)
            if cell.due and (not cell.counted or cell.text == NONE)
        )
        lines.append(UnitLine(unit, tuple(line), shown(total, indicator), lacking))
    return lines


def neighbours(span: Span) -> tuple[Span, Span]:
    """The spans of the same length before and after."""
    step = len(span)
    return (
        Span(shift(span.first, -step), shift(span.last, -step), span.year_start),
        Span(shift(span.first, step), shift(span.last, step), span.year_start),
    )
