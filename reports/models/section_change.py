"""Who changed the wording of a section, when, from what to what?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.models.summary import Summary


class ChangeKind(models.TextChoices):
    WRITTEN = "written", "改写"
    ACCEPTED = "accepted", "接受新数"
    MERGED = "merged", "合并"
    CHECKED = "checked", "按数字核对改正"
    RESET = "reset", "恢复系统文字"


class SectionChange(models.Model):
    """One saved change of a section's text: insert-only; its number is what an editor has seen of the section."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="section_changes")
    key = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=ChangeKind, default=ChangeKind.WRITTEN)
    before = models.TextField("改前", blank=True)
    after = models.TextField("改后", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["summary", "key", "id"], name="section_changes_in_order")]

    def __str__(self) -> str:
        return f"{self.summary} {self.key} {self.get_kind_display()}"
