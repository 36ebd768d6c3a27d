"""What must hold before a return moves: no errors, explained warnings, answered marks, ticked sections, named cells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from makers import Cast, make_figures, make_return

from members.models import User
from members.months import DUE_MONTHS
from reports import reviewing
from reports.models import CellMark, Figure, Indicator, MonthlyReturn, ReviewEvent, RuleNote, State
from reports.models.indicator import SECTIONS
from reports.monthly import CellInput, save_cells
from reports.reasons import explain
from reports.reviewing import ReviewError
from reports.rules import check_return, open_findings
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db

MAY = "2026-05"
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No return is late here, whatever the calendar says."""
    monkeypatch.setattr(MonthlyReturn, "deadline", property(lambda _: TODAY + timedelta(days=1)))


def full() -> dict[str, object]:
    """An answer to everything due in May."""
    due = Indicator.objects.filter(due__in=[name for name, months in DUE_MONTHS.items() if 5 in months])
    return {indicator.code: "na" for indicator in due if not indicator.is_computed} | {"union_new": 0}


def make_filled(cast: Cast, state: str = State.DRAFT, **values: object) -> MonthlyReturn:
    """A return with an answer to everything due; what may be said of its being late has been explained."""
    monthly_return = make_return(cast.east, MAY, full(), state=state)
    explain_all(monthly_return, cast.clerk)
    Figure.objects.filter(monthly_return=monthly_return, indicator__code__in=values).delete()
    make_figures(monthly_return, values)
    return monthly_return


def explain_all(monthly_return: MonthlyReturn, by: User) -> None:
    RuleNote.objects.bulk_create(
        RuleNote(
            monthly_return=monthly_return, rule=f.key, severity=f.severity, message=f.message, reason="已说明", by=by
        )
        for f in check_return(monthly_return)
        if not f.blocks
    )


def indicator(code: str = "union_new") -> Indicator:
    return Indicator.objects.get(code=code)


def tick_all(monthly_return: MonthlyReturn, by: User) -> None:
    for section in reviewing.sections_of(monthly_return):
        reviewing.tick(monthly_return, section, by=by)


def stays(monthly_return: MonthlyReturn) -> bool:
    """Has nothing been written?"""
    now = MonthlyReturn.objects.get(pk=monthly_return.pk)
    return (now.state, now.version) == (monthly_return.state, 1) and not ReviewEvent.objects.exists()


def test_a_full_return_is_submitted_signed_and_approved(cast: Cast) -> None:
    monthly_return = make_filled(cast)
    assert open_findings(monthly_return) == []
    advance(monthly_return, "submit", by=cast.clerk)
    advance(monthly_return, "sign", by=cast.chair)
    tick_all(monthly_return, cast.stat)
    advance(monthly_return, "approve", by=cast.leader)
    actions = [(event.action, event.by, event.version) for event in ReviewEvent.objects.all()]
    assert actions == [("submit", cast.clerk, 2), ("sign", cast.chair, 3), ("approve", cast.leader, 4)]
    assert {tick.by for tick in monthly_return.ticks.all()} == {cast.stat}


def test_an_error_blocks_and_names_its_cells(cast: Cast) -> None:
    monthly_return = make_filled(cast, member_total=5, member_female=6)
    with pytest.raises(MoveRefused) as refused:
        advance(monthly_return, "submit", by=cast.clerk)
    assert str(refused.value) == "还有 1 处强制性错误未改正，不能提交"
    assert ("member_female", "member_total") in [finding.cells for finding in refused.value.findings]
    assert stays(monthly_return)


def test_what_is_due_and_not_filled_in_blocks(cast: Cast) -> None:
    monthly_return = make_return(
        cast.east, MAY, {code: answer for code, answer in full().items() if code != "union_new"}
    )
    with pytest.raises(MoveRefused) as refused:
        advance(monthly_return, "submit", by=cast.clerk)
    assert [finding.rule for finding in refused.value.findings] == ["C22"] and stays(monthly_return)


