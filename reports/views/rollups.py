"""What does everything below a union add up to, and which returns is a number made of?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members import permissions
from members.models import Union, User
from members.models.union import Level
from reports.arithmetic import Entry
from reports.forms.periods import Choice, choose, period_text
from reports.grid import NONE
from reports.models import Counted, Figure, MonthlyReturn
from reports.rollup import Rollup, rollup
from reports.todo import tree_order
from reports.views.rollup_table import UnitLine, line_of, needed, neighbours, parts_of, unit_lines
from reports.views.term_table import year_lines


def chosen(request: HttpRequest) -> Choice:
    """The union and span the address asks for; 404 for a union this user may not know of. One query."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.has_data_rights(user):
        raise PermissionDenied
    units = sorted(Union.objects.visible_to(user).exclude(level=Level.BASE), key=tree_order)
    if user.union.level == Level.BASE:
        units = [user.union]
    params = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    code = params.get("union", "")
    if code and code not in {unit.code for unit in units}:
        raise Http404
    own = next(unit for unit in units if unit.pk == user.union_id)
    return choose(params, units, own)


def totals(choice: Choice) -> Rollup:
    """The totals of the choice; a term of years is compared with nothing, as in its reports. Five queries."""
    return rollup(choice.union, choice.span, provisional=choice.provisional, compared=not choice.span.is_term)


@require_GET
def rollup_page(request: HttpRequest) -> HttpResponse:
    """The totals of a union over a span, section by section. Seven queries and what the frame costs."""
    choice = chosen(request)
    rolled = totals(choice)
    parts, left_out = parts_of(rolled)
    before, after = neighbours(choice.span)
    context = {
        "choice": choice,
        "rolled": rolled,
        "parts": parts,
        "left_out": left_out,
        "previous_query": replace(choice, span=choice.span.previous).query,
        "base_query": replace(choice, span=choice.span.year_before).query,
        "before": period_text(before),
        "after": period_text(after),
        "has_targets": any({line.target, line.completion} != {NONE} for part in parts for line in part.lines),
        "carried": any(line.carried for part in parts for line in part.lines),
        "lacking": sum(line.lacking for part in parts for line in part.lines),
    }
    return render(request, "reports/rollup.html", context)


@require_GET
def rollup_cell(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator opened: units × months, each figure with the state of its return."""
    choice = chosen(request)
    rolled = totals(choice)
    indicator = rolled.by_code.get(code)
    if indicator is None:
        raise Http404
    units = {unit.pk for unit in rolled.units}
    within = {"month__gte": choice.span.first, "month__lte": choice.span.last, "union__in": units}
    returns = {
        (item.union_id, item.month): item
        for item in MonthlyReturn.objects.visible_to(request.user).filter(**within)  # type: ignore[arg-type]
    }
    cells: dict[int, dict[date, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
    keys = {item.pk: place for place, item in returns.items()}
    figures = Figure.objects.filter(monthly_return__in=keys, indicator__code__in=needed(rolled, code))
    for pk, which, value, approximate in figures.values_list(
        "monthly_return", "indicator__code", "value", "approximate"
    ):
        union, month = keys[pk]
        cells[union][month][which] = Entry(value, approximate)
    lines = unit_lines(rolled, indicator, returns, cells)
    context = {
        "choice": choice,
        "rolled": rolled,
        "indicator": indicator,
        "line": line_of(indicator, rolled, {unit.pk: unit.name for unit in rolled.units}),
        "previous_query": replace(choice, span=choice.span.previous).query,
        "base_query": replace(choice, span=choice.span.year_before).query,
        "total": rolled.totals[code],
        "unapproved": any(cell.unapproved for line in lines for cell in line.cells),
        "counted": set(
            Counted.objects.filter(monthly_return__in=keys, indicator=indicator).values_list(
                "monthly_return", flat=True
            )
        ),
        "months": list(choice.span),
        "lines": lines,
        "years": choice.span.years if choice.span.is_term else [],
        "columns": len(choice.span.years if choice.span.is_term else list(choice.span)) + 1,
        "year_lines": year_lines(rolled, indicator, lines) if choice.span.is_term else [],
        "said": said(lines),
        "parts": [rolled.by_code[part] for part in needed(rolled, code)[1:]],
    }
    return render(request, "reports/rollup_cell.html", context)


def said(lines: list[UnitLine]) -> str:
    """How many of the units have reported what is due, in words."""
    if not lines:
        return "没有填报单位"
    if not any(cell.due for line in lines for cell in line.cells):
        return "本期不要求填报这个指标"
    count, lacking = len(lines), sum(bool(line.lacking) for line in lines)
    if count == 1:
        return "还没有报齐" if lacking else "已经报齐"
    if lacking == count:
        return f"应报{count}个单位，均未报齐"
    return (
        f"应报{count}个单位，{count - lacking}个已报齐，{lacking}个未报齐"
        if lacking
        else f"应报{count}个单位，全部报齐"
    )
