"""The county's sentences and outlines: read them, reword one with a look at a real township, switch off, go back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from members import permissions
from members.models import Union, User
from members.months import Span
from reports.forms.periods import running
from reports.forms.sentence import SentenceForm
from reports.models import Indicator
from reports.models.sentence import CountySentence, SentenceChange, SentenceState, root_pk
from reports.models.summary import OF_TERM, SummaryKind
from reports.sections import EVERY, SECTIONS, prose_of, sections_of
from reports.sections.rewording import (
    NEW,
    RewordingRefused,
    Wording,
    built_in,
    key_of,
    reword,
    seen,
    set_state,
)
from reports.sentences import FLAGS, GIVEN_WORDS, WRITTEN_WORDS, ProseError
from reports.sentences.generic import plain_name
from reports.summaries.figures import label_of
from reports.summaries.preview import try_sentence
from reports.views.old_reports import old_sentence
from reports.views.paper import Linker
from reports.views.sentence_lines import in_reading, line_of

LEAD = "开头"
#: Over so many years a sentence of a report of a term is tried.
TERM = 3
#: What sections without a heading are called here; the others say of which kind they are by their own heading.
OPENINGS = {f"{kind.value}_lead": f"{kind.label}开头" for kind in SummaryKind} | {"letter_body": "上报文件的报告"}


def county_of(request: HttpRequest) -> Union:
    """The county whose reports this user words; nobody else has these pages."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.may_keep_catalogue(user):
        raise PermissionDenied
    return Union.objects.get(pk=root_pk(user.union))


def year_of_request(params: Mapping[str, str]) -> int:
    text = params.get("year", "")
    return int(text) if re.fullmatch(r"(?:19[5-9]|2\d\d)\d", text) else running().last.year


@require_GET
def sentence_list(request: HttpRequest) -> HttpResponse:
    """Every section's sentences as they hold in a year, and the indicators no sentence states."""
    county, year = county_of(request), year_of_request(request.GET)
    rows = CountySentence.objects.of_county(county).in_year(year)
    indicators = list(Indicator.objects.filter(enabled=True).in_order())
    names = {indicator.code: indicator.plain_name for indicator in indicators}
    sections = []
    for key in EVERY:
        prose = prose_of(key)
        mine = [row for row in rows.values() if row.key == key and not built_in(row.code)]
        lines = [line_of(each, rows.get(each.id), names) for each in prose.sentences]
        lines += [line_of(None, row, names) for row in sorted(mine, key=lambda row: (len(row.code), row.code))]
        stated = set(prose.codes) | set(re.findall(r"[a-z][a-z0-9_]+", " ".join(row.text for row in mine)))
        silent = [i for i in indicators if i.section in prose.catalogue and i.code not in stated and key != "basics"]
        heading = in_reading(prose.headings["heading"].text) or OPENINGS.get(key, LEAD)
        sections.append((key, prose.code, heading, lines, silent))
    changes = SentenceChange.objects.filter(union=county).select_related("by")[:30]
    context = {"sections": sections, "year": year, "changes": changes, "kinds": SummaryKind.choices}
    return render(request, "reports/sentence_list.html", context)


@dataclass(frozen=True, slots=True)
class Subject:
    """On whom a sentence is tried."""

    union: Union
    year: int
    kind: str

    @property
    def span(self) -> Span:
        last = 6 if self.kind == SummaryKind.HALF_YEAR else 12
        first = self.year - (TERM - 1 if self.kind in OF_TERM else 0)
        return Span(date(first, 1, 1), date(self.year, last, 1))


def kinds_with(key: str) -> list[SummaryKind]:
    """The kinds of report in which a sentence of this section is tried: those of its own, else the usual ones."""
    if key in SECTIONS:
        return [SummaryKind.ANNUAL, SummaryKind.HALF_YEAR]
    return [kind for kind in SummaryKind if key in sections_of(kind)]


def subject_of(params: Mapping[str, str], unions: list[Union], key: str) -> Subject:
    """The township, year and kind asked for; the first township's last whole year otherwise."""
    kinds = kinds_with(key)
    chosen = next((union for union in unions if union.code == params.get("try_union")), unions[0])
    text, kind = params.get("try_year", ""), params.get("try_kind", "")
    year = int(text) if re.fullmatch(r"(?:19[5-9]|2\d\d)\d", text) else running().last.year
    return Subject(chosen, year, kind if kind in kinds else kinds[0])


def section_or_404(code: str, county: Union) -> str:
    """The section of a built-in sentence, of one of the county's own or of a new one; 404 for anything else."""
    if found := built_in(code):
        return found[0]
    key = key_of(code)
    if not key or not (code.endswith(f"-{NEW}") or CountySentence.objects.of_county(county).filter(code=code).exists()):
        raise Http404
    return key


