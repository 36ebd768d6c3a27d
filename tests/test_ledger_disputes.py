"""Disputes, petitions, dangers, letters and legal aid: their limits in days and how they end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from members.ledgers.dispute_case import DisputeCase
from members.ledgers.keeping import RecordRefused, delete, keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.legal_aid_case import LegalAidCase
from members.ledgers.legal_service import LegalService
from members.ledgers.petition import Petition
from members.ledgers.risk_item import RiskItem
from members.ledgers.supervision_letter import SupervisionLetter
from reports.indicators.counting import count_month

DISPUTES = LEDGERS["dispute_case"]
TODAY = date(2026, 6, 30)


def make_dispute(union=None, **values):
    return DisputeCase(union=union, **({"case_no": "调2026-1", "accepted_on": TODAY, "cause": "pay"} | values))


def said(record, today=TODAY):
    ledger = next(each for each in LEDGERS.values() if each.model is type(record))
    return {each.code or each.field: each.message for each in ledger.findings(record, today)}


def test_mediation_takes_fifteen_days():
    record = make_dispute(accepted_on=date(2026, 6, 16))
    assert "E22" not in said(record)
    record.received_on = date(2026, 6, 15)
    assert said(record)["E22"].startswith("调2026-1自收到申请已满15日未达成协议")
    record.closed_on, record.result, record.method = TODAY, "settled", "mediation"
    assert not said(record)


@pytest.mark.parametrize(("days", "warned"), [(300, False), (301, True), (400, True)])
def test_the_year_for_arbitration_is_watched(days, warned):
    record = make_dispute(harm_on=TODAY - timedelta(days=days))
    assert ("E23" in said(record)) is warned
    if days == 301:
        assert said(record)["E23"] == "调2026-1距权利被侵害已301天，请提醒当事人一年仲裁时效。"
    record.arbitration_on = TODAY
    assert "E23" not in said(record)


def test_arbitration_is_accepted_decided_and_appealed_in_time():
    record = make_dispute(arbitration_on=TODAY - timedelta(days=5))
    assert "arbitration_accepted_on" not in said(record)
    record.arbitration_on -= timedelta(days=1)
    assert "5日" in said(record)["arbitration_accepted_on"]
    record.arbitration_on = record.accepted_on = record.arbitration_accepted_on = TODAY - timedelta(days=45)
    assert "award_on" not in said(record)
    assert "45日" in said(record, TODAY + timedelta(days=1))["award_on"]
    record.award_on = TODAY
    assert "7月15日前起诉" in said(record)["sued_on"]


def test_a_closed_dispute_has_a_result_and_an_open_one_none():
    assert "不能是“在办”" in said(make_dispute(closed_on=TODAY))["result"]
    assert "不计入办结件数" in said(make_dispute(result="settled"))["closed_on"]


def test_ten_workers_with_one_claim_are_a_collective():
    assert not make_dispute(persons=9, common_claim=True).is_collective
    assert "集体争议" in said(make_dispute(persons=10, common_claim=True))["common_claim"]
    assert "common_claim" not in said(make_dispute(persons=10))


def test_women_and_migrants_are_among_the_workers(cast):
    with pytest.raises(RecordRefused, match="其中农民工"):
        keep(DISPUTES, make_dispute(cast.east, persons=2, migrant_persons=3), by=cast.clerk)


def test_a_petition_turned_into_a_dispute_names_it(cast):
    petition = Petition(union=cast.east, received_on=TODAY, topic="拖欠工资", result="to_dispute", petitioner="王某某")
    assert "以免重复计数" in said(petition)["case"]
    case = make_dispute(cast.east, accepted_on=date(2026, 6, 1))
    keep(DISPUTES, case, by=cast.clerk)
    petition.case, petition.received_on = case, date(2026, 6, 1)
    assert not said(petition)
    keep(LEDGERS["petition"], petition, by=cast.clerk)
    assert Petition.objects.get().masked("petitioner") == "••••••"
    with pytest.raises(RecordRefused, match="引用"):
        delete(DISPUTES, case, by=cast.clerk)
    petition.closed_on, petition.result, petition.case = TODAY, "pending", None
    assert "result" in said(petition)


def test_a_danger_past_its_day_is_pointed_out():
    record = RiskItem(title="欠薪苗头", kind="arrears", found_on=date(2026, 6, 1), due_on=TODAY)
    assert not said(record)
    assert "超过化解期限1天" in said(record, TODAY + timedelta(days=1))["resolved_on"]
    record.resolved_on = TODAY
    assert not said(record, TODAY + timedelta(days=1))


def test_a_letter_names_who_gets_it_and_is_answered_in_time():
    record = SupervisionLetter(kind="notice", sent_on=date(2026, 6, 1), reply_due_on=date(2026, 6, 29))
    assert "recipient" in said(record)
    record.recipient = "东港机械厂"
    assert list(said(record)) == ["replied_on"]
    record.reply_due_on = TODAY
    assert not said(record)


def test_legal_aid_that_ended_was_accepted_and_has_a_result():
    record = LegalAidCase(service_type="litigation", closed_on=TODAY)
    assert set(said(record)) == {"result", "accepted_on"}
    record.accepted_on, record.result = date(2026, 5, 1), "won"
    assert not said(record)


def test_petitions_letters_and_legal_help_are_counted_by_their_days(cast):
    kept = [
        Petition(union=cast.east, received_on=date(2026, 6, 1), topic="工伤", visitors=12, collective=True),
        Petition(union=cast.east, received_on=date(2026, 5, 31), topic="欠薪"),
        SupervisionLetter(union=cast.east, kind="opinion", sent_on=TODAY, recipient="东港机械厂"),
        LegalAidCase(union=cast.east, service_type="arbitration", accepted_on=date(2026, 6, 2)),
        LegalAidCase(union=cast.east, service_type="litigation", applied_on=date(2026, 6, 3)),
        LegalService(union=cast.east, on=date(2026, 6, 4), type="consult", persons=35),
        LegalService(union=cast.east, on=date(2026, 6, 5), type="lecture", persons=200),
    ]
    for record in kept:
        ledger = next(each for each in LEDGERS.values() if each.model is type(record))
        keep(ledger, record, by=cast.clerk)
    june = count_month(cast.east, date(2026, 6, 1))
    names = ("petition_received", "law_letters", "legal_aid_cases", "legal_consult")
    assert [int(june[name].value) for name in names] == [1, 1, 1, 35]
