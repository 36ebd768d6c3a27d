"""The sheet of a monthly return, to be signed, sealed and filed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports.documents import DocumentUnavailable
from reports.documents.sheet import ReturnSheet, SheetRow, SheetSection
from reports.documents.sheet import render as print_sheet
from reports.grid import Row, grid
from reports.models import MonthlyReturn
from reports.views.returns import visible_return


@require_GET
def return_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The return as PDF with its cover; every answer given, section by section."""
    monthly_return = visible_return(request, pk)
    sheet = sheet_of(monthly_return)
    try:
        content = print_sheet(sheet)
    except DocumentUnavailable as error:
        context = {"monthly_return": monthly_return, "reason": str(error)}
        return render(request, "reports/sheet_unavailable.html", context, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{sheet.title}.pdf") or ""
    return response


def sheet_of(monthly_return: MonthlyReturn) -> ReturnSheet:
    """The return as plain data for the sheet: who filled it in and who signed, as far as that has happened."""
    union = monthly_return.union
    events = list(monthly_return.events.select_related("by"))
    filled = next((event for event in reversed(events) if event.action == "submit"), None)
    signed = next((event for event in reversed(events) if event.action == "sign"), None)
    if filled and signed and signed.pk < filled.pk:
        signed = None  # sent again since, and not signed yet
    sections = (
        SheetSection(section.name, tuple(_row(row) for row in section.rows if row.text))
        for section in grid(monthly_return)
    )
    return ReturnSheet(
        union.name,
        union.code,
        monthly_return.month_name,
        tuple(section for section in sections if section.rows),
        state=monthly_return.get_state_display(),
        version=monthly_return.version,
        filler=str(filled.by) if filled else "",
        chair=str(signed.by) if signed else "",
        dated=timezone.localdate(signed.at).isoformat() if signed else "",
        superior=union.superior,
    )


def _row(row: Row) -> SheetRow:
    return SheetRow(
        row.indicator.plain_name if row.indent else row.indicator.name,
        row.indicator.unit,
        row.text,
        row.running,
        row.year_ago,
        int(row.indent),
    )
