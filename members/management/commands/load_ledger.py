"""Load the sheet of a ledger: the same checks, history and undoing as in the browser."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from members.forms.record import kept_unions
from members.ledgers.comparing import Plan, compare
from members.ledgers.ledger import LEDGERS, Ledger
from members.ledgers.sheet_reading import Grid, grids_of
from members.ledgers.taking import confirm, sheet_of
from members.management.loader import ensure_tables
from members.models import ImportBatch, Role, Union, User
from members.models.union import Level
from members.permissions import may_keep
from members.problems import Problem, Refused

#: Who keeps the ledgers of a union when nobody is named.
KEEPERS = {
    Level.COUNTY: [Role.COUNTY_STAT, Role.COUNTY_DEPT],
    Level.TOWNSHIP: [Role.TOWN_CLERK, Role.TOWN_CHAIR],
    Level.BASE: [Role.BASE_LIAISON],
}


class Command(BaseCommand):
    help = "从表格（台账导出的格式，xlsx 或 CSV）登记台账；可在网页上撤销"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ledger", nargs="?", metavar="LEDGER", help="台账代号，见 --list")
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="表格文件")
        parser.add_argument("--union", metavar="CODE", help="表中没有写所属工会的，记在哪个工会（默认登记人所在工会）")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="以谁的名义（默认该工会的填报人）")
        parser.add_argument("--update", action="store_true", help="台账里已有的按表格更新（默认跳过）")
        parser.add_argument("--dry-run", action="store_true", help="只检查并列出将有的变化，不写入")
        parser.add_argument("--list", action="store_true", help="列出各台账的代号")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for ledger in LEDGERS.values():
                self.stdout.write(f"{ledger.slug}\t{ledger.name}")
            return
        if options["ledger"] not in LEDGERS:
            raise CommandError(f"没有代号为“{options['ledger'] or ''}”的台账，用 --list 查看")
        if options["file"] is None:
            raise CommandError("请写上表格文件")
        ensure_tables()
        try:
            with transaction.atomic():
                said = self._load(LEDGERS[options["ledger"]], options)
                transaction.set_rollback(options["dry_run"])
        except Refused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"共 {len(refused.problems)} 处问题，文件没有载入，数据未作任何改动") from refused
        for line in said:
            self.stdout.write(line)

    def _load(self, ledger: Ledger, options: dict[str, Any]) -> list[str]:
        union, user = _whose(options["union"], options["username"])
        unions = [*dict.fromkeys([union, *kept_unions(user)])]
        batch = ImportBatch(union=union, ledger=ledger.slug, file_name=options["file"].name[-200:], by=user)
        batch.hold(_grids(options["file"]))
        batch.save()
        plan = compare(ledger, sheet_of(batch), user, union, unions)
        details = details_of(plan, update=options["update"])
        confirm(batch, by=user, unions=unions, update=options["update"])
        skipped = 0 if options["update"] else len(plan.of("twin"))
        counts = f"{ledger.name}：新增 {batch.added} 条，改动 {batch.changed} 条"
        counts += f"，跳过已有的 {skipped} 条，没有变化 {len(plan.of('same'))} 条"
        if options["dry_run"]:
            return [*details, *plan.remarks, f"试运行，未写入：{counts}"]
        return [*plan.remarks, counts]


def details_of(plan: Plan, *, update: bool) -> list[str]:
    """One line for each row that does something. Personal texts are not in it."""
    lines = []
    for entry in plan.entries:
        if entry.fate == "new":
            lines.append(f"第 {entry.number} 行：新增")
        elif entry.fate == "changed" or (entry.fate == "twin" and update):
            changes = "；".join(f"{each.label} {each.old or '空'}→{each.new or '空'}" for each in entry.changes)
            lines.append(f"第 {entry.number} 行：{changes}")
    return lines


def _grids(path: Path) -> list[Grid]:
    try:
        return grids_of(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise Refused([Problem(f"找不到文件 {path}")]) from None
    except OSError as error:
        raise Refused([Problem(f"文件 {path} 读不了（{error.strerror}），请检查路径和权限")]) from error


def _whose(code: str | None, username: str | None) -> tuple[Union, User]:
    """For which union and in whose name. Raises Refused."""
    user = User.objects.select_related("union").filter(username=username, is_active=True).first() if username else None
    if username and user is None:
        raise Refused([Problem(f"没有账号“{username}”，或它已停用；--as 后面应写系统里在用的账号")])
    union = Union.objects.filter(code=code).first() if code else user.union if user else None
    if union is None:
        raise Refused(
            [Problem(f"没有代码为“{code}”的工会" if code else "请用 --union 写明工会代码，或用 --as 写明账号")]
        )
    if user is None:
        keepers = User.objects.select_related("union").filter(
            union=union, is_active=True, role__in=KEEPERS[Level(union.level)]
        )
        user = keepers.order_by("pk").first()
    if user is None or not may_keep(user, union):
        who = f"账号“{user.username}”不能登记“{union}”的台账" if user else f"“{union}”还没有可以登记台账的账号"
        raise Refused([Problem(who)])
    return union, user
