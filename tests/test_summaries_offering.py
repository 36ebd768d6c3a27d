"""Which words do the ledgers offer for a report, and how do they get into it?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from makers import make_cast, make_return, make_summary, signed_in

from members.ledgers.keeping import keep, void
from members.ledgers.ledger import LEDGERS
from members.months import Span
from reports.models import State, Summary
from reports.summaries.offering import OFFERS, offered_words

HALF = Span(date(2026, 1, 1), date(2026, 6, 1))


@pytest.fixture
def cast(db: None) -> Any:
    return make_cast()


def add(cast: Any, slug: str, union: Any = None, **values: Any) -> Any:
    record = LEDGERS[slug].model(union=union or cast.east, **values)
    keep(LEDGERS[slug], record, by=cast.west_clerk if union == cast.west else cast.clerk)
    return record


def add_honour(cast: Any, title: str, level: str, day: date, **values: Any) -> Any:
    who = {"target": "individual"} if "person" in values else {"target": "collective"}
    return add(cast, "honour", title=title, code="other", level=level, awarded_on=day, **(who | values))


def offered(cast: Any, name: str, union: Any = None) -> str:
    return offered_words(union or cast.east, HALF, [name]).get(name, "")


def test_honours_are_those_the_figure_counts_highest_first(cast):
    add_honour(cast, "先进集体", "county", date(2026, 3, 1), unit="东港泵业")
    add_honour(cast, "五一劳动奖章", "city", date(2026, 4, 28), person="陈亮")
    add_honour(cast, "镇先进", "township", date(2026, 4, 28), person="不计")
    add_honour(cast, "先进集体", "county", date(2026, 7, 1), unit="下半年")
    add_honour(cast, "先进集体", "county", date(2025, 12, 31), unit="上年")
    add_honour(cast, "先进集体", "county", date(2026, 5, 1), unit="柳溪厂", union=cast.west)
    wrong = add_honour(cast, "错登", "county", date(2026, 5, 1), unit="作废")
    void(LEDGERS["honour"], wrong, by=cast.clerk, reason="错登")
    assert offered(cast, "honour_names") == "陈亮（五一劳动奖章）、东港泵业（先进集体）"
    assert offered(cast, "honour_names", cast.county).endswith("柳溪厂（先进集体）")


def test_after_five_names_the_rest_is_deng(cast):
    for n in "甲乙丙丁戊":
        add_honour(cast, "先进", "county", date(2026, 3, 1), person=n)
    assert offered(cast, "honour_names").endswith("、戊（先进）")
    add_honour(cast, "先进", "county", date(2026, 3, 2), person="己")
    assert offered(cast, "honour_names").endswith("、戊（先进）等")


def test_whom_the_union_commended_before_may_day(cast):
    given = {"direction": "given", "level": "township"}
    add_honour(cast, "先进", day=date(2026, 4, 27), person="陈亮", **given)
    add_honour(cast, "先进", day=date(2026, 4, 27), unit="东港泵业", **given)
    add_honour(cast, "先进", day=date(2026, 2, 2), unit="春节表彰", **given)
    assert offered(cast, "town_honours") == "先进集体东港泵业和先进个人陈亮"


def test_events_are_named_by_who_came_and_carry_no_number(cast):
    for title, persons in (("棋类赛（21）", 30), ("歌咏会(第2场)", 90), ("书画展", 20)):
        add(cast, "activity", title=title, type="culture", held_on=date(2026, 5, 1), persons=persons)
    add(cast, "activity", title="消防演练", type="drill", held_on=date(2026, 5, 1), persons=500)
    add(cast, "activity", title="“中国梦·劳动美”主题教育活动", type="theme", held_on=date(2026, 3, 1), persons=10)
    assert offered(cast, "activity_name") == "歌咏会、棋类赛"
    assert offered(cast, "study_theme") == "中国梦·劳动美"


def test_causes_are_those_that_rose_against_the_same_months(cast):
    for cause, year, month in (
        ("pay", 2026, 2), ("pay", 2026, 6), ("insurance", 2026, 3), ("contract", 2026, 3), ("contract", 2025, 3),
        ("work_injury", 2025, 7), ("work_injury", 2026, 1), ("work_injury", 2026, 1), ("work_injury", 2026, 1),
        ("relation", 2026, 7), ("other", 2026, 1), ("other", 2026, 1),
    ):  # fmt: skip
        add(cast, "dispute_case", cause=cause, accepted_on=date(year, month, 5))
    assert offered(cast, "dispute_reason") == "工伤医疗费及待遇、劳动报酬争议增多"


def test_nothing_is_offered_where_the_ledgers_say_nothing_and_each_asks_once(cast):
    with CaptureQueriesContext(connection) as asked:
        assert offered_words(cast.east, HALF, [*OFFERS, "theme", "problem"]) == {}
    assert len(asked) == 5


def test_the_page_offers_what_is_not_written_yet_and_only_to_the_writer(cast):
    values = {"culture_count": 3, "culture_persons": 200, "union_total": 60}
    for number in range(1, 7):
        make_return(cast.east, f"2026-{number:02d}", values, state=State.APPROVED, by=cast.clerk)
    summary = make_summary(cast.east, "2026-01", "2026-06", kind="half_year")
    add(cast, "activity", title="<b>歌咏会</b>", type="culture", held_on=date(2026, 5, 1), persons=90)
    url = reverse("summary-edit", args=[summary.pk])
    page = signed_in(cast.clerk).get(url).content.decode()
    assert "用台账的：<span>&lt;b&gt;歌咏会&lt;/b&gt;</span>" in page
    assert "用台账的" not in signed_in(cast.stat).get(url).content.decode()
    Summary.objects.update(words={"activity_name": "读书会"})
    assert "用台账的" not in signed_in(cast.clerk).get(url).content.decode()
