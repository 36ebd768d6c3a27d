"""Batches of reports as one archive, made in the background: queue, claim, run, cancel, try again."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from members.models import User
from reports.blocks import Document
from reports.documents import FORMATS
from reports.documents.frame import mark, plain
from reports.documents.press import Press, PressStopped
from reports.keeping import kept_file
from reports.models import Export, ExportStatus, State, Summary
from reports.models.export import UNFINISHED, FileFormat
from reports.summaries import document_of, issued_version
from reports.summaries.frozen import thaw
from reports.summaries.months import with_months

#: How many reports one batch holds, how many unfinished batches one person has, how often one is begun anew.
LARGEST, AT_ONCE, ATTEMPTS = 200, 3, 3
#: A worker that says nothing for this long is taken for dead; it speaks before every report.
LEASE = timedelta(minutes=3)
#: Finished files are kept this long.
KEPT = timedelta(days=7)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


class ExportRefused(ValueError):
    """The batch is not taken on; the message is Chinese and says why."""


def folder() -> Path:
    """Where finished files lie."""
    place = Path(settings.VAR_DIR) / "exports"
    place.mkdir(parents=True, exist_ok=True)
    return place


def file_of(export: Export) -> Path | None:
    """The finished file; None when there is none (any more)."""
    if export.status != ExportStatus.DONE or not export.stored:
        return None
    path = folder() / Path(export.stored).name
    return path if path.is_file() else None


@transaction.atomic
def queue(summaries: Iterable[Summary], format: str, title: str, *, by: User) -> Export:
    """Ask for these reports as one archive. Raises ExportRefused."""
    wanted = [summary.pk for summary in summaries]
    if format not in FileFormat.values:
        raise ExportRefused("请选择文件格式")
    if not wanted:
        raise ExportRefused("没有可以导出的总结")
    if len(wanted) > LARGEST:
        raise ExportRefused(f"一次最多导出{LARGEST}份，现有{len(wanted)}份，请分期次导出")
    if Export.objects.filter(by=by, status__in=UNFINISHED).count() >= AT_ONCE:
        raise ExportRefused(f"您已有{AT_ONCE}个导出在进行，请等其中一个完成后再导出")
    forget_old()
    return Export.objects.create(by=by, title=title[:200], format=format, summaries=wanted, total=len(wanted))


def cancel(export: Export) -> bool:
    """Stop it before its next report; False when it has ended already."""
    ended = Export.objects.filter(pk=export.pk, status__in=UNFINISHED)
    return bool(ended.update(status=ExportStatus.CANCELLED, stage="", worker="", finished_at=timezone.now()))


def retry(export: Export) -> bool:
    """Begin it anew; False when it has not failed or been cancelled."""
    again = Export.objects.filter(pk=export.pk, status__in=(ExportStatus.FAILED, ExportStatus.CANCELLED))
    return bool(
        again.update(
            status=ExportStatus.QUEUED, done=0, attempts=0, stage="", failures="", lease_until=None, finished_at=None
        )
    )


def claim() -> Export | None:
    """The oldest batch that waits, or whose worker has died, taken for this worker; None when there is none."""
    now = timezone.now()
    free = Q(status=ExportStatus.QUEUED) | Q(status=ExportStatus.RUNNING, lease_until__lt=now)
    worn = Export.objects.filter(free, attempts__gte=ATTEMPTS)
    worn.update(
        status=ExportStatus.FAILED,
        stage="",
        failures=f"生成程序{ATTEMPTS}次意外中断，请联系系统管理员",
        finished_at=now,
    )
    for pk in Export.objects.filter(free).order_by("pk").values_list("pk", flat=True)[:5]:
        name = secrets.token_hex(16)
        taken = Export.objects.filter(free, pk=pk).update(
            status=ExportStatus.RUNNING, worker=name, lease_until=now + LEASE, attempts=F("attempts") + 1, done=0
        )
        if taken:
            return Export.objects.select_related("by").get(pk=pk)
    return None


def run(export: Export, press: Press) -> bool:
    """Make every report and put them into one file; False when it was cancelled or taken over meanwhile."""
    visible = Summary.objects.visible_to(export.by) if export.by.is_active else Summary.objects.none()
    found = visible.filter(pk__in=export.summaries).select_related("union__parent").order_by("union__path", "pk")
    reports = list(found)
    failures = [f"有{export.total - len(reports)}份总结已不在您可以查看的范围内"] if len(reports) < export.total else []
    names: set[str] = set()
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for place, summary in enumerate(reports):
            title = summary.title
            if not _say(export, done=place, stage=f"正在生成：{title}"[:200]):
                return False
            try:
                document, content = _made(summary, export.format, press)
            except PressStopped as problem:
                failures.append(f"{title}：{problem}")
                continue
            part = ZipInfo(_name(document, FORMATS[export.format].suffix, names), ZIP_TIME)
            part.compress_type = ZIP_DEFLATED
            archive.writestr(part, content)
    return _finish(export, file.getvalue() if names else b"", failures)


def work_once(press: Press) -> bool:
    """Take one batch on, if any waits, and run it to its end; was there one?"""
    export = claim()
    if export is None:
        return False
    try:
        run(export, press)
    except KeyboardInterrupt:
        _end(export, status=ExportStatus.QUEUED)
        raise
    except Exception as problem:
        failed = f"生成时出错（{type(problem).__name__}），可以重试；仍不成功请联系系统管理员"
        _end(export, status=ExportStatus.FAILED, failures=failed)
        raise
    return True


def forget_old() -> None:
    """Delete finished batches that are older than a week, and their files."""
    for export in Export.objects.filter(finished_at__lt=timezone.now() - KEPT):
        with suppress(OSError):
            if export.stored:
                (folder() / Path(export.stored).name).unlink()
        export.delete()


def _made(summary: Summary, format: str, press: Press) -> tuple[Document, bytes]:
    """The report as it stands, and its file: what was issued byte for byte, else the draft."""
    issued = issued_version(summary) if summary.state == State.APPROVED else None
    if issued:
        return thaw(issued.document), kept_file(issued, format, render=press.render)
    document = document_of(summary)
    if format == FileFormat.EXCEL:
        document = with_months(document, summary.union, summary.rests_on, provisional=True)
    return document, press.render(format, document)


def _name(document: Document, suffix: str, taken: set[str]) -> str:
    """A file name that no other report of the archive has."""
    stem = plain(document.title).translate(FORBIDDEN)[:120] + ("（草稿）" if mark(document) else "")
    number = 1
    name = f"{stem}.{suffix}"
    while name in taken:
        number += 1
        name = f"{stem}（{number}）.{suffix}"
    taken.add(name)
    return name


def _say(export: Export, *, done: int, stage: str) -> bool:
    """Say how far it is and keep the lease; False when the batch is no longer this worker's."""
    held = Export.objects.filter(pk=export.pk, status=ExportStatus.RUNNING, worker=export.worker)
    return bool(held.update(done=done, stage=stage, lease_until=timezone.now() + LEASE))


def _finish(export: Export, content: bytes, failures: list[str]) -> bool:
    if not content:
        return _end(export, status=ExportStatus.FAILED, failures="\n".join(failures))
    stored = f"{export.pk}-{secrets.token_hex(8)}.zip"
    path = folder() / stored
    path.with_suffix(".part").write_bytes(content)
    path.with_suffix(".part").replace(path)
    ended = _end(export, status=ExportStatus.DONE, failures="\n".join(failures), stored=stored, done=F("total"))
    if not ended:
        path.unlink()
    return ended


def _end(export: Export, **fields: object) -> bool:
    held = Export.objects.filter(pk=export.pk, status=ExportStatus.RUNNING, worker=export.worker)
    return bool(held.update(stage="", worker="", lease_until=None, finished_at=timezone.now(), **fields))
