"""Check the numbers of a text against the figures of a union over a span."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.management.subject import add_subject, subject_of
from reports.models import Summary
from reports.models.summary import HeadingStyle
from reports.oldreports.archive import FileRefused
from reports.oldreports.files import LONGEST, read_file
from reports.proofing import Finding, Verdict
from reports.summaries import Composition, compose
from reports.summaries.compose import kind_of
from reports.summaries.proofing import CALLED, check_text


class Command(BaseCommand):
    help = "拿一段文字（.txt、.docx）里的数字同一个工会在报告期内的统计数逐个核对；有不符的退出码为 1"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="要核对的文字")
        add_subject(parser)
        parser.add_argument("--format", choices=("table", "json"), default="table", help="输出样式，默认 table")

    def handle(self, *args: Any, **options: Any) -> None:
        union, span = subject_of(options)
        text = text_of(options["file"])
        kind = kind_of(span)
        summary = Summary.objects.filter(union=union, kind=kind, first=span.first, last=span.last).first()
        words, style = (summary.words, summary.style) if summary else ({}, HeadingStyle.PLAIN)
        composition = compose(
            union, span, kind, provisional=options["provisional"], words=words, style=style,
            held=summary.outline if summary else None,
        )  # fmt: skip
        findings = check_text(text, composition)
        if options["format"] == "json":
            self.stdout.write(json.dumps([as_json(each) for each in findings], ensure_ascii=False, indent=1))
        else:
            self._table(text, findings, composition)
        if any(each.is_wrong for each in findings):
            raise SystemExit(1)

    def _table(self, text: str, findings: tuple[Finding, ...], composition: Composition) -> None:
        for each in findings:
            if each.verdict is not Verdict.AGREES:
                line = text.count("\n", 0, each.start) + 1
                before = text[max(0, each.start - 12) : each.start].split("\n")[-1].strip()
                name = composition.figures.label(each.indicator).name if each.indicator else ""
                said = [f"第{line}行", CALLED[each.verdict], f"{before}【{each.text}】", each.why, name]
                self.stdout.write("\t".join(said).rstrip())
        agreeing = sum(each.verdict is Verdict.AGREES for each in findings)
        wrong = sum(each.is_wrong for each in findings)
        self.stdout.write(
            f"共 {len(findings)} 处数字：相符 {agreeing}，不符 {wrong}，其他 {len(findings) - agreeing - wrong}"
        )


def text_of(path: Path) -> str:
    """The text of a file, a .txt one character for character. Raises CommandError."""
    try:
        data = path.read_bytes()
        if path.suffix.lower() != ".txt":
            return read_file(path.name, data)
    except FileNotFoundError as error:
        raise CommandError(f"没有文件 {path}") from error
    except OSError as error:
        raise CommandError(f"文件 {path} 读不了（{error.strerror}）") from error
    except FileRefused as refusal:
        raise CommandError(str(refusal)) from refusal
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
        if len(text) > LONGEST:
            raise CommandError(f"全文有 {len(text) / 10_000:.1f} 万字，最多 {LONGEST // 10_000} 万字；请分几次核对")
        return text
    raise CommandError(f"文件 {path} 不是文字文件，请存为 UTF-8 编码的 .txt，或者用 .docx")


def as_json(finding: Finding) -> dict[str, object]:
    """A finding as scripts read it; `at` counts characters from 0."""
    return {
        "text": finding.text,
        "at": finding.start,
        "verdict": finding.verdict.value,
        "indicator": finding.indicator,
        "expected": finding.expected,
    }
