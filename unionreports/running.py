"""Is the site running? Whoever serves it shares a lock; whoever replaces its records must have it alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

try:
    import fcntl
except ImportError:  # Windows has no such locks; there SQLite itself refuses a second user of the file
    fcntl = None  # type: ignore[assignment]

#: The lock ends with the process that holds it, however it ends.
_held: list[IO[bytes]] = []


class Busy(Exception):
    """Somebody else has the lock; the message is Chinese, for whoever starts the site."""


def lock_file() -> Path:
    """The file that is locked: one for each database."""
    database = connection.settings_dict
    name = "|".join(str(database.get(part) or "") for part in ("ENGINE", "HOST", "PORT", "NAME"))
    return Path(settings.VAR_DIR) / f"serving-{hashlib.sha256(name.encode()).hexdigest()[:12]}.lock"


def serving() -> None:
    """Say, as long as this process lives, that the site is running. Raises Busy while records are replaced."""
    _held.append(_locked(shared=True))


@contextmanager
def stopped() -> Iterator[None]:
    """Nobody serves the site meanwhile. Raises Busy while somebody does."""
    with _locked(shared=False):
        yield


def _locked(*, shared: bool) -> IO[Any]:
    path = lock_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    if fcntl is None:
        return file
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Busy("正在恢复备份，请等恢复完成后再启动") from None
    return file
