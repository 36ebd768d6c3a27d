"""Mending the punctuation around what was left out, without touching a number."""

from __future__ import annotations

import re

from reports.blocks import Bound, Span, Text

#: Stands for a bound number while the text around it is mended.
NUMBER = "\ue000"
#: Stands behind a number of which 以上 is to be said, until the measure word is found.
AT_LEAST = "\ue001"
#: Stands where a group was left out.
LEFT_OUT = "\ue002"
MEASURE_WORDS = (
    "批（件）次", "人次", "场次", "家次", "批次", "户次", "万元", "亿元", "平方米", "个百分点",
    *"人名位家个件起份次期条项篇户元场批届类种台套本册间处座支批%",
)  # fmt: skip
#: Strongest first: of several marks in a row the strongest stays.
STRENGTH = "。！？；：，、"

RULES = (
    (re.compile(r"其中[：，]*其中"), "其中"),
    (re.compile(r"(^|[，、；：。（])其中[：，]*(?=[、；。！？）]|$)"), r"\1"),
    (re.compile(r"（）|“”|‘’|《》"), ""),
    (re.compile(r"(?:^|(?<=[（“‘《]))[，、；：。！？]+"), ""),
    (re.compile(r"[，、；：]+(?=[）”’》])"), ""),
    (re.compile(NUMBER + r"(余|多)\1"), NUMBER + r"\1"),
    (re.compile(r"[，、；]$"), "。"),
)
#: An 其中 of which nothing is left; “其中，机关先行” is none.
EMPTY_PART = re.compile(rf"(^|[，、；：。（])其中[：，]*{LEFT_OUT}+(?=[，、；：。！？）]|$)")
MARKS = re.compile(r"[，、；：。！？]{2,}")
AT_LEAST_OF = re.compile(AT_LEAST + "(" + "|".join(map(re.escape, MEASURE_WORDS)) + ")?(?:以上)?")


def tidy(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans with no doubled, leading or dangling punctuation, neighbouring texts joined; () if nothing is left."""
    numbers = [span for span in spans if isinstance(span, Bound)]
    line = "".join(NUMBER if isinstance(span, Bound) else span.text for span in spans)
    line = AT_LEAST_OF.sub(lambda match: f"{match[1] or ''}以上", line)
    line = EMPTY_PART.sub(r"\1", line).replace(LEFT_OUT, "")
    before = ""
    while line != before:
        before = line
        line = MARKS.sub(lambda match: min(match[0], key=STRENGTH.index), line)
        for rule, instead in RULES:
            line = rule.sub(instead, line)
    return _with_numbers(line, numbers)


def _with_numbers(line: str, numbers: list[Bound]) -> tuple[Span, ...]:
    result: list[Span] = []
    waiting = iter(numbers)
    for piece in re.split(f"({NUMBER})", line):
        if piece == NUMBER:
            result.append(next(waiting))
        elif piece:
            result.append(Text(piece))
    return tuple(result)
