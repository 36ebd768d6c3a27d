"""The signed and sealed sheet of a return, as it was scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from reports.models.monthly_return import MonthlyReturn

if TYPE_CHECKING:
    from members.models import User


class SignedSheetQuerySet(models.QuerySet["SignedSheet"]):
    def visible_to(self, user: User) -> Self:
        """Scans of the returns the user may see."""
        return self.filter(monthly_return__in=MonthlyReturn.objects.visible_to(user))


class SignedSheet(models.Model):
    """One scan of a return's sheet: insert-only; the newest counts, older ones stay."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="signed_sheets")
    title = models.CharField("文件名", max_length=120)
    stored = models.CharField(max_length=60, unique=True)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = SignedSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title
