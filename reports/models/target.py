"""What a union is to reach in a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from members.models import Union
from reports.models.indicator import Indicator
from reports.models.scaled import ScaledField


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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "indicator", "by_month"], name="one_target_per_union_year_indicator_and_month"
            ),
            models.CheckConstraint(condition=Q(by_month__gte=1, by_month__lte=12), name="target_month_is_1_to_12"),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.year} {self.indicator} {self.target}"
