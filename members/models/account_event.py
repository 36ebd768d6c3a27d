"""What happened to accounts: an insert-only record of sign-ins, resets and role changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AccountEvent(models.Model):
    """Who did what to which account, when and with what result."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject = models.CharField("账号", max_length=150)
    kind = models.CharField("事项", max_length=30)
    result = models.CharField("结果", max_length=200, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.subject} {self.kind}"
