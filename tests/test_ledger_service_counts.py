"""What a month counts from the work and service ledgers: every declaration fits, borders of terms, changed codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from test_ledger_services import LEAST

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from reports.indicators.counting import count_month, declaration_of
from reports.models import Indicator

MAY = date(2026, 5, 1)
OWN = {*LEAST, "hardship_archive", "aid_record"}
ARCHIVE = {"name": "赵大山", "difficulty_class": "deep", "cause_main": "own_illness", "county_approved_on": MAY}


def make_kept(cast, slug, **values):
    record = LEDGERS[slug].model(**({"union": cast.east} | LEAST.get(slug, {}) | values))
    keep(LEDGERS[slug], record, by=cast.clerk)
    return record


def counted(cast, month=MAY):
    return {code: count.value for code, count in count_month(cast.east, month).items()}


def test_every_declared_indicator_of_these_ledgers_can_be_counted(cast):
    declared = [indicator for indicator in Indicator.objects.all() if indicator.ledger in OWN]
    assert len(declared) == 69
    for indicator in declared:
        declaration_of(indicator)


def test_a_household_counts_from_its_opening_to_the_day_before_its_exit(cast):
    def archive(opened, closed=None):
        reason = "out_of_poverty" if closed else ""
        make_kept(cast, "hardship_archive", **ARCHIVE | {"opened_on": opened, "closed_on": closed,
                                                        "close_reason": reason})  # fmt: skip

    archive(date(2026, 5, 31))
    archive(date(2026, 6, 1))
    archive(date(2026, 1, 1), date(2026, 5, 31))
    archive(date(2026, 1, 1), date(2026, 6, 1))
    make_kept(cast, "hardship_archive", **ARCHIVE, applied_on=date(2026, 5, 1))
    found = counted(cast)
    assert (found["hardship_total"], found["hardship_new"], found["hardship_exit"]) == (2, 1, 1)


def test_a_household_put_into_another_class_counts_in_each_month_where_it_was(cast):
    archive = make_kept(cast, "hardship_archive", **ARCHIVE, opened_on=date(2026, 2, 1))
    archive.difficulty_class = "relative"
    keep(LEDGERS["hardship_archive"], archive, by=cast.clerk, since={"difficulty_class": date(2026, 6, 1)})
    classes = {
        month: (found["hardship_deep"], found["hardship_relative"])
        for month in (5, 6)
        for found in [counted(cast, date(2026, month, 1))]
    }
    assert classes == {5: (1, 0), 6: (0, 1)}


def test_aid_falls_into_its_kinds_and_the_kinds_add_up(cast):
    for kind in LEDGERS["aid_record"].field("type").choices:
        placed = 3 if kind[0] == "employment" else None
        make_kept(cast, "aid_record", type=kind[0], given_on=date(2026, 5, 3), recipient_name="职工", persons=2,
                  amount=Decimal("100.5"), persons_placed=placed, group="migrant")  # fmt: skip
    found = counted(cast)
    parts = ("warm", "cool", "study", "relief", "other_aid")
    assert [found[f"{part}_persons"] for part in parts] == [2, 2, 2, 4, 16]
    assert found["aid_persons"] == sum(found[f"{part}_persons"] for part in parts) == 26
    assert found["aid_amount"] == sum(found[f"{part}_amount"] for part in parts) == Decimal("1306.5")
    assert (found["job_placed"], found["job_placed_migrant"], found["job_placed_laidoff"]) == (3, 3, 0)
    assert found["retiree_persons"] == 2


def test_insurance_is_in_force_on_its_last_day_and_follows_who_joined_later(cast):
    make_kept(cast, "mutual_enrolment", start_on=date(2025, 6, 1), end_on=date(2026, 5, 31), persons=7)
    make_kept(cast, "mutual_enrolment", start_on=date(2025, 6, 1), end_on=date(2026, 5, 30), persons=70)
    later = make_kept(cast, "mutual_enrolment", start_on=date(2026, 5, 31), persons=20)
    later.persons = 25
    keep(LEDGERS["mutual_enrolment"], later, by=cast.clerk, since={"persons": date(2026, 6, 10)})
    assert counted(cast)["mutual_persons"] == 27
    assert counted(cast, date(2026, 6, 1))["mutual_persons"] == 25


@pytest.mark.parametrize(("closed", "stands"), [(date(2026, 5, 31), 0), (date(2026, 6, 1), 1)])
def test_a_place_counts_until_the_day_before_it_is_closed(cast, closed, stands):
    make_kept(cast, "facility", built_on=date(2020, 1, 1), status="closed", closed_on=closed)
    make_kept(cast, "facility", built_on=date(2020, 1, 1), type="innovation_studio")
    found = counted(cast)
    assert (found["bookrooms"], found["studio_total"]) == (stands, 1)


def test_honours_count_from_the_county_up_and_a_model_worker_once(cast):
    make_kept(cast, "honour")
    make_kept(cast, "honour", title="市劳动模范", level="city")
    make_kept(cast, "honour", title="镇优秀工人", code="other", level="township")
    make_kept(cast, "honour", title="省劳动模范", level="province", person="李敏", awarded_on=date(2010, 5, 1))
    make_kept(
        cast, "honour", title="县劳动模范", person="王强", awarded_on=date(2010, 5, 1), valid_to=date(2026, 5, 30)
    )
    make_kept(cast, "honour", title="工人先锋号", code="worker_pioneer", target="collective", person="", unit="焊装班")
    make_kept(cast, "honour", title="县劳动模范", person="孙丽", stage="applied", awarded_on=None)
    found = counted(cast)
    assert (found["honour_total"], found["honour_individual"], found["honour_collective"]) == (3, 2, 1)
    assert (found["model_total"], found["pioneer_new"]) == (2, 1)


def test_events_are_counted_by_kind_and_by_whom_they_are_for(cast):
    make_kept(cast, "activity", type="culture", audience="women", persons=50)
    make_kept(cast, "activity", persons=30)
    make_kept(cast, "activity", type="law_publicity", persons=200)
    make_kept(cast, "activity", held_on=date(2026, 6, 1), persons=999)
    found = counted(cast)
    assert (found["culture_count"], found["culture_persons"]) == (2, 80)
    assert (found["women_events"], found["women_event_persons"], found["law_events"]) == (1, 50, 1)


def test_the_cup_counts_units_once_and_contests_apart(cast):
    employer = LEDGERS["employer"].model(union=cast.east, name="东港机械厂")
    keep(LEDGERS["employer"], employer, by=cast.clerk)
    for title in ("安康杯知识竞赛", "安康杯隐患排查"):
        make_kept(cast, "competition", title=title, type="ankang_cup", employer=employer, persons=80)
    make_kept(cast, "competition", type="drill", persons=12, benefit_wan=Decimal("1.5"))
    found = counted(cast)
    assert (found["ankang_units"], found["ankang_persons"], found["competition_count"]) == (1, 160, 1)
    assert (found["competition_persons"], found["contest_persons"]) == (172, 12)
    assert found["competition_benefit"] == Decimal("1.5")


def test_a_hazard_counts_when_found_and_again_when_mended(cast):
    make_kept(cast, "hazard", found_on=date(2026, 4, 30), fixed_on=date(2026, 5, 31))
    make_kept(cast, "hazard")
    found = counted(cast)
    assert (found["hazard_found"], found["hazard_fixed"]) == (1, 1)
