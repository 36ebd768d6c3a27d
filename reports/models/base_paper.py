"""The scanned paper from which last year's figures of a union were taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from members.models import Union

if TYPE_CHECKING:
    from members.models import User


class BasePaperQuerySet(models.QuerySet["BasePaper"]):
    def visible_to(self, user: User) -> Self:
        """Papers of the user's union and below; administrators see none."""
        from members.permissions import has_data_rights

        if not user.union_id or not has_data_rights(user):
            return self.none()
        return self.filter(union__path__startswith=user.union.path)


class BasePaper(models.Model):
    """A paper with a union's figures of a year: what it was called, and under which random name it is kept."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="base_papers", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("文件名", max_length=120)
    stored = models.CharField(max_length=60, unique=True)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = BasePaperQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["union", "year"])]

    def __str__(self) -> str:
        return self.title
