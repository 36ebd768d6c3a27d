"""Opening a month: one return per union and month, no future month, only where a return is due."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from makers import Cast, make_return

from members.models import Union
from members.months import shift
from reports.locks import this_month
from reports.models import Figure, Indicator, MonthlyReturn, State
from reports.monthly import ReturnClosed, open_return

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 1)


def test_a_month_is_opened_once(cast: Cast) -> None:
    first = open_return(cast.east, MAY, by=cast.clerk)
    assert (first.state, first.version, first.month_name) == (State.DRAFT, 1, "2026年5月")
    assert open_return(cast.east, MAY, by=cast.chair) == first and MonthlyReturn.objects.count() == 1


def test_a_month_that_is_there_is_shown_whatever_its_state(cast: Cast) -> None:
    closed = make_return(cast.east, MAY, state=State.APPROVED)
    assert open_return(cast.east, MAY, by=cast.clerk) == closed


@pytest.mark.parametrize("person", ["west_clerk", "stat", "leader", "liaison", "auditor", "sys_admin", "other_clerk"])
def test_nobody_opens_anothers_month(cast: Cast, person: str) -> None:
    with pytest.raises(PermissionDenied):
        open_return(cast.east, MAY, by=getattr(cast, person))
    assert not MonthlyReturn.objects.exists()


def test_a_month_that_has_not_begun_cannot_be_opened(cast: Cast) -> None:
    assert open_return(cast.east, this_month(), by=cast.clerk).month == this_month()
    with pytest.raises(ReturnClosed, match="还没有到"):
        open_return(cast.east, shift(this_month(), 1), by=cast.clerk)


def test_a_month_outside_the_unions_filing_cannot_be_opened(cast: Cast) -> None:
    Union.objects.filter(pk=cast.east.pk).update(files_from=date(2026, 3, 1), files_until=date(2026, 6, 1))
    east = Union.objects.get(pk=cast.east.pk)
    for month in (date(2026, 2, 1), date(2026, 7, 1)):
        with pytest.raises(ReturnClosed, match="不在填报范围内"):
            open_return(east, month, by=cast.clerk)
    for month in (date(2026, 3, 1), date(2026, 6, 1)):
        assert open_return(east, month, by=cast.clerk).month == month
    with pytest.raises(ReturnClosed, match="不在填报范围内"):
        open_return(cast.plant, MAY, by=cast.liaison)


def refused(**fields: object) -> bool:
    """Does the database itself refuse such a row?"""
    try:
        with transaction.atomic():
            MonthlyReturn.objects.create(**fields)
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_nonsense(cast: Cast) -> None:
    may = make_return(cast.east, MAY)
    assert refused(union=cast.east, month=MAY)
    assert refused(union=cast.east, month=date(2026, 6, 2))
    assert refused(union=cast.east, month=date(2026, 6, 1), state="lost")
    indicator = Indicator.objects.get(code="union_new")
    for fields in ({"value": None}, {"value": 1, "not_applicable": True}, {"value": 1, "approximate": "约"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.create(monthly_return=may, indicator=indicator, **fields)  # type: ignore[arg-type]
    Figure.objects.create(monthly_return=may, indicator=indicator, value=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.create(monthly_return=may, indicator=indicator, value=1)
