"""An open return follows its ledgers: what nobody has typed over is what the ledgers say."""

from __future__ import annotations

from django.db import transaction

from members import permissions
from members.models import User
from reports.arithmetic import Entry
from reports.indicators.standing import asked, store_counts
from reports.models import Indicator, MonthlyReturn
from reports.monthly import entries, write_entries


@transaction.atomic
def follow_ledgers(monthly_return: MonthlyReturn, *, by: User) -> dict[str, Entry]:
    """Count the month and fill what is empty or was filled so before; returns code → entry of what was filled.

    A figure typed otherwise stays, and is asked for its reason by B08; one that was emptied by hand stays empty.
    Nothing happens to a return that is closed, or for somebody who does not fill it.
    """
    locked = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("union").get(pk=monthly_return.pk)
    if not locked.is_open or not permissions.may_record(by, locked.union):
        return {}
    indicators = asked(locked)
    counts, before = store_counts(locked, indicators)
    if not counts:
        return {}
    stored = entries(locked)
    by_code: dict[str, Indicator] = {indicator.code: indicator for indicator in indicators}
    changes: list[tuple[Indicator, Entry | None]] = []
    for code, count in counts.items():
        entry, was = stored.get(code), before.get(code)
        untouched = was is None if entry is None else entry == Entry(was) if was is not None else False
        if untouched and entry != Entry(count.value):
            changes.append((by_code[code], Entry(count.value)))
    if changes:
        write_entries(locked, changes, stored, by=by)
        monthly_return.refresh_from_db()
    return {indicator.code: entry for indicator, entry in changes if entry is not None}
