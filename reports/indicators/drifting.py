"""Which months that have been sent may have drifted from their ledgers? Only those are counted again."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min

from members.ledgers.ledger import LEDGERS, Ledger
from members.models import User
from members.models.union import FormerPlace, Union
from reports.indicators.standing import Drift, drifts
from reports.models import Counted, MonthlyReturn
from reports.models.monthly_return import CLOSED_STATES

#: Months looked at in one list; the newest first.
MOST = 60
#: A record saved at the moment a month is counted may become visible only after it: such months are counted again.
SLACK = timedelta(minutes=10)
#: When a record was written last, and the first day it may count from (None: any).
Writing = tuple[datetime, date | None]


def drifted(user: User) -> list[tuple[MonthlyReturn, list[Drift]]]:
    """The user's sent months with what their ledgers say otherwise now, newest first.

    One query for the returns, one per ledger for what changed since, and a recount of every month it may concern.
    """
    sent = MonthlyReturn.objects.visible_to(user).filter(state__in=CLOSED_STATES, counted__isnull=False)
    returns = list(sent.annotate(frozen=Max("counted__at")).select_related("union").order_by("-month", "union__path"))
    if not returns:
        return []
    earliest = Counted.objects.filter(monthly_return__in=returns).aggregate(at=Min("at"))["at"]
    touched = _touched(user, earliest - SLACK)
    concerned = [each for each in returns if _concerns(each, touched)][:MOST]
    found = [(each, drifts(each)) for each in concerned]
    return [(each, what) for each, what in found if what]


def _touched(user: User, since: datetime) -> dict[str, list[Writing]]:
    """Path of a union, now or before it moved → its records written after `since`."""
    found: dict[str, list[Writing]] = defaultdict(list)
    places = _places(user)
    for ledger in LEDGERS.values():
        for unions, writing in _writings(ledger, since):
            for path in {path for union in unions for path in places.get(union, ())}:
                found[path].append(writing)
    return found


def _places(user: User) -> dict[int, list[str]]:
    """Where the unions stand and stood whose records may count for the user. Two queries."""
    found: dict[int, list[str]] = defaultdict(list)
    for pk, path in Union.objects.visible_to(user).values_list("pk", "path"):
        found[pk].append(path)
    former = FormerPlace.objects.filter(path__startswith=user.union.path if user.union else "?")
    for pk, path in former.values_list("union_id", "path"):
        found[pk].append(path)
    return found


def _writings(ledger: Ledger, since: datetime) -> list[tuple[set[int], Writing]]:
    """Every record written since: whose it is and was, when last, and its first day in all its versions. One query.

    The versions before count, too: a record dated into June now may have counted in May.
    """
    columns = sorted({ledger.main_date, ledger.held.start if ledger.held else ""} - {""})
    history: Any = ledger.model.history  # type: ignore[attr-defined]
    written = history.filter(history_date__gt=since).values("id")
    versions: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in history.filter(id__in=written).order_by().values_list("id", "union", "history_date", *columns):
        versions[row[0]].append(row[1:])
    found = []
    for rows in versions.values():
        days = [day for row in rows for day in row[2:]]
        first = min(days) if days and all(days) else None
        found.append(({row[0] for row in rows}, (max(row[1] for row in rows), first)))
    return found


def _concerns(monthly_return: MonthlyReturn, touched: dict[str, list[Writing]]) -> bool:
    """Was a record below this union written after the month was sent, that may count in it?"""
    frozen, last = monthly_return.frozen - SLACK, monthly_return.month.replace(day=28)  # type: ignore[attr-defined]
    return any(
        at > frozen and (day is None or day.replace(day=1) <= last)
        for path, writings in touched.items()
        if path.startswith(monthly_return.union.path)
        for at, day in writings
    )
