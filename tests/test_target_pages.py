"""Targets in the browser: set, revised, taken back, spread; what a reader sees; how many queries the list takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from makers import Cast, make_return, signed_in
from test_catalogue_pages import post, read
from test_target_progress import make_target

from members.months import Span, parse_period
from reports.models import Target, TargetChange
from reports.rollup import rollup
from reports.summaries.figures import figures_of


def filled(cast: Cast, **fields: str) -> dict[str, str]:
    return {
        "union": cast.east.code, "indicator": "union_new", "year": "2026", "at_least": "yes", "target": "40",
        "by_month": "9", "document": "县工发〔2026〕3号", "note": "", **fields,
    }  # fmt: skip


def test_a_target_set_in_the_browser_reaches_the_report(cast: Cast) -> None:
    status, page = post(cast.stat, "/targets/new/", **filled(cast))
    assert status == 302 and "不少于40个（县工发〔2026〕3号）" in page
    make_return(cast.east, "2026-03", {"union_new": 10}, state="approved")
    rolled = rollup(cast.east, Span(parse_period("2026-01").first, parse_period("2026-06").first))
    assert (rolled.totals["union_new"].target, rolled.totals["union_new"].completion) == (40, 25)
    assert "新建工会" in figures_of(rolled, "half_year", {}).words["slow_targets"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"target": ""}, "请填写任务数"),
        ({"target": "40余"}, "请填准确的数字"),
        ({"target": "四十"}, "40"),
        ({"target": "4.5"}, "应为整数"),
        ({"target": "-4"}, "不能为负数"),
        ({"target": "0"}, "不成任务"),
        ({"union": "NOWHERE"}, "没有这一项"),
        ({"indicator": ""}, "请选择指标"),
        ({"year": "今年"}, "请填四位数字"),
        ({"by_month": "13"}, "没有这一项"),
        ({"document": "长" * 61}, "不超过60个字"),
    ],
)
def test_what_is_no_target_is_refused(cast: Cast, fields: dict[str, str], words: str) -> None:
    status, page = post(cast.stat, "/targets/new/", **filled(cast, **fields))
    assert status == 422 and (words in page or words == "40")
    assert not Target.objects.exists()


def test_none_is_a_fair_ceiling(cast: Cast) -> None:
    assert post(cast.stat, "/targets/new/", **filled(cast, target="0", at_least="no"))[0] == 302
    assert "不超过" in read(cast.clerk, "/targets/?year=2026")


def test_another_countys_union_is_not_offered(cast: Cast) -> None:
    assert post(cast.stat, "/targets/new/", **filled(cast, union=cast.other_town.code))[0] == 422
    assert "桥头镇" not in read(cast.stat, "/targets/new/")


def test_a_target_is_revised_and_taken_back_on_record(cast: Cast) -> None:
    target = make_target(cast, cast.east, "union_new", 40)
    fields = {"target": "35", "by_month": "12", "at_least": "yes", "document": "县工发〔2026〕9号", "note": ""}
    status, page = post(cast.stat, f"/targets/{target.pk}/", **fields)
    assert status == 302 and "不少于40个 → 不少于35个（县工发〔2026〕9号）" in page and "钱统计" in page
    status, page = post(cast.stat, f"/targets/{target.pk}/delete/")
    assert status == 302 and "→ 撤销" in page
    assert (Target.objects.count(), TargetChange.objects.count()) == (0, 3)


def test_a_month_that_is_taken_is_refused_at_the_month(cast: Cast) -> None:
    make_target(cast, cast.east, "union_new", 20, 6)
    target = make_target(cast, cast.east, "union_new", 40)
    fields = {"target": "40", "by_month": "6", "at_least": "yes", "document": "", "note": ""}
    status, page = post(cast.stat, f"/targets/{target.pk}/", **fields)
    assert status == 422 and "已经有了" in page


def test_a_county_target_is_divided_by_last_year_and_saved_when_it_adds_up(cast: Cast) -> None:
    county = make_target(cast, cast.county, "union_new", 10)
    make_return(cast.east, "2025-03", {"union_new": 6}, state="approved")
    make_return(cast.west, "2025-03", {"union_new": 3}, state="approved")
    page = read(cast.stat, f"/targets/{county.pk}/spread/?way=last")
    assert f'name="u{cast.east.pk}" value="7"' in page and f'name="u{cast.west.pk}" value="3"' in page
    page = read(cast.stat, f"/targets/{county.pk}/spread/?way=equal")
    assert f'name="u{cast.east.pk}" value="5"' in page
    wrong = {f"u{cast.east.pk}": "7", f"u{cast.west.pk}": "5"}
    status, page = post(cast.stat, f"/targets/{county.pk}/spread/", **wrong)
    assert status == 422 and "各单位合计12，比任务数10多2" in page
    status, page = post(cast.stat, f"/targets/{county.pk}/spread/", **wrong, anyway="1")
    assert status == 302 and "已分解到各单位，2 条有变动" in page
    status, page = post(cast.stat, f"/targets/{county.pk}/spread/", **{f"u{cast.east.pk}": "十"})
    assert status == 422
    assert sorted(Target.objects.exclude(union=cast.county).values_list("target", flat=True)) == [5, 7]


def test_a_rate_is_not_divided(cast: Cast) -> None:
    county = make_target(cast, cast.county, "membership_rate", 90)
    page = read(cast.stat, f"/targets/{county.pk}/spread/")
    assert "比率不能分摊" in page and f'name="u{cast.east.pk}" value="90"' in page and "合计不等" not in page


def test_a_township_sees_its_own_targets_and_no_buttons(cast: Cast) -> None:
    for union in (cast.county, cast.east, cast.west):
        make_target(cast, union, "union_new", 40)
    page = read(cast.clerk, "/targets/?year=2026")
    assert "东港镇总工会" in page and "柳溪镇总工会" not in page
    assert "下达任务</a>" not in page and "修改</a>" not in page
    assert "任务由县总工会下达" in read(cast.clerk, "/targets/?year=2025")


def test_the_list_says_how_each_stands_and_can_be_narrowed(cast: Cast) -> None:
    make_target(cast, cast.east, "union_new", 10)
    make_target(cast, cast.west, "union_new", 10)
    make_return(cast.east, "2026-06", {"union_new": 5}, state="approved")
    make_return(cast.west, "2026-06", {"union_new": 4}, state="approved")
    page = read(cast.stat, "/targets/?year=2026")
    assert "按6月底前审核通过的月报计" in page
    assert (
        'aria-label="不低于序时：现为5个，不少于10个"' in page and 'aria-label="低于序时：现为4个，不少于10个"' in page
    )
    page = read(cast.stat, "/targets/?year=2026&state=behind")
    assert "低于序时：现为4个" in page and "现为5个" not in page
    assert "没有这样的任务" in read(cast.stat, f"/targets/?year=2026&state=broken&union={cast.east.code}")


def test_the_list_takes_no_more_queries_for_more_targets(cast: Cast) -> None:
    def queries() -> int:
        client = signed_in(cast.stat)
        client.get("/targets/?year=2026")
        with CaptureQueriesContext(connection) as found:
            client.get("/targets/?year=2026")
        return len(found)

    make_target(cast, cast.east, "union_new", 10)
    make_return(cast.east, "2026-06", {"union_new": 5}, state="approved")
    few = queries()
    for union in (cast.county, cast.west, cast.plant):
        for code in ("union_new", "member_new", "membership_rate"):
            make_target(cast, union, code, 10)
    assert queries() == few <= 13
