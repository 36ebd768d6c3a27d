"""Bring all sealed fields under the first key of the key file."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from members.management.loader import ensure_tables
from members.resealing import keys_in_use, reseal
from members.sealing import key_names


class Command(BaseCommand):
    help = "更换个人信息加密密钥：把全部加密内容改用密钥文件第一行的密钥；可随时中断，重新运行即接着做"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_tables()
        done = reseal()
        for line in done.unreadable[:20]:
            self.stderr.write(line)
        self.stdout.write(f"已改用新密钥加密：{done.rows} 条记录（含历史记录）")
        if done.unreadable:
            self.stderr.write(f"有 {len(done.unreadable)} 处读不出来，原样未动；旧密钥请继续留在密钥文件中")
            sys.exit(1)
        former = keys_in_use() - {key_names()[0]}
        if former:
            self.stderr.write("期间又有内容用旧密钥写入，请重启网站后再运行一次")
            sys.exit(1)
        self.stdout.write("数据库中已没有用旧密钥加密的内容；旧密钥只有恢复以前的备份时才用得着，请另行妥善保管")
