"""From draft to issued: what must hold, what is frozen, and that nothing afterwards changes it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from makers import Cast, make_return, make_summary, make_township

from members.models import Union
from members.months import parse_period, shift
from reports.checking import records
from reports.locks import this_month
from reports.models import Figure, Indicator, MonthlyReturn, State, Summary, SummaryVersion, Target
from reports.summaries import document_of, edit_section, issued_document, open_summary
from reports.summaries.editing import compose_summary
from reports.summaries.issuing import SummaryRefused
from reports.summaries.proofing import Entry, check_summary
from reports.summaries.rebinding import plain
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db

SPAN = parse_period("2026-05..2026-06")
BASE = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "DJANGO_SETTINGS_MODULE": "unionreports.settings"}


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's report of two months, both approved."""
    make_return(cast.east, "2026-05", {"union_new": 1, "training_count": 2}, state=State.APPROVED)
    make_return(cast.east, "2026-06", {"union_new": 3, "member_new": 20}, state=State.APPROVED)
    return make_summary(cast.east, "2026-05", "2026-06", kind="period")


def entries_of(summary: Summary) -> list[Entry]:
    return check_summary(summary, compose_summary(summary))


def issue(cast: Cast, summary: Summary) -> SummaryVersion:
    """Carry the report from its writer to its issue."""
    for action, by in (("submit", cast.clerk), ("sign", cast.chair), ("approve", cast.leader)):
        advance(summary, action, by=by)
    return summary.versions.get(number=summary.versions.count())


def shake(cast: Cast) -> None:
    """Change all that a report is made of: figures, catalogue, names, targets, the tree."""
    Figure.objects.update(value=99)
    Indicator.objects.filter(code="union_new").update(name="改了名的指标", unit="家", section="S05", decimals=2)
    Indicator.objects.filter(code="member_new").update(enabled=False)
    Union.objects.filter(pk=cast.east.pk).update(name="改了名的镇总工会")
    Target.objects.create(union=cast.east, indicator=Indicator.objects.get(code="training_count"), year=2026, target=5)
    cast.east.place_under(cast.other_county)


def test_a_report_is_opened_once_by_those_who_write_it(cast: Cast) -> None:
    first = open_summary(cast.east, SPAN, "period", by=cast.clerk)
    assert open_summary(cast.east, SPAN, "period", by=cast.chair) == first and Summary.objects.count() == 1
    for person in (cast.west_clerk, cast.stat, cast.liaison, cast.auditor):
        with pytest.raises(PermissionDenied):
            open_summary(cast.east, parse_period("2026-01"), "period", by=person)


