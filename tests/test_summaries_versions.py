"""What is kept of a report: each submission and return, the files of what was issued, corrections and sources."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from makers import Cast, make_summary
from rewording import make_two_months, reword
from test_summaries_issue import issue, shake

from reports.blocks import Document, Table
from reports.checking import records
from reports.documents import FORMATS
from reports.documents.txt import render as as_text
from reports.keeping import keep_one, kept_file
from reports.models import (
    Figure,
    IssuedFile,
    NumberNote,
    Part,
    State,
    Summary,
    SummaryDraft,
    SummaryVersion,
)
from reports.summaries.differences import compare
from reports.summaries.frozen import thaw
from reports.summaries.versions import document_at, kept_states, last_sent
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's report of two months, both approved."""
    return make_two_months(cast)


def send(cast: Cast, summary: Summary) -> None:
    advance(summary, "submit", by=cast.clerk)
    advance(summary, "sign", by=cast.chair)


def give_back(cast: Cast, summary: Summary, reason: str = "请补写做法") -> None:
    advance(summary, "return", by=cast.stat, reason=reason)


def labels(summary: Summary) -> list[str]:
    events, versions = list(summary.events.select_related("by")), list(summary.versions.all())
    return [kept.label for kept in kept_states(summary, events, versions)]


def words(document: Document | None) -> str:
    assert document is not None
    return as_text(document).decode()


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_every_submission_and_return_is_kept_as_it_was(cast: Cast, summary: Summary) -> None:
    send(cast, summary)
    Figure.objects.filter(indicator__code="member_new").update(value=21)
    give_back(cast, summary)
    reword(cast, summary, "逐户走访，建立联系点。")
    issue(cast, summary)
    assert labels(summary) == ["第1次提交", "第1次提交后退回时", "第2次提交", "签发第1版"]
    first, back, second = [words(thaw(draft.document)) for draft in SummaryDraft.objects.order_by("pk")]
    assert "20人" in first and "21人" in back and "20人" not in back
    assert "联系点" in second and "联系点" not in back


def test_a_kept_state_is_found_only_in_its_own_report(cast: Cast, summary: Summary) -> None:
    send(cast, summary)
    other = make_summary(cast.west, "2026-05", "2026-06", kind="period")
    key = f"e{summary.events.get(action='submit').pk}"
    assert document_at(summary, key) is not None and document_at(other, key) is None
    unkept = f"e{summary.events.get(action='sign').pk}"
    assert {document_at(summary, bad) for bad in ("", "v1", "e", "e²", "x1", unkept)} == {None}


def test_what_comes_back_as_it_was_is_refused(cast: Cast, summary: Summary) -> None:
    send(cast, summary)
    give_back(cast, summary, "会员数请核实")
    with pytest.raises(MoveRefused, match=r"钱统计.*退回时要求：“会员数请核实”.*完全相同"):
        advance(summary, "submit", by=cast.clerk)
    assert Summary.objects.get().state == State.RETURNED
    reword(cast, summary, "另。")
    advance(summary, "submit", by=cast.clerk)
    assert Summary.objects.get().state == State.SUBMITTED


def test_an_edit_taken_back_is_no_change(cast: Cast, summary: Summary) -> None:
    send(cast, summary)
    give_back(cast, summary)
    reword(cast, summary, "另。")
    summary.texts.all().delete()
    with pytest.raises(MoveRefused, match="完全相同"):
        advance(summary, "submit", by=cast.clerk)


def test_a_figure_mended_below_is_a_change(cast: Cast, summary: Summary) -> None:
    send(cast, summary)
    give_back(cast, summary)
    Figure.objects.filter(indicator__code="member_new").update(value=21)
    advance(summary, "submit", by=cast.clerk)
    assert Summary.objects.get().state == State.SUBMITTED


def test_an_answer_about_a_number_is_a_change(cast: Cast, summary: Summary) -> None:
    send(cast, summary)
    give_back(cast, summary)
    NumberNote.objects.create(
        summary=summary, key="organizing", clause="a", quote="20人", kind="waived", reason="含筹建", by=cast.clerk
    )
    advance(summary, "submit", by=cast.clerk)
    assert Summary.objects.get().state == State.SUBMITTED


