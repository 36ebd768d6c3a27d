"""When is a warning explained? A written reason, given for these very numbers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from makers import Cast, make_return

from reports import rules
from reports.models import Figure, MonthlyReturn, RuleNote, State
from reports.monthly import CellInput, save_cells
from reports.reasons import ReasonError, explain
from reports.rules.findings import reason_problem

pytestmark = pytest.mark.django_db

REASON = "含保留会籍的退休会员三人"


@pytest.fixture
def warned(cast: Cast) -> MonthlyReturn:
    """A return with two warnings (A06, A07) and errors, as most is not filled in."""
    values = {"member_total": 50, "employee_total": 40, "member_female": 30, "employee_female": 20}
    return make_return(cast.east, "2026-05", values)


def standing(monthly_return: MonthlyReturn) -> list[str]:
    """The warnings of group A that nobody has explained yet."""
    return [f.rule for f in rules.open_findings(monthly_return) if not f.blocks and f.rule.startswith("A")]


def keys(monthly_return: MonthlyReturn, *codes: str) -> list[str]:
    return [finding.key for finding in rules.check_return(monthly_return) if finding.rule in codes]


@pytest.mark.parametrize(
    "reason",
    [
        "", "   ", "无", "已核", "核实无误", "经核实无误", "核实无误。", "数据无误", "情况属实！",
        "已核实，数据准确无误", "经再次核对，没有问题", "。。。。。。", "11111111", "好好好好好好", "核实 核实 核实",
    ],
)  # fmt: skip
def test_an_assurance_is_no_reason(reason: str) -> None:
    problem = reason_problem(reason)
    assert problem and any(word in problem for word in ("讲清楚", "为什么"))


@pytest.mark.parametrize(
    "reason", ["含退休会员", REASON, "上期提案本月办结2件", "企业改制，职工分流，会籍保留", "经核实，有3人为退休会员"]
)
def test_an_explanation_is_a_reason(reason: str) -> None:
    assert reason_problem(reason) is None


def test_an_unexplained_warning_stands(warned: MonthlyReturn) -> None:
    assert standing(warned) == ["A06", "A07"]


def test_one_reason_may_serve_several_warnings(cast: Cast, warned: MonthlyReturn) -> None:
    assert explain(warned, keys(warned, "A06", "A07"), f"  {REASON} ", by=cast.clerk) == 2
    assert standing(warned) == []
    notes = RuleNote.objects.filter(monthly_return=warned)
    assert {(note.reason, note.by, note.severity) for note in notes} == {(REASON, cast.clerk, "warning")}
    assert any("会员人数（50人）" in note.message for note in notes)


def test_a_reason_is_for_the_warnings_it_names(cast: Cast, warned: MonthlyReturn) -> None:
    explain(warned, keys(warned, "A06"), REASON, by=cast.clerk)
    assert standing(warned) == ["A07"]


def test_a_reason_for_other_numbers_no_longer_counts(cast: Cast, warned: MonthlyReturn) -> None:
    explain(warned, keys(warned, "A06", "A07"), REASON, by=cast.clerk)
    save_cells(warned, {"member_total": CellInput("60")}, by=cast.clerk)
    assert standing(warned) == ["A06"]
    explain(warned, keys(warned, "A06"), "本月又有十名退休会员保留会籍", by=cast.clerk)
    assert standing(warned) == [] and RuleNote.objects.filter(monthly_return=warned).count() == 2


def test_a_warning_that_is_gone_needs_no_reason(cast: Cast, warned: MonthlyReturn) -> None:
    Figure.objects.filter(monthly_return=warned, indicator__code="employee_total").update(value=60)
    assert standing(warned) == ["A07"]


def test_errors_cannot_be_explained_away(cast: Cast, warned: MonthlyReturn) -> None:
    errors = [finding.key for finding in rules.check_return(warned) if finding.blocks]
    assert errors and explain(warned, errors, REASON, by=cast.clerk) == 0
    assert [f.key for f in rules.open_findings(warned) if f.blocks] == errors


@pytest.mark.parametrize(("keys_given", "reason"), [([], REASON), (["A06:member_total"], "核实无误")])
def test_a_reason_that_cannot_be_taken_says_why(
    cast: Cast, warned: MonthlyReturn, keys_given: list[str], reason: str
) -> None:
    with pytest.raises(ReasonError):
        explain(warned, keys_given, reason, by=cast.clerk)
    assert not RuleNote.objects.exists()


@pytest.mark.parametrize(
    "name", ["west_clerk", "stat", "leader", "dept", "liaison", "auditor", "sys_admin", "other_clerk"]
)
def test_nobody_else_gives_reasons_for_a_union(cast: Cast, warned: MonthlyReturn, name: str) -> None:
    with pytest.raises(PermissionDenied):
        explain(warned, keys(warned, "A06"), REASON, by=getattr(cast, name))
    assert not RuleNote.objects.exists()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REPORTED, State.APPROVED])
def test_a_closed_return_takes_no_more_reasons(cast: Cast, warned: MonthlyReturn, state: str) -> None:
    MonthlyReturn.objects.filter(pk=warned.pk).update(state=state)
    with pytest.raises(ReasonError, match="不能再补充说明"):
        explain(warned, keys(warned, "A06"), REASON, by=cast.clerk)
