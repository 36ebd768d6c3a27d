"""A month's figures that no rule objects to."""

from __future__ import annotations

from members.months import DUE_MONTHS
from reports.locks import this_month
from reports.models import Indicator

STOCKS = {
    "union_total": 30, "union_enterprise": 30, "covered_units": 44, "employer_should": 50, "employer_organized": 40,
    "employee_total": 200, "employee_female": 90, "member_total": 120, "member_female": 55,
}  # fmt: skip


def clean_values() -> dict[str, object]:
    """Every indicator due this month: the stocks above, 0 for the rest."""
    month = this_month().month
    due = [i for i in Indicator.objects.all() if month in DUE_MONTHS[i.due] and not i.is_computed]
    return {indicator.code: STOCKS.get(indicator.code, 0) for indicator in due}
