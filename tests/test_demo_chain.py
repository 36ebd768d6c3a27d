"""From a pasted column to the annual report: the demo's people walk the whole way in a real browser."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from browsing import make_catalogue, paste, saved, sign_in
from playwright.sync_api import expect
from pypdf import PdfReader

from members.models import User
from reports import demo
from reports.demo.sample import sample_column
from reports.formats import show
from reports.models import MonthlyReturn, State, Summary
from reports.rollup import rollup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> demo.Schedule:
    make_catalogue()
    plan = demo.schedule()
    demo.load_county(plan)
    return plan


def enter(page: Any, username: str, address: str) -> None:
    """Come in as this person at this address."""
    sign_in(page, User.objects.get(username=username))
    page.goto(address)


def submit(page: Any) -> None:
    """From the grid through the check to the receipt."""
    page.get_by_role("button", name=re.compile("检查")).first.click()
    page.get_by_role("button", name="提交主席审签").click()
    expect(page.locator("main")).to_contain_text("等待本级工会主席审签")


def test_a_newcomer_takes_a_month_into_the_annual_report(page: Any, plan: demo.Schedule) -> None:
    mine = MonthlyReturn.objects.get(union__code="YL-01", month=plan.this)
    annual = Summary.objects.get(union__code="YL-01", kind="annual", last=plan.this)
    before = rollup(annual.union, annual.span).totals["member_new"].value
    review, edit, report = f"/review/{mine.pk}/", f"/returns/{mine.pk}/", f"/summaries/{annual.pk}/"

    enter(page, "donggang_tianbao", "/returns/")
    expect(page).to_have_url(re.compile(re.escape(edit)))
    first = page.locator("td.cell input:not([type=hidden])").first.get_attribute("id").removeprefix("c-")
    paste(page, first, sample_column(plan))
    saved(page)
    submit(page)

    enter(page, "donggang_zhuxi", review)
    page.get_by_role("button", name="审签并上报").click()

    enter(page, "xian_tongji", review)
    page.locator("#r-member_new .mark-it").click()
    page.locator("#marking textarea").fill("请再核对新发展会员数")
    page.get_by_role("button", name="保存意见").click()
    returning = page.locator("details.move").filter(has_text="退回修改")
    if returning.get_attribute("open") is None:
        returning.locator("summary").click()
    returning.locator("textarea").fill("有一处请核对")
    returning.get_by_role("button", name="退回修改").click()
    mine.refresh_from_db()
    assert mine.state == State.RETURNED

    enter(page, "donggang_tianbao", edit)
    cell = page.locator("#c-member_new_form")
    value = int(cell.input_value()) + 1
    cell.fill(f"{value}")
    cell.press("Enter")
    saved(page)
    page.get_by_role("button", name="已改").click()
    submit(page)
    enter(page, "donggang_zhuxi", review)
    page.get_by_role("button", name="审签并上报").click()

    enter(page, "xian_tongji", review)
    while page.locator(".tick-it").count():
        page.locator(".tick-it").first.click()
        page.wait_for_load_state()
    page.get_by_role("button", name="审核通过").click()
    mine.refresh_from_db()
    assert mine.state == State.APPROVED

    total = rollup(annual.union, annual.span).totals["member_new"].value
    added = mine.figures.get(indicator__code="member_new").value
    assert total is not None and added is not None
    assert total == (before or 0) + added
    enter(page, "donggang_tianbao", report)
    expect(page.locator(".side-column")).to_contain_text("月报全部审核通过")
    expect(page.locator(".paper")).to_contain_text(f"会员{show(total)}人")
    with page.expect_download() as file:
        page.get_by_role("link", name="PDF").first.click()
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file.value.path().read_bytes())).pages)
    assert f"会员{show(total)}人" in re.sub(r"\s", "", text)
