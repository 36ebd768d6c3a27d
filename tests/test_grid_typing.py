"""Does the grid take numbers the way people type them? (requirements 1–5, 7)"""

from __future__ import annotations

from typing import Any

import pytest
from browsing import (
    cell,
    make_catalogue,
    make_open_return,
    make_past,
    open_cells,
    open_grid,
    row_texts,
    saved,
    sign_in,
    stored,
)
from makers import make_cast
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
COLD, NEXT = 120 * 1024, 20 * 1024


@pytest.fixture
def east(page: Any) -> Any:
    """东港镇's cast on a site with a full catalogue."""
    make_catalogue()
    return make_cast()


def test_the_way_to_the_grid_is_light_and_asks_nobody_else(page: Any, east: Any, live_server: Any) -> None:
    past = make_past(east.east, 1, {"union_total": 30})
    make_open_return(east.east)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    sign_in(page, east.clerk)
    page.goto("/")
    page.get_by_role("link", name="继续填报").first.click()
    page.wait_for_load_state("networkidle")
    cold = sum(sizes)
    assert 0 < cold <= COLD
    page.goto(f"/review/{past.pk}/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) - cold <= NEXT
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {live_server.url.split("/")[2]}


def test_the_grid_fits_a_small_screen_and_keeps_its_heads_in_sight(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#r-dispute_accepted").evaluate("row => row.scrollIntoView({block: 'end'})")
    boxes = page.evaluate(
        """() => ['.colheads', '#status', '.toolbar'].map(name => document.querySelector(name).getBoundingClientRect())
           .map(box => [box.top >= 0, box.bottom <= innerHeight])"""
    )
    assert boxes == [[True, True]] * 3
    rows = page.evaluate(
        """() => { const top = document.querySelector('.colheads').getBoundingClientRect().bottom;
        return [...document.querySelectorAll('.grid tr[data-code]')].map(row => row.getBoundingClientRect())
          .filter(box => box.height && box.top >= top && box.bottom <= innerHeight).length; }"""
    )
    assert rows >= 12
    names = page.locator("#r-dispute_accepted th")
    assert names.evaluate(
        "head => { const box = head.getBoundingClientRect(); return box.left >= 0 && box.width > 150 }"
    )


def test_a_row_shows_what_the_number_compares_with(page: Any, east: Any) -> None:
    make_past(east.east, 1, {"union_total": 30, "union_new": 2, "dispute_amount": "1500.5"})
    make_past(east.east, 12, {"union_total": 25, "union_new": 0})
    open_grid(page, east.clerk, make_open_return(east.east, {"union_total": 34, "union_new": 0}))
    assert row_texts(page, "union_total") == ["30", "25", "+4", "34"]
    assert row_texts(page, "union_new")[:3] == ["2", "0", "-2"]
    assert row_texts(page, "dispute_amount")[:3] == ["1500.5", "—", "—"]
    assert row_texts(page, "union_revoked") == ["—", "—", "—", "—"]


def test_changes_and_computed_lines_follow_the_typing(page: Any, east: Any) -> None:
    make_past(east.east, 1, {"union_total": 30, "union_legal_person": 20})
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    cell(page, "union_total").fill("41")
    cell(page, "union_legal_person").fill("39")
    assert row_texts(page, "union_total")[2] == "+11"
    assert cell(page, "union_legal_rate").input_value() == "95.1"
    cell(page, "employer_should").fill("120")
    cell(page, "employer_organized").fill("95")
    assert cell(page, "unorganized_total").input_value() == "25"
    cell(page, "employer_organized").press("Enter")
    saved(page)
    page.reload()
    assert cell(page, "union_legal_rate").input_value() == "95.1"
    assert "union_legal_rate" not in stored(monthly_return)


def test_what_follows_from_the_typing_is_what_a_fresh_page_shows(page: Any, east: Any) -> None:
    make_past(east.east, 1, {"union_total": 30, "union_legal_person": 20, "union_new": 2, "employer_should": 100})
    open_grid(page, east.clerk, make_open_return(east.east, {"union_new": 1}))
    typing = {"union_total": "41", "union_legal_person": "39", "union_new": "3", "employer_should": "120"}
    for code, text in typing.items():
        cell(page, code).fill(text)
    codes = [*typing, "union_legal_rate"]
    shown = [row_texts(page, code) for code in codes]
    assert shown[0] == ["30", "—", "+11", "41"]
    assert shown[-1][2] == "+28.5"
    cell(page, "employer_should").press("Enter")
    saved(page)
    page.reload()
    assert [row_texts(page, code) for code in codes] == shown


def test_keys_travel_and_restore(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east, {"union_enterprise": 12}))
    focus = "document.activeElement.id"
    cell(page, "union_total").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focus) == "c-union_enterprise"
    assert page.evaluate("getSelection().toString()") == "12"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focus) == f"c-{open_cells(page)[2][0]}"
    page.keyboard.press("ArrowUp")
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    assert cell(page, "union_enterprise").input_value() == "12"
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(focus) == "c-union_total"
    page.keyboard.press("Tab")
    assert page.evaluate(focus) == "c-union_enterprise"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focus) == "c-union_total"


