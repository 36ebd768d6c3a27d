"""A record in a real browser: a name picked from suggestions, a line more, the day asked once something changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from browsing import sign_in
from django.urls import reverse
from makers import Cast, make_cast
from playwright.sync_api import expect

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS


def make_employer(cast: Cast, name: str) -> None:
    ledger = LEDGERS["employer"]
    keep(ledger, ledger.model(union=cast.east, name=name), by=cast.clerk)


def test_a_line_is_added_and_its_employer_picked_by_initials(page: Any) -> None:
    cast = make_cast()
    make_employer(cast, "天宝机械")
    sign_in(page, cast.clerk)
    page.goto(reverse("record-add", args=["collective_contract"]))
    page.fill("[name=name]", "天宝工资合同")
    page.select_option("[name=type]", "wage")
    page.get_by_role("button", name="加一行").click()
    page.keyboard.type("tbj")
    page.locator(".suggested li").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=lines0-3-employer]")).to_have_value("天宝机械")
    page.fill("[name=lines0-3-employees]", "40")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".notice.success")).to_contain_text("已保存")
    record = LEDGERS["collective_contract"].model.objects.get()
    assert [(line.employer.name, line.employees) for line in record.covers.all()] == [("天宝机械", 40)]


def test_the_day_of_a_change_is_asked_only_beside_what_was_changed(page: Any) -> None:
    cast = make_cast()
    ledger = LEDGERS["member"]
    member = ledger.model(union=cast.east, name="石磊", join_on=date(2020, 5, 1))
    keep(ledger, member, by=cast.clerk)
    sign_in(page, cast.clerk)
    page.goto(reverse("record-edit", args=["member", member.pk]))
    expect(page.locator(".since:visible")).to_have_count(0)
    page.check("[name=is_migrant_worker]")
    expect(page.locator(".since:visible")).to_have_count(1)
    page.uncheck("[name=is_migrant_worker]")
    expect(page.locator(".since:visible")).to_have_count(0)
