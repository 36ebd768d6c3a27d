"""How a fresh machine becomes one that runs: which packages count as present, and who is told what."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from unionreports import bootstrap, machine

BASE = Path(__file__).resolve().parent.parent


def test_pins_are_read_with_extras_and_without_hashes() -> None:
    text = "Django==5.2.19 \\\n    --hash=sha256:ab==cd\npsycopg[binary]==3.3.9 ; a=='x' \\\n    --hash=sha256:ef\n"
    assert bootstrap.pins(text) == {"Django": "5.2.19", "psycopg": "3.3.9"}


def test_a_package_in_another_version_counts_as_missing() -> None:
    here = {"django": "5.2.19", "jinja2": "3.1.5"}
    assert bootstrap.lacking({"django": "5.2.19", "jinja2": "3.1.6", "csp": "4.0"}, here.get) == ["jinja2", "csp"]


@pytest.mark.parametrize("name", [bootstrap.RUNTIME, bootstrap.TESTING])
def test_a_lock_file_pins_every_package_by_hash_and_names_no_address(name: str) -> None:
    text = (BASE / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--index|--extra-index|--find-links|--trusted", text)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==", entry) and "--hash=sha256:" in entry for entry in entries)


def test_the_lock_files_hold_every_dependency_of_the_project() -> None:
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in [
        (bootstrap.RUNTIME, project["dependencies"]),
        (bootstrap.TESTING, project["dependencies"] + project["optional-dependencies"]["test"]),
    ]:
        pinned = {normal(name) for name in bootstrap.pins((BASE / lock).read_text(encoding="utf-8"))}
        assert {normal(re.split(r"[\[~=>]", item)[0]) for item in wanted} <= pinned


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_test_packages_are_the_runtime_packages_and_more() -> None:
    runtime = bootstrap.pins((BASE / bootstrap.RUNTIME).read_text(encoding="utf-8"))
    testing = bootstrap.pins((BASE / bootstrap.TESTING).read_text(encoding="utf-8"))
    assert runtime.items() < testing.items()


def test_each_dependency_says_why_it_is_there() -> None:
    text = (BASE / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.findall(r'^    "[A-Za-z].*?",.*$', text[: text.index("[tool.")], re.MULTILINE)
    assert len(lines) > 25
    # Types of libraries share one reason.
    assert [line for line in lines if "#" not in line and "types-" not in line] == []


def test_an_interrupted_installation_is_not_taken_for_a_finished_one(tmp_path: Path) -> None:
    python = bootstrap.venv_python(tmp_path)
    python.parent.mkdir()
    python.touch()
    assert not bootstrap.stamped(bootstrap.RUNTIME, tmp_path)
    (tmp_path / "requirements.txt.sha256").write_text(bootstrap.digest(bootstrap.RUNTIME))
    assert bootstrap.stamped(bootstrap.RUNTIME, tmp_path)
    (tmp_path / "requirements.txt.sha256").write_text("0" * 64)
    assert not bootstrap.stamped(bootstrap.RUNTIME, tmp_path)


def test_the_interpreter_at_hand_is_used_only_when_every_pin_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/usr")
    pinned = bootstrap.pins((BASE / bootstrap.RUNTIME).read_text(encoding="utf-8"))
    monkeypatch.setattr(bootstrap.importlib.metadata, "version", lambda name: pinned[name])
    assert bootstrap.is_ready(bootstrap.RUNTIME)
    pinned["asgiref"] = "3.0"
    assert not bootstrap.is_ready(bootstrap.RUNTIME)


def test_without_root_the_exact_command_is_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = prepared(monkeypatch, tmp_path, user=1000, environ={})
    assert "apt-get install -y --no-install-recommends libpango-1.0-0 chromium" in said
    assert "apt-get download texlive-lang-chinese" in said


def test_no_apt_turns_installing_off_for_root_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "apt-get install" in prepared(monkeypatch, tmp_path, user=0, environ={"NO_APT": "1"})


def prepared(monkeypatch: pytest.MonkeyPatch, folder: Path, user: int, environ: dict[str, str]) -> str:
    """What does a Debian without Pango, Chromium and fonts print to this user?"""
    lines: list[str] = []
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine.os, "geteuid", lambda: user)
    monkeypatch.setattr(machine, "missing", lambda names: [n for n in names if n in {"libpango-1.0-0", "chromium"}])
    monkeypatch.setattr(machine, "FONT_DIR", folder)
    monkeypatch.setattr(machine, "install", lambda *_: pytest.fail("installed although it must not"))
    monkeypatch.setattr("builtins.print", lambda text, **_: lines.append(text))
    machine.prepare(testing=True, var=folder, environ=environ)
    return "\n".join(lines)


def test_root_installs_what_is_missing_and_a_failure_only_warns(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[list[str]] = []

    def refuse(command: list[str], **_: object) -> object:
        calls.append(command)
        return machine.subprocess.CompletedProcess(command, 100)

    monkeypatch.setattr(machine.subprocess, "run", refuse)
    monkeypatch.setattr(machine, "install_fonts", lambda: (_ for _ in ()).throw(OSError("no network")))
    machine.install(["chromium"], ["FandolFang-Regular.otf"], tmp_path)
    assert [command[:2] for command in calls] == [["apt-get", "update"], ["apt-get", "install"]]
    assert "chromium" in capsys.readouterr().err


def test_fonts_that_could_not_be_had_are_not_asked_for_at_every_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "fonts_attempt").touch()
    monkeypatch.setattr(machine.subprocess, "run", lambda *_, **__: pytest.fail("asked again"))
    machine.install([], ["FandolFang-Regular.otf"], tmp_path)


def test_ci_runs_exactly_the_test_command() -> None:
    lines = (BASE / ".ci" / "run").read_text(encoding="utf-8").split("\n")
    assert lines == [
        "#!/usr/bin/env bash",
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "python3 manage.py test",
        "",
    ]
