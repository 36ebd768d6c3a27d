"""The process dies at any statement of a use-case: what is there afterwards is the old state or the new one."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from makers import Cast, make_cast, make_return, make_summary
from racing import make_catalogue
from test_workflow_guards import explain_all, full

from reports import reviewing
from reports.models import (
    Figure,
    FigureChange,
    MonthlyReturn,
    ReviewEvent,
    SectionTick,
    State,
    Summary,
    SummaryEvent,
    SummaryVersion,
)
from reports.monthly import CellInput, open_return, save_cells
from reports.workflow import advance

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    make_catalogue()
    return make_cast()


def dies_at(statement: int, action: Callable[[], Any]) -> bool:
    """Run the action in a child that is killed before its n-th statement; False when it came to its end."""
    connection.close()
    child = os.fork()
    if not child:
        left = [statement]

        def count(execute: Callable[..., Any], *rest: Any) -> Any:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*rest)

        with connection.execute_wrapper(count):
            action()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def everything() -> list[list[tuple[Any, ...]]]:
    """All rows that a use-case may touch, moments left out."""
    return [
        list(MonthlyReturn.objects.order_by("pk").values_list("pk", "state", "version", "mend_by")),
        list(Figure.objects.order_by("monthly_return", "indicator").values_list("indicator__code", "value")),
        list(FigureChange.objects.order_by("pk").values_list("indicator__code", "old", "new")),
        list(ReviewEvent.objects.order_by("pk").values_list("action", "version")),
        list(SectionTick.objects.order_by("section").values_list("section")),
        list(Summary.objects.values_list("state", "version", "dated")),
        list(SummaryEvent.objects.order_by("pk").values_list("action", "version")),
        list(SummaryVersion.objects.values_list("number", "digest")),
    ]  # fmt: skip


def outcomes(action: Callable[[], Any]) -> tuple[int, list[Any]]:
    """Kill the action at its first, second, … statement until it survives: how often it died, and the states met."""
    found, statement = [everything()], 1
    while dies_at(statement, action):
        now = everything()
        if now != found[-1]:
            found.append(now)
        statement += 1
    if everything() != found[-1]:
        found.append(everything())
    return statement - 1, found


def test_a_save_is_whole_or_not_at_all(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"union_new": 1, "member_new": 2})
    cells = {"union_new": CellInput("5"), "member_new": CellInput(""), "union_revoked": CellInput("0")}
    kills, states = outcomes(partial(save_cells, monthly_return, cells, by=cast.clerk))
    assert kills >= 7 and len(states) == 2
    assert (states[1][0][0][2], len(states[1][1]), len(states[1][2])) == (2, 2, 3)


def test_a_submission_is_whole_or_not_at_all(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", full())
    explain_all(monthly_return, cast.clerk)
    kills, states = outcomes(partial(advance, monthly_return, "submit", by=cast.clerk))
    assert kills >= 6 and len(states) == 2
    assert (states[1][0][0][1:3], states[1][3]) == ((State.SUBMITTED, 2), [("submit", 2)])


def test_an_approval_and_a_reopening_are_whole_or_not_at_all(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"union_new": 1, "training_count": 2}, state=State.REPORTED)
    for section in reviewing.sections_of(monthly_return):
        reviewing.tick(monthly_return, section, by=cast.stat)
    kills, states = outcomes(partial(advance, monthly_return, "approve", by=cast.leader))
    assert kills >= 5 and len(states) == 2 and states[1][3] == [("approve", 2)]
    kills, states = outcomes(partial(advance, monthly_return, "reopen", by=cast.leader, reason="有误"))
    assert kills >= 5 and len(states) == 2 and (states[0][4], states[1][4]) == ([("S01",), ("S08",)], [])


def test_an_issue_is_whole_or_not_at_all(cast: Cast) -> None:
    make_return(cast.east, "2026-05", {"union_new": 1}, state=State.APPROVED)
    summary = make_summary(cast.east, "2026-05", "2026-05", kind="period", state=State.REPORTED)
    kills, states = outcomes(partial(advance, summary, "approve", by=cast.leader))
    assert kills >= 15 and len(states) == 2
    assert (states[0][7], states[1][7][0][0], states[1][5][0][:2]) == ([], 1, (State.APPROVED, 2))


def test_a_month_is_opened_or_not(cast: Cast) -> None:
    kills, states = outcomes(partial(open_return, cast.east, make_return(cast.west, "2026-05").month, by=cast.clerk))
    assert kills >= 2 and len(states) == 2 and len(states[1][0]) == 2


def test_without_its_transaction_a_save_would_be_found_half_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The killings prove something: with every statement a transaction of its own, states in between are met."""
    monkeypatch.setattr("django.db.transaction.Atomic.__enter__", lambda self: None)
    monkeypatch.setattr("django.db.transaction.Atomic.__exit__", lambda self, *_: None)
    monkeypatch.setattr("django.db.models.QuerySet.select_for_update", lambda queryset, **_: queryset)
    monthly_return = make_return(cast.east, "2026-05", {"union_new": 1, "member_new": 2})
    cells = {"union_new": CellInput("5"), "member_new": CellInput("")}
    _, states = outcomes(partial(save_cells, monthly_return, cells, by=cast.clerk))
    assert len(states) > 2
