"""Figures: a number, or 不适用. An indicator without a row is not reported."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.arithmetic import APPROXIMATE
from reports.models.indicator import Indicator
from reports.models.monthly_return import MonthlyReturn
from reports.models.scaled import ScaledField


class Figure(models.Model):
    """One indicator of one return. 0 is a number: "none"; `not_applicable` has no number."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="figures", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures", db_index=False)
    value = ScaledField(null=True)
    not_applicable = models.BooleanField(default=False)
    approximate = models.CharField(max_length=2, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "indicator"], name="one_figure_per_return_and_indicator"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, not_applicable=True) | Q(value__isnull=False, not_applicable=False),
                name="a_figure_is_a_number_or_not_applicable",
            ),
            models.CheckConstraint(condition=Q(approximate__in=APPROXIMATE), name="approximation_is_known"),
        ]

    def __str__(self) -> str:
        return "不适用" if self.not_applicable else f"{self.value}"


class FigureChange(models.Model):
    """Who changed which figure from what to what: insert-only. Texts are exact numbers, 不适用, or empty."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="changes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    old = models.CharField(max_length=30, blank=True)
    new = models.CharField(max_length=30, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.old or '未报'}→{self.new or '未报'}"
