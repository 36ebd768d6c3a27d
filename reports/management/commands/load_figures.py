"""Load monthly figures from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from members.management.loader import LoadCommand
from members.problems import Outcome
from members.tables import Table
from reports.loading import figures
from reports.loading.authors import named


class Command(LoadCommand):
    help = "载入月度数据；--approve 作为历史数据收入，不合规则之处照录并列出"
    required = figures.REQUIRED
    optional = figures.OPTIONAL

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--approve", action="store_true", help="作为历史数据收入（直接记为已通过）")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="以谁的名义（默认县总统计汇总员）")

    def load(self, table: Table, options: dict[str, Any]) -> Outcome:
        user = named(options["username"]) if options["username"] else None
        return figures.load_figures(table, approve=options["approve"], by=user)
