"""Whatever figure changes under a report whose every section was edited, what was left alone is not suspected."""

from __future__ import annotations

from random import Random

import pytest
from makers import Cast, make_return, make_summary

from members.models import Union
from reports.models import Figure, Indicator, State, Summary
from reports.proofing import Verdict
from reports.summaries import edit_section
from reports.summaries.editing import compose_summary
from reports.summaries.proofing import check_summary
from reports.summaries.rebinding import plain

pytestmark = pytest.mark.django_db
CHANGES = 40


def make_figures(union: Union, month: str, random: Random) -> None:
    """An approved return with a number for every entered indicator."""
    values = {
        each.code: random.randint(2_000, 900_000) if each.unit in ("元", "万元") else random.randint(3, 90)
        for each in Indicator.objects.filter(enabled=True)
        if not each.is_computed
    }
    make_return(union, month, values, state=State.APPROVED)


@pytest.fixture
def edited(cast: Cast) -> Summary:
    """The county's half-year, every section with a sentence of the officer's own behind it."""
    random = Random(5)
    for month in ("2025-06", "2025-12", "2026-06"):
        for union in (cast.east, cast.west):
            make_figures(union, month, random)
    summary = make_summary(cast.county, "2026-01", "2026-06", kind="half_year")
    for key, paragraphs in compose_summary(summary).paragraphs.items():
        if text := plain(paragraphs):
            edit_section(summary, key, text + "\n同时做好宣传动员。", by=cast.stat)
    return summary


def suspected(summary: Summary) -> list[tuple[str, str, str]]:
    """What the check finds; not the verbs that have truly turned."""
    findings = [entry.finding for entry in check_summary(summary, compose_summary(summary))]
    return [
        (each.text, each.verdict.value, each.why)
        for each in findings
        if (each.is_wrong and each.verdict is not Verdict.DIRECTION) or each.verdict is Verdict.UNBOUND
    ]


def test_a_changed_figure_makes_no_sentence_suspect_that_was_left_alone(cast: Cast, edited: Summary) -> None:
    assert suspected(edited) == []
    random = Random(11)
    mine = Figure.objects.filter(monthly_return__union=cast.east, monthly_return__month="2026-06-01")
    chosen = random.sample(list(mine.select_related("indicator").order_by("pk")), CHANGES)
    changes = [(figure, (figure.value + 1, figure.value - 2, 0)) for figure in chosen]
    changes.append((mine.get(indicator__code="above_scale_organized"), (77,)))  # a rate loses the sentence it stood in
    alarms = []
    for figure, values in changes:
        for value in values:
            mine.filter(pk=figure.pk).update(value=value)
            alarms += [(figure.indicator.code, figure.value, value, *found) for found in suspected(edited)]
        mine.filter(pk=figure.pk).update(value=figure.value)
    assert alarms == []
