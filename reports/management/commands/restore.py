"""Put a backup in place of the live records."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from unionreports.backup.archive import BackupRefused
from unionreports.backup.restoring import restore


class Command(BaseCommand):
    help = "用备份文件恢复数据库和扫描件：先逐项检查，有一项不对就什么也不动；恢复前须停止网站"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="backup 命令做的备份文件")
        parser.add_argument("--yes", action="store_true", help="现有数据库里有数据，也换成备份里的")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"].absolute(), yes=options["yes"])
        except BackupRefused as refused:
            raise CommandError(f"{refused}。现有数据没有改动") from None
        made = done.manifest.made_at[:16].replace("T", " ")
        self.stdout.write(f"已恢复到 {made} 备份时的样子：数据库和 {done.papers} 份扫描件；各人须重新登录")
        if done.migrated:
            self.stdout.write(f"备份由较早的版本（{done.manifest.version}）制作，数据库结构已升级到现在的版本")
        if done.former:
            self.stdout.write(f"原来的数据库留在 {done.former}，核对无误后请删除")
        self.stdout.write("开始核对：")
        call_command("check_data", stdout=self.stdout, stderr=self.stderr)
