"""Is every damaged, foreign or doctored backup refused before anything live is touched?"""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from backup_drill import digest, make_drill
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from makers import Cast

from unionreports.backup import sqlite
from unionreports.backup.archive import DATABASE, MANIFEST, BackupRefused, Manifest, Writer, checked, private
from unionreports.backup.making import back_up, sample
from unionreports.backup.restoring import fits, known_migrations

MUTATIONS = 400
MADE_AT = "2026-01-02T03:04:05+08:00"


def manifest(**fields: Any) -> Manifest:
    known = tuple(sorted(known_migrations()))
    given: dict[str, Any] = {"migrations": known, "keys": (), "engine": connection.vendor, "sample": sample(MADE_AT)}
    return Manifest(**{"version": "9.9.9", "made_at": MADE_AT, **given, **fields})


def make_archive(folder: Path, parts: dict[str, bytes], told: Manifest | None = None) -> Path:
    """A backup file with these parts, whole as a file whatever is in it."""
    path = folder / "made.backup"
    path.unlink(missing_ok=True)
    with private(path) as file, Writer(file) as writer:
        for name, content in parts.items():
            source = folder / "part"
            source.write_bytes(content)
            writer.add(name, source, pack=True)
        writer.finish(told or Manifest("0.1.0", "sqlite", MADE_AT, (), (), ""))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BackupRefused) as refused, checked(path):
        raise AssertionError("the file was taken for whole")
    return str(refused.value)


def test_a_flipped_bit_or_a_cut_end_is_always_noticed(tmp_path: Path) -> None:
    path = make_archive(tmp_path, {DATABASE: os.urandom(3000), f"papers/{'a' * 40}.pdf": b"%PDF-" + bytes(2000)})
    whole, chance = path.read_bytes(), random.Random(1)
    with checked(path) as archive:
        assert archive.manifest.papers == [f"papers/{'a' * 40}.pdf"]
    broken = tmp_path / "broken"
    for number in range(MUTATIONS):
        place = chance.randrange(len(whole))
        if number % 4 == 0:
            content = whole[:place]
        elif number % 4 == 1:
            content = whole[:place] + bytes([chance.randrange(256)]) + whole[place:]
        else:
            content = whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        broken.write_bytes(content)
        assert "损坏" in refusal(broken), (number, place)
    for content in (b"", b"0" * 64, whole + b" ", whole[64:], b"PK\x05\x06" + bytes(18)):
        broken.write_bytes(content)
        refusal(broken)


def test_what_only_looks_like_a_backup_is_refused(tmp_path: Path) -> None:
    assert "不符" in refusal(make_archive(tmp_path, {}))
    for name in ("papers/../../etc/passwd", f"papers/{'a' * 40}.pdf/x", "papers/a.pdf", "/tmp/x", "secret_key"):
        assert "不该有" in refusal(make_archive(tmp_path, {DATABASE: b"x", name: b"x"})), name
    newer = manifest()
    object.__setattr__(newer, "format", 2)
    assert "更新的版本" in refusal(make_archive(tmp_path, {DATABASE: b"x"}, newer))
    assert "读不了" in refusal(tmp_path / "none")


def test_a_part_that_is_not_what_the_manifest_says_is_refused(tmp_path: Path) -> None:
    path = make_archive(tmp_path, {DATABASE: b"records"})
    with ZipFile(path) as zip:
        told = json.loads(zip.read(MANIFEST))
    assert told["parts"][DATABASE][0] == 7
    with checked(path) as archive:
        object.__setattr__(archive.manifest, "parts", {DATABASE: (7, "0" * 64)})
        with pytest.raises(BackupRefused, match="已损坏"):
            archive.check()


@pytest.mark.django_db
def test_a_backup_of_another_engine_version_or_key_does_not_fit() -> None:
    fits(manifest())
    fits(manifest(migrations=tuple(sorted(known_migrations()))[:-1]))  # an older one will be brought forward
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    for told, why in (
        (manifest(engine=other), "不能恢复到这里"),
        (manifest(engine="oracle"), "不能恢复到这里"),
        (manifest(migrations=(*known_migrations(), "members.9999_later")), "先升级"),
        (manifest(sample=""), "密钥"),
        (manifest(made_at="2026-01-02T03:04:06+08:00"), "密钥"),
        (manifest(keys=("0badc0de",)), "密钥"),
    ):
        with pytest.raises(BackupRefused, match=why):
            fits(told)


@pytest.fixture
def drill(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    with override_settings(VAR_DIR=tmp_path / "var"):
        yield make_drill()[0]


def test_a_whole_file_with_a_broken_database_in_it_changes_nothing(drill: Cast, tmp_path: Path) -> None:
    before = digest()
    for content in (b"", b"no database", b"SQLite format 3\x00" + bytes(5000), b"PGDMP" + bytes(500)):
        path = make_archive(tmp_path, {DATABASE: content}, manifest())
        with pytest.raises(CommandError, match="没有改动"):
            call_command("restore", str(path), "--yes", stdout=io.StringIO())
        assert digest() == before
    if connection.vendor == "sqlite":
        folder = sqlite.live_file(connection.settings_dict).parent
        assert [path.name for path in folder.iterdir() if path.name.startswith(".restore-")] == []


def test_an_older_schema_is_brought_forward(drill: Cast, tmp_path: Path) -> None:
    """The last migration is undone, a backup made, the migration done again: the backup is older than the program."""
    from django.db.migrations.recorder import MigrationRecorder

    path, before = tmp_path / "a.backup", digest()
    call_command("migrate", "sessions", "zero", verbosity=0)
    try:
        made = back_up(path)
    finally:
        call_command("migrate", "sessions", verbosity=0)
    assert not [name for name in made.migrations if name.startswith("sessions.")]
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("restore", str(path), "--yes", stdout=out)
    assert "已升级到现在的版本" in out.getvalue()
    assert {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()} == known_migrations()
    # Undoing and doing a migration leaves its mark in the numbers of permissions, nowhere else.
    assert connection.introspection.table_names()
    assert before != "" and len(digest()) == len(before)
