"""What happened to accounts: an insert-only record of sign-ins, resets and role changes."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from members.models.user import User

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Stands for a name that nobody has: what was typed there may have been a password, so it is not kept.
NOBODY = "（无此账号）"


class Happening(models.TextChoices):
    SIGNED_IN = "signed_in", "登录成功"
    REFUSED = "refused", "登录失败"
    LOCKED = "locked", "登录锁定"
    PASSWORD = "password", "修改密码"
    ADDED = "added", "新建账号"
    CHANGED = "changed", "修改账号"
    ROLE = "role", "变更角色"
    RESET = "reset", "重置密码"
    DISABLED = "disabled", "停用账号"
    ENABLED = "enabled", "启用账号"
    EXPORTED = "exported", "导出台账"


class AccountEventQuerySet(models.QuerySet["AccountEvent"]):
    def visible_to(self, user: User) -> Self:
        """What happened to or through the accounts of the user's union and below, and tries with unknown names."""
        accounts = User.objects.visible_to(user)
        return self.filter(
            Q(subject__in=accounts.values("username")) | Q(actor__in=accounts.values("pk")) | Q(subject=NOBODY)
        )


class AccountEvent(models.Model):
    """Who did what to which account, when and with what result."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject = models.CharField("账号", max_length=150)
    kind = models.CharField("事项", max_length=30)
    result = models.CharField("结果", max_length=200, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.subject} {self.kind_label}"

    @property
    def kind_label(self) -> str:
        return str(Happening(self.kind).label)


def record(request: HttpRequest, kind: str, subject: str, *, actor: User | None = None, result: str = "") -> None:
    """Write down what happened to the account `subject`, and from which address."""
    address = address_of(request)
    AccountEvent.objects.create(actor=actor, subject=subject, kind=kind, result=result[:200], address=address)


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from; behind a socket there is no address."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