def sentence_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Reword one sentence; a POST keeps it from a year on."""
    county = county_of(request)
    key = section_or_404(code, county)
    form = form_of(request, county, code)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wording = Wording(key, code, given["since"], given["text"], given["when"], given["paragraph"])
        try:
            row = reword(county, wording, by=request.user, before=given["seen"])  # type: ignore[arg-type]
            messages.success(request, f"句式{row.code}已保存，{row.since}年起的总结按它生成")
            return redirect(f"{reverse('sentence-list')}?year={row.since}#{row.code}")
        except RewordingRefused as error:
            form.add_error(None, str(error))
    return page(request, county, code, key, form, status=422 if form.errors else 200)


def form_of(request: HttpRequest, county: Union, code: str) -> SentenceForm:
    """The form with what holds in the year asked for, or with what was sent."""
    codes = frozenset(Indicator.objects.filter(enabled=True).values_list("code", flat=True))
    if request.method == "POST":
        return SentenceForm(request.POST, codes=codes)
    year = year_of_request(request.GET)
    row, found = CountySentence.objects.of_county(county).in_year(year).get(code), built_in(code)
    start: dict[str, Any] = {"paragraph": 1, "text": "", "when": ""}
    if row and row.text:
        start = {"text": row.text, "when": row.when, "paragraph": row.paragraph}
    elif found:
        text = "\n".join(pattern.text for pattern in found[1].wordings)
        start = {"text": text, "when": found[1].condition.text, "paragraph": found[1].paragraph}
    elif old := old_sentence(request):
        start |= old
    elif indicator := Indicator.objects.filter(code=request.GET.get("indicator", "")).first():
        name = plain_name(label_of(indicator, ""))
        start["text"] = f"{name}{{{indicator.code}|unit}}。"
        start["when"] = f"{indicator.code} > 0"
    return SentenceForm(initial=start | {"since": year, "seen": seen(row)}, codes=codes)


def page(
    request: HttpRequest, county: Union, code: str, key: str, form: SentenceForm, *, status: int = 200
) -> HttpResponse:
    """The editor with the look at a township beside it; only the latter for a page that asks for it by script."""
    unions = [county, *Union.objects.filter(parent=county).order_by("code")]
    unions = [*unions[1:], county]
    subject = subject_of(request.POST or request.GET, unions, key)
    prose = prose_of(key)
    indicators = [i for i in Indicator.objects.filter(enabled=True).in_order() if i.section in prose.catalogue]
    context = {
        "code": code,
        "is_new": code.endswith(f"-{NEW}"),
        "built_in": built_in(code),
        "heading": in_reading(prose.headings["heading"].text) or OPENINGS.get(key, LEAD),
        "form": form,
        "unions": unions,
        "subject": subject,
        "kinds": [(kind.value, kind.label) for kind in kinds_with(key)],
        "indicators": indicators,
        "given_words": GIVEN_WORDS.items(),
        "written_words": WRITTEN_WORDS.items(),
        "flags": FLAGS.items(),
        "changes": SentenceChange.objects.filter(union=county, code=code).select_related("by")[:20],
        **trial_of(county, code, key, form, subject),
    }
    if request.headers.get("X-Preview"):
        return render(request, "reports/sentence_look.html", context)
    return render(request, "reports/sentence_edit.html", context, status=status)


def trial_of(county: Union, code: str, key: str, form: SentenceForm, subject: Subject) -> dict[str, Any]:
    """What the sentence makes of the township's figures, or why it cannot be tried."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {} if form.is_bound else form.initial
    if not given.get("text"):
        return {"trial": None}
    row = CountySentence(
        union=county, code=code, key=key, since=given["since"], text=given["text"], when=given["when"],
        paragraph=given["paragraph"],
    )  # fmt: skip
    try:
        trial = try_sentence(row, subject.union, subject.span, subject.kind)
    except ProseError as error:
        return {"trial": None, "trial_problem": str(error)}
    linker = Linker(trial.names, provisional=True)
    return {
        "trial": trial,
        "tried": [(text, said and linker.paragraph(said), taken) for text, said, taken in trial.wordings],
        "section_paragraphs": [linker.paragraph(paragraph) for paragraph in trial.section],
    }


@require_POST
def sentence_preview(request: HttpRequest, code: str) -> HttpResponse:
    """How the sentence would read; keeps nothing."""
    county = county_of(request)
    key = section_or_404(code, county)
    return page(request, county, code, key, form_of(request, county, code))


@require_POST
def sentence_reset(request: HttpRequest, code: str) -> HttpResponse:
    """Switch a sentence off from a year on, or go back to the built-in one."""
    county = county_of(request)
    section_or_404(code, county)
    year = year_of_request(request.POST)
    state = SentenceState.OFF if request.POST.get("to") == "off" else SentenceState.BUILT_IN
    try:
        row = set_state(county, code, year, state, by=request.user)  # type: ignore[arg-type]
        done = "已停用" if row.state == SentenceState.OFF else "已恢复系统句式"
        messages.success(request, f"{year}年起，句式{code}{done}")
    except RewordingRefused as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('sentence-list')}?year={year}#{code}")
