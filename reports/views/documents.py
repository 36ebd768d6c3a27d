"""A report as a file: the draft as it reads now, or an issued version byte for byte."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports.blocks import Document
from reports.documents import FORMATS, DocumentUnavailable
from reports.documents.frame import mark
from reports.keeping import document_of_part, kept_file
from reports.models import Part, State, Summary, SummaryVersion
from reports.summaries import issued_version
from reports.summaries.editing import compose_summary, edited_document
from reports.summaries.months import with_months
from reports.summaries.proofing import check_summary, kept_with_reasons
from reports.summaries.sources import source_table, with_sources
from reports.views.summaries import visible_summary

#: What a file is called besides when it holds more or less than the report.
BESIDES: dict[str, str] = {Part.ANNEXED: "（附数据来源）", Part.PUBLIC: "（对外版本）"}


@require_GET
def summary_download(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The report as it now stands: what was issued while it is issued, else the draft; `annex` adds its sources."""
    summary = visible_summary(request, pk)
    if summary.state == State.APPROVED and (version := issued_version(summary)):
        return issued_file(request, summary, version, format, asked_part(request))
    composition = compose_summary(summary)
    document = edited_document(summary, composition)
    if asked_part(request) == Part.ANNEXED:
        kept = kept_with_reasons(check_summary(summary, composition))
        document = with_sources(document, source_table(document, composition.rolled, kept))
    if format == "xlsx":
        document = with_months(document, summary.union, summary.rests_on, provisional=True)
    return as_file(request, summary, document, format, also=BESIDES.get(asked_part(request), ""))


@require_GET
def summary_version(request: HttpRequest, pk: int, number: int, format: str) -> HttpResponse:
    """An issued version, whatever has become of the report since; `annex` adds its sources."""
    summary = visible_summary(request, pk)
    version = issued_version(summary, number)
    if version is None:
        raise Http404
    return issued_file(request, summary, version, format, asked_part(request))


@require_GET
def summary_correction(request: HttpRequest, pk: int, number: int, format: str) -> HttpResponse:
    """What this version changed in the one before it, as a paper of its own."""
    summary = visible_summary(request, pk)
    version = issued_version(summary, number)
    if version is None:
        raise Http404
    return issued_file(request, summary, version, format, Part.CORRECTION)


def asked_part(request: HttpRequest) -> str:
    return Part.ANNEXED if request.GET.get("annex") == "1" else Part.REPORT


def issued_file(
    request: HttpRequest, summary: Summary, version: SummaryVersion, format: str, part: str
) -> HttpResponse:
    """A paper of an issued version as a download; 404 where the version has no such paper."""
    document = document_of_part(version, part)
    if document is None:
        raise Http404
    return as_file(request, summary, document, format, lambda: kept_file(version, format, part), BESIDES.get(part, ""))


@require_GET
def summary_public(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """What was issued, for the outside: small counts and what gives them away are left out."""
    summary = visible_summary(request, pk)
    version = issued_version(summary) if summary.state == State.APPROVED else None
    if version is None:
        raise Http404
    return issued_file(request, summary, version, format, Part.PUBLIC)


def file_name(document: Document, suffix: str, also: str = "") -> str:
    """`东港镇总工会2026年上半年工作总结.pdf`; a draft says so, a later version says which it is."""
    number = f"（第{document.version}版）"
    version = number if document.version > 1 and number not in document.title else ""
    return f"{document.title}{version}{'（草稿）' if mark(document) else ''}{also}.{suffix}"


def as_file(
    request: HttpRequest,
    summary: Summary,
    document: Document,
    name: str,
    make: Callable[[], bytes] | None = None,
    also: str = "",
) -> HttpResponse:
    """The document in this format as a download, or a page that says why it cannot be made here."""
    chosen = FORMATS.get(name)
    if chosen is None:
        raise Http404
    try:
        content = make() if make else chosen.render(document)
    except DocumentUnavailable as error:
        context = {"summary": summary, "document": document, "format": chosen, "reason": str(error), "formats": FORMATS}
        return render(request, "reports/summary_unavailable.html", context, status=503)
    response = HttpResponse(content, content_type=chosen.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name(document, chosen.suffix, also)) or ""
    return response
