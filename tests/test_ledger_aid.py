"""Archives of hardship and what was given: who needs an archive, who was given to twice, whose guardian was asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from members.checkdigits import ID_CHECKS, ID_WEIGHTS
from members.ledgers.keeping import RecordRefused, keep, prepare, void
from members.ledgers.ledger import LEDGERS

ARCHIVES = LEDGERS["hardship_archive"]
AID = LEDGERS["aid_record"]


def make_number(born="19700101", serial="001"):
    front = f"330122{born}{serial}"
    return front + ID_CHECKS[sum(int(c) * w for c, w in zip(front, ID_WEIGHTS, strict=True)) % 11]


def make_archive(cast, **values):
    given = {
        "name": "赵大山",
        "difficulty_class": "deep",
        "cause_main": "own_illness",
        "opened_on": date(2026, 1, 10),
        "county_approved_on": date(2026, 1, 8),
    }
    return ARCHIVES.model(**({"union": cast.east} | given | values))


def kept_archive(cast, **values):
    archive = make_archive(cast, **values)
    keep(ARCHIVES, archive, by=cast.clerk)
    return archive


def make_aid(cast, **values):
    given = {"type": "living", "given_on": date(2026, 2, 1), "recipient_name": "赵大山", "amount": Decimal(1000)}
    return AID.model(**({"union": cast.east} | given | values))


def codes(ledger, record, by):
    return [finding.code for finding in keep(ledger, record, by=by)]


def test_living_and_medical_aid_ask_for_an_archive(cast):
    for kind in ("living", "medical"):
        found = keep(AID, make_aid(cast, type=kind), by=cast.clerk)
        assert [f.message for f in found if f.code == "E34"] == [
            "救助对象赵大山未建立困难职工档案，请先建档或改选慰问类型。"
        ]
    for kind in ("warmth", "disaster"):
        assert "E34" not in codes(AID, make_aid(cast, type=kind), cast.clerk)


def test_an_archive_counts_from_its_opening_to_the_day_before_its_closing(cast):
    archive = kept_archive(cast, closed_on=date(2026, 3, 1), close_reason="out_of_poverty")
    asked = {
        day: "E34" in codes(AID, make_aid(cast, archive=archive, given_on=day), cast.clerk)
        for day in (date(2026, 1, 9), date(2026, 1, 10), date(2026, 2, 28), date(2026, 3, 1))
    }
    assert list(asked.values()) == [True, False, False, True]


def test_an_archive_of_the_same_name_will_do_and_one_of_another_union_or_a_voided_one_will_not(cast):
    other = make_archive(cast, union=cast.west)
    keep(ARCHIVES, other, by=cast.west_clerk)
    assert "E34" in codes(AID, make_aid(cast), cast.clerk)
    own = kept_archive(cast)
    assert "E34" not in codes(AID, make_aid(cast), cast.clerk)
    void(ARCHIVES, own, by=cast.clerk, reason="重复建档")
    assert "E34" in codes(AID, make_aid(cast), cast.clerk)


def test_whoever_was_struck_by_an_accident_is_helped_before_the_archive_is_opened(cast):
    archive = kept_archive(cast, difficulty_class="accident", opened_on=date(2026, 3, 1))
    assert "E34" not in codes(AID, make_aid(cast, archive=archive), cast.clerk)


def test_the_same_recipient_kind_and_batch_are_refused_once_kept(cast):
    first = make_aid(cast, type="warmth", batch="2026年春节")
    keep(AID, first, by=cast.clerk)
    with pytest.raises(RecordRefused, match="赵大山在“2026年春节”中已有发放记录，请勿重复登记。"):
        keep(AID, make_aid(cast, type="warmth", batch="2026年春节", given_on=date(2026, 2, 5)), by=cast.clerk)
    keep(AID, first, by=cast.clerk)
    for other in ({"batch": "2026年中秋"}, {"type": "hospital"}, {"batch": ""}, {"recipient_name": "钱小河"}):
        keep(AID, make_aid(cast, **({"type": "warmth", "batch": "2026年春节"} | other)), by=cast.clerk)
    void(AID, first, by=cast.clerk, reason="发放对象填错")
    keep(AID, make_aid(cast, type="warmth", batch="2026年春节"), by=cast.clerk)


def test_a_recipient_is_known_again_by_archive_or_number_whatever_the_name(cast):
    archive = kept_archive(cast)
    by_archive = make_aid(cast, archive=archive, recipient_name="", batch="春节")
    keep(AID, by_archive, by=cast.clerk)
    assert by_archive.recipient_name == "赵大山"
    with pytest.raises(RecordRefused, match="已有发放记录"):
        keep(AID, make_aid(cast, archive=archive, recipient_name="", batch="春节"), by=cast.clerk)
    keep(AID, make_aid(cast, id_number=make_number(), recipient_name="李石", batch="春节"), by=cast.clerk)
    with pytest.raises(RecordRefused, match="已有发放记录"):
        keep(AID, make_aid(cast, id_number=make_number(), recipient_name="李 石", batch="春节"), by=cast.clerk)


def test_namesakes_children_of_one_household_and_groups_are_not_given_to_twice(cast):
    archive = kept_archive(cast)
    for child in ("赵小山", "赵小河"):
        keep(AID, make_aid(cast, type="schooling", archive=archive, recipient_name=child, batch="助学"), by=cast.clerk)
    for serial in ("001", "002"):
        keep(AID, make_aid(cast, id_number=make_number(serial=serial), batch="春节"), by=cast.clerk)
    for _ in range(2):
        keep(AID, make_aid(cast, type="cooling", recipient_name="一线职工", persons=60, batch="清凉"), by=cast.clerk)
    keep(AID, make_aid(cast, batch="两节"), by=cast.clerk)
    keep(AID, make_aid(cast, union=cast.west, batch="两节"), by=cast.west_clerk)
    assert AID.model.objects.count() == 8


def test_a_child_under_fourteen_needs_a_guardians_consent(cast):
    def child(born, **values):
        return make_aid(cast, type="schooling", recipient_birth=born, given_on=date(2026, 8, 20), **values)

    with pytest.raises(RecordRefused, match="未满14周岁") as refused:
        keep(AID, child("2012-08-21"), by=cast.clerk)
    assert [(f.code, f.field) for f in refused.value.findings] == [("E36", "guardian_consent")]
    with pytest.raises(RecordRefused, match="未满14周岁"):
        keep(AID, child("2012-08-21", guardian_consent=True), by=cast.clerk)
    keep(AID, child("2012-08-20"), by=cast.clerk)
    consented = child("2012-08-21", guardian_consent=True, consent_doc="同2026-3", guardian="赵大山 13800000000")
    keep(AID, consented, by=cast.clerk)
    stored = AID.model.objects.get(pk=consented.pk)
    stored.guardian_consent = False
    with pytest.raises(RecordRefused, match="未满14周岁"):
        keep(AID, stored, by=cast.clerk)


def test_the_age_follows_from_the_identity_number_too(cast):
    with pytest.raises(RecordRefused, match="未满14周岁"):
        keep(AID, make_aid(cast, type="schooling", id_number=make_number("20150601")), by=cast.clerk)
    keep(AID, make_aid(cast, type="schooling", id_number=make_number("20070601")), by=cast.clerk)


def test_a_birthday_that_is_no_day_or_lies_ahead_is_refused(cast):
    for born in ("去年", "2026-02-02"):
        with pytest.raises(RecordRefused, match="对象出生日期"):
            keep(AID, make_aid(cast, recipient_birth=born), by=cast.clerk)


def test_numbers_that_cannot_have_been_issued_are_refused(cast):
    wrong = make_number()[:-1] + ("1" if make_number()[-1] != "1" else "2")
    for ledger, record in ((ARCHIVES, make_archive(cast)), (AID, make_aid(cast))):
        record.id_number = wrong
        with pytest.raises(RecordRefused, match="身份证号校验不通过"):
            keep(ledger, record, by=cast.clerk)


def test_one_household_has_one_open_archive_in_the_county(cast):
    kept_archive(cast, id_number=make_number(), closed_on=date(2026, 2, 1), close_reason="moved")
    again = kept_archive(cast, id_number=make_number())
    keep(ARCHIVES, again, by=cast.clerk)
    with pytest.raises(RecordRefused, match="东港镇总工会已有在档"):
        kept_archive(cast, id_number=make_number())
    with pytest.raises(RecordRefused, match="县内其他工会已有在档") as refused:
        keep(ARCHIVES, make_archive(cast, union=cast.west, id_number=make_number()), by=cast.west_clerk)
    assert "东港" not in str(refused.value)


def test_an_archive_is_closed_with_a_day_and_a_reason(cast):
    for values in ({"closed_on": date(2026, 5, 1)}, {"close_reason": "deceased"}):
        with pytest.raises(RecordRefused, match="退档"):
            kept_archive(cast, **values)
    with pytest.raises(RecordRefused, match=r"退档日期.*早于"):
        kept_archive(cast, closed_on=date(2026, 1, 9), close_reason="deceased")
    with pytest.raises(RecordRefused, match="须有建档日期"):
        kept_archive(cast, opened_on=None, closed_on=date(2026, 5, 1), close_reason="deceased")


def test_an_archive_is_looked_into_every_year(cast, monkeypatch):
    archive = make_archive(cast)

    def told(today):
        return any("未复核" in finding.message for finding in ARCHIVES.findings(archive, today))

    assert (told(date(2027, 1, 10)), told(date(2027, 1, 11))) == (False, True)
    archive.recheck_on = date(2026, 12, 1)
    assert not told(date(2027, 1, 11))


def test_an_application_is_kept_but_said_not_to_count(cast):
    found = keep(ARCHIVES, make_archive(cast, opened_on=None, applied_on=date(2026, 1, 5)), by=cast.clerk)
    assert [f.message for f in found if f.field == "opened_on"] == ["尚未填写建档日期，不计入在档困难职工户数。"]


def test_what_is_personal_is_sealed_in_the_database_and_its_past(cast):
    secrets = {
        "id_number": make_number(),
        "phone": "13800000000",
        "address": "东港镇滨海路8号",
        "health": "尿毒症",
        "disability": "肢体二级",
        "family": "赵小山 儿子 东港中学",
        "bank_account": "6222000011112222",
    }
    archive = kept_archive(cast, **secrets)
    assert sorted(ARCHIVES.sealed()) == sorted(secrets)
    with connection.cursor() as cursor:
        for table in ("members_hardshiparchive", "members_historicalhardshiparchive"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = str(cursor.fetchall())
            assert not any(secret in rows for secret in secrets.values())
    stored = ARCHIVES.model.objects.get(pk=archive.pk)
    assert {name: stored.clear(name) for name in secrets} == secrets
    assert stored.masked("bank_account").endswith("2222") and stored.masked("health") == "••••••"


def test_goods_are_part_of_the_amount_and_only_job_aid_places_people(cast):
    keep(AID, make_aid(cast, type="warmth", amount=Decimal(500), goods_value=Decimal(500)), by=cast.clerk)
    with pytest.raises(RecordRefused, match="物资折款"):
        keep(AID, make_aid(cast, type="warmth", amount=Decimal(500), goods_value=Decimal("500.01")), by=cast.clerk)
    with pytest.raises(RecordRefused, match="实现就业人数"):
        keep(AID, make_aid(cast, type="warmth", persons_placed=1), by=cast.clerk)
    found = keep(AID, make_aid(cast, type="employment", amount=None), by=cast.clerk)
    assert [f.field for f in found] == ["persons_placed"]
    AID.model.objects.all().delete()
    assert keep(AID, make_aid(cast, type="employment", amount=None, persons_placed=0), by=cast.clerk) == []


def test_a_sheet_of_people_is_compared_with_the_ledgers_in_two_queries(cast, django_assert_num_queries):
    kept_archive(cast, name="甲", id_number=make_number(serial="901"))
    archives = [make_archive(cast, name=f"乙{n}", id_number=make_number(serial=f"{n:03}")) for n in range(900, 960)]
    for each in archives:
        prepare(ARCHIVES, each)
    with django_assert_num_queries(1):
        found = ARCHIVES.findings_of(archives, date(2026, 6, 1))
    assert [n for n, said in enumerate(found) if any("一户只建一份" in f.message for f in said)] == [1]
    aids = [make_aid(cast, recipient_name=f"丙{n}", batch="春节") for n in range(60)]
    keep(AID, make_aid(cast, recipient_name="丙7", batch="春节"), by=cast.clerk)
    with django_assert_num_queries(2):
        found = AID.findings_of(aids, date(2026, 6, 1))
    assert [n for n, said in enumerate(found) if any(f.code == "E35" for f in said)] == [7]
