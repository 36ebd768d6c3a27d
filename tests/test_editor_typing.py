"""Does the editor of a section behave as people type? Numbers stay whole and bound; pasting brings words only."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import make_catalogue, make_dispute_report, open_editor, sign_in
from makers import Cast, make_cast
from playwright.sync_api import expect

from reports.blocks import Bound
from reports.models import SectionDraft, SectionText, Summary
from reports.summaries import edits_of
from reports.summaries.editing import compose_summary

pytestmark = pytest.mark.browser
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='text-indent:21pt'><b>抓好组建<o:p></o:p></b></p>
<p class=MsoNormal><span style='mso-hide:all'>藏着的</span>走访企业<span lang=EN-US>&nbsp;12</span>家，
服务职工<img src=x onerror="document.title='bad'"></p>
<table><tr><td>甲</td><td>乙</td></tr></table><!--EndFragment--></body></html>"""


@pytest.fixture
def cast(page: Any) -> Cast:
    make_catalogue()
    return make_cast()


@pytest.fixture
def summary(cast: Cast) -> Summary:
    return make_dispute_report(cast)


def value(page: Any) -> str:
    return str(page.evaluate("document.getElementById('text').value"))


def paste(page: Any, html: str, plain: str = "") -> None:
    """What arrives from another program."""
    page.evaluate(
        """([html, plain]) => {
             const data = new DataTransfer();
             if (html) data.setData('text/html', html);
             data.setData('text/plain', plain);
             document.getElementById('editor').dispatchEvent(
               new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
           }""",
        [html, plain],
    )


def save(page: Any) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存改写的文字")).to_be_visible()


def bound(summary: Summary) -> list[tuple[str, str]]:
    edit = edits_of(summary, compose_summary(summary))["disputes"]
    return [(s.indicator, s.shown) for p in edit.paragraphs for s in p.spans if isinstance(s, Bound)]


def test_typing_around_a_number_keeps_it_bound_and_it_cannot_be_changed(
    page: Any, cast: Cast, summary: Summary
) -> None:
    editor = open_editor(page, cast, summary)
    before = editor.locator(".fig").count()
    assert before >= 2 and value(page) == "\n".join(editor.locator("p").all_inner_texts())
    editor.locator("p").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("在县总工会指导下，")
    number = editor.locator('[data-fig^="dispute_persons "]').first
    assert number.get_attribute("contenteditable") == "false"
    number.click()
    page.keyboard.type("9")
    assert number.inner_text() == "31"
    page.keyboard.press("Control+z")
    save(page)
    assert ("dispute_persons", "31") in bound(summary) and len(bound(summary)) == before


