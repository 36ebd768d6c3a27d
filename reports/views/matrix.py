"""Who has reported which month? Units × twelve months of a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members import permissions
from members.models import Union, User
from members.models.union import filing_units
from members.months import Span, year_of
from reports.models import MonthlyReturn, ReviewEvent, State
from reports.todo import LABELS, LETTERS, MonthStatus, tree_order

FIRST_YEAR = 1980


@dataclass(slots=True)
class Counts:
    """应报、已报、按时、通过."""

    expected: int = 0
    sent: int = 0
    in_time: int = 0
    approved: int = 0

    def add(self, status: MonthStatus, in_time: bool) -> None:
        self.expected += 1
        self.sent += status.is_sent
        self.in_time += in_time
        self.approved += status.state == State.APPROVED


@dataclass(slots=True)
class Line:
    """One unit's twelve tiles (None: no return is asked of it in that month) and its counts."""

    union: Union
    tiles: list[MonthStatus | None] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """The year's tiles, with totals per unit and per month."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.has_data_rights(user):
        raise PermissionDenied
    today = timezone.localdate()
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= today.year else today.year
    span = year_of(date(year, 1, 1))
    lines, columns, total = count(user, span, today)
    context = {
        "year": year,
        "years": [year - 1, year + 1 if year < today.year else None],
        "months": list(span),
        "lines": lines,
        "columns": columns,
        "total": total,
        "legend": [(state, LETTERS[state], LABELS[state]) for state in LETTERS],
        "today": today,
    }
    return render(request, "reports/matrix.html", context)


def count(user: User, span: Span, today: date) -> tuple[list[Line], list[Counts], Counts]:
    """The lines, the counts per month and in all. Four queries."""
    filing = sorted(filing_units(user.union, span), key=tree_order)
    units = [unit for unit in filing if any(unit.files_in(month) for month in span)]
    returns = MonthlyReturn.objects.visible_to(user).filter(month__gte=span.first, month__lte=span.last)
    found = {(item.union_id, item.month): item for item in returns}
    sent_on: dict[int, date] = {}
    events = ReviewEvent.objects.filter(monthly_return__in=returns, to_state=State.REPORTED).order_by("-id")
    for pk, at in events.values_list("monthly_return", "at"):
        sent_on[pk] = timezone.localtime(at).date()
    lines: list[Line] = []
    columns: defaultdict[date, Counts] = defaultdict(Counts)
    total = Counts()
    for unit in units:
        line = Line(unit)
        for month in span:
            item = found.get((unit.pk, month))
            if (item is None and not unit.files_in(month)) or month > today:
                line.tiles.append(None)
                continue
            status = MonthStatus(unit, month, item, today)
            reported = sent_on.get(item.pk) if item else None
            in_time = status.is_sent and reported is not None and reported <= item.deadline  # type: ignore[union-attr]
            line.tiles.append(status)
            for counts in (line.counts, columns[month], total):
                counts.add(status, in_time)
        lines.append(line)
    return lines, [columns[month] for month in span], total
