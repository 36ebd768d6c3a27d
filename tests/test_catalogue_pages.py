"""The catalogue in the browser: what is listed, searched, typed in and refused; and how many queries that takes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from makers import Cast, make_return, signed_in
from test_catalogue_definitions import make_entered, make_rate

from members.models import User
from members.months import parse_period
from reports import catalogue_editing
from reports.documents import txt
from reports.models import FormerDefinition, Indicator, OffYears
from reports.rollup import rollup
from reports.summaries.compose import compose

NEXT = timezone.localdate().year + 1


def read(user: User, address: str) -> str:
    response = signed_in(user).get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(user: User, address: str, **data: Any) -> tuple[int, str]:
    """Status, and the page one then sees."""
    response = signed_in(user).post(address, data, follow=True)
    return 302 if response.redirect_chain else response.status_code, response.content.decode()


def queries(user: User, address: str) -> int:
    client = signed_in(user)
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len([each for each in found if "django_session" not in each["sql"]])


def entered(**fields: str) -> dict[str, str]:
    return {
        "name_zh": "市级先锋号", "section": "S14", "kind": "flow", "unit": "个", "due": "half_year",
        "asked_of": "", "measure_word": "", "aliases": "", "parent": "", "parent_rel": "", "code": "", "source": "",
        "valid_from": "", **fields,
    }  # fmt: skip


def test_the_list_takes_the_same_few_queries_however_long_it_is(cast: Cast) -> None:
    few = queries(cast.stat, "/catalogue/")
    for number in range(5):
        each = make_entered(cast, f"试点数{number}")
        make_return(cast.east, f"2026-{number + 1:02d}", {each.code: 1})
        catalogue_editing.switch_off([each], 2030, by=cast.stat)
    assert few <= 8
    assert queries(cast.stat, "/catalogue/") == few
    assert queries(cast.stat, "/catalogue/union_new/") <= 10


def test_use_is_counted_in_unions_of_the_year_and_the_year_before_and_only_ones_own(cast: Cast) -> None:
    each = make_entered(cast, "试点数")
    for union in (cast.east, cast.west, cast.other_town):
        make_return(union, "2026-03", {each.code: 1})
        make_return(union, "2026-04", {each.code: 1})
    make_return(cast.east, "2025-03", {each.code: 1})
    from reports.views.catalogue import lines_of

    def used(user: User) -> tuple[int, int]:
        line = next(line for line in lines_of(user, 2026) if line.indicator == each)
        return line.used, line.used_before

    assert (used(cast.stat), used(cast.west_clerk)) == ((2, 1), (1, 0))


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ("q=先锋", "x_xz", "union_total"),
        ("q=别名乙", "x_xz", "union_total"),
        ("q=union_total", "union_total", "x_xz"),
        ("section=S14", "x_xz", "union_total"),
        ("show=own", "x_xz", "union_total"),
        ("show=off&year=2026", "member_new", "union_total"),
        ("show=on&year=2026", "union_total", "member_new"),
        ("show=off&year=2025", "没有符合条件的指标", "union_total"),
        ("q=%3Cscript%3E", "没有符合条件的指标", "<script>alert"),
    ],
)
def test_the_list_is_searched(cast: Cast, query: str, found: str, not_found: str) -> None:
    make_entered(cast, "先锋数", section="S14", code="x_xz", aliases="别名甲、别名乙")
    catalogue_editing.switch_off([Indicator.objects.get(code="member_new")], 2026, by=cast.stat)
    page = read(cast.stat, f"/catalogue/?{query}")
    assert found in page and f'id="i-{not_found}"' not in page and "<script>alert" not in page


def test_a_new_indicator_is_on_the_entry_page_and_in_the_totals(cast: Cast) -> None:
    status, page = post(cast.stat, "/catalogue/new/entered/", **entered())
    each = Indicator.objects.get(built_in=False)
    assert status == 302 and "已新增“市级先锋号”，代码 x_sjxfh。" in page
    assert (each.code, each.unit, each.month_agg, each.due, each.entry) == (
        "x_sjxfh",
        "个",
        "sum",
        "half_year",
        "manual",
    )
    monthly_return = make_return(cast.east, "2026-06", {each.code: 3}, state="approved")
    assert "市级先锋号" in read(cast.clerk, f"/returns/{make_return(cast.east, '2026-07').pk}/")
    assert rollup(cast.county, parse_period("2026H1")).totals[each.code].value == 3, monthly_return


def test_a_ratio_and_a_balance_are_computed(cast: Cast) -> None:
    top, bottom = make_entered(cast, "甲数"), make_entered(cast, "乙数")
    ratio = entered(name_zh="甲乙率", numerator=top.code, denominator=bottom.code)
    balance = entered(name_zh="甲减乙", kind="stock", sign0="+", term0=top.code, sign1="-", term1=bottom.code)
    assert post(cast.stat, "/catalogue/new/ratio/", **ratio)[0] == 302
    assert post(cast.stat, "/catalogue/new/balance/", **balance)[0] == 302
    make_return(cast.east, "2026-06", {top.code: 3, bottom.code: 4}, state="approved")
    totals = rollup(cast.east, parse_period("2026-06")).totals
    assert (totals["x_jyl"].value, totals["x_jjy"].value) == (75, -1)


def test_a_ratio_without_parts_is_stated_by_hand(cast: Cast) -> None:
    assert post(cast.stat, "/catalogue/new/ratio/", **entered(name_zh="满意率", numerator="", denominator=""))[0] == 302
    make_return(cast.east, "2026-06", {"x_myl": 98}, state="approved")
    make_return(cast.west, "2026-06", {"x_myl": 90}, state="approved")
    assert rollup(cast.east, parse_period("2026-06")).totals["x_myl"].value == 98
    assert rollup(cast.county, parse_period("2026-06")).totals["x_myl"].value is None, "rates are never averaged"


@pytest.mark.parametrize(
    ("way", "fields", "words"),
    [
        ("entered", {"name_zh": ""}, "请填写"),
        ("entered", {"name_zh": "长" * 81}, "不超过80个字"),
        ("entered", {"kind": "ratio"}, "没有这一项"),
        ("entered", {"section": "S99"}, "没有这一项"),
        ("entered", {"code": "2x"}, "不能作代码"),
        ("entered", {"code": "union_new"}, "已被别的指标使用"),
        ("entered", {"valid_from": "2026-13"}, "不是月份"),
        ("ratio", {"numerator": "union_new", "denominator": ""}, "分子、分母要么都写"),
        ("ratio", {"numerator": "membership_rate", "denominator": "union_new"}, "没有这一项"),
        ("balance", {"sign0": "+", "term0": "union_new"}, "至少要有两项"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed_kept(
    cast: Cast, way: str, fields: dict[str, str], words: str
) -> None:
    status, page = post(cast.stat, f"/catalogue/new/{way}/", **entered(measure_word="面", **fields))
    assert status == 422 and words in page
    assert 'value="面"' in page or way == "ratio"
    assert not Indicator.objects.filter(built_in=False).exists()


def test_several_are_switched_off_and_on_from_a_year(cast: Cast) -> None:
    codes = ["union_new", "member_new"]
    status, page = post(cast.stat, "/catalogue/", code=codes, year=str(NEXT), action="off")
    assert status == 302 and f"2 个指标自{NEXT}年起停用" in page
    assert OffYears.objects.count() == 2
    assert f"2 个指标自{NEXT}年起启用" in post(cast.stat, "/catalogue/", code=codes, year=str(NEXT), action="on")[1]
    assert "请先勾选指标" in post(cast.stat, "/catalogue/", year=str(NEXT), action="off")[1]
    assert not OffYears.objects.exists()


def test_the_page_of_an_indicator_amends_moves_and_retires_it(cast: Cast) -> None:
    each = make_entered(cast, "试点数", section="S14")
    fields = entered(
        name_zh="试点单位数", due="quarter", asked_of="township", parent="union_total", parent_rel="subset"
    )  # fmt: skip
    status, page = post(cast.stat, f"/catalogue/{each.code}/", **fields)
    assert status == 302 and "已保存：" in page and "每月 → 每季" in page and "各填报单位 → 乡镇（街道）工会" in page
    assert "没有改动" in post(cast.stat, f"/catalogue/{each.code}/", **fields)[1]
    assert post(cast.stat, f"/catalogue/{each.code}/move/", step="up")[0] == 302
    assert "用到2026年5月为止" in post(cast.stat, f"/catalogue/{each.code}/retire/", month="2026-05")[1]
    assert "不是月份" in post(cast.stat, f"/catalogue/{each.code}/retire/", month="soon")[1]
    assert "已取消撤销" in post(cast.stat, f"/catalogue/{each.code}/retire/", month="")[1]


def test_a_definition_is_changed_from_a_year_on_and_both_are_shown(cast: Cast) -> None:
    rate, top, _, existing = make_rate(cast)
    fields = {
        "year": "2027",
        "name_zh": "职代会建制率",
        "numerator": top.code,
        "denominator": existing.code,
        "source": "",
    }
    status, page = post(cast.stat, f"/catalogue/{rate.code}/definition/", **fields)
    assert status == 302 and "2026年及以前仍按原口径" in page
    assert "建制单位 ÷ 覆盖单位" in page and "建制单位 ÷ 企业总数" in page
    assert "请填四位数字" in post(cast.stat, f"/catalogue/{rate.code}/definition/", **fields | {"year": "soon"})[1]
    assert FormerDefinition.objects.count() == 1


def test_readers_see_no_buttons_and_strangers_no_names(cast: Cast) -> None:
    each = make_entered(cast, "试点数")
    catalogue_editing.amend(each, {"due": "quarter"}, by=cast.other_stat)
    for user in (cast.clerk, cast.leader, cast.liaison):
        page = read(user, f"/catalogue/{each.code}/")
        assert "改口径" not in page and '<form class="body"' not in page
        assert "卫统计" not in page and "钱统计" in page
        assert "停用</button>" not in read(user, "/catalogue/")


def test_an_indicator_and_a_target_added_in_the_browser_are_in_the_next_report(cast: Cast) -> None:
    post(cast.stat, "/catalogue/new/entered/", **entered(due="month", measure_word="面"))
    target = {
        "union": cast.east.code, "indicator": "x_sjxfh", "year": "2026", "at_least": "yes", "target": "8",
        "by_month": "12", "document": "", "note": "",
    }  # fmt: skip
    post(cast.stat, "/targets/new/", **target)
    for month in range(1, 7):
        make_return(cast.east, f"2026-{month:02d}", {"x_sjxfh": 1, "member_new": 2}, state="approved")
    text = txt.render(compose(cast.east, parse_period("2026H1")).document).decode()
    assert "市级先锋号6面" in text
    table = next(line for line in text.splitlines() if line.lstrip("| ").startswith("市级先锋号") and "75" in line)
    assert "8" in table
