"""What do the ledgers say of a union's month, from a terminal?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.months import MONTH_PATTERN
from reports.indicators.counting import Count, count_month
from reports.management.subject import subject_of


class Command(BaseCommand):
    help = "按台账计数：一个工会一个月的各项指标及其记录"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--union", required=True, metavar="CODE", help="工会代码")
        parser.add_argument("--month", required=True, metavar="M", help="月份，如 2026-05")

    def handle(self, *args: Any, **options: Any) -> None:
        if not MONTH_PATTERN.match(options["month"]):
            raise CommandError(f"“{options['month']}”不是月份，应写作 2026-05")
        union, span = subject_of({"union": options["union"], "period": options["month"]})
        counted = {code: content_of(count) for code, count in count_month(union, span.first).items()}
        self.stdout.write(json.dumps(counted, ensure_ascii=False, indent=1))


def content_of(count: Count) -> dict[str, Any]:
    """A count as JSON: the exact number as a string, and the records it is made of, as `ledger:number`."""
    rows = [key if isinstance(key, str) else f"{count.ledger}:{key}" for key, _ in count.rows]
    return {"value": format(count.value, "f"), "rows": rows}
