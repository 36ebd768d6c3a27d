"""Measure against bare libraries and hand-written code: ratios in one run, in a throw-away database."""

from __future__ import annotations

import tempfile
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

NAMES = ("rollup", "save", "entry", "documents", "proofing", "sheets", "counting")


class Command(BaseCommand):
    help = "性能对照：与手写语句、裸库同场比较，给出比值"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help=f"可选：{'、'.join(NAMES)}；不写则全部")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or NAMES
        if unknown := [name for name in names if name not in NAMES]:
            raise CommandError(f"没有名为“{unknown[0]}”的测量，可选：{'、'.join(NAMES)}")
        for name in names:
            # Each in a database of its own, on disk: that is where users' data lies.
            with tempfile.TemporaryDirectory() as folder:
                if connection.vendor == "sqlite":
                    connection.settings_dict["TEST"]["NAME"] = f"{folder}/bench.sqlite3"
                old = connection.settings_dict["NAME"]
                connection.creation.create_test_db(verbosity=0, autoclobber=True)
                try:
                    self.stdout.write(f"== {name} ({connection.vendor})")
                    import_module(f"benchmarks.{name}").run(self.stdout.write)
                finally:
                    connection.creation.destroy_test_db(old, verbosity=0)
