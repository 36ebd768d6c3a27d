"""Load targets from a file."""

from __future__ import annotations

from typing import Any

from members.management.loader import LoadCommand
from members.problems import Outcome
from members.tables import Table
from reports.loading import targets


class Command(LoadCommand):
    help = "载入年度任务；同一工会、年度、指标和月份再次载入即为调整"
    required = targets.REQUIRED
    optional = targets.OPTIONAL

    def load(self, table: Table, options: dict[str, Any]) -> Outcome:
        return targets.load_targets(table)
