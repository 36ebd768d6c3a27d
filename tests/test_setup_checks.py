"""Does the test command fail when anything in it fails, is skipped or cannot run?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import psycopg
import pytest
from conftest import LONGEST

from unionreports import checks, cluster, environment

BASE = Path(__file__).resolve().parent.parent


def pretend(monkeypatch: pytest.MonkeyPatch, fails: Callable[[list[str]], bool]) -> list[list[str]]:
    """Run nothing, note what would have run, and let the chosen commands fail."""
    ran: list[list[str]] = []

    def run(command: list[str], extra: object = None, said: IO[bytes] | None = None) -> int:
        ran.append(command)
        if said:
            said.write(f"what {command[-1]} says\n".encode())
        return 1 if fails(command) else 0

    monkeypatch.setattr(checks, "run", run)
    monkeypatch.setattr(checks.signal, "signal", lambda *_: None)
    return ran


def test_one_failed_check_fails_the_whole_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = pretend(monkeypatch, lambda command: "mypy" in command)
    assert checks.run_checks([]) == 1
    shown = capsys.readouterr().out
    assert "FAILED: mypy" in shown and "--- mypy\nwhat mypy says\n" in shown
    assert len(ran) == len(checks.STATIC_CHECKS) + 3


def test_all_is_well_only_when_both_databases_were_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = pretend(monkeypatch, lambda _: False)
    assert checks.run_checks([]) == 0
    assert [command[:2] for command in ran[-2:]] == [checks.PYTEST, checks.PYTEST]
    assert ran[-1][-2:] == ["-m", "not browser and not pure"]
    monkeypatch.setattr(cluster, "binaries", lambda: None)
    assert checks.run_checks([]) == 1
    assert "FAILED: tests on PostgreSQL" in capsys.readouterr().out


def test_what_begins_first_is_there() -> None:
    assert [name for name in LONGEST if not (BASE / "tests" / name).exists()] == []


def test_named_tests_run_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = pretend(monkeypatch, lambda _: False)
    assert checks.run_checks(["tests/test_x.py", "-q"]) == 0
    assert ran == [["-m", "pytest", "tests/test_x.py", "-q"]]


@pytest.mark.parametrize(("ci", "workers", "code"), [("", "0", 0), ("true", "0", 1), ("true", "2", 1)])
def test_ci_takes_a_skipped_test_for_a_failed_one(tmp_path: Path, ci: str, workers: str, code: int) -> None:
    sample = tmp_path / "test_sample.py"
    sample.write_text("import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('nothing to open pages with')\n")
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "-n", workers]
    command += ["-c", str(BASE / "pyproject.toml"), str(sample)]
    done = subprocess.run(
        command,
        cwd=BASE,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(BASE / "tests")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout
    assert ("CI allows no skipped test" in done.stdout) is bool(code)


def test_the_throwaway_server_answers_and_leaves_nothing_behind() -> None:
    if cluster.binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster.throwaway() as url:
        told = environment.database({"DATABASE_URL": url}, BASE)
        folder = Path(str(told["HOST"]))
        process = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        with psycopg.connect(host=str(folder), user="unionreports", dbname="postgres") as connection:
            row = connection.execute("select current_user, current_setting('listen_addresses')").fetchone()
        assert row == ("unionreports", "")
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
    assert not is_running(process)


def is_running(process: int) -> bool:
    """Is this process alive? One that ended and was not yet collected is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
