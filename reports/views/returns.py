"""The entry page: open a month, type its figures, save them cell by cell or as a whole."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from members import permissions
from members.models import User
from members.months import PeriodError, parse_month, shift
from reports import reviewing, signing, todo
from reports.following import follow_ledgers
from reports.grid import grid, twelve_months
from reports.models import Indicator, MonthlyReturn
from reports.monthly import CellInput, ReturnClosed, Saved, open_return, save_cells
from reports.rules import ERROR, Finding
from reports.views.ledger_marks import ledger_marks
from reports.views.sparkline import sparkline

LONGEST_TEXT = 60
MOST_CELLS = 2000
HISTORY = 6


def visible_return(request: HttpRequest, pk: int) -> MonthlyReturn:
    """The return with its union, or 404 for somebody who may not know of it."""
    returns = MonthlyReturn.objects.visible_to(request.user).select_related("union")  # type: ignore[arg-type]
    return get_object_or_404(returns, pk=pk)


def own_return(request: HttpRequest, pk: int) -> MonthlyReturn:
    """A return whose figures this user types; 404 for strangers, 403 for readers."""
    monthly_return = visible_return(request, pk)
    if not permissions.may_record(request.user, monthly_return.union):  # type: ignore[arg-type]
        raise PermissionDenied
    return monthly_return


def posted_id(request: HttpRequest, name: str) -> int:
    """A number sent in a form; 0, which no row has, when it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@require_GET
def return_current(request: HttpRequest) -> HttpResponse:
    """This month's grid, or the offer to start it."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.may_record(user, user.union):
        raise PermissionDenied
    months = todo.months_of(user.union)
    status = todo.current(months)
    if status and status.monthly_return:
        return redirect("return-edit" if status.is_open else "return-review", status.monthly_return.pk)
    return render(request, "reports/return_current.html", {"status": status, "months": months[1:7], "records": True})


def return_open(request: HttpRequest, month: str) -> HttpResponse:
    """Start the month (POST), or find it (GET writes nothing)."""
    user: User = request.user  # type: ignore[assignment]
    try:
        first = parse_month(month)
    except PeriodError as error:
        raise Http404 from error
    if not permissions.may_record(user, user.union):
        raise PermissionDenied
    if request.method != "POST":
        found = MonthlyReturn.objects.visible_to(user).filter(union=user.union_id, month=first).first()
        return redirect("return-edit", found.pk) if found else redirect("return-current")
    try:
        opened = open_return(user.union, first, by=user)
        follow_ledgers(opened, by=user)
        return redirect("return-edit", opened.pk)
    except ReturnClosed as error:
        messages.error(request, str(error))
        return redirect("return-current")


def return_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid; a POST saves the whole form, for browsers without script and before 检查."""
    monthly_return = own_return(request, pk)
    if not monthly_return.is_open:
        return redirect("return-review", pk)
    if request.method != "POST":
        follow_ledgers(monthly_return, by=request.user)  # type: ignore[arg-type]
        return entry_page(request, monthly_return)
    cells = {
        name[2:]: CellInput(text[:LONGEST_TEXT], request.POST.get(f"was-{name[2:]}"))
        for name, text in request.POST.items()
        if name.startswith("c-") and isinstance(text, str)
    }
    try:
        result = save_cells(monthly_return, cells, by=request.user)  # type: ignore[arg-type]
    except ReturnClosed as error:
        messages.error(request, str(error))
        return redirect("return-review", pk)
    if result.errors or result.conflicts:
        return entry_page(request, monthly_return, cells=cells, result=result, status=422)
    if "check" in request.POST:
        return redirect("return-check", pk)
    messages.success(request, f"已保存（{timezone.localtime():%H:%M}）")
    return redirect("return-edit", pk)


@require_POST
def return_save(request: HttpRequest, pk: int) -> JsonResponse:
    """Save a batch of cells sent as JSON; says for each what became of it. Eight queries in all."""
    try:
        cells = read_cells(json.loads(request.body))
    except (ValueError, RecursionError):
        own_return(request, pk)
        return JsonResponse({"error": "数据格式不对，请刷新页面后重试"}, status=400)
    try:
        # save_cells reads and judges the return itself; asking again only tells a stranger from a reader.
        result = save_cells(MonthlyReturn(pk=pk), cells, by=request.user)  # type: ignore[arg-type]
    except ReturnClosed as error:
        return JsonResponse({"closed": str(error)}, status=409)
    except (PermissionDenied, MonthlyReturn.DoesNotExist):
        own_return(request, pk)
        raise
    conflicts = {
        code: {"now": c.now, "mine": c.mine, "by": c.by, "at": f"{timezone.localtime(c.at):%H:%M}" if c.at else ""}
        for code, c in result.conflicts.items()
    }
    return JsonResponse(
        {
            "saved": result.saved,
            "errors": result.errors,
            "conflicts": conflicts,
            "at": f"{timezone.localtime():%H:%M}",
            "version": result.version,
        }
    )


