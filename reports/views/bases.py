"""Last year's base in the browser: for unions that filed no returns then, with the scanned paper."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from members.models import Union, User
from members.models.union import filing_units
from members.months import year_of
from members.permissions import may_take_in
from reports import bases, papers
from reports.forms.base import BaseForm
from reports.models import BasePaper, Indicator, MonthlyReturn
from reports.models.indicator import SECTIONS
from reports.oldreports import proposals
from reports.todo import tree_order

#: YL-09 2025-12：预警 B10 before what a rule says.
RULE = re.compile(r"^\S+ [\d-]+：\S+ [A-Z]\d+ ")
#: The rule on seasons: a year's figure stands in December whenever it came about.
OF_MONTHS = " C21 "
#: A report on a term of five years looks so far back.
YEARS_BACK = 6
#: How many remarks are said in full.
MOST = 5


def taker(request: HttpRequest) -> User:
    """Whoever may take in history in his own place."""
    user: User = request.user  # type: ignore[assignment]
    if not may_take_in(user, user.union):
        raise PermissionDenied
    return user


def base_years() -> list[int]:
    """The years whose figures may be taken in from papers, last year first."""
    last = timezone.localdate().year - 1
    return list(range(last, last - YEARS_BACK, -1))


def chosen_year(request: HttpRequest) -> int:
    """The year the address names; last year where it names none."""
    named, years = request.GET.get("year", ""), base_years()
    if not named:
        return years[0]
    if named not in map(str, years):
        raise Http404
    return int(named)


@require_GET
def base_list(request: HttpRequest) -> HttpResponse:
    """Which of this year's filing unions have last year's figures (or an earlier one's), from where."""
    user = taker(request)
    year = chosen_year(request)
    units = sorted(filing_units(user.union, year_of(timezone.localdate())), key=tree_order)
    rows = MonthlyReturn.objects.filter(union__in=units, month__year=year).values_list("union", "taken_in")
    own = {pk for pk, taken_in in rows if not taken_in}
    taken = {pk for pk, taken_in in rows if taken_in}
    papers = {paper.union_id: paper for paper in BasePaper.objects.filter(union__in=units, year=year).order_by("id")}
    lines = [(unit, unit.pk in own, unit.pk in taken, papers.get(unit.pk)) for unit in units]
    lines.sort(key=lambda line: line[1])
    return render(request, "reports/base_list.html", {"lines": lines, "year": year, "years": base_years()})


@require_http_methods(["GET", "POST"])
def base_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One union's last year, or an earlier one: the figures of its paper, and the paper."""
    user: User = request.user  # type: ignore[assignment]
    union = get_object_or_404(Union.objects.visible_to(user), pk=pk)
    if not may_take_in(user, union):
        raise PermissionDenied
    year = chosen_year(request)
    indicators = bases.asked(union)
    end, june = bases.figures_of(union, year)
    closed = bases.has_returns(union, year)
    posted = request.method == "POST"
    waiting = proposals.waiting_reports(union, year)
    sent = (request.POST, request.FILES) if posted else ()
    form = BaseForm(indicators, end, june, *sent, initial=proposals.accepted(waiting))
    if posted and form.is_valid():
        try:
            remarks = bases.take_in_base(union, year, form.cleaned_data["bases"], by=user)
            if paper := form.cleaned_data["paper"]:
                bases.keep_paper(union, year, paper, by=user)
            proposals.used(waiting, by=user)
        except bases.BaseClosed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{union.name}”{year}年的数已作为历史数据收入。")
            if said := _said(remarks):
                messages.warning(request, said)
            return redirect(request.get_full_path())
    rows: dict[str, list[tuple[Indicator, object, object]]] = {}
    for each in indicators:
        half = form[f"h_{each.code}"] if f"h_{each.code}" in form.fields else None
        rows.setdefault(each.section, []).append((each, half, form[f"y_{each.code}"]))
    context = {
        "form": form,
        "union": union,
        "year": year,
        "closed": closed,
        "sections": [(key, SECTIONS[key], rows[key]) for key in SECTIONS if key in rows],
        "waiting": waiting,
        "papers": BasePaper.objects.visible_to(user).filter(union=union, year=year).select_related("by"),
    }
    return render(request, "reports/base_edit.html", context, status=422 if posted else 200)


def _said(remarks: list[str]) -> str:
    """What the rules remark of the figures taken in, in one notice and without codes; empty if nothing."""
    said = [RULE.sub("", remark).rstrip("。") for remark in remarks if OF_MONTHS not in remark]
    if not said:
        return ""
    more = f"；另有{len(said) - MOST}处" if len(said) > MOST else ""
    return f"有{len(said)}处请再看一看，材料里没写的可以不补：" + "；".join(said[:MOST]) + more + "。"


@require_GET
def base_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The scanned paper, as a file to keep; for those who may see the union's figures."""
    user: User = request.user  # type: ignore[assignment]
    paper = get_object_or_404(BasePaper.objects.visible_to(user), pk=pk)
    return attachment(paper.stored, paper.title)


def attachment(stored: str, title: str) -> HttpResponse:
    """A kept paper as a file to save, never to be shown by the browser; 404 where it is gone."""
    path = papers.folder() / Path(stored).name
    if not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=papers.TYPES[path.suffix])
    response.headers["Content-Disposition"] = content_disposition_header(True, title) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
