"""The rows behind a number: which ledger records a figure was counted from, as they stood then."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.ledgers.display import shown as in_words
from members.ledgers.ledger import LEDGERS, Ledger
from reports.formats import show
from reports.grid import shown
from reports.indicators.behind import Behind, RowBehind, behind, rows_of
from reports.indicators.counting import Share, total
from reports.indicators.standing import slug_of
from reports.models import Indicator, MonthlyReturn, State
from reports.rollup import Rollup
from reports.rules import ledgers
from reports.views.rollup_table import needed
from reports.views.rollups import chosen, totals

PAGE = 50


@require_GET
def figure_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The records behind one number of a union and a span, fifty to a page; they recount to the number."""
    choice = chosen(request)
    rolled = totals(choice)
    indicator = rolled.by_code.get(code)
    if indicator is None:
        raise Http404
    groups = behind(returns_of(request, rolled, indicator), indicator)
    slug = groups[0].counted.ledger if groups else slug_of(indicator)
    ledger = LEDGERS.get(slug)
    page = Paginator(range(sum(len(group.shares) for group in groups)), PAGE).get_page(request.GET.get("page"))
    first = (page.number - 1) * PAGE
    rows = rows_of(groups, first, first + PAGE)
    columns = ledger.columns if ledger else ()
    context = {
        "choice": choice,
        "indicator": indicator,
        "ledger": ledger,
        "value": shown(rolled.totals[code], indicator),
        "recount": show(total([share for group in groups for share in group.shares]), indicator.decimals),
        "differing": [(group, note_of(group, indicator)) for group in groups if group.differs],
        "heads": [ledger.label(name) for name in columns] if ledger else [],
        "rows": [(row, cells_of(row, ledger, columns), brings(row)) for row in rows if ledger],
        "page": page,
        "many": len({group.monthly_return.union_id for group in groups}) > 1,
        "months": len({group.monthly_return.month for group in groups}) > 1,
        "parts": [rolled.by_code[part] for part in needed(rolled, code)[1:] if part in rolled.by_code],
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/figure_rows.html", context)


def returns_of(request: HttpRequest, rolled: Rollup, indicator: Indicator) -> list[MonthlyReturn]:
    """The returns whose figures make up the total: all months of a flow, the last (first) with a number of a stock."""
    within = {
        "month__gte": rolled.span.first,
        "month__lte": rolled.span.last,
        "union__in": [u.pk for u in rolled.units],
    }
    found = MonthlyReturn.objects.visible_to(request.user).filter(**within)  # type: ignore[arg-type]
    if not rolled.provisional:
        found = found.filter(state=State.APPROVED)
    returns = list(found.select_related("union").order_by("union__path", "month"))
    if indicator.month_agg == "sum":
        return returns
    told = set(indicator.figures.filter(monthly_return__in=returns).values_list("monthly_return", flat=True))
    kept: dict[int, MonthlyReturn] = {}
    for each in returns if indicator.month_agg == "last" else reversed(returns):
        if each.pk in told:
            kept[each.union_id] = each
    return list(kept.values())


def cells_of(row: RowBehind, ledger: Ledger, columns: Sequence[str]) -> list[str]:
    """The row under the heads of the page's ledger; one of another ledger by its name alone."""
    if row.ledger is ledger:
        return [in_words(ledger, row.record, name) for name in columns]
    return [f"{row.ledger.name}：{row.record}", *[""] * (len(columns) - 1)]


def brings(row: RowBehind) -> str:
    """What a row adds to the number, where that is not simply one."""
    share: Share = row.share
    if isinstance(share, tuple):
        return f"{len(share)}" if len(share) != 1 else ""
    return "" if share == 1 else show(share, 4)


def note_of(group: Behind, indicator: Indicator) -> str:
    """The reason given for a figure that is not what its ledger says."""
    code, name = indicator.code, indicator.plain_name
    notes = group.monthly_return.rule_notes.order_by("-at")
    return next((note.reason for note in notes if ledgers.speaks_of(note.rule, note.message, code, name)), "")
