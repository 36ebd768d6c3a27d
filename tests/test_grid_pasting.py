"""Does a block from a spreadsheet land where it should? (requirements 6 and 8)"""

from __future__ import annotations

from typing import Any

import pytest
from browsing import cell, make_catalogue, make_open_return, open_cells, open_grid, paste, report, saved, stored
from makers import make_cast
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def east(page: Any) -> Any:
    make_catalogue()
    return make_cast()


def test_a_column_fills_the_cells_below_and_is_saved(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    first = [code for code, _ in open_cells(page)[:4]]
    paste(page, first[0], '30\r\n"1,012"\r\n１２\r\n不适用\r\n')
    assert report(page) == "已粘贴 4 格"
    saved(page)
    assert stored(monthly_return) == dict(zip(first, ["30", "1012", "12", "不适用"], strict=True))


def test_what_cannot_be_read_stays_visible_with_its_reason(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    first = [code for code, _ in open_cells(page)[:4]]
    paste(page, first[0], "30\n约20\n1.5万\n4")
    assert report(page) == "已粘贴 2 格，2 格看不懂"
    expect(page.locator(f"#e-{first[1]}")).to_contain_text("“约20”")
    assert cell(page, first[1]).input_value() == "约20"
    assert stored(monthly_return) == {first[0]: "30", first[3]: "4"}


def test_rows_beyond_the_grid_are_counted(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    cells = open_cells(page)
    at = max(index for index, (_, computed) in enumerate(cells[:-2]) if not computed)
    paste(page, cells[at][0], "\n".join("1" * (len(cells) - at + 3)))
    assert report(page).endswith("多出 3 行未用")


def test_computed_lines_are_stepped_over(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    cells = open_cells(page)
    at = next(index for index, (_, computed) in enumerate(cells) if computed)
    before, after = cells[at - 1][0], cells[at + 1][0]
    paste(page, before, "20\n95.1\n40")
    assert report(page) == "已粘贴 2 格，1 格自动计算未改"
    saved(page)
    assert stored(monthly_return) == {before: "20", after: "40"}


def test_a_quoted_cell_with_a_line_break_is_one_cell(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    paste(page, "union_total", '"3\n0"\n12')
    assert report(page) == "已粘贴 1 格，1 格看不懂"
    assert cell(page, open_cells(page)[1][0]).input_value() == "12"


def test_one_undo_takes_the_whole_block_back(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, {"union_total": 7, "union_enterprise": 5})
    open_grid(page, east.clerk, monthly_return)
    first = [code for code, _ in open_cells(page)[:4]]
    assert first[:2] == ["union_total", "union_enterprise"]
    paste(page, "union_total", "30\n12\n3\n4")
    saved(page)
    page.keyboard.press("Control+z")
    assert [cell(page, code).input_value() for code in first] == ["7", "5", "", ""]
    page.wait_for_timeout(800)
    saved(page)
    assert stored(monthly_return) == {"union_total": "7", "union_enterprise": "5"}


def test_one_cell_copied_from_a_spreadsheet_is_one_number(page: Any, east: Any) -> None:
    open_grid(page, east.clerk, make_open_return(east.east))
    paste(page, "union_total", "30\r\n")
    assert cell(page, "union_total").input_value() == "30"
    assert cell(page, "union_enterprise").input_value() == ""


def test_names_are_matched_and_shown_before_anything_is_filled(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east, {"member_total": 9})
    open_grid(page, east.clerk, monthly_return)
    lines = ["指标\t单位\t本月", "会员人数\t人\t1200", "工会组织总数\t个\t30", "其中：女会员\t人\t510"]
    paste(page, "union_new", "\n".join([*lines, "食堂开办率\t%\t88", "企业工会\t个\t12"]))
    dialog = page.locator("#paste-dialog")
    expect(dialog).to_be_visible()
    assert stored(monthly_return) == {"member_total": "9"}
    rows = [row.all_inner_texts() for row in dialog.locator("tbody tr").locator("xpath=.").all()]
    assert any("会员人数" in text and "9" in text and "1200" in text for [text] in rows)
    assert any("没有这个指标" in text for [text] in rows)
    dialog.get_by_role("button", name="填入 4 个数").click()
    saved(page)
    assert stored(monthly_return) == {
        "member_total": "1200",
        "union_total": "30",
        "member_female": "510",
        "union_enterprise": "12",
    }
    assert report(page) == "已粘贴 4 格，1 行没有对上"


def test_names_that_are_nearly_right_are_proposed_when_one_line_alone_is_meant(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    rows = ["专职工会干部数\t7", "新发展会员数\t12", "会员\t900", "专职干部占会员比率\t3"]
    paste(page, "union_total", "\n".join(rows))
    proposed = page.locator("#paste-dialog tbody tr").all_inner_texts()
    assert "专职工会干部" in proposed[0] and "名称相近" in proposed[0]
    assert "新发展会员" in proposed[1] and "名称相近" in proposed[1]
    assert "没有这个指标" in proposed[3]
    page.locator("#paste-apply").click()
    saved(page)
    assert stored(monthly_return) == {"cadre_fulltime": "7", "member_new": "12", "member_total": "900"}


def test_a_named_block_can_be_declined(page: Any, east: Any) -> None:
    monthly_return = make_open_return(east.east)
    open_grid(page, east.clerk, monthly_return)
    paste(page, "union_total", "会员人数\t1200\n工会组织总数\t30")
    page.get_by_role("button", name="不粘贴").click()
    expect(page.locator("#paste-dialog")).not_to_be_visible()
    assert cell(page, "member_total").input_value() == ""
