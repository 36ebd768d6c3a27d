"""How tests load: rows as a file through the command, and what it said."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.management import call_command


def load(command: str, folder: Path, text: str, *more: str, encoding: str = "utf-8") -> str:
    """Run a loading command on this text as a CSV file; what it prints. Fails if it refuses."""
    code, printed = attempt(command, folder, text, *more, encoding=encoding)
    assert code == 0, printed
    return printed


def refused(command: str, folder: Path, text: str, *more: str, encoding: str = "utf-8") -> list[str]:
    """The problems the command names for this text, its last line left off. Fails if it accepts."""
    code, printed = attempt(command, folder, text, *more, encoding=encoding)
    *problems, last = printed.splitlines()
    assert code == 1, printed
    assert last == f"共 {len(problems)} 处问题，文件没有载入，数据未作任何改动"
    return problems


def attempt(command: str, folder: Path, text: str, *more: str, encoding: str = "utf-8") -> tuple[int, str]:
    """Exit code and everything printed."""
    path = folder / "file.csv"
    path.write_text(text, encoding=encoding)
    out = io.StringIO()
    try:
        call_command(command, path, *more, stdout=out, stderr=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()
