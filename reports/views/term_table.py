"""How does an indicator open over a term of years? Units × years, each year leading to its months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from members.models import Union
from members.months import Span
from reports.forms.periods import period_text
from reports.grid import NONE, shown
from reports.models import Indicator
from reports.rollup import Rollup, rollup
from reports.summaries.terms import HISTORY_MONTHS
from reports.views.rollup_table import UnitLine


@dataclass(frozen=True, slots=True)
class YearCell:
    """One unit's year: its number, the period its months are found under, and how many months due are not in it."""

    text: str
    period: str
    lacking: int


@dataclass(frozen=True, slots=True)
class YearLine:
    """One unit's years and what they come to."""

    union: Union
    cells: tuple[YearCell, ...]
    value: str
    lacking: str


def year_lines(rolled: Rollup, indicator: Indicator, lines: Sequence[UnitLine]) -> list[YearLine]:
    """The indicator unit by unit and year by year; `lines` hold its months. Five queries a year."""
    years = [
        (year, rollup(rolled.union, year, provisional=rolled.provisional, compared=False)) for year in rolled.span.years
    ]
    found = []
    for line in lines:
        cells = tuple(_cell(line, indicator, year, each) for year, each in years)
        told = "、".join(
            f"{year.last.year}年{_lacking(cell, year)}"
            for (year, _), cell in zip(years, cells, strict=True)
            if cell.lacking
        )
        found.append(YearLine(line.union, cells, line.value, told))
    return found


def _lacking(cell: YearCell, year: Span) -> str:
    """Nothing, a year that stands in a month or two (taken in from a paper), or so many months lacking."""
    if cell.text == NONE:
        return "全年"
    return "为全年数，没有分月" if cell.lacking + HISTORY_MONTHS >= len(year) else f"{cell.lacking}个月"


def _cell(line: UnitLine, indicator: Indicator, year: Span, rolled: Rollup) -> YearCell:
    known = {unit.pk for unit in rolled.units}
    total = rolled.of_unit(line.union).get(indicator.code) if line.union.pk in known else None
    months = {f"{month:%Y-%m}" for month in year}
    lacking = sum(cell.due and (not cell.counted or cell.text == NONE) for cell in line.cells if cell.month in months)
    return YearCell(shown(total, indicator), period_text(year), lacking)
