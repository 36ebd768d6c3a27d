"""Which composed sentence was an edited one written from, and which of its figures does a number of it state?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

from reports.proofing.places import NUMBER_MARK, Place

#: So much of the shorter of two sentences must stand in the other, and of two numbers' surroundings be the same.
ENOUGH, CLOSE = 0.6, 0.5
#: What the same characters in another order are worth: 参加职工 for 职工参加.
TURNED = 0.7
#: So alike that the numbers stand for one another in their order.
ALMOST = 0.8
FEWEST = 5
#: More than a few sentences to look through tell nothing.
MOST = 6
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A composed sentence: its pairs of characters, and its numbers with what stands behind them."""

    pairs: frozenset[str]
    places: tuple[Place, ...]
    ties: tuple[T, ...]


class Sentences(Generic[T]):
    """The composed sentences, found again by their words."""

    def __init__(self, sentences: Iterable[tuple[Sequence[Place], Sequence[T]]]) -> None:
        self._known: list[Known[T]] = []
        self._with: dict[str, list[int]] = {}
        for places, ties in sentences:
            for pair in (pairs := _pairs(places[0].sentence)):
                self._with.setdefault(pair, []).append(len(self._known))
            self._known.append(Known(pairs, tuple(places), tuple(ties)))

    def like(self, sentence: str) -> list[tuple[float, Known[T]]]:
        """The sentences this one may have been written from, the likest first."""
        pairs = _pairs(sentence)
        shared = Counter(at for pair in pairs for at in self._with.get(pair, ()))
        found = []
        for at, common in shared.items():
            known = self._known[at]
            shorter = min(len(pairs), len(known.pairs))
            if shorter >= FEWEST and common >= shorter * ENOUGH:
                found.append((2 * common / (len(pairs) + len(known.pairs)), known))
        return sorted(found, key=lambda each: -each[0])[:MOST]


def same_order(found: Sequence[tuple[float, Known[T]]], inside: Sequence[Place]) -> tuple[bool, tuple[T, ...]]:
    """What stands behind the numbers of a sentence with the units of the likest one, in order, and whether the
    sentences are so alike that the numbers have to be the same."""
    if not found or found[0][0] < ENOUGH:
        return False, ()
    like, likest = found[0]
    units = [place.number.unit for place in inside]
    return like >= ALMOST, likest.ties if units == [place.number.unit for place in likest.places] else ()


def near(found: Sequence[tuple[float, Known[T]]], place: Place) -> Iterator[T]:
    """What the sentences state in surroundings close to this number's, the closest first."""
    around = _around(place)
    close = []
    for _, known in found:
        for other, tie in zip(known.places, known.ties, strict=True):
            if other.is_relative == place.is_relative:
                like = max(
                    _dice(_pairs(around), _pairs(there := _around(other))), _dice(set(around), set(there)) * TURNED
                )
                if like >= CLOSE:
                    close.append((like, tie))
    for _, tie in sorted(close, key=lambda each: -each[0]):
        yield tie


def _around(place: Place) -> str:
    subject = place.subject if place.is_relative else ""
    return f"{subject}/{place.lead}{NUMBER_MARK}{place.tail}"


def _dice(one: Set[str], other: Set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
