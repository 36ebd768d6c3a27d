"""Group B: stocks follow from what happened, balances balance; and completeness."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from test_rules_containment import NAMES, reads_well

from members.months import shift
from reports.arithmetic import Entry
from reports.rules import ERROR, WARNING, Finding, Sheet
from reports.rules.identities import RULES, Complete, Orphan

JUNE = date(2026, 6, 1)
FLOWS = {
    "B01": ("union_total", {"union_new": 1, "union_revoked": -1}, "month"),
    "B02": ("member_total", {"member_new": 1, "member_transfer_in": 1, "member_reduced": -1}, "month"),
    "B03": ("hardship_total", {"hardship_new": 1, "hardship_exit": -1}, "quarter"),
}
Values = Mapping[str, object]


def entries(values: Values) -> dict[str, Entry]:
    return {code: Entry(None if value == "na" else Decimal(str(value))) for code, value in values.items()}


def found(now: Values, earlier: Mapping[int, Values] | None = None, code: str = "") -> list[Finding]:
    """What the rules say of June; `earlier` maps how many months before to values."""
    months = {shift(JUNE, -ago): entries(values) for ago, values in (earlier or {}).items()}
    sheet = Sheet(JUNE, entries(now), months, NAMES)
    return [finding for rule in RULES for finding in rule.check(sheet) if not code or finding.rule == code]


def month_of(code: str, net: int) -> tuple[str, dict[str, object]]:
    """A stock and flows that change it by `net`, with something going both ways."""
    stock, flows, _ = FLOWS[code]
    values: dict[str, object] = {}
    for number, (flow, sign) in enumerate(flows.items()):
        values[flow] = (net + 3 if number == 0 else 0) if sign > 0 else 3
    return stock, values


@pytest.mark.parametrize("code", FLOWS)
def test_a_stock_is_last_months_and_what_happened_since(code: str) -> None:
    stock, flows = month_of(code, 5)
    before = {1: {stock: 100}}
    assert found({stock: 105, **flows}, before) == []
    for wrong in (104, 106):
        (finding,) = found({stock: wrong, **flows}, before)
        assert (finding.rule, finding.severity, finding.cells[0]) == (code, ERROR, stock)
        assert reads_well(finding) and all(text in finding.message for text in ("100", "105", str(wrong)))


@pytest.mark.parametrize("code", FLOWS)
def test_a_stock_is_not_checked_where_something_is_unknown(code: str) -> None:
    stock, flows = month_of(code, 5)
    assert found({stock: 999, **flows}) == []
    assert found({stock: 999, **flows}, {1: {"covered_units": 1}}) == []
    assert found({stock: "na", **flows}, {1: {stock: 100}}) == []
    for flow in flows:
        rest = {name: value for name, value in flows.items() if name != flow}
        assert found({stock: 999, **rest}, {1: {stock: 100}}) == []


@pytest.mark.parametrize("code", FLOWS)
def test_a_flow_not_applicable_changes_nothing(code: str) -> None:
    stock, flows = month_of(code, 0)
    nothing = dict.fromkeys(flows, "na")
    assert found({stock: 100, **nothing}, {1: {stock: 100}}) == []
    assert [finding.rule for finding in found({stock: 101, **nothing}, {1: {stock: 100}})] == [code]


@pytest.mark.parametrize("code", FLOWS)
def test_the_months_between_two_statements_count(code: str) -> None:
    stock, flows = month_of(code, 5)
    earlier = {3: {stock: 100}, 2: flows, 1: flows}
    assert found({stock: 115, **flows}, earlier) == []
    assert [finding.rule for finding in found({stock: 105, **flows}, earlier)] == [code]


def test_a_month_between_that_was_due_and_is_missing_leaves_the_stock_unchecked() -> None:
    stock, flows = month_of("B01", 5)
    assert found({stock: 999, **flows}, {3: {stock: 100}, 1: flows}) == []
    assert found({stock: 999, **flows}, {2: {stock: 100}}) == []


def test_a_quarterly_stock_needs_no_flows_in_the_months_between() -> None:
    stock, flows = month_of("B03", 5)
    assert found({stock: 105, **flows}, {3: {stock: 100}}) == []
    assert [finding.rule for finding in found({stock: 106, **flows}, {3: {stock: 100}})] == ["B03"]
    assert found({stock: 999, **flows}, {6: {stock: 100}}) == []


def test_the_last_month_with_a_statement_is_the_one_that_counts() -> None:
    stock, flows = month_of("B02", 1)
    assert found({stock: 51, **flows}, {1: {stock: 50}, 2: {stock: 80}}) == []
    assert found({stock: 82, **flows}, {1: {**flows, stock: "na"}, 2: {stock: 80}}) == []


@pytest.mark.parametrize(
    ("code", "values", "right"),
    [
        ("B04", {"fund_open": 100, "fund_income": "50.50", "fund_expense": 20}, "130.5"),
        ("B04", {"fund_open": 0, "fund_income": 0, "fund_expense": 20}, "-20"),
        ("B06", {"employer_should": 60, "employer_organized": 48}, "12"),
    ],
)
def test_a_balance_typed_by_hand_must_be_right(code: str, values: Values, right: str) -> None:
    whole = {"B04": "fund_close", "B06": "unorganized_total"}[code]
    assert found({**values, whole: right}) == [] and found(values) == []
    (finding,) = found({**values, whole: Decimal(right) + Decimal("0.01")})
    assert (finding.rule, finding.severity, finding.cells[0]) == (code, ERROR, whole)
    assert right in finding.message and reads_well(finding)
    for part in values:
        assert found({**values, whole: 999, part: "na"}) == []
        assert found({**{name: value for name, value in values.items() if name != part}, whole: 999}) == []


@pytest.mark.parametrize(
    ("earlier", "right"),
    [
        ({1: {"fund_open": 100, "fund_income": 20, "fund_expense": 5}}, 115),
        ({1: {"fund_close": 90}}, 90),
        ({1: {"fund_open": 100, "fund_income": 20, "fund_expense": 5, "fund_close": 7}}, 115),
        ({1: {"member_new": 3}, 6: {"fund_open": 100, "fund_income": 20, "fund_expense": 5}}, 115),
        ({1: {"fund_close": 90}, 2: {"fund_close": 80}}, 90),
    ],
)
def test_the_opening_balance_is_what_was_closed_with(earlier: Mapping[int, Values], right: int) -> None:
    assert found({"fund_open": right}, earlier) == [] and found({}, earlier) == []
    (finding,) = found({"fund_open": right + 1}, earlier)
    assert (finding.rule, finding.severity, finding.cells) == ("B05", ERROR, ("fund_open",))
    assert str(right) in finding.message and str(right + 1) in finding.message and reads_well(finding)


@pytest.mark.parametrize(
    "earlier",
    [{}, {1: {"member_new": 1}}, {1: {"fund_income": 20}, 2: {"fund_close": 90}}, {1: {"fund_close": "na"}}],
)
def test_the_opening_balance_is_not_checked_where_the_closing_is_unknown(earlier: Mapping[int, Values]) -> None:
    assert found({"fund_open": 5}, earlier) == []


def test_parts_without_their_whole_ask_for_it() -> None:
    rule = Orphan("member_total", ("member_female", "member_migrant"))
    sheet = Sheet(JUNE, entries({"member_female": 5, "member_migrant": 0}), {}, NAMES)
    (finding,) = rule.check(sheet)
    assert (finding.rule, finding.severity, finding.cells) == ("B10", WARNING, ("member_total", "member_female"))
    assert finding.message == "“会员人数”已填分项但未填总数，请补填，或说明只统计分项。"
    for values in ({"member_female": 5, "member_total": 9}, {"member_female": 5, "member_total": "na"}, {},
                   {"member_female": 0}, {"member_female": "na"}):  # fmt: skip
        assert list(rule.check(Sheet(JUNE, entries(values), {}, NAMES))) == []


def test_what_is_due_needs_an_answer_and_nought_or_not_applicable_are_answers() -> None:
    rule = Complete("union_new")
    (finding,) = rule.check(Sheet(JUNE, {}, {}, NAMES))
    assert (finding.rule, finding.severity, finding.cells) == ("C22", ERROR, ("union_new",))
    assert finding.message == "“新建工会数”未填写；确无发生的请填“0”，不涉及的请选“不适用”。"
    for answer in (0, 7, "na"):
        assert list(rule.check(Sheet(JUNE, entries({"union_new": answer}), {}, NAMES))) == []


def test_every_balance_of_the_group_is_tried_here() -> None:
    assert {rule.code for rule in RULES} == {"B01", "B02", "B03", "B04", "B05", "B06"}
