"""Give the first accounts of an installation, and those nobody stands above: which password opens them?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from axes.utils import reset as lift_lock
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction

from members.management.loader import ensure_tables
from members.models import AccountEvent, Happening, Role, Union, User
from members.models.union import Level
from members.models.user import INITIAL_PASSWORD_HOURS

ROLES: dict[str, set[str]] = {
    Level.COUNTY: set(Role.values) - {Role.TOWN_CLERK, Role.TOWN_CHAIR, Role.BASE_LIAISON},
    Level.TOWNSHIP: {Role.TOWN_CLERK, Role.TOWN_CHAIR},
    Level.BASE: {Role.BASE_LIAISON},
}


class Command(BaseCommand):
    help = "开通账号（或用 --reset 重置密码），显示一次初始密码；用于系统、安全、审计管理员等没有上级管理人的账号"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="用户名")
        parser.add_argument("--union", metavar="CODE", help="所在工会的代码")
        parser.add_argument("--role", choices=Role.values, metavar="ROLE", help=f"角色：{'、'.join(Role.values)}")
        parser.add_argument("--name", help="姓名")
        parser.add_argument("--reset", action="store_true", help="账号已有，只重置密码并重新启用")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_tables()
        account = User.objects.filter(username=options["username"]).first()
        if options["reset"]:
            if account is None:
                self.refuse(f"没有用户名为“{options['username']}”的账号")
            account.is_active = True
            account.save(update_fields=["is_active"])
        elif account is not None:
            self.refuse(f"用户名“{options['username']}”已有人使用；要重置密码请加 --reset")
        else:
            account = self.new_account(options)
        with transaction.atomic():
            password = account.give_initial_password()
            kind = Happening.RESET if options["reset"] else Happening.ADDED
            AccountEvent.objects.create(subject=account.username, kind=kind, result="命令行")
        lift_lock(username=account.username)
        self.stdout.write(f"{account.union.name} {account}（{account.get_role_display()}）")
        self.stdout.write(f"用户名：{account.username}")
        self.stdout.write(f"初始密码：{password}（{INITIAL_PASSWORD_HOURS} 小时内有效，首次登录时须修改）")

    def new_account(self, options: dict[str, Any]) -> User:
        """The account the options describe, not yet saved."""
        missing = [f"--{name}" for name in ("union", "role", "name") if not options[name]]
        if missing:
            self.refuse(f"开通账号还需要 {' '.join(missing)}")
        union = Union.objects.filter(code=options["union"]).first()
        if union is None:
            self.refuse(f"没有代码为“{options['union']}”的工会，请先用 load_unions 载入")
        if options["role"] not in ROLES[union.level]:
            accepted = "、".join(role for role in Role.values if role in ROLES[union.level])
            self.refuse(f"“{union.name}”是{union.get_level_display()}，角色应为 {accepted} 之一")
        try:
            UnicodeUsernameValidator()(options["username"])
        except ValidationError:
            self.refuse(f"用户名“{options['username']}”只能用汉字、字母、数字和 @ . + - _")
        return User(username=options["username"], full_name=options["name"][:40], role=options["role"], union=union)

    def refuse(self, message: str) -> NoReturn:
        """Say why not, and end with 1."""
        self.stderr.write(message)
        sys.exit(1)
