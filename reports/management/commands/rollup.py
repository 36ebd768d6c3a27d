"""Print the totals of a union and all below it over a span."""

from __future__ import annotations

import json
import unicodedata
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from members.months import month_text
from reports.arithmetic import Total
from reports.formats import exact, show
from reports.management.subject import add_subject, subject_of
from reports.models import Indicator
from reports.rollup import Rollup, rollup

HEADS = ("代码", "指标", "单位", "数值", "已报/应报", "上年同期", "上年末", "增减", "任务")
FIRST_NUMBER = 3


class Command(BaseCommand):
    help = "汇总一个工会及其下级在报告期内的数据"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_subject(parser)
        parser.add_argument("--format", choices=("table", "json"), default="table", help="输出为表格或 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        union, span = subject_of(options)
        rolled = rollup(union, span, provisional=options["provisional"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(content_of(rolled, options["period"]), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(text_of(rolled))


def content_of(rolled: Rollup, period: str) -> dict[str, Any]:
    """The totals as JSON: every number a string, exact; null where there is none."""
    codes = {unit.pk: unit.code for unit in rolled.units}
    values = {
        indicator.code: {
            "value": _exact(total.value),
            "unit": indicator.unit,
            "reported": str(total.reported),
            "expected": str(total.expected),
            "not_applicable": str(total.not_applicable),
            "numerator": _exact(total.numerator),
            "denominator": _exact(total.denominator),
            "previous": _exact(total.previous),
            "base": _exact(total.base),
            "change": _exact(total.change),
            "target": _exact(total.target),
            "carried": [{"union": codes[pk], "month": month_text(month)} for pk, month in total.carried],
        }
        for indicator, total in pairs(rolled)
    }
    return {"union": rolled.union.code, "period": period, "provisional": rolled.provisional, "values": values}


def pairs(rolled: Rollup) -> list[tuple[Indicator, Total]]:
    """Every indicator in force with its total, in the catalogue's order."""
    return [(indicator, rolled.totals[indicator.code]) for indicator in rolled.indicators]


def _exact(number: Decimal | None) -> str | None:
    return None if number is None else exact(number)


def text_of(rolled: Rollup) -> str:
    """The indicators that say anything as aligned text."""
    rows: list[tuple[str, ...]] = [HEADS]
    for indicator, total in pairs(rolled):
        numbers = (total.previous, total.base, total.change, total.target)
        if total.value is None and not total.not_applicable and all(number is None for number in numbers):
            continue
        value = "不适用" if total.is_na else _shown(total.value, indicator) + total.approximate
        coverage = f"{total.reported}/{total.expected}" + ("（填报的比率）" if total.stated else "")
        shown = (_shown(number, indicator) for number in numbers)
        rows.append((indicator.code, indicator.name, indicator.unit, value, coverage, *shown))
    note = "含已填报而未审核通过的数据" if rolled.provisional else "只含审核通过的数据"
    title = f"{rolled.union.name} {rolled.span.name}（{note}）"
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADS))]
    return "\n".join([title, *(_line(row, widths) for row in rows)])


def _shown(number: Decimal | None, indicator: Indicator) -> str:
    return "—" if number is None else show(number, max(indicator.decimals, 2 if indicator.unit == "%" else 0))


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = []
    for column, (text, width) in enumerate(zip(row, widths, strict=True)):
        gap = " " * (width - _width(text))
        cells.append(gap + text if column >= FIRST_NUMBER else text + gap)
    return "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
