"""Does nothing typed get lost? (requirements 9–13)"""

from __future__ import annotations

import json
from typing import Any

import pytest
from browsing import cell, make_catalogue, make_open_return, open_grid, saved, sign_in, stored
from makers import make_cast, make_user
from playwright.sync_api import expect

from members.models import Role
from reports.monthly import CellInput, save_cells

pytestmark = pytest.mark.browser


@pytest.fixture
def east(page: Any) -> Any:
    make_catalogue()
    return make_cast()


def type_in(page: Any, code: str, text: str) -> None:
    cell(page, code).fill(text)
    cell(page, code).press("Enter")


def test_a_cell_is_saved_within_two_seconds_of_being_left(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    type_in(page, "union_total", "30")
    expect(page.locator("#status")).to_have_text("1 个数等待保存")
    page.wait_for_timeout(2000)
    assert stored(monthly_return) == {"union_total": "30"}
    assert page.locator("#status").inner_text().startswith("已保存 ")
    assert page.locator("#r-union_total .mark").get_attribute("title") == "已保存"
    page.reload()
    assert cell(page, "union_total").input_value() == "30"


def test_the_mark_of_a_cell_has_a_shape_and_words(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    type_in(page, "union_total", "30")
    type_in(page, "union_enterprise", "约3")
    expect(page.locator("#r-union_enterprise .mark")).to_have_attribute("aria-label", "填写有误，未保存")
    shapes = [
        page.locator(f"#r-{code} .mark").evaluate("sign => getComputedStyle(sign, '::before').clipPath")
        for code in ("union_total", "union_enterprise")
    ]
    assert shapes[0] != shapes[1]


def test_a_bad_value_stays_and_the_others_are_saved(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    type_in(page, "union_total", "30")
    type_in(page, "union_enterprise", "十二")
    type_in(page, "union_institution", "4")
    why = page.locator("#e-union_enterprise")
    expect(why).to_contain_text("“十二”")
    bad = cell(page, "union_enterprise")
    assert bad.input_value() == "十二"
    assert bad.get_attribute("aria-invalid") == "true"
    assert bad.get_attribute("aria-describedby") == "e-union_enterprise"
    assert "1 处有误未保存" in page.locator("#status").inner_text()
    assert stored(monthly_return) == {"union_total": "30", "union_institution": "4"}
    type_in(page, "union_enterprise", "12")
    saved(page)
    expect(why).to_have_count(0)
    assert bad.get_attribute("aria-invalid") is None
    assert stored(monthly_return)["union_enterprise"] == "12"


def test_a_lost_line_keeps_the_values_and_sends_them_later(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    page.context.set_offline(True)
    type_in(page, "union_total", "30")
    expect(page.locator("#banner")).to_contain_text("网络断开")
    assert cell(page, "union_total").input_value() == "30"
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#banner")).to_be_hidden()
    assert stored(monthly_return) == {"union_total": "30"}


def test_a_closed_window_offers_the_unsaved_values_again(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, {"union_enterprise": 5})
    open_grid(page, east.clerk, monthly_return)
    # This window's line alone is down: one that came up again would let it save while it is being closed.
    page.route("**/save/", lambda route: route.abort())
    type_in(page, "union_total", "30")
    expect(page.locator("#banner")).to_contain_text("网络断开")
    page.close()
    again = page.context.new_page()
    again.goto(f"/returns/{monthly_return.pk}/")
    expect(again.locator("#banner")).to_contain_text("上次有 1 个数没有来得及保存")
    assert cell(again, "union_total").input_value() == ""
    again.get_by_role("button", name="填回并保存").click()
    saved(again)
    assert stored(monthly_return) == {"union_total": "30", "union_enterprise": "5"}
    assert again.evaluate("localStorage.length") == 0


def test_unsaved_values_are_kept_per_person_and_return(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    page.context.set_offline(True)
    type_in(page, "union_total", "30")
    expect(page.locator("#banner")).to_be_visible()
    page.context.set_offline(False)
    kept = json.loads(page.evaluate(f"localStorage.getItem('draft:{east.clerk.pk}:{monthly_return.pk}')") or "{}")
    assert kept in ({"union_total": {"text": "30", "was": ""}}, {})
    other = make_user(Role.TOWN_CLERK, east.east, "second", full_name="唐填报")
    page.context.clear_cookies()
    sign_in(page, other)
    page.goto(f"/returns/{monthly_return.pk}/")
    expect(page.locator("#banner")).to_be_hidden()


def test_an_ended_session_keeps_everything_and_saves_after_signing_in(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    page.context.clear_cookies()
    type_in(page, "union_total", "30")
    banner = page.locator("#banner")
    expect(banner).to_contain_text("登录已失效")
    assert cell(page, "union_total").input_value() == "30"
    assert banner.get_by_role("link", name="重新登录").get_attribute("target") == "_blank"
    sign_in(page, east.clerk)
    banner.get_by_role("button", name="已登录，继续保存").click()
    saved(page)
    assert stored(monthly_return) == {"union_total": "30"}


def test_another_person_signing_in_does_not_save_for_the_first(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    page.context.clear_cookies()
    type_in(page, "union_total", "30")
    expect(page.locator("#banner")).to_contain_text("登录已失效")
    sign_in(page, east.chair)
    page.get_by_role("button", name="已登录，继续保存").click()
    expect(page.locator("#banner")).to_contain_text("另一个账号")
    assert stored(monthly_return) == {}


def test_a_cell_changed_by_somebody_else_shows_both_values(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, {"union_total": 30})
    open_grid(page, east.clerk, monthly_return)
    save_cells(monthly_return, {"union_total": CellInput("48")}, by=east.chair)
    type_in(page, "union_total", "50")
    why = page.locator("#e-union_total")
    expect(why).to_contain_text("周主席")
    assert "“48”" in why.inner_text()
    assert "“50”" in why.inner_text()
    assert stored(monthly_return) == {"union_total": "48"}
    page.get_by_role("button", name="用我填的").click()
    saved(page)
    assert stored(monthly_return) == {"union_total": "50"}


def test_the_other_persons_value_can_be_kept(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, {"union_total": 30})
    open_grid(page, east.clerk, monthly_return)
    save_cells(monthly_return, {"union_total": CellInput("48")}, by=east.chair)
    type_in(page, "union_total", "50")
    page.get_by_role("button", name="用对方的").click()
    assert cell(page, "union_total").input_value() == "48"
    assert stored(monthly_return) == {"union_total": "48"}


def test_a_return_that_has_left_is_locked_below_the_typing(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.plant)
    east.plant.files_returns = True
    open_grid(page, east.liaison, monthly_return)
    type(monthly_return).objects.filter(pk=monthly_return.pk).update(state="reported")
    type_in(page, "union_total", "30")
    expect(page.locator("#banner")).to_contain_text("数据已锁定")
    assert stored(monthly_return) == {}
