"""Can an officer open every kind of report in the browser, and the county arrange its outline?"""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from makers import Cast, make_cast, make_return, signed_in
from test_kinds_compose import make_election, make_target

from members.months import parse_period
from reports.models import State, Summary
from reports.models.sentence import SentenceChange
from reports.summaries import compose, open_summary

pytestmark = pytest.mark.django_db
VOTES = [(47, 0, 1), (45, 1, 2), (43, 3, 2), (44, 2, 2), (43, 3, 2), (41, 3, 4)]


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_return(cast.east, "2020-12", {"union_new": 3, "member_total": 90}, state=State.APPROVED, by=cast.stat)
    return cast


def test_every_kind_is_opened_from_the_form_and_read_on_its_page(cast: Cast) -> None:
    client, url = signed_in(cast.clerk), reverse("summary-new")
    make_target(cast, "union_new", 4)
    record = make_election(cast, VOTES)
    sent = open_summary(cast.east, parse_period("2020"), "annual", by=cast.clerk)
    asked: dict[str, dict[str, object]] = {
        "plan": {"year": 2020}, "targets": {"year": 2020, "last": 12}, "election": {"election": record.pk},
        "letter": {"sent": sent.pk}, "audit": {"since": 2019, "year": 2020, "last": 12},
        "congress": {"since": 2018, "year": 2020, "last": 12},
    }  # fmt: skip
    for kind, fields in asked.items():
        answer = client.post(url, {"kind": kind, **fields})
        assert answer.status_code == 302, kind
        summary = Summary.objects.get(kind=kind)
        page = client.get(answer.headers["Location"]).content.decode()
        assert summary.title.removeprefix("东港镇总工会") in page, kind
    page = client.get(reverse("summary-edit", args=[Summary.objects.get(kind="election").pk])).content.decode()
    assert f'href="{reverse("record-show", args=["election", record.pk])}"' in page
    titles = client.get(reverse("summary-list")).content.decode()
    assert "关于上报《东港镇总工会2020年工作总结》的报告" in titles and "代表大会工作报告（2018—2020年）" in titles


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"kind": "election"}, "请选择选举记录"),
        ({"kind": "letter"}, "请选择所报文件"),
        ({"kind": "letter", "sent": "99999"}, "请从列表中选择"),
        ({"kind": "congress", "year": "2020", "last": "12"}, "请填写届期起始年度"),
        ({"kind": "audit", "since": "2020", "year": "2020", "last": "12"}, "至少跨两个年度"),
        ({"kind": "audit", "since": "2021", "year": "2020", "last": "12"}, "届期起始年度晚于届末年度"),
        ({"kind": "congress", "since": "2012", "year": "2020", "last": "12"}, "最多写6个年度"),
    ],
)
def test_what_is_not_chosen_is_asked_for(cast: Cast, asked: dict[str, str], why: str) -> None:
    answer = signed_in(cast.clerk).post(reverse("summary-new"), asked)
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not Summary.objects.exists()


def test_an_election_of_another_union_cannot_be_reported(cast: Cast) -> None:
    record = make_election(cast, VOTES)
    answer = signed_in(cast.west_clerk).post(reverse("summary-new"), {"kind": "election", "election": record.pk})
    assert answer.status_code == 422 and not Summary.objects.exists()


def test_a_county_arranges_and_renames_the_sections_of_each_kind_from_a_year_on(cast: Cast) -> None:
    stat, url = signed_in(cast.stat), reverse("outline-edit")
    chosen = {
        "kind": "plan", "year": 2020, "on-plan_self": "on", "place-plan_self": "1", "on-plan_rights": "on",
        "place-plan_rights": "2", "heading-plan_rights": "维护权益有新作为",
    }  # fmt: skip
    assert stat.post(url, chosen).status_code == 302
    sections = compose(cast.east, parse_period("2020"), "plan").document.sections
    assert [(each.key, each.heading) for each in sections] == [
        ("plan_lead", ""), ("plan_self", "加强自身建设，提高履职本领"), ("plan_rights", "维护权益有新作为"),
    ]  # fmt: skip
    assert len(compose(cast.east, parse_period("2019"), "plan").document.sections) == 6
    assert "维护权益有新作为" in SentenceChange.objects.get().new
    assert 'value="维护权益有新作为"' in stat.get(url, {"kind": "plan", "year": 2020}).content.decode()
    refused = stat.post(url, chosen | {"heading-plan_rights": "新建{union_new}个"}, follow=True)
    assert "里不能用" in refused.content.decode()


