"""How is a sentence shown to somebody who does not read patterns? Slots by name, conditions in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reports.models.sentence import CountySentence, SentenceState
from reports.sentences import FLAGS, WORDS, Sentence

SLOT = re.compile(r"\{[^{}]*\}|\[\[|\]\]|[<>|]")
WORD = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z]+)?")
ASPECTS = {"yoy": "同比", "delta": "增减", "done": "完成任务", "previous": "去年同期", "base": "上年末",
           "change": "增减数", "growth": "增长率", "target": "任务数", "completion": "完成率"}  # fmt: skip
SIGNS = {"and": "且", "or": "或", "not": "非", "has": "有数", "due": "应报"}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the list: its wordings in pieces (text, title of a slot), when it is said, how it stands."""

    code: str
    wordings: list[list[tuple[str, str]]]
    when: str
    row: CountySentence | None

    @property
    def off(self) -> bool:
        return self.row is not None and self.row.state == SentenceState.OFF

    @property
    def own(self) -> bool:
        return self.row is not None and self.row.state == SentenceState.OWN


def line_of(sentence: Sentence | None, row: CountySentence | None, names: Mapping[str, str]) -> Line:
    """The sentence as it holds: the county's wording, else the built-in one."""
    if row and (row.state == SentenceState.OWN or sentence is None):
        return Line(row.code, [pieces(text, names) for text in row.wordings], in_words(row.when, names), row)
    if sentence is None:
        raise ValueError("a line needs a sentence or a row")
    texts = [pieces(pattern.text, names) for pattern in sentence.wordings]
    return Line(sentence.id, texts, in_words(sentence.condition.text, names), row)


def pieces(text: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """A pattern for reading: plain text, and slots by the name of what they stand for."""
    result, at = [], 0
    for match in SLOT.finditer(text):
        result.append((text[at : match.start()], ""))
        token = match[0]
        if token.startswith("{"):
            name, _, aspect = token[1:-1].partition("|")[0].partition(".")
            said = names.get(name) or WORDS.get(name) or name
            result.append((re.split("[，：]", said)[0] + (f"·{ASPECTS.get(aspect, aspect)}" if aspect else ""), token))
        else:
            result.append(({"[[": "〔", "]]": "〕", "|": "／"}.get(token, ""), ""))
        at = match.end()
    return [piece for piece in (*result, (text[at:], "")) if piece[0]]


def in_reading(heading: str) -> str:
    """A heading with its slots by what they stand for: `〔届期说法〕来经费收支情况`."""
    return "".join(f"〔{text}〕" if slot else text for text, slot in pieces(heading, {}))


def in_words(condition: str, names: Mapping[str, str]) -> str:
    """`union_new > 0 and annual` → `新建工会数 > 0 且 年度报告`."""

    def word(match: re.Match[str]) -> str:
        name, _, aspect = match[0].partition(".")
        said = SIGNS.get(name) or FLAGS.get(name) or names.get(name) or WORDS.get(name) or name
        return said + (f"·{ASPECTS.get(aspect, aspect)}" if aspect else "")

    return WORD.sub(word, condition)
