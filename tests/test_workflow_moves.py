"""Who may move what from which state to which? Every state × action × person × level, allowed or refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from makers import Cast, make_return, make_summary

from members.models import Union, User
from reports import workflow
from reports.models import MonthlyReturn, ReviewEvent, State, Summary, SummaryEvent
from reports.workflow import MOVES, MoveRefused, advance, moves_for

pytestmark = pytest.mark.django_db

D, S, R, B, A = State.DRAFT, State.SUBMITTED, State.REPORTED, State.RETURNED, State.APPROVED
COUNTY = ("stat", "leader")
REVIEWERS = ("dept", "stat", "leader")
#: level → action → [(states, who may, where to)], written down here a second time.
TABLE: dict[str, dict[str, list[tuple[tuple[State, ...], tuple[str, ...], State]]]] = {
    "east": {
        "submit": [((D, B), ("clerk", "chair"), S)],
        "sign": [((S,), ("chair",), R)],
        "hand_back": [((S,), ("chair",), B)],
        "withdraw": [((S,), ("clerk", "chair"), D), ((R,), ("chair",), D)],
        "approve": [((R,), COUNTY, A)],
        "return": [((R,), REVIEWERS, B)],
        "reopen": [((A,), ("leader",), B)],
        "take_in": [((D, B), COUNTY, A)],
    },
    "county": {
        "submit": [((D, B), ("stat",), R)],
        "sign": [],
        "hand_back": [],
        "withdraw": [((R,), ("stat",), D)],
        "approve": [((R,), ("leader",), A)],
        "return": [((R,), REVIEWERS, B)],
        "reopen": [((A,), ("leader",), B)],
        "take_in": [((D, B), COUNTY, A)],
    },
    "plant": {
        "submit": [((D, B), ("liaison",), R)],
        "sign": [],
        "hand_back": [],
        "withdraw": [((R,), ("liaison",), D)],
        "approve": [((R,), ("chair",), A)],
        "return": [((R,), ("chair", *REVIEWERS), B)],
        "reopen": [((A,), ("chair", "leader"), B)],
        "take_in": [((D, B), COUNTY, A)],
    },
}
PEOPLE = (
    "liaison", "clerk", "chair", "west_liaison", "west_clerk", "west_chair", "dept", "stat", "leader", "auditor",
    "sys_admin", "sec_admin", "log_admin", "other_stat", "other_clerk",
)  # fmt: skip
EVENT = ("action", "from_state", "to_state", "by", "version", "reason")
CASES = [(place, action) for place, actions in TABLE.items() for action in actions]


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table alone: what must hold besides is tried in test_workflow_guards."""
    monkeypatch.setattr(workflow, "GUARDS", {})
    monkeypatch.setattr(workflow, "EFFECTS", {})


def outcome(place: str, action: str, state: State, person: str) -> Any:
    """Where the move leads, or what is raised."""
    rows = TABLE[place][action]
    target = next((to for states, people, to in rows if state in states and person in people), None)
    if target:
        return target
    return MoveRefused if any(person in people for _, people, _ in rows) else PermissionDenied


def attempt(subject: MonthlyReturn | Summary, action: str, by: User) -> Any:
    try:
        with transaction.atomic():
            return advance(subject, action, by=by, reason="数字有误").state
    except (MoveRefused, PermissionDenied) as error:
        return type(error)


@pytest.mark.parametrize(("place", "action"), CASES)
def test_a_return_moves_by_the_table_and_not_otherwise(cast: Cast, unguarded: None, place: str, action: str) -> None:
    monthly_return = make_return(getattr(cast, place), "2026-05", {"union_new": 1})
    for state in State:
        for person in PEOPLE:
            MonthlyReturn.objects.filter(pk=monthly_return.pk).update(state=state, version=7)
            ReviewEvent.objects.all().delete()
            expected, user = outcome(place, action, state, person), getattr(cast, person)
            assert attempt(MonthlyReturn.objects.get(pk=monthly_return.pk), action, user) == expected, (state, person)
            now = MonthlyReturn.objects.get(pk=monthly_return.pk)
            events = list(
                ReviewEvent.objects.values_list("action", "from_state", "to_state", "by", "version", "reason")
            )
            if isinstance(expected, State):
                assert (now.state, now.version) == (expected, 8)
                assert events == [(action, state, expected, user.pk, 8, "数字有误")]
            else:
                assert (now.state, now.version, events) == (state, 7, [])


@pytest.mark.parametrize(("place", "action"), CASES)
def test_a_summary_moves_by_the_same_table(cast: Cast, unguarded: None, place: str, action: str) -> None:
    summary = make_summary(getattr(cast, place), "2026-01", "2026-06", kind="half_year")
    for state in State:
        for person in PEOPLE:
            Summary.objects.filter(pk=summary.pk).update(state=state, version=7)
            SummaryEvent.objects.all().delete()
            expected = outcome(place, action, state, person)
            found = attempt(Summary.objects.get(pk=summary.pk), action, getattr(cast, person))
            assert found == expected, (state, person)
            now = Summary.objects.get(pk=summary.pk)
            if isinstance(expected, State):
                event = SummaryEvent.objects.get()
                assert (now.state, now.version) == (expected, 8)
                assert (event.from_state, event.to_state, event.version) == (state, expected, 8)
            else:
                assert (now.state, now.version, SummaryEvent.objects.count()) == (state, 7, 0)


def test_the_table_here_names_every_action_there_is() -> None:
    assert {move.action for move in MOVES} == set(TABLE["east"])


@pytest.mark.parametrize("place", TABLE)
def test_the_buttons_are_the_moves_that_would_be_made(cast: Cast, unguarded: None, place: str) -> None:
    union: Union = getattr(cast, place)
    for state in State:
        monthly_return = MonthlyReturn(union=union, month="2026-05-01", state=state)
        for person in PEOPLE:
            allowed = {
                action for action in TABLE[place] if isinstance(outcome(place, action, state, person), State)
            } - {"take_in"}
            assert {move.action for move in moves_for(getattr(cast, person), monthly_return)} == allowed


def test_an_unknown_action_is_nobodys(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05")
    for person in ("clerk", "leader"):
        assert attempt(monthly_return, "publish", getattr(cast, person)) is PermissionDenied


@pytest.mark.parametrize(
    ("action", "state", "person"),
    [("hand_back", S, "chair"), ("return", R, "stat"), ("reopen", A, "leader")],
)
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_step_back_needs_a_reason(
    cast: Cast, unguarded: None, action: str, state: State, person: str, reason: str
) -> None:
    monthly_return = make_return(cast.east, "2026-05", state=state)
    with pytest.raises(MoveRefused, match="必须写明理由"):
        advance(monthly_return, action, by=getattr(cast, person), reason=reason)
    assert MonthlyReturn.objects.get().state == state and not ReviewEvent.objects.exists()


def test_a_move_from_a_page_that_is_out_of_date_is_refused(cast: Cast, unguarded: None) -> None:
    monthly_return = make_return(cast.east, "2026-05", state=S)
    advance(monthly_return, "sign", by=cast.chair, version=1)
    with pytest.raises(MoveRefused, match="刚被他人改动过"):
        advance(monthly_return, "approve", by=cast.stat, version=1)
    assert monthly_return.version == 2 and advance(monthly_return, "approve", by=cast.stat, version=2).state == A


def test_a_refusal_names_the_state_in_words(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", state=A)
    with pytest.raises(MoveRefused) as refused:
        advance(monthly_return, "submit", by=cast.clerk)
    assert str(refused.value) == "当前状态为“已通过”，不能提交主席审签"
