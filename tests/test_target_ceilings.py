"""A target that must not be exceeded: kept or broken, never completed, never praised when broken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from makers import make_county, make_return, make_township

from members.models import Union
from members.months import Span
from reports.arithmetic import Total, compare
from reports.models import Indicator, Target
from reports.rollup import rollup
from reports.sentences.phrases import done
from reports.summaries.figures import figures_of

HALF = Span(date(2026, 1, 1), date(2026, 6, 1))


def plain(code: str, figures: object) -> str:
    spans = done(code, figures)  # type: ignore[arg-type]
    return "" if spans is None else "".join(getattr(each, "text", "") or getattr(each, "shown", "") for each in spans)


def make_target(union: Union, code: str, target: int, *, at_least: bool = True) -> Target:
    indicator = Indicator.objects.get(code=code)
    return Target.objects.create(union=union, indicator=indicator, year=2026, target=target, at_least=at_least)


@pytest.mark.parametrize(
    ("value", "target", "at_most", "met"),
    [
        ("9", "10", False, False), ("10", "10", False, True), ("11", "10", False, True),
        ("9", "10", True, True), ("10", "10", True, True), ("11", "10", True, False),
        ("0", "0", True, True), ("1", "0", True, False), ("0", "0", False, True),
    ],
)  # fmt: skip
def test_a_target_is_met_at_its_value_from_the_right_side(value: str, target: str, at_most: bool, met: bool) -> None:
    total = Total("x", Decimal(value), target=Decimal(target), at_most=at_most)
    assert total.is_met is met


def test_a_ceiling_has_no_completion_and_nothing_is_met_without_value_or_target() -> None:
    assert Total("x", Decimal(12), target=Decimal(10), at_most=True).completion is None
    assert Total("x", Decimal(12), target=Decimal(10)).completion == 120
    assert Total("x", None, target=Decimal(10)).is_met is None
    assert Total("x", Decimal(1)).is_met is None


def test_only_an_indicator_with_a_target_is_a_ceiling() -> None:
    totals = {"a": Total("a", Decimal(1)), "b": Total("b", Decimal(1))}
    compared = compare(totals, {}, {}, {"a": Decimal(2)}, {"a", "b"})
    assert (compared["a"].at_most, compared["b"].at_most) == (True, False)


@pytest.fixture
def town(db: None) -> Union:
    return make_township(make_county())


def test_a_broken_ceiling_is_a_problem_and_no_praise(town: Union) -> None:
    make_target(town, "union_new", 3, at_least=False)
    code = "union_new"
    make_return(town, "2026-02", {code: 8}, state="approved")
    figures = figures_of(rollup(town, HALF), "half_year", {})
    assert figures.words["over_targets"]
    assert not figures.words["gap_targets"] and not figures.words["slow_targets"] and not figures.words["zero_targets"]
    assert "all_done" not in figures.flags and "on_schedule" not in figures.flags
    assert plain(code, figures).startswith("超过年度控制数3")


def test_a_kept_ceiling_is_neither_slow_nor_short_nor_idle(town: Union) -> None:
    make_target(town, "union_new", 30, at_least=False)
    make_target(town, "member_new", 40)
    make_return(town, "2026-02", {"union_new": 0, "member_new": 50}, state="approved")
    figures = figures_of(rollup(town, HALF), "half_year", {})
    words = ("over_targets", "gap_targets", "slow_targets", "zero_targets")
    assert [figures.words[word] for word in words] == ["", "", "", ""]
    assert {"all_done", "on_schedule"} <= figures.flags
    assert plain("union_new", figures) == "控制在年度目标30个以内"
    assert figures.value("union_new", "shortfall") is None


def test_a_broken_ceiling_takes_the_praise_from_tasks_that_are_done(town: Union) -> None:
    make_target(town, "union_new", 0, at_least=False)
    make_target(town, "member_new", 40)
    make_return(town, "2026-02", {"union_new": 1, "member_new": 50}, state="approved")
    figures = figures_of(rollup(town, HALF), "half_year", {})
    assert not {"all_done", "on_schedule"} & figures.flags


def test_an_unreported_ceiling_is_neither_kept_nor_broken(town: Union) -> None:
    make_target(town, "union_new", 3, at_least=False)
    make_return(town, "2026-02", {"member_new": 50}, state="approved")
    figures = figures_of(rollup(town, HALF), "half_year", {})
    assert figures.words["over_targets"] == "" and plain("union_new", figures) == ""


def test_a_rate_may_be_a_ceiling(town: Union) -> None:
    code = (
        Indicator.objects.filter(kind="ratio", numerator__isnull=False).order_by("pk").values_list("code", flat=True)[0]
    )
    ratio = Indicator.objects.select_related("numerator", "denominator").get(code=code)
    make_target(town, code, 50, at_least=False)
    values = {ratio.numerator.code: 6, ratio.denominator.code: 10}
    make_return(town, "2026-06", values, state="approved")
    rolled = rollup(town, HALF)
    assert rolled.totals[code].at_most and rolled.totals[code].is_met is False
    assert plain(code, figures_of(rolled, "half_year", {})) == "超过年度控制数50%"
