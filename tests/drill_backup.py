"""Is a backup made while people save whole, and does everything come back from it?"""

from __future__ import annotations

import io
import os
import shutil
import signal
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from backup_drill import CANARIES, digest, make_drill, swept
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from makers import Cast

from members.ledgers.member import Member
from members.models import Union
from members.sealing import Unreadable
from reports import papers
from reports.checking import records
from reports.models import Figure, FigureChange, MonthlyReturn
from reports.monthly import CellInput, save_cells
from unionreports import running
from unionreports.backup.archive import DATABASE, checked
from unionreports.backup.making import back_up
from unionreports.running import Busy, serving, stopped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drill(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    with override_settings(VAR_DIR=tmp_path / "var"):
        yield make_drill()[0]


def wipe() -> None:
    call_command("flush", verbosity=0, interactive=False)
    shutil.rmtree(papers.folder())


def restored(path: Path, *more: str) -> str:
    out = io.StringIO()
    try:
        call_command("restore", str(path), *more, stdout=out, stderr=out)
    except SystemExit as stop:
        # The drill's figures were not typed in, so that the log of changes misses them.
        assert stop.code == 1
    return out.getvalue()


def test_everything_comes_back(drill: Cast, tmp_path: Path) -> None:
    path, before = tmp_path / "a.backup", digest()
    out = io.StringIO()
    call_command("backup", str(path), stdout=out)
    assert "3 份扫描件" in out.getvalue() and "field_key" in out.getvalue()
    wipe()
    assert digest() != before
    said = restored(path)
    assert digest() == before
    assert "已恢复" in said and "工会树：相符" in said
    assert Member.objects.get().clear("phone") == CANARIES[1]


def test_a_backup_belongs_to_its_owner_and_holds_no_key(drill: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    back_up(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.backup", "var"], "nothing is left beside it"
    with checked(path) as archive:
        names = set(archive.manifest.parts)
        archive.zip.extractall(tmp_path / "open")
    assert DATABASE in names and len(names) == 4
    content = swept(tmp_path / "open") + path.read_bytes()
    assert [text for text in CANARIES if text.encode() in content] == []
    for key in settings.FIELD_KEYS:
        assert key not in content and key.hex().encode() not in content
    assert settings.SECRET_KEY.encode() not in content


def test_a_backup_made_while_somebody_saves_is_whole(drill: Cast, tmp_path: Path) -> None:
    made, acknowledged = [], []
    child, saves = start_writer(drill)
    try:
        for number in range(4):
            while not (line := saves.readline()):
                pass
            acknowledged.append(int(line))
            made.append(tmp_path / f"{number}.backup")
            back_up(made[-1])
        last = int(saves.readline())
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        saves.close()
    assert last > acknowledged[-1], "the writer went on meanwhile"
    for path, at_least in zip(made, acknowledged, strict=True):
        wipe()
        restored(path, "--yes")
        row = MonthlyReturn.objects.get(union=drill.west)
        figure = Figure.objects.get(monthly_return=row)
        changes = FigureChange.objects.filter(monthly_return=row).order_by("pk")
        assert figure.value >= at_least
        assert len(changes) == figure.value == int(changes.last().new)
        assert not [line for line in records.figures() if drill.west.code in line]


def start_writer(drill: Cast):
    """A process that saves one figure after another and says which one has been kept."""
    row = MonthlyReturn.objects.create(union=drill.west, month="2020-05-01")
    connection.close()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        number = 0
        while True:
            number += 1
            current = MonthlyReturn.objects.get(pk=row.pk)
            save_cells(current, {"union_new": CellInput(str(number))}, by=drill.west_clerk)
            os.write(write, f"{number}\n".encode())
    os.close(write)
    return child, os.fdopen(read)


def test_live_records_are_replaced_only_when_that_is_said(drill: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    back_up(path)
    before = digest()
    with pytest.raises(CommandError, match=r"已有数据.*--yes.*没有改动"):
        call_command("restore", str(path))
    assert digest() == before
    late = papers.keep_bytes(b"%PDF-late", "后来的", ".pdf", "扫描件").stored
    Union.objects.filter(pk=drill.mill.pk).update(name="后来改的名")
    said = restored(path, "--yes")
    assert digest() == before
    aside = next(settings.VAR_DIR.glob("papers.before-*"))
    assert [each.name for each in aside.iterdir()] == [late]
    if connection.vendor == "sqlite":
        assert "原来的数据库留在" in said


def test_nobody_stays_signed_in(drill: Cast, tmp_path: Path) -> None:
    client = Client()
    client.force_login(drill.clerk)
    assert Session.objects.exists()
    back_up(tmp_path / "a.backup")
    restored(tmp_path / "a.backup", "--yes")
    assert not Session.objects.exists()


def test_a_running_site_is_not_pulled_from_under_its_users(drill: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    back_up(path)
    before = digest()
    serving()
    try:
        with pytest.raises(CommandError, match=r"正在运行.*没有改动"):
            call_command("restore", str(path), "--yes")
    finally:
        running._held.pop().close()
    with stopped(), pytest.raises(Busy, match="正在恢复"):
        serving()
    assert digest() == before


def test_a_program_that_has_the_database_open_stops_it_too(drill: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    back_up(path)
    before = digest()
    connection.close()
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        Union.objects.count()
        os.write(ready[1], b"x")
        os.read(go[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    try:
        with pytest.raises(CommandError, match=r"连着数据库.*没有改动"):
            call_command("restore", str(path), "--yes")
    finally:
        os.write(go[1], b"x")
        os.waitpid(child, 0)
        for end in (*ready, *go):
            os.close(end)
    assert digest() == before


def test_an_existing_file_is_not_overwritten(drill: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    path.write_text("mine")
    with pytest.raises(CommandError, match="已经存在"):
        call_command("backup", str(path))
    assert path.read_text() == "mine"
    with pytest.raises(CommandError, match="写不了"):
        call_command("backup", str(tmp_path / "none" / "a.backup"))


def test_the_wrong_key_is_noticed_before_anything_is_touched(drill: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    back_up(path)
    before = digest()
    with override_settings(FIELD_KEYS=(b"\x07" * 32,)), pytest.raises(CommandError, match=r"密钥打不开.*没有改动"):
        call_command("restore", str(path), "--yes")
    assert digest() == before
    with override_settings(FIELD_KEYS=(b"\x07" * 32, *settings.FIELD_KEYS)):
        restored(path, "--yes")
        assert Member.objects.get().clear("phone") == CANARIES[1]
    with override_settings(FIELD_KEYS=(b"\x07" * 32,)), pytest.raises(Unreadable):
        Member.objects.get().clear("phone")


def test_a_backup_knows_when_it_was_made(drill: Cast, tmp_path: Path) -> None:
    manifest = back_up(tmp_path / "a.backup")
    assert abs((timezone.now() - datetime.fromisoformat(manifest.made_at)).total_seconds()) < 60
    assert manifest.version.count(".") == 2 and manifest.engine == connection.vendor
    assert any(name.startswith("members.0001") for name in manifest.migrations)
