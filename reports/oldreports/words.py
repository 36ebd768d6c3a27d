"""The words of old reports as data: what is said for what, and which words give a number away as a target or a change.

Pure: no Django.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from reports.sentences.pattern import full_width

DATA = Path(__file__).with_name("words.toml")
#: Digits and letters typed full-width, and marks that papers type in many ways.
NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
MARKS = str.maketrans({"％": "%", "．": ".", "﹪": "%", "\u3000": " ", "\xa0": " ", "〔": "〔", "﹑": "、", "､": "、"})
#: 。 typed as a full stop of Western writing, between Chinese words.
STOP = re.compile(r"(?<=[\u4e00-\u9fff”）])\.(?=\s|$|[\u4e00-\u9fff“])")
#: 92。3%: a full stop typed for a decimal point.
SLIPPED = re.compile(r"(?<=\d)。(?=\d{1,2}[%％])")
PAGE_MARK = re.compile(r"-\s*\d{1,3}\s*-$")
#: A line of print; shorter ones are titles and headings.
FULL_LINE = 30
ENDED = re.compile(r"[。！？；：”）】.]$")
#: How a heading or a numbered paragraph begins.
HEAD = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、，.部]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)])"
)


@cache
def data() -> dict[str, Any]:
    """The file of words, read once."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@cache
def cues(name: str) -> re.Pattern[str]:
    """Any of the words listed under this name."""
    words: list[str] = data()["cues"][name]
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {said: meant for meant, others in data()["same"].items() for said in (*others, meant)}
    pattern = re.compile("|".join(re.escape(said) for said in sorted(table, key=len, reverse=True)))
    return pattern, table


def normal(text: str) -> str:
    """The text with full-width punctuation and half-width digits, line by line; nothing else is changed."""
    lines: list[str] = []
    text = SLIPPED.sub(".", text)
    for line in text.translate(NARROW).translate(MARKS).splitlines():
        line = PAGE_MARK.sub("", re.sub(r" +", " ", line).strip())
        line = _quotes(STOP.sub("。", full_width(line)))
        if line and lines and _goes_on(lines[-1], line):
            lines[-1] += line
        elif line:
            lines.append(line)
    return "\n".join(lines)


def _goes_on(line: str, following: str) -> bool:
    """Was a paragraph broken in the middle of a sentence, as text copied from a page is?"""
    return len(line) >= FULL_LINE and not ENDED.search(line) and not HEAD.match(following) and "\t" not in line


def _quotes(line: str) -> str:
    """Straight quotes turned to “ and ” by turns, where they come in pairs."""
    if line.count('"') % 2:
        return line
    parts = line.split('"')
    return "".join(part + ("“" if index % 2 == 0 else "”") for index, part in enumerate(parts[:-1])) + parts[-1]


def plain(text: str) -> str:
    """The text in the wording of the catalogue, without marks: for comparing, not for reading."""
    text = re.sub(r"[“”‘’《》〈〉\s]", "", text)
    pattern, table = _same()
    return pattern.sub(lambda match: table[match[0]], text)


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a list in the wording of the catalogue, the longest first."""
    return tuple(sorted(map(plain, data()[name]["words"]), key=len, reverse=True))
