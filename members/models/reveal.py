"""Who read which sealed field of which record, when, why and from where: written before it is shown, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from members.models.account_event import address_of
from members.models.user import User

if TYPE_CHECKING:
    from django.http import HttpRequest


class RevealQuerySet(models.QuerySet["Reveal"]):
    def visible_to(self, user: User) -> Self:
        """What the people of the user's union and below have read."""
        return self.filter(actor__in=User.objects.visible_to(user).values("pk"))

    def update(self, **kwargs: Any) -> int:
        raise TypeError("a reveal is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("a reveal is never removed")


class Reveal(models.Model):
    """One sealed field shown in the clear, once. The record is named by its key and number, never by what it says."""

    at = models.DateTimeField("时间", auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查看人")
    ledger = models.CharField("台账", max_length=40)
    record = models.UUIDField("记录号", db_index=True)
    number = models.PositiveBigIntegerField("序号")
    field = models.CharField("内容", max_length=40)
    reason = models.CharField("事由", max_length=200)
    address = models.GenericIPAddressField("来源地址", null=True)

    objects = RevealQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.ledger}#{self.number}.{self.field}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("a reveal is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a reveal is never removed")


def write_down(request: HttpRequest, actor: User, ledger: str, record: Any, field: str, reason: str) -> None:
    """Note that somebody is about to read this field of this record."""
    Reveal.objects.create(
        actor=actor,
        ledger=ledger,
        record=record.key,
        number=record.pk,
        field=field,
        reason=reason,
        address=address_of(request),
    )
