"""A union's figures of one month, and where they stand in the review."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from members.models import Union
from members.months import month_name, shift

if TYPE_CHECKING:
    from members.models import User


class State(models.TextChoices):
    DRAFT = "draft", "填报中"
    SUBMITTED = "submitted", "待主席审签"
    REPORTED = "reported", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"


#: In these states the figures may be changed.
OPEN_STATES = (State.DRAFT, State.RETURNED)
#: In all others they stand as they were sent.
CLOSED_STATES = (State.SUBMITTED, State.REPORTED, State.APPROVED)


def deadline_of(month: date) -> date:
    """By when the county expects a month: the fifth of the next one."""
    return shift(month, 1).replace(day=5)


class ReturnQuerySet(models.QuerySet["MonthlyReturn"]):
    def visible_to(self, user: User) -> Self:
        """Returns of the user's union and below; administrators see none."""
        from members.permissions import has_data_rights

        if not user.union_id or not has_data_rights(user):
            return self.none()
        return self.filter(union__path__startswith=user.union.path)

    def approved(self) -> Self:
        return self.filter(state=State.APPROVED)


class MonthlyReturn(models.Model):
    """One union's month. `version` rises with every save and move; `mend_by` is the date set at a return."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="returns", db_index=False)
    month = models.DateField("月份")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    taken_in = models.BooleanField("历史数据", default=False)
    mend_by = models.DateField("改正期限", null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "union__path"]
        constraints = [
            models.UniqueConstraint(fields=["union", "month"], name="one_return_per_union_and_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_a_first_day"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="return_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.month_name}月报"

    @property
    def month_name(self) -> str:
        return month_name(self.month)

    @property
    def is_open(self) -> bool:
        """May figures still be typed?"""
        return self.state in OPEN_STATES

    @property
    def deadline(self) -> date:
        """By when the county expects it: the fifth of the next month."""
        return deadline_of(self.month)

    @property
    def due_by(self) -> date:
        """By when it is wanted now: the day of mending while it is returned, else the deadline."""
        return self.mend_by or self.deadline