def test_a_county_words_a_sentence_of_a_kind(cast: Cast) -> None:
    stat = signed_in(cast.stat)
    assert "工作要点开头" in stat.get(reverse("sentence-list"), {"year": 2020}).content.decode()
    edit = reverse("sentence-edit", args=["P30-1"])
    stat.post(edit, {"text": "{town}报告{period}任务。", "when": "", "paragraph": 1, "since": 2020, "seen": ""})
    lead = compose(cast.east, parse_period("2020"), "targets").paragraphs["targets_lead"]
    assert [paragraph.text for paragraph in lead] == ["东港镇总工会报告2020年任务。"]


def test_the_page_says_what_keeps_a_report_back_and_where_that_is_mended(cast: Cast) -> None:
    client = signed_in(cast.clerk)
    sent = open_summary(cast.east, parse_period("2020"), "annual", by=cast.clerk)
    letter = open_summary(cast.east, sent.span, "letter", by=cast.clerk, about=sent.pk)
    page = client.get(reverse("summary-edit", args=[letter.pk])).content.decode()
    assert "还不能提交" in page and f'href="{reverse("summary-edit", args=[sent.pk])}">打开所报文件' in page
    assert "的月报全部审核通过" not in page and "标题样式" not in page
    plan = open_summary(cast.east, parse_period("2021"), "plan", by=cast.clerk)
    page = client.get(reverse("summary-edit", args=[plan.pk])).content.decode()
    assert "2021年度任务还没有下达" in page and f'href="{reverse("target-list")}?year=2021"' in page
    make_target(cast, "union_new", 4, year=2021)
    assert "还没有下达" not in client.get(reverse("summary-edit", args=[plan.pk])).content.decode()


def test_an_election_that_is_refused_leads_to_its_record(cast: Cast) -> None:
    record = make_election(cast, [(20, 27, 1)], elected=1)
    answer = signed_in(cast.clerk).post(reverse("summary-new"), {"kind": "election", "election": record.pk})
    assert answer.status_code == 422
    assert f'href="{reverse("record-show", args=["election", record.pk])}"' in answer.content.decode()


def test_a_section_moved_up_goes_before_the_one_that_has_its_place_and_nothing_typed_is_lost(cast: Cast) -> None:
    stat, url = signed_in(cast.stat), reverse("outline-edit")
    keys = ("organizing", "rights", "skills", "service", "self")
    chosen: dict[str, object] = {"kind": "plan", "year": 2020}
    for place, key in enumerate(keys, 1):
        chosen |= {f"on-plan_{key}": "on", f"place-plan_{key}": str(place)}
    assert stat.post(url, chosen | {"place-plan_self": "1"}).status_code == 302
    sections = compose(cast.east, parse_period("2020"), "plan").document.sections[1:]
    assert [each.key for each in sections] == [f"plan_{key}" for key in ("self", *keys[:4])]
    refused = stat.post(url, chosen | {"heading-plan_self": "{坏", "heading-plan_rights": "维权"})
    page = refused.content.decode()
    assert refused.status_code == 422 and 'value="维权"' in page and 'value="{坏"' in page


def test_a_sentence_of_a_kind_is_tried_in_a_report_of_that_kind(cast: Cast) -> None:
    make_election(cast, VOTES)
    stat = signed_in(cast.stat)
    for code, kind, told in (("P37-1", "election", "应选5人，当选5人"), ("P40-1", "audit", "三年来的经费")):
        asked = {"try_union": cast.east.code, "try_year": "2020"}
        page = stat.get(reverse("sentence-edit", args=[code]), asked).content.decode()
        assert f'<option value="{kind}" selected>' in page and '<option value="annual"' not in page, code
        assert told in re.sub(r"<[^>]*>", "", page), code
    assert "〔届期说法〕来经费收支情况" in stat.get(reverse("sentence-list")).content.decode()
