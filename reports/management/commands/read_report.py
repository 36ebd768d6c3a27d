"""Read an old report: which figures of the catalogue does it state?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.management.loader import ensure_tables
from reports.formats import exact
from reports.oldreports.archive import FileRefused
from reports.oldreports.extract import Found
from reports.oldreports.files import read_file
from reports.oldreports.reading import KINDS, NO_FIGURES, figures_in


class Command(BaseCommand):
    help = "读一份旧总结（.docx、.txt；装有 LibreOffice 时也读 .doc、.wps），列出其中的统计数"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="旧总结的文件")
        parser.add_argument("--format", choices=("table", "json"), default="table", help="输出样式，默认 table")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_tables()
        path: Path = options["file"]
        try:
            text = read_file(path.name, path.read_bytes())
            found = figures_in(text).found
        except OSError as error:
            raise CommandError(f"文件 {path} 读不了（{error.strerror}）") from error
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["format"] == "json":
            self.stdout.write(json.dumps([as_json(each) for each in found], ensure_ascii=False, indent=1))
            return
        if not found:
            self.stdout.write(NO_FIGURES)
            return
        for each in found:
            mark = "" if each.certain else "（待核对）"
            value = f"{exact(each.value)}{each.approximate}{each.unit}"
            self.stdout.write(f"{each.indicator}\t{each.label}\t{value}\t{KINDS[each.kind]}{mark}\t{each.quote}")
        self.stdout.write(f"共 {len(found)} 个数，其中 {sum(not each.certain for each in found)} 个待核对")


def as_json(found: Found) -> dict[str, object]:
    """A figure as scripts read it; the value exact, in the indicator's own unit."""
    return {
        "indicator": found.indicator,
        "label": found.label,
        "value": exact(found.value),
        "unit": found.unit,
        "kind": found.kind,
        "section": found.section,
        "quote": found.quote,
        "certain": found.certain,
    }
