"""Democratic management: delegates, sessions, boards, and since when a congress counts."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from members.ledgers.congress_session import CongressSession
from members.ledgers.democracy_profile import DemocracyProfile
from members.ledgers.employer import Employer
from members.ledgers.keeping import RecordRefused, keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.opinion import Opinion
from members.ledgers.proposal import Proposal
from members.ledgers.record import FormerValue
from reports.indicators.counting import Scope, count_month

PROFILES, SESSIONS = LEDGERS["democracy_profile"], LEDGERS["congress_session"]
TODAY = date(2026, 6, 30)


def make_profile(union=None, **values):
    return DemocracyProfile(union=union, **({"unit_name": "东港机械厂"} | values))


def said(ledger, record, today=TODAY):
    return {each.code: each.message for each in ledger.findings(record, today) if each.code}


@pytest.mark.parametrize(
    ("delegates", "employees", "warned"),
    [(30, 600, False), (29, 100, True), (30, None, False), (30, 601, True), (31, 601, False), (31, 620, False)],
)
def test_delegates_are_five_percent_and_thirty_at_least(delegates, employees, warned):
    record = make_profile(delegates=delegates, employee_count=employees)
    assert ("E28" in said(PROFILES, record)) is warned
    record.congress_form = "assembly"
    assert "E28" not in said(PROFILES, record)


def test_managers_are_a_fifth_of_the_delegates_at_most():
    record = make_profile(delegates=40, manager_delegates=8)
    assert "E30" not in said(PROFILES, record)
    record.manager_delegates = 9
    assert said(PROFILES, record)["E30"] == "中层以上管理人员占职工代表22.5%，一般不应超过20%。"


@pytest.mark.parametrize(
    ("values", "warned"),
    [
        ({"supervisors": 3, "employee_supervisors": 1}, False),
        ({"supervisors": 4, "employee_supervisors": 1}, True),
        ({"supervisors": 3}, True),
        ({"employee_count": 300, "directors": 5}, True),
        ({"employee_count": 299, "directors": 5}, False),
        ({"employee_count": 300, "directors": 5, "employee_directors": 1}, False),
        ({"employee_count": 300, "directors": 5, "supervisors": 3, "employee_supervisors": 1}, False),
        ({"employee_count": 300}, False),
    ],
)
def test_boards_have_workers_on_them(values, warned):
    assert ("E32" in said(PROFILES, make_profile(**values))) is warned


def test_a_part_is_not_more_than_its_whole(cast):
    with pytest.raises(RecordRefused, match="其中女代表"):
        keep(PROFILES, make_profile(cast.east, delegates=30, female_delegates=31), by=cast.clerk)
    keep(PROFILES, make_profile(cast.east, delegates=30, female_delegates=30), by=cast.clerk)


@pytest.mark.parametrize(
    ("should", "present", "refused"), [(60, 40, False), (60, 39, True), (61, 41, False), (61, 40, True), (3, 2, False)]
)
def test_a_session_needs_two_thirds(should, present, refused):
    record = CongressSession(title="三届二次职代会", held_on=date(2026, 3, 1), should=should, present=present)
    found = said(SESSIONS, record)
    assert ("E29" in found) is refused
    if (should, present) == (60, 39):
        assert found["E29"] == "职代会应到60人、实到39人，不足三分之二，会议无效。"


def test_a_congress_meets_once_a_year(cast):
    year = timezone.localdate().year
    record = make_profile(cast.east, has_congress=True, congress_since=date(2019, 3, 1))
    keep(PROFILES, record, by=cast.clerk)
    session = CongressSession(union=cast.east, title="会", profile=record, held_on=date(year - 1, 12, 31))
    keep(SESSIONS, session, by=cast.clerk)
    end = date(year, 12, 31)
    assert said(PROFILES, record, end)["E31"] == "东港机械厂本年度尚未登记召开职代会（每年至少一次）。"
    CongressSession.objects.update(held_on=date(year, 1, 1))
    assert "E31" not in said(PROFILES, record, end)
    CongressSession.objects.update(voided=True)
    assert "E31" in said(PROFILES, record, end)
    record.has_congress = False
    assert "E31" not in said(PROFILES, record, end)


def test_a_congress_entered_later_does_not_count_before_its_day(cast):
    record = make_profile(cast.east, has_congress=True, congress_since=date(2026, 4, 10))
    keep(PROFILES, record, by=cast.clerk)

    def had(month):
        return Scope(cast.east, date(2026, month, 1), [cast.east.pk]).then(
            "democracy_profile", record.pk, "has_congress", DemocracyProfile.objects.get(pk=record.pk).has_congress
        )

    assert [had(month) for month in (3, 4)] == ["no", "yes"]
    record.congress_since = date(2026, 3, 31)
    keep(PROFILES, record, by=cast.clerk)
    assert [had(month) for month in (2, 3, 4)] == ["no", "yes", "yes"]
    record.has_congress = False
    keep(PROFILES, record, by=cast.clerk, since={"has_congress": date(2026, 6, 1)})
    assert [had(month) for month in (2, 3, 5, 6)] == ["no", "yes", "yes", "no"]
    assert FormerValue.objects.filter(field="has_congress").count() == 2


def test_profiles_are_counted_by_what_they_have_and_since_when(cast):
    plant = Employer.objects.create(union=cast.east, name="东港机械厂", is_non_public=True)
    for values in (
        {"employer": plant, "has_congress": True, "congress_since": date(2026, 4, 10), "has_openness": True},
        {"unit_name": "泵业行业", "scope": "industry", "has_congress": True, "congress_since": date(2020, 1, 1)},
        {"unit_name": "东港酒厂", "has_congress": True, "ended_on": date(2026, 4, 30)},
        {"unit_name": "东港学校"},
    ):
        keep(PROFILES, make_profile(cast.east, **values), by=cast.clerk)
    names = ("congress_units", "congress_nonpublic", "congress_regional", "congress_new", "openness_units")
    april = count_month(cast.east, date(2026, 4, 1))
    assert [int(april[name].value) for name in names] == [2, 1, 1, 1, 1]
    march = count_month(cast.east, date(2026, 3, 1))
    assert [int(march[name].value) for name in names] == [2, 0, 1, 0, 1]


def test_a_profile_without_a_day_warns_that_it_is_not_counted_as_new():
    messages = [each.message for each in PROFILES.findings(make_profile(has_openness=True), TODAY)]
    assert messages == ["未填“实行厂务公开日期”，本单位不计入当期新建数。"]


def test_a_settled_proposal_needs_its_day_to_be_counted():
    record = Proposal(title="增设更衣室", submitted_on=date(2026, 3, 1), result="done")
    assert [each.field for each in LEDGERS["proposal"].findings(record, TODAY)] == ["closed_on"]
    record.closed_on = date(2026, 4, 1)
    assert not list(LEDGERS["proposal"].findings(record, TODAY))
    record.closed_on = date(2026, 2, 28)
    assert any(each.code == "F06" for each in LEDGERS["proposal"].findings(record, TODAY))


def test_an_opinion_waits_a_month_for_its_answer():
    record = Opinion(title="食堂伙食", received_on=date(2026, 5, 31))
    assert len(list(LEDGERS["opinion"].findings(record, TODAY))) == 1
    record.received_on = date(2026, 6, 1)
    assert not list(LEDGERS["opinion"].findings(record, TODAY))
