"""What the work and service ledgers refuse, and what they only ask about."""

from __future__ import annotations

from datetime import date

import pytest

from members.ledgers.keeping import RecordRefused, keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.record import Record

DAY = date(2026, 5, 3)
#: The least a clerk types into each ledger.
LEAST = {
    "competition": {"title": "焊工比武", "type": "skill_contest", "held_on": DAY},
    "suggestion": {"on": DAY, "count": 10},
    "innovation_project": {"title": "除尘改造", "type": "five_small", "done_on": DAY},
    "training": {"title": "安全培训", "type": "safety", "held_on": DAY, "persons": 40},
    "aid_programme": {"name": "金秋助学", "kind": "schooling", "start_on": DAY},
    "donation": {"on": DAY, "purpose": "one_day", "amount": 300},
    "fund_raising": {"on": DAY, "purpose": "warmth", "origin": "own", "amount": 5000},
    "service_card": {"on": DAY, "issued": 30},
    "recuperation": {"group": "第一批", "start_on": DAY},
    "mutual_enrolment": {"plan": "hospital", "start_on": DAY, "end_on": date(2027, 5, 2), "persons": 20},
    "mutual_claim": {"plan": "hospital", "paid_on": DAY, "amount": 1200},
    "safety_inspection": {"title": "五月检查", "on": DAY},
    "hazard": {"found_on": DAY, "desc": "通道堵塞"},
    "activity": {"title": "拔河比赛", "type": "sport", "held_on": DAY},
    "publicity_item": {"title": "比武开幕", "submitted_on": DAY},
    "facility": {"name": "职工书屋", "type": "bookroom", "built_on": DAY},
    "honour": {
        "title": "县劳动模范",
        "code": "model_worker",
        "level": "county",
        "target": "individual",
        "person": "张伟",
        "awarded_on": DAY,
    },
    "meeting": {"title": "委员会议", "kind": "committee", "on": DAY},
    "visit": {"on": DAY, "target": "enterprise", "unit": "东港机械厂"},
}


def told(cast, slug, **values):
    """What is said of a record that is kept; a refusal is raised."""
    ledger = LEDGERS[slug]
    record = ledger.model(union=cast.east, **(LEAST[slug] | values))
    return [finding.message for finding in keep(ledger, record, by=cast.clerk)]


@pytest.mark.parametrize("slug", LEAST)
def test_the_least_a_clerk_types_is_kept_without_a_word_and_reads_back(cast, slug):
    assert told(cast, slug) == []
    stored = LEDGERS[slug].model.objects.get()
    assert {name: getattr(stored, name) for name in LEAST[slug]} == LEAST[slug]
    assert str(stored)


@pytest.mark.parametrize("slug", LEAST)
def test_every_ledger_tells_what_belongs_into_it_and_shows_no_bare_field_name(slug):
    ledger = LEDGERS[slug]
    assert ledger.intro.endswith("。") and len(ledger.columns) <= 9
    assert all(not ledger.label(name).isascii() for name in ledger.fields)
    assert len(ledger.fields) == len(set(ledger.fields))
    typed = {f.name for f in ledger.model._meta.fields if f.editable and f.name != "id"}
    assert typed - {f.name for f in Record._meta.fields} == set(ledger.fields)


@pytest.mark.parametrize(
    ("slug", "fits", "over", "says"),
    [
        ("competition", {"persons": 30, "winners": 30}, {"persons": 30, "winners": 31}, "获奖人数"),
        ("suggestion", {"adopted": 10}, {"adopted": 11}, "采纳11条，多于提出的10条"),
        ("training", {"migrant_persons": 40}, {"migrant_persons": 41}, "其中农民工41人次"),
        ("training", {"female_persons": 40}, {"female_persons": 41}, "其中女职工41人次"),
        ("mutual_enrolment", {"female_persons": 20}, {"female_persons": 21}, "其中女职工21人"),
        ("donation", {"amount": None, "items": "棉被20床"}, {"amount": None}, "至少填一项"),
        ("mutual_claim", {"paid_on": None, "amount": None}, {"amount": None}, "请填写给付金额"),
        (
            "publicity_item",
            {"adopted": True, "adopted_by": "县报"},
            {"adopted": False, "adopted_by": "县报"},
            "勾选“已采用”",
        ),
        ("facility", {"status": "closed", "closed_on": DAY}, {"status": "closed"}, "请填写停用日期"),
        ("facility", {"status": "suspended"}, {"closed_on": DAY}, "改为“已停用”"),
        ("honour", {"target": "individual"}, {"target": "collective", "unit": "机械厂"}, "授予个人"),
        ("honour", {"code": "other", "target": "collective", "unit": "机械厂"}, {"person": " "}, "填写获奖人"),
        (
            "honour",
            {"code": "other", "target": "individual"},
            {"code": "other", "target": "collective"},
            "填写获奖单位",
        ),
        ("honour", {"stage": "applied", "awarded_on": None}, {"awarded_on": None}, "请填写命名"),
        ("honour", {"stage": "awarded"}, {"stage": "publicity"}, "改为“已命名表彰”"),
        ("honour", {"valid_to": date(2199, 1, 1)}, {"valid_to": date(2026, 5, 2)}, "早于"),
    ],
)
def test_what_cannot_be_is_refused_and_its_border_is_kept(cast, slug, fits, over, says):
    assert told(cast, slug, **fits) == []
    with pytest.raises(RecordRefused, match=says):
        told(cast, slug, **over)


@pytest.mark.parametrize(
    ("slug", "quiet", "odd", "says"),
    [
        ("suggestion", {"adopted": 5, "implemented": 5}, {"adopted": 5, "implemented": 6}, "实施6条"),
        ("visit", {"issues": 2, "solved": 2}, {"issues": 2, "solved": 3}, "帮助解决3个"),
        ("meeting", {"should": 9, "present": 9}, {"should": 9, "present": 10}, "实到10人"),
        ("activity", {"type": "women", "audience": "women"}, {"type": "women"}, "不计入女职工活动场次"),
        ("mutual_enrolment", {}, {"end_on": None}, "一直计入参保人数"),
        ("mutual_claim", {}, {"paid_on": None}, "不计入给付"),
        ("hazard", {"level": "major", "reported_on": DAY}, {"level": "major"}, "上报日期"),
        ("competition", {}, {"type": "ankang_cup"}, "不计入参赛单位数"),
        (
            "honour",
            {},
            {"code": "harmony", "target": "collective", "person": "", "unit": "机械厂"},
            "不计入企业数",
        ),
    ],
)
def test_what_is_odd_is_kept_and_asked_about(cast, slug, quiet, odd, says):
    assert told(cast, slug, **quiet) == []
    LEDGERS[slug].model.objects.all().delete()  # or the second would be asked about as the same again
    assert [says in message for message in told(cast, slug, **odd)] == [True]


def test_a_hazard_is_overdue_the_day_after_its_term(cast):
    ledger = LEDGERS["hazard"]
    hazard = ledger.model(union=cast.east, found_on=DAY, desc="护栏缺失", due_on=date(2026, 5, 10))

    def overdue(today):
        return [finding.message for finding in ledger.findings(hazard, today)]

    assert overdue(date(2026, 5, 10)) == []
    assert overdue(date(2026, 5, 12)) == ["隐患已超过整改期限2天，尚未登记整改完成。"]
    hazard.fixed_on = date(2026, 5, 11)
    assert overdue(date(2026, 5, 12)) == []
