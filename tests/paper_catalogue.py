"""The built-in indicators as they come out of the database, without one: for tests that only read them."""

from __future__ import annotations

from reports.indicators.catalogue import fields_of, rows
from reports.models import Indicator
from reports.models.indicator import arranged


def make_paper_catalogue() -> list[Indicator]:
    """All built-in indicators in order, unsaved, numbered as they stand in the catalogue's file."""
    numbers = {row["code"]: number for number, row in enumerate(rows(), 1)}
    indicators = [
        Indicator(
            pk=numbers[row["code"]],
            code=row["code"],
            numerator_id=numbers.get(row["numerator"]),
            denominator_id=numbers.get(row["denominator"]),
            parent_id=numbers.get(row["parent"]),
            parent_rel=row["parent_rel"],
            **fields_of(row),
        )
        for row in rows()
    ]
    return arranged(sorted(indicators, key=lambda each: (each.section, each.sort, each.code)))
