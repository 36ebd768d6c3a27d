"""Which numbers can a newcomer paste? One column, in the order of this month's entry page, that keeps every rule."""

from __future__ import annotations

from decimal import Decimal

from members.months import DUE_MONTHS
from reports.demo.county import OPEN, Schedule, maker_of
from reports.demo.places import TOWNSHIPS
from reports.models import Indicator
from reports.models.indicator import arranged


def sample_column(plan: Schedule) -> str:
    """One line for each row that is due, as copied from a spreadsheet column; computed rows leave theirs empty."""
    place = next(place for place in TOWNSHIPS if place.code == OPEN)
    indicators = arranged(Indicator.objects.in_force(plan.this).in_order())
    values = maker_of(place, indicators, plan).month(plan.this)
    due = [i for i in indicators if plan.this.month in DUE_MONTHS[i.due]]
    return "\n".join("" if i.is_computed else _text(values[i.code]) for i in due)


def _text(value: Decimal | None) -> str:
    return "不适用" if value is None else f"{value}"
