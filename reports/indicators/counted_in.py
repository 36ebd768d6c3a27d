"""In which months that have been sent is a ledger record counted, and would its date fall into one of them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from members.ledgers.guard import Standing
from members.ledgers.ledger import LEDGERS
from members.ledgers.record import Record
from members.models import Union
from members.models.union import FormerPlace
from reports.indicators.counting import COUNTERS
from reports.models import Counted, MonthlyReturn
from reports.models.monthly_return import CLOSED_STATES


def counted_in(slug: str, record: Record) -> Standing:
    """The guard of the ledgers: names of the months whose figures rest on the record, and a note for its keeper."""
    months = counted_among(slug, [record]).get(record.pk, ()) if record.pk else ()
    return Standing(months, _note(slug, record, [union.pk for union in _above(record)]))


def counted_among(slug: str, records: Sequence[Record]) -> dict[int, tuple[str, ...]]:
    """Which of these records are counted in months that were sent: number → names of the months. Four queries."""
    places = _places(slug, records)
    unions = set().union(*places.values())
    counts = Counted.objects.filter(
        ledger__in=_counting(slug), monthly_return__union__in=unions, monthly_return__state__in=CLOSED_STATES
    ).select_related("monthly_return")  # fmt: skip
    found: dict[int, dict[str, None]] = {}
    for each in counts.order_by("monthly_return__month"):
        for key, _ in each.shares():
            ledger, _, pk = key.partition(":") if isinstance(key, str) else (each.ledger, "", key)
            if ledger == slug and each.monthly_return.union_id in places.get(int(pk), ()):
                found.setdefault(int(pk), {})[each.monthly_return.month_name] = None
    return {key: tuple(months) for key, months in found.items()}


def _counting(slug: str) -> set[str]:
    """The ledgers under which rows of this one may be kept: its own, and those whose counters ask it, too."""
    return {slug, *(ledgers[0] for ledgers, _ in COUNTERS.values() if slug in ledgers)}


def _places(slug: str, records: Sequence[Record]) -> dict[int, set[int]]:
    """Record → the unions whose returns may count it: those above each union it is and was in, now and before moves."""
    whose: dict[int, set[int]] = {record.pk: {record.union_id} for record in records}  # type: ignore[attr-defined]
    history: Any = LEDGERS[slug].model.history  # type: ignore[attr-defined]
    for pk, union in history.filter(id__in=list(whose)).order_by().values_list("id", "union").distinct():
        whose[pk].add(union)
    unions = set().union(*whose.values())
    above: dict[int, set[int]] = defaultdict(set)
    paths = [
        *Union.objects.filter(pk__in=unions).values_list("pk", "path"),
        *FormerPlace.objects.filter(union__in=unions).values_list("union_id", "path"),
    ]
    for pk, path in paths:
        above[pk].update(int(part) for part in path.split("/") if part)
    return {pk: set().union(*(above[union] for union in each)) for pk, each in whose.items()}


def _above(record: Record) -> list[Union]:
    found: list[Union] = []
    union: Union | None = record.union
    while union is not None:
        found.append(union)
        union = union.parent
    return found


def _note(slug: str, record: Record, unions: list[int]) -> str:
    name = LEDGERS[slug].main_date
    day = getattr(record, name) if name else None
    if day is None:
        return ""
    sent = MonthlyReturn.objects.filter(union__in=unions, month=day.replace(day=1), state__in=CLOSED_STATES).first()
    if sent is None:
        return ""
    return f"{sent.month_name}月报{sent.get_state_display()}，已报的数不会改变；这条记录将列入“台账变动”。"
