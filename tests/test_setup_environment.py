"""Settings from the environment: what is understood, and what is refused with the name of the variable."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from unionreports import environment
from unionreports.environment import Refused

BASE = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("false", False)]
)
def test_debug_understands_yes_and_no(text: str, expected: bool) -> None:
    assert environment.flag({"DJANGO_DEBUG": text}, "DJANGO_DEBUG", not expected) is expected


def test_an_empty_switch_takes_its_default() -> None:
    assert environment.flag({"DJANGO_DEBUG": ""}, "DJANGO_DEBUG", False) is False


def test_hosts_default_to_this_machine_only() -> None:
    assert environment.allowed_hosts({}) == ["localhost", "127.0.0.1", "[::1]"]


def test_hosts_and_origins_are_split_at_commas() -> None:
    assert environment.allowed_hosts({"DJANGO_ALLOWED_HOSTS": "a.cn, 192.0.2.10,[::1]"}) == [
        "a.cn",
        "192.0.2.10",
        "[::1]",
    ]
    origins = {"DJANGO_CSRF_TRUSTED_ORIGINS": "https://a.cn,http://192.0.2.10:8000"}
    assert environment.trusted_origins(origins) == ["https://a.cn", "http://192.0.2.10:8000"]


def test_a_database_defaults_to_a_file_under_var(tmp_path: Path) -> None:
    found = environment.database({}, tmp_path)
    assert found["NAME"] == str(tmp_path / "var" / "unionreports.sqlite3")


def test_an_absolute_sqlite_path_keeps_its_slash(tmp_path: Path) -> None:
    assert environment.database({"DATABASE_URL": "sqlite:////srv/a b.sqlite3"}, tmp_path)["NAME"] == "/srv/a b.sqlite3"


def test_a_postgres_url_is_taken_apart(tmp_path: Path) -> None:
    url = "postgres://user%40x:p%3Aw@db.example.cn:5433/union?sslmode=require"
    found = environment.database({"DATABASE_URL": url}, tmp_path)
    assert [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "union",
        "user@x",
        "p:w",
        "db.example.cn",
        "5433",
    ]
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_postgres_socket_is_named_by_host(tmp_path: Path) -> None:
    found = environment.database({"DATABASE_URL": "postgres://u@/union?host=/run/postgresql"}, tmp_path)
    assert (found["HOST"], found["OPTIONS"]) == ("/run/postgresql", {})


@pytest.mark.parametrize("engine", ["", "postgres://u@h/union"])
def test_no_database_wraps_a_whole_request_in_a_transaction(engine: str, tmp_path: Path) -> None:
    found = environment.database({"DATABASE_URL": engine}, tmp_path)
    assert (found["ATOMIC_REQUESTS"], found["CONN_MAX_AGE"]) == (False, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DJANGO_DEBUG", "maybe"),
        ("DJANGO_ALLOWED_HOSTS", "https://a.cn"),
        ("DJANGO_ALLOWED_HOSTS", "a.cn:8000"),
        ("DJANGO_ALLOWED_HOSTS", "a.cn,b c"),
        ("DJANGO_CSRF_TRUSTED_ORIGINS", "a.cn"),
        ("DJANGO_CSRF_TRUSTED_ORIGINS", "https://a.cn/path"),
        ("DATABASE_URL", "mysql://u:hunter2@h/union"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite://relative.sqlite3"),
        ("DATABASE_URL", "union.sqlite3"),
        ("DATABASE_URL", "postgres://u:hunter2@h"),
        ("DATABASE_URL", "postgres://u:hunter2@h:port/union"),
        ("DATABASE_URL", "postgres://u:hunter2@h:99999/union"),
        ("DATABASE_URL", "postgres://u:hunter2@h/union?options=-c"),
        ("DJANGO_SECRET_KEY", "hunter2"),
        ("DJANGO_SECRET_KEY", "hunter2" * 7),
        ("DJANGO_SECRET_KEY", "a" * 60),
        ("FIELD_KEY_FILE", "/nowhere/hunter2"),
    ],
)
def test_a_wrong_value_stops_the_start_naming_the_variable(name: str, value: str) -> None:
    done = start({name: value})
    assert done.returncode == 1
    assert name in done.stderr and "可以填" in done.stderr
    assert "Traceback" not in done.stderr
    if name != "FIELD_KEY_FILE":
        assert "hunter2" not in done.stderr


def start(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the entry point with these environment variables."""
    command = [sys.executable, str(BASE / "manage.py"), "diffsettings"]
    return subprocess.run(command, env=os.environ | settings, capture_output=True, text=True)


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    var = tmp_path / "var"
    first = environment.secret_key({}, var), environment.field_keys({}, var)
    assert first == (environment.secret_key({}, var), environment.field_keys({}, var))
    assert len(first[0]) >= 50 and [len(key) for key in first[1]] == [32]
    assert {stat.S_IMODE(path.stat().st_mode) for path in var.iterdir()} == {0o600}
    assert sorted(path.name for path in var.iterdir()) == ["field_key", "secret_key"]


def test_of_two_first_starts_at_once_one_key_stays(tmp_path: Path) -> None:
    path = tmp_path / "key"
    environment.make_private(path, "first")
    environment.make_private(path, "second")
    assert path.read_text() == "first\n"


def test_a_key_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("ab" * 32)
    path.chmod(0o644)
    with pytest.raises(Refused, match=re.escape(f"chmod 600 {path}")):
        environment.field_keys({"FIELD_KEY_FILE": str(path)}, tmp_path)


def test_a_key_of_the_wrong_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    environment.make_private(path, "口令")
    with pytest.raises(Refused, match="FIELD_KEY_FILE"):
        environment.field_keys({"FIELD_KEY_FILE": str(path)}, tmp_path)


def test_a_key_file_may_hold_former_keys_below_the_one_that_seals(tmp_path: Path) -> None:
    path = tmp_path / "key"
    environment.make_private(path, "ab" * 32 + "\n\n" + "cd" * 32 + "\n" + "ab" * 32)
    found = environment.field_keys({"FIELD_KEY_FILE": str(path)}, tmp_path)
    assert found == (b"\xab" * 32, b"\xcd" * 32)
    path.write_text("ab" * 32 + "\nxy\n")
    with pytest.raises(Refused, match="每行一个"):
        environment.field_keys({"FIELD_KEY_FILE": str(path)}, tmp_path)


def test_an_https_origin_turns_on_everything_tls_allows() -> None:
    wanted = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    plain, behind_tls = start({}).stdout, start({"DJANGO_CSRF_TRUSTED_ORIGINS": "https://a.cn"}).stdout
    for name in wanted:
        assert f"{name} = True" in behind_tls
        assert f"{name} = True" not in plain
    assert "SESSION_COOKIE_NAME = '__Host-sid'" in behind_tls
    assert "SECURE_HSTS_SECONDS = 31536000" in behind_tls
