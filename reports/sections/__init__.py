"""The sections of a summary, in the order they are read; each has its prose file of the same key."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.indicators.catalogue import built_in_codes
from reports.sentences import Prose, read_prose

PROSE = Path(__file__).parent / "prose"

SECTIONS = (
    "lead",
    "basics",
    "organizing",
    "contracts",
    "democracy",
    "disputes",
    "law",
    "competition",
    "training",
    "aid",
    "mutual",
    "safety",
    "women",
    "culture",
    "models",
    "funds",
    "selfbuild",
    "problems",
    "plans",
)

#: Sections that state no catalogue section of their own, or leave its table to the section that follows.
WITHOUT_TABLE = frozenset({"lead", "basics", "problems", "plans"})


@cache
def prose_of(key: str) -> Prose:
    """The section's prose file, read once."""
    return read_prose((PROSE / f"{key}.toml").read_text(encoding="utf-8"), built_in_codes())