def read_cells(body: object) -> dict[str, CellInput]:
    """The cells of a JSON body `{"cells": {code: {"text", "was"}}}`. Raises ValueError."""
    cells = body.get("cells") if isinstance(body, dict) else None
    if not isinstance(cells, dict) or not 0 < len(cells) <= MOST_CELLS:
        raise ValueError
    result = {}
    for code, cell in cells.items():
        if not isinstance(cell, dict) or not isinstance(cell.get("text"), str):
            raise ValueError
        was = cell.get("was")
        if not (was is None or isinstance(was, str)):
            raise ValueError
        result[str(code)] = CellInput(cell["text"][:LONGEST_TEXT], was)
    return result


def entry_page(
    request: HttpRequest,
    monthly_return: MonthlyReturn,
    *,
    cells: dict[str, CellInput] | None = None,
    result: Saved | None = None,
    findings: list[Finding] | None = None,
    extra: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The grid as a page; with what was refused in its place, or with what the rules found."""
    sections = grid(monthly_return)
    names = {row.code: row.indicator.plain_name for section in sections for row in section.rows}
    problems: dict[str, list[tuple[str, str]]] = {}
    for code, message in (result.errors if result else {}).items():
        problems.setdefault(code, []).append((ERROR, message))
    for code, conflict in (result.conflicts if result else {}).items():
        said = f"{conflict.by or '别人'}已改为“{conflict.now or '空'}”，您填的是“{conflict.mine or '空'}”，未保存"
        problems.setdefault(code, []).append((ERROR, said))
    for finding in findings or ():
        for code in finding.cells[:1]:  # a rule about the return as a whole names no cell
            problems.setdefault(code, []).append((finding.severity, finding.message))
    marks = list(monthly_return.marks.filter(settled=False).select_related("indicator", "by"))
    events = list(monthly_return.events.select_related("by"))
    context = {
        "monthly_return": monthly_return,
        "sections": sections,
        "problems": problems,
        "wrong": {code for code, said in problems.items() if any(severity == ERROR for severity, _ in said)},
        "names": names,
        "summary": [(code, names.get(code, code), text) for code, said in problems.items() for _, text in said],
        "typed": {code: cell.text for code, cell in (cells or {}).items() if code in problems},
        "related": {code for finding in findings or () for code in finding.cells[1:]},
        "marks": marks,
        "marked": {mark.indicator.code: mark.text for mark in marks},
        "came_back": next((e for e in reversed(events) if e.to_state == "returned"), None),
        "asked": sum(section.asked for section in sections),
        "filled": sum(section.filled for section in sections),
        **ledger_marks(monthly_return),
        **neighbours(request, monthly_return),
        **signing.signed_sheets(monthly_return),
        "may_attach": signing.may_attach(request.user, monthly_return),  # type: ignore[arg-type]
        "draft_key": f"draft:{request.user.pk}:{monthly_return.pk}",
        "save_url": reverse("return-save", args=[monthly_return.pk]),
        "findings_url": reverse("return-findings", args=[monthly_return.pk]),
        "note_url": reverse("return-note", args=[monthly_return.pk, "CODE"]),
        "count": sum(len(said) for said in problems.values()),
        **(extra or {}),
    }
    return render(request, "reports/return_edit.html", context, status=status)


def neighbours(request: HttpRequest, monthly_return: MonthlyReturn) -> dict[str, object]:
    """The same union's returns of the months before and after, for the switcher. One query."""
    months = [shift(monthly_return.month, -1), shift(monthly_return.month, 1)]
    returns = MonthlyReturn.objects.visible_to(request.user).filter(  # type: ignore[arg-type]
        union_id=monthly_return.union_id, month__in=months
    )
    found = {item.month: item for item in returns}
    return {"before": found.get(months[0]), "after": found.get(months[1]), "around": months}


@require_GET
def return_note(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The note strip of one indicator: what it counts, twelve months, who changed it."""
    monthly_return = visible_return(request, pk)
    indicator = get_object_or_404(Indicator.objects.in_force(monthly_return.month), code=code)
    months = twelve_months(monthly_return, indicator)
    changes = monthly_return.changes.filter(indicator=indicator).select_related("by")
    marks = monthly_return.marks.filter(indicator=indicator).select_related("by")
    context = {
        "indicator": indicator,
        "formula": formula(indicator),
        "months": months,
        "line": sparkline(months),
        "changes": changes[:HISTORY],
        "marks": marks,
    }
    return render(request, "reports/_note.html", context)


def formula(indicator: Indicator) -> str:
    """How a computed indicator follows from others, in words; else what the county says of it."""
    if indicator.numerator and indicator.denominator:
        return f"{indicator.numerator.plain_name} ÷ {indicator.denominator.plain_name}"
    terms = indicator.term_list()
    if not terms:
        return "" if indicator.built_in else indicator.source
    names = dict(Indicator.objects.filter(code__in=[code for _, code in terms]).values_list("code", "name"))
    words = "".join(f" {'+' if sign > 0 else '−'} {names.get(code, code)}" for sign, code in terms)
    return words.removeprefix(" + ").strip()


@require_POST
def return_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The filler's answer to a remark on a cell."""
    monthly_return = own_return(request, pk)
    mark = get_object_or_404(monthly_return.marks, pk=posted_id(request, "mark"))
    text = request.POST.get("text", "").strip() or ("已改" if "done" in request.POST else "")
    try:
        reviewing.reply(mark, text, by=request.user)  # type: ignore[arg-type]
    except reviewing.ReviewError as error:
        messages.error(request, str(error))
    return redirect(reverse("return-edit", args=[pk]) + "#marks")
