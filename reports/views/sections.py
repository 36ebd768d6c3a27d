"""One section of a report: reword it in the page, settle it with a colleague, look at what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from members.models import User
from reports.blocks import Bound, Paragraph, Section
from reports.models import ChangeKind, SectionChange, Summary
from reports.sections import EVERY
from reports.summaries import Composition, SectionEdit, accept_section, edit_section, edits_of, reset_section
from reports.summaries.comparing import Row, rows
from reports.summaries.drafts import drop_draft, keep_draft, others_writing, own_draft, said_of
from reports.summaries.editing import EditRefused, Moved, compose_summary, each_once, follow
from reports.summaries.marks import GONE, clean, known, put_in
from reports.summaries.proofing import check_summary
from reports.summaries.rebinding import plain
from reports.summaries.saving import LIMIT, SectionConflict, current, last_change, marks_in, written
from reports.summaries.stated import opened, recalled, remembered, sealed
from reports.views.paper import Linker, names_of, record_url
from reports.views.proofing import followed, listed
from reports.views.returns import posted_id
from reports.views.submission import posted_version
from reports.views.summaries import own_summary, short_title

#: What a bound number may have said before.
NUMBER = r"[-+]?[0-9][0-9.,]*[万亿]?余?元?"
#: So many changes are shown until all are asked for.
LATEST = 8


def summary_section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Reword one section; a POST keeps the wording, accepts new numbers, merges, or goes back to the composed text."""
    summary = own_summary(request, pk)
    if key not in EVERY:
        raise Http404
    if not summary.is_open:
        messages.error(request, f"总结{summary.get_state_display()}，须退回或撤回后才能修改")
        return redirect("summary-edit", pk)
    if request.method != "POST":
        return section_page(request, summary, key)
    user: User = request.user  # type: ignore[assignment]
    text, marks = request.POST.get("text", ""), request.POST.get("marks", "")
    try:
        if "reset" in request.POST:
            reset_section(summary, key, by=user)
            messages.success(request, "已恢复系统生成的文字")
        elif "accept" in request.POST:
            accept_section(summary, key, by=user)
            messages.success(request, "已接受现在的数字和文字")
        elif "drop" in request.POST:
            if drop_draft(summary, key, user):
                messages.success(request, "没有保存的文字已丢弃")
        elif "merge" in request.POST:
            return section_page(request, summary, key, merged=merge(request, summary, key))
        else:
            kind = ChangeKind.MERGED if request.POST.get("merged") else ChangeKind.WRITTEN
            seen = posted_id(request, "seen") if "seen" in request.POST else None
            version = posted_version(request)
            stated = opened(pk, request.POST.get("stated"))
            edit_section(summary, key, text, by=user, version=version, seen=seen, marks=marks, stated=stated, kind=kind)
            messages.success(request, "已保存改写的文字")
    except SectionConflict as conflict:
        return conflict_page(request, summary, key, conflict)
    except EditRefused as error:
        return section_page(request, summary, key, problem=str(error), typed=text)
    return redirect(reverse("summary-edit", args=[pk]) + f"#{key}")


def section_page(
    request: HttpRequest,
    summary: Summary,
    key: str,
    *,
    problem: str = "",
    typed: str | None = None,
    merged: Sequence[Paragraph] | None = None,
) -> HttpResponse:
    """The editor of a section: what is being written, what it was composed as, and what became of it so far."""
    user: User = request.user  # type: ignore[assignment]
    composition = compose_summary(summary)
    edits = edits_of(summary, composition)
    edit = edits.get(key)
    composed = composition.paragraphs.get(key, ())
    now = edit.paragraphs if edit else composed
    latest = last_change(summary, key)
    draft = own_draft(summary, key, user)
    restored = bool(draft and typed is None and merged is None and clean(draft.text) != plain(now))
    moved: Sequence[Moved] = edit.moved if edit else ()
    if typed is not None:
        text, marks, stated = (
            clean(typed),
            request.POST.get("marks", ""),
            opened(summary.pk, request.POST.get("stated")),
        )
        now = put_in(text, marks_in(text, marks, now, key, composition, stated) if len(text) <= LIMIT else {})
        now, moved = follow(now, composition)
    elif merged is not None:
        now, moved = tuple(merged), ()
    elif draft and restored:
        text, (kept, stated) = clean(draft.text), recalled(draft.marks)
        now = put_in(text, marks_in(text, json.dumps(kept), now, key, composition, stated))
        now, moved = follow(now, composition)
    fresh = typed is None and merged is None and not restored
    entries = [e for e in check_summary(summary, composition, edits) if e.key == key] if fresh else []
    names = names_of(composition.document, composition.rolled)
    linker = Linker(names, composition.rolled, provisional=True, record=record_url(summary))
    seen = posted_id(request, "seen") if typed is not None else latest.pk if latest else 0
    others = elsewhere(composition, edits, key)
    context = {
        **heading_of(summary, key, composition),
        "composed": linker.section(Section(key, "", 0, composed)),
        "edit": edit,
        "gone": GONE,
        "paragraphs": followed(linker.section(Section(key, "", 0, tuple(now))), moved).paragraphs,
        "elsewhere": list(
            {(each.fig, each.text): each for p in others for each in linker.paragraph(p) if each.fig}.values()
        ),
        "stated": sealed(summary.pk, known(now, composed, others).values()),
        "text": typed if typed is not None and not moved else plain(now),
        "moved": each_once(moved),
        "limit": LIMIT,
        "problem": problem,
        "merged": merged is not None,
        "draft": draft,
        "restored": restored,
        "behind": latest if draft and restored and latest and draft.seen != latest.pk else None,
        "seen": draft.seen if draft and restored else seen,
        "writing": said_of(others_writing(summary, key, user)),
        **changes_of(request, summary, key),
        **listed(entries),
    }
    return render(request, "reports/summary_section.html", context, status=422 if problem else 200)


