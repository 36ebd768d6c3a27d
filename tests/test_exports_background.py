"""Batches of reports are made in the background: whole, once, by one worker, for their owner, and can be stopped."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from documents_sample import make_document
from makers import Cast, make_cast, make_return, make_summary, signed_in

from reports import exports
from reports.blocks import Document
from reports.documents import txt
from reports.documents.press import Press, PressStopped
from reports.models import Export, ExportStatus, Summary

pytestmark = pytest.mark.django_db


class HandPress(Press):
    """Makes text in this process; `refuse` names what it cannot make, `before` happens before each report."""

    def __init__(self, refuse: str = "没有", before: Any = None) -> None:
        super().__init__()
        self.refuse, self.before = refuse, before

    def render(self, suffix: str, document: Document, seconds: float = 0) -> bytes:
        if self.before:
            self.before()
        if self.refuse in document.title:
            raise PressStopped("超过60秒仍未生成，已停止")
        return txt.render(document)


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.VAR_DIR = tmp_path
    return make_cast()


def make_batch(cast: Cast, format: str = "pdf") -> Export:
    """Both townships' annual reports, asked for by the county's statistician."""
    for union in (cast.east, cast.west):
        make_return(union, "2025-12", {"member_total": 30})
        make_summary(union, "2025-01", "2025-12")
    return exports.queue(Summary.objects.all(), format, "2025年年度总结2份", by=cast.stat)


def archive_of(export: Export) -> zipfile.ZipFile:
    path = exports.file_of(export)
    assert path is not None
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def test_a_batch_holds_every_report_under_its_name(cast: Cast) -> None:
    export = make_batch(cast)
    assert exports.work_once(HandPress())
    export.refresh_from_db()
    assert (export.status, export.done, export.total, export.failures) == (ExportStatus.DONE, 2, 2, "")
    names = archive_of(export).namelist()
    assert [name.split("2025年")[0] for name in names] == [cast.east.name, cast.west.name]
    assert all(name.endswith("（草稿）.pdf") for name in names)
    assert not exports.work_once(HandPress()), "it is made once"


def test_the_same_reports_give_the_same_archive(cast: Cast) -> None:
    export = make_batch(cast)
    files = []
    for _ in range(2):
        exports.work_once(HandPress())
        export.refresh_from_db()
        path = exports.file_of(export)
        assert path
        files.append(path.read_bytes())
        Export.objects.update(status=ExportStatus.QUEUED)
    assert files[0] == files[1]


def test_a_report_that_cannot_be_made_is_named_and_the_others_are_there(cast: Cast) -> None:
    export = make_batch(cast)
    exports.work_once(HandPress(refuse="东港"))
    export.refresh_from_db()
    assert export.status == ExportStatus.DONE
    assert "东港镇总工会" in export.failures and "超过60秒" in export.failures
    assert len(archive_of(export).namelist()) == 1


def test_a_batch_without_a_single_report_has_failed_and_can_be_tried_again(cast: Cast) -> None:
    export = make_batch(cast)
    exports.work_once(HandPress(refuse="总工会"))
    export.refresh_from_db()
    assert export.status == ExportStatus.FAILED and exports.file_of(export) is None
    assert exports.retry(export)
    exports.work_once(HandPress())
    export.refresh_from_db()
    assert export.status == ExportStatus.DONE and export.failures == ""


def test_a_cancelled_batch_stops_at_its_next_report(cast: Cast) -> None:
    export = make_batch(cast)
    made: list[int] = []

    def stop() -> None:
        made.append(1)
        exports.cancel(export)

    exports.work_once(HandPress(before=stop))
    export.refresh_from_db()
    assert (export.status, len(made), export.stored) == (ExportStatus.CANCELLED, 1, "")
    assert list(exports.folder().iterdir()) == []
    assert not exports.cancel(export)


def test_only_one_worker_holds_a_batch_until_it_is_silent_too_long(cast: Cast) -> None:
    make_batch(cast)
    first = exports.claim()
    assert first is not None
    assert exports.claim() is None
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = exports.claim()
    assert second is not None and second.pk == first.pk
    assert exports.run(first, HandPress()) is False, "whoever was taken over writes nothing"
    assert exports.run(second, HandPress()) is True


def test_a_batch_whose_workers_keep_dying_is_given_up(cast: Cast) -> None:
    export = make_batch(cast)
    for _ in range(exports.ATTEMPTS):
        assert exports.claim() is not None
        Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert exports.claim() is None
    export.refresh_from_db()
    assert export.status == ExportStatus.FAILED and "意外中断" in export.failures


def test_reports_out_of_sight_by_now_are_left_out(cast: Cast) -> None:
    export = make_batch(cast)
    Export.objects.update(by=cast.clerk)
    exports.work_once(HandPress())
    export.refresh_from_db()
    assert len(archive_of(export).namelist()) == 1
    assert "不在您可以查看的范围内" in export.failures


def test_a_person_has_at_most_three_batches_under_way(cast: Cast) -> None:
    make_batch(cast)
    for _ in range(exports.AT_ONCE - 1):
        exports.queue(Summary.objects.all(), "pdf", "又一次", by=cast.stat)
    with pytest.raises(exports.ExportRefused, match="已有3个导出在进行"):
        exports.queue(Summary.objects.all(), "pdf", "再一次", by=cast.stat)
    with pytest.raises(exports.ExportRefused, match="文件格式"):
        exports.queue(Summary.objects.all(), "exe", "格式", by=cast.leader)


def test_files_are_forgotten_after_a_week(cast: Cast) -> None:
    export = make_batch(cast)
    exports.work_once(HandPress())
    Export.objects.update(finished_at=timezone.now() - timedelta(days=8))
    exports.forget_old()
    assert not Export.objects.filter(pk=export.pk).exists()
    assert list(exports.folder().iterdir()) == []


def test_the_page_starts_shows_and_hands_out_a_batch(cast: Cast) -> None:
    make_return(cast.east, "2025-12", {"member_total": 30})
    make_summary(cast.east, "2025-01", "2025-12")
    client = signed_in(cast.stat)
    page = client.get(reverse("export-list")).content.decode()
    assert "还没有导出" in page and "2025年度总结（1份）" in page
    client.post(reverse("export-start"), {"group": "annual:2025-01:2025-12", "format": "pdf"})
    export = Export.objects.get()
    page = client.get(reverse("export-list")).content.decode()
    assert 'role="progressbar"' in page and f'data-export="{reverse("export-status", args=[export.pk])}"' in page
    assert client.get(reverse("export-download", args=[export.pk])).status_code == 404
    exports.work_once(HandPress())
    state = client.get(reverse("export-status", args=[export.pk])).json()
    assert (state["status"], state["done"], state["unfinished"]) == ("done", 1, False)
    answer = client.get(reverse("export-download", args=[export.pk]))
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    other = signed_in(cast.leader)
    for name in ("export-status", "export-download"):
        assert other.get(reverse(name, args=[export.pk])).status_code == 404


def test_a_document_is_made_in_another_process_and_the_process_ended_when_it_is_slow() -> None:
    document = make_document()
    with Press() as press:
        assert press.render("txt", document) == txt.render(document)
        with pytest.raises(PressStopped, match="秒仍未生成"):
            press.render("pdf", document, seconds=0.01)
        assert press.render("txt", document) == txt.render(document), "the next one starts afresh"
        with pytest.raises(PressStopped, match="KeyError"):
            press.render("exe", document)


def test_a_process_that_wants_too_much_memory_is_refused_it() -> None:
    with Press(memory=150 * 1024**2) as press, pytest.raises(PressStopped):
        press.render("pdf", make_document())
