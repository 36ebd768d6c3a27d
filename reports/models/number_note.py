"""What an officer decided about a number of a report that no figure stands behind."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.summary import Summary


class NoteKind(models.TextChoices):
    NOT_A_FIGURE = "not_a_figure", "不是统计数据"
    WAIVED = "waived", "说明后保留"


class NumberNote(models.Model):
    """One decision about one number: `clause` is a hash of the words around it, `quote` the number as it stood.

    The same number in other words, another number in the same words, and one its figure contradicts otherwise than
    when the reason was given (what it said is in the hash then) has to be decided anew.
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="number_notes")
    key = models.CharField(max_length=20)
    clause = models.CharField(max_length=64)
    quote = models.CharField("原文", max_length=60)
    kind = models.CharField("处理", max_length=20, choices=NoteKind)
    reason = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "key", "clause", "quote"], name="one_note_per_number_in_its_words"
            ),
            models.CheckConstraint(condition=~Q(kind="waived", reason=""), name="a_number_is_waived_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.quote}：{self.get_kind_display()}"
