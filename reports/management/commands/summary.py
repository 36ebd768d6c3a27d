"""Write the report of a union over a span as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.models import Union
from members.months import Span
from reports.blocks import Document
from reports.documents import FORMATS, DocumentUnavailable
from reports.keeping import document_of_part, kept_file
from reports.management.subject import add_subject, subject_of
from reports.models import Part, State, Summary
from reports.models.summary import SummaryKind
from reports.summaries import compose, issued_version
from reports.summaries.compose import kind_of
from reports.summaries.editing import edited_document
from reports.summaries.proofing import check_summary, kept_with_reasons
from reports.summaries.sources import source_table, with_sources
from reports.summaries.subject import subject_for


class Command(BaseCommand):
    help = "写出一个工会在报告期内的总结：已签发的取签发稿，否则按现有数据生成"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_subject(parser)
        parser.add_argument("--kind", choices=SummaryKind.values, default="", help="总结种类，默认按报告期判断")
        parser.add_argument(
            "--about", type=int, default=0, metavar="N",
            help="选举报告写哪条选举记录、上报文件的报告报哪份总结（编号），默认取报告期内最近的一个",
        )  # fmt: skip
        parser.add_argument("--format", choices=list(FORMATS), required=True, help="文件格式")
        parser.add_argument("--public", action="store_true", help="对外版本：隐去不足3的人数、户数、件数；须已签发")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到哪个文件")
        parser.add_argument("--annex", action="store_true", help="附“数据来源”：正文每个数字的来历")

    def handle(self, *args: Any, **options: Any) -> None:
        union, span = subject_of(options)
        kind, format, about = options["kind"] or kind_of(span), options["format"], options["about"]
        if options["public"] and options["annex"]:
            raise CommandError("对外版本不附数据来源，--public 和 --annex 只能选一个")
        if refusal := refusal_of(union, span, kind, about):
            raise CommandError(refusal)
        try:
            document, data = made(
                union, span, kind, format,
                provisional=options["provisional"], annex=options["annex"], public=options["public"], about=about,
            )  # fmt: skip
        except DocumentUnavailable as error:
            raise CommandError(str(error)) from error
        try:
            options["out"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"文件 {options['out']} 写不了（{error.strerror}），请检查文件夹和权限") from error
        state = "草稿，数据未全部审核通过" if document.provisional else document.status
        self.stdout.write(f"已写出 {options['out']}：{document.title}（{state}）")


def refusal_of(union: Union, span: Span, kind: str, about: int) -> str:
    """Why there is no report: an election whose tally does not add up, or nothing to be sent; else empty."""
    subject = subject_for(union, span, kind, about)
    wrong = subject.problems and (kind == SummaryKind.ELECTION or not subject.title)
    return "；".join(subject.problems) if wrong else ""


def made(
    union: Union, span: Span, kind: str, format: str, *, provisional: bool, annex: bool, public: bool, about: int = 0
) -> tuple[Document, bytes]:
    """What was issued for this span, else the officer's draft with today's figures, else composed afresh."""
    about = subject_for(union, span, kind, about).about
    summary = Summary.objects.select_related("union").filter(
        union=union, kind=kind, first=span.first, last=span.last, about=about
    ).first()  # fmt: skip
    version = issued_version(summary) if summary and summary.state == State.APPROVED else None
    if public and not version:
        raise CommandError("对外版本只能出自已签发的总结，这份总结还没有签发")
    if version:
        part = Part.PUBLIC if public else Part.ANNEXED if annex else Part.REPORT
        issued = document_of_part(version, part)
        if issued is None:
            raise CommandError("这份总结签发时还没有数据来源附录，请去掉 --annex")
        return issued, kept_file(version, format, part)
    if summary:
        composition = compose(
            union, span, kind, provisional=provisional, words=summary.words, style=summary.style,
            charts=summary.charts, about=about, held=summary.outline,
        )  # fmt: skip
        document = edited_document(summary, composition)
    else:
        composition = compose(union, span, kind, provisional=provisional, about=about)
        document = composition.document
    if annex:
        kept = kept_with_reasons(check_summary(summary, composition)) if summary else ()
        document = with_sources(document, source_table(document, composition.rolled, kept))
    return document, FORMATS[format].render(document)
