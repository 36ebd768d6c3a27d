"""Months and spans of months: which months does "2010H1" mean, and which do we compare them with?

A month is the date of its first day. Pure: no Django, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

MONTH_PATTERN = re.compile(r"^(\d{4})-(\d{2})$")
MONTHS_OF_YEAR, MONTHS_OF_QUARTER = 12, 3
PERIOD_HELP = "2010、2010H1、2010Q3、2010-05、2010-01..2010-08 或 stat2014"

#: How often an indicator must be filled → the calendar months in which it is due.
DUE_MONTHS: dict[str, frozenset[int]] = {
    "month": frozenset(range(1, 13)),
    "quarter": frozenset({3, 6, 9, 12}),
    "half_year": frozenset({6, 12}),
}


class PeriodError(ValueError):
    """The text is no month or period; the message is Chinese and says what is accepted."""


def shift(month: date, count: int) -> date:
    """The month `count` months after `month` (before, when negative)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def parse_month(text: str) -> date:
    """`2010-05` → 1 May 2010. Raises PeriodError."""
    match = MONTH_PATTERN.match(text.strip())
    if not match or not 1 <= int(match[2]) <= 12 or not 1949 <= int(match[1]) <= 2999:
        raise PeriodError(f"“{text}”不是月份，应写作 2010-05 这样的年月")
    return date(int(match[1]), int(match[2]), 1)


def month_text(month: date) -> str:
    """1 May 2010 → `2010-05`."""
    return f"{month.year:04d}-{month.month:02d}"


def month_name(month: date) -> str:
    """1 May 2010 → `2010年5月`."""
    return f"{month.year}年{month.month}月"


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive months, first to last inclusive; `year_start` is 10 in the statistical year (October on)."""

    first: date
    last: date
    year_start: int = 1

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise PeriodError(f"起始月 {month_text(self.first)} 晚于截止月 {month_text(self.last)}")

    def __str__(self) -> str:
        return f"{month_text(self.first)}..{month_text(self.last)}"

    def __iter__(self) -> Iterator[date]:
        month = self.first
        while month <= self.last:
            yield month
            month = shift(month, 1)

    def __len__(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def __contains__(self, month: object) -> bool:
        return isinstance(month, date) and self.first <= month <= self.last

    @property
    def previous(self) -> Span:
        """The same months a year earlier."""
        return Span(shift(self.first, -12), shift(self.last, -12), self.year_start)

    @property
    def year_before(self) -> Span:
        """The whole year before the one the span begins in; its end is the base of stocks."""
        year = self.first.year if self.first.month >= self.year_start else self.first.year - 1
        start = date(year, self.year_start, 1)
        return Span(shift(start, -12), shift(start, -1), self.year_start)

    @property
    def kind(self) -> str:
        """month, quarter, half_year, year, stat_year or span."""
        first, count = self.first.month, len(self)
        if self.year_start != 1 and count == 12 and first == self.year_start:
            return "stat_year"
        if count == 12 and first == 1:
            return "year"
        if count == 6 and first in (1, 7):
            return "half_year"
        if count == 3 and first % 3 == 1:
            return "quarter"
        return "month" if count == 1 else "span"

    @property
    def name(self) -> str:
        """How a report calls it: 2010年、2010年上半年、2010年三季度、2010年5月、2010年1—8月."""
        year = self.first.year
        match self.kind:
            case "stat_year":
                return f"{self.last.year}统计年度"
            case "year":
                return f"{year}年"
            case "half_year":
                return f"{year}年{'上' if self.first.month == 1 else '下'}半年"
            case "quarter":
                return f"{year}年{'一二三四'[self.first.month // 3]}季度"
            case "month":
                return month_name(self.first)
        if year == self.last.year:
            return f"{year}年{self.first.month}—{self.last.month}月"
        if self.first.month == 1 and self.last.month == 12:
            return f"{year}—{self.last.year}年"
        return f"{month_name(self.first)}—{month_name(self.last)}"

    @property
    def is_term(self) -> bool:
        """Longer than a year: nothing before it is the same span a year earlier, and no year's target is its own."""
        return len(self) > 12

    @property
    def years(self) -> list[Span]:
        """Its years one by one, the first and the last as far as they belong to it."""
        numbers = range(self.first.year, self.last.year + 1)
        return [Span(max(date(n, 1, 1), self.first), min(date(n, 12, 1), self.last)) for n in numbers]


def due_months(span: Span, due: str) -> list[date]:
    """The months of the span in which an indicator with this frequency must be filled."""
    return [month for month in span if month.month in DUE_MONTHS[due]]


def parse_period(text: str, stat_start: int = 10) -> Span:
    """`2010`, `2010H1`, `2010Q3`, `2010-05`, `2010-01..2010-08`, `stat2014` → Span. Raises PeriodError."""
    text = text.strip()
    if match := re.fullmatch(r"stat(\d{4})", text):
        year = _year(text, match[1])
        first = date(year - 1 if stat_start > 1 else year, stat_start, 1)
        return Span(first, shift(first, 11), stat_start)
    if match := re.fullmatch(r"(\d{4})(?:(H)([12])|(Q)([1-4]))?", text):
        year = _year(text, match[1])
        count = 6 if match[2] else 3 if match[4] else 12
        number = int(match[3] or match[5] or 1)
        first = date(year, count * (number - 1) + 1, 1)
        return Span(first, shift(first, count - 1))
    if MONTH_PATTERN.match(text):
        month = parse_month(text)
        return Span(month, month)
    if text.count("..") == 1:
        first_text, last_text = text.split("..")
        return Span(parse_month(first_text), parse_month(last_text))
    raise PeriodError(f"“{text}”不是报告期，应写作 {PERIOD_HELP}")


def _year(text: str, digits: str) -> int:
    if not 1949 <= int(digits) <= 2999:
        raise PeriodError(f"“{text}”的年份不合理，应写作 {PERIOD_HELP}")
    return int(digits)


def year_of(month: date) -> Span:
    """The calendar year of a month."""
    return Span(date(month.year, 1, 1), date(month.year, 12, 1))


def year_to_date(month: date) -> Span:
    """January of the month's year up to the month."""
    return Span(date(month.year, 1, 1), month)


def months_told(months: Iterable[date], year: int) -> list[str]:
    """Months in few words, a piece for each run, without the year where it is this one: 2024年全年、2月、5—8月."""
    runs: list[list[date]] = []
    for month in sorted(months):
        if runs and runs[-1][-1].year == month.year and shift(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [text for run in runs for text in _run_told(run, year)]


def _run_told(run: list[date], year: int) -> list[str]:
    head = "" if run[0].year == year else f"{run[0].year}年"
    if len(run) == MONTHS_OF_YEAR:
        return [head + "全年"]
    if len(run) > MONTHS_OF_QUARTER:
        return [f"{head}{run[0].month}—{run[-1].month}月"]
    return [f"{head}{month.month}月" for month in run]
