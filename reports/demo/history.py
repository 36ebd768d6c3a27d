"""Returns as their people would have left them: figures, change log, and an event for every move with its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from members.models import Union, User
from members.models.union import Level
from members.months import shift
from reports.arithmetic import Entry
from reports.demo.places import Cast
from reports.models import Figure, FigureChange, Indicator, MonthlyReturn, ReviewEvent, State
from reports.monthly import entry_text

#: Day and hour in the month after, at which each move is made when it is made in time.
TIMES = {"submit": (2, 10), "sign": (3, 9), "return": (4, 15), "approve": (8, 16)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One union's month: the state it has come to and its figures (None is 不适用)."""

    union: Union
    month: date
    state: State
    values: Mapping[str, Decimal | None]


def way(sheet: Sheet, cast: Cast) -> list[tuple[str, State, User]]:
    """The moves that have led to the sheet's state, and who made them."""
    clerk, stat = cast.clerk(sheet.union), cast.people["xian_tongji"]
    if sheet.union.level == Level.COUNTY:
        leader = cast.people["xian_lingdao"]
        moves = [("submit", State.REPORTED, clerk), ("approve", State.APPROVED, leader)]
    else:
        chair = cast.chair(sheet.union)
        end = ("return", State.RETURNED, stat) if sheet.state == State.RETURNED else ("approve", State.APPROVED, stat)
        moves = [("submit", State.SUBMITTED, clerk), ("sign", State.REPORTED, chair), end]
    states = [State.DRAFT, *(state for _, state, _ in moves)]
    return moves[: states.index(sheet.state)]


def moment(month: date, action: str, still_to_come: int) -> datetime:
    """When the move was made: at its usual time, but never later than now."""
    day, hour = TIMES[action]
    usual = timezone.make_aware(datetime.combine(shift(month, 1).replace(day=day), time(hour, 12)))
    return min(usual, timezone.now() - timedelta(hours=1 + still_to_come))


def write(sheets: list[Sheet], catalogue: Mapping[str, Indicator], cast: Cast) -> list[MonthlyReturn]:
    """Write the months with everything that belongs to them; the returns come in the order of the sheets."""
    ways = [way(sheet, cast) for sheet in sheets]
    returns = MonthlyReturn.objects.bulk_create(
        MonthlyReturn(union=sheet.union, month=sheet.month, state=sheet.state, version=len(moves) + 1)
        for sheet, moves in zip(sheets, ways, strict=True)
    )
    Figure.objects.bulk_create(
        (
            Figure(monthly_return=each, indicator=catalogue[code], value=value, not_applicable=value is None)
            for each, sheet in zip(returns, sheets, strict=True)
            for code, value in sheet.values.items()
        ),
        batch_size=2000,
    )
    FigureChange.objects.bulk_create(
        (
            FigureChange(
                monthly_return=each, indicator=catalogue[code], new=entry_text(Entry(value)), by=cast.clerk(sheet.union)
            )
            for each, sheet in zip(returns, sheets, strict=True)
            for code, value in sheet.values.items()
        ),
        batch_size=2000,
    )
    _write_events(returns, sheets, ways)
    return returns


def _write_events(returns: list[MonthlyReturn], sheets: list[Sheet], ways: list[list[tuple[str, State, User]]]) -> None:
    events, times = [], []
    for each, sheet, moves in zip(returns, sheets, ways, strict=True):
        before: State = State.DRAFT
        typed = moment(sheet.month, "submit", len(moves) + 1) - timedelta(hours=2)
        for number, (action, after, by) in enumerate(moves, 1):
            events.append(
                ReviewEvent(
                    monthly_return=each, action=action, from_state=before, to_state=after, by=by, version=number + 1
                )
            )
            times.append(moment(sheet.month, action, len(moves) - number))
            before = after
        FigureChange.objects.filter(monthly_return=each).update(at=typed)
        MonthlyReturn.objects.filter(pk=each.pk).update(updated_at=times[-1] if moves else typed)
    for event, at in zip(ReviewEvent.objects.bulk_create(events), times, strict=True):
        event.at = at
    ReviewEvent.objects.bulk_update(events, ["at"], batch_size=200)
