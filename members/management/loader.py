"""What every loading command does around its load: tables, file, transaction, report, exit code."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from members.problems import Outcome, Refused
from members.tables import Table, read_table


def ensure_tables() -> None:
    """On a database without tables, make them."""
    if not MigrationRecorder(connection).has_table():
        call_command("migrate", verbosity=0, interactive=False)


class LoadCommand(BaseCommand):
    """A command that loads one table file, whole or not at all."""

    requires_system_checks = ()  # they read every page's code, which a load does not need
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        columns = ",".join(self.required) + (f"[,{','.join(self.optional)}]" if self.optional else "")
        about = f"CSV（UTF-8 或 GB18030）或 .xlsx（取第一张可见的工作表），首行为列名：{columns}"
        parser.add_argument("file", metavar="FILE", type=Path, help=about)
        parser.add_argument("--dry-run", action="store_true", help="只检查并列出将有的变化，不写入")

    def load(self, table: Table, options: dict[str, Any]) -> Outcome:
        """Load the rows inside the transaction. Raises Refused."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_tables()
        try:
            table = read_table(options["file"], self.required, self.optional)
            with transaction.atomic():
                outcome = self.load(table, options)
                transaction.set_rollback(options["dry_run"])
        except Refused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            self.stderr.write(f"共 {len(refused.problems)} 处问题，文件没有载入，数据未作任何改动")
            sys.exit(1)
        if options["dry_run"]:
            for line in outcome.details:
                self.stdout.write(line)
        for line in outcome.remarks:
            self.stdout.write(line)
        self.stdout.write(f"试运行，未写入：{outcome.counts}" if options["dry_run"] else outcome.counts)
