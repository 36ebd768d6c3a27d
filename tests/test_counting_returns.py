"""Typed beside counted: an open return follows its ledgers, a differing figure needs a reason, a sent one stays."""

from __future__ import annotations

from datetime import date

import pytest
from makers import make_return

from members.ledgers.keeping import keep, void
from members.ledgers.ledger import LEDGERS
from reports.arithmetic import Entry
from reports.following import follow_ledgers
from reports.indicators.standing import drifts, store_counts
from reports.models import Counted
from reports.monthly import CellInput, entries, save_cells
from reports.rules import check_return

MAY = date(2026, 5, 1)
DISPUTES = LEDGERS["dispute_case"]


def make_dispute(cast, **values):
    record = DISPUTES.model(union=cast.east, accepted_on=date(2026, 5, 3), **({"cause": "pay"} | values))
    keep(DISPUTES, record, by=cast.clerk)
    return record


def make_employer(cast, name):
    ledger = LEDGERS["employer"]
    record = ledger.model(union=cast.east, name=name, should_organize=True, opened_on=date(2020, 1, 1))
    keep(ledger, record, by=cast.clerk)
    return record


@pytest.fixture
def may(cast):
    return make_return(cast.east, MAY)


def b08(monthly_return):
    return [finding.message for finding in check_return(monthly_return) if finding.rule == "B08"]


def test_an_empty_return_is_filled_from_the_ledgers_that_are_kept(cast, may):
    make_dispute(cast, persons=4)
    follow_ledgers(may, by=cast.clerk)
    filled = entries(may)
    assert filled["dispute_accepted"] == Entry(1) and filled["dispute_persons"] == Entry(4)
    assert "training_count" not in filled


def test_what_nobody_typed_over_rises_with_the_ledger(cast, may):
    make_dispute(cast)
    follow_ledgers(may, by=cast.clerk)
    make_dispute(cast)
    assert follow_ledgers(may, by=cast.clerk)["dispute_accepted"] == Entry(2)
    assert follow_ledgers(may, by=cast.clerk) == {}


def test_a_typed_figure_stays_and_is_asked_for_its_reason(cast, may):
    make_dispute(cast)
    follow_ledgers(may, by=cast.clerk)
    save_cells(may, {"dispute_accepted": CellInput("7"), "training_count": CellInput("3")}, by=cast.clerk)
    make_dispute(cast)
    follow_ledgers(may, by=cast.clerk)
    assert entries(may)["dispute_accepted"] == Entry(7)
    assert b08(may) == ["“受理劳动争议件数”填报数（7）与台账数（2）不一致，请补登台账或说明差异原因。"]


def test_a_cell_emptied_by_hand_stays_empty(cast, may):
    make_dispute(cast)
    follow_ledgers(may, by=cast.clerk)
    save_cells(may, {"dispute_accepted": CellInput("")}, by=cast.clerk)
    follow_ledgers(may, by=cast.clerk)
    assert "dispute_accepted" not in entries(may)


def test_a_reader_or_a_closed_return_changes_nothing(cast, may):
    make_dispute(cast)
    assert follow_ledgers(may, by=cast.stat) == {}
    type(may).objects.filter(pk=may.pk).update(state="approved")
    assert follow_ledgers(may, by=cast.clerk) == {} and not Counted.objects.exists()


def test_a_later_change_of_the_ledger_is_a_drift_and_the_rows_of_then_remain(cast, may):
    record, other = make_dispute(cast, persons=2), make_dispute(cast, persons=3)
    store_counts(may)
    assert drifts(may) == []
    void(DISPUTES, record, by=cast.clerk, reason="重复登记")
    found = {drift.indicator.code: (drift.then, drift.now) for drift in drifts(may)}
    assert found["dispute_accepted"] == (2, 1) and found["dispute_persons"] == (5, 3)
    assert [pk for pk, _ in Counted.objects.get(indicator__code="dispute_persons").shares()] == [record.pk, other.pk]


def test_a_ledger_that_is_still_being_filled_does_not_shrink_what_was_typed_before(cast, may):
    march = make_return(cast.east, date(2026, 3, 1))  # some balances are asked once a quarter
    save_cells(march, {"employer_should": CellInput("2")}, by=cast.clerk)
    make_employer(cast, "海纳")
    follow_ledgers(may, by=cast.clerk)
    assert "employer_should" not in entries(may)
    make_employer(cast, "天宝")
    follow_ledgers(may, by=cast.clerk)
    assert entries(may)["employer_should"] == Entry(2)


def test_what_was_counted_last_month_may_fall(cast, may):
    april = make_return(cast.east, date(2026, 4, 1))
    kept = [make_employer(cast, name) for name in ("海纳", "天宝")]
    follow_ledgers(april, by=cast.clerk)
    assert entries(april)["employer_should"] == Entry(2)
    void(LEDGERS["employer"], kept[0], by=cast.clerk, reason="重复登记")
    assert follow_ledgers(may, by=cast.clerk)["employer_should"] == Entry(1)
