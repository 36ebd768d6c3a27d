"""What stands beside each cell: last month, a year ago, the change, this year so far, what follows from others."""

from __future__ import annotations

from typing import Any

import pytest
from makers import Cast, make_return

from reports.grid import Row, grid, twelve_months
from reports.models import Indicator, MonthlyReturn

pytestmark = pytest.mark.django_db


def rows(monthly_return: MonthlyReturn) -> dict[str, Row]:
    return {row.code: row for section in grid(monthly_return) for row in section.rows}


@pytest.fixture
def june(cast: Cast) -> dict[str, Row]:
    """东港镇's June: a year ago, the year's months before, and what is typed so far."""
    make_return(cast.west, "2026-05", {"member_new": 777})
    make_return(cast.east, "2025-06", {"member_new": 12, "member_total": 90})
    make_return(cast.east, "2025-12", {"member_new": 50})
    make_return(cast.east, "2026-01", {"member_new": 4, "union_new": "na"})
    make_return(cast.east, "2026-05", {"member_new": 6, "member_total": 100, "covered_units": "na", "home_total": 3})
    answers = {
        "member_new": 10, "employee_total": 125, "member_total": 101, "dispute_settled": 1, "dispute_mediated": 3,
        "fund_open": "10.50", "fund_income": 5, "fund_expense": 20, "contract_signing_rate": "88.5",
    }  # fmt: skip
    return rows(make_return(cast.east, "2026-06", answers))


def test_a_flow_stands_beside_last_month_last_year_and_the_years_total(june: dict[str, Row]) -> None:
    row = june["member_new"]
    assert (row.text, row.last_month, row.year_ago, row.change, row.running) == ("10", "6", "12", "+4", "20")
    assert row.due and not row.computed and row.proposal == ""


def test_a_stock_has_no_sum_but_its_latest_statement(june: dict[str, Row]) -> None:
    row = june["member_total"]
    assert (row.text, row.last_month, row.year_ago, row.change, row.running) == ("101", "100", "90", "+1", "101")


def test_last_months_stock_is_proposed_and_not_filled_in(june: dict[str, Row]) -> None:
    assert (june["home_total"].text, june["home_total"].proposal) == ("", "3")
    assert (june["covered_units"].text, june["covered_units"].proposal, june["covered_units"].last_month) == (
        "", "不适用", "不适用",
    )  # fmt: skip
    assert june["member_total"].proposal == "" and june["member_new"].proposal == ""


def test_what_is_not_there_is_a_dash_and_not_applicable_says_so(june: dict[str, Row]) -> None:
    row = june["union_new"]
    assert (row.text, row.last_month, row.year_ago, row.change, row.running) == ("", "—", "—", "—", "不适用")


def test_computed_lines_follow_from_others(june: dict[str, Row]) -> None:
    assert (june["membership_rate"].text, june["membership_rate"].parts) == ("80.8", "member_total/employee_total")
    assert june["mediation_rate"].text == "33.3" and june["mediation_rate"].running == "33.3"
    assert (june["fund_close"].text, june["fund_close"].parts) == ("-4.5", "+fund_open +fund_income -fund_expense")
    assert june["unorganized_total"].text == "" and june["unorganized_total"].computed
    assert not june["membership_rate"].stated


def test_a_rate_typed_by_hand_is_marked(june: dict[str, Row]) -> None:
    row = june["contract_signing_rate"]
    assert (row.text, row.stated, row.computed) == ("88.5", True, True)


def test_a_section_counts_what_is_due_and_filled(cast: Cast) -> None:
    section = next(s for s in grid(make_return(cast.east, "2026-05", {"union_new": 0})) if s.key == "S01")
    assert (section.filled, len(section.rest)) == (1, 0)
    assert section.asked == sum(not row.computed for row in section.rows) > 20
    contracts = next(s for s in grid(make_return(cast.east, "2026-04")) if s.key == "S03")
    assert (contracts.due, contracts.asked) == ([], 0)


def test_the_grid_costs_two_queries_with_many_months_or_none(cast: Cast, django_assert_num_queries: Any) -> None:
    empty = make_return(cast.west, "2026-06")
    with django_assert_num_queries(2):
        assert len(rows(empty)) >= 188
    for month in range(1, 7):
        last = make_return(cast.east, f"2026-0{month}", {"member_new": 1, "member_total": 5, "fund_open": 1})
    with django_assert_num_queries(2):
        rows(last)


def test_twelve_months_of_one_indicator_end_with_the_returns(cast: Cast, django_assert_num_queries: Any) -> None:
    for month, value in (("2025-06", 1), ("2025-07", 2), ("2026-02", "na"), ("2026-07", 9)):
        make_return(cast.east, month, {"member_new": value})
    june = make_return(cast.east, "2026-06", {"member_new": 5})
    indicator = Indicator.objects.get(code="member_new")
    with django_assert_num_queries(1):
        months = twelve_months(june, indicator)
    assert [text for _, text in months] == ["2", "", "", "", "", "", "", "不适用", "", "", "", "5"]
