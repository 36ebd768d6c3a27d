"""How is a SQLite database copied while people save, and put in place of the live one?"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3._functions import register

from unionreports.backup.archive import BackupRefused, sync_folder

PATIENCE = 30


def live_file(settings: dict[str, Any]) -> Path:
    """Where the live database lies."""
    return Path(settings["NAME"])


def dump(settings: dict[str, Any], target: Path) -> None:
    """One consistent copy through SQLite's own backup; savers are not held up. Raises BackupRefused."""
    try:
        with (
            closing(sqlite3.connect(live_file(settings), timeout=PATIENCE)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            # One file, without a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        sound(target)
    except sqlite3.Error as error:
        raise BackupRefused(f"数据库复制不出来（{error}）") from error


def sound(path: Path) -> None:
    """Is this a database that SQLite finds nothing wrong with? Raises BackupRefused."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            # Constraints of our tables call functions that Django brings.
            register(copy)
            said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            broken = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        said, broken = str(error), None
    if said != "ok" or broken:
        raise BackupRefused(f"数据库文件已损坏（{said if said != 'ok' else '有记录缺了所引用的记录'}）")


def migrations(path: Path) -> set[str]:
    """Which migrations this copy has had; raises BackupRefused."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            return {f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations")}
    except sqlite3.Error as error:
        raise BackupRefused(f"备份里的数据库读不出来（{error}）") from error


def settle(path: Path) -> None:
    """Bring everything into the one file, its log included."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def in_use(settings: dict[str, Any]) -> bool:
    """Does another process have the live database open? Only one alone may leave the write-ahead log."""
    path = live_file(settings)
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as live:
            return bool(live.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    except sqlite3.DatabaseError:
        # A damaged file is no reason to refuse: it is what backups are for.
        return False


def replace(settings: dict[str, Any], staged: Path, stamp: str) -> Path | None:
    """Put the staged database in place of the live one at once; returns where the former one now lies."""
    live = live_file(settings)
    former: Path | None = None
    if live.exists():
        former = live.with_name(f"{live.name}.before-{stamp}")
        os.link(live, former)
        former.chmod(0o600)
    for ending in ("-wal", "-shm"):
        # A log left by a crash belongs to the former file; beside the new one it would spoil it.
        log = live.with_name(live.name + ending)
        with suppress(FileNotFoundError):
            log.rename(former.with_name(former.name + ending)) if former else log.unlink()
    os.replace(staged, live)
    sync_folder(live.parent)
    return former
