"""What is behind one number of a report? A card: what it states, how far it is reported, what it compares with."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from reports.arithmetic import Total
from reports.blocks import Bound
from reports.formats import exact, show
from reports.models import Counted, Figure, MonthlyReturn, State
from reports.models.indicator import Kind
from reports.rollup import Rollup, targets_in_turn
from reports.sentences.figures import PERCENTAGES, aspect_value
from reports.summaries.naming import PLACES
from reports.views.paper import ASPECTS, Linker
from reports.views.rollup_table import line_of, needed
from reports.views.rollups import chosen, totals


@require_GET
@cache_control(private=True, max_age=60)
def figure_card(request: HttpRequest, code: str) -> HttpResponse:
    """The card of one number: indicator, union and span of the report, `aspect`, and the exact `value` it states."""
    choice = chosen(request)
    aspect = request.GET.get("aspect", "value")
    rolled = totals(choice)
    indicator = rolled.by_code.get(code)
    if indicator is None or aspect not in ASPECTS or choice.problem:
        raise Http404
    stated = decimal(request.GET.get("value", ""))
    rolled, own = speaking_of(rolled, code, aspect, stated)
    value = stated_by(rolled.totals[code], aspect)
    told = value if stated is None else stated
    units = {unit.pk for unit in rolled.units}
    within = {"month__gte": choice.span.first, "month__lte": choice.span.last, "union__in": units}
    returns = MonthlyReturn.objects.visible_to(request.user).filter(**within)  # type: ignore[arg-type]
    if not choice.provisional:
        returns = returns.filter(state=State.APPROVED)
    figures = Figure.objects.filter(monthly_return__in=returns, indicator__code__in=needed(rolled, code))
    months = f"{choice.span.first:%Y-%m}", f"{choice.span.last:%Y-%m}"
    bound = Bound(code, choice.union.code, *months, aspect, "", "")
    linker = Linker({code: indicator.plain_name}, rolled, provisional=choice.provisional)
    context = {
        "choice": choice,
        "own": own,
        "written": stated is not None or aspect == "carried_over",
        "indicator": indicator,
        "aspect": "" if aspect == "value" else ASPECTS[aspect],
        "unit": unit_of(aspect, indicator.unit, indicator.kind),
        "exact": in_full(told) if told is not None else "",
        "now": in_full(value) if stated is not None and value is not None and value != stated else "",
        "gone": stated is not None and value is None and aspect != "carried_over",
        "line": line_of(indicator, rolled, {unit.pk: unit.name for unit in rolled.units}),
        "unapproved": choice.provisional and figures.exclude(monthly_return__state=State.APPROVED).exists(),
        "coverage": coverage_words(
            rolled.totals[code],
            len(rolled.units),
            figures.values("monthly_return__union").distinct().count() if rolled.units else 0,
        ),
        "counted": Counted.objects.filter(monthly_return__in=returns, indicator=indicator).exists(),
        "url": linker.url(bound),
        "rows": linker.url(bound, "figure-rows"),
    }
    return render(request, "reports/_figure_card.html", context)


def coverage_words(total: Total, units: int, reporting: int) -> str:
    """How far the number is reported: which of the units have begun, how many of the months due are in."""
    if not units:
        return "没有填报单位"
    if not total.expected and not reporting:
        return "本期不要求填报"
    if units == 1:
        who = "" if total.expected else "已填报"
    elif reporting in (0, units):
        who = f"{units}个单位均{'已' if reporting else '未'}填报"
    else:
        who = f"{units}个单位中{reporting}个已填报"
    return "，".join(
        text for text in (who, months_words(total.reported + total.not_applicable, total.expected)) if text
    )


def months_words(answered: int, expected: int) -> str:
    """`应报6份，已报5份`, a 份 being one unit's month; empty where none is due."""
    if not expected:
        return ""
    if not answered:
        return f"应报{expected}份，均未报"
    return f"应报{expected}份，" + (f"已报{answered}份" if answered < expected else "全部报齐")


def in_full(value: Decimal) -> str:
    """The number in full; one without end to four decimals."""
    text = exact(value)
    return show(value, PLACES) if len(text.partition(".")[2]) > PLACES else text


def stated_by(total: Total, aspect: str) -> Decimal | None:
    """The exact number of this aspect; a number carried over is no number of the span."""
    return None if aspect == "carried_over" else aspect_value(total, aspect)


def speaking_of(rolled: Rollup, code: str, aspect: str, stated: Decimal | None) -> tuple[Rollup, bool]:
    """The totals the number speaks of, and whether they are the county's own (本级) alone.

    A county's own level is stated under the county's name, and a year may have targets for several months. Two
    queries, none where the number agrees as it is.
    """
    total = rolled.totals[code]
    if stated is None or stated_by(total, aspect) == stated:
        return rolled, False
    for target, ceiling in targets_in_turn(rolled.union, rolled.span, code):
        other = replace(total, target=target, at_most=ceiling)
        if stated_by(other, aspect) == stated:
            return replace(rolled, totals={**rolled.totals, code: other}), False
    if aspect == "value" and rolled.union in rolled.units and len(rolled.units) > 1:
        own = rolled.of_unit(rolled.union)
        if own[code].value == stated:
            return replace(rolled, totals={**rolled.totals, code: own[code]}, units=[rolled.union]), True
    return rolled, False


def unit_of(aspect: str, unit: str, kind: str) -> str:
    """The unit of an aspect: percent of growth and completion, points of a rate's change, else the indicator's own."""
    if aspect in PERCENTAGES:
        return "个百分点" if aspect == "lag" else "%"
    if kind == Kind.RATIO:
        return "个百分点" if aspect == "change" else "" if aspect in ("numerator", "denominator") else "%"
    return unit


def decimal(text: str) -> Decimal | None:
    """A plain number of an address; None for anything else."""
    try:
        value = Decimal(text) if len(text) <= 40 else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and abs(value.adjusted()) < 40 else None
