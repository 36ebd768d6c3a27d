"""Two at the same moment at one report: one version is issued, one wording kept, one report opened."""

from __future__ import annotations

from functools import partial

import pytest
from makers import Cast, make_cast, make_return, make_summary
from racing import at_once, kinds, make_catalogue

from members.months import parse_period
from reports.models import MonthlyReturn, State, Summary, SummaryVersion
from reports.summaries import edit_section, issued_document, open_summary
from reports.summaries.editing import EditRefused
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    make_catalogue()
    return make_cast()


def test_a_report_approved_by_three_at_once_is_issued_once(cast: Cast) -> None:
    for month in ("2026-03", "2026-04", "2026-05"):
        make_return(cast.east, month, {"union_new": 1}, state=State.APPROVED)
        summary = make_summary(cast.east, month, month, kind="period", state=State.REPORTED)
        people = [cast.stat, cast.leader, cast.stat]
        copies = [Summary.objects.get(pk=summary.pk) for _ in people]
        results = at_once(*(partial(advance, c, "approve", by=by) for c, by in zip(copies, people, strict=True)))
        assert kinds(results) == [MoveRefused] * 2
        assert list(summary.versions.values_list("number", flat=True)) == [1] and summary.events.count() == 1


def test_of_two_wordings_the_second_is_refused(cast: Cast) -> None:
    for number in range(5):
        summary = make_summary(cast.east, f"2026-0{number + 1}", f"2026-0{number + 1}", kind="period")
        results = at_once(
            partial(edit_section, summary, "aid", "甲。", by=cast.clerk, version=1),
            partial(edit_section, summary, "aid", "乙。", by=cast.chair, version=1),
        )
        assert kinds(results) == [EditRefused]
        (kept,) = [result for result in results if not isinstance(result, Exception)]
        assert summary.texts.get().text == kept.text


def test_a_wording_saved_while_it_is_submitted_is_in_or_refused(cast: Cast) -> None:
    for number in range(5):
        summary = make_summary(cast.east, f"2026-0{number + 1}", f"2026-0{number + 1}", kind="period")
        results = at_once(
            partial(advance, Summary.objects.get(pk=summary.pk), "submit", by=cast.clerk),
            partial(edit_section, summary, "aid", "乙。", by=cast.chair),
        )
        assert kinds(results) in ([], [EditRefused])
        assert summary.texts.count() == 1 - len(kinds(results))


def test_a_report_opened_by_four_at_once_is_one(cast: Cast) -> None:
    span = parse_period("2026-01..2026-05")
    results = at_once(*(partial(open_summary, cast.east, span, "period", by=by) for by in [cast.clerk, cast.chair] * 2))
    assert kinds(results) == [] and Summary.objects.count() == 1


def test_a_report_is_not_issued_over_a_month_that_is_being_reopened(cast: Cast) -> None:
    """Either the month was still approved when it was issued, or it is not issued."""
    for number in range(8):
        month = f"2026-0{number + 1}"
        monthly_return = make_return(cast.east, month, {"union_new": 7}, state=State.APPROVED)
        summary = make_summary(cast.east, month, month, kind="period", state=State.REPORTED)
        issued, reopened = at_once(
            partial(advance, summary, "approve", by=cast.stat),
            partial(advance, monthly_return, "reopen", by=cast.leader, reason="数字有误"),
        )
        assert kinds([reopened]) == [] and kinds([issued]) in ([], [MoveRefused])
        document = issued_document(summary)
        if document is not None:
            assert not document.provisional and "7" in {b.value for b in document.bound()}
        assert SummaryVersion.objects.filter(summary=summary).count() == 1 - len(kinds([issued]))
    assert set(MonthlyReturn.objects.values_list("state", flat=True)) == {State.RETURNED}
