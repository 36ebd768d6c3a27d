"""Does the guide show and name what is really there?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports.workflow import MOVES

BASE = Path(__file__).resolve().parent.parent
DOCS = BASE / "docs"
GUIDE = (DOCS / "user-guide.md").read_text(encoding="utf-8")
README = (BASE / "README.md").read_text(encoding="utf-8")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
MOST_BYTES = 120_000
MOST_PICTURES = 14


def words_of(*patterns: str) -> str:
    """Everything written in the files so named."""
    return "\n".join(path.read_text(encoding="utf-8") for pattern in patterns for path in sorted(BASE.glob(pattern)))


#: Where a button, a link or an entry of the rail gets its words.
BUTTONS = words_of("templates/**/*.html", "static/js/*.js", "reports/templatetags/*.py", "reports/views/summaries.py")
BUTTONS += words_of("reports/documents/__init__.py") + "\n".join(move.label for move in MOVES)
#: Where anything seen on a page gets its words.
PAGES = BUTTONS + words_of("reports/**/*.py", "members/**/*.py")


def pictures_of(text: str, folder: Path) -> set[Path]:
    return {(folder / target).resolve() for _, target in PICTURE.findall(text)}


def named_buttons(text: str) -> set[str]:
    """The bold words of the guide, apart from its own headings within a line, which end with a full stop,
    and numbers."""
    found = {word.strip() for word in re.findall(r"\*\*([^*\n]+)\*\*", text)}
    return {word for word in found if not word.endswith("。") and not word.isdigit()} - {"粗体"}


def test_every_picture_shown_exists() -> None:
    shown = pictures_of(README, BASE) | pictures_of(GUIDE, DOCS)
    assert DOCS / "images" / "entry.png" in shown
    assert {path.name for path in shown if not path.is_file()} == set()


def test_every_picture_kept_is_shown() -> None:
    kept = {path.resolve() for path in (DOCS / "images").iterdir()}
    assert kept - pictures_of(README, BASE) - pictures_of(GUIDE, DOCS) == set()


def test_pictures_are_few_and_light() -> None:
    kept = sorted((DOCS / "images").iterdir())
    assert len(kept) <= MOST_PICTURES
    assert {path.name: path.stat().st_size for path in kept if path.stat().st_size > MOST_BYTES} == {}


def test_every_picture_says_in_words_what_it_shows() -> None:
    assert [target for words, target in PICTURE.findall(GUIDE) if len(words) < 4] == []


def test_every_button_the_guide_names_is_on_a_page() -> None:
    named = named_buttons(GUIDE)
    assert len(named) > 40
    assert {word for word in named if word not in BUTTONS} == set()


def test_every_wording_the_guide_quotes_is_on_a_page() -> None:
    quoted = {part.strip() for words in re.findall(r"「([^」]+)」", GUIDE) for part in words.split("…")}
    assert {words for words in quoted if words and words not in PAGES} == set()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`(load_\w+|check_data|summary)`", GUIDE))))
def test_every_command_the_guide_names_exists(command: str) -> None:
    assert list(BASE.glob(f"*/management/commands/{command}.py"))
