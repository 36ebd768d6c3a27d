"""The year's targets in the browser: how far each has come, and for the statistician how they are set and spread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.models import Union, User
from members.models.union import Level
from members.months import Span, shift
from members.permissions import has_data_rights, may_keep_catalogue
from reports import targets
from reports.formats import show
from reports.forms.target import SpreadForm, TargetForm
from reports.models import Indicator, MonthlyReturn, Target, TargetChange
from reports.models.indicator import Kind, arranged
from reports.progress import STATES, progress, values_of
from reports.todo import tree_order
from reports.views.bullet import bullet
from reports.views.catalogue import asked_year

NEWEST = 20
WAYS = {"equal": "平均分", "last": "按上年实绩", "hand": "手工填"}


def reader(request: HttpRequest) -> User:
    """Whoever works with figures may see his own targets and those below."""
    user: User = request.user  # type: ignore[assignment]
    if not has_data_rights(user):
        raise PermissionDenied
    return user


def kept_target(request: HttpRequest, pk: int) -> tuple[Target, User]:
    """A target this user may change: 404 for a stranger's, 403 for a reader."""
    user: User = request.user  # type: ignore[assignment]
    target = get_object_or_404(Target.objects.visible_to(user).select_related("union", "indicator"), pk=pk)
    if not targets.may_set(user, target.union):
        raise PermissionDenied
    return target, user


@require_GET
def target_list(request: HttpRequest) -> HttpResponse:
    """The targets of a year with their progress, by union and indicator."""
    user = reader(request)
    year = asked_year(request)
    found = Target.objects.visible_to(user).filter(year=year).select_related("union", "indicator")
    rows = sorted(
        found, key=lambda each: (tree_order(each.union), each.indicator.section, each.indicator.sort, each.by_month)
    )
    until = _until(user, year)
    union, state = request.GET.get("union", ""), request.GET.get("state", "")
    unions = list({row.union.code: row.union for row in rows}.values())
    lines = [(each, bullet(each)) for each in progress(user.union, rows, until)]
    counts = {key: sum(each.state == key for each, _ in lines) for key in STATES}
    lines = [
        line for line in lines
        if (not union or line[0].target.union.code == union) and (not state or line[0].state == state)
    ]  # fmt: skip
    changes = TargetChange.objects.filter(union__path__startswith=user.union.path, year=year)
    context = {
        "year": year,
        "this_year": timezone.localdate().year,
        "until": until,
        "lines": lines,
        "any": bool(rows),
        "unions": unions,
        "union": union,
        "state": state,
        "states": [(key, label, counts[key]) for key, label in STATES.items() if counts[key]],
        "changes": changes.select_related("union", "indicator", "by")[:NEWEST],
        "may_keep": may_keep_catalogue(user),
    }
    return render(request, "reports/target_list.html", context)


def _until(user: User, year: int) -> date:
    """The last month of the year with approved figures; January while there are none."""
    approved = MonthlyReturn.objects.visible_to(user).approved().filter(month__year=year)
    return approved.aggregate(last=Max("month"))["last"] or date(year, 1, 1)


@require_http_methods(["GET", "POST"])
def target_add(request: HttpRequest) -> HttpResponse:
    """A new target of a union."""
    user = reader(request)
    if not may_keep_catalogue(user):
        raise PermissionDenied
    unions = sorted(Union.objects.visible_to(user).exclude(level=Level.BASE), key=tree_order)
    given = {name: request.GET[name] for name in ("union", "indicator", "year") if request.GET.get(name)}
    form = TargetForm(unions, _indicators(), None, request.POST if request.method == "POST" else None, given)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        union, indicator = form.unions[asked["union"]], form.by_code[asked["indicator"]]
        try:
            target = targets.set_target(union, indicator, asked["year"], int(asked["by_month"]), form.aim(), by=user)
        except targets.AlreadySet as refusal:
            form.add_error("indicator", str(refusal))
        else:
            messages.success(request, f"已登记“{union.name}”的“{indicator.plain_name}”任务。")
            return redirect("target-edit", target.pk)
    return _page(request, "reports/target_add.html", {"form": form}, form)


