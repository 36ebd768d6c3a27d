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
from reports.management.subject import add_subject, subject_of
from reports.models import State, Summary
from reports.models.summary import SummaryKind
from reports.summaries import compose, issued_document
from reports.summaries.compose import kind_of
from reports.summaries.editing import edited_document
from reports.summaries.public import for_public, guarded


class Command(BaseCommand):
    help = "写出一个工会在报告期内的总结：已签发的取签发稿，否则按现有数据生成"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_subject(parser)
        parser.add_argument("--kind", choices=SummaryKind.values, default="", help="总结种类，默认按报告期判断")
        parser.add_argument("--format", choices=list(FORMATS), required=True, help="文件格式")
        parser.add_argument("--public", action="store_true", help="对外版本：隐去不足3的人数、户数、件数；须已签发")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到哪个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        union, span = subject_of(options)
        document = document_for(union, span, options["kind"] or kind_of(span), provisional=options["provisional"])
        if options["public"]:
            if not document.version:
                raise CommandError("对外版本只能出自已签发的总结，这份总结还没有签发")
            document = for_public(document, guarded())
        try:
            data = FORMATS[options["format"]].render(document)
        except DocumentUnavailable as error:
            raise CommandError(str(error)) from error
        try:
            options["out"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"文件 {options['out']} 写不了（{error.strerror}），请检查文件夹和权限") from error
        state = "草稿，数据未全部审核通过" if document.provisional else document.status
        self.stdout.write(f"已写出 {options['out']}：{document.title}（{state}）")


def document_for(union: Union, span: Span, kind: str, *, provisional: bool) -> Document:
    """What was issued for this span, else the officer's draft with today's figures, else composed afresh."""
    summary = Summary.objects.select_related("union").filter(
        union=union, kind=kind, first=span.first, last=span.last
    ).first()  # fmt: skip
    if summary is None:
        return compose(union, span, kind, provisional=provisional).document
    if summary.state == State.APPROVED and (issued := issued_document(summary)):
        return issued
    fresh = compose(
        union, span, kind, provisional=provisional, words=summary.words, style=summary.style, charts=summary.charts
    )
    return edited_document(summary, fresh)
