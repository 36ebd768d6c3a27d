"""Do the pages of totals show what the roll-up says, to those who may see it?"""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from makers import Cast, make_cast, make_return, signed_in

from members.models import Role
from reports.forms.periods import choose, fields_of, period_text
from reports.models import Indicator, State, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def cells(body: str, name: str) -> list[str]:
    """The texts of the row that begins with this name."""
    row = next(part for part in body.split("<tr") if re.search(rf'<th scope="row">{re.escape(name)}</th>', part))
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)]


def page(client: Client, name: str = "rollup", *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_worked_example_stands_on_the_page(cast: Cast) -> None:
    by = cast.clerk
    make_return(cast.east, "2026-01", {"member_total": 100}, state=State.APPROVED, by=by)
    make_return(cast.east, "2026-02", {"member_total": 110}, state=State.APPROVED, by=by)
    make_return(cast.west, "2026-01", {"member_total": 50}, state=State.APPROVED, by=by)
    cast.county.files_returns = False
    cast.county.save()
    client = signed_in(cast.stat)
    unit, value, share, previous, base, change, note = cells(page(client, period="2026-01..2026-02"), "会员人数")
    assert (unit, value, share, previous, base, change) == ("人", "160", "3/4", "—", "—", "—")
    assert note == "柳溪镇沿用1月数"
    opened = page(client, "rollup-cell", "member_total", period="2026-01..2026-02")
    assert "应报2个单位，1个已报齐，1个未报齐" in opened
    assert cells(opened, "柳溪镇总工会") == ["50", "50", "—", "2月未开始"]


def test_several_earlier_months_are_counted_in_the_row_and_named_beside(cast: Cast) -> None:
    for union, month in ((cast.east, "2026-01"), (cast.west, "2026-02"), (cast.county, "2026-03")):
        make_return(union, month, {"member_total": 50}, state=State.APPROVED, by=cast.clerk)
    client = signed_in(cast.stat)
    body = page(client, period="2026-01..2026-03")
    assert cells(body, "会员人数")[-1] == "沿用2个"
    assert re.search(r'<td class="note" title="[^"]*东港镇1月[^"]*">沿用2个</td>', body)
    assert body.count("取该单位较早月份的数") == 1
    assert "东港镇总工会1月" in page(client, "rollup-cell", "member_total", period="2026-01..2026-03")
    assert "取该单位较早月份的数" not in page(client, period="2026-01")


def test_nothing_not_applicable_and_none_are_three_things(cast: Cast) -> None:
    values = {"union_new": 0, "union_revoked": "na"}
    make_return(cast.east, "2026-01", values, state=State.APPROVED, by=cast.clerk)
    body = page(signed_in(cast.clerk), period="2026-01")
    assert cells(body, "新建工会数")[1] == "0"
    assert cells(body, "撤销（合并）工会数")[1] == "不适用"
    assert cells(body, "新发展会员")[1] == "—"


def test_figures_not_yet_approved_count_only_when_asked_for(cast: Cast) -> None:
    make_return(cast.east, "2026-01", {"union_new": 3}, state=State.REPORTED, by=cast.clerk)
    client = signed_in(cast.clerk)
    assert cells(page(client, period="2026-01"), "新建工会数")[1] == "—"
    provisional = page(client, period="2026-01", provisional="1")
    assert cells(provisional, "新建工会数")[1] == "3"
    assert "含未审核数据" in provisional
    opened = page(client, "rollup-cell", "union_new", period="2026-01")
    assert 'class="num off"' in opened and "待审核，未计入" in opened
    make_return(cast.east, "2026-02", {"union_new": 2}, state=State.APPROVED, by=cast.clerk)
    for month, told in (("2026-01", True), ("2026-02", False)):
        opened = page(client, "rollup-cell", "union_new", period=month, provisional="1")
        card = page(client, "figure-card", "union_new", period=month, provisional="1")
        assert ("含未审核数据" in opened, "所列月报都已审核通过" in opened, "含未审核" in card) == (
            told,
            not told,
            told,
        )


def test_targets_stand_beside_what_is_done(cast: Cast) -> None:
    make_return(cast.east, "2026-01", {"union_new": 3}, state=State.APPROVED, by=cast.clerk)
    client = signed_in(cast.clerk)
    assert "年度任务" not in page(client, period="2026-01")
    Target.objects.create(union=cast.east, indicator=Indicator.objects.get(code="union_new"), year=2026, target=12)
    assert cells(page(client, period="2026-01"), "新建工会数")[6:8] == ["12", "25%"]


def test_targets_of_what_is_not_listed_make_no_columns(cast: Cast) -> None:
    yearly = Indicator.objects.filter(due="half_year").first()
    assert yearly is not None
    Target.objects.create(union=cast.west, indicator=yearly, year=2026, target=12)
    assert "年度任务" not in page(signed_in(cast.clerk), period="2026-01")


def test_a_ratio_names_its_parts_and_is_not_averaged(cast: Cast) -> None:
    for union, members, employees in ((cast.east, 90, 100), (cast.west, 10, 40)):
        values = {"member_total": members, "employee_total": employees}
        make_return(union, "2026-01", values, state=State.APPROVED, by=cast.clerk)
    opened = page(signed_in(cast.stat), "rollup-cell", "membership_rate", period="2026-01")
    assert "<b>71.4</b>" in opened
    assert opened.index(">会员人数</a>") < opened.index(">已建会单位职工人数</a>")
    assert cells(opened, "柳溪镇总工会")[:2] == ["25", "25"]


def test_a_cell_leads_to_its_return(cast: Cast) -> None:
    found = make_return(cast.east, "2026-01", {"union_new": 3}, state=State.APPROVED, by=cast.clerk)
    opened = page(signed_in(cast.stat), "rollup-cell", "union_new", period="2026-01")
    assert reverse("return-review", args=[found.pk]) in opened


def test_nobody_opens_a_union_that_is_not_below_his_own(cast: Cast) -> None:
    client = signed_in(cast.clerk)
    for code in (cast.west.code, cast.other_town.code, cast.county.code, "nobody"):
        assert client.get(reverse("rollup"), {"union": code}).status_code == 404
        assert client.get(reverse("rollup-cell", args=["member_total"]), {"union": code}).status_code == 404
    assert client.get(reverse("rollup-cell", args=["no_such"])).status_code == 404
    for role in (Role.SYS_ADMIN, Role.SEC_ADMIN, Role.LOG_ADMIN):
        assert signed_in(cast.of(role)).get(reverse("rollup")).status_code == 403


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"period": "2026-13"}, "2026-13"),
        ({"year": "26", "part": "year"}, "年度请填四位数字"),
        ({"part": "span", "first": "2026-05", "last": "2026-01"}, "晚于"),
        ({"part": "span", "first": "一月", "last": "2026-01"}, "不是月份"),
        ({"part": "weekly"}, "没有这种期间"),
        ({"period": "1950-01..2026-01"}, "最多汇总120个月"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_running_year_shown(cast: Cast, query: dict[str, str], words: str) -> None:
    body = page(signed_in(cast.clerk), **query)
    assert words in body and 'role="alert"' in body


@pytest.mark.parametrize(
    ("part", "year", "period"),
    [
        ("year", "2025", "2025-01..2025-12"),
        ("H1", "2025", "2025-01..2025-06"),
        ("H2", "2025", "2025-07..2025-12"),
        ("Q4", "2025", "2025-10..2025-12"),
        ("02", "2025", "2025-02"),
        ("stat", "2025", "stat2025"),
        ("running", "2024", "2024-01..2024-12"),
    ],
)
def test_the_picker_and_the_address_name_the_same_span(cast: Cast, part: str, year: str, period: str) -> None:
    chosen = choose({"year": year, "part": part}, [cast.east], cast.east)
    assert (chosen.problem, period_text(chosen.span)) == ("", period)
    again = choose({"period": period}, [cast.east], cast.east)
    assert again.span == chosen.span
    shown = fields_of(chosen.span)
    assert choose({"year": shown["year"], "part": shown["part"]}, [cast.east], cast.east).span == chosen.span


def test_a_span_of_ones_own_comes_back_into_the_picker(cast: Cast) -> None:
    body = page(signed_in(cast.clerk), part="span", first="2025-08", last="2026-03")
    assert '<option value="span" selected>' in body
    assert 'value="2025-08"' in body and 'value="2026-03"' in body
    assert "2025年8月—2026年3月汇总" in body


def test_a_grassroots_union_that_files_nothing_is_told_so(cast: Cast) -> None:
    body = page(signed_in(cast.liaison))
    assert "没有填报月报的单位" in body


def test_the_page_costs_few_queries(cast: Cast, django_assert_num_queries: object) -> None:
    make_return(cast.east, "2026-01", {"member_total": 100}, state=State.APPROVED, by=cast.clerk)
    make_return(cast.west, "2026-01", {"member_total": 100}, state=State.APPROVED, by=cast.clerk)
    client = signed_in(cast.auditor)
    page(client)  # the first page of a session also writes it
    sign_in = 2
    with django_assert_num_queries(sign_in + 7):  # type: ignore[operator]
        page(client, period="2026-01")
    with django_assert_num_queries(sign_in + 11):  # type: ignore[operator]
        page(client, "rollup-cell", "member_total", period="2026-01")


def test_january_opens_on_the_year_that_has_just_ended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 1, 8))
    assert "2026年汇总" in page(signed_in(cast.clerk))