@require_http_methods(["GET", "POST"])
def target_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One target: number, term, document; and who set it to what."""
    target, user = kept_target(request, pk)
    form = TargetForm([], [], target, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        month = int(form.cleaned_data["by_month"])
        try:
            targets.set_target(target.union, target.indicator, target.year, month, form.aim(), by=user, revise=target)
        except targets.AlreadySet as refusal:
            form.add_error("by_month", str(refusal))
        else:
            messages.success(request, "已保存，改动记入下面的记录。")
            return redirect("target-edit", pk)
    history = TargetChange.objects.filter(union=target.union, indicator=target.indicator, year=target.year)
    context = {
        "form": form,
        "target": target,
        "changes": history.select_related("by"),
        "below": Union.objects.below(target.union).filter(parent=target.union).exists(),
    }
    return _page(request, "reports/target_edit.html", context, form)


@require_POST
def target_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a target back."""
    target, user = kept_target(request, pk)
    targets.drop_target(target, by=user)
    messages.success(request, f"已撤销“{target.union.name}”的“{target.indicator.plain_name}”任务，记录仍在。")
    return redirect(f"{reverse('target-list')}?year={target.year}")


@dataclass(frozen=True, slots=True)
class Share:
    """One union in the table of shares: its input, and what it did last year."""

    union: Union
    field: Any
    last: str


@require_http_methods(["GET", "POST"])
def target_spread(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of a target for the unions just below: equal, by last year's figures, by hand."""
    target, user = kept_target(request, pk)
    unions = sorted(
        Union.objects.below(target.union).filter(parent=target.union).exclude(level=Level.BASE), key=tree_order
    )
    way = request.GET.get("way", "")
    year = Span(date(target.year - 1, 1, 1), date(target.year - 1, 12, 1))
    last = values_of(target.union, unions, target.indicator, year)
    initial = _proposal(target, unions, last, way)
    form = SpreadForm(unions, target, request.POST if request.method == "POST" else None, initial=initial)
    adds_up = target.indicator.kind != Kind.RATIO
    if request.method == "POST" and form.is_valid():
        shares = form.shares()
        total = sum((share for share in shares.values() if share is not None), Decimal(0))
        if adds_up and total != target.target and not request.POST.get("anyway"):
            apart = f"{'多' if total > target.target else '少'}{show(abs(total - target.target), 4)}"
            sums = f"各单位合计{show(total, 4)}，比任务数{show(target.target, 4)}{apart}"
            form.add_error(None, f"{sums}；确要这样分，请勾选“合计不等也保存”")
        else:
            changed = targets.spread(target, shares, by=user)
            messages.success(request, f"已分解到各单位，{changed} 条有变动。")
            return redirect(f"{reverse('target-list')}?year={target.year}")
    context = {
        "form": form,
        "target": target,
        "lines": [Share(u, form[f"u{u.pk}"], _shown(last.get(u.pk))) for u in unions],
        "way": way,
        "ways": WAYS.items() if adds_up else [],
        "adds_up": adds_up,
        "typed": _sum(form),
        "last_year": year.last.year,
    }
    return _page(request, "reports/target_spread.html", context, form)


def _proposal(target: Target, unions: list[Union], last: dict[int, Decimal | None], way: str) -> dict[str, str]:
    """What the inputs start with: what is set already, or a division in the chosen way."""
    if target.indicator.kind == Kind.RATIO:
        found = [target.target] * len(unions)
    elif way in ("equal", "last"):
        weights = [last.get(u.pk) or Decimal(0) for u in unions] if way == "last" else [Decimal(1)] * len(unions)
        found = targets.shares(target.target, weights, target.indicator.decimals)
    else:
        same = Target.objects.filter(
            union__in=unions, indicator=target.indicator, year=target.year, by_month=target.by_month
        )
        return {f"u{pk}": show(number, 4) for pk, number in same.values_list("union", "target")}
    return {f"u{u.pk}": show(number, 4) for u, number in zip(unions, found, strict=True)}


def _sum(form: SpreadForm) -> str:
    """What the inputs add up to, as far as they can be read."""
    if form.is_bound:
        form.is_valid()
        numbers = [form.cleaned_data.get(f"n{u.pk}") for u in form.unions]
    else:
        numbers = [Decimal(text) if (text := form.initial.get(f"u{u.pk}")) else None for u in form.unions]
    return show(sum((number for number in numbers if number is not None), Decimal(0)), 4)


def _shown(value: Decimal | None) -> str:
    return "—" if value is None else show(value, 2)


def _indicators() -> list[Indicator]:
    this = timezone.localdate().replace(day=1)
    return arranged(
        Indicator.objects.existing(Span(shift(this, -11), shift(this, 1))).select_related("parent").in_order()
    )


def _page(request: HttpRequest, template: str, context: dict[str, Any], form: Any) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
