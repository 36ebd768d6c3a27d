"""Files made in the background: what was asked for, by whom, how far it is, and where the finished file lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from members.models import User


class ExportStatus(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "正在生成"
    DONE = "done", "已完成"
    FAILED = "failed", "未能完成"
    CANCELLED = "cancelled", "已取消"


#: In these states there is still something to wait for.
UNFINISHED = (ExportStatus.QUEUED, ExportStatus.RUNNING)


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    EXCEL = "xlsx", "Excel"


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> Self:
        """An export is seen by whoever asked for it and by nobody else."""
        from members.permissions import has_data_rights

        return self.filter(by=user) if has_data_rights(user) else self.none()


class Export(models.Model):
    """A batch of reports as one archive. `summaries` are primary keys; a worker holds it until `lease_until`,
    under the name `worker`; `done` of `total` reports are in; `stored` is the file's name on this server."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    title = models.CharField("内容", max_length=200)
    format = models.CharField("格式", max_length=4, choices=FileFormat)
    summaries = models.JSONField(default=list)
    status = models.CharField("状态", max_length=10, choices=ExportStatus, default=ExportStatus.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stage = models.CharField("进度", max_length=200, blank=True)
    failures = models.TextField("问题", blank=True)
    stored = models.CharField(max_length=80, blank=True)
    worker = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ExportStatus.values), name="export_status_is_known"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="export_does_no_more_than_all"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_format_display()}）"

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def may_retry(self) -> bool:
        return self.status in (ExportStatus.FAILED, ExportStatus.CANCELLED)
