"""The reports: list them, open one, read and reword it, write its words, move it on."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from members import permissions
from members.models import User
from reports.documents import FORMATS
from reports.documents.frame import NOTES_TITLE, annexes, copied, printed, salutation, signed, title_lines
from reports.documents.frame import dated as dated_words
from reports.documents.frame import mark as paper_mark
from reports.forms.letter import LetterForm
from reports.forms.periods import running, said
from reports.forms.summaries import NewSummaryForm, WordsForm
from reports.models import State, Summary
from reports.models.summary import HeadingStyle, SummaryKind
from reports.sentences import WRITTEN_WORDS, holds
from reports.summaries import (
    Composition,
    edits_of,
    open_summary,
)
from reports.summaries.editing import EditRefused, compose_summary, edited_document, write_words
from reports.summaries.frozen import thaw
from reports.summaries.issuing import SummaryRefused
from reports.summaries.marks import GONE
from reports.summaries.offering import offered_words
from reports.summaries.proofing import check_summary
from reports.summaries.subject import elections_in, summaries_for
from reports.summaries.versions import came_back, kept_states, last_sent, months_reopened
from reports.views.lacking import (
    former_outline,
    hints,
    late_months,
    obstacles,
    short_lists,
    silent_sections,
    unsaved_lines,
)
from reports.views.paper import Linker, names_of, record_url
from reports.views.proofing import listed, marked
from reports.views.submission import buttons_for, posted_date, posted_version
from reports.workflow import MoveRefused, advance

#: What a button says of a report, where it differs from a return.
LABELS = {"approve": "审定签发"}
DONE = {
    "submit": "已提交", "sign": "已审签并上报", "approve": "已审定签发，全文和数据已固定", "return": "已退回修改",
    "hand_back": "已退回起草人", "withdraw": "已撤回，可以继续修改", "reopen": "已重新开放，可以修改后再签发",
}  # fmt: skip


def visible_summary(request: HttpRequest, pk: int) -> Summary:
    """The summary with its union, or 404 for somebody who may not know of it."""
    summaries = Summary.objects.visible_to(request.user).select_related("union__parent")  # type: ignore[arg-type]
    return get_object_or_404(summaries, pk=pk)


def own_summary(request: HttpRequest, pk: int) -> Summary:
    """A summary this user writes; 404 for strangers, 403 for readers."""
    summary = visible_summary(request, pk)
    if not permissions.may_record(request.user, summary.union):  # type: ignore[arg-type]
        raise PermissionDenied
    return summary


@require_GET
def summary_list(request: HttpRequest) -> HttpResponse:
    """The reports of a union and those below it, year by year."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.has_data_rights(user):
        raise PermissionDenied
    found = Summary.objects.visible_to(user)
    years = sorted({day.year for day in found.dates("last", "year")}, reverse=True)
    text = request.GET.get("year", "")
    year = int(text) if text in {str(each) for each in years} else None
    rows = found.select_related("union").order_by("-last", "union__path", "kind")
    rows = rows.filter(last__year=year) if year else rows
    context = {
        "rows": [(summary, short_title(summary)) for summary in rows],
        "years": years,
        "year": year,
        "may_open": permissions.may_record(user, user.union),
        "may_word": permissions.may_keep_catalogue(user),
    }
    return render(request, "reports/summary_list.html", context)


def short_title(summary: Summary) -> str:
    """`2026年上半年工作总结`, as it reads after the union's name."""
    return summary.title.removeprefix(summary.union.name)


def summary_new(request: HttpRequest) -> HttpResponse:
    """Choose a kind and a cut-off; a POST opens the report (or finds it, when it is there already)."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.may_record(user, user.union):
        raise PermissionDenied
    last, kind = running().last, request.GET.get("kind", "")
    half = last.month in (6, 7)
    if kind not in SummaryKind.values:
        kind = SummaryKind.HALF_YEAR if half else SummaryKind.ANNUAL
    start = {"kind": kind, "year": last.year, "first": 1, "last": 6 if half else last.month, "since": last.year - 4}
    start |= dict.fromkeys(("election", "sent"), request.GET.get("about", ""))
    form = NewSummaryForm(
        request.POST or None, initial=start, elections=elections_in(user.union), sent=summaries_for(user.union)
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            summary = open_summary(user.union, given["span"], given["kind"], by=user, about=given.get("about", 0))
            return redirect("summary-edit", summary.pk)
        except SummaryRefused as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    # A record that is refused is mended in its ledger.
    record = form.cleaned_data.get("about") if form.errors and given_kind(form) == SummaryKind.ELECTION else None
    context = {"form": form, "union": user.union, "record": record}
    return render(request, "reports/summary_new.html", context, status=status)


def given_kind(form: NewSummaryForm) -> str:
    """The kind that was chosen; empty for none that is known."""
    return str(form.cleaned_data.get("kind", ""))


@require_GET
def summary_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it reads: a draft composed from today's figures, an issued one as it was frozen."""
    return report_page(request, visible_summary(request, pk))


