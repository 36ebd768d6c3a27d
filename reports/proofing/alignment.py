"""Which figure does the composed report state at the place of a number: same sentence, clause or lead?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reports.blocks import Bound, Span
from reports.proofing.directions import verb_before
from reports.proofing.likeness import Known, Sentences
from reports.proofing.numerals import Number, numbers
from reports.proofing.places import (
    BOUNDARY,
    DROPPED,
    ELSEWHERE,
    NUMBER_MARK,
    SENTENCE_END,
    Place,
    normal,
    places_in,
    sentences_in,
)

#: A lead so short tells no figure from another.
SHORTEST = 3
#: So long a clause without its number is no other clause by chance.
LONG_ENOUGH = 5
#: So many of the last characters before a number may say what it counts.
ENDS = (8, 6, 4, 3, 2)
#: Clauses as long as brackets allow.
WIDE_BOUNDARY = re.compile(r"[，。；：、！？,;:!?\n|]")
Key = tuple[str, ...]
WITHOUT_NUMBER, WITHOUT_BOTH = "number", "both"


@dataclass(frozen=True, slots=True)
class Tie:
    """What stands behind a number: a figure (code empty where the composer counted for itself), how it was written,
    its exact value there, and the verb of rise or fall before it."""

    union: str
    code: str
    aspect: str
    number: Number
    value: Decimal | None = None
    verb: str = ""

    @property
    def figure(self) -> tuple[str, str, str]:
        return self.union, self.code, self.aspect


#: None where an officer's own words state a number.
Behind = Tie | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """The places of the composed report's numbers by what is said around them, its clauses without their number, its
    sentences with their numbers masked, whose claims are true as they stand; `alone` are places of one figure only."""

    ties: dict[Key, tuple[Tie, ...]]
    holes: dict[Key, tuple[Tie, ...]]
    sentences: frozenset[str] = frozenset()
    alone: frozenset[Key] = frozenset()
    known: Sentences[Behind] = field(default_factory=lambda: Sentences(()))

    def like(self, sentence: Sequence[Place]) -> list[tuple[float, Known[Behind]]]:
        """The composed sentences this one may have been written from."""
        same = ("sentence", sentence[0].sentence, "0") in self.ties
        return [] if same else self.known.like(sentence[0].sentence)

    def tie(self, place: Place, *, sure: bool) -> Tie | None:
        """The figure stated at this place of the composed report; None where there is no such place, or several.

        Surely by its sentence or clause with its subject, or else by the words before and after it alone.
        """
        for key in _sure_keys(place) if sure else _weak_keys(place):
            found = self.ties.get(key, ())
            if key in self.alone:
                return found[0]
            for tie in found:
                if tie.number.text == place.number.text:
                    return tie
        return None

    def ending(self, place: Place) -> tuple[Tie, ...]:
        """What the composed report states behind the last words before the number, where that is one figure only."""
        if place.is_relative or ELSEWHERE.search(place.lead):
            return ()
        return tuple(self.ties[key][0] for key in _ends(place) if key in self.alone)

    def following(self, place: Place) -> tuple[Tie, ...]:
        """What the composed report states right behind the number before, in the same unit."""
        return self.ties.get(("after", place.before, place.number.unit), ()) if place.before else ()


def align(runs: Iterable[Sequence[Span]], units: Sequence[str], own_words: Sequence[str] = ()) -> Alignment:
    """The composed runs of text (paragraphs, table rows, notes); numbers in an officer's own words are nobody's."""
    ties: dict[Key, dict[Tie, None]] = {}
    holes: dict[Key, dict[Tie, None]] = {}
    sentences: set[str] = set()
    known: list[tuple[Sequence[Place], Sequence[Tie | None]]] = []
    for spans in runs:
        text = "".join(span.shown for span in spans)
        found = numbers(text, units)
        places = places_in(text, found)
        sentences.update(masked for _, _, masked in sentences_of(text, found))
        own = _stretches(text, own_words)
        behind = [
            None if not tie.code and any(start <= place.number.start < end for start, end in own) else tie
            for place, tie in zip(places, _ties(spans, places), strict=True)
        ]
        known += [(inside, behind[first : first + len(inside)]) for first, inside in sentences_in(places)]
        for place, tie in zip(places, behind, strict=True):
            if tie is not None:
                after = ("after", place.before, place.number.unit)
                for key in (*_sure_keys(place), *_weak_keys(place), after, *_ends(place)):
                    ties.setdefault(key, {})[tie] = None
        for hole, tie in _holes(text, places, spans):
            holes.setdefault(hole, {})[tie] = None
    frozen = {hole: tuple(found) for hole, found in holes.items()}
    by_place = {key: tuple(found) for key, found in ties.items()}
    alone = frozenset(key for key, tied in by_place.items() if _is_one(tied))
    return Alignment(by_place, frozen, frozenset(sentences), alone, Sentences(known))


def _is_one(tied: Sequence[Tie]) -> bool:
    """Do they all state one figure, or one number of the composer's own?"""
    figures = {tie.figure for tie in tied}
    return len(figures) == 1 and (bool(tied[0].code) or len({tie.number.text for tie in tied}) == 1)


