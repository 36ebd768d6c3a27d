"""What was a number of an issued version issued with, and what would it be today? The card of a number on its page."""

from __future__ import annotations

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from members.months import month_text
from reports.blocks import Bound
from reports.formats import show_rate
from reports.forms.periods import Choice
from reports.models import Indicator
from reports.summaries import issued_version
from reports.summaries.issued_number import IssuedNumber, issued_number
from reports.views.figure_card import decimal, in_full, months_words, speaking_of, stated_by, unit_of
from reports.views.paper import ASPECTS, Linker
from reports.views.rollups import chosen, totals
from reports.views.summaries import visible_summary

#: What stands beside a number, as far as the version states it: aspect and what it is called.
BESIDE = (("value", "本期数"), ("previous", "上年同期"), ("base", "上年末"), ("target", "年度任务"))
#: Numbers of a report that no total of today answers to.
UNANSWERED = frozenset({"carried_over"})
#: Numbers of other months than the report's.
OF_BEFORE = frozenset({"previous", "base"})
#: What the annex says of a number nothing was lacking of.
ALL_IN = "报齐"


@require_GET
@cache_control(private=True, max_age=60)
def issued_card(request: HttpRequest, pk: int, number: int, code: str) -> HttpResponse:
    """The card of one number of version `number`, told by the same address as a draft's; 404 for one it lacks."""
    version = issued_version(visible_summary(request, pk), number)
    choice = chosen(request)
    months = month_text(choice.span.first), month_text(choice.span.last)
    aspect, value = request.GET.get("aspect", "value"), request.GET.get("value", "")
    asked = Bound(code, choice.union.code, *months, aspect, value, "")
    found = issued_number(version, asked) if version and not choice.problem else None
    if found is None:
        raise Http404
    indicator = Indicator.objects.filter(code=code).first()
    kept = found.reported.unit if found.reported else ""
    unit, kind = kept or (indicator.unit if indicator else ""), indicator.kind if indicator else ""
    name = indicator.plain_name if indicator else code
    context = {
        "version": version,
        "choice": choice,
        "name": name,
        "aspect": "" if aspect == "value" else ASPECTS.get(aspect, ""),
        "exact": in_full(Decimal(found.bound.value)),
        "unit": unit_of(aspect, unit, kind),
        "beside": list(beside_of(found, unit, kind)),
        "completion": completion_of(found),
        "coverage": coverage_of(found),
        "lacking": is_lacking(found),
        "told": "" if found.told == ALL_IN else found.told,
        "now": "" if aspect in UNANSWERED else now_of(choice, code, found.bound),
        "url": Linker({code: name}).url(asked),
    }
    return render(request, "reports/_issued_card.html", context)


def coverage_of(found: IssuedNumber) -> str:
    """How far the number was reported when it was issued; empty of a task, and where the annex says it all."""
    if found.bound.aspect == "target":
        return ""
    if found.reported is None or found.bound.aspect in OF_BEFORE:
        return "" if found.told not in ("", ALL_IN) else found.told or "这一版没有留存"
    if found.reported.expected:
        return months_words(found.reported.answered, found.reported.expected)
    return "" if found.told else "含历史数据，不逐月填报"


def is_lacking(found: IssuedNumber) -> bool:
    """Was some month of the number not reported when it was issued?"""
    known = found.reported if found.bound.aspect not in OF_BEFORE else None
    return known is not None and known.answered < known.expected


def beside_of(found: IssuedNumber, unit: str, kind: str) -> list[tuple[str, str]]:
    """What the version states beside the number, each with its unit."""
    told = []
    for aspect, name in BESIDE:
        bound = found.beside.get(aspect)
        if bound and aspect != found.bound.aspect:
            told.append((name, f"{in_full(Decimal(bound.value))} {unit_of(aspect, unit, kind)}"))
    return told


def completion_of(found: IssuedNumber) -> str:
    """How much of the year's task was done, unless that is the number itself."""
    bound = found.beside.get("completion") if found.bound.aspect != "completion" else None
    return f"{show_rate(Decimal(bound.value))}%" if bound else ""


def now_of(choice: Choice, code: str, bound: Bound) -> str:
    """What the number would be today: empty where the same, 没有数据 where there is none any more. Eight queries."""
    rolled = totals(choice)
    if code not in rolled.by_code:
        return "没有数据"
    stated = decimal(bound.value)
    rolled, _ = speaking_of(rolled, code, bound.aspect, stated)
    value = stated_by(rolled.totals[code], bound.aspect)
    if value is None:
        return "没有数据"
    indicator = rolled.by_code[code]
    return "" if value == stated else f"{in_full(value)} {unit_of(bound.aspect, indicator.unit, indicator.kind)}"
