"""Does 检查 lead to every problem, and a clean return to its receipt? (requirement 14 and the way of 15–16)"""

from __future__ import annotations

from typing import Any

import pytest
from browsing import cell, make_catalogue, make_open_return, open_grid, saved, sign_in
from makers import make_cast
from playwright.sync_api import expect
from sheets import clean_values

from reports.models import RuleNote

pytestmark = pytest.mark.browser


@pytest.fixture
def east(page: Any) -> Any:
    make_catalogue()
    return make_cast()


def check(page: Any) -> None:
    page.get_by_role("button", name="检查并提交").click()
    page.wait_for_url("**/check/")


def test_the_summary_has_the_focus_and_leads_to_each_cell(page: Any, east: Any) -> None:
    values = clean_values() | {"member_female": 900, "union_enterprise": 1, "dispute_accepted": None}
    open_grid(page, east.clerk, make_open_return(east.east, values))
    check(page)
    expect(page.locator("#problems")).to_be_focused()
    links = page.locator("#problems ol a")
    count = links.count()
    assert count >= 3
    assert page.title().startswith(f"有 {page.locator('#problems-title').inner_text().split()[1]} 处问题")
    for index in range(count):
        link = links.nth(index)
        code = link.get_attribute("href").removeprefix("#c-")
        assert link.inner_text() in page.locator(f"#e-{code}").inner_text()
        link.click()
        expect(page.locator(f"#c-{code}")).to_be_focused()
        box = cell(page, code).bounding_box()
        assert 150 < box["y"] < 625


def test_a_mended_return_leaves_the_summary_behind(page: Any, east: Any) -> None:
    values = clean_values() | {"member_female": 900}
    open_grid(page, east.clerk, make_open_return(east.east, values))
    check(page)
    page.locator("#problems ol a").first.click()
    page.keyboard.type("55")
    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("button", name="重新检查").click()
    page.wait_for_url("**/submit/")
    expect(page.locator(".notice")).to_contain_text("检查通过")


def test_a_warning_needs_a_reason_that_says_something(page: Any, east: Any) -> None:
    values = clean_values() | {"member_total": 130, "employee_total": 120}
    open_grid(page, east.clerk, make_open_return(east.east, values))
    check(page)
    assert "大于已建会单位职工人数" in page.locator(".warn-list").inner_text()
    for useless, said in (("对的", "至少写五个字"), ("经核实无误", "没有说明原因")):
        page.locator("#reason").fill(useless)
        page.get_by_role("button", name="保存说明").click()
        expect(page.locator("#reason-problem")).to_contain_text(said)
        assert page.locator("#reason").input_value() == useless
    page.locator("#reason").fill("含保留会籍的下岗会员十人")
    page.get_by_role("button", name="保存说明").click()
    page.wait_for_url("**/submit/")
    assert RuleNote.objects.get().reason == "含保留会籍的下岗会员十人"
    assert "含保留会籍的下岗会员十人" in page.locator("main").inner_text()


def test_the_whole_way_ends_with_a_receipt_and_a_lock(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, clean_values())
    open_grid(page, east.clerk, monthly_return)
    page.get_by_role("button", name="检查并提交").click()
    page.wait_for_url("**/submit/")
    page.locator("#r-member_total a").click()
    expect(page.locator("#c-member_total")).to_be_focused()
    page.go_back()
    page.get_by_role("button", name="提交主席审签").click()
    page.wait_for_url("**/receipt/")
    said = page.locator(".receipt").inner_text()
    for words in ("回执编号", "待主席审签", "林填报", "等待本级工会主席审签"):
        assert words in said
    expect(page.get_by_role("button", name="打印回执")).to_be_visible()
    page.goto(f"/returns/{monthly_return.pk}/")
    page.wait_for_url("**/review/**")
    assert page.locator("td.cell input").count() == 0


def test_clerk_chair_and_county_carry_a_return_to_its_approval(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, clean_values())
    open_grid(page, east.clerk, monthly_return)
    page.get_by_role("button", name="检查并提交").click()
    page.get_by_role("button", name="提交主席审签").click()
    page.wait_for_url("**/receipt/")
    sign_in(page, east.chair)
    page.goto("/")
    page.get_by_role("link", name="审签", exact=True).click()
    page.get_by_role("button", name="审签并上报").click()
    sign_in(page, east.stat)
    page.goto(f"/review/{monthly_return.pk}/")
    row = page.locator("#r-member_total a.mark-it")
    row.focus()
    page.keyboard.press("Control+Enter")
    page.locator("#marking textarea").fill("与名册相差五人，请核对")
    page.keyboard.press("Control+Enter")
    expect(page.locator("tr.remark")).to_contain_text("与名册相差五人")
    page.get_by_label("理由").fill("会员数与名册不符")
    page.get_by_role("button", name="退回修改").click()
    page.wait_for_url("**/")
    sign_in(page, east.clerk)
    page.goto("/")
    page.get_by_role("link", name="去改正").first.click()
    page.get_by_role("link", name="会员人数").click()
    expect(page.locator("#c-member_total")).to_be_focused()
    page.keyboard.type("115")
    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("button", name="已改").click()
    page.get_by_role("button", name="检查并提交").click()
    page.get_by_role("button", name="提交主席审签").click()
    page.wait_for_url("**/receipt/")
    sign_in(page, east.chair)
    page.goto(f"/review/{monthly_return.pk}/")
    page.get_by_role("button", name="审签并上报").click()
    sign_in(page, east.stat)
    page.goto(f"/review/{monthly_return.pk}/")
    assert "由“120”改为“115”" in page.locator("main").inner_text()
    while page.locator(".tick-it").count():
        page.locator(".tick-it").first.click()
        page.wait_for_load_state()
    page.get_by_role("button", name="审核通过").click()
    page.wait_for_load_state()
    monthly_return.refresh_from_db()
    assert monthly_return.state == "approved"
