"""What was changed in the catalogue, by whom and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.models.indicator import Indicator


class IndicatorChange(models.Model):
    """One change of one thing about an indicator: insert-only. Without a name it came by a file."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="changes")
    what = models.CharField("事项", max_length=40)
    old = models.CharField(max_length=300, blank=True)
    new = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.what}：{self.old or '空'}→{self.new or '空'}"
