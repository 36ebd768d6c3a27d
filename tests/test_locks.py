"""Which month is closed, by whom, since when, and who can open it?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone
from makers import Cast, make_return

from reports.locks import future_month, lock_of, this_month
from reports.models import MonthlyReturn, State

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_an_open_return_has_no_lock(cast: Cast, state: str, django_assert_num_queries: Any) -> None:
    monthly_return = make_return(cast.east, "2026-05", state=state)
    with django_assert_num_queries(0):
        assert lock_of(monthly_return) is None


@pytest.mark.parametrize(
    ("state", "opener"),
    [(State.SUBMITTED, "填报人撤回"), (State.REPORTED, "县总工会退回"), (State.APPROVED, "县总工会领导重新开放")],
)
def test_a_closed_return_says_who_closed_it_and_who_opens_it(
    cast: Cast, state: str, opener: str, django_assert_num_queries: Any
) -> None:
    monthly_return = make_return(cast.east, "2026-05", state=state, by=cast.leader)
    with django_assert_num_queries(1):
        lock = lock_of(monthly_return)
    assert lock is not None and lock.since is not None
    assert (lock.state, lock.by) == (state, str(cast.leader))
    assert f"{timezone.localtime(lock.since):%Y-%m-%d %H:%M}" in lock.message
    assert opener in lock.message and "2026年5月报表" in lock.message and str(cast.leader) in lock.message


def test_a_closed_return_without_a_record_is_closed_all_the_same(cast: Cast) -> None:
    lock = lock_of(make_return(cast.east, "2026-05", state=State.APPROVED))
    assert lock is not None and (lock.by, lock.since) == ("", None) and "（" not in lock.message


def test_the_last_move_into_the_state_counts(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", state=State.SUBMITTED, by=cast.clerk)
    monthly_return.events.create(action="submit", from_state="draft", to_state="submitted", by=cast.chair, version=9)
    lock = lock_of(MonthlyReturn.objects.get(pk=monthly_return.pk))
    assert lock is not None and lock.by == str(cast.chair)


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 4, 30, 15, 59, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2026, 4, 30, 16, 0, tzinfo=UTC), date(2026, 5, 1)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_month_turns_at_midnight_in_shanghai(now: datetime, month: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert this_month() == month
    assert future_month(month) is None
    later = date(month.year + 1, 1, 1)
    assert future_month(later) == f"{later.year}年1月还没有到，不能填报"
