"""Is every file small enough to read in one sitting?"""

from __future__ import annotations

from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
PACKAGES = ["unionreports", "reports", "members", "tests"]
LIMIT = 300
VAGUE = {"utils.py", "helpers.py", "common.py", "services.py", "signals.py", "misc.py"}


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in (BASE / package).rglob("*.py") if "migrations" not in path.parts]
    return [BASE / "manage.py", *found]


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {str(path.relative_to(BASE)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert len(lengths) > 20
    assert {name: length for name, length in lengths.items() if length > LIMIT} == {}


def test_no_file_is_named_so_that_anything_would_fit_in() -> None:
    assert [str(path) for path in sources() if path.name in VAGUE] == []


def test_every_file_says_what_question_it_answers() -> None:
    silent = [
        str(path.relative_to(BASE))
        for path in sources()
        if path.name not in {"__init__.py", "apps.py"} and '"""' not in path.read_text(encoding="utf-8")[:200]
    ]
    assert silent == []
