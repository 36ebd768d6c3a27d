"""Is the whole project sound? Runs every check in order and says which failed."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from unionreports import cluster

BASE = Path(__file__).resolve().parent.parent
PYTEST = ["-m", "pytest"]
# One more than two cores can carry at once: a test often waits for a browser or a disk. The order is conftest's.
BOTH_CORES = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
# Everything an installation behind TLS sets; `check --deploy` must find nothing to say about it.
PRODUCTION = {
    "DJANGO_DEBUG": "0",
    "DJANGO_ALLOWED_HOSTS": "gonghui.example.cn",
    "DJANGO_CSRF_TRUSTED_ORIGINS": "https://gonghui.example.cn",
    "DATABASE_URL": "sqlite:///var/unionreports.sqlite3",
}
# Two run at a time; those that take longest come first.
STATIC_CHECKS: list[tuple[str, list[str]]] = [
    ("mypy", ["-m", "mypy"]),
    ("djlint format", ["-m", "djlint", "templates", "--check"]),
    ("djlint lint", ["-m", "djlint", "templates", "--lint"]),
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("import contracts", ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
    ("migrations complete", ["manage.py", "makemigrations", "--check", "--dry-run"]),
]
DEPLOY = ["-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]


def run_checks(paths: list[str]) -> int:
    """Run everything, or with `paths` only those tests on SQLite; 0 when all is well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if paths:
        return run(PYTEST + paths)
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(apart, STATIC_CHECKS))
    results.append(timed("deploy check", DEPLOY, PRODUCTION | {"DJANGO_SECRET_KEY": secrets.token_hex(32)}))
    results.append(timed("tests on SQLite", PYTEST + BOTH_CORES))
    results.append(on_postgresql())
    print(f"\n{'check':<24}{'result':<10}seconds")
    for name, passed, seconds in results:
        print(f"{name:<24}{'ok' if passed else 'FAILED':<10}{seconds:.1f}")
    failures = [name for name, passed, _ in results if not passed]
    verdict = f"FAILED: {', '.join(failures)}" if failures else "all checks passed"
    print(f"\n{verdict} in {time.monotonic() - began:.0f} s", flush=True)
    return 1 if failures else 0


def run(command: list[str], extra: Mapping[str, str] | None = None, said: IO[bytes] | None = None) -> int:
    """Run Python with these arguments at the project's root; what it prints may go to a file; the exit code is its."""
    environ = {**os.environ, **(extra or {})}
    return subprocess.run([sys.executable, *command], cwd=BASE, env=environ, stdout=said, stderr=said).returncode


def timed(name: str, command: list[str], extra: Mapping[str, str] | None = None) -> tuple[str, bool, float]:
    """Run one check under its name: did it pass, and in how many seconds?"""
    print(f"\n--- {name}", flush=True)
    began = time.monotonic()
    code = run(command, extra)
    return name, code == 0, time.monotonic() - began


def apart(check: tuple[str, list[str]]) -> tuple[str, bool, float]:
    """Run one check beside others: what it printed is shown in one piece when it is done."""
    name, command = check
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        code = run(command, said=said)
        said.seek(0)
        print(f"\n--- {name}\n{said.read().decode(errors='replace')}", end="", flush=True)
    return name, code == 0, time.monotonic() - began


def on_postgresql() -> tuple[str, bool, float]:
    """Run the tests that use a database, browser tests apart, again on a PostgreSQL server of our own."""
    name = "tests on PostgreSQL"
    try:
        with cluster.throwaway() as url:
            return timed(name, [*PYTEST, *BOTH_CORES, "-m", "not browser and not pure"], {"DATABASE_URL": url})
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"\n--- {name}\n{error}\n{getattr(error, 'output', '') or ''}", flush=True)
        return name, False, 0.0
