"""What does a number in an officer's own words state? Read as an old report is read, where no sentence is like it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher

from reports.oldreports.extract import Found, extract
from reports.oldreports.labels import Known
from reports.oldreports.reading import known_of
from reports.oldreports.words import normal
from reports.proofing import Number, numbers
from reports.proofing.labels import Guess
from reports.proofing.places import ELSEWHERE
from reports.summaries.compose import Composition

#: What a kind of number that was read may be of a figure.
ASPECTS = {
    "value": ("value",), "rate": ("value",), "target": ("target",), "previous": ("previous", "base"),
    "change": ("change", "difference"), "growth": ("growth",), "completion": ("completion",),
}  # fmt: skip
#: A stretch of time of its own, in the sentence.
ANOTHER_TIME = re.compile(r"[0-9]{1,2}月|[0-9]{4}年|季度|历[年届]|以来|近[一二两三四五六七八九十]年")
SENTENCE_END = re.compile(r"[。！？\n]")

Reader = Callable[[str, str], Mapping[int, Guess]]


def reader_of(composition: Composition, towns: Sequence[str], units: Sequence[str]) -> Reader:
    """Reads the numbers of a text under a heading: place → figure. No query."""
    known: list[Known] = []
    span = composition.rolled.span
    own = re.compile(
        rf"{span.last.year}年|{span.first.month}月?[—–~至到-]{span.last.month}月|(?<![0-9]){span.last.month}月(?:底|末)"
    )

    def read(text: str, heading: str) -> Mapping[int, Guess]:
        if not known:
            known.extend(known_of(composition.rolled.indicators))
        clean = normal(f"{heading}\n{text}")
        found = {each.at: each for each in extract(clean, known) if each.kind in ASPECTS}
        there, here = numbers(clean, units), numbers(text, units)
        guesses: dict[int, Guess] = {}
        matcher = SequenceMatcher(None, [_said(each) for each in there], [_said(each) for each in here], autojunk=False)
        for first, second, size in matcher.get_matching_blocks():
            for nth in range(size):
                if read_as := found.get(there[first + nth].start):
                    number = here[second + nth]
                    guesses[number.start] = _guess(read_as, own.sub("", sentence_of(text, number)), towns)
        return guesses

    return read


def sentence_of(text: str, number: Number) -> str:
    """The sentence a number stands in."""
    ends = [match.end() for match in SENTENCE_END.finditer(text, 0, number.start)]
    after = SENTENCE_END.search(text, number.end)
    return text[ends[-1] if ends else 0 : after.start() if after else len(text)]


def _said(number: Number) -> tuple[object, ...]:
    return number.value, number.unit


def _guess(found: Found, sentence: str, towns: Sequence[str]) -> Guess:
    """What was read, as a guess; certain only where nothing speaks of another time or of a part of the union.

    `sentence` is without the words for the report's own time.
    """
    whole = not ELSEWHERE.search(sentence) and not ANOTHER_TIME.search(sentence)
    whole = whole and not any(town in sentence for town in towns)
    certain = found.certain and found.kind in ("value", "rate") and not found.approximate and whole
    return Guess((found.indicator,), ASPECTS[found.kind], certain)
