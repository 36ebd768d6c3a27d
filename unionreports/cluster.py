"""Where is a PostgreSQL that nobody minds losing? Starts one in a temporary folder. Standard library only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

OWNERS = ["postgres", "nobody"]
#: Nothing here is to outlive a crash, and no question is asked often enough to be compiled.
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
CARELESS += ["wal_level=minimal", "max_wal_senders=0", "jit=off"]


def binaries() -> Path | None:
    """Where are PostgreSQL's programs; the newest where several are installed?"""
    found = [Path(name).parent for name in [shutil.which("initdb")] if name]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in found if (folder / "pg_ctl").exists()), None)


def owner() -> pwd.struct_passwd | None:
    """As whom must the server run? `initdb` refuses root, so root lends it to another user."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in OWNERS if name in known)


@contextmanager
def throwaway() -> Iterator[str]:
    """Run a fresh server on a Unix socket and yield its DATABASE_URL; nothing of it is left afterwards."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    user = owner()
    folder = Path(tempfile.mkdtemp(prefix="unionreports-pg-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        run = Runner(folder, user)
        run(
            programs / "initdb", "-D", data, "-U", "unionreports", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        # A socket in a private folder: no port to find free, nobody else to let in.
        options = f"-c listen_addresses='' -k {folder} " + " ".join(f"-c {each}" for each in CARELESS)
        run(programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        try:
            yield f"postgres://unionreports@/unionreports?host={quote(str(folder))}"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Runner:
    """Runs PostgreSQL's programs as the server's owner; raises CalledProcessError with what they said."""

    def __init__(self, folder: Path, user: pwd.struct_passwd | None) -> None:
        self.folder, self.user = folder, user

    def __call__(self, *command: str | Path) -> None:
        # A log file, not a pipe: the server inherits it and would keep a pipe open.
        with (self.folder / "commands.log").open("a+b") as log:
            done = subprocess.run(
                [str(part) for part in command],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.user.pw_uid if self.user else None,
                group=self.user.pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
            )
        if done.returncode:
            text = (self.folder / "commands.log").read_text(errors="replace")
            raise subprocess.CalledProcessError(done.returncode, [str(part) for part in command], text)
