"""Is a bound number found out that was moved to where the words speak of another figure?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from makers import Cast, make_return, make_summary
from proofing_faults import reworded
from test_prose_years import make_year, paragraphs

from members.months import parse_period
from reports.blocks import Bound, Paragraph, Span, Text
from reports.formats import exact
from reports.models import Indicator, State, Summary
from reports.proofing import Checker, Verdict
from reports.rollup import in_force
from reports.summaries import edit_section, edits_of
from reports.summaries.editing import compose_summary
from reports.summaries.marks import places
from reports.summaries.proofing import check_summary, checker_of
from reports.summaries.rebinding import plain, rebind
from reports.summaries.settling import settle

pytestmark = pytest.mark.django_db
PASSED = (Verdict.AGREES, Verdict.OFFERED)
YEARS, SWAPS = 10, 40


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> list[Indicator]:
    with django_db_blocker.unblock():
        return in_force(parse_period("2020"))


def alarms(checker: Checker, text: Sequence[Paragraph]) -> list[str]:
    found = checker.check(plain(text), places(text))
    return [each.text for each in found if each.verdict not in PASSED]


def swapped(text: Sequence[Paragraph], random: Random) -> list[Paragraph] | None:
    """The text with two bound numbers of one unit in each other's place; None where the pair tells nothing."""
    lines: list[list[Span]] = [list(paragraph.spans) for paragraph in text]
    spots = [(i, j) for i, line in enumerate(lines) for j, span in enumerate(line[:-1]) if isinstance(span, Bound)]
    if len(spots) < 2:
        return None
    (i, j), (k, m) = random.sample(spots, 2)
    one, other = lines[i][j], lines[k][m]
    if one.shown == other.shown or lines[i][j + 1].shown[:1] != lines[k][m + 1].shown[:1]:
        return None
    lines[i][j], lines[k][m] = other, one
    return [Paragraph(tuple(line)) for line in lines]


def test_bound_numbers_in_each_others_place_are_found_and_left_ones_are_not_suspected(
    catalogue: list[Indicator],
) -> None:
    tried, missed, suspected = 0, [], []
    for seed in range(7000, 7000 + YEARS):
        random, year = Random(seed), make_year(seed, catalogue)
        checker, composed = checker_of(year.report, binding=True), list(paragraphs(year))
        other_words = rebind(reworded(plain(composed), tuple(checker.units), random), composed)
        suspected += alarms(checker, composed) + alarms(checker, other_words)
        for _ in range(SWAPS):
            if moved := swapped(composed, random):
                tried += 1
                missed += [] if alarms(checker, moved) else [(seed, plain(moved))]
    assert tried > 20 and not missed, missed
    assert not suspected


@pytest.fixture
def summary(cast: Cast) -> Summary:
    values = {"dispute_accepted": 15, "dispute_persons": 31, "dispute_settled": 12}
    make_return(cast.east, "2026-06", values, state=State.APPROVED, by=cast.clerk)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def test_swapped_pieces_hold_the_report_until_each_is_put_right_and_follows_its_own_figure(
    cast: Cast, summary: Summary
) -> None:
    composed = compose_summary(summary).paragraphs["disputes"]
    figures = {s.indicator: s for p in composed for s in p.spans if isinstance(s, Bound)}
    accepted, settled = figures["dispute_accepted"], figures["dispute_settled"]
    turned = {accepted: settled, settled: accepted}
    lines = [[turned.get(s, s) if isinstance(s, Bound) else s for s in p.spans] for p in composed]
    marks = [
        [[s.shown, s.indicator, s.union, s.first, s.aspect] if isinstance(s, Bound) else s.text for s in line]
        for line in lines
    ]
    text = plain([Paragraph(tuple(line)) for line in lines])
    edit_section(summary, "disputes", text, by=cast.clerk, marks=json.dumps(marks))

    def waiting() -> list[Any]:
        found = Summary.objects.get(pk=summary.pk)
        return [entry for entry in check_summary(found, compose_summary(found)) if entry.is_open]

    assert [(each.finding.text, each.finding.replacement) for each in waiting()] == [("12件", "15件"), ("15件", "12件")]
    assert "受理" in waiting()[1].finding.why  # it says which figure was put there
    while entries := waiting():
        settle(summary, "disputes", entries[0].id, "replace", by=cast.clerk)
    composition = compose_summary(summary)
    spans = [s for p in edits_of(summary, composition)["disputes"].paragraphs for s in p.spans if isinstance(s, Bound)]
    assert [(s.indicator, s.shown) for s in spans[:3]] == [
        ("dispute_accepted", "15"), ("dispute_persons", "31"), ("dispute_settled", "12"),
    ]  # fmt: skip


def checked(cast: Cast, *said: str | tuple[str, str]) -> list[tuple[str, str]]:
    """What is told of a text of 东港镇's half-year whose bound numbers are named by indicator and aspect."""
    make_return(cast.east, "2025-06", {"member_new": 50, "union_new": 6}, state=State.APPROVED)
    make_return(cast.east, "2026-06", {"member_new": 60, "union_new": 4}, state=State.APPROVED)
    composition = compose_summary(make_summary(cast.east, "2026-01", "2026-06", kind="half_year"))
    spans: list[Span] = []
    for each in said:
        if isinstance(each, str):
            spans.append(Text(each))
            continue
        value = composition.figures.value(*each)
        assert value is not None
        spans.append(composition.figures.bound(*each, value, exact(abs(value))))
    text = [Paragraph(tuple(spans))]
    found = checker_of(composition, binding=True).check(plain(text), places(text))
    return [(each.text, each.why) for each in found if each.verdict not in PASSED]


UNIONS, MEMBERS = ("union_new", "value"), ("member_new", "value")


@pytest.mark.parametrize("opening", ["1—3月", "一季度", "5月份", "下半年，", "2025年1—6月", "截至5月底，前三季度"])
def test_a_bound_number_in_words_of_other_months_is_found(opening: str, cast: Cast) -> None:
    told = checked(cast, f"{opening}新组建工会", UNIONS, "个。")
    assert [text for text, _ in told] == ["4个"] and "放的不是这几个月的数" in told[0][1]


@pytest.mark.parametrize(
    "opening",
    ["1—6月", "上半年", "上半年，", "截至6月底，", "2026年1—6月", "一季度摸底，共", "5月份启动以来，"],
)
def test_words_of_the_report_s_own_months_and_of_deeds_in_some_month_are_not_suspected(
    opening: str, cast: Cast
) -> None:
    assert checked(cast, f"{opening}新组建工会", UNIONS, "个。") == []


def test_this_year_s_number_where_last_year_s_is_meant_is_found(cast: Cast) -> None:
    told = checked(cast, "新组建工会", UNIONS, "个；去年同期新发展会员", MEMBERS, "人。")
    assert [text for text, _ in told] == ["60人"] and "50人" in told[0][1]
