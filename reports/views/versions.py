"""Two states of a report side by side: what was said otherwise, and which figures differ."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from reports.blocks import Bound
from reports.models import State, Summary, SummaryEvent
from reports.summaries.differences import compare
from reports.summaries.naming import Names, names_of
from reports.summaries.versions import BACK, LIVE, NOW, Kept, document_at, kept_states
from reports.views.summaries import short_title, visible_summary


@require_GET
def summary_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The passages and figures that differ between two kept states, or one of them and the report of today."""
    summary = visible_summary(request, pk)
    events = list(summary.events.select_related("by"))
    states = kept_states(summary, events, list(summary.versions.select_related("issued_by")))
    choices = [*((kept.key, told(kept)) for kept in states), (NOW, now_label(summary))]
    choices += [(LIVE, "按现在的数据")] if summary.state == State.APPROVED else []
    old_key = request.GET.get("old") or (states[-1].key if states else NOW)
    new_key = request.GET.get("new") or NOW
    old, new = document_at(summary, old_key), document_at(summary, new_key)
    if old is None or new is None or not {old_key, new_key} <= {key for key, _ in choices}:
        raise Http404
    found = compare(old, new)
    names = names_of(change.bound for change in found.figures)
    context = {
        "summary": summary,
        "short_title": short_title(summary),
        "choices": choices,
        "old_key": old_key,
        "new_key": new_key,
        "old_label": dict(choices)[old_key],
        "new_label": dict(choices)[new_key],
        "asked": asked_between(events, states, old_key, new_key),
        "found": found,
        "figures": [figure_line(names, change.old, change.new) for change in found.figures],
    }
    return render(request, "reports/summary_compare.html", context)


def told(kept: Kept) -> str:
    """`第1次提交（7月8日 林填报）`."""
    at = localtime(kept.at)
    return f"{kept.label}（{at.month}月{at.day}日 {kept.by.full_name}）"


def now_label(summary: Summary) -> str:
    return "现行签发稿" if summary.state == State.APPROVED else "现在的稿子"


def figure_line(names: Names, old: Bound | None, new: Bound | None) -> tuple[str, str, str, str]:
    """The indicator, whose and when, the number before and after; a dash where the report does not state it."""
    bound = new or old
    assert bound is not None
    before, after = (names.amount(each) if each else "—" for each in (old, new))
    return names.indicator(bound), f"{names.union(bound)} {names.months(bound)}", before, after


def asked_between(events: list[SummaryEvent], states: list[Kept], old: str, new: str) -> list[SummaryEvent]:
    """What was asked for when the report was sent back between the two states."""
    at = {kept.key: kept.at for kept in states}
    return [
        event
        for event in events
        if event.action in BACK and at.get(old, event.at) <= event.at <= at.get(new, event.at) and old != NOW
    ]