def test_the_chairs_return_counts_too_and_a_withdrawal_does_not(cast: Cast, summary: Summary) -> None:
    advance(summary, "submit", by=cast.clerk)
    advance(summary, "withdraw", by=cast.clerk)
    advance(summary, "submit", by=cast.clerk)
    advance(summary, "hand_back", by=cast.chair, reason="写具体些")
    with pytest.raises(MoveRefused, match=r"周主席.*“写具体些”"):
        advance(summary, "submit", by=cast.clerk)


def test_an_issued_report_reopened_for_nothing_is_refused(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    advance(summary, "reopen", by=cast.leader, reason="人数有误")
    with pytest.raises(MoveRefused, match="重新开放时要求：“人数有误”"):
        advance(summary, "submit", by=cast.clerk)


def test_a_refused_move_keeps_nothing(cast: Cast, summary: Summary) -> None:
    with pytest.raises(PermissionDenied):
        advance(summary, "submit", by=cast.west_clerk)
    assert not SummaryDraft.objects.exists()


def test_a_reviewer_compares_with_the_submission_before(cast: Cast, summary: Summary) -> None:
    send(cast, summary)
    events = list(summary.events.select_related("by"))
    assert last_sent(kept_states(summary, events, [])) is None
    give_back(cast, summary)
    reword(cast, summary, "另。")
    send(cast, summary)
    seen = last_sent(kept_states(summary, list(summary.events.select_related("by")), []))
    assert seen is not None and seen.label == "第1次提交"


@pytest.mark.parametrize("format", list(FORMATS))
def test_an_issued_file_stays_the_same_bytes(
    format: str, cast: Cast, summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures, catalogue, names, the tree and the writers themselves change; what was given out does not."""
    version = issue(cast, summary)
    first = {part: kept_file(version, format, part) for part in (Part.REPORT, Part.ANNEXED)}
    shake(cast)
    monkeypatch.setitem(FORMATS, format, replace(FORMATS[format], render=lambda document: b"otherwise"))
    version = SummaryVersion.objects.get()
    assert {part: kept_file(version, format, part) for part in (Part.REPORT, Part.ANNEXED)} == first
    assert first[Part.REPORT] != first[Part.ANNEXED] and b"otherwise" not in first.values()


@pytest.mark.parametrize("format", ["docx", "xlsx", "txt", "json"])
def test_a_file_first_asked_for_late_is_of_the_issued_report(format: str, cast: Cast, summary: Summary) -> None:
    version = issue(cast, summary)
    at_once = FORMATS[format].render(thaw(version.document))
    shake(cast)
    assert kept_file(SummaryVersion.objects.get(), format) == at_once


def test_the_worker_makes_what_nobody_asked_for(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    made = []

    def render(format: str, document: Document) -> bytes:
        made.append(format)
        return document.title.encode()

    while keep_one(render):
        pass
    assert sorted(made) == sorted(FORMATS) and IssuedFile.objects.count() == len(FORMATS)
    assert list(records.summaries()) == []
    IssuedFile.objects.filter(format="txt").update(content=b"forged")
    assert "txt" in "".join(records.summaries())


def test_a_correction_reopened_for_nothing_is_refused_too_and_differs_from_today_in_nothing(
    cast: Cast, summary: Summary
) -> None:
    issue(cast, summary)
    advance(summary, "reopen", by=cast.leader, reason="漏报")
    Figure.objects.filter(indicator__code="union_new", value=3).update(value=4)
    issue(cast, summary)
    old, new = (document_at(summary, key) for key in ("v2", "live"))
    assert old is not None and new is not None and old.notes != new.notes
    assert compare(old, new).same
    advance(summary, "reopen", by=cast.leader, reason="再核")
    with pytest.raises(MoveRefused, match="完全相同"):
        advance(summary, "submit", by=cast.clerk)


def test_words_of_tables_and_notes_are_compared_too(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    old = document_at(summary, "v1")
    assert old is not None
    table = next(block for section in old.sections for block in section.blocks if isinstance(block, Table))
    section = next(each for each in old.sections if table in each.blocks)
    blocks = tuple(replace(table, notes=("沿用五月数。",)) if each is table else each for each in section.blocks)
    sections = tuple(replace(each, blocks=blocks) if each is section else each for each in old.sections)
    found = compare(old, replace(old, sections=sections, notes=(*old.notes, "应报6份。")))
    told = [(each.heading, "".join(run.text for run in each.new)) for each in found.passages]
    assert told == [(section.heading, "沿用五月数。"), ("数据说明", "应报6份。")] and not found.figures
