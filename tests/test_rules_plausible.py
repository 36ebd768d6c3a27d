"""Groups C, D and F: each rule with a passing, a failing and a boundary case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from test_rules_containment import reads_well

from members.months import shift
from reports.arithmetic import Entry
from reports.indicators.catalogue import rows
from reports.rules import Sheet, amounts, cross, plausible
from reports.rules.engine import Finding
from reports.rules.sheet import Facts
from reports.rules.thresholds import THRESHOLDS

MONTH = date(2026, 6, 1)
LAST, AGO = shift(MONTH, -1), shift(MONTH, -12)
FACTS = {
    row["code"]: Facts(
        row["kind"], row["unit"], row["numerator"], row["denominator"], bool(row["terms"]) or row["kind"] == "ratio"
    )
    for row in rows()
}
NAMES = {row["code"]: row["name_zh"] for row in rows()}
Figures = dict[str, Any]
RULES = (*amounts.RULES, *plausible.RULES, *cross.RULES)


def entries(values: dict[str, Any]) -> dict[str, Entry]:
    return {code: Entry(None if value is None else Decimal(str(value))) for code, value in values.items()}


def say(
    code: str, now: dict[str, Any], earlier: dict[date, dict[str, Any]] | None = None, **more: Any
) -> list[Finding]:
    """What one rule says of a month."""
    months = {month: entries(values) for month, values in (earlier or {}).items()}
    sheet = Sheet(more.pop("month", MONTH), entries(now), months, NAMES, FACTS, **more)
    found = [finding for rule in RULES if rule.code == code for finding in rule.check(sheet)]
    for finding in found:
        reads_well(finding)
    return found


CASES = [
    # code, figures that break it, figures at the boundary that do not
    ("C01", {"congress_units": 11, "covered_units": 10}, {"congress_units": 10, "covered_units": 10}),
    ("C06", {"warm_amount": 30001, "warm_persons": 10}, {"warm_amount": 30000, "warm_persons": 10}),
    ("C06", {"warm_amount": 999, "warm_persons": 10}, {"warm_amount": 1000, "warm_persons": 10}),
    ("C08", {"study_amount": 100001, "study_persons": 10}, {"study_amount": 100000, "study_persons": 10}),
    ("C09", {"aid_amount": "999.99", "aid_persons": 10}, {"aid_amount": 1000, "aid_persons": 10}),
    ("C09", {"aid_amount": 5, "aid_persons": 10}, {"aid_amount": 5, "aid_persons": 9}),
    ("C10", {"fund_income": 50000001}, {"fund_income": 50000000}),
    ("C11", {"competition_benefit": 10001}, {"competition_benefit": 10000}),
    ("C12", {"dispute_amount": 400001, "dispute_persons": 2}, {"dispute_amount": 400000, "dispute_persons": 2}),
    ("C13", {"training_count": 0, "training_persons": 1}, {"training_count": 0, "training_persons": 0}),
    ("C14", {"training_count": 3, "training_persons": 2}, {"training_count": 3, "training_persons": 3}),
    ("C15", {"member_new": 51, "employee_total": 100}, {"member_new": 50, "employee_total": 100}),
    ("C16", {"member_female": 4, "member_total": 100}, {"member_female": 5, "member_total": 100}),
    ("C16", {"member_female": 49, "member_total": 50}, {"member_female": 49, "member_total": 49}),
    ("C20", {"mutual_claim_amount": 99, "mutual_claims": 1}, {"mutual_claim_amount": 100, "mutual_claims": 1}),
    ("C21", {"study_persons": 3}, {"study_persons": 0}),
    ("C23", {"aid_persons": 121, "employee_total": 10}, {"aid_persons": 120, "employee_total": 10}),
    ("D01", {"dispute_accepted": 0, "dispute_persons": 2}, {"dispute_accepted": 0, "dispute_persons": 0}),
    ("D02", {"dispute_accepted": 3, "dispute_persons": 2}, {"dispute_accepted": 3, "dispute_persons": 3}),
    ("D03", {"union_new": 1, "member_new": 0}, {"union_new": 1, "member_new": 1}),
    ("D04", {"contract_wage_units": 6, "employer_organized": 5}, {"contract_wage_units": 5, "employer_organized": 5}),
    ("D05", {"contract_wage_emps": 6, "employee_total": 5}, {"contract_wage_emps": 5, "employee_total": 5}),
    (
        "D06",
        {"contract_wage": 31, "contract_wage_reg": 9, "contract_wage_units": 76, "contract_wage_reg_units": 50},
        {"contract_wage": 31, "contract_wage_reg": 9, "contract_wage_units": 72, "contract_wage_reg_units": 50},
    ),
    ("D07", {"contract_wage": 0, "contract_wage_units": 1}, {"contract_wage": 0, "contract_wage_units": 0}),
    ("D08", {"congress_units": 6, "covered_units": 5}, {"congress_units": 5, "covered_units": 5}),
    ("D09", {"mutual_persons": 6, "employee_total": 5}, {"mutual_persons": 5, "employee_total": 5}),
    ("D10", {"warm_persons": 5, "warm_amount": 0}, {"warm_persons": 0, "warm_amount": 0}),
    (
        "D11",
        {"membership_rate": "95.2", "member_total": 950, "employee_total": 1000},
        {"membership_rate": "95.1", "member_total": 950, "employee_total": 1000},
    ),
    ("D13", {"union_reelected": 2, "union_term_due": 1}, {"union_reelected": 1, "union_term_due": 1}),
    ("D16", {"contract_due": 1, "contract_renewed": 0}, {"contract_due": 0, "contract_renewed": 0}),
    ("D17", {"fund_collected": 10501, "fund_accrued": 10000}, {"fund_collected": 10500, "fund_accrued": 10000}),
    (
        "D18",
        {"fund_open": 1, "fund_income": 1, "fund_expense": 3},
        {"fund_open": 1, "fund_income": 2, "fund_expense": 3},
    ),
    ("D21", {"dispute_closed": 2, "dispute_accepted": 1}, {"dispute_closed": 1, "dispute_accepted": 1}),
]


@pytest.mark.parametrize(("code", "broken", "kept"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_speaks_beyond_its_boundary_and_not_at_it(code: str, broken: dict, kept: dict) -> None:
    found = say(code, broken)
    assert found
    assert set(found[0].cells) & set(broken)
    assert say(code, kept) == []


@pytest.mark.parametrize(("code", "broken", "kept"), CASES, ids=[case[0] for case in CASES])
def test_a_missing_operand_keeps_a_rule_silent(code: str, broken: dict, kept: dict) -> None:
    for left_out in broken if len(broken) > 1 else ():
        assert say(code, {name: value for name, value in broken.items() if name != left_out}) == []


def test_rates_at_a_hundred_for_three_months_are_asked_about() -> None:
    full = {"congress_units": 5, "covered_units": 5, "openness_units": 5}
    assert say("C02", full, {LAST: full, shift(MONTH, -2): full})
    assert say("C02", full, {LAST: full, shift(MONTH, -2): full | {"congress_units": 4}}) == []


def test_a_stock_that_jumps_is_asked_about_unless_the_numbers_are_small() -> None:
    assert say("C03", {"member_total": 131}, {LAST: {"member_total": 100}})
    assert say("C03", {"member_total": 130}, {LAST: {"member_total": 100}}) == []
    assert say("C03", {"union_total": 9}, {LAST: {"union_total": 5}}) == []


def test_a_flow_unlike_last_year_is_asked_about_unless_the_union_has_had_as_much() -> None:
    assert say("C04", {"training_persons": 31}, {AGO: {"training_persons": 10}})
    assert say("C04", {"training_persons": 30}, {AGO: {"training_persons": 10}}) == []
    assert say("C04", {"training_persons": 31}, {AGO: {"training_persons": 10}, LAST: {"training_persons": 40}}) == []
    assert say("C04", {"training_persons": 0}, {AGO: {"training_persons": 10}, LAST: {"training_persons": 0}}) == []


def test_a_stock_that_vanishes_is_asked_about() -> None:
    assert say("C05", {"home_total": 0}, {LAST: {"home_total": 3}})
    assert say("C05", {"home_total": 0}, {LAST: {"home_total": 0}}) == []


def test_targets_far_exceeded_or_far_behind_are_asked_about() -> None:
    past = {shift(MONTH, -back): {"member_new": 40} for back in (1, 2, 3)}
    assert say("C17", {"member_new": 81}, past, targets={"member_new": Decimal(100)})
    assert say("C17", {"member_new": 80}, past, targets={"member_new": Decimal(100)}) == []
    assert say("C18", {"member_new": 29}, targets={"member_new": Decimal(100)})
    assert say("C18", {"member_new": 30}, targets={"member_new": Decimal(100)}) == []
    assert say("C18", {"member_new": 29}, targets={"member_new": Decimal(100)}, month=shift(MONTH, 1)) == []
    assert say("C18", {"member_new": 29}, targets={"member_new": Decimal(0)}) == []


def test_a_copied_month_is_asked_about_and_zeros_do_not_count() -> None:
    codes = ("member_new", "training_count", "training_persons", "aid_persons", "culture_count")
    month = dict.fromkeys(codes, 7)
    assert say("C19", month, {LAST: month})
    assert say("C19", month, {LAST: month | {"aid_persons": 8}}) == []
    assert say("C19", dict.fromkeys(codes, 0), {LAST: dict.fromkeys(codes, 0)}) == []


def test_disputes_settled_this_year_cannot_exceed_what_came_in_and_was_pending() -> None:
    december = date(2025, 12, 1)
    now = {"dispute_settled": 3, "dispute_accepted": 1}
    assert say("D20", now, {december: {"dispute_pending": 1}})
    assert say("D20", now, {december: {"dispute_pending": 2}}) == []
    assert say("D20", now) == []


def test_the_calendar_is_asked_about_only_while_the_return_is_being_filled() -> None:
    due = date(2026, 7, 5)
    assert say("F03", {}, today=date(2026, 7, 6), deadline=due)
    assert say("F03", {}, today=due, deadline=due) == []
    assert say("F03", {}, deadline=due) == []
    assert say("F08", {}, unsent=LAST)[0].message == "2026年5月尚未报送，请先补报。"
    assert say("F08", {}) == []


def test_the_countys_own_limits_hold() -> None:
    figures = {"warm_amount": 30001, "warm_persons": 10}
    assert say("C06", figures, limits={"warm_high": Decimal(5000)}) == []


def test_every_threshold_is_asked_for_by_some_rule() -> None:
    sources = "".join(
        (__import__("pathlib").Path(module.__file__ or "")).read_text(encoding="utf-8")
        for module in (amounts, plausible, cross)
    )
    for threshold in THRESHOLDS:
        stem = threshold.name.removesuffix("_low").removesuffix("_high")
        assert f'"{threshold.name}"' in sources or f'"{stem}"' in sources
