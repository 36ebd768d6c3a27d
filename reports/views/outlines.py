"""The county's outlines: which sections a kind of report has from a year on, in which order, under which headings."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from members.models import Union
from reports.models import Outline, State
from reports.models.sentence import SentenceChange
from reports.models.summary import SummaryKind
from reports.sections import prose_of, sections_of
from reports.sections.copying import changed_since, last_copy
from reports.sections.county import outline_of
from reports.sections.holding import begun
from reports.sections.rewording import OUTLINE, RewordingRefused, arrange
from reports.views.sentence_lines import in_reading
from reports.views.sentences import county_of, year_of_request

#: A line of the outline: its place as shown, the section, its built-in heading, whether it is in, the county's heading.
Row = tuple[int, str, str, bool, str]


def outline_edit(request: HttpRequest) -> HttpResponse:
    """One kind's outline as it holds in a year; a POST keeps it from a year on."""
    county = county_of(request)
    params = request.POST if request.method == "POST" else request.GET
    year = year_of_request(params)
    kind = kind_of_request(params.get("kind", ""))
    chosen, own = outline_of(county, year, kind)
    order = [*chosen, *(key for key in sections_of(kind) if key not in chosen)][1:]
    rows: list[Row] = [
        (place, key, heading_read(key), key in chosen, own.get(key, "")) for place, key in enumerate(order, 1)
    ]
    if request.method == "POST":
        headings = {key: request.POST.get(f"heading-{key}", "") for key in sections_of(kind)}
        rows = typed(rows, request.POST)
        try:
            keys = [key for _, key, _, on, _ in rows if on]
            arrange(county, kind, year, keys, by=request.user, headings=headings)  # type: ignore[arg-type]
            messages.success(request, f"{year}年起新起草的{SummaryKind(kind).label}按新的提纲生成")
            return redirect(outline_url(kind, year))
        except RewordingRefused as error:
            messages.error(request, str(error))
    changes = SentenceChange.objects.filter(union=county, code=f"{OUTLINE}-{kind}").select_related("by")[:20]
    context = {
        "year": year,
        "kind": kind,
        "label": SummaryKind(kind).label,
        "kinds": SummaryKind.choices,
        "rows": rows,
        "changes": changes,
        **standing(county, kind, year),
    }
    return render(request, "reports/sentence_outline.html", context, status=422 if request.method == "POST" else 200)


def kind_of_request(text: str) -> str:
    return text if text in SummaryKind.values else SummaryKind.ANNUAL.value


def outline_url(kind: str, year: int) -> str:
    return f"{reverse('outline-edit')}?kind={kind}&year={year}"


def heading_read(key: str) -> str:
    """A section's built-in heading for reading."""
    return in_reading(prose_of(key).headings["heading"].text)


def standing(county: Union, kind: str, year: int) -> dict[str, object]:
    """Whose outline holds in the year and until when, what was copied onto it, and which reports have been begun."""
    years = list(Outline.objects.filter(union=county, kind=kind).order_by("since").values_list("since", flat=True))
    since = max((each for each in years if each <= year), default=None)
    copy = last_copy(county, kind, year) or (last_copy(county, kind, since) if since else None)
    reports = begun(county, kind, year)
    return {
        "own_years": years,
        "since": since,
        "until": min((each for each in years if each > year), default=None),
        "copy": copy,
        "copy_changed": copy is not None and changed_since(copy),
        "begun": len(reports),
        "issued": sum(each.state == State.APPROVED for each in reports),
        "former": sum(each.outline is not None for each in reports),
    }


def typed(rows: list[Row], posted: Mapping[str, str]) -> list[Row]:
    """The rows as they were typed, in the order asked for: whoever moves up to a place goes before who has it."""
    asked = []
    for at, key, heading, _, _ in rows:
        text = posted.get(f"place-{key}", "")
        place = int(text[:4]) if text.isdecimal() else at
        moved = (place > at) - (place < at)
        asked.append(((place, moved), key, heading, f"on-{key}" in posted, posted.get(f"heading-{key}", "")))
    asked.sort(key=lambda row: row[0])
    return [(at, key, heading, on, own) for at, (_, key, heading, on, own) in enumerate(asked, 1)]
