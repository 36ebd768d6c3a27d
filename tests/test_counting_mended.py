"""What once was counted, followed or watched wrongly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from makers import make_return
from test_counting_declared import DISPUTES, MAY, make_dispute

from members.ledgers.guard import standing_of
from members.ledgers.keeping import RecordRefused, delete, keep, void
from members.ledgers.ledger import LEDGERS
from reports.arithmetic import Entry
from reports.following import follow_ledgers
from reports.indicators.counting import count_month
from reports.indicators.declaration import DeclarationError, declare
from reports.indicators.drifting import drifted
from reports.indicators.standing import store_counts
from reports.models import Figure, Indicator
from reports.monthly import CellInput, entries, save_cells
from reports.rules import check_return

SENT = {"state": "reported"}


def send(monthly_return):
    store_counts(monthly_return, freeze=True)
    type(monthly_return).objects.filter(pk=monthly_return.pk).update(**SENT)


def test_a_case_of_last_year_that_was_closed_in_january_is_counted(cast):
    make_dispute(cast, date(2025, 12, 30), method="mediation", result="settled", closed_on=date(2026, 1, 1))
    counted = count_month(cast.east, date(2026, 1, 1))
    assert counted["dispute_closed"].value == 1 and counted["dispute_accepted"].value == 0


def test_one_declaration_that_fits_no_longer_leaves_the_others_counted(cast):
    make_dispute(cast)
    Indicator.objects.filter(code="dispute_pay").update(filters="vanished=pay")
    counted = count_month(cast.east, MAY)
    assert "dispute_pay" not in counted and counted["dispute_accepted"].value == 1


def test_what_was_followed_is_emptied_when_its_only_record_is_voided(cast):
    may = make_return(cast.east, MAY)
    record = make_dispute(cast)
    follow_ledgers(may, by=cast.clerk)
    save_cells(may, {"dispute_persons": CellInput("9")}, by=cast.clerk)
    void(DISPUTES, record, by=cast.clerk, reason="重复登记")
    follow_ledgers(may, by=cast.clerk)
    assert "dispute_accepted" not in entries(may) and entries(may)["dispute_persons"] == Entry(Decimal(9))


def test_a_figure_stays_when_its_indicator_is_not_counted_any_more(cast):
    may = make_return(cast.east, MAY)
    make_dispute(cast)
    follow_ledgers(may, by=cast.clerk)
    Indicator.objects.filter(code="dispute_pay").update(filters="vanished=pay")
    follow_ledgers(may, by=cast.clerk)
    assert entries(may)["dispute_pay"] == Entry(Decimal(1))


def test_not_applicable_is_asked_for_its_reason_where_the_ledger_has_some(cast):
    may = make_return(cast.east, MAY)
    make_dispute(cast)
    follow_ledgers(may, by=cast.clerk)
    Figure.objects.filter(monthly_return=may, indicator__code__in=("dispute_accepted", "dispute_other")).update(
        value=None, not_applicable=True
    )
    told = [finding.message for finding in check_return(may) if finding.rule == "B08"]
    assert told == ["“受理劳动争议件数”填为不适用，而台账数为1，请改填数字或说明原因。"]


def test_a_day_moved_out_of_a_sent_month_is_a_drift_of_it(cast):
    record = make_dispute(cast)
    may = make_return(cast.east, MAY)
    send(may)
    type(record).history.update(history_date=datetime(2026, 5, 4, tzinfo=UTC))
    record.refresh_from_db()
    record.accepted_on = date(2026, 7, 1)
    keep(DISPUTES, record, by=cast.clerk)
    [(month, drifts)] = drifted(cast.clerk)
    assert month == may and {d.indicator.code for d in drifts} >= {"dispute_accepted", "dispute_pay"}


def test_a_record_counted_before_its_union_moved_cannot_be_deleted(cast):
    record = make_dispute(cast, union=cast.plant)
    send(make_return(cast.east, MAY))
    cast.plant.place_under(cast.west, since=date(2026, 6, 1))
    record = type(record).objects.get(pk=record.pk)
    assert standing_of("dispute_case", record).counted_in
    with pytest.raises(RecordRefused) as refusal:
        delete(DISPUTES, record, by=cast.west_clerk)
    assert refusal.value.findings[0].code == "F07"


def test_a_record_counted_under_another_ledger_cannot_be_deleted(cast):
    ledger = LEDGERS["union_org"]
    record = ledger.model(union=cast.east, name="东港机械厂工会", level="base", member_count_reg=30)
    keep(ledger, record, by=cast.clerk)
    assert count_month(cast.east, MAY)["member_total"].rows == ((f"union_org:{record.pk}", Decimal(30)),)
    member_total = list(Indicator.objects.filter(code="member_total"))
    may = make_return(cast.east, MAY)
    store_counts(may, member_total, freeze=True)
    type(may).objects.filter(pk=may.pk).update(**SENT)
    assert standing_of("union_org", record).counted_in == (may.month_name,)


def test_changed_twice_from_one_day_the_months_before_keep_what_they_said(cast):
    ledger = LEDGERS["employer"]
    record = ledger.model(union=cast.east, name="东港机械厂", opened_on=date(2026, 1, 1), employee_count=10)
    keep(ledger, record, by=cast.clerk)
    for number in (20, 30):
        record.employee_count = number
        keep(ledger, record, by=cast.clerk, since={"employee_count": date(2026, 5, 1)})
    indicator = Indicator(code="x", ledger="employer", measure="sum:employee_count", date_rule="held", kind="stock")
    months = (date(2026, 4, 1), MAY)
    assert [count_month(cast.east, month, [indicator])["x"].value for month in months] == [10, 30]


@pytest.mark.parametrize(
    ("given", "column"),
    [
        (("dispute_case", "count", "in:employer.opened_on", ""), "date"),
        (("dispute_case", "count", "in:created_at", ""), "date"),
        (("dispute_case", "distinct:applicant", "in:accepted_on", ""), "measure"),
        (("collective_contract", "sum:covers", "in:signed_on", ""), "measure"),
        (("collective_contract", "distinct:covers", "in:signed_on", ""), "measure"),
        (("collective_contract", "sum:covered_employers", "in:signed_on", ""), "measure"),
        (("collective_contract", "count", "in:signed_on", "covers set"), "filters"),
    ],
)
def test_what_would_count_wrongly_is_refused(given, column):
    with pytest.raises(DeclarationError) as refusal:
        declare(*given)
    assert refusal.value.column == column
