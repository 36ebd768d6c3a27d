"""What did the ledgers say of a return when it was sent, and what do they say now?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from reports.indicators.counting import COUNTERS, Count, count_month
from reports.models import Counted, Indicator, MonthlyReturn
from reports.models.counted import pack


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure whose ledger has changed since it was sent: what was counted then (None: not counted), and now."""

    indicator: Indicator
    then: Decimal | None
    now: Decimal | None


def asked(monthly_return: MonthlyReturn) -> list[Indicator]:
    """The indicators of the return that could be counted. One query."""
    return list(Indicator.objects.in_force(monthly_return.month, monthly_return.union.level))


def slug_of(indicator: Indicator) -> str:
    """The ledger whose rows stand behind the indicator; empty where it is not counted."""
    return COUNTERS[indicator.code][0][0] if indicator.code in COUNTERS else indicator.ledger


def stored_counts(monthly_return: MonthlyReturn) -> dict[str, Decimal]:
    """Code → what was counted for it. One query."""
    return dict(Counted.objects.filter(monthly_return=monthly_return).values_list("indicator__code", "value"))


def store_counts(
    monthly_return: MonthlyReturn, indicators: list[Indicator] | None = None, *, freeze: bool = False
) -> tuple[dict[str, Count], dict[str, Decimal]]:
    """Count the month anew and keep the counts with their rows; returns them, and what was kept before.

    `freeze`: the rows are shown from now on as their records stand at this moment.
    """
    indicators = asked(monthly_return) if indicators is None else indicators
    counts = count_month(monthly_return.union, monthly_return.month, indicators)
    kept = {
        code: (pk, value, ledger, bytes(rows))
        for code, pk, value, ledger, rows in Counted.objects.filter(monthly_return=monthly_return).values_list(
            "indicator__code", "pk", "value", "ledger", "rows"
        )
    }
    before = {code: each[1] for code, each in kept.items()}
    ids = {indicator.code: indicator.pk for indicator in indicators}
    now = timezone.now()
    changed = []
    for code, count in counts.items():
        rows = pack(count.rows)
        if code not in kept or kept[code][1:] != (count.value, count.ledger, rows):
            changed.append(
                Counted(
                    monthly_return=monthly_return,
                    indicator_id=ids[code],
                    ledger=count.ledger,
                    value=count.value,
                    rows=rows,
                    at=now,
                )
            )
    if changed:
        Counted.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["monthly_return", "indicator"],
            update_fields=["ledger", "value", "rows", "at"],
        )
    if freeze:
        Counted.objects.filter(monthly_return=monthly_return).update(at=now)
    if gone := [pk for code, (pk, *_) in kept.items() if code not in counts]:
        Counted.objects.filter(pk__in=gone).delete()
    return counts, before


def drifts(monthly_return: MonthlyReturn) -> list[Drift]:
    """The figures of a return whose ledgers say something else than when it was sent."""
    then = stored_counts(monthly_return)
    indicators = asked(monthly_return)
    now: Mapping[str, Count] = count_month(monthly_return.union, monthly_return.month, indicators)
    found = []
    for indicator in indicators:
        before = then.get(indicator.code)
        after = now[indicator.code].value if indicator.code in now else None
        if before != after and not (before is None and after == 0):
            found.append(Drift(indicator, before, after))
    return found
