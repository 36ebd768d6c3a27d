"""The files a person has asked for: start a batch, see how far it is, stop it, fetch it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from members import permissions
from members.models import User
from members.months import Span, month_text
from reports.exports import ExportRefused, cancel, file_of, queue, retry
from reports.models import Export, Summary
from reports.models.export import FileFormat
from reports.models.summary import ON_WORK, SummaryKind


@dataclass(frozen=True, slots=True)
class Group:
    """The summaries of one span that can be fetched together."""

    value: str
    label: str


@require_GET
def export_list(request: HttpRequest) -> HttpResponse:
    """My batches, the newest first, and what can be asked for."""
    user = _reader(request)
    exports = list(Export.objects.visible_to(user)[:50])
    context = {
        "exports": [(export, file_of(export) is not None) for export in exports],
        "groups": groups_of(user),
        "formats": FileFormat.choices,
    }
    return render(request, "reports/export_list.html", context)


@require_POST
def export_start(request: HttpRequest) -> HttpResponse:
    """Ask for all summaries of a span in one format."""
    user = _reader(request)
    group = next((each for each in groups_of(user) if each.value == request.POST.get("group")), None)
    if group is None:
        messages.error(request, "请选择要导出的总结")
        return redirect("export-list")
    kind, first, last = group.value.split(":")
    summaries = Summary.objects.visible_to(user).filter(kind=kind, first=f"{first}-01", last=f"{last}-01")
    try:
        export = queue(summaries, request.POST.get("format", ""), group.label, by=user)
    except ExportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已开始导出“{export.title}”，可以离开本页，完成后在这里下载")
    return redirect("export-list")


@require_GET
def export_status(request: HttpRequest, pk: int) -> JsonResponse:
    """How far a batch is, for the bar that shows it."""
    export = own_export(request, pk)
    return JsonResponse(
        {
            "status": export.status,
            "label": export.get_status_display(),
            "done": export.done,
            "total": export.total,
            "stage": export.stage,
            "unfinished": export.is_unfinished,
        }
    )


@require_POST
def export_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a batch that is waiting or being made."""
    export = own_export(request, pk)
    if cancel(export):
        messages.success(request, f"已取消导出“{export.title}”")
    else:
        messages.info(request, "这个导出已经结束，不用取消")
    return redirect("export-list")


@require_POST
def export_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a failed or cancelled batch anew."""
    export = own_export(request, pk)
    if retry(export):
        messages.success(request, f"已重新开始导出“{export.title}”")
    else:
        messages.info(request, "这个导出没有失败，不用重试")
    return redirect("export-list")


@require_GET
def export_download(request: HttpRequest, pk: int) -> FileResponse:
    """The finished archive."""
    export = own_export(request, pk)
    path = file_of(export)
    if path is None:
        raise Http404
    response = FileResponse(path.open("rb"), content_type="application/zip")
    name = f"{export.title}（{export.get_format_display()}）.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def own_export(request: HttpRequest, pk: int) -> Export:
    """The batch, or 404 for anybody but its owner."""
    return get_object_or_404(Export.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]


def groups_of(user: User) -> list[Group]:
    """The spans with summaries this user may read, the latest first; one query."""
    rows = (
        Summary.objects.visible_to(user)
        .order_by("-last", "-first", "kind")
        .values_list("kind", "first", "last")
        .annotate(number=Count("pk"))
    )
    groups = []
    for kind, first, last, number in rows:
        value = f"{kind}:{month_text(first)}:{month_text(last)}"
        span = Span(first, last).name if kind != SummaryKind.ANNUAL else f"{last.year}年度"
        called = "总结" if kind in ON_WORK else SummaryKind(kind).label
        groups.append(Group(value, f"{span}{called}（{number}份）"))
    return groups


def _reader(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    if not permissions.has_data_rights(user):
        raise PermissionDenied
    return user
