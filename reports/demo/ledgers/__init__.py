"""Ledgers made up so that counting them gives a union's figures exactly, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from members.models import Union, User
from reports.demo.ledgers.aid import gifts, hardship, insurance, raised
from reports.demo.ledgers.books import Books
from reports.demo.ledgers.contracts import contracts
from reports.demo.ledgers.democracy import democracy
from reports.demo.ledgers.employers import employers, surveys
from reports.demo.ledgers.members import members
from reports.demo.ledgers.money import honours, meetings, money, places
from reports.demo.ledgers.rights import counsel, disputes
from reports.demo.ledgers.unions import cadres, unions
from reports.demo.ledgers.work import competitions, events, innovation, safety, trainings
from reports.indicators.counting import COUNTERS, count_month
from reports.models import Indicator

NOT_YET, OPEN_QUESTION = "这本台账当年还没有记录", "数字互相矛盾"
#: Up to so many members are made up by name.
BY_NAME = 6000
STEPS = (
    unions, cadres, employers, surveys, contracts, democracy, disputes, counsel, competitions, innovation, trainings,
    events, safety, gifts, hardship, raised, insurance, money, honours, places, meetings,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure the ledgers do not give: what it should be, what they say (None: nothing), and why."""

    month: date
    code: str
    wanted: Decimal
    counted: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was made up: how many records, and for which figures it was known that they cannot come out."""

    records: int
    why: Mapping[tuple[date, str], str]


@transaction.atomic
def make_ledgers(
    union: Union,
    months: Mapping[date, Mapping[str, Decimal | None]],
    *,
    by: User,
    by_name: int = BY_NAME,
    seed: str = "",
    today: date | None = None,
) -> Made:
    """Records whose counts by `count_month` are these figures; the same seed gives the same records.

    Members are made up by name where there are never more than `by_name`; otherwise unions register their number.
    """
    figures = {
        month: {code: Decimal(value) for code, value in values.items() if value is not None}
        for month, values in months.items()
    }
    books = Books(union, figures, seed or union.code, today or timezone.localdate())
    for month in books.months:
        books.begin(month)
        for step in STEPS:
            step(books)
        members(books, by_name)
    return Made(books.save(by), books.why)


def countable(indicators: Iterable[Indicator]) -> set[str]:
    """The codes that ledgers can answer for."""
    return {i.code for i in indicators if not i.is_computed and (i.ledger or i.code in COUNTERS)}


def differences(
    union: Union, months: Mapping[date, Mapping[str, Decimal | None]], why: Mapping[tuple[date, str], str]
) -> list[Difference]:
    """Count the months and say which figures do not come out; nothing counted is as good as zero."""
    found = []
    for month, values in months.items():
        indicators = list(Indicator.objects.in_force(month, union.level))
        codes = countable(indicators)
        counts = count_month(union, month, indicators)
        for code, wanted in values.items():
            if wanted is None or code not in codes:
                continue
            counted = counts[code].value if code in counts else None
            if (counted or Decimal(0)) != wanted:
                found.append(
                    Difference(
                        month,
                        code,
                        wanted,
                        counted,
                        why.get((month, code), OPEN_QUESTION if counted is not None else NOT_YET),
                    )
                )
    return found
