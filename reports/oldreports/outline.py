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
FIGURE = re.compile(r"(?<!^)\d+(?!\d|年|月|[、.．]|-\d)")
#: What was; a heading with these words, 2024年工作总结和2025年工作计划, does not say that all of it is still to come.
PAST = re.compile(r"总结|小结|回顾|情况")
PLAN = re.compile(r"^[^，。]{0,50}(?:工作要点|工作计划|工作打算|工作思路|工作安排|目标任务)(?:的通知)?$")
TITLE = re.compile(r"^[^，。]{0,60}(?:总结|小结|报告|汇报|情况|要点|计划|安排)[^，。]{0,12}$")
#: The ranks of headings below 一、 in the order in which papers nest them.
RANKS = (re.compile(r"^[（(][一二三四五六七八九十]"), re.compile(r"^\d{1,2}[、.．]"), re.compile(r"^[（(]\d"))


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the report: where it begins in the text, what it says, under which heading and section.

    For a row of a table, `head` is the row of its columns' names.
    """

    start: int
    text: str
    heading: str
    section: str
    plan: bool
    head: str = ""


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


def rank_of(line: str) -> int:
    """How high a heading stands: 0 without a number, 1 for 一、, 2 for （一）, 3 for 1、, 4 for （1）."""
    if TOP.match(line):
        return 1
    return next((rank for rank, pattern in enumerate(RANKS, 2) if pattern.match(line)), 0)


def lines_of(text: str) -> Iterator[Line]:
    """The paragraphs with heading and section."""
    at, heading, section, ahead, head = 0, "", "", None, ""
    lines = text.split("\n")
    planned = any(PLAN.search(line) and not HEAD.match(line) and not PAST.search(line) for line in lines[:TITLE_LINES])
    year = period_of(text).year
    next_year = re.compile(
        rf"(?:[（(]?[一二三四五六七八九十]{{1,2}}[）)]?[、.]?)?{year + 1}年(?!\d|1?\d月)" if year else "(?!)"
    )
    to_come = Counter(HEAD.sub("", line) for line in lines)
    for line in lines:
        to_come[HEAD.sub("", line)] -= 1
        numbered = HEAD.match(line)
        if numbered or BARE.match(line):
            heading = re.split(r"[。；：，]", line, maxsplit=1)[0] if len(line) > LONGEST_HEAD else line
            below = numbered and not TOP.match(line)
            named = re.split(r"[。；：，]", heading, maxsplit=1)[0]
            if not FIGURE.search(named):  # 2、上报信息18篇 is no heading
                section = section_of(named) or (section if below else "")
                if section == "plans" and PAST.search(heading):
                    section = ""  # 上半年重点工作总结 tells of what was
            rank = rank_of(line)
            if ahead is None or (0 < rank <= ahead) or rank == ahead:  # 五、明年打算 goes on through its 1、 and 2、
                in_contents = to_come[HEAD.sub("", line)] > 0
                ahead = rank if section == "plans" and not PAST.search(heading) and not in_contents else None
        row = "\t" in line
        if row and not head:
            head = line
        yield Line(
            at, line, heading, section, planned or ahead is not None or bool(next_year.match(line)), head if row else ""
        )
        head = head if row else ""
        at += len(line) + 1


def period_of(text: str) -> Period:
    """The year and months a report tells of, from its title and first lines; never guessed."""
    lines = text.split("\n")
    head = "".join(lines[:TITLE_LINES])[:200]
    titled = next((said for line in lines[:TITLE_LINES] if TITLE.search(line) and (said := YEAR.findall(line))), [])
    found = titled[:1] or YEAR.findall(head) or YEAR.findall(text[:600])  # 2024年总结和2025年计划 is of 2024
    years = Counter(found)
    year = int(years.most_common(1)[0][0]) if years else None
    for pattern, first, last in PERIODS:
        if match := pattern.search(head):
            return Period(year, first, last or min(12, max(1, int(match[1]))))
    return Period(year)
