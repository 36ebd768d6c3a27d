"""What a union is to reach in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from members.models import Union
from reports.models.indicator import Indicator
from reports.models.scaled import ScaledField

if TYPE_CHECKING:
    from members.models import User


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> Self:
        """Targets of the user's union and below; administrators see none."""
        from members.permissions import has_data_rights

        if not user.union_id or not has_data_rights(user):
            return self.none()
        return self.filter(union__path__startswith=user.union.path)


class Target(models.Model):
    """The year's target of one union for one indicator, in the indicator's unit; `by_month` when it falls earlier."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="targets", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField("年度")
    target = ScaledField("任务数")
    by_month = models.PositiveSmallIntegerField("几月底前", default=12)
    at_least = models.BooleanField("不少于", default=True)
    document = models.CharField("文号", max_length=60, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "indicator", "by_month"], name="one_target_per_union_year_indicator_and_month"
            ),
            models.CheckConstraint(condition=Q(by_month__gte=1, by_month__lte=12), name="target_month_is_1_to_12"),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.year} {self.indicator} {self.target}"

    @property
    def bound_word(self) -> str:
        """At least or at most, in words."""
        return "不少于" if self.at_least else "不超过"


class TargetChange(models.Model):
    """Who set, revised or took back which target, from what to what: insert-only. Without a name it came by a file."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="target_changes", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    by_month = models.PositiveSmallIntegerField()
    old = models.CharField(max_length=120, blank=True)
    new = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["union", "year"])]

    def __str__(self) -> str:
        return f"{self.old or '无'}→{self.new or '撤销'}"
