"""A ledger record: a fact, whose it is, when it was entered, and everything it has ever said."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from members.models import Union
from members.models.sealed import Sealed, SealedField, place_of
from members.sealing import masked, unseal

if TYPE_CHECKING:
    from members.models import User


class Source(models.TextChoices):
    MANUAL = "manual", "手工登记"
    IMPORT = "import", "表格导入"
    GENERATED = "generated", "示例数据"


#: Each ledger's queries speak of its own model.
Kept = TypeVar("Kept", bound="Record", covariant=True)


class RecordQuerySet(models.QuerySet[Kept]):
    def visible_to(self, user: User) -> Self:
        """Records of the user's union and below; administrators see none."""
        from members.permissions import has_data_rights

        if not user.union_id or not has_data_rights(user):
            return self.none()
        return self.filter(union__path__startswith=user.union.path)

    def valid(self) -> Self:
        """Records that were not voided."""
        return self.filter(voided=False)


class RecordManager(models.Manager[Kept]):
    def get_queryset(self) -> RecordQuerySet[Kept]:
        return RecordQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> RecordQuerySet[Kept]:
        """Records of the user's union and below; administrators see none."""
        return self.get_queryset().visible_to(user)

    def valid(self) -> RecordQuerySet[Kept]:
        """Records that were not voided."""
        return self.get_queryset().valid()


class Readable(models.Model):
    """How sealed fields of a record, present or past, are read."""

    class Meta:
        abstract = True

    def clear(self, name: str) -> str:
        """A sealed field in the clear; whoever calls this has left an access row first. Raises Unreadable."""
        value = getattr(self, name)
        if not isinstance(value, Sealed):
            return str(value or "")
        return unseal(value.token, place_of(self, name)) if value else ""

    def masked(self, name: str) -> str:
        """A sealed field as everybody may see it. Raises Unreadable."""
        field: Any = self._meta.get_field(name)
        assert isinstance(field, SealedField)
        return masked(self.clear(name), field.mask) if getattr(self, name) else ""


class Record(Readable):
    """What all ledgers share. `key` names the record in sheets and seals; `version` rises with every change."""

    key = models.UUIDField("记录号", default=uuid.uuid4, unique=True, editable=False)
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="所属工会")
    remark = models.CharField("备注", max_length=500, blank=True)
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.MANUAL, editable=False)
    initials = models.CharField(max_length=60, blank=True, editable=False)
    voided = models.BooleanField("已作废", default=False, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = RecordManager()
    history = HistoricalRecords(inherit=True, bases=(Readable,), related_name="past")

    #: The field by which people name the record; other ledgers refer to it by this text.
    label_field: ClassVar[str] = ""

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return (str(getattr(self, self.label_field)) if self.label_field else "") or f"第{self.pk}号"


class FormerValue(models.Model):
    """What a dated field of a record said before the day `until`: a past month-end counts as it was then."""

    ledger = models.CharField(max_length=40)
    record = models.PositiveBigIntegerField()
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=100, blank=True)
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "record", "field", "until"], name="one_former_value_per_field_and_day"
            )
        ]
        indexes = [models.Index(fields=["ledger", "until"], name="former_values_after_a_day")]

    def __str__(self) -> str:
        return f"{self.ledger}#{self.record}.{self.field}至{self.until}为“{self.value}”"
