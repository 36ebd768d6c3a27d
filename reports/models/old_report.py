"""An old report on its way to become last year's base: its text, the figures read in it, what was decided on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from members.models import Union

if TYPE_CHECKING:
    from members.models import User


class OldReportQuerySet(models.QuerySet["OldReport"]):
    def visible_to(self, user: User) -> Self:
        """Old reports of the user's union and below; administrators see none."""
        from members.permissions import has_data_rights

        if not user.union_id or not has_data_rights(user):
            return self.none()
        return self.filter(union__path__startswith=user.union.path)


class OldReport(models.Model):
    """A report a union wrote about `year`: the file under a random name, its text, and the figures proposed from it.

    `figures` is a list of what `oldreports.proposals.as_kept` makes of each, in the order of the text; `said_year` is
    the year the paper names, None where it hides it; `last_month` how far into the year it tells; `used_at` is when its
    accepted figures went into the base.
    """

    union = models.ForeignKey(Union, models.CASCADE, related_name="old_reports", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("文件名", max_length=120)
    stored = models.CharField(max_length=60, unique=True)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    text = models.TextField("正文")
    said_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_month = models.PositiveSmallIntegerField("写到几月", default=12)
    figures = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = OldReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["union", "year"])]

    @property
    def half(self) -> bool:
        """Does it tell of the first half of the year only?"""
        return self.last_month == 6

    @property
    def open_count(self) -> int:
        """How many figures nobody has decided on."""
        return sum(not each["state"] for each in self.figures if each["fits"])

    @property
    def taken_count(self) -> int:
        return sum(each["state"] == "taken" for each in self.figures)

    def __str__(self) -> str:
        return self.title
