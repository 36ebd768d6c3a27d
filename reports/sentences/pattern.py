"""A sentence pattern: text with slots, optional groups and lists, parsed once and never evaluated.

A county may edit patterns, so the language is an allow-list: whatever is not spelled out here is refused
when the pattern is saved, with the place of the mistake.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from reports.sentences.figures import ASPECTS
from reports.sentences.words import WORDS

LONGEST = 2000
PHRASES = frozenset({"yoy", "delta", "done"})
STYLES = frozenset({"money", "unit"})
#: Aspects that have the indicator's own unit, so that `|money` and `|unit` make sense.
MEASURED = frozenset({"value", "previous", "base", "change", "target"})
#: Words that may join the last two items of a list, and marks that may stand between all of them.
JOINTS = ("和", "及", "与", "以及", "，", "；")
SLOT = re.compile(r"([a-z][a-z0-9_]{0,63})(?:\.([a-z]{1,20}))?(?:\|([a-z]{1,20}))?", re.ASCII)
TOKEN = re.compile(r"\[\[|\]\]|[{}<>|\[\]]|[^{}<>|\[\]]+")
PAIRS = {"（": "）", "“": "”", "‘": "’", "《": "》"}
#: Characters that would join a slot's number into another number.
FIGURE_AFTER = re.compile(r"[0-9０-９.．十百千亿]")
FIGURE_BEFORE = re.compile(r"[0-9０-９.．十百千万亿\-－−]$")
YEARS = frozenset({"year", "next_year"})
HALF_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")


class PatternError(ValueError):
    """A pattern or condition is not in the language; the Chinese message says where and why."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(f"第{at + 1}个字：{reason}")
        self.reason = reason
        self.at = at


@dataclass(frozen=True, slots=True)
class Slot:
    """`{name.aspect|style}`; a word when `aspect` is empty, a phrase when it is yoy, delta or done."""

    name: str
    aspect: str = ""
    style: str = ""
    at: int = 0

    @property
    def is_word(self) -> bool:
        return not self.aspect

    @property
    def is_phrase(self) -> bool:
        return self.aspect in PHRASES


Piece = str | Slot


@dataclass(frozen=True, slots=True)
class Series:
    """`<a|b|c|和>`: items that vanish separately; `mark` stands between them, `joint` between the last two."""

    items: tuple[tuple[Piece, ...], ...]
    joint: str = "、"

    @property
    def mark(self) -> str:
        return self.joint if self.joint in "，；" else "、"


@dataclass(frozen=True, slots=True)
class Group:
    """`[[…]]`: dropped whole when one of its slots has nothing to say."""

    parts: tuple[Piece | Series, ...]