def _ends(place: Place) -> list[Key]:
    return [("end", place.lead[-many:], place.number.unit) for many in ENDS if len(place.lead) >= many]


def _stretches(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    found = []
    for word in words:
        at = text.find(word)
        if word and at >= 0:
            found.append((at, at + len(word)))
    return found


def _sure_keys(place: Place) -> list[Key]:
    """The sentence, and the clause with its subject."""
    sentence: Key = ("sentence", place.sentence, str(place.nth))
    return [sentence, ("clause", place.subject, place.lead, place.tail)] if place.subject else [sentence]


def _weak_keys(place: Place) -> list[Key]:
    """From the more telling: the clause, the words before."""
    keys: list[Key] = [] if place.subject else [("clause", "", place.lead, place.tail)]
    if not place.is_relative:
        keys.append(("words", place.lead, place.tail))
        if len(place.lead) >= SHORTEST:
            keys.append(("lead", place.lead))
    elif place.subject:
        keys.append(("subject", place.subject, place.lead))
    return keys


def _ties(spans: Sequence[Span], places: Sequence[Place]) -> list[Tie]:
    text = "".join(span.shown for span in spans)
    bounds: list[tuple[int, int, Bound]] = []
    at = 0
    for span in spans:
        if isinstance(span, Bound):
            bounds.append((at, at + len(span.shown), span))
        at += len(span.shown)
    result, index = [], 0
    for place in places:
        number = place.number
        while index < len(bounds) and bounds[index][1] <= number.start:
            index += 1
        if index < len(bounds) and bounds[index][0] < number.bare_end:
            bound = bounds[index][2]
            verb, _ = verb_before(text, place.begin, number.start)
            result.append(Tie(bound.union, bound.indicator, bound.aspect, number, Decimal(bound.value), verb))
        else:
            result.append(Tie("", "", "", number))
    return result


def _holes(text: str, places: Sequence[Place], spans: Sequence[Span]) -> Iterator[tuple[Key, Tie]]:
    """Clauses with exactly one figure, as they would read without it: 新建工会个 and 新建工会 of 新建工会12个."""
    ties = _ties(spans, places)
    for start, end in clauses(text):
        first = bisect_left(places, start, key=lambda place: place.number.start)
        last = bisect_left(places, end, key=lambda place: place.number.start)
        if last - first == 1 and ties[first].code:
            number = places[first].number
            # 新建工会个 is no Chinese; 新建工会 may be, and must not have been said elsewhere.
            for rest, shortest in ((text[number.bare_end : end], 2), (text[number.end : end], LONG_ENOUGH)):
                hole = normal(text[start : number.start] + rest)
                if len(hole) > shortest and (shortest == 2 or ties[first].aspect == "value"):
                    yield (WITHOUT_NUMBER if shortest == 2 else WITHOUT_BOTH, hole), ties[first]


def sentences_of(text: str, found: Sequence[Number]) -> Iterator[tuple[int, int, str]]:
    """The sentences of a text: begin, end, and words with numbers masked but verbs as they are."""
    begin, at = 0, 0
    for end in [*(match.start() for match in SENTENCE_END.finditer(text)), len(text)]:
        pieces, start = [], begin
        while at < len(found) and found[at].start < end:
            pieces.append(text[start : found[at].start])
            start, at = found[at].end, at + 1
        if end > begin:
            yield begin, end, DROPPED.sub("", NUMBER_MARK.join([*pieces, text[start:end]]))
        begin = end + 1


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """The clauses of a text as stretches, and those with a bracket in them as a whole too."""
    seen = set()
    for boundary in (BOUNDARY, WIDE_BOUNDARY):
        start = 0
        for end in [*(match.start() for match in boundary.finditer(text)), len(text)]:
            if end > start and (start, end) not in seen:
                seen.add((start, end))
                yield start, end
            start = end + 1
