"""Does the rollup command print what the interface promises, exactly?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from loading import load
from makers import Cast, make_cast, make_return
from read_reports import run

from members.models import Union
from reports.models import Indicator, State

pytestmark = pytest.mark.django_db

KEYS = {
    "value", "unit", "reported", "expected", "numerator", "denominator", "previous", "base", "change", "target",
    "not_applicable", "carried",
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    """100 and 110 members in 东港, 50 and then nothing in 柳溪; 39 of 41 employers organised."""
    cast = make_cast()
    for union, month, values in (
        (cast.east, "2019-12", {"member_total": 90}),
        (
            cast.east,
            "2020-01",
            {"member_total": 100, "member_new": 10, "employer_organized": 39, "employer_should": 41},
        ),
        (cast.east, "2020-02", {"member_total": 110, "member_new": 0, "union_new": "na"}),
        (cast.west, "2020-01", {"member_total": 50, "member_new": 5}),
    ):
        make_return(union, month, values, state=State.APPROVED, by=cast.stat)
    make_return(cast.west, "2020-02", {"member_total": 60, "member_new": 7})
    return cast


def values(union: Union, period: str, *more: str) -> dict[str, Any]:
    return json.loads(run("rollup", "--union", union.code, "--period", period, "--format", "json", *more))["values"]


def test_the_worked_example_comes_out(cast: Cast) -> None:
    found = values(cast.county, "2020-01..2020-02")["member_total"]
    assert found == {
        "value": "160", "unit": "人", "reported": "3", "expected": "6", "not_applicable": "0", "numerator": None,
        "denominator": None, "previous": None, "base": "90", "change": "70", "target": None,
        "carried": [{"union": cast.west.code, "month": "2020-01"}],
    }  # fmt: skip


def test_every_enabled_indicator_has_every_key(cast: Cast) -> None:
    content = json.loads(run("rollup", "--union", cast.county.code, "--period", "2020H1", "--format", "json"))
    assert (content["union"], content["period"], content["provisional"]) == (cast.county.code, "2020H1", False)
    assert set(content["values"]) == set(Indicator.objects.filter(enabled=True).values_list("code", flat=True))
    assert all(set(row) == KEYS for row in content["values"].values())


def test_a_rate_is_exact_and_shows_its_parts(cast: Cast) -> None:
    rate = next(i for i in Indicator.objects.filter(numerator__code="employer_organized") if i.denominator)
    cast.mill.files_returns = True
    cast.mill.save()
    row = values(cast.county, "2020-01")[rate.code]
    assert rate.denominator is not None
    assert (row["numerator"], rate.denominator.code) == ("39", "employer_should")
    assert row["value"].startswith("95.1219512195121951")


def test_not_applicable_is_counted_apart(cast: Cast) -> None:
    row = values(cast.east, "2020-02")["union_new"]
    assert (row["value"], row["reported"], row["not_applicable"], row["expected"]) == (None, "0", "1", "1")


def test_provisional_adds_what_is_not_yet_approved(cast: Cast) -> None:
    assert values(cast.county, "2020-02")["member_new"]["value"] == "0"
    assert values(cast.county, "2020-02", "--provisional")["member_new"]["value"] == "7"
    text = run("rollup", "--union", cast.county.code, "--period", "2020-02", "--provisional")
    assert "含已填报而未审核通过的数据" in text


def test_the_table_lines_up_and_leaves_out_what_says_nothing(cast: Cast) -> None:
    lines = run("rollup", "--union", cast.east.code, "--period", "2020-01..2020-02").splitlines()
    assert lines[0] == "东港镇总工会 2020年1—2月（只含审核通过的数据）"
    heads, rows = lines[1].split(), {line.split()[0]: line for line in lines[2:]}
    assert heads == ["代码", "指标", "单位", "数值", "已报/应报", "上年同期", "上年末", "增减", "任务"]
    assert rows["member_total"].split()[2:] == ["人", "110", "2/2", "—", "90", "20", "—"]
    assert "不适用" in rows["union_new"]
    assert "dispute_accepted" not in rows


@pytest.mark.parametrize("period", ["2020", "2020H1", "2020H2", "2020Q1", "2020-01", "2020-01..2020-08", "stat2020"])
def test_every_way_to_write_a_period_is_understood(period: str, cast: Cast) -> None:
    assert values(cast.east, period)["member_total"]["unit"] == "人"


@pytest.mark.parametrize(
    ("union", "period", "words"), [("none", "2020", "没有代码为“none”的工会"), ("", "2020X", "应写作 2010、2010H1")]
)
def test_an_unknown_union_or_period_is_refused(union: str, period: str, words: str, cast: Cast) -> None:
    with pytest.raises(CommandError, match=words):
        run("rollup", "--union", union or cast.east.code, "--period", period)


def test_figures_in_yuan_and_in_ten_thousands_stay_in_their_own_unit(cast: Cast, tmp_path: Path) -> None:
    rows = f"union_code,month,code,value\n{cast.east.code},2020-03,aid_amount,662815.5\n"
    rows += f"{cast.east.code},2020-03,competition_benefit,83.25\n"
    load("load_figures", tmp_path, rows, "--approve")
    found = values(cast.county, "2020-03")
    assert (found["aid_amount"]["value"], found["aid_amount"]["unit"]) == ("662815.5", "元")
    assert (found["competition_benefit"]["value"], found["competition_benefit"]["unit"]) == ("83.25", "万元")
