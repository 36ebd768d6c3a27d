"""In which months that have been sent is a ledger record counted, and would its date fall into one of them?"""

from __future__ import annotations

from collections.abc import Sequence

from members.ledgers.guard import Standing
from members.ledgers.ledger import LEDGERS
from members.ledgers.record import Record
from members.models import Union
from reports.models import Counted, MonthlyReturn, State

SENT = (State.SUBMITTED, State.REPORTED, State.APPROVED)


def counted_in(slug: str, record: Record) -> Standing:
    """The guard of the ledgers: names of the months whose figures rest on the record, and a note for its keeper.

    One query for the counts of its ledger, two more where its date falls into a month that was sent.
    """
    above = [union.pk for union in _above(record)]
    return Standing(_months(slug, record, above), _note(slug, record, above))


def counted_among(slug: str, records: Sequence[Record]) -> dict[int, tuple[str, ...]]:
    """The same for many records in one query: those that are counted, by number, with the names of the months."""
    places = {record.pk: {int(part) for part in record.union.path.split("/") if part} for record in records}
    unions = set().union(*places.values())
    counts = Counted.objects.filter(
        ledger=slug, monthly_return__union__in=unions, monthly_return__state__in=SENT
    ).select_related("monthly_return")  # fmt: skip
    found: dict[int, dict[str, None]] = {}
    for each in counts.order_by("monthly_return__month"):
        for key, _ in each.shares():
            if isinstance(key, int) and each.monthly_return.union_id in places.get(key, ()):
                found.setdefault(key, {})[each.monthly_return.month_name] = None
    return {key: tuple(months) for key, months in found.items()}


def _above(record: Record) -> list[Union]:
    found: list[Union] = []
    union: Union | None = record.union
    while union is not None:
        found.append(union)
        union = union.parent
    return found


def _months(slug: str, record: Record, unions: list[int]) -> tuple[str, ...]:
    if not record.pk:
        return ()
    counts = Counted.objects.filter(
        ledger=slug, monthly_return__union__in=unions, monthly_return__state__in=SENT
    ).select_related("monthly_return")  # fmt: skip
    months = {
        each.monthly_return.month: each.monthly_return.month_name
        for each in counts.order_by("monthly_return__month")
        if any(key == record.pk for key, _ in each.shares())
    }
    return tuple(months[month] for month in sorted(months))


def _note(slug: str, record: Record, unions: list[int]) -> str:
    name = LEDGERS[slug].main_date
    day = getattr(record, name) if name else None
    if day is None:
        return ""
    sent = MonthlyReturn.objects.filter(union__in=unions, month=day.replace(day=1), state__in=SENT).first()
    if sent is None:
        return ""
    return f"{sent.month_name}月报{sent.get_state_display()}，已报的数不会改变；这条记录将列入“台账变动”。"