def test_how_far_a_figure_is_reported_reads_as_one_says_it(cast: Cast) -> None:
    stat, clerk = signed_in(cast.stat), signed_in(cast.clerk)
    assert "应报3个单位，均未报齐" in page(stat, "rollup-cell", "member_total", period="2026-01")
    assert "3个单位均未填报，应报3份，均未报" in page(stat, "figure-card", "member_total", period="2026-01")
    assert "还没有报齐" in page(clerk, "rollup-cell", "member_total", period="2026-01")
    half = Indicator.objects.filter(due="half_year", enabled=True).first()
    assert half is not None
    assert "本期不要求填报这个指标" in page(stat, "rollup-cell", half.code, period="2026-01")
    assert "本期不要求填报" in page(stat, "figure-card", half.code, period="2026-01")
    for union in (cast.county, cast.east, cast.west):
        make_return(union, "2026-01", {"member_total": 5}, state=State.APPROVED, by=cast.clerk)
    assert "应报3个单位，全部报齐" in page(stat, "rollup-cell", "member_total", period="2026-01")
    assert "3个单位均已填报，应报3份，全部报齐" in page(stat, "figure-card", "member_total", period="2026-01")
    assert "已经报齐" in page(clerk, "rollup-cell", "member_total", period="2026-01")
