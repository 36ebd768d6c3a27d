"""What does a subtree add up to? Worked examples on the database, with the built-in catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from makers import make_base, make_county, make_return, make_township

from members.models import Union
from members.months import parse_period
from reports.arithmetic import Total
from reports.models import Indicator, State, Target
from reports.rollup import coverage, rollup

pytestmark = pytest.mark.django_db

Months = Mapping[str, Mapping[str, object]]


def make_place(*townships: Months, own: Months | None = None) -> Union:
    """A county with townships that report these months (approved), and its own 本级 months."""
    county = make_county()
    if own is None:
        county.files_returns = False
        county.save(update_fields=["files_returns"])
    for number, months in enumerate(townships, 1):
        add_months(make_township(county, f"第{number}镇总工会"), months)
    add_months(county, own or {})
    return county


def add_months(union: Union, months: Months, state: str = State.APPROVED) -> None:
    for month, values in months.items():
        make_return(union, month, values, state=state)


def total(union: Union, period: str, code: str, *, provisional: bool = False) -> Total:
    return rollup(union, parse_period(period), provisional=provisional).totals[code]


def test_months_come_before_units() -> None:
    """东镇 reports 100 and 110 members, 西镇 50 and nothing: 160, and one of two reported February."""
    county = make_place(
        {"2026-01": {"member_total": 100}, "2026-02": {"member_total": 110}}, {"2026-01": {"member_total": 50}}
    )
    members = total(county, "2026-01..2026-02", "member_total")
    assert (members.value, members.reported, members.expected) == (160, 3, 4)
    assert [month.month for _, month in members.carried] == [1]
    february = total(county, "2026-02", "member_total")
    assert (february.value, february.reported, february.expected) == (110, 1, 2)


def test_a_ratio_is_the_quotient_of_sums() -> None:
    parts = [(9, 10), (4, 8), (1, 2)]
    county = make_place(*({"2026-03": {"dispute_settled": done, "dispute_mediated": all_}} for done, all_ in parts))
    rate = total(county, "2026", "mediation_rate")
    assert (rate.value, rate.numerator, rate.denominator, rate.reported, rate.expected) == (70, 14, 20, 3, 36)


def test_a_stated_rate_stands_for_its_own_unit_alone() -> None:
    county = make_place({"2026-03": {"mediation_rate": 95}}, {"2026-03": {"mediation_rate": 85}})
    rate = total(county, "2026", "mediation_rate")
    assert (rate.value, rate.stated) == (None, False)
    first = Union.objects.get(name="第1镇总工会")
    rate = total(first, "2026", "mediation_rate")
    assert (rate.value, rate.stated, rate.reported, rate.expected) == (95, True, 1, 12)


def test_nought_not_applicable_and_unreported_stay_apart() -> None:
    county = make_place(
        {"2026-01": {"member_new": 0, "union_new": "na"}, "2026-02": {"member_new": 3, "union_new": "na"}},
        {"2026-01": {"member_new": "na", "union_new": "na"}, "2026-02": {}},
    )
    new = total(county, "2026-01..2026-02", "member_new")
    assert (new.value, new.reported, new.not_applicable, new.expected) == (3, 2, 1, 4)
    unions = total(county, "2026-01..2026-02", "union_new")
    assert (unions.value, unions.not_applicable, unions.is_na) == (None, 3, True)
    silent = total(county, "2026-01..2026-02", "union_revoked")
    assert (silent.value, silent.reported, silent.not_applicable, silent.is_na) == (None, 0, 0, False)


def test_a_stock_is_the_last_statement_even_when_that_is_not_applicable() -> None:
    county = make_place({"2026-01": {"home_total": 5}, "2026-02": {"home_total": "na"}}, {"2026-01": {"home_total": 2}})
    homes = total(county, "2026Q1", "home_total")
    assert (homes.value, homes.reported, homes.not_applicable) == (2, 2, 1)


def test_the_opening_balance_is_the_first_and_the_closing_follows_unit_by_unit() -> None:
    county = make_place(
        {
            "2026-06": {"fund_open": 1000, "fund_income": "500.50", "fund_expense": 200},
            "2026-12": {"fund_open": "1300.50", "fund_income": 100, "fund_expense": 50},
        },
        {"2026-12": {"fund_close": 77}},
        {"2026-12": {"fund_open": 10, "fund_income": 5, "fund_close": 99}},
    )
    year = rollup(county, parse_period("2026")).totals
    assert year["fund_open"].value == 1010
    assert year["fund_close"].value == Decimal("1350.50") + 77 + 99
    assert (year["fund_income"].value, year["fund_income"].reported, year["fund_income"].expected) == (
        Decimal("605.50"), 3, 6,
    )  # fmt: skip


def test_the_countys_own_flow_balances_are_added_once() -> None:
    """One unit states the balance beside its parts, another states it alone."""
    Indicator.objects.create(
        code="x_net", name="净增会员", unit="人", kind="flow", month_agg="sum", section="S02",
        terms="+member_new -member_reduced",
    )  # fmt: skip
    county = make_place(
        {"2026-01": {"member_new": 5, "member_reduced": 2, "x_net": 3}}, {"2026-01": {"x_net": 4}},
    )  # fmt: skip
    assert total(county, "2026-01", "x_net").value == 3 + 4


def test_last_year_last_years_end_and_the_target_come_with_the_total() -> None:
    county = make_place(
        {
            "2025-02": {"member_total": 90, "member_new": 4},
            "2025-12": {"member_total": 100, "member_new": 9},
            "2026-02": {"member_total": 120, "member_new": 6},
        }
    )
    indicator = Indicator.objects.get(code="member_new")
    for month, number in ((6, 20), (12, 24)):
        Target.objects.create(union=county, indicator=indicator, year=2026, target=number, by_month=month)
    found = rollup(county, parse_period("2026-01..2026-02")).totals
    members, new = found["member_total"], found["member_new"]
    assert (members.previous, members.base, members.change) == (90, 100, 20)
    assert (new.previous, new.base, new.change, new.growth) == (4, None, 2, 50)
    assert (new.target, new.completion) == (24, 25)


def test_the_base_is_given_even_when_the_span_has_no_value() -> None:
    county = make_place({"2025-12": {"member_total": 100}})
    members = total(county, "2026H1", "member_total")
    assert (members.value, members.base, members.change) == (None, 100, None)


def test_coverage_counts_only_the_months_in_which_an_indicator_is_due() -> None:
    county = make_place({"2026-03": {"contract_wage": 7}, "2026-04": {"contract_wage": 8}}, {})
    wages = total(county, "2026-01..2026-05", "contract_wage")
    assert (wages.value, wages.reported, wages.expected, wages.carried) == (8, 1, 2, ())
    half = total(county, "2026H1", "studio_total")
    assert (half.value, half.reported, half.expected) == (None, 0, 2)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.REPORTED, State.RETURNED])
def test_what_is_not_approved_counts_provisionally_only(state: str) -> None:
    county = make_place({"2026-01": {"member_new": 2}})
    add_months(Union.objects.get(name="第1镇总工会"), {"2026-02": {"member_new": 40}}, state)
    assert total(county, "2026Q1", "member_new").value == 2
    both = rollup(county, parse_period("2026Q1"), provisional=True)
    assert (both.totals["member_new"].value, both.provisional) == (42, True)


def test_the_countys_own_figures_are_added_once() -> None:
    county = make_place(
        {"2026-01": {"training_count": 3}}, {"2026-01": {"training_count": 4}}, own={"2026-01": {"training_count": 10}}
    )
    assert total(county, "2026", "training_count").value == 17
    training = rollup(county, parse_period("2026"))
    assert sorted(v.value for _, v in training.unit_values("training_count") if v.value is not None) == [3, 4, 10]
    assert training.of_unit(county)["training_count"].value == 10


def test_a_grassroots_union_that_files_is_counted_beside_its_township() -> None:
    county = make_place({"2026-01": {"member_new": 3}})
    town = Union.objects.get(name="第1镇总工会")
    plant = make_base(town, files_returns=True)
    add_months(plant, {"2026-01": {"member_new": 2}})
    add_months(make_base(town, "不填报的工会"), {"2026-01": {"member_new": 50}})
    assert total(county, "2026-01", "member_new").value == 5
    assert total(town, "2026-01", "member_new").value == 5
    assert total(plant, "2026-01", "member_new").value == 2


@pytest.mark.parametrize(
    ("period", "value", "expected"),
    [
        ("2025-12", 1, 1), ("2026-01", 10, 1), ("2026Q1", 10, 3), ("2026Q4", 10_000_000, 3), ("2026H1", 1_010, 6),
        ("2026H2", 10_100_000, 6), ("2026", 10_101_010, 12), ("2026-01..2026-08", 101_010, 8),
        ("2025-12..2026-04", 1_011, 5), ("stat2026", 101_011, 12),
    ],
)  # fmt: skip
def test_every_kind_of_span_adds_its_own_months(period: str, value: int, expected: int) -> None:
    county = make_place(
        {
            "2025-12": {"member_new": 1}, "2026-01": {"member_new": 10}, "2026-04": {"member_new": 1_000},
            "2026-08": {"member_new": 100_000}, "2026-10": {"member_new": 10_000_000},
        }
    )  # fmt: skip
    new = total(county, period, "member_new")
    assert (new.value, new.expected) == (value, expected)


def test_every_unit_is_opened_and_adds_up_to_the_total() -> None:
    county = make_place(
        {"2026-01": {"member_total": 100, "member_new": 2}}, {"2026-02": {"member_total": "na"}}, {}
    )  # fmt: skip
    rolled = rollup(county, parse_period("2026Q1"))
    values = {union.name: value.value for union, value in rolled.unit_values("member_total")}
    assert values == {"第1镇总工会": 100, "第2镇总工会": None, "第3镇总工会": None}
    assert rolled.of_unit(Union.objects.get(name="第1镇总工会"))["member_new"].value == 2


def test_coverage_names_the_months_that_are_not_approved() -> None:
    county = make_place({"2026-01": {}, "2026-02": {}})
    add_months(Union.objects.get(name="第1镇总工会"), {"2026-03": {}}, State.REPORTED)
    found = coverage(county, parse_period("2026-01..2026-04"))
    assert (found.due, found.approved, found.complete) == (4, 2, False)
    assert [(union.name, month.month, state) for union, month, state in found.missing] == [
        ("第1镇总工会", 3, State.REPORTED), ("第1镇总工会", 4, ""),
    ]  # fmt: skip
    assert coverage(county, parse_period("2026-01..2026-02")).complete


def test_a_roll_up_costs_five_queries_however_many_units_there_are(django_assert_num_queries: Any) -> None:
    one = make_place({"2026-01": {"member_new": 1}})
    with django_assert_num_queries(5):
        rollup(one, parse_period("2026H1"))
    for number in range(4):
        add_months(
            make_township(one, f"另{number}镇总工会"), {"2026-01": {"member_new": 1}, "2025-01": {"union_new": 1}}
        )
    with django_assert_num_queries(5):
        rollup(one, parse_period("2026H1"))
