"""Do the numbers that no indicator states open too: townships that have reported, ballots of an election?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from makers import Cast, make_return, make_township, signed_in
from test_kinds_compose import make_election, make_years

from members.months import parse_period
from reports.arithmetic import Entry
from reports.bases import Base, take_in_base
from reports.blocks import Bound, Table
from reports.models import Indicator, State
from reports.summaries import compose, edit_section, open_summary
from reports.summaries.editing import compose_summary, edited_document
from reports.summaries.proofing import check_summary
from reports.summaries.rebinding import plain
from reports.summaries.sources import source_table

pytestmark = pytest.mark.django_db
VOTES = [(47, 0, 1), (45, 1, 2), (43, 3, 2), (44, 2, 2), (43, 3, 2), (41, 3, 4)]


@pytest.fixture
def cast() -> Cast:
    cast = make_years()
    for name in ("石桥乡总工会", "南坪镇总工会"):
        make_township(cast.county, name)
    for union in (cast.county, cast.east, cast.west):
        make_return(union, "2020-02", {"union_total": 9}, state=State.APPROVED, by=cast.stat)
    return cast


def texts(table: Table | None) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows] if table else []


def test_how_many_townships_have_reported_is_a_figure_that_follows_and_opens(cast: Cast) -> None:
    summary = open_summary(cast.county, parse_period("2020-02"), "period", by=cast.stat)
    composition = compose_summary(summary)
    assert "4个乡镇（街道）中2个已报齐2020年2月数据" in "".join(p.text for p in composition.paragraphs["basics"])
    edit_section(summary, "basics", "另外，" + plain(composition.paragraphs["basics"]), by=cast.stat)
    assert [entry.finding.text for entry in check_summary(summary, compose_summary(summary)) if entry.is_open] == []
    make_return(
        cast.county.children.get(name="南坪镇总工会"), "2020-02", {"union_total": 3}, by=cast.stat, state="approved"
    )
    section = next(each for each in edited_document(summary).sections if each.key == "basics")
    shown = [s.shown for b in section.blocks if not isinstance(b, Table) for s in b.spans if isinstance(s, Bound)]
    assert shown[-2:] == ["4", "3"]
    page = signed_in(cast.stat).get(reverse("summary-edit", args=[summary.pk])).content.decode()
    assert f'href="{reverse("matrix")}?year=2020"' in page and "已报齐数据的乡镇（街道）数：点开看报送进度" in page
    rows = texts(source_table(edited_document(summary), compose_summary(summary).rolled))
    assert ["已报齐数据的乡镇（街道）数", "3个"] in [row[2:4] for row in rows]


def test_where_no_township_has_reported_none_is_counted(cast: Cast) -> None:
    make_return(cast.county, "2020-03", {"union_total": 9}, state=State.APPROVED, by=cast.stat)
    found = compose(cast.county, parse_period("2020-03"), "period")
    text = "".join(plain(found.paragraphs["basics"]))
    assert "4个乡镇（街道）均未报齐2020年3月数据，" in text and "0个" not in text


def test_ballots_are_called_by_their_names_where_numbers_are_listed(cast: Cast) -> None:
    record = make_election(cast, VOTES)
    summary = open_summary(cast.east, parse_period("2020-11"), "election", by=cast.clerk, about=record.pk)
    composition = compose_summary(summary)
    rows = texts(source_table(composition.document, composition.rolled))
    assert ["实到人数", "48人", "11月", "选举记录所登", "选举台账1条"] in [row[2:] for row in rows]
    assert ["第2名候选人同意票", "45票"] in [row[2:4] for row in rows]
    edit_section(summary, "election_lead", "应到48人，会议应到61人。", by=cast.clerk)
    (entry,) = [each for each in check_summary(summary, compose_summary(summary)) if each.is_open]
    assert entry.finding.text == "61人" and "应到人数" in [name for _, name in entry.choices]
    page = signed_in(cast.clerk).get(reverse("summary-section", args=[summary.pk, "election_lead"])).content.decode()
    assert 'data-fig="election_present value 2020-11' in page and "实到人数：点开看选举记录" in page


def test_the_list_of_sources_says_which_year_is_history_and_misses_no_months_of_it(cast: Cast) -> None:
    base = [Base(Indicator.objects.get(code="fund_income"), Entry(Decimal(900)))]
    take_in_base(cast.east, 2017, base, by=cast.stat)
    found = compose(cast.east, parse_period("2017-01..2020-12"), "audit")
    told = next(row[5] for row in texts(source_table(found.document, found.rolled)) if row[2] == "工会经费收入")
    assert told == "报齐；2017年为历史数据"
