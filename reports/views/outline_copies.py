"""Copy an outline onto another year: see what comes along, what it replaces, and take it back."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from members.models import Union
from reports.forms.periods import running
from reports.models import CountySentence, Outline, OutlineCopy
from reports.models.sentence import SentenceState
from reports.models.summary import SummaryKind
from reports.sections import sections_of
from reports.sections.copying import BUILT_IN, Coming, Source, coming, copy_outline, sources_for, undo_copy
from reports.sections.county import read_outline
from reports.sections.holding import begun
from reports.sections.rewording import RewordingRefused
from reports.summaries.editing import EditRefused, follow_outline
from reports.views.outlines import heading_read, kind_of_request, outline_url
from reports.views.sentence_lines import in_reading
from reports.views.sentences import OPENINGS, county_of
from reports.views.summaries import own_summary

YEAR = re.compile(r"(?:19[5-9]|2\d\d)\d")


def outline_copy(request: HttpRequest) -> HttpResponse:
    """Choose an outline and a year, look at what comes along; a POST copies it."""
    county = county_of(request)
    params = request.POST if request.method == "POST" else request.GET
    kind = kind_of_request(params.get("kind", ""))
    source = source_of(params.get("source", ""), kind)
    text = params.get("year", "")
    year = int(text) if YEAR.fullmatch(text) else (source.year or running().last.year) + 1
    sentences = "asked" not in params or "sentences" in params
    problem, found = "", None
    try:
        if text and not YEAR.fullmatch(text):
            raise RewordingRefused("年份请填四位数字，如2027")
        found = coming(county, source, kind, year, sentences=sentences)
        if request.method == "POST":
            copy_outline(
                county, source, kind, year, by=request.user, sentences=sentences, over=params.get("over", "")  # type: ignore[arg-type]
            )  # fmt: skip
            messages.success(request, f"已把{source}复制到{year}年起的{SummaryKind(kind).label}")
            return redirect(outline_url(kind, year))
    except RewordingRefused as error:
        problem = str(error)
    context = {
        "kind": kind,
        "label": SummaryKind(kind).label,
        "chosen": f"{source.kind}:{source.year}",
        "sources": sources(county, kind, source),
        "year": year,
        "sentences": sentences,
        "problem": problem,
        "begun": len(begun(county, kind, year)),
        "coming": found,
        **(shown(found, kind) if found else {}),
    }
    return render(request, "reports/outline_copy.html", context, status=422 if request.method == "POST" else 200)


def source_of(text: str, kind: str) -> Source:
    """`annual:2026`, or `annual:0` for the built-in outline; the kind's own of this year otherwise."""
    of, _, year = text.partition(":")
    if of in SummaryKind.values and (year == str(BUILT_IN) or YEAR.fullmatch(year)):
        return Source(of, int(year))
    return Source(kind, running().last.year)


def sources(county: Union, kind: str, chosen: Source) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be copied onto this kind, by kind of report: the built-in outline and the years there is one of."""
    worded = set(CountySentence.objects.of_county(county).values_list("since", flat=True))
    outlines = list(Outline.objects.filter(union=county).values_list("kind", "since"))
    found = []
    for of in sources_for(kind):
        own = {since for each, since in outlines if each == of}
        years = {*own, *worded, running().last.year, *([chosen.year] if chosen.kind == of and chosen.year else [])}
        options = [(f"{of}:{year}", f"{year}年{'（本县自定）' if year in own else ''}") for year in sorted(years)]
        found.append((SummaryKind(of).label, [(f"{of}:{BUILT_IN}", "系统提纲"), *options]))
    return found


def shown(found: Coming, kind: str) -> dict[str, Any]:
    """What comes along, and what the year has now, for reading."""
    now = read_outline(found.now["keys"], kind)
    return {
        "then_rows": rows_of(found.keys, found.headings),
        "now_rows": rows_of(now, found.now["headings"]),
        "dropped": [heading_read(key) for key in now if key not in found.keys],
        "lines": [(each, heading_read(each.key) or OPENINGS.get(each.key, "开头")) for each in found.sentences],
        "own": sum(each.fields["state"] == SentenceState.OWN for each in found.sentences),
        "shared": [
            SummaryKind(other).label
            for other in SummaryKind.values
            if other != kind and any(each.key in sections_of(other) for each in found.sentences)
        ],
    }


def rows_of(keys: tuple[str, ...], headings: Any) -> list[tuple[str, bool]]:
    """The headings in order, and whether one is the county's own."""
    return [(in_reading(headings.get(key, "")) or heading_read(key), key in headings) for key in keys[1:]]


@require_POST
def outline_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what stood there before the last copy."""
    county = county_of(request)
    copy = get_object_or_404(OutlineCopy.objects.filter(union=county), pk=pk)
    try:
        undo_copy(copy, by=request.user, agreed="agreed" in request.POST)  # type: ignore[arg-type]
        messages.success(request, "已恢复原来的提纲和句式" if not copy.undoes_id else "已重新换成复制的提纲和句式")
    except RewordingRefused as error:
        messages.error(request, str(error))
    return redirect(outline_url(copy.kind, copy.since))


@require_POST
def summary_outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a report that keeps a former outline follow the one that holds now."""
    summary = own_summary(request, pk)
    try:
        follow_outline(summary, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "已改用现行提纲")
    except EditRefused as error:
        messages.error(request, str(error))
    return redirect("summary-edit", pk)
