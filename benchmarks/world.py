"""A county to measure on: 20 townships, two years, 120 figures a month, all approved."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from django.db import transaction

from members.models import Role, Union, User
from reports.models import Figure, Indicator, MonthlyReturn, State

TOWNSHIPS, YEARS, FIGURES = 20, (2023, 2024), 120


def make_union(code: str, name: str, level: str, parent: Union | None) -> Union:
    union = Union(code=code, name=name, level=level, files_returns=True)
    union.save()
    union.place_under(parent)
    return union


def make_world(townships: int = TOWNSHIPS) -> Union:
    """The county with its figures; seeded, so every run measures the same."""
    chance = random.Random(20)
    county = make_union("bench-county", "基准县总工会", "county", None)
    units = [make_union(f"bench-{n:04}", f"基准{n}镇总工会", "township", county) for n in range(townships)]
    User.objects.create(username="bench-clerk", full_name="基准", role=Role.TOWN_CLERK, union=units[0])
    indicators = list(Indicator.objects.exclude(kind="ratio").filter(terms="")[:FIGURES])
    for year in YEARS:
        for month in range(1, 13):
            with transaction.atomic():
                returns = MonthlyReturn.objects.bulk_create(
                    MonthlyReturn(union=unit, month=date(year, month, 1), state=State.APPROVED) for unit in units
                )
                Figure.objects.bulk_create(
                    (
                        Figure(monthly_return=each, indicator=indicator, value=Decimal(chance.randint(0, 500)))
                        for each in returns
                        for indicator in indicators
                    ),
                    batch_size=5000,
                )
    return county
