"""The number check beside a report: what it found, where it stands, and the buttons that settle it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from members import permissions
from reports.models import Summary
from reports.sections import EVERY
from reports.summaries.editing import EditRefused, Moved
from reports.summaries.proofing import Entry
from reports.summaries.settling import settle
from reports.views.paper import PageSection, Piece

#: So many entries stand in a list at once: nobody reads hundreds, and a pasted table can make thousands.
MOST = 80


def listed(entries: Sequence[Entry]) -> dict[str, Any]:
    """The entries as the page lists them: to be settled, offered for binding, settled."""
    lists = {
        "open_entries": [entry for entry in entries if entry.is_open],
        "offers": [entry for entry in entries if entry.is_offered and not entry.note],
        "settled": [entry for entry in entries if entry.note],
    }
    beyond = {f"{name}_beyond": max(0, len(found) - MOST) for name, found in lists.items()}
    return {"most": MOST, "shown_at_once": f":{MOST}", **lists, **beyond}


def once(old: str, title: str) -> str:
    """What is said of a number that followed its figure: what it was, and which figure it is."""
    return f"改写时为{old}　{title}".rstrip()


def followed(section: PageSection, numbers: Sequence[Moved]) -> PageSection:
    """The section of the page with the numbers marked that followed their figures since they were written."""
    moved = {each.start: each for each in numbers}
    if not moved:
        return section
    paragraphs, at = [], 0
    for pieces in section.paragraphs:
        line = []
        for piece in pieces:
            if each := moved.get(at):
                anchor, said = f"m-{section.key}-{at}", once(each.old, piece.title)
                piece = replace(piece, mark="moved", anchor=anchor, title=said)
            line.append(piece)
            at += len(piece.text)
        paragraphs.append(tuple(line))
        at += 1
    return replace(section, paragraphs=tuple(paragraphs))


def marked(section: PageSection, entries: Sequence[Entry]) -> PageSection:
    """The section of the page with what followed its figure and the places of its open entries marked."""
    section = followed(section, section.edit.moved if section.edit else ())
    own = [entry for entry in entries if entry.key == section.key and (entry.is_open or entry.is_offered)]
    if not own:
        return section
    paragraphs, at = [], 0
    for pieces in section.paragraphs:
        length = sum(len(piece.text) for piece in pieces)
        inside = [entry for entry in own if at <= entry.finding.start < at + max(length, 1)]
        paragraphs.append(tuple(_cut(pieces, at, inside)))
        at += length + 1
    return replace(section, paragraphs=tuple(paragraphs))


def _cut(pieces: Sequence[Piece], at: int, entries: Sequence[Entry]) -> Iterator[Piece]:
    """The pieces of a paragraph that begins at this place, cut where an entry begins and ends."""
    for piece in pieces:
        end, begin = at + len(piece.text), at
        for entry in entries:
            found = entry.finding
            start, stop = max(found.start, begin), min(found.end, end)
            if start >= stop:
                continue
            if start > begin:
                yield replace(piece, text=piece.text[begin - at : start - at])
            anchor = f"n-{entry.id}" if start == found.start else ""
            verdict = "wrong" if found.is_wrong else found.verdict.value
            title = piece.title or f"{entry.called}：{found.why}"
            yield replace(piece, text=piece.text[start - at : stop - at], mark=verdict, anchor=anchor, title=title)
            begin = stop
        if begin < end:
            yield replace(piece, text=piece.text[begin - at :])
        at = end


@require_POST
def summary_number(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Settle one entry of the number check: put the figure in, bind, confirm, give a reason, or take that back."""
    summaries = Summary.objects.visible_to(request.user).select_related("union__parent")  # type: ignore[arg-type]
    summary = get_object_or_404(summaries, pk=pk)
    if not permissions.may_record(request.user, summary.union):  # type: ignore[arg-type]
        raise PermissionDenied
    if key not in EVERY:
        raise Http404
    try:
        done = settle(
            summary,
            key,
            request.POST.get("entry", "")[:40],
            request.POST.get("action", ""),
            by=request.user,  # type: ignore[arg-type]
            choice=request.POST.get("choice", ""),
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, done)
    except EditRefused as error:
        messages.error(request, str(error))
    if request.POST.get("place") == "section":
        return redirect("summary-section", pk, key)
    return redirect(reverse("summary-edit", args=[pk]) + "#numbers")
