"""The catalogue in the browser: everybody reads it, the county's statistician keeps it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from members.models import User
from members.months import PeriodError, parse_month
from members.permissions import has_data_rights, may_keep_catalogue
from members.problems import Refused
from reports import catalogue_editing
from reports.forms.indicator import WAYS, AddForm, AmendForm, RedefineForm
from reports.indicators.wording import words_of
from reports.models import Figure, Indicator, OffYears
from reports.models.indicator import SECTIONS, TERM, arranged

LONGEST_SEARCH = 40
NEWEST = 30
FIRST_YEAR = 1980


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in the list: whether it is asked for in the year, and how many unions used it then and before."""

    indicator: Indicator
    state: str
    on: bool
    used: int
    used_before: int


def reader(request: HttpRequest) -> User:
    """Whoever works with figures may read the catalogue."""
    user: User = request.user  # type: ignore[assignment]
    if not has_data_rights(user):
        raise PermissionDenied
    return user


def keeper(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    if not may_keep_catalogue(user):
        raise PermissionDenied
    return user


def asked_year(request: HttpRequest) -> int:
    """The year the address or the form names, this one if none or nonsense."""
    given = request.POST.get("year", "") or request.GET.get("year", "")
    this = timezone.localdate().year
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else this
    return year if FIRST_YEAR <= year <= this + 1 else this


@require_http_methods(["GET", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    """The indicators by section, with search; posted: switch the ticked ones off or on from a year on."""
    user = reader(request)
    if request.method == "POST":
        return _switch(request)
    year = asked_year(request)
    search = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    section = request.GET.get("section", "")
    show = request.GET.get("show", "")
    lines = [line for line in lines_of(user, year) if _matches(line, search, section, show)]
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.indicator.section].append(line)
    context = {
        "groups": [(key, SECTIONS[key], groups[key]) for key in SECTIONS if groups.get(key)],
        "count": len(lines),
        "year": year,
        "this_year": timezone.localdate().year,
        "search": search,
        "section": section,
        "sections": SECTIONS.items(),
        "show": show,
        "may_keep": may_keep_catalogue(user),
        "ways": WAYS.items(),
    }
    return render(request, "reports/catalogue.html", context)


def lines_of(user: User, year: int) -> list[Line]:
    """The whole catalogue as it stands in the year. Three queries."""
    found = Indicator.objects.select_related("parent").prefetch_related(
        Prefetch("off_years", OffYears.objects.order_by("first"))
    )
    used: dict[tuple[int, int], int] = {}
    figures = Figure.objects.filter(
        monthly_return__union__path__startswith=user.union.path, monthly_return__month__year__in=(year - 1, year)
    )
    rows = figures.values_list("indicator", "monthly_return__month__year")
    for pk, when, count in rows.annotate(count=Count("monthly_return__union", distinct=True)):
        used[pk, when] = count
    lines = []
    for each in arranged(found.in_order()):
        on, state = state_in(each, year)
        lines.append(Line(each, state, on, used.get((each.pk, year), 0), used.get((each.pk, year - 1), 0)))
    return lines


def state_in(indicator: Indicator, year: int) -> tuple[bool, str]:
    """Is the indicator asked for in the year, and how that is said."""
    off = next((years for years in indicator.off_years.all() if years.first <= year <= years.last), None)
    if off or not indicator.enabled:
        return False, str(off) if off else "停用"
    if indicator.valid_from and indicator.valid_from.year > year:
        return False, f"{indicator.valid_from.year}年{indicator.valid_from.month}月起启用"
    if indicator.valid_until and indicator.valid_until.year <= year:
        until = f"用至{indicator.valid_until.year}年{indicator.valid_until.month}月"
        return indicator.valid_until.year == year, until
    return True, "启用"


def _matches(line: Line, search: str, section: str, show: str) -> bool:
    each = line.indicator
    if section and each.section != section:
        return False
    wanted = {
        "": True, "on": line.on, "off": not line.on, "own": not each.built_in, "idle": line.on and not line.used
    }.get(show, True)  # fmt: skip
    return wanted and (not search or any(search in text for text in (each.name, each.aliases, each.code)))


def _switch(request: HttpRequest) -> HttpResponse:
    user = keeper(request)
    year, action = asked_year(request), request.POST.get("action", "")
    chosen = list(Indicator.objects.filter(code__in=request.POST.getlist("code")))
    back = request.POST.get("back", "")
    if not chosen or action not in ("off", "on"):
        messages.error(request, "请先勾选指标，再点“停用”或“启用”。")
    else:
        try:
            if action == "off":
                changed = catalogue_editing.switch_off(chosen, year, by=user)
                messages.success(request, f"{changed} 个指标自{year}年起停用，以前各年的数据照旧。")
            else:
                changed = catalogue_editing.switch_on(chosen, year, by=user)
                messages.success(request, f"{changed} 个指标自{year}年起启用。")
        except Refused as refusal:
            for problem in refusal.problems[:5]:
                messages.error(request, problem.message + "。")
    query = {"year": str(year)} | ({"section": back} if back in SECTIONS else {})
    return redirect(f"{reverse('catalogue')}?{urlencode(query)}")


@require_http_methods(["GET", "POST"])
def indicator_add(request: HttpRequest, way: str) -> HttpResponse:
    """A new indicator: entered, a ratio or a balance."""
    user = keeper(request)
    if way == "counted":
        return redirect("indicator-count")
    if way not in WAYS:
        return redirect("indicator-add", way="entered")
    form = AddForm(_everything(), way, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            added = catalogue_editing.add(form.cells(), by=user, asked_of=given["asked_of"], source=given["source"])
        except Refused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, f"已新增“{added.name}”，代码 {added.code}。")
            return redirect("indicator-edit", added.code)
    return _form(request, "reports/catalogue_add.html", {"form": form, "way": way, "ways": WAYS.items()})


@require_http_methods(["GET", "POST"])
def indicator_edit(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: what it is, who uses it, what was changed; the keeper amends it here."""
    user = reader(request)
    indicator = get_object_or_404(Indicator.objects.select_related("numerator", "denominator", "parent"), code=code)
    form = None
    if request.method == "POST" or may_keep_catalogue(user):
        keeper(request)
        form = AmendForm(_everything(), indicator, request.POST if request.method == "POST" else None)
    if form and request.method == "POST" and form.is_valid():
        try:
            changed = catalogue_editing.amend(indicator, form.values(), by=user)
        except Refused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, f"已保存：{'、'.join(changed)}。" if changed else "没有改动。")
            return redirect("indicator-edit", code)
    year = timezone.localdate().year
    on, state = state_in(indicator, year)
    context: dict[str, Any] = {
        "form": form,
        "indicator": indicator,
        "on": on,
        "state": state,
        "year": year,
        "formula": formula(indicator) or words_of(indicator),
        "formers": [(each, formula(each)) for each in _formers(indicator)],
        "changes": indicator.changes.filter(by__union__path__startswith=user.union.county_path).select_related("by")[
            :NEWEST
        ],
    }
    return _form(request, "reports/catalogue_edit.html", context)


@require_http_methods(["GET", "POST"])
def indicator_redefine(request: HttpRequest, code: str) -> HttpResponse:
    """Another name or way of computing from a year on."""
    user = keeper(request)
    indicator = get_object_or_404(Indicator.objects.select_related("numerator", "denominator"), code=code)
    form = RedefineForm(_everything(), indicator, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        try:
            catalogue_editing.redefine(indicator, year, form.values(), by=user)
        except Refused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, f"自{year}年起按新口径，{year - 1}年及以前仍按原口径。")
            return redirect("indicator-edit", code)
    context = {"form": form, "indicator": indicator, "formula": formula(indicator)}
    return _form(request, "reports/catalogue_redefine.html", context)


@require_POST
def indicator_retire(request: HttpRequest, code: str) -> HttpResponse:
    """The last month of an indicator, or (empty) none."""
    user = keeper(request)
    indicator = get_object_or_404(Indicator, code=code)
    text = request.POST.get("month", "").strip()
    try:
        month = parse_month(text) if text else None
        catalogue_editing.retire(indicator, month, by=user)
    except PeriodError as error:
        messages.error(request, f"{error}。")
    except Refused as refusal:
        messages.error(request, "；".join(problem.message for problem in refusal.problems) + "。")
    else:
        done = f"“{indicator.plain_name}”用到{month.year}年{month.month}月为止。" if month else "已取消撤销，继续使用。"
        messages.success(request, done)
    return redirect("indicator-edit", code)


@require_POST
def indicator_move(request: HttpRequest, code: str) -> HttpResponse:
    """One place up or down among its neighbours."""
    user = keeper(request)
    indicator = get_object_or_404(Indicator, code=code)
    catalogue_editing.move(indicator, -1 if request.POST.get("step") == "up" else 1, by=user)
    query = urlencode({"section": indicator.section, "year": str(asked_year(request))})
    return redirect(f"{reverse('catalogue')}?{query}#i-{indicator.code}")


def formula(defined: Any) -> str:
    """How an indicator, or a former definition of it, is computed, in names; empty for an entered one."""
    if defined.numerator_id and defined.denominator_id:
        return f"{defined.numerator.plain_name} ÷ {defined.denominator.plain_name}"
    terms = TERM.findall(defined.terms)
    names = {each.code: each.plain_name for each in Indicator.objects.filter(code__in=[code for _, code in terms])}
    shown = " ".join(f"{'＋' if sign == '+' else '－'} {names.get(code, code)}" for sign, code in terms)
    return shown.removeprefix("＋ ")


def _formers(indicator: Indicator) -> list[Any]:
    return list(indicator.former_definitions.select_related("numerator", "denominator").order_by("-until"))


def _everything() -> list[Indicator]:
    return arranged(Indicator.objects.filter(enabled=True).select_related("parent").in_order())


def _form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a form; one that was refused is answered as such."""
    form = context.get("form")
    return render(request, template, context, status=422 if form is not None and form.errors else 200)