Part = Piece | Series | Group


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed sentence; `codes` and `words` are the indicators and text slots it uses, in order."""

    text: str
    parts: tuple[Part, ...]
    codes: tuple[str, ...]
    words: tuple[str, ...]


def parse(text: str, codes: Container[str] | None = None) -> Pattern:
    """The pattern a text spells. With `codes`, an indicator outside them is refused. Raises PatternError."""
    if len(text) > LONGEST:
        raise PatternError(f"句式最多{LONGEST}个字，现有{len(text)}个字", LONGEST)
    for at, char in enumerate(text):
        if not char.isprintable() or 0xE000 <= ord(char) <= 0xF8FF:
            raise PatternError("不能含换行、制表符或其他不可见字符", at)
    parts = _Reader(text).read()
    _neighbours(text)
    slots = list(slots_of(parts))
    for slot in slots:
        if not slot.is_word and codes is not None and slot.name not in codes:
            raise PatternError(f"没有“{slot.name}”这个指标或文字槽", slot.at)
    return Pattern(
        text,
        parts,
        tuple(dict.fromkeys(slot.name for slot in slots if not slot.is_word)),
        tuple(dict.fromkeys(slot.name for slot in slots if slot.is_word)),
    )


def slots_of(parts: tuple[Part, ...]) -> Iterator[Slot]:
    """Every slot in reading order, those in groups and lists too."""
    for part in parts:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Group):
            yield from slots_of(part.parts)
        elif isinstance(part, Series):
            for item in part.items:
                yield from slots_of(item)


def read_slot(body: str, at: int) -> Slot:
    """What stands between braces, or an operand of a condition. Raises PatternError."""
    match = SLOT.fullmatch(body)
    if not match:
        shown = body if len(body) <= 30 else body[:30] + "…"
        raise PatternError(f"“{{{shown}}}”不是占位，只能写指标代码或文字槽，如{{union_new}}、{{union_new.yoy}}", at)
    name, aspect, style = match[1], match[2] or "", match[3] or ""
    if name in WORDS:
        if aspect or style:
            raise PatternError(f"“{name}”是文字槽，后面不能再加“.”或“|”", at)
        return Slot(name, at=at)
    aspect = aspect or "value"
    if aspect not in ASPECTS and aspect not in PHRASES:
        raise PatternError(f"“.{aspect}”不能用，可用的有{'、'.join(sorted(ASPECTS | PHRASES))}", at)
    if style and style not in STYLES:
        raise PatternError(f"“|{style}”不能用，可用的有money（金额连同单位）、unit（数字连同量词）", at)
    if style and aspect not in MEASURED:
        raise PatternError(f"“.{aspect}”后面不能加“|{style}”", at)
    return Slot(name, aspect, style, at)


class _Reader:
    """Reads tokens left to right; groups hold lists, lists hold neither."""

    def __init__(self, text: str) -> None:
        self.tokens = [(match[0], match.start()) for match in TOKEN.finditer(text)]
        self.end = len(text)
        self.next = 0

    def read(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        while self.next < len(self.tokens):
            token, at = self.tokens[self.next]
            parts.append(self._group(at) if token == "[[" else self._series(at) if token == "<" else self._piece())
        _balanced(tuple(parts), 0)
        return tuple(parts)

    def _piece(self) -> Piece:
        token, at = self.tokens[self.next]
        if token == "{":
            body, _ = self.tokens[self.next + 1] if self.next + 1 < len(self.tokens) else ("", at)
            close = self.next + 2
            # A style's “|” is a token of its own.
            if close + 1 < len(self.tokens) and self.tokens[close][0] == "|" and body not in "{}":
                body += "|" + self.tokens[close + 1][0]
                close += 2
            if close >= len(self.tokens) or self.tokens[close][0] != "}":
                raise PatternError("“{”没有与它配对的“}”，或括号里有不能用的符号", at)
            self.next = close + 1
            return read_slot(body, at)
        if token in ("[[", "]]", "[", "]", "{", "}", "<", ">", "|"):
            raise PatternError(f"多出“{token}”，或位置不对", at)
        self.next += 1
        return full_width(token)

    def _series(self, start: int) -> Series:
        items: list[tuple[Piece, ...]] = []
        item: list[Piece] = []
        self.next += 1
        while self.next < len(self.tokens):
            token, at = self.tokens[self.next]
            if token in ("|", ">"):
                if not item:
                    raise PatternError("列举里有空的一项", at)
                _balanced(tuple(item), start)
                items.append(tuple(item))
                item = []
                self.next += 1
                if token == ">":
                    joint = items.pop()[0] if len(items) > 2 and items[-1] in [(word,) for word in JOINTS] else "、"
                    return Series(tuple(items), str(joint))
                continue
            if token in ("[[", "<"):
                raise PatternError("列举里不能再有可选片段或列举", at)
            item.append(self._piece())
        raise PatternError("“<”没有与它配对的“>”", start)

    def _group(self, start: int) -> Group:
        parts: list[Piece | Series] = []
        self.next += 1
        while self.next < len(self.tokens):
            token, at = self.tokens[self.next]
            if token == "]]":
                self.next += 1
                group = Group(tuple(parts))
                if not any(True for _ in slots_of(group.parts)):
                    raise PatternError("可选片段里没有占位，不知道什么时候该省略", start)
                _balanced(group.parts, start)
                return group
            if token == "[[":
                raise PatternError("可选片段里不能再套可选片段", at)
            parts.append(self._series(at) if token == "<" else self._piece())
        raise PatternError("“[[”没有与它配对的“]]”", start)


def full_width(text: str) -> str:
    """Half-width punctuation of running text made full-width; between Latin letters or digits it stays."""
    chars = list(text)
    for index, char in enumerate(chars):
        around = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
        if char in ",;:?!()" and not (len(around) == 2 and around.isascii() and around.isalnum()):
            chars[index] = char.translate(HALF_WIDTH)
    return "".join(chars)


def _balanced(parts: tuple[Part, ...], at: int) -> None:
    """Quotes and brackets must close where they opened, or a dropped group would leave one half."""
    waiting: list[str] = []
    for char in "".join(part for part in parts if isinstance(part, str)):
        if char in PAIRS:
            waiting.append(PAIRS[char])
        elif char in PAIRS.values() and (not waiting or waiting.pop() != char):
            raise PatternError(f"“{char}”没有成对，引号、括号要在同一片段里成对出现", at)
    if waiting:
        raise PatternError(f"缺少“{waiting[-1]}”，引号、括号要在同一片段里成对出现", at)


def _neighbours(text: str) -> None:
    """A digit written against a slot would print as part of its number."""
    numeric_until = -1
    for match in re.finditer(r"\{[^{}]*\}", text):
        slot = read_slot(match[0][1:-1], match.start())
        if slot.is_word:
            numeric_until = match.end() if slot.name in YEARS else -1
            continue
        touches = FIGURE_AFTER.match(text, match.end()) or FIGURE_BEFORE.search(text, 0, match.start())
        if touches or numeric_until == match.start():
            raise PatternError("占位紧挨着数字，会连成另一个数", match.start())
        numeric_until = match.end()
