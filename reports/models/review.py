"""What was said and done about a return: moves, marks on cells, ticks per section, reasons for warnings."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.models.indicator import SECTIONS, Indicator
from reports.models.monthly_return import MonthlyReturn, State


class ReviewEvent(models.Model):
    """One move of a return: insert-only."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="events")
    action = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, choices=State, blank=True)
    to_state = models.CharField(max_length=10, choices=State)
    reason = models.TextField("理由", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()}→{self.get_to_state_display()}"


class CellMark(models.Model):
    """A reviewer's remark on one cell, and what the filler answered. Open while the return is with the reviewer."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="marks")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    text = models.CharField("意见", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    reply = models.CharField("答复", max_length=200, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    replied_at = models.DateTimeField(null=True)
    settled = models.BooleanField("已了结", default=False)

    class Meta:
        ordering = ["indicator__section", "indicator__sort", "id"]

    def __str__(self) -> str:
        return self.text


class SectionTick(models.Model):
    """A reviewer's tick: this section of the return is in order."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="ticks")
    section = models.CharField(max_length=3, choices=list(SECTIONS.items()))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "section"], name="one_tick_per_return_and_section")
        ]

    def __str__(self) -> str:
        return self.get_section_display()


class RuleNote(models.Model):
    """A rule a return does not keep, with the written reason (or 历史数据 for history taken in as it was)."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="rule_notes")
    rule = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    message = models.CharField(max_length=300)
    reason = models.CharField("说明", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["rule"]
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "rule"], name="one_reason_per_return_and_rule")
        ]

    def __str__(self) -> str:
        return f"{self.rule}：{self.reason}"