@pytest.mark.parametrize(
    ("period", "kind", "words"),
    [
        ("2026-02..2026-05", "annual", "从1月开始"), ("2025-01..2026-05", "annual", "从1月开始"),
        ("2026H1", "yearly", "请选择总结种类"), ("2998", "annual", "还没有到，不能总结"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused(cast: Cast, period: str, kind: str, words: str) -> None:
    with pytest.raises(SummaryRefused, match=words):
        open_summary(cast.east, parse_period(period), kind, by=cast.clerk)
    assert not Summary.objects.exists()


def test_the_running_month_may_be_the_cut_off(cast: Cast) -> None:
    span = replace(SPAN, first=this_month(), last=this_month())
    assert open_summary(cast.east, span, "period", by=cast.clerk).last == this_month()
    with pytest.raises(SummaryRefused):
        open_summary(cast.east, replace(span, last=shift(this_month(), 1)), "period", by=cast.clerk)


def test_an_issued_report_is_numbered_dated_and_frozen(cast: Cast, summary: Summary) -> None:
    version = issue(cast, summary)
    document = issued_document(summary)
    assert document is not None and version.issued_by == cast.leader and version.digest == document.digest
    assert (document.version, document.status, document.provisional) == (1, "审定", False)
    assert document.dated == timezone.localdate().isoformat()
    assert {b.value for b in document.bound() if (b.indicator, b.aspect) == ("union_new", "value")} == {"4"}


def test_nothing_afterwards_changes_what_was_issued(cast: Cast, summary: Summary) -> None:
    text, kept = issue(cast, summary).document, issued_document(summary)
    shake(cast)
    summary = Summary.objects.get()
    assert issued_document(summary) == kept and summary.versions.get().document == text
    now = {b.value for b in document_of(summary).bound() if (b.indicator, b.aspect) == ("union_new", "value")}
    assert now == {"198"}


def test_a_reopened_report_is_issued_as_the_next_version(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    first = issued_document(summary, 1)
    advance(summary, "reopen", by=cast.leader, reason="数字有误")
    Figure.objects.filter(indicator__code="union_new").update(value=5)
    yesterday = timezone.localdate() - timedelta(days=1)
    Summary.objects.update(dated=yesterday)
    issue(cast, summary)
    second = issued_document(summary)
    assert second is not None and (second.version, second.dated) == (2, yesterday.isoformat())
    assert issued_document(summary, 1) == first != second
    assert [version.number for version in summary.versions.all()] == [1, 2]
    assert issued_document(summary, 3) is None


@pytest.mark.parametrize("state", [None, State.DRAFT, State.REPORTED, State.RETURNED])
def test_a_report_is_not_issued_before_its_months(cast: Cast, summary: Summary, state: str | None) -> None:
    june = MonthlyReturn.objects.filter(month=date(2026, 6, 1))
    if state:
        june.update(state=state)
    else:
        june.get().figures.all().delete()
        june.delete()
    advance(summary, "submit", by=cast.clerk)
    advance(summary, "sign", by=cast.chair)
    with pytest.raises(MoveRefused) as refused:
        advance(summary, "approve", by=cast.leader)
    assert str(refused.value) == "截至2026年6月还有 1 份月报未审核通过（如东港镇总工会2026年6月），总结只能是草稿"
    assert Summary.objects.get().state == State.REPORTED and not SummaryVersion.objects.exists()
    assert document_of(summary).provisional and document_of(summary).status == "待审核"


def test_a_countys_report_waits_for_all_its_units(cast: Cast) -> None:
    for union in (cast.county, cast.east, cast.west):
        make_return(union, "2026-05", {"union_new": 1}, state=State.APPROVED)
    town = make_township(cast.county, "新设镇总工会", files_from=date(2026, 5, 1))
    summary = make_summary(cast.county, "2026-05", "2026-05", kind="period")
    advance(summary, "submit", by=cast.stat)
    with pytest.raises(MoveRefused, match="新设镇总工会2026年5月"):
        advance(summary, "approve", by=cast.leader)
    make_return(town, "2026-05", {"union_new": 1}, state=State.APPROVED)
    advance(summary, "approve", by=cast.leader)
    document = issued_document(summary)
    assert document is not None and not document.provisional
    assert "4" in {b.value for b in document.bound() if (b.indicator, b.aspect) == ("union_new", "value")}


def test_numbers_left_as_they_were_follow_their_figures_into_the_issue(cast: Cast, summary: Summary) -> None:
    text = plain(compose_summary(summary).paragraphs["organizing"])
    edit_section(summary, "organizing", text + "\n另。", by=cast.clerk)
    Figure.objects.filter(indicator__code="member_new").update(value=21)
    issue(cast, summary)
    document = issued_document(summary)
    assert document is not None and "21人" in document.sections[1].blocks[0].text  # type: ignore[union-attr]


def test_a_typed_number_that_the_figures_have_left_behind_stops_submission(cast: Cast, summary: Summary) -> None:
    text = plain(compose_summary(summary).paragraphs["organizing"])
    edit_section(summary, "organizing", text + "\n经统计，新发展会员20人。", by=cast.clerk)
    assert [entry.finding.verdict.value for entry in entries_of(summary)] == ["offered"]
    Figure.objects.filter(indicator__code="member_new").update(value=21)
    with pytest.raises(MoveRefused, match=r"数字核对还有 1 处没有处理（.*“20人”统计数为21人"):
        advance(summary, "submit", by=cast.clerk)
    assert Summary.objects.get().state == State.DRAFT


def test_figures_that_move_after_submission_stop_the_issue(cast: Cast, summary: Summary) -> None:
    text = plain(compose_summary(summary).paragraphs["organizing"])
    edit_section(summary, "organizing", text + "\n经统计，新发展会员20人。", by=cast.clerk)
    advance(summary, "submit", by=cast.clerk)
    advance(summary, "sign", by=cast.chair)
    Figure.objects.filter(indicator__code="member_new").update(value=21)
    with pytest.raises(MoveRefused, match="统计数为21人"):
        advance(summary, "approve", by=cast.leader)
    assert not SummaryVersion.objects.exists()


def test_a_report_cannot_be_taken_in_as_history(cast: Cast, summary: Summary) -> None:
    with pytest.raises(MoveRefused, match="提交、审核后签发"):
        advance(summary, "take_in", by=cast.stat, reason="历史")
    assert Summary.objects.get().state == State.DRAFT


def test_the_records_of_an_issued_report_agree(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    assert list(records.summaries()) == []
    SummaryVersion.objects.update(document=summary.versions.get().document.replace('"4"', '"5"'))
    assert len(list(records.summaries())) == 1


def test_what_must_hold_is_known_before_any_page_is_asked_for() -> None:
    """Commands move reports too: the guards must not wait for somebody to import them."""
    code = (
        "import django; django.setup(); from reports.workflow import EFFECTS, GUARDS; print(len(GUARDS), len(EFFECTS))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=BASE, env=ENVIRONMENT)
    assert done.stdout.split() == ["7", "4"], done.stderr
