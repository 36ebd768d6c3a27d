"""How does a good sentence of an old report become a pattern? Its known numbers turn into slots. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

#: Where a sentence of running text ends.
STOPS = "。！？\n"
PLACE = re.compile(r"全(?:镇|乡|县|街道)")
AS_OF = re.compile(r"截至(?:\d{1,2}月底|年底|目前)")
SPAN = re.compile(r"(?<![一-鿿])(?:全年|上半年)")


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Where the sentence that holds a place begins and ends, its full stop included."""
    start = max(text.rfind(stop, 0, at) for stop in STOPS) + 1
    ends = [end for stop in STOPS if (end := text.find(stop, at)) >= 0]
    end = min(ends, default=len(text))
    return start, end + 1 if end < len(text) and text[end] != "\n" else end


def pattern_of(text: str, at: int, figures: Iterable[Mapping[str, Any]], *, year: int | None, union: str) -> str:
    """The sentence at a place as a pattern: these figures are slots, year, place and union are words of the report."""
    start, end = sentence_around(text, at)
    pieces: list[str] = []
    done = start
    for each in sorted(figures, key=lambda figure: figure["at"]):
        if not (done <= each["at"] and each["end"] <= end):
            continue
        pieces += [_worded(text[done : each["at"]], year, union), _slot(each)]
        done = each["end"]
    sentence = "".join([*pieces, _worded(text[done:end], year, union)]).strip()
    return re.sub(r"^(?:[一二三四五六七八九十]是|\d{1,2}[、.]|[（(][一二三四五六七八九十\d]+[）)])", "", sentence)


def _slot(figure: Mapping[str, Any]) -> str:
    if figure["unit"] in ("元", "万元"):
        return f"{{{figure['indicator']}|money}}"
    if figure["unit"] == "%":
        return f"{{{figure['indicator']}}}%"
    return f"{{{figure['indicator']}}}{figure['said_unit'] or figure['unit']}"


def _worded(text: str, year: int | None, union: str) -> str:
    """The words between two figures, without what holds for one report only; braces and bars cannot stand in one."""
    text = re.sub(r"[{}\[\]<>|\t]", "", text)
    if year:
        text = text.replace(f"{year}年", "{year}年")
    if union:
        text = text.replace(union, "{town}")
    return SPAN.sub("{span}", AS_OF.sub("{asof}", PLACE.sub("{place}", text)))
