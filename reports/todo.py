"""What is waiting for whom? Months to fill, returns to sign or review, unions that have not reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from members import permissions
from members.models import Role, Union, User
from members.models.union import Level, filing_units
from members.months import Span, month_name, shift
from reports.models import Figure, MonthlyReturn, SectionTick, State, Summary
from reports.models.monthly_return import deadline_of

#: How many months back an unsent month is still asked for.
MONTHS_BACK = 12
SENT = (State.REPORTED, State.APPROVED)
#: A state that the database does not keep: no return of this month has been started, or it is late.
NONE, OVERDUE = "none", "overdue"
LABELS = {NONE: "未开始", OVERDUE: "逾期", **dict(State.choices)}
#: One letter for a tile of the matrix.
LETTERS = {
    NONE: "未", OVERDUE: "逾", State.DRAFT: "填", State.SUBMITTED: "签", State.REPORTED: "审", State.RETURNED: "退",
    State.APPROVED: "通",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthStatus:
    """One union's month: its return (if started), what state to show, by when it is due."""

    union: Union
    month: date
    monthly_return: MonthlyReturn | None
    today: date

    @property
    def name(self) -> str:
        return month_name(self.month)

    @property
    def state(self) -> str:
        return self.monthly_return.state if self.monthly_return else NONE

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def deadline(self) -> date:
        """The date set when it was returned, else the fifth of the next month."""
        return self.monthly_return.due_by if self.monthly_return else deadline_of(self.month)

    @property
    def is_sent(self) -> bool:
        return self.state in SENT

    @property
    def is_open(self) -> bool:
        """Is it in the filler's hands?"""
        return self.monthly_return is None or self.monthly_return.is_open

    @property
    def days_late(self) -> int:
        """Days past the deadline while it is not with the county; 0 when in time."""
        return 0 if self.is_sent else max((self.today - self.deadline).days, 0)

    @property
    def days_left(self) -> int:
        return (self.deadline - self.today).days

    @property
    def shown(self) -> str:
        """The state as a tile shows it: late wins over not sent."""
        return OVERDUE if self.days_late else self.state

    @property
    def letter(self) -> str:
        return LETTERS[self.shown]

    @property
    def shown_label(self) -> str:
        return f"逾期{self.days_late}天（{self.label}）" if self.days_late else self.label


def tree_order(union: Union) -> list[int]:
    """Sort units as they stand in the tree."""
    return [int(part) for part in union.path.strip("/").split("/")]


def months_of(union: Union, *, today: date | None = None) -> list[MonthStatus]:
    """The months this union files, newest first: from its first return (a year at most) to this month. One query."""
    today = today or timezone.localdate()
    this = today.replace(day=1)
    returns = {
        item.month: item
        for item in MonthlyReturn.objects.filter(union=union, month__gte=shift(this, -MONTHS_BACK)).order_by("month")
    }
    first = min([*returns, this])
    months = [shift(this, -back) for back in range(MONTHS_BACK + 1) if shift(this, -back) >= first]
    return [MonthStatus(union, m, returns.get(m), today) for m in months if m in returns or union.files_in(m)]


def current(months: list[MonthStatus]) -> MonthStatus | None:
    """The month the union is busy with: last month until its deadline has passed or it is sent, else this one."""
    if len(months) > 1 and months[1].is_open and months[1].days_left >= 0:
        return months[1]
    return months[0] if months else None


def waiting_returns(user: User) -> QuerySet[MonthlyReturn]:
    """The returns that wait for this user's signature or review."""
    returns = MonthlyReturn.objects.visible_to(user).select_related("union")
    if user.role == Role.TOWN_CHAIR:
        signed = returns.filter(state=State.SUBMITTED, union_id=user.union_id)
        return signed | returns.filter(state=State.REPORTED, union__level=Level.BASE)
    if user.role == Role.COUNTY_LEADER:
        return returns.filter(state=State.REPORTED).exclude(union__level=Level.BASE)
    if user.role in permissions.COUNTY_REVIEWERS:
        return returns.filter(state=State.REPORTED, union__level=Level.TOWNSHIP)
    return returns.none()


def to_review(user: User) -> list[MonthlyReturn]:
    """The returns waiting for this user, oldest first; a department's only while one of its sections is unticked."""
    returns = sorted(waiting_returns(user), key=lambda item: (item.month, tree_order(item.union)))
    if user.role != Role.COUNTY_DEPT or not returns:
        return returns
    keys = [item.pk for item in returns]
    filled = Figure.objects.filter(monthly_return__in=keys, indicator__section__in=user.sections)
    ticked = SectionTick.objects.filter(monthly_return__in=keys)
    missing = set(filled.values_list("monthly_return", "indicator__section").distinct()) - set(
        ticked.values_list("monthly_return", "section")
    )
    unticked = {pk for pk, _ in missing}
    return [item for item in returns if item.pk in unticked]


def waiting_summaries(user: User) -> list[Summary]:
    """The summaries that came to this user: sent up, to be moved on, or sent back, to be mended. One query."""
    moving = (State.SUBMITTED, State.REPORTED, State.RETURNED)
    return [
        item
        for item in Summary.objects.visible_to(user).select_related("union").filter(state__in=moving)
        if (item.state == State.SUBMITTED and permissions.may_sign(user, item.union))
        or (item.state == State.REPORTED and permissions.may_approve(user, item.union))
        or (item.state == State.RETURNED and user.role != Role.TOWN_CHAIR and permissions.may_submit(user, item.union))
    ]


def not_reported(user: User, month: date, *, today: date | None = None) -> list[MonthStatus]:
    """The unions below this user whose return of the month is not with the county yet. Three queries."""
    today = today or timezone.localdate()
    units = [u for u in filing_units(user.union, Span(month, month)) if u.pk != user.union_id and u.files_in(month)]
    returns = {r.union_id: r for r in MonthlyReturn.objects.visible_to(user).filter(month=month)}
    found = [MonthStatus(unit, month, returns.get(unit.pk), today) for unit in units]
    return [status for status in found if not status.is_sent]


def month_to_chase(*, today: date | None = None) -> date:
    """The month whose returns fall due this month: last month's."""
    return shift((today or timezone.localdate()).replace(day=1), -1)


def months_to_fill(user: User) -> list[MonthStatus]:
    """The user's own months that are in the filler's hands, oldest first."""
    if user.role == Role.TOWN_CHAIR or not permissions.may_submit(user, user.union):
        return []
    return [status for status in reversed(months_of(user.union)) if status.is_open]


def count_waiting(user: User) -> int:
    """The number beside 待办. At most five queries."""
    waiting = len(to_review(user)) if user.role in {Role.TOWN_CHAIR, *permissions.COUNTY_REVIEWERS} else 0
    takes_part = permissions.may_submit(user, user.union) or user.role in (Role.COUNTY_STAT, Role.COUNTY_LEADER)
    summaries = len(waiting_summaries(user)) if takes_part else 0
    return waiting + summaries + len(months_to_fill(user))