def report_page(
    request: HttpRequest,
    summary: Summary,
    composition: Composition | None = None,
    letter: LetterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one report; `letter` is a posted 公文格式 that could not be kept."""
    user: User = request.user  # type: ignore[assignment]
    writes = permissions.may_record(user, summary.union) and summary.is_open
    events = list(summary.events.select_related("by"))
    versions = list(summary.versions.select_related("issued_by"))
    states = kept_states(summary, events, versions)
    version = versions[-1] if versions and summary.state == State.APPROVED else None
    issued = thaw(version.document) if version else None
    composition = None if issued else composition or compose_summary(summary)
    edits = {} if composition is None else edits_of(summary, composition)
    document = issued or edited_document(summary, composition)
    rolled = composition.rolled if composition else None
    record = record_url(summary)
    linker = Linker(names_of(document, rolled), rolled, provisional=issued is None, record=record, version=version)
    shown = {section.key for section in document.sections}
    entries = check_summary(summary, composition, edits) if composition else []
    asked = words_used(composition) if writes and composition else []
    offers = offered_words(summary.union, summary.span, [name for name in asked if not summary.words.get(name)])
    context = {
        "summary": summary,
        "document": document,
        "short_title": short_title(summary),
        "title_lines": title_lines(document),
        "salutation": salutation(document),
        "dated": dated_words(document),
        "mark": paper_mark(document),
        "notes_title": NOTES_TITLE,
        "sections": [marked(linker.section(each, edits.get(each.key)), entries) for each in document.sections],
        **listed(entries),
        "annexes": [
            ("" if place else annex.label, linker.table(table))
            for annex in annexes(document)
            for place, table in enumerate(annex.tables)
        ],
        "silent": silent_sections(composition, shown) if composition else [],
        "unsaved": unsaved_lines(summary, composition, edits) if writes and composition else [],
        "composition": composition,
        "obstacles": obstacles(summary, composition) if composition else [],
        "hints": hints(composition) if writes and composition else [],
        "former_outline": former_outline(summary) if writes else [],
        "explained": composition.explained if composition and "problems" in composition.prose else (),
        "short": short_lists(composition, edits) if writes and composition else [],
        "coverage": composition.coverage if composition and composition.coverage.due else None,
        "rests_on": summary.rests_on,
        "late": late_months(composition) if composition else [],
        "edits": edits,
        "followed": [(key, each) for key, edit in edits.items() for each in edit.told],
        "gone": GONE,
        "writes": writes,
        "words": WordsForm(asked, summary.words, offers=offers) if writes and composition else None,
        "styles": HeadingStyle.choices if composition and has_styles(composition) else (),
        "letter": (letter or LetterForm(summary, composition.rolled)) if writes and composition else None,
        "signed": signed(document),
        "copied": copied(document),
        "printed": printed(document),
        "moves": [(move, LABELS.get(move.action, move.label)) for move in buttons_for(user, summary, events)],
        "events": events,
        "versions": versions,
        "states": list(reversed(states)),
        "reopened": version is not None and months_reopened(summary, version),
        "came_back": came_back(events) if summary.state == State.RETURNED else None,
        "seen": last_sent(states) if summary.state in (State.SUBMITTED, State.REPORTED) else None,
        "comparable": len(states) + (summary.state != State.APPROVED) > 1,
        "formats": FORMATS,
    }
    return render(request, "reports/summary_edit.html", context, status=status)


def has_styles(composition: Composition) -> bool:
    """Is there a heading that can be worded in two ways?"""
    return any("parallel_heading" in prose.headings for prose in composition.prose.values())


def words_used(composition: Composition) -> list[str]:
    """The written words that sentences of this report would take, in their order."""
    asked = {
        word
        for prose in composition.prose.values()
        for sentence in prose.sentences
        if holds(sentence.condition, composition.figures)
        for word in sentence.pattern.words
    }
    return [word for word in WRITTEN_WORDS if word in asked]


@require_POST
def summary_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the words written for this report."""
    summary = own_summary(request, pk)
    form = WordsForm(WRITTEN_WORDS, {}, request.POST)
    if not form.is_valid():
        messages.error(request, said(form))
        return redirect("summary-edit", pk)
    words = summary.words | {name: form.cleaned_data[name] for name in WRITTEN_WORDS if name in request.POST}
    try:
        write_words(summary, words, style=request.POST.get("style", ""), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "已保存，正文已按新的词句生成")
    except EditRefused as error:
        messages.error(request, str(error))
    return redirect("summary-edit", pk)


@require_POST
def summary_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit, sign, return, issue, withdraw or reopen, as the table of moves allows."""
    summary = visible_summary(request, pk)
    action = request.POST.get("action", "")
    if action not in DONE:
        messages.error(request, "没有这项操作，请刷新页面后重试")
        return redirect("summary-edit", pk)
    try:
        advance(
            summary,
            action,
            by=request.user,  # type: ignore[arg-type]
            reason=request.POST.get("reason", "")[:500],
            version=posted_version(request),
            mend_by=posted_date(request, "mend_by"),
        )
        messages.success(request, f"《{summary.title}》{DONE[action]}")
    except MoveRefused as error:
        messages.error(request, str(error))
    return redirect("summary-edit", pk)
