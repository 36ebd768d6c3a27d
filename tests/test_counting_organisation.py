"""What the registers of unions, workplaces and members come to in a month: the catalogue against hand-made cases."""

from __future__ import annotations

from datetime import date

import pytest

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from reports.indicators.counting import count_month
from reports.indicators.declaration import declare
from reports.models import Indicator

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
SLUGS = ("union_org", "employer", "organizing_survey", "election", "member", "member_change", "cadre")


def add(cast, slug, **values):
    record = LEDGERS[slug].model(union=cast.east, **values)
    keep(LEDGERS[slug], record, by=cast.clerk)
    return record


def counted(cast, month=MAY):
    return {code: count.value for code, count in count_month(cast.east, month).items()}


def some(found, *codes):
    return tuple(found.get(code) for code in codes)


@pytest.mark.django_db
def test_every_declaration_of_the_catalogue_fits_these_ledgers():
    declared = [i for i in Indicator.objects.all() if i.ledger in SLUGS and i.measure]
    for indicator in declared:
        declare(indicator.ledger, indicator.measure, indicator.date_rule, indicator.filters)
    assert len(declared) >= 30


def test_unions_stand_from_approval_to_their_end_and_new_ones_count_in_their_month(cast):
    add(cast, "union_org", name="甲厂工会", approved_on=date(2026, 5, 31), covered_unit_count=1)
    add(cast, "union_org", name="乙村联合工会", approved_on=date(2024, 1, 1), org_type="village_joint")
    add(cast, "union_org", name="丙厂工会", approved_on=date(2026, 6, 1))
    add(cast, "union_org", name="甲厂一分会", approved_on=date(2026, 5, 3), level="branch")
    add(cast, "union_org", name="丁厂工会", status="revoked", approved_on=date(2020, 1, 1), ended_on=date(2026, 5, 31))
    found = counted(cast)
    assert some(found, "union_total", "union_enterprise", "union_village_joint", "union_new") == (2, 1, 1, 1)


def test_who_is_entered_after_the_end_still_counts_before_it(cast):
    add(cast, "union_org", name="丁厂工会", status="merged", approved_on=date(2020, 1, 1), ended_on=date(2026, 5, 6))
    org = add(cast, "union_org", name="戊厂工会", status="dormant", approved_on=date(2020, 1, 1))
    org.status, org.ended_on = "revoked", date(2026, 5, 6)
    keep(LEDGERS["union_org"], org, by=cast.clerk)
    gone = {"membership": "withdrawn", "left_on": date(2026, 5, 6), "join_on": date(2024, 3, 1)}
    add(cast, "member", name="周明", gender="2", **gone)
    codes = ("union_total", "member_female")
    assert some(counted(cast, date(2026, 4, 1)), *codes) == (2, 1)
    assert some(counted(cast, date(2025, 12, 1)), *codes) == (2, 1)
    add(cast, "union_org", name="甲厂工会", approved_on=date(2020, 1, 1))
    assert some(counted(cast, MAY), "union_total") == (1,)


def test_standards_count_from_county_upward(cast):
    for number, level in enumerate(("none", "township", "county", "province")):
        add(cast, "union_org", name=f"{number}厂工会", approved_on=date(2024, 1, 1), standard_level=level)
    assert counted(cast)["union_standardized"] == 2


def test_a_union_that_attained_something_in_may_had_not_in_march(cast):
    org = add(cast, "union_org", name="甲厂工会", approved_on=date(2024, 1, 1), employee_count=40)
    org.legal_person_status, org.employee_count = "registered", 55
    since = dict.fromkeys(("legal_person_status", "employee_count"), date(2026, 5, 6))
    keep(LEDGERS["union_org"], org, by=cast.clerk, since=since)
    assert some(counted(cast, MARCH), "union_legal_person", "employee_total") == (0, 40)
    assert some(counted(cast, MAY), "union_legal_person", "employee_total") == (1, 55)


def test_workplaces_with_a_union_are_organised_from_the_day_they_joined(cast):
    org = add(cast, "union_org", name="甲厂工会", approved_on=date(2024, 1, 1))
    plant = add(cast, "employer", name="甲厂", should_organize=True, is_above_scale=True)
    add(cast, "employer", name="乙厂", should_organize=True)
    add(cast, "employer", name="丙店", employee_count=3)
    plant.union_org = org
    keep(LEDGERS["employer"], plant, by=cast.clerk, since={"union_org": date(2026, 5, 6)})
    codes = ("employer_should", "employer_organized", "above_scale_organized")
    assert some(counted(cast, MARCH), *codes) == (2, 0, 0)
    assert some(counted(cast, MAY), *codes) == (2, 1, 1)


def test_members_leave_and_join_by_their_changes(cast):
    stays = add(cast, "member", name="周明", gender="2", join_on=date(2024, 3, 1), is_migrant_worker=True)
    leaves = add(cast, "member", name="吴强", gender="1", join_on=date(2024, 3, 1))
    comes = add(cast, "member", name="郑芳", gender="2")
    change = {"union": cast.east}
    for member, kind, day in (
        (leaves, "transfer_out", date(2026, 5, 31)),
        (comes, "join", date(2026, 5, 1)),
        (stays, "retain", date(2026, 6, 1)),
    ):
        record = LEDGERS["member_change"].model(**change, member=member, change_type=kind, changed_on=day)
        keep(LEDGERS["member_change"], record, by=cast.clerk)
    april, may = counted(cast, date(2026, 4, 1)), counted(cast, MAY)
    assert some(april, "member_female", "member_migrant") == (1, 1)
    assert some(may, "member_female", "member_migrant") == (2, 1)
    assert some(may, "member_new", "member_reduced", "member_new_migrant") == (1, 1, 0)
    june = counted(cast, date(2026, 6, 1))
    assert some(june, "member_female", "member_migrant") == (1, 0)


def test_officers_count_by_full_time_while_in_office(cast):
    add(cast, "cadre", name="王平", post="chair", full_time=True, since=date(2025, 1, 1))
    add(cast, "cadre", name="李红", post="women", since=date(2025, 1, 1), until=date(2026, 5, 31))
    add(cast, "cadre", name="陈立", post="finance", since=date(2026, 5, 31))
    assert some(counted(cast), "cadre_fulltime", "cadre_parttime") == (1, 1)


def test_only_approved_renewals_count_as_held(cast):
    numbers = dict.fromkeys(("eligible", "present", "issued", "returned", "valid"), 30)
    fixed = {"kind": "renewal", "body": "committee", "seats": 3, "held_on": date(2026, 5, 8)} | numbers
    add(cast, "election", title="甲厂换届", approved=True, approved_on=date(2026, 5, 20), **fixed)
    add(cast, "election", title="乙厂换届", **fixed)
    assert counted(cast)["union_reelected"] == 1


def test_a_workplace_visited_twice_is_counted_once(cast):
    first, second = add(cast, "employer", name="甲厂"), add(cast, "employer", name="乙厂")
    for plant, day in ((first, 3), (first, 20), (second, 20)):
        add(cast, "organizing_survey", employer=plant, survey_on=date(2026, 5, day), disposition="persuading")
    assert counted(cast)["unorganized_visited"] == 2
