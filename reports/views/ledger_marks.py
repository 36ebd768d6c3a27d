"""What a page of a return says of its ledgers beside the figures: the count, and what it has become since."""

from __future__ import annotations

from django.urls import reverse

from members.months import month_text
from reports.formats import show
from reports.indicators.standing import drifts, stored_counts
from reports.models import MonthlyReturn


def ledger_marks(monthly_return: MonthlyReturn) -> dict[str, object]:
    """Code → count as shown; for a return that was sent, code → what the ledger says now where that differs."""
    counted = {code: show(value, 4) for code, value in stored_counts(monthly_return).items()}
    query = f"?union={monthly_return.union.code}&period={month_text(monthly_return.month)}&provisional=1"
    drifted: dict[str, str] = {}
    if counted and not monthly_return.is_open:
        drifted = {d.indicator.code: "无" if d.now is None else show(d.now, 4) for d in drifts(monthly_return)}
    return {"counted": counted, "drifted": drifted, "rows_url": reverse("figure-rows", args=["CODE"]) + query}
