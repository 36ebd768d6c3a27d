"""Ledgers as workbooks: take one away, bring one back, look at what it would change, confirm, undo."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.forms.record import kept_unions
from members.ledgers.columns import SINCE
from members.ledgers.comparing import Plan, compare
from members.ledgers.ledger import Ledger
from members.ledgers.listing import records
from members.ledgers.sheet_reading import grids_of, read_grids
from members.ledgers.sheet_writing import write_sheet
from members.ledgers.taking import confirm, sheet_of
from members.ledgers.undoing import undo
from members.models import BatchState, Happening, ImportBatch, Union, User, record
from members.problems import Problem, Refused
from members.sealing import Unreadable
from members.sections import SECTIONS
from members.views.ledgers import asked_ledger, asked_of, reader
from members.workbooks import MEGABYTE, ROSTER_LIMITS

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN, SHOWN_BATCHES = 100, 10


@require_GET
@never_cache
def ledger_export(request: HttpRequest, slug: str) -> FileResponse:
    """The list as it is narrowed, or an empty form to fill in, as a workbook; who took it is written down."""
    user, ledger = reader(request), asked_ledger(slug)
    empty = request.GET.get("template") == "1"
    unions = [union.name for union in kept_unions(user)]
    rows = None if empty else records(ledger, user, asked_of(request, ledger, user))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        number = write_sheet(path, ledger, rows, unions=unions)
        data = BytesIO(path.read_bytes())
    if not empty:
        record(request, Happening.EXPORTED, user.username, actor=user, result=f"{ledger.name}，{number}条")
    name = f"{ledger.name}空表.xlsx" if empty else f"{ledger.name}{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(data, as_attachment=True, filename=name, content_type=WORKBOOK)


def keeper(request: HttpRequest, slug: str) -> tuple[User, Ledger, list[Union]]:
    """Somebody who writes ledgers, and of which unions; 403 for readers."""
    user, ledger = reader(request), asked_ledger(slug)
    unions = kept_unions(user)
    if not unions:
        raise PermissionDenied
    return user, ledger, unions


def asked_batch(request: HttpRequest, slug: str, pk: int) -> tuple[User, Ledger, list[Union], ImportBatch]:
    """An upload into this ledger; what is not confirmed yet is seen by whoever uploaded it alone."""
    user: User = request.user  # type: ignore[assignment]
    batch = ImportBatch.objects.visible_to(user).select_related("by").filter(pk=pk, ledger=slug).first()
    if batch is None or (batch.state == BatchState.PREVIEWED and batch.by_id != user.pk):
        raise Http404
    return *keeper(request, slug), batch


@require_http_methods(["GET", "POST"])
@never_cache
def ledger_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload a sheet; nothing is written before it was looked at."""
    user, ledger, unions = keeper(request, slug)
    ImportBatch.objects.forget_old()
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            return redirect("import-show", slug, _uploaded(request, user, ledger).pk)
        except Refused as refusal:
            problems = refusal.problems
    batches = ImportBatch.objects.visible_to(user).filter(ledger=slug).exclude(state=BatchState.PREVIEWED)
    context = {
        "ledger": ledger,
        "section": SECTIONS[ledger.section],
        "unions": unions,
        "problems": problems[:SHOWN],
        "number": len(problems),
        "batches": batches.select_related("by")[:SHOWN_BATCHES],
        "since": SINCE if ledger.dated else "",
        "rows": ROSTER_LIMITS.rows // 10_000,
    }
    return render(request, "members/ledger_import.html", context, status=422 if problems else 200)


def _uploaded(request: HttpRequest, user: User, ledger: Ledger) -> ImportBatch:
    """The file, held until it is confirmed. Raises Refused where it is none of this ledger's sheets."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise Refused([Problem("请先选择文件" if file is None else "文件是空的，请重新选择")])
    if file.size > ROSTER_LIMITS.size:
        raise Refused([Problem(f"文件超过 {ROSTER_LIMITS.size // MEGABYTE} MB，请分成几个文件")])
    name = (file.name or "表格")[-200:]
    grids = grids_of(file.read(), name)
    read_grids(ledger, grids)
    batch = ImportBatch(union=user.union, ledger=ledger.slug, file_name=name, by=user)
    batch.hold(grids)
    batch.save()
    return batch


@require_GET
@never_cache
def import_show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the sheet would change; after it was taken, how many it did, and how to undo it."""
    user, ledger, unions, batch = asked_batch(request, slug, pk)
    return _shown(request, user, ledger, unions, batch)


def _shown(
    request: HttpRequest,
    user: User,
    ledger: Ledger,
    unions: list[Union],
    batch: ImportBatch,
    refused: list[Problem] | None = None,
) -> HttpResponse:
    plan, problems = Plan(), refused or []
    if batch.state == BatchState.PREVIEWED:
        try:
            plan = compare(ledger, sheet_of(batch), user, batch.union, unions)
        except Refused as refusal:
            problems = problems or refusal.problems
        except Unreadable as error:
            problems = [Problem(str(error))]
    problems = problems or plan.wrong(update=False)
    twins = plan.of("twin")
    warned = [(entry, finding) for entry in plan.entries for finding in entry.warnings if finding.severity == "warning"]
    context = {
        "ledger": ledger,
        "section": SECTIONS[ledger.section],
        "batch": batch,
        "waiting": batch.state == BatchState.PREVIEWED,
        "done": batch.state == BatchState.CONFIRMED,
        "problems": problems[:SHOWN],
        "number": len(problems),
        "new": plan.of("new")[:SHOWN],
        "changed": plan.of("changed")[:SHOWN],
        "twins": twins[:SHOWN],
        "twin_problems": [problem for entry in twins for problem in entry.problems][:SHOWN],
        "numbers": {fate: len(plan.of(fate)) for fate in ("new", "changed", "same", "twin")},  # type: ignore[arg-type]
        "warned": warned[:SHOWN],
        "warnings": len(warned),
        "remarks": plan.remarks,
        "several": len(unions) > 1,
        "shown": SHOWN,
    }
    return render(request, "members/import_show.html", context, status=422 if refused else 200)


@require_POST
def import_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the sheet in, whole or not at all."""
    user, ledger, unions, batch = asked_batch(request, slug, pk)
    try:
        confirm(batch, by=user, unions=unions, update=request.POST.get("twins") == "update")
    except (Refused, Unreadable) as refusal:
        problems = refusal.problems if isinstance(refusal, Refused) else [Problem(str(refusal))]
        return _shown(request, user, ledger, unions, batch, problems)
    messages.success(request, f"已导入：新增 {batch.added} 条，改动 {batch.changed} 条。")
    return redirect("import-show", slug, pk)


@require_POST
def import_drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Forget an upload that was not taken."""
    user, _, _, batch = asked_batch(request, slug, pk)
    if ImportBatch.objects.visible_to(user).filter(pk=batch.pk, state=BatchState.PREVIEWED).delete()[0]:
        messages.success(request, "已放弃，没有动台账。")
    return redirect("ledger-import", slug)


@require_POST
def import_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a batch out again."""
    user, ledger, unions, batch = asked_batch(request, slug, pk)
    try:
        gone, voided, back = undo(batch, by=user)
    except Refused as refusal:
        return _shown(request, user, ledger, unions, batch, refusal.problems)
    words = [f"删去新增的 {gone} 条" if gone else "", f"恢复改动的 {back} 条" if back else ""]
    words.append(f"已计入月报的 {voided} 条改为作废" if voided else "")
    messages.success(request, f"已撤销：{'，'.join(filter(None, words)) or '没有需要恢复的记录'}。")
    return redirect("import-show", slug, pk)
