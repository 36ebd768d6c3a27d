"""Do the demo's figures keep every rule, whatever the day it is loaded on?"""

from __future__ import annotations

from datetime import date

import pytest

from members.months import DUE_MONTHS, shift
from members.tables import read_table
from reports import rules
from reports.arithmetic import Entry
from reports.demo.county import OPEN, Schedule, maker_of
from reports.demo.figures import FIXTURES, reported, shapes
from reports.demo.places import COUNTY, TOWNSHIPS
from reports.demo.review import REASONS
from reports.demo.sample import sample_column
from reports.loading.indicators import OPTIONAL, REQUIRED, load_indicators
from reports.models import Indicator
from reports.models.indicator import arranged
from reports.monthly import read_entry
from reports.rules.findings import facts_of

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 11, 21), date(2027, 1, 2), date(2027, 1, 20), date(2027, 6, 3), date(2027, 8, 31), date(2027, 12, 5)]


@pytest.fixture
def indicators() -> list[Indicator]:
    load_indicators(read_table(FIXTURES / "county_indicators.csv", REQUIRED, OPTIONAL))
    return arranged(Indicator.objects.filter(enabled=True).in_order())


def test_every_indicator_that_is_typed_has_a_shape(indicators: list[Indicator]) -> None:
    assert {i.code for i in indicators if not i.is_computed} == set(shapes())


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_no_month_has_an_error_and_every_kind_of_warning_has_a_reason(indicators: list[Indicator], today: date) -> None:
    plan, facts = Schedule(today), facts_of(indicators)
    for place in (COUNTY, *TOWNSHIPS):
        own = maker_of(place, indicators, plan)
        sheets = {month: {code: Entry(value) for code, value in own.month(month).items()} for month in plan.months}
        for month in plan.months:
            earlier = {when: sheets[when] for when in sheets if shift(month, -12) <= when < month}
            found = rules.findings(rules.Sheet(month, sheets[month], earlier, facts=facts), indicators)
            unexplained = [f for f in found if f.blocks or f.rule not in REASONS]
            assert [(place.code, month, finding.message) for finding in unexplained] == []
            assert all(entry.value is None or entry.value >= 0 for entry in sheets[month].values())


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_figures_of_the_real_reports_are_in(indicators: list[Indicator], today: date) -> None:
    plan = Schedule(today)
    for place in (COUNTY, *TOWNSHIPS):
        given = {key: value for key, value in reported(place.code, plan.this).items() if key[1] in plan.months}
        own = maker_of(place, indicators, plan)
        for (code, month), value in given.items():
            assert own.month(month)[code] == value
    assert all(reported(code, plan.this) for code in ("YL", "YL-01", "YL-02", "YL-03", "YL-04", "YL-05"))


def test_the_reports_lie_in_months_that_have_passed() -> None:
    for month in range(1, 13):
        this = date(2027, month, 1)
        assert max(when for _, when in reported("YL-01", this)) < this
        assert {when.year for _, when in reported("YL-03", this)} == {2026}


def test_the_same_day_gives_the_same_figures(indicators: list[Indicator]) -> None:
    plan = Schedule(date(2026, 11, 21))
    first, second = (maker_of(TOWNSHIPS[3], indicators, plan).month(date(2026, 9, 1)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2026, 12, 21), date(2027, 3, 9)], ids=str)
def test_the_column_to_paste_has_a_line_for_every_row_that_is_due(indicators: list[Indicator], today: date) -> None:
    lines = sample_column(Schedule(today)).splitlines()
    due = [i for i in indicators if today.month in DUE_MONTHS[i.due]]
    assert len(lines) == len(due)
    for indicator, line in zip(due, lines, strict=True):
        entry = read_entry(line, indicator)
        assert entry is None if indicator.is_computed else entry is not None


@pytest.mark.parametrize("number", range(1, 13))
def test_the_newcomer_has_nothing_to_explain_in_any_month_of_a_year(indicators: list[Indicator], number: int) -> None:
    plan = Schedule(date(2027, number, 18))
    place = next(place for place in TOWNSHIPS if place.code == OPEN)
    own = maker_of(place, indicators, plan)
    sheets = {month: {code: Entry(value) for code, value in own.month(month).items()} for month in plan.months}
    earlier = {when: sheets[when] for when in sheets if shift(plan.this, -12) <= when < plan.this}
    sheet = rules.Sheet(plan.this, sheets[plan.this], earlier, facts=facts_of(indicators))
    assert [finding.message for finding in rules.findings(sheet, indicators)] == []
