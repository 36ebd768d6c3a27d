"""The reviewer's pages: what waits, one return as a whole, remarks on cells, ticks per section."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from members import permissions
from members.models import Role, User
from members.models.union import Level
from members.months import shift
from reports import reviewing, rules, signing, todo
from reports.grid import grid
from reports.locks import lock_of
from reports.models import Indicator, MonthlyReturn, State
from reports.reading import read
from reports.views.ledger_marks import ledger_marks
from reports.views.returns import neighbours, posted_id, visible_return
from reports.views.submission import buttons_for

NEWEST = 20
#: How many days a filler gets to mend, unless the reviewer says otherwise.
MENDING_DAYS = 3


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for this reviewer, and what was dealt with last."""
    user: User = request.user  # type: ignore[assignment]
    if user.role != Role.TOWN_CHAIR and user.role not in permissions.COUNTY_REVIEWERS:
        raise PermissionDenied
    returns = MonthlyReturn.objects.visible_to(user).select_related("union")
    below = returns.exclude(union_id=user.union_id) if user.union.level == Level.COUNTY else returns
    context = {
        "waiting": todo.to_review(user),
        "is_chair": user.role == Role.TOWN_CHAIR,
        "returned": below.filter(state=State.RETURNED)[:NEWEST],
        "approved": below.filter(
            state=State.APPROVED, taken_in=False, month__gte=shift(timezone.localdate().replace(day=1), -2)
        ).order_by("-updated_at")[:NEWEST],
        "today": timezone.localdate(),
    }
    return render(request, "reports/review_list.html", context)


@require_GET
def return_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole return read-only, with what stands out, remarks, reasons, ticks, history and the moves."""
    monthly_return = visible_return(request, pk)
    user: User = request.user  # type: ignore[assignment]
    events = list(monthly_return.events.select_related("by"))
    marks = list(monthly_return.marks.select_related("indicator", "by", "replied_by"))
    sections = read(monthly_return, grid(monthly_return), events, marks)
    ticks = {tick.section: tick for tick in monthly_return.ticks.select_related("by")}
    ticking = monthly_return.state == State.REPORTED and monthly_return.union.level == Level.TOWNSHIP
    names = {item.row.code: item.row.indicator.plain_name for section in sections for item in section.rows}
    found = rules.check_return(monthly_return)
    standing = {finding.key for finding in rules.open_findings(monthly_return, found)}
    queue = todo.to_review(user)
    place = next((i for i, item in enumerate(queue) if item.pk == pk), None)
    context = {
        "monthly_return": monthly_return,
        "sections": sections,
        "big": sum(bool(item.big) for section in sections for item in section.rows),
        "changed": sum(item.was is not None for section in sections for item in section.rows),
        "ticks": ticks,
        "tickable": {s.key for s in sections if ticking and permissions.may_tick(user, monthly_return.union, s.key)},
        "unticked": [s.name for s in sections if s.answered and s.key not in ticks] if ticking else [],
        "may_mark": reviewing.may_mark(user, monthly_return),
        "open_marks": [mark for mark in marks if not mark.settled],
        "marking": request.GET.get("mark") if request.GET.get("mark") in names else None,
        "marking_name": names.get(request.GET.get("mark", ""), ""),
        "notes": monthly_return.rule_notes.select_related("by"),
        "standing": [finding for finding in found if finding.key in standing],
        "events": reversed(events),
        "lock": lock_of(monthly_return),
        "moves": buttons_for(user, monthly_return, events),
        "may_type": monthly_return.is_open and permissions.may_record(user, monthly_return.union),
        "mend_by": timezone.localdate() + timedelta(days=MENDING_DAYS),
        "previous_one": queue[place - 1] if place else None,
        "next_one": queue[place + 1] if place is not None and place + 1 < len(queue) else None,
        "place": place + 1 if place is not None else None,
        "queue": len(queue),
        "status": todo.MonthStatus(monthly_return.union, monthly_return.month, monthly_return, timezone.localdate()),
        **ledger_marks(monthly_return),
        **neighbours(request, monthly_return),
        **signing.signed_sheets(monthly_return),
        "may_attach": signing.may_attach(user, monthly_return),
    }
    return render(request, "reports/return_review.html", context)


def back_to(pk: int, code: str = "") -> HttpResponse:
    """The review page, at the row in question."""
    return redirect(reverse("return-review", args=[pk]) + (f"#r-{code}" if code else ""))


@require_POST
def return_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a remark on one cell."""
    monthly_return = visible_return(request, pk)
    indicator = get_object_or_404(Indicator.objects.in_force(monthly_return.month), code=request.POST.get("code", ""))
    try:
        reviewing.mark(monthly_return, indicator, request.POST.get("text", ""), by=request.user)  # type: ignore[arg-type]
    except reviewing.ReviewError as error:
        messages.error(request, str(error))
    return back_to(pk, indicator.code)


@require_POST
def return_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw or settle a remark."""
    monthly_return = visible_return(request, pk)
    mark = get_object_or_404(monthly_return.marks.select_related("indicator"), pk=posted_id(request, "mark"))
    reviewing.settle(mark, by=request.user)  # type: ignore[arg-type]
    return back_to(pk, mark.indicator.code)


@require_POST
def return_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a section as reviewed (`section`), or take the tick back (`undo`)."""
    monthly_return = visible_return(request, pk)
    undo = request.POST.get("undo", "")
    section = undo or request.POST.get("section", "")
    try:
        reviewing.tick(monthly_return, section, by=request.user, done=not undo)  # type: ignore[arg-type]
    except reviewing.ReviewError as error:
        messages.error(request, str(error))
    return redirect(reverse("return-review", args=[pk]) + f"#s-{section}")
