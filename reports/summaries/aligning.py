"""Which stretches stand in both of two texts? Short ones are compared exactly, long ones clause by clause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

#: So many pairs of characters are compared one by one; beyond, equal clauses are found first.
EXACT = 4_000_000
CLAUSE = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]|[^，。；：、！？\n]+$")
Block = tuple[int, int, int]


def stretches(before: str, after: str) -> list[Block]:
    """The stretches both texts have, in order: where in the one, where in the other, how long."""
    found: list[Block] = []
    for a, b, size in _stretches(before, after):
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (a, b):
            found[-1] = (found[-1][0], found[-1][1], found[-1][2] + size)
        elif size:
            found.append((a, b, size))
    return found


def _stretches(before: str, after: str) -> Iterator[Block]:
    if len(before) * len(after) <= EXACT:
        yield from SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        return
    ones, others = CLAUSE.findall(before), CLAUSE.findall(after)
    a, b = _ends(ones), _ends(others)
    for tag, i, i_end, j, j_end in SequenceMatcher(None, ones, others, autojunk=False).get_opcodes():
        if tag == "equal":
            yield a[i], b[j], a[i_end] - a[i]
        elif tag == "replace":
            one, other = before[a[i] : a[i_end]], after[b[j] : b[j_end]]
            # Where nothing is left as it was, the commonest characters begin no stretch.
            rough = len(one) * len(other) > EXACT
            for block in SequenceMatcher(None, one, other, autojunk=rough).get_matching_blocks():
                yield a[i] + block.a, b[j] + block.b, block.size


def _ends(clauses: list[str]) -> list[int]:
    at = [0]
    for clause in clauses:
        at.append(at[-1] + len(clause))
    return at


def pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring characters, counted."""
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def alike(one: Counter[str], other: Counter[str]) -> float:
    """How much of two texts is the same, from 0 to 1, by their pairs of characters."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
