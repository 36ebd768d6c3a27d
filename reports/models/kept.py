"""What is kept of a report besides its versions: how it stood when handed on or back, and the files given out."""

from __future__ import annotations

from django.db import models

from reports.models.summary import SummaryEvent, SummaryVersion


class SummaryDraft(models.Model):
    """The report as it stood at a move that handed it on or back; insert-only, `document` is frozen."""

    event = models.OneToOneField(SummaryEvent, models.CASCADE, related_name="draft")
    document = models.TextField()

    def __str__(self) -> str:
        return f"{self.event.summary} {self.event}"


class Part(models.TextChoices):
    """Which paper of an issued version a file is."""

    REPORT = "report", "总结"
    ANNEXED = "annexed", "总结（附数据来源）"
    CORRECTION = "correction", "更正说明"
    PUBLIC = "public", "对外版本"


class IssuedFile(models.Model):
    """The bytes of one paper of an issued version as they were first given out; never made again."""

    version = models.ForeignKey(SummaryVersion, models.PROTECT, related_name="files", db_index=False)
    part = models.CharField(max_length=12, choices=Part)
    format = models.CharField(max_length=8)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "part", "format"], name="one_file_per_version_part_and_format")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_part_display()}.{self.format}"
