"""What a changed definition, a year off, a last month and a level do to totals: old years stay as they were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from makers import Cast, make_return

from members.months import Span, parse_period
from members.problems import Refused
from reports import catalogue_editing
from reports.grid import grid
from reports.models import FormerDefinition, Indicator
from reports.rollup import rollup
from reports.rules import check_return

ENTERED = {"kind": "flow", "unit": "个", "section": "S01", "due": "month"}


def make_entered(cast: Cast, name: str, **cells: str) -> Indicator:
    return catalogue_editing.add({**ENTERED, "name_zh": name, **cells}, by=cast.stat)


def make_rate(cast: Cast) -> tuple[Indicator, Indicator, Indicator, Indicator]:
    """A rate over covered units, and two denominators to choose from."""
    top, covered, existing = (make_entered(cast, name) for name in ("建制单位", "覆盖单位", "企业总数"))
    cells = {"name_zh": "职代会建制率", "kind": "ratio", "unit": "%", "section": "S04"}
    rate = catalogue_editing.add({**cells, "numerator": top.code, "denominator": covered.code}, by=cast.stat)
    return rate, top, covered, existing


def redefine(cast: Cast, rate: Indicator, year: int, top: Indicator, bottom: Indicator, name: str = "新口径") -> None:
    values = {"name": name, "numerator": top.code, "denominator": bottom.code, "terms": "", "source": "新文件"}
    catalogue_editing.redefine(rate, year, values, by=cast.stat)


def test_old_years_keep_the_old_definition_and_its_name(cast: Cast) -> None:
    rate, top, covered, existing = make_rate(cast)
    for year in (2025, 2026):
        values = {top.code: 30, covered.code: 40, existing.code: 60}
        make_return(cast.east, f"{year}-03", values, state="approved")
    redefine(cast, rate, 2026, top, existing)
    before, after = rollup(cast.east, parse_period("2025")), rollup(cast.east, parse_period("2026"))
    assert (before.totals[rate.code].value, before.by_code[rate.code].name) == (75, "职代会建制率")
    assert (after.totals[rate.code].value, after.by_code[rate.code].name) == (50, "新口径")
    assert after.totals[rate.code].previous == 75, "the year before is compared as it was then"


def test_an_old_definition_may_rest_on_an_indicator_that_is_gone(cast: Cast) -> None:
    rate, top, covered, existing = make_rate(cast)
    make_return(cast.east, "2025-03", {top.code: 30, covered.code: 40}, state="approved")
    redefine(cast, rate, 2026, top, existing)
    catalogue_editing.retire(covered, date(2025, 12, 1), by=cast.stat)
    now = rollup(cast.east, parse_period("2026"))
    assert now.totals[rate.code].previous == 75
    assert covered.code not in now.totals and covered.code not in now.by_code


def test_a_balance_may_be_redefined(cast: Cast) -> None:
    a, b, c = (make_entered(cast, name) for name in ("甲数", "乙数", "丙数"))
    cells = {"name_zh": "合计数", "terms": f"+{a.code} +{b.code}"}
    whole = catalogue_editing.add({**ENTERED, **cells}, by=cast.stat)
    for year in (2025, 2026):
        make_return(cast.east, f"{year}-03", {a.code: 5, b.code: 3, c.code: 1}, state="approved")
    values = {
        "name": "合计数",
        "numerator": "",
        "denominator": "",
        "terms": f"+{a.code} +{b.code} -{c.code}",
        "source": "",
    }
    catalogue_editing.redefine(whole, 2026, values, by=cast.stat)
    total = rollup(cast.east, parse_period("2026")).totals[whole.code]
    assert (total.value, total.previous) == (7, 8)


def test_the_entry_page_of_an_old_month_shows_the_old_name(cast: Cast) -> None:
    rate, top, _, existing = make_rate(cast)
    redefine(cast, rate, 2026, top, existing)
    for month, name in (("2025-12", "职代会建制率"), ("2026-01", "新口径")):
        rows = [row for section in grid(make_return(cast.east, month)) for row in section.rows]
        assert next(row for row in rows if row.code == rate.code).indicator.name == name


def test_the_same_year_again_mends_and_an_earlier_one_is_refused(cast: Cast) -> None:
    rate, top, covered, existing = make_rate(cast)
    redefine(cast, rate, 2026, top, existing, "打错的名字")
    redefine(cast, rate, 2026, top, existing, "改对的名字")
    assert FormerDefinition.objects.filter(indicator=rate).count() == 1
    assert FormerDefinition.objects.get(indicator=rate).name == "职代会建制率"
    with pytest.raises(Refused, match="2026年起已改过口径"):
        redefine(cast, rate, 2025, top, covered)


def test_two_changes_leave_three_definitions(cast: Cast) -> None:
    rate, top, covered, existing = make_rate(cast)
    for year in (2024, 2025, 2026):
        make_return(cast.east, f"{year}-03", {top.code: 30, covered.code: 40, existing.code: 60}, state="approved")
    redefine(cast, rate, 2025, top, existing, "二")
    redefine(cast, rate, 2026, covered, existing, "三")
    values = [rollup(cast.east, parse_period(str(year))).totals[rate.code].value for year in (2024, 2025, 2026)]
    assert values[:2] == [75, 50]
    assert values[2] is not None and round(values[2], 2) == Decimal("66.67")


def test_a_definition_that_refers_to_itself_or_to_a_rate_is_refused(cast: Cast) -> None:
    rate, top, covered, _ = make_rate(cast)
    with pytest.raises(Refused, match="不能引用自己"):
        redefine(cast, rate, 2026, rate, covered)
    with pytest.raises(Refused, match="是比率"):
        redefine(cast, rate, 2026, Indicator.objects.get(code="membership_rate"), covered)
    with pytest.raises(Refused, match="分子、分母要么都写"):
        values = {"name": "半个", "numerator": top.code, "denominator": "", "terms": "", "source": ""}
        catalogue_editing.redefine(rate, 2026, values, by=cast.stat)


def test_no_change_costs_no_query_and_a_change_costs_two(cast: Cast) -> None:
    rate, top, _, existing = make_rate(cast)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            rollup(cast.county, parse_period("2026"))
        return len(found)

    assert queries() == 5
    redefine(cast, rate, 2026, top, existing)
    assert queries() == 7


def test_a_year_off_hides_the_indicator_in_that_year_only(cast: Cast) -> None:
    each = make_entered(cast, "试点数")
    make_return(cast.east, "2024-03", {each.code: 4}, state="approved")
    catalogue_editing.switch_off([each], 2025, by=cast.stat)
    catalogue_editing.switch_on([each], 2026, by=cast.stat)
    found = {year: each.code in rollup(cast.east, parse_period(str(year))).totals for year in (2024, 2025, 2026)}
    assert found == {2024: True, 2025: False, 2026: True}
    assert each.code in rollup(cast.east, Span(date(2024, 7, 1), date(2025, 6, 1))).totals


def test_an_indicator_retired_in_mid_year_is_expected_until_then(cast: Cast) -> None:
    each = make_entered(cast, "专项数")
    for month in (1, 2, 3, 4, 5):
        make_return(cast.east, f"2026-{month:02d}", {each.code: 2}, state="approved")
    catalogue_editing.retire(each, date(2026, 5, 1), by=cast.stat)
    total = rollup(cast.east, parse_period("2026")).totals[each.code]
    assert (total.value, total.reported, total.expected) == (10, 5, 5)
    assert each.code not in {row.code for part in grid(make_return(cast.east, "2026-06")) for row in part.rows}


def test_only_the_level_that_is_asked_is_expected_and_warned(cast: Cast) -> None:
    each = make_entered(cast, "县级数")
    catalogue_editing.amend(each, {"asked_of": "county"}, by=cast.stat)
    own, town = make_return(cast.county, "2026-03"), make_return(cast.east, "2026-03")
    missing = [{finding.cells[0] for finding in check_return(r) if finding.rule == "C22"} for r in (own, town)]
    assert [each.code in cells for cells in missing] == [True, False]
    assert rollup(cast.county, parse_period("2026-03")).totals[each.code].expected == 1
    assert each.code not in {row.code for part in grid(town) for row in part.rows}
