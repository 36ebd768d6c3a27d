"""Whose returns make up a total when unions begin to file, cease, or move to another parent?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from makers import make_base, make_county, make_return, make_township

from members.models import Union
from members.models.union import filing_units
from members.months import parse_period
from reports.models import State
from reports.rollup import coverage, rollup

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(db: None) -> Union:
    return make_county(files_returns=False)


def report(union: Union, *months: str, **values: object) -> None:
    for month in months:
        make_return(union, month, values or {"member_new": 1}, state=State.APPROVED)


def new(union: Union, period: str) -> tuple[Any, int, int]:
    """How many new members, reported and expected."""
    total = rollup(union, parse_period(period)).totals["member_new"]
    return total.value, total.reported, total.expected


def test_a_union_is_expected_only_from_the_month_it_begins_to_file(county: Union) -> None:
    town = make_township(county, files_from=date(2026, 3, 1))
    report(town, "2026-03", "2026-04")
    assert new(county, "2026") == (2, 2, 10)
    assert new(county, "2026-01..2026-02") == (None, 0, 0)
    assert coverage(county, parse_period("2026-01..2026-04")).due == 2


def test_a_union_that_ceased_to_file_keeps_its_months(county: Union) -> None:
    town = make_township(county, files_until=date(2026, 2, 1))
    report(town, "2026-01", "2026-02")
    assert new(county, "2026") == (2, 2, 2)
    assert coverage(county, parse_period("2026")).complete
    assert new(county, "2026-03..2026-12") == (None, 0, 0)


def test_a_union_is_not_expected_before_it_was_established(county: Union) -> None:
    town = make_township(county, established_on=date(2026, 5, 20))
    report(town, "2026-05")
    assert new(county, "2026H1") == (1, 1, 2)


def test_a_union_that_files_nothing_is_no_unit(county: Union) -> None:
    town = make_township(county, files_returns=False)
    plant = make_base(town, files_returns=True)
    assert filing_units(county, parse_period("2026")) == [plant]


def test_a_stated_rate_stands_for_the_only_unit_that_files_in_the_span(county: Union) -> None:
    town = make_township(county)
    make_township(county, "新镇总工会", files_from=date(2026, 1, 1))
    report(town, "2025-12", mediation_rate=90)
    assert rollup(county, parse_period("2025-12")).totals["mediation_rate"].stated
    assert not rollup(county, parse_period("2025-12..2026-01")).totals["mediation_rate"].stated


def test_units_that_differ_between_the_years_are_each_counted_in_their_own(county: Union) -> None:
    old = make_township(county, "老镇总工会", files_until=date(2025, 12, 1))
    young = make_township(county, "新镇总工会", files_from=date(2026, 1, 1))
    report(old, "2025-01", "2025-12", member_new=5, member_total=50)
    report(young, "2026-01", member_new=7, member_total=60)
    totals = rollup(county, parse_period("2026-01")).totals
    assert (totals["member_new"].value, totals["member_new"].previous) == (7, 5)
    assert (totals["member_total"].value, totals["member_total"].previous, totals["member_total"].base) == (60, 50, 50)


def test_a_moved_union_keeps_its_old_place_for_earlier_months(county: Union) -> None:
    east, west = make_township(county, "东镇总工会"), make_township(county, "西镇总工会")
    plant = make_base(east, files_returns=True)
    report(plant, "2026-01", "2026-02", "2026-03", "2026-04")
    plant.place_under(west, since=date(2026, 3, 1))
    assert new(east, "2026-01..2026-02")[0] == 2 and new(west, "2026-01..2026-02")[0] is None
    assert new(east, "2026-03..2026-04")[0] is None and new(west, "2026-03..2026-04")[0] == 2
    assert new(county, "2026-01..2026-04")[0] == 4
    assert [unit.name for unit in filing_units(east, parse_period("2026-02"))] == [east.name, plant.name]


def test_a_span_across_the_move_counts_the_union_where_it_stands_at_the_end(county: Union) -> None:
    east, west = make_township(county, "东镇总工会"), make_township(county, "西镇总工会")
    plant = make_base(east, files_returns=True)
    report(plant, "2026-02", "2026-03")
    plant.place_under(west, since=date(2026, 3, 1))
    assert new(west, "2026Q1")[0] == 2 and new(east, "2026Q1")[0] is None


def test_moving_twice_keeps_every_place(county: Union) -> None:
    towns = [make_township(county, f"{name}镇总工会") for name in "甲乙丙"]
    plant = make_base(towns[0], files_returns=True)
    report(plant, "2026-01", "2026-02", "2026-03")
    plant.place_under(towns[1], since=date(2026, 2, 1))
    plant.place_under(towns[2], since=date(2026, 3, 1))
    for month in range(1, 4):
        values = [new(town, f"2026-0{month}")[0] for town in towns]
        assert values == [1 if place == month - 1 else None for place in range(3)]


def test_a_township_moves_with_everything_below_it(county: Union) -> None:
    other = make_county("白水县总工会", files_returns=False)
    town = make_township(county)
    plant = make_base(town, files_returns=True)
    report(town, "2026-01", "2026-02")
    report(plant, "2026-01", "2026-02")
    town.place_under(other, since=date(2026, 2, 1))
    plant.refresh_from_db()
    assert plant.path.startswith(other.path)
    assert (new(county, "2026-01")[0], new(county, "2026-02")[0]) == (2, None)
    assert (new(other, "2026-01")[0], new(other, "2026-02")[0]) == (None, 2)
    assert (new(town, "2026-01")[0], new(town, "2026-02")[0]) == (2, 2)


def test_a_union_cannot_be_moved_below_itself(county: Union) -> None:
    town = make_township(county)
    plant = make_base(town)
    with pytest.raises(ValueError, match="不能移到自己的下级"):
        town.place_under(plant)
    with pytest.raises(ValueError, match="不能移到自己的下级"):
        town.place_under(town)


def test_paths_do_not_mistake_a_longer_number_for_a_child(county: Union) -> None:
    towns = [make_township(county, f"{number}号镇总工会") for number in range(12)]
    report(towns[11], "2026-01")
    assert [new(town, "2026-01")[0] for town in towns] == [None] * 11 + [1]