def test_a_warning_needs_its_reason(cast: Cast) -> None:
    monthly_return = make_filled(cast, member_total=45, employee_total=40)
    with pytest.raises(MoveRefused, match="条预警未填写原因说明"):
        advance(monthly_return, "submit", by=cast.clerk)
    assert stays(monthly_return)
    keys = [finding.key for finding in open_findings(monthly_return)]
    assert "A06:member_total" in keys
    explain(monthly_return, keys, "含五名保留会籍的退休会员", by=cast.clerk)
    advance(monthly_return, "submit", by=cast.clerk)
    assert monthly_return.state == State.SUBMITTED


def test_a_return_names_the_cell_the_reason_and_the_day(cast: Cast) -> None:
    monthly_return = make_filled(cast, State.REPORTED)
    with pytest.raises(MoveRefused, match="写明意见"):
        advance(monthly_return, "return", by=cast.dept, reason="有误", mend_by=SOON)
    reviewing.mark(monthly_return, indicator(), " 与台账不符 ", by=cast.dept)
    for day, complaint in ((None, "须填写改正期限"), (TODAY - timedelta(days=1), "不能早于今天")):
        with pytest.raises(MoveRefused, match=complaint):
            advance(monthly_return, "return", by=cast.dept, reason="有误", mend_by=day)
    with pytest.raises(MoveRefused, match="必须写明理由"):
        advance(monthly_return, "return", by=cast.dept, mend_by=SOON)
    assert stays(monthly_return)
    advance(monthly_return, "return", by=cast.dept, reason="有误", mend_by=TODAY)
    assert (monthly_return.state, monthly_return.mend_by) == (State.RETURNED, TODAY)
    assert CellMark.objects.get().text == "与台账不符"


def test_marks_are_answered_before_the_return_comes_back(cast: Cast) -> None:
    monthly_return = make_filled(cast, State.REPORTED)
    mark = reviewing.mark(monthly_return, indicator(), "与台账不符", by=cast.stat)
    advance(monthly_return, "return", by=cast.stat, reason="有误", mend_by=SOON)
    save_cells(monthly_return, {"union_new": CellInput("2")}, by=cast.clerk)
    with pytest.raises(MoveRefused, match="1 条审核意见没有答复"):
        advance(monthly_return, "submit", by=cast.clerk)
    reviewing.reply(mark, "已改为2", by=cast.clerk)
    advance(monthly_return, "submit", by=cast.clerk)
    mark.refresh_from_db()
    assert (mark.settled, mark.reply, mark.replied_by, monthly_return.mend_by) == (True, "已改为2", cast.clerk, None)


def test_a_township_is_approved_when_every_section_is_ticked(cast: Cast) -> None:
    monthly_return = make_filled(cast, State.REPORTED)
    reviewing.tick(monthly_return, "S01", by=cast.dept)
    with pytest.raises(MoveRefused) as refused:
        advance(monthly_return, "approve", by=cast.stat)
    assert SECTIONS["S02"] in str(refused.value) and SECTIONS["S01"] not in str(refused.value)
    assert stays(monthly_return)
    tick_all(monthly_return, cast.stat)
    reviewing.tick(monthly_return, "S02", by=cast.stat, done=False)
    assert reviewing.unticked(monthly_return) == {"S02": SECTIONS["S02"]}
    reviewing.tick(monthly_return, "S02", by=cast.stat)
    assert advance(monthly_return, "approve", by=cast.stat).state == State.APPROVED


def test_the_countys_own_and_a_grassroots_unions_return_need_no_ticks(cast: Cast) -> None:
    for union, by in ((cast.county, cast.leader), (cast.plant, cast.chair)):
        monthly_return = make_return(union, MAY, {"union_new": 1}, state=State.REPORTED)
        assert advance(monthly_return, "approve", by=by).state == State.APPROVED


def test_an_open_mark_is_settled_before_approval(cast: Cast) -> None:
    monthly_return = make_filled(cast, State.REPORTED)
    tick_all(monthly_return, cast.stat)
    mark = reviewing.mark(monthly_return, indicator(), "请核对", by=cast.stat)
    with pytest.raises(MoveRefused, match="未了结的审核意见"):
        advance(monthly_return, "approve", by=cast.stat)
    reviewing.settle(mark, by=cast.leader)
    assert advance(monthly_return, "approve", by=cast.stat).state == State.APPROVED


