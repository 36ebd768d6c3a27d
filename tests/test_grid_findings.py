"""Does the grid say at the cell what the rules say, while it is being typed?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import cell, make_catalogue, make_open_return, open_grid, saved
from makers import make_cast
from playwright.sync_api import expect
from sheets import clean_values

pytestmark = pytest.mark.browser
WRONG, DOUBTFUL = re.compile(r"\bwrong\b"), re.compile(r"\bdoubtful\b")


@pytest.fixture
def east(page: Any) -> Any:
    make_catalogue()
    return make_cast()


def type_in(page: Any, code: str, text: str) -> None:
    cell(page, code).fill(text)
    cell(page, code).press("Enter")


def below(page: Any, code: str) -> Any:
    """The words under a cell."""
    return page.locator(f"#e-{code}")


def found(page: Any) -> Any:
    """The running count in the toolbar."""
    return page.locator("#found")


def test_an_error_appears_at_its_cell_and_goes_when_mended(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    type_in(page, "member_total", "30")
    type_in(page, "member_female", "40")
    expect(below(page, "member_female")).to_contain_text("错误：女会员数（40人）大于会员人数（30人）")
    assert cell(page, "member_female").get_attribute("aria-invalid") == "true"
    assert cell(page, "member_female").get_attribute("aria-describedby") == "e-member_female"
    expect(page.locator("#r-member_female td.cell")).to_have_class(WRONG)
    expect(page.locator("#r-member_female .mark")).to_have_attribute("aria-label", "填写有误")
    expect(found(page)).to_have_text("1 处错误")
    type_in(page, "member_female", "20")
    expect(below(page, "member_female")).to_have_count(0)
    expect(found(page)).to_be_hidden()
    assert cell(page, "member_female").get_attribute("aria-invalid") is None
    expect(page.locator("#r-member_female .mark")).to_have_attribute("aria-label", "已保存")


def test_a_mend_at_another_cell_clears_it_as_well(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east, {"member_total": 50, "member_female": 70}))
    expect(below(page, "member_female")).to_contain_text("大于会员人数")
    type_in(page, "member_total", "90")
    expect(below(page, "member_female")).to_have_count(0)


def test_a_warning_is_told_from_an_error(page: Any, east: Any) -> None:
    values = {"member_total": 50, "employee_total": 40, "member_female": 70}
    open_grid(page, east.clerk, make_open_return(east.east, values))
    expect(below(page, "member_total")).to_contain_text("请核实：会员人数（50人）大于已建会单位职工人数（40人）")
    expect(page.locator("#r-member_total td.cell")).to_have_class(DOUBTFUL)
    assert cell(page, "member_total").get_attribute("aria-invalid") is None
    expect(found(page)).to_have_text(re.compile(r"^\d 处错误 · \d 处待说明$"))
    colours = [
        below(page, code).evaluate("e => getComputedStyle(e).color") for code in ("member_total", "member_female")
    ]
    assert colours[0] != colours[1]


def test_the_count_leads_to_the_first_error(page: Any, east: Any) -> None:
    values = {"union_total": 30, "member_total": 50, "employee_total": 40, "dispute_accepted": 0, "dispute_persons": 3}
    open_grid(page, east.clerk, make_open_return(east.east, values))
    found(page).click()
    expect(page.locator("#c-dispute_accepted")).to_be_focused()


def test_the_cell_being_typed_keeps_focus_and_place(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east, {"member_total": 50}))
    cell(page, "member_migrant").evaluate("e => e.scrollIntoView({block: 'center'})")
    cell(page, "member_female").fill("70")
    cell(page, "member_migrant").focus()
    page.keyboard.type("12")
    top = cell(page, "member_migrant").bounding_box()["y"]
    expect(below(page, "member_female")).to_be_visible()
    expect(page.locator("#c-member_migrant")).to_be_focused()
    assert cell(page, "member_migrant").input_value() == "12"
    assert abs(cell(page, "member_migrant").bounding_box()["y"] - top) < 2


def test_without_an_answer_about_rules_typing_and_saving_go_on(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, {"member_total": 50})
    page.route("**/findings/*", lambda route: route.abort())
    page.route("**/findings/", lambda route: route.abort())
    open_grid(page, east.clerk, monthly_return)
    type_in(page, "member_female", "70")
    saved(page)
    page.wait_for_timeout(900)
    assert page.locator("#banner").is_hidden() and found(page).is_hidden()
    page.unroute_all()
    type_in(page, "member_female", "71")
    expect(below(page, "member_female")).to_contain_text("71人")


def test_what_saving_refused_stays_beside_what_the_rules_say(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east, {"member_total": 50, "member_female": 70}))
    expect(below(page, "member_female")).to_contain_text("大于会员人数")
    type_in(page, "member_female", "约20")
    expect(below(page, "member_female")).to_contain_text("“约20”")
    expect(page.locator("#r-member_female .mark")).to_have_attribute("aria-label", "填写有误，未保存")


def test_saves_in_quick_succession_are_judged_together_once(page: Any, east: Any) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.extend(re.findall(r"/(save|findings)/$", request.url)))
    page.clock.install(time="2026-06-01T08:00:00")
    open_grid(page, east.clerk, make_open_return(east.east))
    page.clock.pause_at("2026-06-01T09:00:00")
    sent.clear()
    for code in ("union_total", "union_enterprise", "member_total"):
        type_in(page, code, "5")
        page.clock.run_for(550)  # enough to be saved, too short to be judged
        saved(page)
    assert sent == ["save", "save", "save"]
    with page.expect_response("**/findings/"):
        page.clock.run_for(650)
    page.clock.run_for(10_000)
    assert sent == ["save", "save", "save", "findings"]


def test_after_a_check_each_mended_cell_is_cleared_in_its_place(page: Any, east: Any) -> None:
    values = clean_values() | {"member_female": 900, "dispute_accepted": None}
    open_grid(page, east.clerk, make_open_return(east.east, values))
    page.get_by_role("button", name="检查并提交").click()
    page.wait_for_url("**/check/")
    expect(below(page, "dispute_accepted")).to_contain_text("未填写")
    type_in(page, "dispute_accepted", str(clean_values()["dispute_accepted"]))
    expect(below(page, "dispute_accepted")).to_have_count(0)
    expect(below(page, "member_female")).to_be_visible()
