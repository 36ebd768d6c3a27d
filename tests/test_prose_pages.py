"""Can the county reword its reports in the browser, with a look at a real township, and nothing but figures get in?"""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from makers import Cast, make_cast, make_return, signed_in

from members.months import parse_period
from reports.models import CountySentence, Indicator, SentenceChange, State
from reports.summaries import compose

pytestmark = pytest.mark.django_db
#: What has been tried on languages of templates; none of it may be kept, none of it may be evaluated.
PAYLOADS = [
    "{__class__}", "{union_new.__class__.__mro__}", "{union_new!r}", "{union_new:>9999999}", "{0.__init__.__globals__}",
    "{{ settings.SECRET_KEY }}", "{% load static %}", "{{union_new|safe}}", "${7*7}", "#{7*7}{", "<%= 7*7 %>",
    "{self.union.users}", "{request.user.password}", "{union_new.value.__dict__}", "{union_new()}", "{lambda: 1}",
]  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for month in range(1, 7):
        values = {"union_total": 60, "union_new": 3, "member_total": 5000, "member_new": 48, "aid_amount": 12000}
        make_return(cast.east, f"2020-{month:02d}", values, state=State.APPROVED, by=cast.stat)
    return cast


@pytest.fixture
def stat(cast: Cast) -> Client:
    return signed_in(cast.stat)


