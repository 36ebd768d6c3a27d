"""Set up, load the demo county and serve it: the first command a newcomer runs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from unicodedata import east_asian_width

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from members.models import Union
from reports import demo
from reports.demo.sample import sample_column
from reports.indicators import catalogue
from reports.models import Indicator
from unionreports import serving
from unionreports.staticfiles import pack


class Command(BaseCommand):
    help = "装好演示县（名称、人名均为虚构），在本机打开网站"
    requires_system_checks = ()  # they read every page's code; the start is to be quick

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--no-browser", action="store_true", help="不打开浏览器")
        parser.add_argument("--no-serve", action="store_true", help="只装好数据，不启动网站")
        parser.add_argument("--reset", action="store_true", help="清空演示数据，按今天的日期重新装")
        parser.add_argument("--sample-column", action="store_true", help="打印一列可粘贴的示例数字，然后结束")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["port"] <= 65535:
            raise CommandError(f"端口应在 1 至 65535 之间，现为 {options['port']}")
        if not (options["no_serve"] or options["sample_column"]):
            self._must_be_free(options["port"])
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        self._prepare(reset=options["reset"])
        if options["sample_column"]:
            self.stdout.write(sample_column(demo.schedule()))
            return
        self._welcome()
        if options["no_serve"]:
            return
        pack()
        self._must_be_free(options["port"])
        address = f"http://127.0.0.1:{options['port']}/"
        self.stdout.write(f"\n网站地址：{address}　按 Ctrl+C 停止", ending="\n\n")
        self.stdout.flush()
        connection.close()
        try:
            serving.serve(options["port"], browser=not options["no_browser"])
        except serving.PortTaken as error:
            raise CommandError(str(error)) from error

    def _must_be_free(self, port: int) -> None:
        """Nothing is loaded and no address told when something else answers there."""
        try:
            serving.must_be_free(port)
        except serving.PortTaken as error:
            raise CommandError(str(error)) from error

    def _prepare(self, *, reset: bool) -> None:
        """Load the county unless it is there; never beside real unions."""
        if Union.objects.exclude(path__startswith=_demo_path()).exists():
            raise CommandError(
                "数据库中已有工会，演示数据不与真实数据混放。请改用另一个数据库，例如：\n"
                "  DATABASE_URL=sqlite:///var/demo.sqlite3 python3 manage.py demo"
            )
        if demo.is_demo() and not reset:
            return
        self.stdout.write("正在装入演示县……")
        self.stdout.flush()
        with transaction.atomic():
            if demo.is_demo():
                call_command("flush", verbosity=0, interactive=False, skip_checks=True)
                catalogue.fill(Indicator)
            demo.load_county(demo.schedule())

    def _welcome(self) -> None:
        heads = ("角色", "单位", "姓名", "登录名")
        rows = [heads, *demo.accounts()]
        widths = [max(_width(row[place]) for row in rows) for place in range(len(heads))]
        self.stdout.write(f"演示县：{demo.COUNTY.name}（单位和人名均为虚构）。各账号的密码都是 {demo.PASSWORD}\n")
        for row in rows:
            cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
            self.stdout.write("  " + "  ".join(cells).rstrip())
        month = demo.schedule().this
        self.stdout.write(
            f"\n从 donggang_tianbao 开始：{month.year}年{month.month}月的月报等着填。"
            "\n要一列可以整列粘贴的数字：python3 manage.py demo --sample-column"
        )


def _demo_path() -> str:
    """Where the demo county's unions stand in the tree; a path nobody has when it is not there."""
    found = Union.objects.filter(code=demo.COUNTY.code, name=demo.COUNTY.name).values_list("path", flat=True).first()
    return found or "none"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
