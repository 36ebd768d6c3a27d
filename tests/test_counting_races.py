"""A ledger and its return at the same moment: what is sent is what was counted, and what came later is told."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from makers import Cast, make_cast, make_return
from racing import at_once, kinds, make_catalogue
from test_workflow_guards import explain_all

from members.ledgers.keeping import RecordRefused, delete, keep
from members.ledgers.ledger import LEDGERS
from members.months import DUE_MONTHS, shift
from reports.following import follow_ledgers
from reports.indicators.standing import drifts
from reports.models import Counted, Indicator, MonthlyReturn, State
from reports.models.counted import unpack
from reports.monthly import entries
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db(transaction=True)

DISPUTES = LEDGERS["dispute_case"]
ACCEPTED = "dispute_accepted"
APRIL = date(2026, 4, 1)
ROUNDS, STEP = 6, 0.04


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    make_catalogue()
    return make_cast()


def make_dispute(cast: Cast, month: date) -> Any:
    values = {"accepted_on": month.replace(day=3), "cause": "pay", "claim_amount": Decimal(100)}
    return DISPUTES.model(union=cast.east, **values)


def make_followed(cast: Cast, month: date) -> MonthlyReturn:
    """A return with nothing in the way: its disputes follow a ledger with one case, the rest does not apply."""
    keep(DISPUTES, make_dispute(cast, month), by=cast.clerk)
    due = [name for name, months in DUE_MONTHS.items() if month.month in months]
    asked = Indicator.objects.filter(due__in=due).exclude(ledger="dispute_case")
    made = make_return(cast.east, month, dict.fromkeys([i.code for i in asked if not i.is_computed], "na"))
    follow_ledgers(made, by=cast.clerk)
    explain_all(made, cast.clerk)
    return made


def after(number: int, action: Any, *given: Any, **named: Any) -> Any:
    """The action a little later in each round, so that it falls before, into and behind the sending."""
    time.sleep(number * STEP)
    return action(*given, **named)


def frozen(monthly_return: MonthlyReturn) -> tuple[Decimal, list[Any]]:
    """What was counted when it was sent, with the numbers of its records."""
    kept = Counted.objects.get(monthly_return=monthly_return, indicator__code=ACCEPTED)
    return kept.value, [pk for pk, _ in unpack(kept.rows)]


def test_a_case_entered_while_its_month_is_sent_is_in_it_or_told_as_a_drift(cast: Cast) -> None:
    went = 0
    for number in range(ROUNDS):
        month = shift(APRIL, -number)
        monthly_return, late = make_followed(cast, month), make_dispute(cast, month)
        sent, kept = at_once(
            partial(advance, monthly_return, "submit", by=cast.chair),
            partial(after, number, keep, DISPUTES, late, by=cast.clerk),
        )
        assert kinds([kept]) == [] and kinds([sent]) in ([], [MoveRefused])
        now = MonthlyReturn.objects.get(pk=monthly_return.pk)
        if isinstance(sent, Exception):
            assert now.state == State.DRAFT
            continue
        went += 1
        value, rows = frozen(now)
        assert entries(now)[ACCEPTED].value == value == len(rows)
        assert (late.pk in rows) != (ACCEPTED in {drift.indicator.code for drift in drifts(now)})
    assert went


def test_a_case_deleted_while_its_month_is_sent_is_refused_or_not_counted_or_told(cast: Cast) -> None:
    went = 0
    for number in range(ROUNDS):
        month = shift(APRIL, -number)
        second = make_dispute(cast, month)
        keep(DISPUTES, second, by=cast.clerk)
        monthly_return = make_followed(cast, month)
        sent, gone = at_once(
            partial(advance, monthly_return, "submit", by=cast.chair),
            partial(after, number, delete, DISPUTES, second, by=cast.clerk),
        )
        assert kinds([gone]) in ([], [RecordRefused]) and kinds([sent]) in ([], [MoveRefused])
        now = MonthlyReturn.objects.get(pk=monthly_return.pk)
        there = DISPUTES.model.objects.filter(pk=second.pk).exists()
        assert there == isinstance(gone, Exception)
        if isinstance(sent, Exception):
            continue
        went += 1
        value, rows = frozen(now)
        assert entries(now)[ACCEPTED].value == value == len(rows)
        told = ACCEPTED in {drift.indicator.code for drift in drifts(now)}
        assert (second.pk in rows) == (there or told)
    assert went
