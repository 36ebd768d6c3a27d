"""How far a target has come: by the time gone, whole for stocks, kept or broken for ceilings; how it is spread."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from makers import Cast, make_return

from members.models import Union
from reports import targets
from reports.models import Indicator, Target, TargetChange
from reports.progress import Progress, progress
from reports.targets import Aim, shares


def make_target(cast: Cast, union: Union, code: str, number: int, month: int = 12, *, least: bool = True) -> Target:
    indicator = Indicator.objects.get(code=code)
    return targets.set_target(union, indicator, 2026, month, Aim(Decimal(number), least), by=cast.stat)


def of(cast: Cast, until: date) -> dict[tuple[str, str, int], Progress]:
    rows = list(Target.objects.select_related("union", "indicator"))
    found = progress(cast.county, rows, until)
    return {(each.target.union.name[:2], each.target.indicator.code, each.target.by_month): each for each in found}


@pytest.mark.parametrize(
    ("done", "until", "state"),
    [
        (4, 6, "behind"),
        (5, 6, "on"),
        (6, 6, "on"),
        (10, 6, "done"),
        (12, 6, "done"),
        (9, 12, "missed"),
        (10, 12, "done"),
    ],
)
def test_a_flow_is_measured_against_the_time_gone(cast: Cast, done: int, until: int, state: str) -> None:
    make_target(cast, cast.east, "union_new", 10)
    make_return(cast.east, "2026-02", {"union_new": done}, state="approved")
    found = of(cast, date(2026, until, 1))["东港", "union_new", 12]
    assert (found.state, found.elapsed) == (state, Decimal(until) / 12 * 100)


def test_a_target_that_falls_earlier_has_its_own_pace(cast: Cast) -> None:
    make_target(cast, cast.east, "union_new", 4, 9)
    make_target(cast, cast.east, "union_new", 6, 12)
    make_return(cast.east, "2026-02", {"union_new": 3}, state="approved")
    found = of(cast, date(2026, 6, 1))
    assert [found["东港", "union_new", month].state for month in (9, 12)] == ["on", "on"]
    found = of(cast, date(2026, 10, 1))
    assert [found["东港", "union_new", month].state for month in (9, 12)] == ["missed", "behind"]


def test_a_stock_and_a_rate_are_there_or_not(cast: Cast) -> None:
    make_target(cast, cast.east, "member_total", 100)
    make_target(cast, cast.east, "membership_rate", 80)
    values = {"member_total": 90, "employee_total": 100}
    make_return(cast.east, "2026-02", values, state="approved")
    found = of(cast, date(2026, 3, 1))
    assert found["东港", "member_total", 12].state == "open"
    assert (found["东港", "membership_rate", 12].state, found["东港", "membership_rate", 12].total.value) == (
        "done",
        90,
    )


def test_a_ceiling_is_kept_or_broken_and_nothing_reported_is_neither(cast: Cast) -> None:
    make_target(cast, cast.east, "union_new", 3, least=False)
    make_target(cast, cast.west, "union_new", 0, least=False)
    make_target(cast, cast.county, "member_new", 3, least=False)
    make_return(cast.east, "2026-02", {"union_new": 3}, state="approved")
    make_return(cast.west, "2026-02", {"union_new": 1}, state="approved")
    found = of(cast, date(2026, 3, 1))
    states = [
        found[key].state for key in (("东港", "union_new", 12), ("柳溪", "union_new", 12), ("青山", "member_new", 12))
    ]
    assert states == ["kept", "broken", "none"]


def test_a_county_counts_what_its_townships_did_and_only_what_is_approved(cast: Cast) -> None:
    make_target(cast, cast.county, "union_new", 10)
    make_return(cast.east, "2026-02", {"union_new": 3}, state="approved")
    make_return(cast.west, "2026-02", {"union_new": 4}, state="approved")
    make_return(cast.west, "2026-03", {"union_new": 50}, state="reported")
    assert of(cast, date(2026, 6, 1))["青山", "union_new", 12].total.value == 7


def test_many_targets_cost_no_more_queries_than_one(cast: Cast) -> None:
    def queries() -> int:
        rows = list(Target.objects.select_related("union", "indicator"))
        with CaptureQueriesContext(connection) as found:
            progress(cast.county, rows, date(2026, 6, 1))
        return len(found)

    make_target(cast, cast.east, "union_new", 4)
    assert queries() == 4
    for union in (cast.county, cast.west, cast.plant):
        for code in ("union_new", "member_new", "membership_rate"):
            if not Target.objects.filter(union=union, indicator__code=code).exists():
                make_target(cast, union, code, 5)
    assert queries() == 4


def test_every_revision_is_on_record_with_old_and_new(cast: Cast) -> None:
    target = make_target(cast, cast.east, "union_new", 40)
    indicator = target.indicator
    aim = Aim(Decimal(35), False, "县工发〔2026〕9号")
    targets.set_target(cast.east, indicator, 2026, 9, aim, by=cast.stat, revise=target)
    targets.set_target(cast.east, indicator, 2026, 9, aim, by=cast.stat, revise=target)  # nothing new
    targets.drop_target(Target.objects.get(), by=cast.stat)
    changes = [(change.old, change.new) for change in TargetChange.objects.order_by("id")]
    assert changes == [
        ("", "不少于40个"),
        ("不少于40个，原为12月底前", "不超过35个（县工发〔2026〕9号）"),
        ("不超过35个（县工发〔2026〕9号）", ""),
    ]
    assert {change.by for change in TargetChange.objects.all()} == {cast.stat}


def test_a_second_target_for_the_same_month_is_refused(cast: Cast) -> None:
    make_target(cast, cast.east, "union_new", 40)
    with pytest.raises(targets.AlreadySet, match="已经有了"):
        make_target(cast, cast.east, "union_new", 41)
    half = make_target(cast, cast.east, "union_new", 20, 6)
    with pytest.raises(targets.AlreadySet):
        targets.set_target(cast.east, half.indicator, 2026, 12, Aim(Decimal(1)), by=cast.stat, revise=half)


@pytest.mark.parametrize("role", ["leader", "dept", "chair", "clerk", "other_stat"])
def test_only_the_countys_statistician_sets_targets(cast: Cast, role: str) -> None:
    target = make_target(cast, cast.east, "union_new", 40)
    by = getattr(cast, role)
    with pytest.raises(PermissionDenied):
        targets.set_target(cast.east, target.indicator, 2025, 12, Aim(Decimal(1)), by=by)
    with pytest.raises(PermissionDenied):
        targets.drop_target(target, by=by)


def test_a_county_target_is_spread_and_spread_again(cast: Cast) -> None:
    county = make_target(cast, cast.county, "union_new", 10)
    assert targets.spread(county, {cast.east.pk: Decimal(6), cast.west.pk: Decimal(4)}, by=cast.stat) == 2
    assert targets.spread(county, {cast.east.pk: Decimal(6), cast.west.pk: None}, by=cast.stat) == 1
    found = {each.union.name[:2]: each.target for each in Target.objects.exclude(union=cast.county)}
    assert found == {"东港": 6}
    assert targets.spread(county, {cast.other_town.pk: Decimal(9)}, by=cast.stat) == 0
    assert not Target.objects.filter(union=cast.other_town).exists()


@given(
    st.decimals(0, 10_000, places=0),
    st.lists(st.decimals(0, 1000, places=0), min_size=1, max_size=25),
)
def test_shares_add_up_exactly_and_none_is_more_than_one_off(total: Decimal, weights: list[Decimal]) -> None:
    found = shares(total, weights, 0)
    assert sum(found) == total
    whole = sum(weights) or Decimal(len(weights))
    fair = [total * (weight if sum(weights) else 1) / whole for weight in weights]
    assert all(abs(share - exact) < 1 for share, exact in zip(found, fair, strict=True))


def test_shares_are_equal_without_weights_and_keep_decimals() -> None:
    assert shares(Decimal(10), [Decimal(0)] * 3, 0) == [4, 3, 3]
    assert shares(Decimal("1.00"), [Decimal(1), Decimal(2)], 2) == [Decimal("0.33"), Decimal("0.67")]
    assert shares(Decimal(5), [], 0) == []
