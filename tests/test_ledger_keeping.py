"""What becomes of a ledger record: kept, changed with its past, voided, deleted while nobody counted it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from members.ledgers.keeping import RecordRefused, delete, keep, void
from members.ledgers.ledger import LEDGERS
from members.models.sealed import Sealed
from members.sealing import Unreadable

DISPUTES = LEDGERS["dispute_case"]


def make_dispute(union, **values):
    return DISPUTES.model(union=union, **({"accepted_on": date(2026, 5, 3), "cause": "pay"} | values))


def test_a_record_is_kept_with_its_author_and_its_past(cast):
    record = make_dispute(cast.east, case_no="调2026-1", claim_amount=Decimal("1200.5"))
    keep(DISPUTES, record, by=cast.clerk)
    record.persons = 3
    keep(DISPUTES, record, by=cast.chair, was=1, reason="漏计两人")
    stored = DISPUTES.model.objects.get(pk=record.pk)
    assert (stored.version, stored.created_by, stored.updated_by) == (2, cast.clerk, cast.chair)
    past = list(stored.history.all())
    assert [(each.persons, each.history_user_id, each.history_change_reason) for each in past] == [
        (3, cast.chair.pk, "漏计两人"),
        (1, cast.clerk.pk, None),
    ]


def test_a_sealed_field_is_unreadable_in_the_database_and_bound_to_its_record(cast):
    record = make_dispute(cast.east, applicant="张三丰")
    keep(DISPUTES, record, by=cast.clerk)
    other = make_dispute(cast.east, applicant="李四")
    keep(DISPUTES, other, by=cast.clerk)
    stored = DISPUTES.model.objects.get(pk=record.pk)
    assert stored.clear("applicant") == "张三丰"
    assert stored.masked("applicant") == "••••••"
    assert "张三丰" not in f"{stored.applicant} {stored.applicant!r}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT applicant FROM members_disputecase UNION SELECT applicant FROM members_historicaldisputecase"
        )
        assert not any("张三丰" in row[0] for row in cursor.fetchall())
    assert stored.history.first().clear("applicant") == "张三丰"
    stored.applicant = Sealed(other.applicant.token)
    with pytest.raises(Unreadable):
        stored.clear("applicant")


def test_a_day_ahead_or_an_end_before_its_start_is_refused(cast):
    with pytest.raises(RecordRefused, match="受理日期"):
        keep(DISPUTES, make_dispute(cast.east, accepted_on=date(2199, 1, 1)), by=cast.clerk)
    with pytest.raises(RecordRefused, match=r"办结日期.*早于"):
        keep(DISPUTES, make_dispute(cast.east, closed_on=date(2026, 5, 2)), by=cast.clerk)
    assert not DISPUTES.model.objects.exists()


def test_strangers_and_the_county_do_not_write_a_townships_ledger(cast):
    for user in (cast.stat, cast.leader):
        with pytest.raises(PermissionDenied):
            keep(DISPUTES, make_dispute(cast.east), by=user)


def test_somebody_elses_change_is_not_overwritten(cast):
    record = make_dispute(cast.east)
    keep(DISPUTES, record, by=cast.clerk)
    keep(DISPUTES, record, by=cast.chair, was=1)
    with pytest.raises(RecordRefused, match="他人改动"):
        keep(DISPUTES, record, by=cast.clerk, was=1)


def test_a_voided_record_stays_readable_and_closed(cast):
    record = make_dispute(cast.east)
    keep(DISPUTES, record, by=cast.clerk)
    with pytest.raises(RecordRefused, match="原因"):
        void(DISPUTES, record, by=cast.clerk, reason=" ")
    void(DISPUTES, record, by=cast.clerk, reason="重复登记")
    stored = DISPUTES.model.objects.get(pk=record.pk)
    assert stored.voided and not DISPUTES.model.objects.valid().exists()
    with pytest.raises(RecordRefused, match="已作废"):
        keep(DISPUTES, stored, by=cast.clerk)


def test_a_record_nobody_counted_can_be_deleted_and_its_past_remains(cast):
    record = make_dispute(cast.east)
    keep(DISPUTES, record, by=cast.clerk)
    delete(DISPUTES, record, by=cast.clerk)
    assert not DISPUTES.model.objects.exists()
    assert [each.history_type for each in DISPUTES.model.history.all()] == ["-", "+"]


def test_a_record_that_looks_the_same_is_asked_about_and_kept(cast):
    def said(union=cast.east, by=cast.clerk, **values):
        found = keep(DISPUTES, make_dispute(union, **values), by=by)
        return [finding.message for finding in found if "重复登记" in finding.message]

    first = make_dispute(cast.east, case_no="调2026-1")
    keep(DISPUTES, first, by=cast.clerk)
    again = f"案号与第{first.pk}号记录相同，请核对是否重复登记。"
    assert said(case_no="调2026-1") == [again] and said(case_no="调2026-2") == [] and said() == [] and said() == []
    assert said(cast.west, cast.west_clerk, case_no="调2026-1") == []
    void(DISPUTES, first, by=cast.clerk, reason="重复")
    DISPUTES.model.objects.valid().filter(case_no="调2026-1", union=cast.east).delete()
    assert said(case_no="调2026-1") == []


def test_whatever_a_count_of_what_stands_may_narrow_by_is_kept_by_day():
    for ledger in LEDGERS.values():
        assert not ledger.held or set(ledger.coded_fields()) <= set(ledger.dated), ledger.slug
