"""How was an indicator called and computed in earlier years?"""

from __future__ import annotations

from copy import copy
from datetime import date

from django.db import models

from reports.models.indicator import Indicator


class FormerDefinition(models.Model):
    """How an indicator was called and computed before the month `until`; the indicator's own row is how it is now."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="former_definitions")
    until = models.DateField("新口径起始月")
    name = models.CharField("指标名称", max_length=80)
    numerator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    denominator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    terms = models.CharField("平衡式", max_length=300, blank=True)
    source = models.CharField("口径", max_length=300, blank=True)

    class Meta:
        ordering = ["indicator", "until"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "until"], name="one_former_definition_per_indicator_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.until.year}年以前）"


#: What a definition consists of.
DEFINED = ("name", "numerator_id", "denominator_id", "terms", "source")
Formers = dict[int, list[FormerDefinition]]


def former_definitions(indicators: list[Indicator]) -> Formers:
    """Indicator id → its former definitions, oldest first, of those marked by `with_former`. A query only if any is."""
    changed = [indicator.pk for indicator in indicators if getattr(indicator, "has_former", False)]
    found: Formers = {}
    if changed:
        for former in FormerDefinition.objects.filter(indicator__in=changed).order_by("until"):
            found.setdefault(former.indicator_id, []).append(former)
    return found


def as_of(indicators: list[Indicator], formers: Formers, month: date) -> list[Indicator]:
    """The indicators as they were defined in this month; the changed ones as copies, never to be saved."""
    return [_as_of(indicator, formers.get(indicator.pk, []), month) for indicator in indicators]


def _as_of(indicator: Indicator, formers: list[FormerDefinition], month: date) -> Indicator:
    former = next((each for each in formers if each.until > month), None)
    if former is None:
        return indicator
    then = copy(indicator)
    for name in DEFINED:
        setattr(then, name, getattr(former, name))
    return then