@pytest.mark.parametrize(
    ("action", "before"), [("withdraw", State.REPORTED), ("return", State.REPORTED), ("reopen", State.APPROVED)]
)
def test_a_return_that_comes_back_is_ticked_anew(cast: Cast, action: str, before: str) -> None:
    monthly_return = make_filled(cast, State.REPORTED)
    tick_all(monthly_return, cast.stat)
    MonthlyReturn.objects.filter(pk=monthly_return.pk).update(state=before)
    if action == "return":
        reviewing.mark(monthly_return, indicator(), "请核对", by=cast.stat)
    by = {"withdraw": cast.chair, "return": cast.stat, "reopen": cast.leader}[action]
    advance(monthly_return, action, by=by, reason="数字有误", mend_by=SOON)
    assert not monthly_return.ticks.exists()


@pytest.mark.parametrize("person", ["west_chair", "clerk", "chair", "auditor", "sys_admin", "other_stat", "liaison"])
def test_only_reviewers_mark_and_tick(cast: Cast, person: str) -> None:
    monthly_return = make_filled(cast, State.REPORTED)
    with pytest.raises(PermissionDenied):
        reviewing.mark(monthly_return, indicator(), "请核对", by=getattr(cast, person))
    with pytest.raises(PermissionDenied):
        reviewing.tick(monthly_return, "S01", by=getattr(cast, person))
    assert not CellMark.objects.exists() and not monthly_return.ticks.exists()


def test_a_department_ticks_its_own_sections_only(cast: Cast) -> None:
    monthly_return = make_filled(cast, State.REPORTED)
    reviewing.tick(monthly_return, "S05", by=cast.dept)
    with pytest.raises(PermissionDenied):
        reviewing.tick(monthly_return, "S03", by=cast.dept)
    assert [tick.section for tick in monthly_return.ticks.all()] == ["S05"]


def test_the_chair_marks_while_it_waits_for_the_signature(cast: Cast) -> None:
    monthly_return = make_filled(cast, State.SUBMITTED)
    mark = reviewing.mark(monthly_return, indicator(), "再核对一下", by=cast.chair)
    with pytest.raises(PermissionDenied):
        reviewing.mark(monthly_return, indicator(), "请核对", by=cast.stat)
    with pytest.raises(ReviewError, match="不在填报人手中"):
        reviewing.reply(mark, "已改", by=cast.clerk)
    advance(monthly_return, "hand_back", by=cast.chair, reason="再核对")
    with pytest.raises(PermissionDenied):
        reviewing.reply(mark, "已改", by=cast.west_clerk)
    with pytest.raises(ReviewError, match="说明原因"):
        reviewing.reply(mark, "  ", by=cast.clerk)
    assert reviewing.reply(mark, "已改", by=cast.clerk).reply == "已改"


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED])
def test_nothing_is_ticked_or_marked_outside_the_review(cast: Cast, state: str) -> None:
    monthly_return = make_filled(cast, state)
    with pytest.raises(ReviewError, match="不在审核中"):
        reviewing.tick(monthly_return, "S01", by=cast.stat)
    with pytest.raises(PermissionDenied):
        reviewing.mark(monthly_return, indicator(), "请核对", by=cast.stat)
    with pytest.raises(ReviewError):
        reviewing.tick(make_return(cast.east, "2026-04", state=State.REPORTED), "S99", by=cast.stat)


def test_history_is_taken_in_as_it_was(cast: Cast) -> None:
    """No rule refuses it, and no second person is needed; the move says that it was history."""
    monthly_return = make_return(cast.east, "2020-05", {"member_total": 5, "member_female": 6})
    advance(monthly_return, "take_in", by=cast.stat, reason="历史数据")
    event = ReviewEvent.objects.get()
    assert (monthly_return.state, event.action, event.reason) == (State.APPROVED, "take_in", "历史数据")
