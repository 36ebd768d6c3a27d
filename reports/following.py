"""An open return follows its ledgers: what nobody has typed over is what the ledgers say."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef

from members import permissions
from members.models import User
from members.months import shift
from reports.arithmetic import Entry
from reports.indicators.counting import is_counted
from reports.indicators.standing import asked, store_counts
from reports.models import Counted, Figure, Indicator, MonthlyReturn
from reports.models.indicator import Kind
from reports.monthly import entries, write_entries


@transaction.atomic
def follow_ledgers(monthly_return: MonthlyReturn, *, by: User) -> dict[str, Entry]:
    """Count the month and fill what is empty or was filled so before; returns code → entry of what was filled.

    A figure typed otherwise stays, and is asked for its reason by B08; one that was emptied by hand stays empty.
    So does a balance of which the ledger knows less than was typed before: such a ledger is still being filled.
    One filled so is emptied where its ledger says nothing any more (its only record was voided); it stays where the
    indicator is not counted any more.
    Nothing happens to a return that is closed, or for somebody who does not fill it.
    """
    locked = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("union").get(pk=monthly_return.pk)
    if not locked.is_open or not permissions.may_record(by, locked.union):
        return {}
    indicators = asked(locked)
    counts, before = store_counts(locked, indicators)
    gone = {code: value for code, value in before.items() if code not in counts}
    if not counts and not gone:
        return {}
    stored = entries(locked)
    by_code: dict[str, Indicator] = {indicator.code: indicator for indicator in indicators}
    changes: list[tuple[Indicator, Entry | None]] = []
    typed = _typed_before(locked, counts)
    for code, count in counts.items():
        entry, was = stored.get(code), before.get(code)
        if entry is None:
            floor = typed.get(code, Decimal(0))
            untouched = (was is None or was < floor) and count.value >= floor
        else:
            untouched = was is not None and entry == Entry(was)
        if untouched and entry != Entry(count.value):
            changes.append((by_code[code], Entry(count.value)))
    for code, value in gone.items():
        if code in by_code and is_counted(by_code[code]) and stored.get(code) == Entry(value):
            changes.append((by_code[code], None))
    if changes:
        write_entries(locked, changes, stored, by=by)
        monthly_return.refresh_from_db()
    return {indicator.code: entry for indicator, entry in changes if entry is not None}


def _typed_before(monthly_return: MonthlyReturn, codes: Iterable[str]) -> dict[str, Decimal]:
    """The balances last stated in the year before, where they were typed, not counted: code → value. One query."""
    counted = Counted.objects.filter(
        monthly_return=OuterRef("monthly_return"), indicator=OuterRef("indicator"), value=OuterRef("value")
    )
    month = monthly_return.month
    stated = Figure.objects.filter(
        monthly_return__union=monthly_return.union_id,
        monthly_return__month__gte=shift(month, -12),
        monthly_return__month__lt=month,
        indicator__kind=Kind.STOCK,
        indicator__code__in=list(codes),
        value__isnull=False,
    ).order_by("monthly_return__month")
    last = {code: (value, own) for code, value, own in stated.values_list("indicator__code", "value", Exists(counted))}
    return {code: value for code, (value, own) in last.items() if not own}