def test_numbers_are_cut_pasted_and_undone_whole(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    whole, numbers = value(page), editor.locator(".fig").count()
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    assert value(page) == ""
    page.keyboard.type("开头的话。")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")
    assert value(page) == f"开头的话。\n{whole}" and editor.locator(".fig").count() == numbers
    editor.locator("p").first.click(position={"x": 60, "y": 12})
    page.keyboard.press("Control+v")
    assert editor.locator(".fig").count() == 2 * numbers and sorted(value(page)) == sorted(
        f"开头的话。\n{whole}{whole}"
    )
    for _ in range(20):
        if value(page) == f"开头的话。\n{whole}":
            break
        page.keyboard.press("Control+z")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    assert value(page) == ""
    page.keyboard.press("Control+z")
    assert value(page) == f"开头的话。\n{whole}" and editor.locator(".fig").count() == numbers
    save(page)
    assert len(bound(summary)) == numbers


def test_pasting_from_word_brings_paragraphs_and_words_only(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    editor.click()
    page.keyboard.press("Control+a")
    paste(page, WORD)
    assert value(page) == "抓好组建\n走访企业 12家，服务职工\n甲 乙"
    assert editor.locator("b, img, style, table, .fig").count() == 0 and page.title() != "bad"
    page.keyboard.press("Control+a")
    paste(page, "", "第一行\r\n\r\n　第二行<b>x</b>\u200b")
    assert value(page) == "第一行\n第二行<b>x</b>"


def test_what_word_keeps_beside_the_text_stays_out_and_a_row_of_a_table_is_one_paragraph(
    page: Any, cast: Cast, summary: Summary
) -> None:
    editor = open_editor(page, cast, summary)
    editor.press("Control+a")
    html = """<p class=MsoListParagraph><![if !supportLists]><span
    style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>
    <![endif]>走访<a style='mso-comment-reference:A_1'>企业</a>
    <span class=MsoCommentReference><a class=msocomanchor>[A1]</a></span></p>
    <p><del cite="mailto:a">删去的</del><ins cite="mailto:a">补上的</ins><a
    style='mso-footnote-id:ftn1' href="#_ftn1"><span class=MsoFootnoteReference>[1]</span></a>话　　　后面</p>
    <table><tr><td><p>单位</p></td><td><p>新建</p><p>工会</p></td></tr><tr><td><p>东港镇</p></td><td><p>2</p></td></tr></table>
    <div style='mso-element:comment-list'><p class=MsoCommentText>批注的话</p></div>
    <div style='mso-element:footnote-list'><p class=MsoFootnoteText>脚注的话</p></div><pre>一行
二行</pre>"""
    paste(page, html)
    assert value(page).split("\n") == [
        "1.走访企业", "补上的话 后面", "单位 新建 工会", "东港镇 2", "一行", "二行",
    ]  # fmt: skip


def test_a_figure_of_another_section_stays_bound_where_it_is_pasted(page: Any, cast: Cast, summary: Summary) -> None:
    open_editor(page, cast, summary)
    page.goto(f"/summaries/{summary.pk}/section/organizing/")
    editor = page.locator("#editor")
    editor.press("Control+End")
    figure = f'<span data-fig="dispute_persons value 2026-01 {cast.east.code}">31</span>'
    paste(page, f"<p>调处争议，惠及职工{figure}人。</p>")
    expect(editor.locator(".fig", has_text="31")).to_have_count(1)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/summaries/*/#organizing")
    edit = edits_of(summary, compose_summary(summary))["organizing"]
    stated = [span for paragraph in edit.paragraphs for span in paragraph.spans if isinstance(span, Bound)]
    assert [(each.indicator, each.shown) for each in stated] == [("dispute_persons", "31")]


def test_a_pasted_figure_that_is_none_of_this_page_is_only_text(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    editor.click()
    page.keyboard.press("Control+a")
    paste(page, '<p>参加<span class="fig" data-fig="dispute_persons value 2026-01 C1-1">99</span>人</p>')
    assert value(page) == "参加99人" and editor.locator(".fig").count() == 0


def test_a_number_copied_from_the_composed_text_comes_bound(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("牵涉")
    paste(page, '<span class="fig" data-fig="dispute_persons value 2026-01 C1-1">31</span>名职工。')
    assert value(page) == "牵涉31名职工。", editor.inner_html()
    save(page)
    assert bound(summary) == [("dispute_persons", "31")]


def test_what_is_written_is_kept_after_a_pause_and_comes_back(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    editor.locator("p").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("还没写完")
    expect(page.locator("#saving")).to_have_text(re.compile(r"^草稿已保存 \d\d:\d\d$"))
    assert SectionDraft.objects.get().text.endswith("还没写完")
    page.reload()
    expect(page.get_by_text("已放回编辑框")).to_be_visible()
    assert value(page).endswith("还没写完") and page.locator("#editor .fig").count() > 1


def test_without_a_connection_the_text_stays_on_this_machine(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    page.route("**/draft/", lambda route: route.abort())
    editor.locator("p").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("断网时写的")
    expect(page.locator("#saving")).to_contain_text("连不上服务器")
    assert not SectionDraft.objects.exists()
    page.reload()
    page.get_by_role("button", name="放回编辑框").click()
    assert value(page).endswith("断网时写的") and page.locator("#editor .fig").count() > 1


def test_who_was_signed_out_signs_in_elsewhere_and_nothing_is_lost(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    page.context.clear_cookies()
    editor.press("Control+End")
    editor.type("登录失效时写的。")
    expect(page.locator("#saving")).to_contain_text("登录已失效", timeout=10_000)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#trouble a")).to_have_text("重新登录")
    assert value(page).endswith("登录失效时写的。"), "the page stays, with the text"
    sign_in(page, cast.clerk)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_url("**/summaries/*/#disputes", timeout=20_000)
    assert SectionText.objects.get().text.endswith("登录失效时写的。")


def test_the_limit_is_said_before_it_is_reached(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    expect(page.locator("#counter")).to_contain_text("最多 20000 字")
    editor.click()
    page.keyboard.press("Control+a")
    paste(page, "", "字" * 20_003)
    expect(page.locator("#counter")).to_contain_text("超出 3 字")
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_disabled()


def test_hovering_over_a_number_and_reaching_it_by_keyboard_opens_its_card(
    page: Any, cast: Cast, summary: Summary
) -> None:
    sign_in(page, cast.clerk)
    page.goto(f"/summaries/{summary.pk}/")
    number = page.locator('.para a[data-fig^="dispute_persons "]').first
    card = page.locator("#figure-card")
    number.hover()
    expect(card).to_contain_text("精确值")
    expect(card).to_contain_text("文中写31")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.mouse.move(5, 5)
    page.locator('.para a[data-fig^="dispute_accepted "]').first.focus()
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
    opened = page.locator("[aria-describedby=figure-card]")
    expect(opened).to_be_focused()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link", name="各单位各月的数")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/rollup/**")
