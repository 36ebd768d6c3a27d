"""Two at the same moment in one return, on the database at hand: nothing lost, double, or approved unseen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from makers import Cast, make_cast, make_return, make_township, make_user
from racing import at_once, kinds, make_catalogue
from test_workflow_guards import explain_all

from members.models import Role
from members.months import DUE_MONTHS, shift
from reports import reviewing
from reports.arithmetic import Entry
from reports.models import FigureChange, Indicator, MonthlyReturn, ReviewEvent, SectionTick, State
from reports.monthly import CellInput, ReturnClosed, entries, open_return, save_cells
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 30
START = date(2021, 1, 1)
APRIL = date(2026, 4, 1)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    make_catalogue()
    return make_cast()


def cell(code: str, text: str, was: str | None = None) -> dict[str, CellInput]:
    return {code: CellInput(text, was)}


def value(monthly_return: MonthlyReturn, code: str) -> Decimal | None:
    entry = entries(monthly_return).get(code)
    return entry.value if entry else None


def make_full(cast: Cast, month: date, state: str = State.DRAFT) -> MonthlyReturn:
    """Everything due is answered and every warning explained: nothing stands in the way of submitting."""
    due = [name for name, months in DUE_MONTHS.items() if month.month in months]
    codes = [i.code for i in Indicator.objects.filter(due__in=due) if not i.is_computed]
    made = make_return(cast.east, month, dict.fromkeys(codes, "na") | {"petition_received": 1}, state=state)
    explain_all(made, cast.clerk)
    return made


def test_of_two_who_type_into_one_cell_one_is_told_of_the_other(cast: Cast) -> None:
    for number in range(ROUNDS):
        monthly_return = make_return(cast.east, shift(START, number), {"union_new": 1})
        results = at_once(
            partial(save_cells, monthly_return, cell("union_new", "2", "1"), by=cast.clerk),
            partial(save_cells, monthly_return, cell("union_new", "3", "1"), by=cast.chair),
        )
        assert kinds(results) == []
        (winner,) = [result for result in results if result.saved]
        (loser,) = [result for result in results if result.conflicts]
        conflict = loser.conflicts["union_new"]
        assert {winner.saved["union_new"], conflict.mine} == {"2", "3"}
        assert conflict.now == winner.saved["union_new"] == str(value(monthly_return, "union_new"))
        assert conflict.by == str(cast.clerk if conflict.now == "2" else cast.chair)
        assert MonthlyReturn.objects.get(pk=monthly_return.pk).version == 2
    assert FigureChange.objects.count() == ROUNDS


def test_two_who_type_into_different_cells_both_keep_their_numbers(cast: Cast) -> None:
    for number in range(10):
        monthly_return = make_return(cast.east, shift(START, number))
        results = at_once(
            partial(save_cells, monthly_return, cell("union_new", "2", ""), by=cast.clerk),
            partial(save_cells, monthly_return, cell("member_new", "3", ""), by=cast.chair),
        )
        assert kinds(results) == [] and all(result.saved for result in results)
        assert entries(monthly_return) == {"union_new": Entry(Decimal(2)), "member_new": Entry(Decimal(3))}
        assert MonthlyReturn.objects.get(pk=monthly_return.pk).version == 3


def test_a_number_typed_while_it_is_submitted_is_in_or_refused(cast: Cast) -> None:
    outcomes = set()
    for number in range(12):
        monthly_return = make_full(cast, shift(APRIL, -12 * number))
        submitted, saved = at_once(
            partial(advance, monthly_return, "submit", by=cast.chair),
            partial(save_cells, monthly_return, cell("petition_received", "5", "1"), by=cast.clerk),
        )
        now = MonthlyReturn.objects.get(pk=monthly_return.pk)
        assert kinds([submitted]) == [] and now.state == State.SUBMITTED
        if isinstance(saved, Exception):
            assert isinstance(saved, ReturnClosed) and value(now, "petition_received") == 1 and now.version == 2
        else:
            assert value(now, "petition_received") == 5 and now.version == 3
        outcomes.add(type(saved))
    assert ReviewEvent.objects.count() == 12 and outcomes


def test_what_is_approved_is_what_the_reviewer_saw(cast: Cast) -> None:
    """The chair withdraws and changes a number while the county approves: one of the two, never both."""
    for number in range(20):
        monthly_return = make_full(cast, shift(START, number), State.REPORTED)
        for section in reviewing.sections_of(monthly_return):
            SectionTick.objects.create(monthly_return=monthly_return, section=section, by=cast.stat)

        def change(monthly_return: MonthlyReturn = monthly_return) -> Any:
            mine = MonthlyReturn.objects.get(pk=monthly_return.pk)
            advance(mine, "withdraw", by=cast.chair, version=1)
            return save_cells(mine, cell("petition_received", "9", "1"), by=cast.clerk)

        approved, changed = at_once(partial(advance, monthly_return, "approve", by=cast.stat, version=1), change)
        now = MonthlyReturn.objects.get(pk=monthly_return.pk)
        assert sorted(map(str, kinds([approved, changed]))) == [str(MoveRefused)]
        if isinstance(approved, Exception):
            assert (now.state, value(now, "petition_received")) == (State.DRAFT, 9)
        else:
            assert (now.state, value(now, "petition_received")) == (State.APPROVED, 1)
        assert now.events.count() == 1


@pytest.mark.parametrize("version", [1, None])
def test_a_return_is_submitted_once_however_often_one_clicks(cast: Cast, version: int | None) -> None:
    for number in range(4):
        monthly_return = make_full(cast, shift(APRIL, -12 * number))
        copies = [MonthlyReturn.objects.get(pk=monthly_return.pk) for _ in range(5)]
        results = at_once(*(partial(advance, copy, "submit", by=cast.clerk, version=version) for copy in copies))
        assert kinds(results) == [MoveRefused] * 4
        assert monthly_return.events.count() == 1
        assert MonthlyReturn.objects.get(pk=monthly_return.pk).version == 2


def test_a_month_opened_by_five_at_once_is_one_return(cast: Cast) -> None:
    for number in range(10):
        month = shift(START, number)
        results = at_once(*(partial(open_return, cast.east, month, by=by) for by in [cast.clerk, cast.chair] * 3))
        assert kinds(results) == [] and len({result.pk for result in results}) == 1
    assert MonthlyReturn.objects.count() == 10


def test_thirty_writers_find_no_database_locked(cast: Cast) -> None:
    codes = [i.code for i in Indicator.objects.all() if not i.is_computed][:60]
    work = []
    for number in range(30):
        town = make_township(cast.county, f"第{number}镇总工会")
        work.append((make_return(town, "2026-05"), make_user(Role.TOWN_CLERK, town)))

    def type_away(monthly_return: MonthlyReturn, clerk: Any) -> int:
        for number in range(3):
            save_cells(monthly_return, {code: CellInput(str(number)) for code in codes}, by=clerk)
        return save_cells(monthly_return, {}, by=clerk).version

    results = at_once(*(partial(type_away, *pair) for pair in work))
    assert kinds(results) == [] and set(results) == {4}
    assert FigureChange.objects.count() == 30 * 3 * len(codes)


def test_without_its_lock_the_database_would_lose_a_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The races above prove something: SQLite queues writers from the start, PostgreSQL needs the row's lock."""
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **_: queryset)
    lost = 0
    for number in range(2 * ROUNDS):
        monthly_return = make_return(cast.east, shift(START, number), {"union_new": 1})
        results = at_once(
            partial(save_cells, monthly_return, cell("union_new", "2", "1"), by=cast.clerk),
            partial(save_cells, monthly_return, cell("union_new", "3", "1"), by=cast.chair),
        )
        lost += all(not isinstance(result, Exception) and bool(result.saved) for result in results)
    assert lost > 0
