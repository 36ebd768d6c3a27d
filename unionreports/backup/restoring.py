"""Put a backup back: checked and made ready beside the live records before anything of theirs is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from members.models import Union, User
from members.sealing import Unreadable, key_names, unseal
from reports import papers
from unionreports.backup import postgres, sqlite
from unionreports.backup.archive import DATABASE, PAPERS, Archive, BackupRefused, Manifest, checked, sync_folder
from unionreports.backup.making import SAMPLE
from unionreports.running import Busy, stopped

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Restored:
    """What was put back; `former` is where the former SQLite database lies, `papers` how many papers came back."""

    manifest: Manifest
    migrated: bool
    former: Path | None
    papers: int


def restore(path: Path, *, yes: bool = False) -> Restored:
    """Replace the live records by a backup's, whole or not at all. Raises BackupRefused."""
    with checked(path) as archive:
        fits(archive.manifest)
        if not yes and holds_data():
            raise BackupRefused(
                "现有数据库里已有数据，恢复会把它整个换掉。确定要换的，请先备份现有数据，再加 --yes 运行"
            )
        connection.close()
        try:
            with stopped():
                _not_in_use()
                stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
                former = _replaced(archive, stamp)
                return _afterwards(archive, stamp, former)
        except Busy:
            raise BackupRefused("网站或后台导出程序正在运行，请先停止再恢复") from None


def fits(manifest: Manifest) -> None:
    """Is this a backup for this database, this program and this key? Raises BackupRefused."""
    if manifest.engine != connection.vendor:
        made, here = (ENGINES.get(name, name) for name in (manifest.engine, connection.vendor))
        raise BackupRefused(f"这份备份来自 {made} 数据库，现用的是 {here}，不能恢复到这里")
    if not set(manifest.migrations) <= known_migrations():
        raise BackupRefused(f"这份备份由更新的版本（{manifest.version}）制作，请先升级本系统再恢复")
    try:
        opens = unseal(manifest.sample, f"backup:{manifest.made_at}") == SAMPLE
    except Unreadable:
        opens = False
    if not opens or not set(manifest.keys) <= set(key_names()):
        raise BackupRefused(
            "现有的密钥打不开这份备份里的个人信息。请把备份时所用的密钥（field_key）放回 FIELD_KEY_FILE 所指的文件，"
            "换过密钥的，旧密钥另起一行写在下面，再恢复"
        )


def known_migrations() -> set[str]:
    """Every migration this program has."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {f"{app}.{name}" for app, name in disk}


def holds_data() -> bool:
    """Is there anything in the live database that somebody might miss? What cannot be read might be missed."""
    if connection.vendor == "sqlite" and not sqlite.live_file(connection.settings_dict).exists():
        return False
    try:
        tables = connection.introspection.table_names()
        return Union._meta.db_table in tables and (Union.objects.exists() or User.objects.exists())
    except DatabaseError:
        return True


def _not_in_use() -> None:
    used = sqlite if connection.vendor == "sqlite" else postgres
    if used.in_use(connection.settings_dict):
        raise BackupRefused("还有程序连着数据库，请停止网站、后台导出和其他管理命令后再恢复")


def _replaced(archive: Archive, stamp: str) -> Path | None:
    """Make everything ready, then change over: papers first, which harm nobody, and the database at one stroke."""
    here = sqlite.live_file(connection.settings_dict).parent if connection.vendor == "sqlite" else settings.VAR_DIR
    try:
        here.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=here) as folder:
            staged = Path(folder) / DATABASE
            archive.extract(DATABASE, staged)
            if connection.vendor == "sqlite":
                _ready(staged, archive.manifest)
                _bring_papers(archive)
                return sqlite.replace(connection.settings_dict, staged, stamp)
            postgres.readable(connection.settings_dict, staged)
            _bring_papers(archive)
            postgres.replace(connection.settings_dict, staged, Path(folder))
            return None
    except OSError as error:
        raise BackupRefused(f"恢复没有完成（{error.strerror or error}），请检查磁盘空间和权限") from error


def _afterwards(archive: Archive, stamp: str, former: Path | None) -> Restored:
    """Bring the schema forward where that could not be done before, and tidy up."""
    older = set(archive.manifest.migrations) < known_migrations()
    if older:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    _put_aside(archive, stamp)
    # Whoever was signed in then is not signed in now.
    Session.objects.all().delete()
    connection.close()
    return Restored(archive.manifest, older, former, len(archive.manifest.papers))


def _ready(staged: Path, manifest: Manifest) -> None:
    """The staged SQLite database, found sound and brought to this program's schema. Raises BackupRefused."""
    sqlite.sound(staged)
    if sqlite.migrations(staged) != set(manifest.migrations):
        raise BackupRefused("备份里的数据库结构与清单不符，请换一份备份")
    if set(manifest.migrations) < known_migrations():
        # In a process of its own: migrations speak to whatever is the database there.
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--no-input", "--verbosity", "0"]
        elsewhere: dict[str, Any] = os.environ | {"DATABASE_URL": f"sqlite:///{quote(str(staged))}"}
        done = subprocess.run(command, env=elsewhere, capture_output=True, text=True, errors="replace")
        if done.returncode:
            raise BackupRefused(f"备份里的数据库升级到现在的版本时出错：{done.stderr.strip()[-500:]}")
        sqlite.settle(staged)


def _bring_papers(archive: Archive) -> None:
    """Put papers that are missing, or are not what they were, into the folder under their own names."""
    for name in archive.manifest.papers:
        target = papers.folder() / name.removeprefix(PAPERS)
        ready = target.with_name(f".{target.name}.part")
        ready.unlink(missing_ok=True)
        archive.extract(name, ready)
        os.replace(ready, target)
    sync_folder(papers.folder())


def _put_aside(archive: Archive, stamp: str) -> None:
    """Papers that the backup does not know go where the former records are, out of the way."""
    known = {name.removeprefix(PAPERS) for name in archive.manifest.papers}
    strange = [path for path in papers.folder().iterdir() if path.is_file() and path.name not in known]
    if strange:
        aside = papers.folder().with_name(f"papers.before-{stamp}")
        aside.mkdir(mode=0o700)
        for path in strange:
            path.rename(aside / path.name)
