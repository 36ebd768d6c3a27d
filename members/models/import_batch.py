"""A sheet brought into a ledger: uploaded, looked at, taken or dropped, and undone as one step."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from members.models.sealed import SealedField, place_of
from members.models.union import Union
from members.models.user import User
from members.sealing import unseal

#: So long an upload that nobody confirmed is kept.
KEPT = timedelta(days=1)


class BatchState(models.TextChoices):
    PREVIEWED = "previewed", "待确认"
    CONFIRMED = "confirmed", "已导入"
    UNDONE = "undone", "已撤销"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        """The uploads of the user's own union, which its people may look at again."""
        return self.filter(union=user.union_id)

    def forget_old(self) -> None:
        """Remove what was uploaded a day ago and never confirmed."""
        self.filter(state=BatchState.PREVIEWED, at__lt=timezone.now() - KEPT).delete()


class ImportBatch(models.Model):
    """One upload. `rows` holds its texts, sealed, until it is confirmed; `taken` what the confirming did."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    union = models.ForeignKey(Union, models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=40)
    file_name = models.CharField("文件", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.PREVIEWED)
    rows = SealedField()
    #: [number of the record, how its version was raised, number of former values made] for undoing.
    taken = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["union", "ledger"], name="imports_of_a_ledger")]

    def __str__(self) -> str:
        return self.file_name

    def hold(self, grids: list[Any]) -> None:
        """Keep the texts of the file until somebody decides on it."""
        self.rows = json.dumps(grids, ensure_ascii=False)

    def held(self) -> list[Any]:
        """The texts of the file. Raises Unreadable."""
        held: Any = self.rows
        return list(json.loads(unseal(held.token, place_of(self, "rows")))) if held else []