def elsewhere(composition: Composition, edits: Mapping[str, SectionEdit], key: str) -> list[Paragraph]:
    """What the other sections say: their figures stay bound where they are pasted."""
    return [
        paragraph
        for other, composed in composition.paragraphs.items()
        for paragraph in (() if other == key else edits[other].paragraphs if other in edits else composed)
    ]


def heading_of(summary: Summary, key: str, composition: Composition) -> dict[str, Any]:
    """What every page of a section says at its head."""
    return {
        "summary": summary,
        "key": key,
        "short_title": short_title(summary),
        "heading": composition.headings.get(key) or "开头",
        "back": reverse("summary-edit", args=[summary.pk]) + f"#{key}",
    }


def changes_of(request: HttpRequest, summary: Summary, key: str) -> dict[str, Any]:
    """The section's changes, the latest first, each with the paragraphs that differ; the reader's last. Two queries."""
    found = summary.section_changes.filter(key=key).select_related("by").order_by("-id")
    about = found.aggregate(total=Count("id"), own=Max("id", filter=Q(by=request.user)))
    shown = found[:200] if request.GET.get("changes") == "all" else found[:LATEST]
    return {
        "changes": [(change, difference(change)) for change in shown],
        "changes_total": about["total"],
        "own_change": about["own"] or 0,
    }


def difference(change: SectionChange) -> list[Row]:
    """The paragraphs a change left other than they were."""
    return differing(change.before, change.after)


@lru_cache(maxsize=64)
def differing(before: str, after: str) -> list[Row]:
    """The paragraphs that differ; what was changed once is looked at again and again."""
    return [row for row in rows(lines(before), lines(after)) if not row.same]


def lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def conflict_page(request: HttpRequest, summary: Summary, key: str, conflict: SectionConflict) -> HttpResponse:
    """Both texts side by side with what differs marked; the officer's own is kept as his draft meanwhile."""
    user: User = request.user  # type: ignore[assignment]
    composition = compose_summary(summary)
    text, marks = written(request.POST.get("text", "")), request.POST.get("marks", "")
    latest = last_change(summary, key)
    draft = own_draft(summary, key, user)
    now, stated = current(summary, key, composition), opened(summary.pk, request.POST.get("stated"))
    sent = remembered(sent_marks(marks), stated)
    seen = posted_id(request, "seen")
    since = summary.section_changes.filter(key=key, pk__gt=seen).first()
    began = set(lines(since.before)) if since else set()
    keep_draft(summary, key, text, sent, by=user, seen=seen, version=draft.version if draft else 0)
    # Compared with today's numbers on both sides: what changed of itself is nobody's change.
    mine, _ = follow(put_in(text, marks_in(text, marks, now, key, composition, stated)), composition)
    found = rows([p.text for p in mine], [p.text for p in now])
    context = {
        **heading_of(summary, key, composition),
        "conflict": conflict,
        "rows": [(place, row, *proposed(row, mine, now, began)) for place, row in enumerate(found)],
        "text": text,
        "marks": marks if sent else "",
        "stated": request.POST.get("stated", ""),
        "seen": latest.pk if latest else 0,
    }
    return render(request, "reports/summary_conflict.html", context, status=409)


def proposed(row: Row, mine: Sequence[Paragraph], now: Sequence[Paragraph], began: set[str]) -> tuple[str, str]:
    """Which side of a row is ticked at first, and who changed the paragraph since both began from the same text."""
    as_mine = row.left >= 0 and stood_in(mine[row.left], began)
    as_theirs = row.right >= 0 and stood_in(now[row.right], began)
    if row.left >= 0 and row.right >= 0:
        if as_mine:
            return "theirs", "只有对方改过"
        return "mine", "只有您改过" if as_theirs else "两人都改过"
    if row.left >= 0:
        return ("none", "对方删去了") if as_mine else ("both", "您新写的")
    return ("none", "您删去了") if as_theirs else ("both", "对方新写的")


def stood_in(paragraph: Paragraph, began: set[str]) -> bool:
    """Was the paragraph there before, whatever its bound numbers said then?"""
    words = (NUMBER if isinstance(span, Bound) else re.escape(span.shown) for span in paragraph.spans)
    before = re.compile("".join(words))
    return paragraph.text in began or any(before.fullmatch(line) for line in began)


def sent_marks(posted: str) -> list[Any]:
    """The editor's JSON as a list; an empty one for anything else."""
    try:
        found = json.loads(posted)
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def merge(request: HttpRequest, summary: Summary, key: str) -> list[Paragraph]:
    """The officer's paragraphs and his colleague's put together as chosen row by row; nothing is saved.

    Raises SectionConflict when the section was saved once more, EditRefused.
    """
    composition = compose_summary(summary)
    now = current(summary, key, composition)
    latest = last_change(summary, key)
    if latest and latest.pk != posted_id(request, "seen"):
        raise SectionConflict(latest)
    text = written(request.POST.get("text", ""))
    stated = opened(summary.pk, request.POST.get("stated"))
    marks = marks_in(text, request.POST.get("marks", ""), now, key, composition, stated)
    mine, _ = follow(put_in(text, marks), composition)
    merged: list[Paragraph] = []
    for place, row in enumerate(rows([p.text for p in mine], [p.text for p in now])):
        pick = request.POST.get(f"pick-{place}", "both" if -1 in (row.left, row.right) else "mine")
        if row.same:
            merged.append(mine[row.left])
            continue
        if row.left >= 0 and pick in ("mine", "both"):
            merged.append(mine[row.left])
        if row.right >= 0 and pick in ("theirs", "both"):
            merged.append(now[row.right])
    return merged
