"""Members by name: numbers that are right and not registered twice, and changes that keep them in step."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from members.ledgers.keeping import RecordRefused, delete, keep, void
from members.ledgers.ledger import LEDGERS
from members.ledgers.member import retirement_month
from members.ledgers.record import FormerValue

MEMBERS, CHANGES = LEDGERS["member"], LEDGERS["member_change"]
NUMBER = "11010519491231002X"


def make_member(union, **values):
    return MEMBERS.model(union=union, **({"name": "周明", "join_on": date(2024, 3, 1)} | values))


def make_kept(cast, **values):
    member = make_member(cast.east, **values)
    keep(MEMBERS, member, by=cast.clerk)
    return member


def change(cast, member, kind, day, **more):
    record = CHANGES.model(union=cast.east, member=member, change_type=kind, changed_on=day, **more)
    keep(CHANGES, record, by=cast.clerk)
    member.refresh_from_db()
    return record


def former(member):
    rows = FormerValue.objects.filter(ledger="member", record=member.pk, field="membership").order_by("until")
    return [(row.until, row.value) for row in rows]


def codes(member, today=date(2026, 5, 20)):
    return {found.code for found in MEMBERS.findings(member, today)}


def test_a_wrong_identity_number_is_refused_and_other_papers_are_not_checked(cast):
    with pytest.raises(RecordRefused, match="身份证号校验不通过"):
        keep(MEMBERS, make_member(cast.east, id_number="110105194912310021"), by=cast.clerk)
    keep(MEMBERS, make_member(cast.east, id_number="110105194912310021", id_type="2"), by=cast.clerk)
    keep(MEMBERS, make_member(cast.east, id_number=NUMBER), by=cast.clerk)


def test_a_kept_member_is_changed_without_typing_his_number_again(cast):
    member = make_kept(cast, id_number=NUMBER)
    stored = MEMBERS.model.objects.get(pk=member.pk)
    stored.job = "车工"
    keep(MEMBERS, stored, by=cast.clerk)
    assert stored.clear("id_number") == NUMBER and stored.masked("id_number") == "110***********002X"


def test_one_number_is_registered_once_and_the_other_union_named_only_where_visible(cast):
    make_kept(cast, id_number=NUMBER)
    with pytest.raises(RecordRefused, match=f"已在{cast.east.name}登记"):
        keep(MEMBERS, make_member(cast.east, id_number=NUMBER.lower()), by=cast.clerk)
    plant = make_member(cast.plant, id_number=NUMBER)
    with pytest.raises(RecordRefused, match="县内其他工会") as refusal:
        keep(MEMBERS, plant, by=cast.clerk)
    assert cast.east.name not in str(refusal.value)


def test_a_number_may_come_again_once_its_member_has_left_or_was_voided(cast):
    member = make_kept(cast, id_number=NUMBER)
    change(cast, member, "transfer_out", date(2025, 5, 10))
    second = make_kept(cast, id_number=NUMBER)
    void(MEMBERS, second, by=cast.clerk, reason="重复登记")
    make_kept(cast, id_number=NUMBER)


def test_another_county_is_not_asked(cast):
    make_kept(cast, id_number=NUMBER)
    with pytest.raises(RecordRefused, match="县内其他工会"):
        keep(MEMBERS, make_member(cast.west, id_number=NUMBER), by=cast.west_clerk)
    keep(MEMBERS, make_member(cast.other_town, id_number=NUMBER), by=cast.other_clerk)


def test_ages_outside_working_life_are_asked_about(cast):
    def asked(born, today=date(2026, 5, 20), **more):
        return "E26" in codes(make_member(cast.east, birth_on=born, join_on=None, **more), today)

    assert asked(date(2010, 5, 21)) and not asked(date(2010, 5, 20))
    assert asked(date(1965, 4, 30), gender="1", today=date(2025, 6, 1))
    assert not asked(date(1965, 4, 30), gender="1", today=date(2025, 5, 31))
    assert not asked(date(1950, 1, 1), membership="retained")


def test_retirement_moves_by_a_month_for_four_months_of_birth_up_to_three_years():
    assert retirement_month(date(1964, 12, 1), "1") == date(2024, 12, 1)
    assert retirement_month(date(1965, 1, 1), "1") == date(2025, 2, 1)
    assert retirement_month(date(1965, 5, 1), "1") == date(2025, 7, 1)
    assert retirement_month(date(1980, 1, 1), "1") == date(2043, 1, 1)
    assert retirement_month(date(1970, 1, 1), "2") == date(2025, 2, 1)
    assert retirement_month(date(1985, 6, 1), "2") == date(2043, 6, 1)


def test_leaving_ends_the_membership_from_that_day_and_the_past_stays(cast):
    member = make_kept(cast)
    change(cast, member, "transfer_out", date(2025, 5, 10))
    assert (member.membership, member.left_on) == ("transferred", date(2025, 5, 10))
    assert former(member) == [(date(2025, 5, 10), "active")]
    assert member.history.first().history_change_reason == "随会籍变动更新"


def test_a_change_moved_to_another_day_moves_the_past_with_it(cast):
    member = make_kept(cast)
    record = change(cast, member, "withdraw", date(2025, 5, 10))
    for day in (date(2025, 8, 1), date(2025, 2, 1)):
        record.changed_on = day
        keep(CHANGES, record, by=cast.clerk)
        member.refresh_from_db()
        assert (member.left_on, former(member)) == (day, [(day, "active")])


def test_coming_back_opens_the_membership_again_and_the_gap_stays_known(cast):
    member = make_kept(cast)
    change(cast, member, "withdraw", date(2025, 5, 10))
    change(cast, member, "join", date(2025, 9, 1))
    assert (member.membership, member.left_on, member.join_on) == ("active", None, date(2024, 3, 1))
    assert former(member) == [(date(2025, 5, 10), "active"), (date(2025, 9, 1), "withdrawn")]


def test_a_voided_or_deleted_change_leaves_no_trace_in_the_membership(cast):
    member = make_kept(cast)
    void(CHANGES, change(cast, member, "expel", date(2025, 5, 10)), by=cast.clerk, reason="登记错人")
    member.refresh_from_db()
    assert (member.membership, member.left_on) == ("active", None)
    record = change(cast, member, "death", date(2025, 6, 1))
    assert member.membership == "deceased"
    delete(CHANGES, record, by=cast.clerk)
    member.refresh_from_db()
    assert (member.membership, member.left_on) == ("active", None)
    assert {value for _, value in former(member)} == {"active"}


def test_a_member_who_left_and_whom_nobody_names_can_be_deleted(cast):
    member = make_kept(cast, membership="withdrawn", left_on=date(2025, 5, 10))
    assert former(member) == [(date(2025, 5, 10), "active")]
    delete(MEMBERS, member, by=cast.clerk)
    assert not FormerValue.objects.exists()


def test_a_member_with_changes_is_not_deleted(cast):
    member = make_kept(cast)
    change(cast, member, "retain", date(2025, 5, 10))
    with pytest.raises(RecordRefused, match="引用这条记录"):
        delete(MEMBERS, member, by=cast.clerk)


def test_a_change_entered_for_the_wrong_member_is_put_right(cast):
    wrong, right = make_kept(cast), make_kept(cast, name="吴强")
    record = change(cast, wrong, "retain", date(2025, 5, 10))
    assert wrong.membership == "retained"
    record.member = right
    keep(CHANGES, record, by=cast.clerk)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.membership, right.membership) == ("active", "retained")


def test_who_has_left_cannot_leave_again_and_strangers_are_not_moved(cast):
    member = make_kept(cast)
    change(cast, member, "withdraw", date(2025, 5, 10))
    with pytest.raises(RecordRefused, match=r"周明已于2025-05-10退会"):
        change(cast, member, "transfer_out", date(2025, 6, 1))
    elsewhere = CHANGES.model(union=cast.plant, member=member, change_type="join", changed_on=timezone.localdate())
    with pytest.raises(RecordRefused, match="不在本会登记"):
        keep(CHANGES, elsewhere, by=cast.clerk)


def test_a_first_joining_gives_the_day_of_joining(cast):
    member = make_kept(cast, join_on=None)
    change(cast, member, "join", date(2025, 4, 2))
    assert member.join_on == date(2025, 4, 2)


def test_keeping_a_change_takes_a_fixed_number_of_queries(cast, django_assert_num_queries):
    member = make_kept(cast)
    for month in range(1, 7):
        change(cast, member, ("retain", "transfer_in")[month % 2], date(2025, month, 1))
    for kind, queries in (("transfer_in", 22), ("retain", 22)):
        record = CHANGES.model(union=cast.east, member=member, change_type=kind, changed_on=date(2025, 9, 1))
        with django_assert_num_queries(queries):
            keep(CHANGES, record, by=cast.clerk)
