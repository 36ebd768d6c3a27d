"""Which months that have been sent may have drifted from their ledgers? Only those are counted again."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min

from members.ledgers.ledger import LEDGERS, Ledger
from members.models import User
from members.models.union import Union
from reports.indicators.standing import Drift, drifts
from reports.models import Counted, MonthlyReturn, State

SENT = (State.SUBMITTED, State.REPORTED, State.APPROVED)
#: Months looked at in one list; the newest first.
MOST = 60


def drifted(user: User) -> list[tuple[MonthlyReturn, list[Drift]]]:
    """The user's sent months with what their ledgers say otherwise now, newest first.

    One query for the returns, one per ledger for what changed since, and a recount of every month it may concern.
    """
    sent = MonthlyReturn.objects.visible_to(user).filter(state__in=SENT, counted__isnull=False)
    returns = list(sent.annotate(frozen=Max("counted__at")).select_related("union").order_by("-month", "union__path"))
    if not returns:
        return []
    earliest = Counted.objects.filter(monthly_return__in=returns).aggregate(at=Min("at"))["at"]
    touched = _touched(user, earliest)
    concerned = [each for each in returns if _concerns(each, touched)][:MOST]
    found = [(each, drifts(each)) for each in concerned]
    return [(each, what) for each, what in found if what]


def _touched(user: User, since: datetime) -> dict[str, list[tuple[datetime, date | None]]]:
    """Path of a union → when a record of its was written after `since`, and the first day it may count from."""
    found: dict[str, list[tuple[datetime, date | None]]] = defaultdict(list)
    paths = dict(Union.objects.visible_to(user).values_list("pk", "path"))
    for ledger in LEDGERS.values():
        for union, at, days in _writings(ledger, list(paths), since):
            known = [day for day in days if day]
            found[paths[union]].append((at, min(known) if known and len(known) == len(days) else None))
    return found


def _writings(ledger: Ledger, unions: list[int], since: datetime) -> list[tuple[int, datetime, tuple[Any, ...]]]:
    """Every version of a record written since: whose, when, and its days; former versions too, for days moved."""
    names = {ledger.main_date, ledger.held.start if ledger.held else ""} - {""}
    columns = sorted(names)
    history = ledger.model.history.filter(union__in=unions, history_date__gt=since)  # type: ignore[attr-defined]
    return [(row[0], row[1], row[2:]) for row in history.values_list("union", "history_date", *columns)]


def _concerns(monthly_return: MonthlyReturn, touched: dict[str, list[tuple[datetime, date | None]]]) -> bool:
    """Was a record below this union written after the month was sent, that may count in it?"""
    frozen, last = monthly_return.frozen, monthly_return.month.replace(day=28)  # type: ignore[attr-defined]
    return any(
        at > frozen and (day is None or day.replace(day=1) <= last)
        for path, writings in touched.items()
        if path.startswith(monthly_return.union.path)
        for at, day in writings
    )
