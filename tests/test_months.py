"""Months and spans of months: what a period's text means, and what it is compared with."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.months import (
    PeriodError,
    Span,
    due_months,
    month_name,
    month_text,
    parse_month,
    parse_period,
    shift,
    year_of,
    year_to_date,
)

MONTHS = st.dates(date(1950, 1, 1), date(2990, 12, 31)).map(lambda day: day.replace(day=1))


@pytest.mark.parametrize(
    ("text", "first", "last", "kind", "name"),
    [
        ("2010", "2010-01", "2010-12", "year", "2010年"),
        ("2010H1", "2010-01", "2010-06", "half_year", "2010年上半年"),
        ("2010H2", "2010-07", "2010-12", "half_year", "2010年下半年"),
        ("2010Q1", "2010-01", "2010-03", "quarter", "2010年一季度"),
        ("2010Q3", "2010-07", "2010-09", "quarter", "2010年三季度"),
        ("2010Q4", "2010-10", "2010-12", "quarter", "2010年四季度"),
        ("2010-05", "2010-05", "2010-05", "month", "2010年5月"),
        ("2010-01..2010-08", "2010-01", "2010-08", "span", "2010年1—8月"),
        ("2009-11..2010-02", "2009-11", "2010-02", "span", "2009年11月—2010年2月"),
        ("2010-01..2010-12", "2010-01", "2010-12", "year", "2010年"),
        ("stat2014", "2013-10", "2014-09", "stat_year", "2014统计年度"),
        (" 2010-05 ", "2010-05", "2010-05", "month", "2010年5月"),
    ],
)
def test_a_period_is_read_and_named(text: str, first: str, last: str, kind: str, name: str) -> None:
    span = parse_period(text)
    assert (month_text(span.first), month_text(span.last), span.kind, span.name) == (first, last, kind, name)


@pytest.mark.parametrize(
    "text",
    [
        "", "10", "2010H3", "2010Q5", "2010Q0", "2010-13", "2010-00", "2010-5", "1948", "3000", "0000-01", "stat0001",
        "stat1900", "stat14", "2010-08..2010-01", "2010-01...2010-08", "2010-01..2010-08..2010-09", "2010-01..",
        "二〇一〇", "2010年", "2010-01-01", "-2010", "2010 H1", "nan", "2010\x00",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(PeriodError) as refused:
        parse_period(text)
    assert any("一" <= char <= "鿿" for char in str(refused.value))


@pytest.mark.parametrize("text", ["2010-13", "2010-1", "2010/01", "201001", "1948-12", "9999-01", ""])
def test_what_is_no_month_is_refused_naming_what_was_found(text: str) -> None:
    with pytest.raises(PeriodError, match="应写作 2010-05"):
        parse_month(text)


def test_the_statistical_year_may_begin_in_another_month() -> None:
    assert str(parse_period("stat2014", 12)) == "2013-12..2014-11"
    assert str(parse_period("stat2014", 1)) == "2014-01..2014-12"


@pytest.mark.parametrize(
    ("text", "previous", "year_before"),
    [
        ("2010", "2009-01..2009-12", "2009-01..2009-12"),
        ("2010H1", "2009-01..2009-06", "2009-01..2009-12"),
        ("2010H2", "2009-07..2009-12", "2009-01..2009-12"),
        ("2010-02", "2009-02..2009-02", "2009-01..2009-12"),
        ("2010-01..2010-08", "2009-01..2009-08", "2009-01..2009-12"),
        ("2009-11..2010-02", "2008-11..2009-02", "2008-01..2008-12"),
        ("stat2014", "2012-10..2013-09", "2012-10..2013-09"),
    ],
)
def test_a_span_is_compared_with_the_year_before(text: str, previous: str, year_before: str) -> None:
    span = parse_period(text)
    assert (str(span.previous), str(span.year_before)) == (previous, year_before)


@pytest.mark.parametrize(
    ("text", "due", "months"),
    [
        ("2010Q1", "month", ["2010-01", "2010-02", "2010-03"]),
        ("2010Q1", "quarter", ["2010-03"]),
        ("2010Q1", "half_year", []),
        ("2010", "half_year", ["2010-06", "2010-12"]),
        ("2010-05..2010-07", "quarter", ["2010-06"]),
        ("stat2014", "quarter", ["2013-12", "2014-03", "2014-06", "2014-09"]),
    ],
)
def test_a_frequency_is_due_in_its_months(text: str, due: str, months: list[str]) -> None:
    assert [month_text(month) for month in due_months(parse_period(text), due)] == months


def test_a_month_is_written_and_named() -> None:
    assert month_text(date(2010, 5, 1)) == "2010-05"
    assert month_name(date(2010, 5, 1)) == "2010年5月"
    assert str(year_of(date(2010, 5, 1))) == "2010-01..2010-12"
    assert str(year_to_date(date(2010, 5, 1))) == "2010-01..2010-05"


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(PeriodError, match="晚于"):
        Span(date(2010, 2, 1), date(2010, 1, 1))


@given(MONTHS, st.integers(-300, 300))
def test_shifting_there_and_back_changes_nothing(month: date, count: int) -> None:
    assert shift(shift(month, count), -count) == month


@given(MONTHS, st.integers(0, 40))
def test_a_span_holds_each_of_its_months_once_and_in_order(first: date, more: int) -> None:
    span = Span(first, shift(first, more))
    months = list(span)
    assert len(months) == len(span) == more + 1
    assert months == sorted(set(months)) and all(month in span for month in months)
    assert shift(first, -1) not in span and shift(span.last, 1) not in span and "2010-01" not in span


@given(MONTHS)
def test_a_month_reads_back_from_its_text(month: date) -> None:
    assert parse_month(month_text(month)) == month