def test_travel_passes_over_computed_lines(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    cells = open_cells(page)
    at = next(index for index, (_, computed) in enumerate(cells) if computed)
    cell(page, cells[at - 1][0]).focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{cells[at + 1][0]}")).to_be_focused()


def test_travel_passes_over_what_is_folded(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    last = page.locator("#s-S01 > table td.cell input:not([type=hidden])").last
    last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#c-employee_total")).to_be_focused()


def test_the_wheel_never_changes_a_number(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east, {"union_total": 30}))
    cell(page, "union_total").hover()
    cell(page, "union_total").focus()
    page.mouse.wheel(0, 120)
    page.mouse.wheel(0, -240)
    assert cell(page, "union_total").input_value() == "30"


def test_the_choices_beside_a_cell_are_reached_by_keys(page: Any, east: Any) -> None:
    make_past(east.east, 1, {"union_total": 30})
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    cell(page, "union_total").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "沿用上月"
    page.keyboard.press("Space")
    assert cell(page, "union_total").input_value() == "30"
    cell(page, "union_enterprise").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert cell(page, "union_enterprise").input_value() == "不适用"
    page.keyboard.press("Enter")
    saved(page)
    assert stored(monthly_return) == {"union_total": "30", "union_enterprise": "不适用"}


def test_enter_inside_an_input_method_does_not_move(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    cell(page, "dispute_amount").focus()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Input.imeSetComposition", {"text": "１２", "selectionStart": 2, "selectionEnd": 2})
    for key in ("Enter", "ArrowDown"):
        cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": 229})
        expect(page.locator("#c-dispute_amount")).to_be_focused()
    cdp.send("Input.insertText", {"text": "１２３．５"})
    page.keyboard.press("Enter")
    saved(page)
    assert cell(page, "dispute_amount").input_value() == "123.5"
    assert stored(monthly_return) == {"dispute_amount": "123.5"}


ACCEPTED = [
    ("1,234", "1234"), ("1，234", "1234"), (" 12 ", "12"), ("12人", "12"), ("１２", "12"), ("0", "0"), ("/", "不适用"),
    ("不适用", "不适用"), ("007", "7"), ("40余", "40余"),
]  # fmt: skip
REFUSED = ["1.5万", "12/3", "约20", "−3", "1.5", "abc", "1e5"]


def test_numbers_are_cleaned_or_refused_but_never_guessed(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    for typed, kept in ACCEPTED:
        cell(page, "member_total").fill(typed)
        cell(page, "member_total").press("Enter")
        expect(cell(page, "member_total")).to_have_value(kept)
        saved(page)
    for typed in REFUSED:
        cell(page, "member_total").fill(typed)
        cell(page, "member_total").press("Enter")
        expect(page.locator("#e-member_total")).to_contain_text(f"“{typed}”")
        assert cell(page, "member_total").input_value() == typed
    assert stored(monthly_return)["member_total"] == "40"


def test_a_negative_amount_is_understood_with_any_minus_sign(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    page.locator("#s-S15 summary").click()
    for typed in ("−3", "－3"):
        cell(page, "fund_open").fill(typed)
        cell(page, "fund_open").press("Enter")
        expect(cell(page, "fund_open")).to_have_value("-3")
        saved(page)
    assert stored(monthly_return) == {"fund_open": "-3"}


def test_zero_fills_only_what_is_due_and_empty_and_can_be_taken_back(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, {"union_new": 3})
    open_grid(page, east.clerk, monthly_return)
    page.get_by_role("button", name="本月无发生").click()
    saved(page)
    figures = stored(monthly_return)
    assert figures["union_new"] == "3"
    assert figures["union_revoked"] == "0"
    assert "union_total" not in figures
    page.get_by_role("button", name="撤销", exact=True).click()
    page.wait_for_timeout(700)
    saved(page)
    assert stored(monthly_return) == {"union_new": "3"}


def test_last_months_stocks_wait_for_confirmation(page: Any, east: Any) -> None:
    make_past(east.east, 1, {"union_total": 30, "covered_units": 44, "union_new": 2})
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    assert cell(page, "union_total").input_value() == ""
    assert stored(monthly_return) == {}
    page.locator("#s-S01 .keep-all").click()
    saved(page)
    assert stored(monthly_return) == {"union_total": "30", "covered_units": "44"}
