"""The signed and sealed sheet of a return: sent up as a scan, and fetched again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reports import signing
from reports.models import SignedSheet
from reports.papers import PaperRefused
from reports.views.bases import attachment
from reports.views.returns import own_return

#: The pages that take a scan, by the word their form sends.
PAGES = {"edit": "return-edit", "receipt": "return-receipt", "review": "return-review"}


@require_POST
def return_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the scan of the signed sheet, and go back to the page it was sent from."""
    monthly_return = own_return(request, pk)
    file = request.FILES.get("scan")
    place = "#signed"
    try:
        if file is None or not file.size:
            raise PaperRefused("没有收到文件，请先选择扫描件" if file is None else "文件是空的，请重新选择")
        sheet = signing.attach(monthly_return, file, by=request.user)  # type: ignore[arg-type]
    except PaperRefused as refusal:
        messages.error(request, str(refusal))
        place = ""  # the refusal stands at the top of the page
    else:
        messages.success(request, f"已收到签章扫描件“{sheet.title}”")
    page = PAGES.get(request.POST.get("page", ""), "return-review")
    return redirect(reverse(page, args=[pk]) + place)


@require_GET
def signed_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan as a file to save, for those who may see the return."""
    sheet = get_object_or_404(SignedSheet.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]
    return attachment(sheet.stored, sheet.title)
