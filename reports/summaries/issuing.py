"""From draft to issued: opening a summary, what must hold before it moves, and freezing what was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from members import permissions
from members.models import Union, User
from members.months import Span, month_name
from reports.blocks import Document
from reports.locks import future_month
from reports.models import Summary, SummaryVersion
from reports.models.summary import OF_TERM, SummaryKind
from reports.rollup import coverage
from reports.summaries.compose import Composition
from reports.summaries.correction import corrected, correction_of
from reports.summaries.drafts import unsaved
from reports.summaries.editing import compose_summary, edited_document, edits_of
from reports.summaries.frozen import freeze, freeze_table, thaw
from reports.summaries.issued_number import reported_of
from reports.summaries.letter import unready
from reports.summaries.months import with_months
from reports.summaries.proofing import check_summary, kept_with_reasons
from reports.summaries.sources import source_table
from reports.summaries.subject import subject_for
from reports.summaries.versions import refuse_unchanged
from reports.workflow import MoveRefused, brings, guards

#: A term is three or five years, and may be prolonged by half a year.
LONGEST_TERM = 6


class SummaryRefused(ValueError):
    """The summary cannot be opened; the message is Chinese."""


#: A term is three or five years, and may be prolonged by half a year.
LONGEST_TERM = 6


def open_summary(union: Union, span: Span, kind: str, *, by: User, about: int = 0) -> Summary:
    """The union's summary of the span, started if there is none; `about` is the election or summary it reports on.

    Raises PermissionDenied, SummaryRefused.
    """
    if kind not in SummaryKind.values:
        raise SummaryRefused("请选择总结种类")
    subject = subject_for(union, span, kind, about)
    known = {"union": union, "kind": kind, "first": span.first, "last": span.last, "about": subject.about}
    if existing := Summary.objects.filter(**known).first():
        return existing
    if not permissions.may_record(by, union):
        raise PermissionDenied
    if refusal := _refusal(span, kind):
        raise SummaryRefused(refusal)
    # A letter may be drafted before what it sends is issued, an election's report not of a tally that does not add up.
    if subject.problems and (kind == SummaryKind.ELECTION or not subject.title):
        raise SummaryRefused("；".join(subject.problems))
    letter = kind == SummaryKind.LETTER
    try:
        with transaction.atomic():
            return Summary.objects.create(**known, subject=subject.title[:200], red_head=letter)
    except IntegrityError:
        return Summary.objects.get(**known)


def _refusal(span: Span, kind: str) -> str:
    """Why there can be no report of this kind over this span, in Chinese; empty when there can."""
    whole_year = span.first.month == 1 and span.first.year == span.last.year
    if kind == SummaryKind.ANNUAL and not whole_year:
        return "年度总结从1月开始，截止月在同一年内"
    if kind == SummaryKind.TARGETS and not whole_year:
        return "目标任务按年度下达，报告从1月开始，截止月在同一年内"
    if kind in OF_TERM and not (span.first.month == 1 and span.is_term):
        return "届期报告从届期首年1月写起，至少跨两个年度"
    if kind in OF_TERM and len(span.years) > LONGEST_TERM:
        return f"一届为三年或五年，最多写{LONGEST_TERM}个年度，请核对届期起始年度"
    if kind == SummaryKind.PLAN:
        if span.kind != "year":
            return "工作要点按整年度写"
        return "" if span.first.year <= timezone.localdate().year + 1 else "工作要点最早在上一年起草"
    if kind in (SummaryKind.ELECTION, SummaryKind.LETTER):
        return ""
    return (future_month(span.last) or "").replace("填报", "总结")


@guards(Summary, "submit")
def _may_be_sent(locked: Summary, *, by: User, mend_by: date | None) -> None:
    """What was sent back has changed since, agrees with its figures, and holds all that its sender wrote."""
    composition = compose_summary(locked)
    left = [draft for draft in unsaved(locked, composition, edits_of(locked, composition)) if draft.by == by]
    if left:
        named = "、".join(f"“{composition.headings[draft.key] or '开头'}”" for draft in left)
        raise MoveRefused(f"您在{named}写的文字还没有保存，不在总结里，请打开这一部分保存或丢弃后再提交")
    refuse_unchanged(locked, edited_document(locked, composition))
    _agrees_with_figures(locked, composition)


def _agrees_with_figures(locked: Summary, composition: Composition) -> None:
    """No number of the prose may contradict its figure, and none stand without one, unless somebody answers for it.

    A red head has its number.
    """
    if lacking := unready(locked):
        raise MoveRefused(lacking)
    if composition.problems:
        raise MoveRefused("；".join(composition.problems))
    waiting = [entry for entry in check_summary(locked, composition) if entry.is_open]
    if waiting:
        told = "；".join(f"{each.heading}“{each.finding.text}”{each.finding.why}" for each in waiting[:3])
        raise MoveRefused(
            f"数字核对还有 {len(waiting)} 处没有处理（{told}），请在总结页“数字核对”中逐处改正、绑定、确认或说明理由"
        )


@guards(Summary, "take_in")
def _not_history(locked: Summary, *, by: User, mend_by: date | None) -> None:
    """History is taken in month by month; a report of it is composed and issued like any other."""
    raise MoveRefused("历史数据按月报收入，总结须经提交、审核后签发")


@guards(Summary, "approve")
def _months_approved(locked: Summary, *, by: User, mend_by: date | None) -> None:
    """Only a report whose months are all approved can be issued."""
    composition = compose_summary(locked)
    _agrees_with_figures(locked, composition)
    covered = composition.coverage
    if locked.kind == SummaryKind.PLAN and not covered.due and _looks_back(edited_document(locked, composition)):
        covered = coverage(locked.union, locked.span.previous)
    if not covered.complete:
        first = covered.missing[0]
        raise MoveRefused(
            f"截至{month_name(locked.last)}还有 {len(covered.missing)} 份月报未审核通过"
            f"（如{first[0].name}{month_name(first[1])}），总结只能是草稿"
        )


def _looks_back(document: Document) -> bool:
    """Does a plan state more than what is to be reached?"""
    return any(bound.aspect != "target" for bound in document.bound())


@brings(Summary, "approve")
def _issue(summary: Summary, *, by: User) -> None:
    """Freeze the document as the next version, where its numbers come from, and what it corrects."""
    today = timezone.localdate()
    Summary.objects.filter(pk=summary.pk, dated=None).update(dated=today)
    summary.refresh_from_db()
    before = summary.versions.last()
    number = before.number + 1 if before else 1
    composition = compose_summary(summary)
    document = replace(edited_document(summary, composition), status="审定", version=number)
    if document.provisional:
        raise MoveRefused("有月报刚被重新开放，总结只能是草稿，请刷新页面核对")
    document = replace(document, reported=reported_of(document, composition))
    document = with_months(document, summary.union, summary.rests_on, provisional=False)
    kept = kept_with_reasons(check_summary(summary, composition))
    reason, correction = "", ""
    if before:
        reopened = summary.events.filter(action="reopen").last()
        document = corrected(document, before, reopened)
        correction = freeze(correction_of(document, before, reopened, by=by))
        reason = reopened.reason if reopened else ""
    SummaryVersion.objects.create(
        summary=summary,
        number=number,
        document=freeze(document),
        sources=freeze_table(source_table(document, composition.rolled, kept)),
        correction=correction,
        reason=reason,
        digest=document.digest,
        issued_by=by,
    )


def issued_version(summary: Summary, number: int | None = None) -> SummaryVersion | None:
    """The latest issued version, or the one of this number; None if there is none."""
    return (summary.versions.filter(number=number) if number is not None else summary.versions.all()).last()


def issued_document(summary: Summary, number: int | None = None) -> Document | None:
    """What was issued (the latest version unless a number is given), or None."""
    version = issued_version(summary, number)
    return thaw(version.document) if version else None
