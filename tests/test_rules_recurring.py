"""Is last month's reason for the same warning offered, and only offered?"""

from __future__ import annotations

from typing import Any

import pytest
from browsing import make_catalogue, make_open_return, make_past, open_grid
from makers import Cast, make_cast, make_return, signed_in
from playwright.sync_api import expect
from sheets import clean_values

from reports import rules
from reports.models import MonthlyReturn, RuleNote
from reports.reasons import earlier_reasons, explain

REASON = "机械厂一份合同覆盖三家分公司"
#: Two contracts that cover four companies: D06.
CONTRACTS = {
    "contract_wage": 2, "contract_wage_reg": 0, "contract_wage_units": 4, "contract_wage_reg_units": 0,
}  # fmt: skip
OFFER = "沿用上月说明：" + REASON


def make_month(cast: Cast, month: str, values: dict[str, Any], reason: str = "", rule: str = "D06") -> MonthlyReturn:
    """A month of 东港镇; with a reason for its warnings of that rule, it is approved."""
    monthly_return = make_return(cast.east, month, values)
    if reason:
        keys = [finding.key for finding in rules.check_return(monthly_return) if finding.rule == rule]
        assert explain(monthly_return, keys, reason, by=cast.clerk) > 0
        MonthlyReturn.objects.filter(pk=monthly_return.pk).update(state="approved")
    return monthly_return


def offered(monthly_return: MonthlyReturn) -> dict[str, str]:
    notes = earlier_reasons(monthly_return, rules.open_findings(monthly_return))
    return {key: note.reason for key, note in notes.items()}


def test_a_warning_that_recurs_is_offered_last_months_reason(cast: Cast) -> None:
    make_month(cast, "2026-04", CONTRACTS, REASON)
    now = make_month(cast, "2026-05", CONTRACTS | {"contract_wage_units": 5})
    assert offered(now) == {"D06:contract_wage": REASON}
    page = signed_in(cast.clerk).get(f"/returns/{now.pk}/check/").content.decode()
    assert OFFER in page


def test_what_is_asked_once_a_quarter_is_remembered_for_a_quarter(cast: Cast) -> None:
    make_month(cast, "2026-03", CONTRACTS, REASON)
    now = make_month(cast, "2026-06", CONTRACTS)
    page = signed_in(cast.clerk).get(f"/returns/{now.pk}/check/").content.decode()
    assert "沿用3月说明：" + REASON in page and "沿用上月说明" not in page


def test_the_newest_reason_is_the_one_offered(cast: Cast) -> None:
    make_month(cast, "2026-03", CONTRACTS, "三月的老说明，已经过时")
    make_month(cast, "2026-04", CONTRACTS, REASON)
    assert offered(make_month(cast, "2026-05", CONTRACTS)) == {"D06:contract_wage": REASON}


def test_an_offer_writes_nothing_by_itself(cast: Cast) -> None:
    make_month(cast, "2026-04", CONTRACTS, REASON)
    now = make_month(cast, "2026-05", CONTRACTS)
    signed_in(cast.clerk).get(f"/returns/{now.pk}/check/")
    assert not RuleNote.objects.filter(monthly_return=now).exists()
    assert "D06" in {finding.rule for finding in rules.open_findings(now)}


def test_the_same_rule_about_other_cells_is_not_the_same_warning(cast: Cast) -> None:
    """D01 speaks of the disputes and whichever of persons and money was given; B10 of the whole and its parts."""
    parts = {"union_enterprise": 3}
    make_month(cast, "2026-04", parts, "只统计企业工会，分项先报", "B10")
    same = make_month(cast, "2026-05", parts)
    assert list(offered(same)) == ["B10:union_total"]
    MonthlyReturn.objects.filter(pk=same.pk).delete()
    other = make_month(cast, "2026-05", {"union_government": 3})
    assert "B10:union_total" in {finding.key for finding in rules.open_findings(other)}
    assert offered(other) == {}


def test_an_older_month_and_another_union_offer_nothing(cast: Cast) -> None:
    make_month(cast, "2026-01", CONTRACTS, REASON)
    west = make_return(cast.west, "2026-04", CONTRACTS)
    explain(west, ["D06:contract_wage"], REASON, by=cast.west_clerk)
    assert offered(make_month(cast, "2026-05", CONTRACTS)) == {}


def test_history_taken_in_gives_no_reason_to_take_over(cast: Cast) -> None:
    past = make_return(cast.east, "2026-04", CONTRACTS, state="approved")
    RuleNote.objects.create(
        monthly_return=past, rule="D06:contract_wage", severity="warning", message="旧", reason="历史数据", by=cast.stat
    )
    assert offered(make_month(cast, "2026-05", CONTRACTS)) == {}


@pytest.mark.browser
def test_one_click_fills_the_field_and_the_officer_saves_it(page: Any) -> None:
    make_catalogue()
    cast = make_cast()
    values = clean_values() | CONTRACTS | {"contract_wage_emps": 100, "member_total": 130, "employee_total": 120}
    past = make_past(cast.east, 1, values)
    notes = {finding.key: finding for finding in rules.check_return(past) if finding.rule == "D06"}
    for key, finding in notes.items():
        RuleNote.objects.create(
            monthly_return=past, rule=key, severity="warning", message=finding.message, reason=REASON, by=cast.clerk
        )
    now = make_open_return(cast.east, values)
    open_grid(page, cast.clerk, now)
    page.goto(f"/returns/{now.pk}/check/")
    page.get_by_role("button", name=OFFER).click()
    assert page.locator("#reason").input_value() == REASON
    expect(page.locator("#reason")).to_be_focused()
    ticked = page.locator(".warn-list input:checked")
    assert [box.get_attribute("value") for box in ticked.all()] == ["D06:contract_wage"]
    assert not RuleNote.objects.filter(monthly_return=now).exists()
    page.get_by_role("button", name="保存说明").click()
    expect(page.get_by_role("button", name=OFFER)).to_have_count(0)
    assert [(note.rule, note.reason) for note in RuleNote.objects.filter(monthly_return=now)] == [
        ("D06:contract_wage", REASON)
    ]
