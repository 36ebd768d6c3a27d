"""The limits of the plausibility rules that the county has set itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.models.scaled import ScaledField


class ThresholdSetting(models.Model):
    """A threshold by name, with the county's value; without a row the built-in value holds."""

    name = models.CharField(max_length=40, unique=True)
    value = ScaledField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
