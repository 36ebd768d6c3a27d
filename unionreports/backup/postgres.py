"""How is a PostgreSQL database dumped while people save, and replaced whole or not at all? By its own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from unionreports import cluster
from unionreports.backup.archive import BackupRefused

VARIABLES = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "connect_timeout": "PGCONNECT_TIMEOUT"}

#: Tables that came after the backup must go too, or bringing the schema forward would find them there already.
EMPTY = """
DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', found.tablename);
  END LOOP;
END $$;
"""
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def dump(settings: dict[str, Any], target: Path) -> None:
    """One consistent dump in PostgreSQL's own format. Raises BackupRefused."""
    run(settings, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    target.chmod(0o600)


def readable(settings: dict[str, Any], dump: Path) -> None:
    """Can the installed programs read this dump? Raises BackupRefused."""
    run(settings, "pg_restore", "--list", str(dump))


def in_use(settings: dict[str, Any]) -> bool:
    """Is anybody else connected to the live database? Raises BackupRefused when it cannot be asked."""
    return run(settings, "psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", OTHERS).strip() != "0"


def replace(settings: dict[str, Any], dump: Path, folder: Path) -> None:
    """Empty the live database and fill it from the dump in one transaction. Raises BackupRefused."""
    emptied, filled = folder / "empty.sql", folder / "fill.sql"
    emptied.write_text(EMPTY, encoding="utf-8")
    run(settings, "pg_restore", "--no-owner", "--no-privileges", f"--file={filled}", str(dump))
    how = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")
    run(settings, "psql", *how, f"--file={emptied}", f"--file={filled}")


def run(settings: dict[str, Any], program: str, *arguments: str) -> str:
    """What a program of PostgreSQL's says; the password travels in its environment. Raises BackupRefused."""
    try:
        done = subprocess.run(
            [found(program), *arguments], env=environment(settings), stdin=subprocess.DEVNULL, capture_output=True,
            text=True, errors="replace",
        )  # fmt: skip
    except OSError as error:
        raise BackupRefused(f"{program} 运行不了（{error.strerror or error}）") from error
    if done.returncode:
        raise BackupRefused(f"{program} 没有成功：{done.stderr.strip()[-500:]}")
    return done.stdout


def found(program: str) -> str:
    """Where the program lies. Raises BackupRefused when it is not installed."""
    folder = cluster.binaries()
    beside = folder / program if folder and (folder / program).exists() else None
    if path := str(beside) if beside else shutil.which(program):
        return path
    raise BackupRefused(
        f"没有找到 {program}，请先安装 PostgreSQL 的客户端程序（Debian：apt-get install postgresql-client）"
    )


def environment(settings: dict[str, Any]) -> dict[str, str]:
    """The process's environment with what reaches this database, and nothing that would lead elsewhere."""
    given = {variable: str(settings.get(name) or "") for name, variable in VARIABLES.items()}
    given |= {variable: str(settings.get("OPTIONS", {}).get(name) or "") for name, variable in OPTIONS.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return inherited | {name: value for name, value in given.items() if value} | {"LC_ALL": "C.UTF-8"}
