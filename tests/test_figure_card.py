"""Does every number of a report open, and to the months it comes from?"""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.urls import reverse
from makers import Cast, make_return, make_summary, signed_in

from reports.blocks import Bound, Chart
from reports.charts import draw
from reports.models import Figure, Indicator, State, Summary, Target
from reports.summaries import document_of
from reports.views.paper import Linker, months_behind

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's half-year: this year, last year, last year's end, a target."""
    last, this = {"member_new": 40, "member_total": 5000}, {"member_new": 48, "member_total": 5200}
    for month, values in (("2025-06", last), ("2025-12", {"member_total": 5100}), ("2026-06", this)):
        make_return(cast.east, month, values, state=State.APPROVED, by=cast.clerk)
    Target.objects.create(union=cast.east, indicator=Indicator.objects.get(code="member_new"), year=2026, target=100)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def body(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def facts(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", markup)))


def ask(cast: Cast, code: str, **more: str) -> str:
    asked = {"union": cast.east.code, "period": "2026-01..2026-06", **more}
    return body(signed_in(cast.clerk).get(reverse("figure-card", args=[code]), asked))


def bound(aspect: str, code: str = "member_new") -> Bound:
    return Bound(code, "C1-1", "2026-01", "2026-06", aspect, "1", "1")


def test_the_card_tells_what_the_number_is_made_of(cast: Cast, summary: Summary) -> None:
    told = facts(ask(cast, "member_new", aspect="growth", value="20"))
    assert "新发展会员" in told and "比上年同期增长" in told and "东港镇总工会·2026年上半年" in told
    assert "精确值20%" in told and "本期数48人" in told and "上年同期40" in told and "年度任务100，完成48%" in told
    assert "填报应报6份，已报1份" in told and "月报填报" in told and "各单位各月的数" in told and "台账记录" not in told


def test_a_county_card_says_how_many_units_have_reported(cast: Cast, summary: Summary) -> None:
    asked = {"union": cast.county.code, "period": "2026-06"}
    told = facts(body(signed_in(cast.stat).get(reverse("figure-card", args=["member_new"]), asked)))
    assert "3个单位中1个已填报" in told


def test_a_frozen_number_is_held_against_what_is_there_now(cast: Cast, summary: Summary) -> None:
    assert "现在汇总" not in facts(ask(cast, "member_new", value="48"))
    assert "精确值48人现在汇总58人" in facts(_changed(cast, 58))
    Figure.objects.filter(indicator__code="member_new").delete()
    assert "现在汇总没有数据" in facts(ask(cast, "member_new", value="48"))


def _changed(cast: Cast, value: int) -> str:
    Figure.objects.filter(monthly_return__month="2026-06-01", indicator__code="member_new").update(value=Decimal(value))
    return ask(cast, "member_new", value="48")


def test_a_number_of_a_span_nobody_can_read_is_not_told_as_another(cast: Cast, summary: Summary) -> None:
    asked = {"union": cast.east.code, "period": "1990-01..2026-06", "value": "48"}
    client = signed_in(cast.clerk)
    assert client.get(reverse("figure-card", args=["member_new"]), asked).status_code == 404
    for page in ("rollup-cell", "figure-rows"):
        assert "一次最多汇总120个月" in body(client.get(reverse(page, args=["member_new"]), asked))


@pytest.mark.parametrize("value", ["abc", "nan", "Infinity", "1e999999", "9" * 41, "<b>", ""])
def test_a_value_that_is_no_number_is_left_out(cast: Cast, summary: Summary, value: str) -> None:
    told = facts(ask(cast, "member_new", value=value))
    assert "精确值48人" in told and "现在汇总" not in told


def test_what_there_is_not_is_not_found(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    asked = {"union": cast.east.code, "period": "2026-01..2026-06"}
    assert clerk.get(reverse("figure-card", args=["no_such"]), asked).status_code == 404
    assert clerk.get(reverse("figure-card", args=["member_new"]), {**asked, "aspect": "__class__"}).status_code == 404
    assert clerk.get(reverse("figure-card", args=["member_new"]), {**asked, "union": "C1-2"}).status_code == 404


def test_every_aspect_leads_to_the_months_it_comes_from() -> None:
    own = ("2026-01", "2026-06")
    for aspect in ("value", "change", "growth", "target", "completion", "shortfall", "lag", "numerator"):
        assert months_behind(bound(aspect)) == own
    assert months_behind(bound("previous")) == ("2025-01", "2025-06")
    assert months_behind(bound("base")) == ("2025-01", "2025-12")
    assert "period=2025-01..2025-06" in html.unescape(Linker({}).url(bound("previous"))).replace("%3A", ":")


def test_every_number_of_the_report_opens_and_its_table_shows_it(cast: Cast, summary: Summary) -> None:
    client = signed_in(cast.clerk)
    page = body(client.get(reverse("summary-edit", args=[summary.pk])))
    stated = [b for b in document_of(summary).bound()]
    links = re.findall(r'<a class="fig[^"]*"[^>]*?href="([^"]*)"[^>]*>([^<]*)</a>', page)
    in_text = [b for b in stated if f">{b.shown}</a>" in page]
    assert links and len(in_text) == len(stated)
    assert page.count("data-card=") == len(links)
    for href, number in links:
        if "member_total" in href and "2025-01..2025-12" in href:
            assert f"<b>{number}</b>" in body(client.get(html.unescape(href)))
            break
    else:
        pytest.fail("last year's end is in the table and opens")


def test_a_card_costs_few_queries(cast: Cast, summary: Summary, django_assert_max_num_queries: object) -> None:
    client = signed_in(cast.clerk)
    asked = {"union": cast.east.code, "period": "2026-01..2026-06"}
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("figure-card", args=["member_new"]), asked)


def test_a_number_of_a_long_term_opens_year_by_year_and_is_compared_with_no_year(cast: Cast, summary: Summary) -> None:
    for year in (2022, 2023):
        make_return(cast.east, f"{year}-12", {"member_new": 7}, state=State.APPROVED, by=cast.clerk)
    told = facts(ask(cast, "member_new", period="2022-01..2026-10", value="102"))
    assert "2022年1月—2026年10月" in told and "精确值102人" in told and "现在汇总" not in told
    assert "上年同期" not in told and "年度任务" not in told
    asked = {"union": cast.east.code, "period": "2022-01..2026-10"}
    page = body(signed_in(cast.clerk).get(reverse("rollup-cell", args=["member_new"]), asked))
    heads = re.findall(r'<th scope="col" class="num">([^<]*)</th>', page)
    assert heads == ["2022年", "2023年", "2024年", "2025年", "2026年1—10月"]
    cells = [facts(cell) for cell in re.findall(r'<td class="num">(.*?)</td>', page, re.S)]
    assert cells == ["7", "7", "—", "40", "48"]
    assert "period=2022-01..2022-12" in page and "2024年全年" in page


def test_a_target_due_in_june_is_not_held_against_that_of_december(cast: Cast, summary: Summary) -> None:
    code = Indicator.objects.get(code="member_new")
    Target.objects.create(union=cast.east, indicator=code, year=2026, target=60, by_month=6)
    for value in ("60", "100"):
        told = facts(ask(cast, "member_new", aspect="target", value=value))
        assert f"精确值{value}人" in told and "现在汇总" not in told
    assert "现在汇总" not in facts(ask(cast, "member_new", aspect="completion", value="80"))
    assert "现在汇总100人" in facts(ask(cast, "member_new", aspect="target", value="90"))


def test_a_countys_own_number_is_told_as_its_own(cast: Cast, summary: Summary) -> None:
    make_return(cast.county, "2026-06", {"member_new": 5}, state=State.APPROVED, by=cast.stat)
    asked = {"union": cast.county.code, "period": "2026-01..2026-06", "value": "5"}
    told = facts(body(signed_in(cast.stat).get(reverse("figure-card", args=["member_new"]), asked)))
    assert "青山县总工会本级·" in told and "精确值5人" in told and "现在汇总" not in told
    asked["value"] = "53"
    told = facts(body(signed_in(cast.stat).get(reverse("figure-card", args=["member_new"]), asked)))
    assert "本级" not in told and "现在汇总" not in told


def test_the_numbers_of_a_chart_open_on_the_page_and_stay_plain_in_print(cast: Cast, summary: Summary) -> None:
    for month in range(1, 6):
        make_return(cast.east, f"2026-0{month}", {"member_new": month}, state=State.APPROVED, by=cast.clerk)
    page = body(signed_in(cast.clerk).get(reverse("summary-edit", args=[summary.pk])))
    drawing = re.search(r"<svg[^>]*aria-label.*?</svg>", page[page.index("paper-chart") :], re.S)
    assert drawing is not None
    cards = re.findall(r'<a class="fig" href="([^"]*)" data-card="([^"]*)"><text', drawing[0])
    assert cards and all(url.startswith("/rollup/") and "/card/" in card for url, card in cards)
    for _, card in cards:
        assert "现在汇总" not in facts(body(signed_in(cast.clerk).get(html.unescape(card))))
    (chart, *_) = [b for s in document_of(summary).sections for b in s.blocks if isinstance(b, Chart)]
    assert "<a" not in draw(chart)
