"""A figure corrected while an editor stands open: what nobody touched follows there, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import make_catalogue, make_dispute_report, open_editor, sign_in
from makers import Cast, make_cast
from playwright.sync_api import expect

from reports.models import Figure, SectionDraft, Summary
from reports.summaries import edits_of
from reports.summaries.editing import compose_summary
from reports.summaries.proofing import check_summary
from reports.summaries.rebinding import plain

pytestmark = pytest.mark.browser
KEPT = re.compile(r"^草稿已保存 \d\d:\d\d$")


@pytest.fixture
def cast(page: Any) -> Cast:
    make_catalogue()
    return make_cast()


@pytest.fixture
def summary(cast: Cast) -> Summary:
    return make_dispute_report(cast)


def correct(code: str, value: int) -> None:
    Figure.objects.filter(indicator__code=code).update(value=value)


def come_back(page: Any) -> None:
    """The officer was in another window and returns to this one."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def persons(editor: Any) -> Any:
    return editor.locator('[data-fig^="dispute_persons "]').first


def saved(summary: Summary) -> str:
    return plain(edits_of(summary, compose_summary(summary))["disputes"].paragraphs)


def save(page: Any) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存改写的文字")).to_be_visible()


def waiting(summary: Summary) -> list[str]:
    found = Summary.objects.get(pk=summary.pk)
    return [each.finding.text for each in check_summary(found, compose_summary(found)) if each.is_open]


def test_coming_back_to_the_window_the_numbers_nobody_touched_follow(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    expect(persons(editor)).to_have_text("31")
    correct("dispute_persons", 34)
    come_back(page)
    expect(persons(editor)).to_have_text("34")
    expect(persons(editor)).to_have_class(re.compile("moved"))
    expect(persons(editor)).to_have_attribute("title", re.compile("^改写时为31"))
    expect(page.locator("#moving")).to_contain_text("31→34")
    assert not SectionDraft.objects.exists(), "nobody wrote anything"
    save(page)
    assert "34人" in saved(summary) and waiting(summary) == []


def test_while_somebody_types_the_next_autosave_brings_the_new_numbers_and_keeps_caret_and_undo(
    page: Any, cast: Cast, summary: Summary
) -> None:
    editor = open_editor(page, cast, summary)
    correct("dispute_persons", 34)
    editor.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("还做了疏导")
    expect(page.locator("#saving")).to_have_text(KEPT)
    expect(persons(editor)).to_have_text("34")
    page.keyboard.type("，效果好。")
    expect(editor.locator("p").last).to_have_text("还做了疏导，效果好。")
    for _ in range(30):
        if not editor.locator("p").last.inner_text().endswith("好。"):
            break
        page.keyboard.press("Control+z")
    expect(persons(editor)).to_have_text("34")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.type("又一句。")
    expect(editor).to_contain_text("又一句。")
    save(page)
    assert "34人" in saved(summary) and "疏导" in saved(summary) and waiting(summary) == []


def test_in_a_sentence_the_officer_changed_old_and_new_are_told_and_taken_with_one_click(
    page: Any, cast: Cast, summary: Summary
) -> None:
    editor = open_editor(page, cast, summary)
    editor.press("Control+Home")
    page.keyboard.type("在县总指导下，")
    correct("dispute_persons", 34)
    come_back(page)
    moving = page.locator("#moving")
    expect(moving).to_contain_text("您改过的句子里")
    expect(moving).to_contain_text("31→34")
    expect(persons(editor)).to_have_text("31")
    expect(persons(editor)).to_have_class(re.compile("behind"))
    moving.get_by_role("button", name="改为34").click()
    expect(persons(editor)).to_have_text("34")
    expect(moving).not_to_contain_text("您改过的句子里")
    expect(editor).to_contain_text("在县总指导下，")
    save(page)
    assert "34人" in saved(summary) and waiting(summary) == []


def test_several_numbers_of_changed_sentences_are_taken_at_once(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    editor.press("Control+Home")
    page.keyboard.type("在县总指导下，")
    correct("dispute_persons", 34)
    correct("dispute_accepted", 17)
    come_back(page)
    page.locator("#moving").get_by_role("button", name="都改过来").click()
    expect(persons(editor)).to_have_text("34")
    expect(editor.locator('[data-fig^="dispute_accepted value "]').first).to_have_text("17")
    expect(editor.locator(".behind")).to_have_count(0)
    save(page)
    assert "在县总指导下，" in saved(summary) and waiting(summary) == []


def test_who_saves_without_having_looked_is_told_on_the_report_and_nothing_disagrees(
    page: Any, cast: Cast, summary: Summary
) -> None:
    editor = open_editor(page, cast, summary)
    editor.press("Control+Home")
    page.keyboard.type("在县总指导下，")
    correct("dispute_persons", 34)
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/#disputes")
    expect(page.get_by_text("改写后数据有变").first).to_be_visible()
    assert "在县总指导下，" in saved(summary) and "34人" in saved(summary) and waiting(summary) == []


def test_twice_corrected_and_back_again_and_a_figure_that_is_gone(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    for value in (34, 36, 31):
        correct("dispute_persons", value)
        page.wait_for_timeout(1100)  # the page asks no oftener than once a second
        come_back(page)
        expect(persons(editor)).to_have_text(str(value))
    Figure.objects.filter(indicator__code="dispute_persons").delete()
    page.wait_for_timeout(1100)
    come_back(page)
    expect(page.locator("#moving")).to_contain_text("已没有数据")
    expect(persons(editor)).to_have_text("31")
    save(page)
    assert waiting(summary) == ["（无数据）"]


def test_cut_before_and_undone_after_the_correction_a_number_is_still_bound(
    page: Any, cast: Cast, summary: Summary
) -> None:
    editor = open_editor(page, cast, summary)
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("先写别的。")
    correct("dispute_persons", 34)
    expect(page.locator("#saving")).to_have_text(KEPT)
    for _ in range(20):
        if persons(editor).count():
            break
        page.keyboard.press("Control+z")
    expect(persons(editor)).to_have_text("31")
    page.wait_for_timeout(1100)
    come_back(page)
    expect(persons(editor)).to_have_text("34")
    save(page)
    assert "34人" in saved(summary) and waiting(summary) == []


def test_two_officers_in_one_section_follow_and_settle(page: Any, cast: Cast, summary: Summary) -> None:
    editor = open_editor(page, cast, summary)
    editor.press("Control+End")
    page.keyboard.type("填报人写的。")
    expect(page.locator("#saving")).to_have_text(KEPT)
    correct("dispute_persons", 34)
    base = page.url.split("/summaries/")[0]
    other = page.context.browser.new_context(base_url=base)
    try:
        second = other.new_page()
        sign_in(second, cast.chair)
        second.goto(f"/summaries/{summary.pk}/section/disputes/")
        expect(second.locator("#writing")).to_contain_text("也在改这一部分")
        theirs = second.locator("#editor")
        expect(persons(theirs)).to_have_text("34")
        theirs.press("Control+Home")
        second.keyboard.type("主席写的话。")
        second.get_by_role("button", name="保存", exact=True).click()
        second.wait_for_url("**/#disputes")
    finally:
        other.close()
    come_back(page)
    expect(persons(editor)).to_have_text("34")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="两人都改了")).to_be_visible()
    page.get_by_role("button", name="合在一起再看一遍").click()
    merged = page.locator("#editor")
    expect(merged).to_contain_text("填报人写的。")
    expect(persons(merged)).to_have_text("34")
    save(page)
    assert "填报人写的。" in saved(summary) and "34人" in saved(summary) and waiting(summary) == []
