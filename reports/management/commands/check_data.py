"""Recompute, compare, and print what does not agree."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from members.management.loader import ensure_tables
from reports.checking import records, totals

CHECKS = {
    "工会树": records.tree,
    "台账计数": records.declarations,
    "月报状态": records.returns,
    "数据与修改记录": records.figures,
    "总结与签发稿": records.summaries,
    "汇总": totals.disagreements,
}


class Command(BaseCommand):
    help = "重算并互相核对：工会树、月报状态、数据与修改记录、总结与签发稿、各工会各年度的汇总；有不符即退出码 1"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_tables()
        count = 0
        for name, check in CHECKS.items():
            lines = list(check())
            for line in lines:
                self.stdout.write(f"{name}：{line}")
            self.stdout.write(f"{name}：不符 {len(lines)} 处" if lines else f"{name}：相符")
            count += len(lines)
        if count:
            sys.exit(1)
