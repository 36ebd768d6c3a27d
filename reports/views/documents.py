"""A report as a file: the draft as it reads now, or an issued version word for word."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports.blocks import Document
from reports.documents import FORMATS, DocumentUnavailable
from reports.documents.frame import mark
from reports.models import State, Summary
from reports.summaries import document_of, issued_document
from reports.summaries.months import with_months
from reports.summaries.public import for_public, guarded
from reports.views.summaries import visible_summary


@require_GET
def summary_download(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The report as it now stands: what was issued while it is issued, else the draft."""
    summary = visible_summary(request, pk)
    issued = issued_document(summary) if summary.state == State.APPROVED else None
    document = issued or document_of(summary)
    if not issued and format == "xlsx":
        document = with_months(document, summary.union, summary.span, provisional=True)
    return as_file(request, summary, document, format)


@require_GET
def summary_version(request: HttpRequest, pk: int, number: int, format: str) -> HttpResponse:
    """An issued version, whatever has become of the report since."""
    summary = visible_summary(request, pk)
    document = issued_document(summary, number) if number else None
    if document is None:
        raise Http404
    return as_file(request, summary, document, format)


@require_GET
def summary_public(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """What was issued, for the outside: small counts and what gives them away are left out."""
    summary = visible_summary(request, pk)
    issued = issued_document(summary) if summary.state == State.APPROVED else None
    if issued is None:
        raise Http404
    return as_file(request, summary, for_public(issued, guarded()), format, "（对外版本）")


def file_name(document: Document, suffix: str, also: str = "") -> str:
    """`东港镇总工会2026年上半年工作总结.pdf`; a draft says so."""
    return f"{document.title}{'（草稿）' if mark(document) else ''}{also}.{suffix}"


def as_file(request: HttpRequest, summary: Summary, document: Document, name: str, also: str = "") -> HttpResponse:
    """The document in this format as a download, or a page that says why it cannot be made here."""
    chosen = FORMATS.get(name)
    if chosen is None:
        raise Http404
    try:
        content = chosen.render(document)
    except DocumentUnavailable as error:
        context = {"summary": summary, "document": document, "format": chosen, "reason": str(error), "formats": FORMATS}
        return render(request, "reports/summary_unavailable.html", context, status=503)
    response = HttpResponse(content, content_type=chosen.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name(document, chosen.suffix, also)) or ""
    return response
