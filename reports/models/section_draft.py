"""What is somebody writing in a section that he has not saved yet?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.models.summary import Summary


class SectionDraft(models.Model):
    """One officer's unsaved text of a section; `seen` is the section's last change when he began, `marks` where he
    left the bound numbers, `version` counts the autosaves."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="section_drafts")
    key = models.CharField(max_length=20)
    text = models.TextField("正文", max_length=20_000, blank=True)
    marks = models.JSONField("绑定的数字", default=list, blank=True)
    seen = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "key", "by"], name="one_draft_per_section_and_officer")
        ]

    def __str__(self) -> str:
        return f"{self.summary} {self.key}"
