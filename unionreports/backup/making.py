"""Make a backup while people work: papers before and after the database, so that none it names is missing."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from members.resealing import keys_in_use
from members.sealing import key_names, seal
from reports import papers
from unionreports.backup import postgres, sqlite
from unionreports.backup.archive import DATABASE, PAPER, PAPERS, BackupRefused, Manifest, Writer, checked, private

#: What the sample in the manifest says, and to which place it is sealed.
SAMPLE = "unionreports"


def back_up(path: Path) -> Manifest:
    """Write everything but keys and finished exports to a new file. Raises BackupRefused."""
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder,
            private(path) as file,
            Writer(file) as writer,
        ):
            _fill(writer, Path(folder))
    except OSError as error:
        raise BackupRefused(f"文件 {path} 写不了（{error.strerror or error}），请检查文件夹、权限和磁盘空间") from error
    # A backup nobody has read back is a hope.
    try:
        with checked(path) as archive:
            return archive.manifest
    except BackupRefused:
        path.unlink()
        raise


def _fill(writer: Writer, folder: Path) -> None:
    copied = _add_papers(writer, folder)
    before = schema()
    dumped = folder / DATABASE
    (sqlite if connection.vendor == "sqlite" else postgres).dump(connection.settings_dict, dumped)
    if schema() != before:
        raise BackupRefused("备份期间数据库结构正在升级，请等升级完成后再备份")
    writer.add(DATABASE, dumped, pack=connection.vendor == "sqlite")
    _add_papers(writer, folder, but=copied)
    made_at = timezone.localtime().isoformat(timespec="seconds")
    keys = tuple(sorted({*keys_in_use(), key_names()[0]}))
    writer.finish(Manifest(version(), connection.vendor, made_at, before, keys, sample(made_at)))


def schema() -> tuple[str, ...]:
    """The migrations the live database has had."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


def version() -> str:
    """Which version of the program this is."""
    project: dict[str, Any] = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def sample(made_at: str) -> str:
    """A text sealed with the key in use; whoever restores tries it."""
    return seal(SAMPLE, f"backup:{made_at}")


def _add_papers(writer: Writer, folder: Path, but: frozenset[str] = frozenset()) -> frozenset[str]:
    """Add the papers as they lie there now; returns their names."""
    names = frozenset(path.name for path in papers.folder().iterdir() if PAPER.fullmatch(PAPERS + path.name))
    for name in sorted(names - but):
        source = papers.folder() / name
        held = folder / name
        try:
            # A second name keeps a paper that is thrown away while we read it.
            os.link(source, held)
        except FileNotFoundError:
            continue
        except OSError:
            held = source
        writer.add(PAPERS + name, held, pack=False)
        if held != source:
            held.unlink()
    return names
