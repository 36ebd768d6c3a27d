"""How is an old report built: which lines are headings, which section is a line in, and which year does it tell of?

Pure: no Django.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reports.oldreports.words import HEAD, data

LONGEST_HEAD = 60
YEAR = re.compile(r"(?<![\d_×xX*])((?:19[5-9]|20[0-4])\d)年")
PERIODS = (
    (re.compile(r"上半年"), 1, 6),
    (re.compile(r"下半年"), 7, 12),
    (re.compile(r"(?<!\d)1[—\-–至到~](\d{1,2})月"), 1, 0),
    (re.compile(r"(?:第?一季度|首季)"), 1, 3),
)
#: Headings of the first rank, and headings whose number Word adds by itself.
TOP = re.compile(r"^第?[一二三四五六七八九十]{1,3}[、，.部]")
BARE = re.compile(r"^[^，。；：！？\t\d、]{2,25}$|^\d{4}年工作打算$")
TITLE_LINES = 4
#: A title that says that all of it is still to come.
PLAN = re.compile(r"^[^，。]{0,50}(?:工作要点|工作计划|工作打算|工作思路|工作安排|目标任务)(?:的通知)?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the report: where it begins in the text, what it says, under which heading and section."""

    start: int
    text: str
    heading: str
    section: str
    plan: bool


@dataclass(frozen=True, slots=True)
class Period:
    """What a report tells of as far as it says so; `year` is None where the paper hides it."""

    year: int | None
    first_month: int = 1
    last_month: int = 12


def section_of(heading: str) -> str:
    """The section whose words a heading holds most of; "" where none or several alike."""
    table: dict[str, list[str]] = data()["headings"]
    counted = Counter({key: sum(len(word) for word in words if word in heading) for key, words in table.items()})
    (best, most), (_, second) = counted.most_common(2)
    return best if most > second else ""


def lines_of(text: str) -> Iterator[Line]:
    """The paragraphs with heading and section."""
    at, heading, section = 0, "", ""
    planned = any(PLAN.search(line) and not HEAD.match(line) for line in text.split("\n")[:TITLE_LINES])
    for line in text.split("\n"):
        numbered = HEAD.match(line)
        if numbered or BARE.match(line):
            heading = re.split(r"[。；：，]", line, maxsplit=1)[0] if len(line) > LONGEST_HEAD else line
            below = numbered and not TOP.match(line)
            section = section_of(heading) or (section if below else "")
        yield Line(at, line, heading, section, planned or section == "plans")
        at += len(line) + 1


def period_of(text: str) -> Period:
    """The year and months a report tells of, from its title and first lines; never guessed."""
    lines = text.split("\n")
    head = "".join(lines[:TITLE_LINES])[:200]
    found = YEAR.findall(head) or YEAR.findall(text[:600])
    years = Counter(found)
    year = int(years.most_common(1)[0][0]) if years else None
    for pattern, first, last in PERIODS:
        if match := pattern.search(head):
            return Period(year, first, last or min(12, max(1, int(match[1]))))
    return Period(year)
