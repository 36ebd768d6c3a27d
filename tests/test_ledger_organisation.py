"""What the registers of unions and workplaces refuse, warn of and fill in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.checkdigits import is_id_number, is_uscc
from members.ledgers.keeping import RecordRefused, keep
from members.ledgers.ledger import LEDGERS

UNIONS, EMPLOYERS = LEDGERS["union_org"], LEDGERS["employer"]
SURVEYS, CHECKS, CADRES = LEDGERS["organizing_survey"], LEDGERS["checklist"], LEDGERS["cadre"]
UNION_CODE = "81330100MC1234567C"


def make_record(ledger, union, **values):
    return ledger.model(union=union, **values)


def make_org(union, **values):
    return make_record(UNIONS, union, **({"name": "恒达机械厂工会", "approved_on": date(2024, 3, 1)} | values))


def codes(ledger, record, today=date(2026, 5, 20)):
    record.lines = getattr(record, "lines", [])
    return {(found.code, found.severity) for found in ledger.findings(record, today)}


def says(ledger, record, code, today=date(2026, 5, 20)):
    record.lines = getattr(record, "lines", [])
    return [found.message for found in ledger.findings(record, today) if found.code == code]


def test_a_term_is_three_or_five_years(cast):
    for years in (3, 5, None):
        assert ("E01", "error") not in codes(UNIONS, make_org(cast.east, term_years=years))
    for years in (2, 4):
        with pytest.raises(RecordRefused, match=r"三年或五年"):
            keep(UNIONS, make_org(cast.east, term_years=years), by=cast.clerk)


def test_a_term_is_announced_ninety_days_before_its_end_and_chased_after_it(cast):
    today = date(2026, 5, 20)
    for end, code in (
        (today + timedelta(days=91), None),
        (today + timedelta(days=90), "E02"),
        (today, "E02"),
        (today - timedelta(days=1), "E03"),
    ):
        found = {c for c, _ in codes(UNIONS, make_org(cast.east, term_end=end), today)}
        assert found & {"E02", "E03"} == ({code} if code else set()), end
    late = make_org(cast.east, term_end=date(2026, 5, 10))
    assert says(UNIONS, late, "E03") == [
        "恒达机械厂工会任期已于2026-05-10届满，逾期10天未换届；经上级批准延期的请上传批复。"
    ]
    late.renewal_status = "postponed"
    assert not says(UNIONS, late, "E03")
    late.renewal_status, late.status = "overdue", "revoked"
    assert not says(UNIONS, late, "E03")


def test_a_committee_fits_its_members_and_is_odd(cast):
    def warns(members, seats):
        return bool(says(UNIONS, make_org(cast.east, member_count_reg=members, committee_count=seats), "E06"))

    fitting = [(24, 1), (24, 5), (25, 3), (200, 7), (201, 7), (1000, 15), (1001, 15), (60_000, 45)]
    assert not any(warns(*each) for each in fitting)
    assert all(warns(*each) for each in [(24, 7), (25, 1), (200, 9), (201, 5), (300, 8), (1001, 13), (60_000, 47)])
    message = says(UNIONS, make_org(cast.east, member_count_reg=300, committee_count=8), "E06")
    assert message == ["恒达机械厂工会会员300人，委员一般设7—15人（单数），现登记8人。"]


def test_from_twenty_five_members_a_committee_is_due(cast):
    assert says(UNIONS, make_org(cast.east, member_count_reg=25, org_form="group"), "E04")
    assert says(UNIONS, make_org(cast.east, member_count_reg=25, committee_count=0), "E04")
    assert not says(UNIONS, make_org(cast.east, member_count_reg=24, org_form="group"), "E04")
    assert not says(UNIONS, make_org(cast.east, member_count_reg=25, org_form="committee"), "E04")


def test_women_have_a_committee_from_ten_and_an_officer_below(cast):
    def warns(women, kind):
        org = make_org(cast.east, member_count_reg=50, female_member_reg=women, women_org_kind=kind)
        return bool(says(UNIONS, org, "E05"))

    assert warns(10, "officer") and warns(10, "none") and warns(9, "none") and warns(1, "none")
    assert not warns(10, "committee") and not warns(9, "officer") and not warns(0, "none") and not warns(None, "none")


def test_an_organisation_code_is_checked_by_its_last_character(cast):
    assert is_uscc("91350100M000100Y43")  # the example printed in GB 32100
    assert not is_uscc("91350100M000100Y44") and not is_uscc("91350100M000100Y4") and not is_uscc("9135O100M000100Y43")
    good = next(UNION_CODE[:17] + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_uscc(UNION_CODE[:17] + c))
    assert not {c for c in codes(UNIONS, make_org(cast.east, uscc=good)) if c[0] == "E27"}
    assert ("E27", "warning") in codes(UNIONS, make_org(cast.east, uscc="91350100M000100Y43"))
    assert ("E27", "error") in codes(UNIONS, make_org(cast.east, uscc="91350100M000100Y44"))
    assert ("E27", "error") in codes(EMPLOYERS, make_record(EMPLOYERS, cast.east, name="厂", uscc="1"))
    assert ("E27", "error") not in codes(
        EMPLOYERS, make_record(EMPLOYERS, cast.east, name="厂", uscc="91350100M000100Y43")
    )


def test_an_identity_number_is_checked_by_length_birthday_and_last_character():
    today = date(2026, 5, 20)
    assert is_id_number("11010519491231002X", today)  # the example printed in GB 11643
    assert is_id_number(" 11010519491231002x ", today)
    for wrong in ("110105194912310021", "11010519491331002X", "1101051949123100", "", "11010519491231002XX"):
        assert not is_id_number(wrong, today), wrong
    assert not is_id_number("11010519491231002X", date(1949, 12, 30))
    assert is_id_number("11010519491231002X", date(1949, 12, 31))


def test_a_part_is_never_more_than_its_whole(cast):
    with pytest.raises(RecordRefused, match=r"女职工（31人）多于职工人数（30人）"):
        keep(UNIONS, make_org(cast.east, employee_count=30, female_employee_count=31), by=cast.clerk)
    keep(UNIONS, make_org(cast.east, employee_count=30, female_employee_count=30), by=cast.clerk)


def test_a_union_is_in_force_from_its_approval_or_else_from_its_founding(cast):
    approved = make_org(cast.east, established_on=date(2024, 2, 1))
    founded = make_org(cast.east, approved_on=None, established_on=date(2024, 2, 1))
    unknown = make_org(cast.east, approved_on=None)
    for org in (approved, founded, unknown):
        keep(UNIONS, org, by=cast.clerk)
    assert [o.in_force_on for o in (approved, founded, unknown)] == [date(2024, 3, 1), date(2024, 2, 1), None]


def test_a_revoked_union_says_when_it_ended(cast):
    with pytest.raises(RecordRefused, match="撤销（合并）日期"):
        keep(UNIONS, make_org(cast.east, status="revoked"), by=cast.clerk)
    with pytest.raises(RecordRefused, match="更改状态"):
        keep(UNIONS, make_org(cast.east, ended_on=date(2025, 3, 1)), by=cast.clerk)
    keep(UNIONS, make_org(cast.east, status="revoked", ended_on=date(2025, 3, 1)), by=cast.clerk)


def test_the_chairs_telephone_is_sealed(cast):
    org = make_org(cast.east, chair_phone="13800001234")
    keep(UNIONS, org, by=cast.clerk)
    stored = UNIONS.model.objects.get(pk=org.pk)
    assert "13800001234" not in str(stored.chair_phone) and stored.masked("chair_phone") == "138****1234"


def test_an_operating_workplace_of_twenty_five_is_asked_about(cast):
    def asked(**values):
        return ("E04", "info") in codes(EMPLOYERS, make_record(EMPLOYERS, cast.east, name="厂", **values))

    assert asked(employee_count=25)
    assert not asked(employee_count=24) and not asked(employee_count=25, should_organize=True)
    assert not asked(employee_count=25, operating_status="suspended")


def test_a_closed_workplace_says_when(cast):
    with pytest.raises(RecordRefused, match="关闭（迁出）日期"):
        keep(EMPLOYERS, make_record(EMPLOYERS, cast.east, name="厂", operating_status="closed"), by=cast.clerk)


def test_a_survey_warns_once_its_target_day_has_passed(cast):
    plant = make_record(EMPLOYERS, cast.east, name="厂")
    keep(EMPLOYERS, plant, by=cast.clerk)
    day = timezone.localdate() - timedelta(days=1)
    values = {"employer": plant, "survey_on": day, "disposition": "willing"}
    found = keep(SURVEYS, make_record(SURVEYS, cast.east, **values, target_date=day), by=cast.clerk)
    assert [f.field for f in found if f.severity == "warning"] == ["target_date"]
    SURVEYS.model.objects.all().delete()
    assert not keep(SURVEYS, make_record(SURVEYS, cast.east, **values, target_date=timezone.localdate()), by=cast.clerk)


def test_near_relatives_take_no_seat_on_a_committee(cast):
    values = {"name": "王平", "since": date(2025, 3, 1), "is_relative": True}
    with pytest.raises(RecordRefused, match=r"近亲属不得作为.*第十条"):
        keep(CADRES, make_record(CADRES, cast.east, **values, post="finance"), by=cast.clerk)
    keep(CADRES, make_record(CADRES, cast.east, **values, post="organiser"), by=cast.clerk)
    keep(CADRES, make_record(CADRES, cast.east, **(values | {"is_relative": False}), post="finance"), by=cast.clerk)


def make_check(cast, names, **values):
    org = make_org(cast.east)
    keep(UNIONS, org, by=cast.clerk)
    record = make_record(
        CHECKS, cast.east, union_org=org, **({"scheme": "five_have", "checked_on": date(2026, 4, 1)} | values)
    )
    lines = [CHECKS.children[0].model(item=name) for name in names]
    return record, {CHECKS.children[0].model: lines}


FIVE = ("有班子", "有牌子", "有印子", "有活动", "有阵地")


def test_a_check_names_what_is_missing_and_refuses_to_pass_without_it(cast):
    record, lines = make_check(cast, FIVE[:4], outcome="met")
    with pytest.raises(RecordRefused, match="尚缺有阵地，不能登记为达标"):
        keep(CHECKS, record, by=cast.clerk, lines=lines)
    record, lines = make_check(cast, FIVE[:4], outcome="working")
    assert [f.message for f in keep(CHECKS, record, by=cast.clerk, lines=lines)] == ["尚缺：有阵地。"]
    assert (record.met_count, record.missing) == (4, "有阵地")
    record, lines = make_check(cast, FIVE, outcome="met")
    assert keep(CHECKS, record, by=cast.clerk, lines=lines) == []
    assert (record.met_count, record.missing) == (5, "")


def test_a_check_takes_only_items_of_its_scheme_and_own_schemes_take_any(cast):
    record, lines = make_check(cast, ("有食堂",), outcome="working")
    with pytest.raises(RecordRefused, match="没有项目“有食堂”"):
        keep(CHECKS, record, by=cast.clerk, lines=lines)
    record, lines = make_check(cast, ("有食堂",), outcome="met", scheme="own")
    with pytest.raises(RecordRefused, match="自定标准的名称"):
        keep(CHECKS, record, by=cast.clerk, lines=lines)
    record.scheme_name = "食堂建设标准"
    keep(CHECKS, record, by=cast.clerk, lines=lines)
    assert record.met_count == 1
