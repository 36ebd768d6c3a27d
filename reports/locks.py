"""Which union and month is closed for typing, by whom, since when, and who can open it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from members.months import month_name
from reports.models import MonthlyReturn, State

#: Who can open a month in this state again, in words.
OPENERS = {
    State.SUBMITTED: "可由填报人撤回，或由主席退回",
    State.REPORTED: "可由乡镇（街道）工会撤回，或由县总工会退回",
    State.APPROVED: "须由县总工会领导重新开放",
}


@dataclass(frozen=True, slots=True)
class Lock:
    """Why figures of a month cannot be typed now."""

    state: str
    by: str
    since: datetime | None
    message: str


def this_month() -> date:
    """The current month in Asia/Shanghai."""
    return timezone.localdate().replace(day=1)


def future_month(month: date) -> str | None:
    """The refusal for a month that has not begun, or None."""
    return f"{month_name(month)}还没有到，不能填报" if month > this_month() else None


def lock_of(monthly_return: MonthlyReturn) -> Lock | None:
    """Why this return is closed, or None while it is open. Costs one query when closed."""
    if monthly_return.is_open:
        return None
    state = State(monthly_return.state)
    event = monthly_return.events.filter(to_state=state).select_related("by").last()
    who, since = (str(event.by), event.at) if event else ("", None)
    when = f"（{who}，{timezone.localtime(since):%Y-%m-%d %H:%M}）" if since else ""
    message = f"{monthly_return.month_name}报表{state.label}{when}，数据已锁定；{OPENERS[state]}"
    return Lock(state, who, since, message)
