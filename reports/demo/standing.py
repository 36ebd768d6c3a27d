"""The demo's ledgers: made up behind the figures of the townships, counted where months were sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from members.ledgers.dispute_case import LEDGER, DisputeCase
from members.ledgers.keeping import keep
from members.months import shift
from reports.demo.ledgers import make_ledgers
from reports.demo.places import Cast
from reports.indicators.standing import store_counts
from reports.models import MonthlyReturn, State

#: Townships with more members than this have their unions register a number.
BY_NAME = 3400
#: Where a dispute was entered late, into a month that had been approved.
LATE = "YL-07"


def keep_ledgers(
    months: Mapping[str, Mapping[date, Mapping[str, Decimal | None]]],
    returns: list[MonthlyReturn],
    cast: Cast,
    today: date,
) -> None:
    """Township by township the records of its months; what was sent rests on them from then on."""
    for code, figures in months.items():
        union = cast.towns[code]
        make_ledgers(union, figures, by=cast.clerk(union), by_name=BY_NAME, today=today)
    for each in returns:
        # A draft is filled from its ledgers when it is opened.
        if each.state != State.DRAFT and each.month in months.get(each.union.code, ()):
            store_counts(each, freeze=not each.is_open)
    _enter_late(max(months[LATE]), cast)


def _enter_late(last_due: date, cast: Cast) -> None:
    """A dispute of the month before the last one, entered when that month was approved already."""
    union, day = cast.towns[LATE], shift(last_due, -1) + timedelta(days=17)
    late = DisputeCase(
        union=union, case_no=f"{union.code}-争〔{day.year}〕补1号", accepted_on=day, cause="pay", channel="visit",
        persons=3, migrant_persons=2, claim_amount=Decimal("18600.00"), employer_name="沙河镇恒昌木业厂",
        summary="三名职工反映加班费少付，受理时漏登台账。",
    )  # fmt: skip
    keep(LEDGER, late, by=cast.clerk(union))