def body(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def fields(text: str, **more: Any) -> dict[str, Any]:
    trial = {"try_union": "C1-1", "try_year": 2020, "try_kind": "half_year"}
    return {"text": text, "when": "", "paragraph": 1, "since": 2020, "seen": "", **trial, **more}


def save(client: Client, code: str, text: str, **more: Any) -> HttpResponse:
    return client.post(reverse("sentence-edit", args=[code]), fields(text, **more))


def look(client: Client, code: str, text: str, **more: Any) -> str:
    return body(client.post(reverse("sentence-preview", args=[code]), fields(text, **more), headers={"X-Preview": "1"}))


def words(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", markup)))


def prose_of_town(cast: Cast, period: str = "2020H1") -> str:
    document = compose(cast.east, parse_period(period)).document
    return "".join(block.text for section in document.sections for block in section.blocks if hasattr(block, "spans"))


def test_the_list_shows_every_section_and_how_to_reword_it(stat: Client) -> None:
    page = body(stat.get(reverse("sentence-list"), {"year": 2020}))
    assert "组织建设" in page and "P02-1" in page and "条件：" in page
    assert reverse("sentence-edit", args=["P02-1"]) in page


def test_a_reworded_sentence_stands_in_the_townships_report_from_its_year_on(cast: Cast, stat: Client) -> None:
    assert "我县新添工会" not in prose_of_town(cast)
    assert save(stat, "P02-1", "我县新添工会{union_new}个。", when="union_new > 0").status_code == 302
    assert "我县新添工会18个。" in prose_of_town(cast)
    assert "我县新添工会" not in "".join(map(str, prose_of_town(cast, "2019H1")))


def test_a_rewording_from_next_year_on_leaves_this_year_alone(cast: Cast, stat: Client) -> None:
    save(stat, "P02-1", "我县新添工会{union_new}个。", since=2021)
    assert "我县新添工会" not in prose_of_town(cast)


def test_the_other_county_keeps_its_own_wording(cast: Cast, stat: Client) -> None:
    make_return(cast.other_town, "2020-06", {"union_new": 4}, state=State.APPROVED, by=cast.other_stat)
    save(stat, "P02-1", "我县新添工会{union_new}个。", when="")
    document = compose(cast.other_town, parse_period("2020H1")).document
    assert "我县新添工会" not in str(document)


def test_a_countys_own_indicator_gets_a_sentence_and_is_no_longer_mentioned_besides(cast: Cast, stat: Client) -> None:
    indicator = Indicator.objects.get(code="union_new")
    Indicator.objects.create(
        code="x_brands", name="品牌工会数", unit="个", kind="flow", month_agg="sum", section=indicator.section
    )
    make_return(cast.west, "2020-06", {"x_brands": 5, "union_new": 1}, state=State.APPROVED, by=cast.stat)
    page = words(body(stat.get(reverse("sentence-list"), {"year": 2020})))
    assert "品牌工会数（写一句）" in page
    start = body(stat.get(reverse("sentence-edit", args=["P02-new"]), {"indicator": "x_brands", "year": 2020}))
    assert "{x_brands|unit}" in start
    save(stat, "P02-new", "创建品牌工会{x_brands|unit}，走在前列。", when="x_brands > 0")
    document = compose(cast.west, parse_period("2020H1")).document
    text = "".join(b.text for s in document.sections for b in s.blocks if hasattr(b, "spans"))
    assert "创建品牌工会5个，走在前列。" in text and "此外，品牌工会" not in text
    assert CountySentence.objects.get().code == "P02-C1"
    save(stat, "P02-new", "又建品牌{x_brands}个。")
    assert CountySentence.objects.filter(code="P02-C2").exists()


def test_switching_off_and_going_back_are_kept_in_the_log(cast: Cast, stat: Client) -> None:
    before = prose_of_town(cast)
    url = reverse("sentence-reset", args=["P02-1"])
    stat.post(url, {"to": "off", "year": 2020})
    assert prose_of_town(cast) != before
    assert "新建工会18个" in prose_of_town(cast), "what no sentence states any more is told besides"
    stat.post(url, {"to": "built_in", "year": 2020})
    assert prose_of_town(cast) == before
    told = list(SentenceChange.objects.values_list("code", "since", "old", "new", "by__username"))
    assert told == [("P02-1", 2020, "停用", "系统句式", "stat"), ("P02-1", 2020, "系统句式", "停用", "stat")]


def test_a_look_keeps_nothing_and_shows_the_real_numbers(cast: Cast, stat: Client) -> None:
    shown = words(look(stat, "P02-1", "新添工会{union_new}个。\n新建的工会有{union_new}个。"))
    assert "新添工会18个。" in shown and "新建的工会有18个。" in shown and "东港镇总工会用这一种" in shown
    assert "<html" not in look(stat, "P02-1", "新添工会{union_new}个。")
    assert not CountySentence.objects.exists() and not SentenceChange.objects.exists()


def test_without_scripts_the_look_is_a_whole_page(stat: Client) -> None:
    page = body(stat.post(reverse("sentence-preview", args=["P02-1"]), fields("新添工会{union_new}个。")))
    assert "<html" in page and "新添工会18个。" in words(page)


def test_a_look_says_why_a_sentence_is_not_said(stat: Client) -> None:
    shown = words(look(stat, "P02-1", "采集{member_realname}人。", when="member_realname > 0"))
    assert "条件不成立，这一句不写" in shown and "没有填报：" in shown


def test_a_look_warns_of_units_that_do_not_fit_and_of_figures_told_twice(stat: Client) -> None:
    assert "后面应写“元”" in words(look(stat, "P09-C1x".replace("C1x", "new"), "用去{aid_amount}万元。"))
    assert "会重复" in words(look(stat, "P02-new", "新建{union_new}个。"))


def test_a_mistake_is_marked_at_its_place(stat: Client) -> None:
    page = body(save(stat, "P02-1", "新建工会{union_new}个，[[其中{union_now}个]]。"), 422)
    assert "没有“union_now”这个指标或文字槽" in page
    assert "新建工会{union_new}个，[[其中<mark>{</mark>union_now}个]]。" in html.unescape(page)
    page = body(save(stat, "P02-1", "新建{union_new}个。", when="union_new >> 0"), 422)
    assert page.count("<mark>") == 1 and "union_new &gt;<mark>&gt;</mark> 0" in page
    assert not CountySentence.objects.exists()


def test_a_mistake_is_told_once_where_it_is(stat: Client) -> None:
    wrong = "新建工会{union_now}个。"
    for page in (body(save(stat, "P02-1", wrong), 422), look(stat, "P02-1", wrong)):
        assert page.count("没有“union_now”这个指标或文字槽") == 1 and "见标出的地方" not in page
    page = body(save(stat, "P02-1", "新建{union_new}个。", since="二〇"), 422)
    assert page.count("年份请填四位数字") == 1


@pytest.mark.parametrize(
    ("text", "when", "why"),
    [
        ("新建{union_nwe}个。", "", "没有“union_nwe”这个指标或文字槽"),
        ("新建{union_new}个[[，其中[[{member_new}人]]]]。", "", "可选片段里不能再套可选片段"),
        ("新建<{union_new}个|<{member_new}人>>。", "", "列举里不能再有可选片段或列举"),
        ("新建{{union_new}}个。", "", "“{”没有与它配对的“}”"),
        ("新建{union_new个。", "", "“{”没有与它配对的“}”"),
        ("新建union_new}个。", "", "多出“}”"),
        ("新建{union_new/0}个。", "", "不是占位"),
        ("新建{union_new}个。", "union_new / 0 > 1", "条件里不能写“/ 0 > 1”"),
        ("新建{union_new}个。", "union_nwe > 0", "没有“union_nwe”这个指标"),
        ("新建{union_new}个。", "(union_new > 0", "这里应是“)”"),
    ],
)
def test_every_mistake_has_one_message(text: str, when: str, why: str, stat: Client) -> None:
    page = html.unescape(look(stat, "P02-1", text, when=when))
    assert page.count(why) == 1 and page.count("<mark>") == 1 and page.count('role="alert"') == 1


def test_wordings_that_state_different_figures_are_refused(stat: Client) -> None:
    page = body(save(stat, "P02-1", "新建{union_new}个。\n发展{member_new}人。"), 422)
    assert "各种说法要用同样的指标" in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_patterns_reach_nothing_but_figures(payload: str, cast: Cast, stat: Client) -> None:
    """What is kept at all is kept as plain words; nothing in it is evaluated, on the page or in the report."""
    answer = save(stat, "P02-1", f"新建{{union_new}}个{payload}。")
    shown = look(stat, "P02-1", f"新建{{union_new}}个{payload}。")
    text = words(shown) + (prose_of_town(cast) if answer.status_code == 302 else "")
    assert answer.status_code in {302, 422}
    written = "".join(payload.split())
    for leak in ("49", "class '", "object at", "SECRET", "argon2", "md5$", "stat@", "{'"):
        assert leak not in text.replace(written, ""), text
    if "{" in payload:
        assert answer.status_code == 422 and not CountySentence.objects.exists()


def test_a_word_of_an_officer_is_not_read_as_a_pattern(cast: Cast) -> None:
    told = compose(cast.east, parse_period("2020H1"), words={"theme": "{union_new}[[x]]{{7*7}}"}).document
    lead = told.sections[0].blocks[0]
    assert "{union_new}[[x]]{{7*7}}" in lead.text  # type: ignore[union-attr]


def test_of_two_editors_the_second_is_told(stat: Client) -> None:
    save(stat, "P02-1", "先到{union_new}个。")
    page = body(save(stat, "P02-1", "后到{union_new}个。"), 422)
    assert "刚被他人改动过" in page and "后到{union_new}个。" in html.unescape(page)
    assert CountySentence.objects.get().text == "先到{union_new}个。"


def test_a_kept_sentence_that_can_no_longer_be_read_gives_way_to_the_built_in_one(cast: Cast, stat: Client) -> None:
    before = prose_of_town(cast)
    save(stat, "P02-1", "新建{union_new}个。")
    CountySentence.objects.update(text="新建{union_new个。")
    assert prose_of_town(cast) == before
    assert stat.get(reverse("sentence-list"), {"year": 2020}).status_code == 200


@pytest.mark.parametrize("code", ["P99-1", "P02-C7", "nonsense", "P02-1x"])
def test_there_is_no_page_for_a_sentence_there_is_not(code: str, stat: Client) -> None:
    assert stat.get(reverse("sentence-edit", args=[code])).status_code == 404


def test_the_outline_leaves_out_and_reorders_sections(cast: Cast, stat: Client) -> None:
    composed = compose(cast.east, parse_period("2020H1"))
    assert [section.key for section in composed.document.sections][:3] == ["lead", "basics", "organizing"]
    chosen = {"kind": "half_year", "year": 2020, "on-organizing": "on", "place-organizing": "1"}
    chosen |= {"on-basics": "on", "place-basics": "2", "place-aid": "3"}
    assert stat.post(reverse("outline-edit"), chosen).status_code == 302
    sections = compose(cast.east, parse_period("2020H1")).document.sections
    assert [(section.key, section.number) for section in sections] == [("lead", 0), ("organizing", 1), ("basics", 2)]
    assert "aid" in {section.key for section in compose(cast.east, parse_period("2020")).document.sections}
    assert SentenceChange.objects.get().code == "outline-half_year"
    page = body(stat.get(reverse("outline-edit"), {"kind": "half_year", "year": 2020}))
    assert page.index("place-organizing") < page.index("place-basics") < page.index("place-contracts")


def test_an_outline_of_nothing_is_refused(stat: Client) -> None:
    stat.post(reverse("outline-edit"), {"kind": "annual", "year": 2020})
    assert not SentenceChange.objects.exists()


def test_a_summary_has_one_style_of_headings(cast: Cast) -> None:
    plain = compose(cast.east, parse_period("2020H1")).document
    parallel = compose(cast.east, parse_period("2020H1"), style="parallel").document
    assert not [s.heading for s in plain.sections if s.heading.startswith("抓")]
    marked = {s.key for s in parallel.sections if s.heading.startswith("抓")}
    assert marked == {s.key for s in parallel.sections} - {"lead", "basics", "problems", "plans"}
