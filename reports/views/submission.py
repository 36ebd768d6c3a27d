"""From 检查 to the receipt: what stands in the way, the page to confirm, the moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from members import permissions
from members.models import User
from members.months import shift
from reports import rules, signing, todo
from reports.following import follow_ledgers
from reports.grid import grid
from reports.models import MonthlyReturn, ReviewEvent, RuleNote, State, Summary, SummaryEvent
from reports.reading import read
from reports.reasons import ReasonError, earlier_reasons, explain
from reports.rules.ledgers import bears_on
from reports.views.returns import entry_page, own_return, visible_return
from reports.workflow import Move, MoveRefused, advance, moves_for

#: What to say after a move, and what happens next.
DONE = {
    "submit": "已提交",
    "sign": "已审签并上报",
    "approve": "已审核通过",
    "return": "已退回，填报人可以修改",
    "hand_back": "已退回填报人",
    "withdraw": "已撤回，可以继续修改",
    "reopen": "已重新开放，填报人可以修改",
}
#: Moves after which a reviewer goes on to the next return.
ONWARD = {"approve", "return", "sign", "hand_back"}


def buttons_for(
    user: User, subject: MonthlyReturn | Summary, events: Sequence[ReviewEvent | SummaryEvent]
) -> list[Move]:
    """The moves this user is offered: what waits for a signature is taken back by whoever submitted it."""
    sender = next((event.by_id for event in reversed(events) if event.action == "submit"), None)
    if subject.state != State.SUBMITTED or sender in (None, user.pk):
        return moves_for(user, subject)
    return [move for move in moves_for(user, subject) if move.action != "withdraw"]


def return_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the way of submitting, on top of the grid; a POST explains warnings."""
    monthly_return = own_return(request, pk)
    if not monthly_return.is_open:
        return redirect("return-review", pk)
    follow_ledgers(monthly_return, by=request.user)  # type: ignore[arg-type]
    reason, keys = request.POST.get("reason", ""), request.POST.getlist("warning")
    problem = ""
    if request.method == "POST":
        try:
            explain(monthly_return, keys, reason, by=request.user)  # type: ignore[arg-type]
            return redirect("return-check", pk)
        except ReasonError as error:
            problem = str(error)
    found = rules.check_return(monthly_return)
    standing = rules.open_findings(monthly_return, found)
    unanswered = [mark for mark in monthly_return.marks.filter(settled=False, reply="").select_related("indicator")]
    if not standing and not unanswered:
        return redirect("return-submit", pk)
    offered = earlier_reasons(monthly_return, standing)
    extra = {
        "checked": True,
        "count": len(standing) + len(unanswered),
        "errors": [f for f in standing if f.blocks],
        "last_month": shift(monthly_return.month, -1),
        "warnings": [(f, offered.get(f.key)) for f in standing if not f.blocks],
        "unanswered": unanswered,
        "given": given_for(monthly_return, found),
        "reason": reason,
        "reason_problem": problem,
        "ticked": keys or [f.key for f in standing if not f.blocks],
    }
    return entry_page(request, monthly_return, findings=standing, extra=extra)


def given_for(monthly_return: MonthlyReturn, found: Sequence[rules.Finding]) -> list[RuleNote]:
    """The reasons given for what the rules still say. One query."""
    return [
        note
        for note in monthly_return.rule_notes.all()
        if any(bears_on(each, note.rule, note.message) for each in found)
    ]


def return_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything once more before it goes; a POST sends it and leads to the receipt."""
    monthly_return = own_return(request, pk)
    if not monthly_return.is_open:
        return redirect("return-receipt", pk)
    follow_ledgers(monthly_return, by=request.user)  # type: ignore[arg-type]
    if request.method == "POST":
        try:
            advance(monthly_return, "submit", by=request.user, version=posted_version(request))  # type: ignore[arg-type]
        except MoveRefused as error:
            messages.error(request, str(error))
            return redirect("return-check", pk)
        return redirect("return-receipt", pk)
    events = list(monthly_return.events.select_related("by"))
    marks = list(monthly_return.marks.filter(settled=False).select_related("indicator", "by"))
    sections = read(monthly_return, grid(monthly_return), events, marks)
    context = {
        "monthly_return": monthly_return,
        "sections": sections,
        "big": [item for section in sections for item in section.rows if item.big],
        "notes": monthly_return.rule_notes.all(),
        "move": next((m for m in moves_for(request.user, monthly_return) if m.action == "submit"), None),  # type: ignore[arg-type]
        "standing": rules.open_findings(monthly_return),
        "edit_url": reverse("return-edit", args=[pk]),
    }
    return render(request, "reports/return_submit.html", context)


@require_GET
def return_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent, when, by whom, under which number, and what happens next."""
    monthly_return = own_return(request, pk)
    event = monthly_return.events.filter(action__in=("submit", "sign")).select_related("by").last()
    if event is None:
        return redirect("return-edit" if monthly_return.is_open else "return-review", pk)
    context = {
        "monthly_return": monthly_return,
        "event": event,
        "number": f"{monthly_return.month:%Y%m}-{monthly_return.pk:05d}-{event.version:03d}",
        "next": NEXT[State(monthly_return.state)],
        **signing.signed_sheets(monthly_return),
        "may_attach": signing.may_attach(request.user, monthly_return),  # type: ignore[arg-type]
    }
    return render(request, "reports/return_receipt.html", context)


NEXT = {
    State.DRAFT: "报表已撤回，修改后请重新提交。",
    State.SUBMITTED: "等待本级工会主席审签；审签后报上级工会审核。",
    State.REPORTED: "等待上级工会审核；如有问题会退回，并在“首页”提醒您。",
    State.RETURNED: "报表已退回，请按意见改正后重新提交。",
    State.APPROVED: "上级工会已审核通过，数据计入汇总。",
}


@require_POST
def return_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, hand back, withdraw, approve, return or reopen, as the table of moves allows."""
    monthly_return = visible_return(request, pk)
    action = request.POST.get("action", "")
    if action not in DONE:
        messages.error(request, "没有这项操作，请刷新页面后重试")
        return redirect("return-review", pk)
    try:
        advance(
            monthly_return,
            action,
            by=request.user,  # type: ignore[arg-type]
            reason=request.POST.get("reason", "")[:500],
            version=posted_version(request),
            mend_by=posted_date(request, "mend_by"),
        )
    except MoveRefused as error:
        messages.error(request, str(error))
        return redirect("return-review", pk)
    messages.success(request, f"{monthly_return.union.name}{monthly_return.month_name}月报{DONE[action]}")
    waiting = todo.to_review(request.user) if action in ONWARD else []  # type: ignore[arg-type]
    if waiting:
        return redirect("return-review", waiting[0].pk)
    may_type = permissions.may_record(request.user, monthly_return.union)  # type: ignore[arg-type]
    if monthly_return.is_open and may_type:
        return redirect("return-edit", pk)
    return redirect("home" if action in ONWARD else reverse("return-review", args=[pk]))


def posted_version(request: HttpRequest) -> int | None:
    """The version the page showed."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def posted_date(request: HttpRequest, name: str) -> date | None:
    """A date field, or None when it holds none."""
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None
