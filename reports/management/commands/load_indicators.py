"""Load county indicators from a file."""

from __future__ import annotations

from typing import Any

from members.management.loader import LoadCommand
from members.problems import Outcome
from members.tables import Table
from reports.loading import indicators


class Command(LoadCommand):
    help = "载入自设指标；再次载入即更新，已有数据的指标不能改类型、单位和算法"
    required = indicators.REQUIRED
    optional = indicators.OPTIONAL

    def load(self, table: Table, options: dict[str, Any]) -> Outcome:
        return indicators.load_indicators(table)
