"""Back up records and papers to one file while the site runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.management.loader import ensure_tables
from unionreports.backup.archive import BackupRefused
from unionreports.backup.making import back_up


class Command(BaseCommand):
    help = "把数据库和扫描件备份成一个文件，不必停网站；密钥文件（field_key、secret_key）不在其中，须另外保管"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="写到哪个文件；已有的文件不覆盖")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_tables()
        path: Path = options["file"].absolute()
        try:
            manifest = back_up(path)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        size = path.stat().st_size / 1024 / 1024
        self.stdout.write(f"已备份到 {path}：数据库和 {len(manifest.papers)} 份扫描件，{size:.1f} MB，已读回核对")
        self.stdout.write(
            "密钥文件 field_key、secret_key 不在备份里，请另存一份，与备份分开保管；没有它，个人信息读不出来"
        )
