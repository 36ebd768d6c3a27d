"""Saving a cell and a whole pasted return, rules of the cell and change log included, against a raw upsert."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count

from django.db import connection, transaction

from benchmarks.harness import Comparison
from benchmarks.world import FIGURES, make_union
from members.models import Role, User
from reports.models import Indicator, MonthlyReturn
from reports.monthly import CellInput, save_cells

UPSERT = """insert into reports_figure (monthly_return_id, indicator_id, value, not_applicable, approximate, note)
values (%s, %s, %s, false, '', '')
on conflict (monthly_return_id, indicator_id) do update set value = excluded.value"""


def run(write: Callable[[str], object]) -> None:
    county = make_union("save-county", "基准县总工会", "county", None)
    town = make_union("save-town", "基准镇总工会", "township", county)
    clerk = User.objects.create(username="save-clerk", full_name="基准", role=Role.TOWN_CLERK, union=town)
    monthly_return = MonthlyReturn.objects.create(union=town, month=date(2024, 1, 1))
    raw = MonthlyReturn.objects.create(union=town, month=date(2024, 2, 1))
    indicators = list(Indicator.objects.exclude(kind="ratio").filter(terms="")[:FIGURES])
    numbers = count(1)

    def ours(amount: int) -> Callable[[], object]:
        def save() -> object:
            value = str(next(numbers) % 100_000)
            return save_cells(monthly_return, {i.code: CellInput(value) for i in indicators[:amount]}, by=clerk)

        return save

    def bare(amount: int) -> Callable[[], object]:
        def save() -> None:
            value = next(numbers) * 10_000
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(UPSERT, [(raw.pk, indicator.pk, value) for indicator in indicators[:amount]])

        return save

    for title, amount, target in (
        ("Saving one cell", 1, 5.0),
        (f"Saving a whole return of {FIGURES} cells", FIGURES, 10.0),
    ):
        Comparison(
            title,
            {"save_cells()": ours(amount), "raw upsert, one commit": bare(amount)},
            {"raw upsert, one commit": target},
            rounds=31,
        ).run(write)
