"""Which of several things does each number behind 分别 speak of: 工会组织和会员分别达到61个、5163人?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reports.proofing.places import BOUNDARY, Place, normal

WORD = "分别"
#: A sentence with more numbers is a table.
MOST = 60
JOINT = re.compile(r"[、，,和与及以\s]{1,3}")
BETWEEN_NAMES = re.compile(r"[、和与及]")


def spread(text: str, sentence: Sequence[Place]) -> dict[int, tuple[Place, int | None]]:
    """The numbers behind 分别, by their place in the sentence: each with its own lead, and the number it speaks of."""
    found: dict[int, tuple[Place, int | None]] = {}
    begin = sentence[0].begin
    if len(sentence) > MOST:
        return found
    for match in re.finditer(WORD, text[begin : sentence[0].stop]):
        at = begin + match.start()
        group = _behind(text, sentence, at + len(WORD))
        if len(group) < 2:
            continue
        first = group[0]
        words = text[at + len(WORD) : sentence[first].number.start]
        names = BETWEEN_NAMES.split(BOUNDARY.split(text[begin:at])[-1])
        if len(names) == len(group) and not _clause(text, sentence, at):
            for nth, name in zip(group, names, strict=True):
                found[nth] = replace(sentence[nth], lead=normal(name + words)), None
        elif first >= len(group):
            for step, nth in enumerate(group):
                spoken = first - len(group) + step
                found[nth] = replace(sentence[nth], lead=normal(words), subject=sentence[spoken].lead), spoken
    return found


def _behind(text: str, sentence: Sequence[Place], at: int) -> list[int]:
    """The numbers in a row behind 分别, by their place in the sentence."""
    group: list[int] = []
    for nth, place in enumerate(sentence):
        if place.number.start < at:
            continue
        if group and not JOINT.fullmatch(text[sentence[group[-1]].number.end : place.number.start]):
            break
        group.append(nth)
    return group


def _clause(text: str, sentence: Sequence[Place], at: int) -> list[Place]:
    """The numbers in the clause that ends at this place."""
    start = at - len(re.split(r"[，；;,]", text[sentence[0].begin : at])[-1])
    return [place for place in sentence if start <= place.number.start < at]
