"""Which numbers must not be published so that nobody learns of a count of one or two, not even by subtraction?

Pure: cells with their numbers, and equations between them (a whole is the sum of its parts).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

#: Counts below this are small; nought is not, nobody is in it.
LEAST = 3
#: What stands in place of a small number, and of one that would give a small one away.
SMALL, HIDDEN = "<3", "*"
_ANY = 10**9
_ROUNDS = 60

Key = TypeVar("Key", bound=Hashable)


def is_small(number: int) -> bool:
    return 0 < number < LEAST


def withheld(cells: Mapping[Key, int], equations: Iterable[tuple[Key, Sequence[Key]]]) -> dict[Key, str]:
    """Every cell that is not published and what stands in its place.

    Whoever reads what is left and knows this rule finds two or more possible numbers for each withheld cell.
    """
    sums = [(whole, tuple(parts)) for whole, parts in equations]
    marks = {key: SMALL for key, number in cells.items() if is_small(number)}
    while known := _determined(cells, sums, marks):
        chosen = next(_candidates(known, cells, sums, marks), None)
        if chosen is None:
            break
        marks[chosen] = SMALL if cells[chosen] < LEAST else HIDDEN
    return marks


def _candidates(
    known: set[Key], cells: Mapping[Key, int], sums: list[tuple[Key, tuple[Key, ...]]], marks: Mapping[Key, str]
) -> Iterator[Key]:
    """What may be withheld besides: a part first, the smallest that is not nought, then noughts, then the whole."""
    near = [each for each in sums if known & {each[0], *each[1]}]
    linked = {key for whole, parts in near for key in (whole, *parts)}
    far = [each for each in sums if each not in near and linked & {each[0], *each[1]}]
    for whole, parts in (*near, *far):
        open_parts = [part for part in parts if part not in marks]
        yield from sorted(open_parts, key=lambda part: (cells[part] == 0, cells[part]))
        if whole not in marks:
            yield whole


def _determined(
    cells: Mapping[Key, int], sums: list[tuple[Key, tuple[Key, ...]]], marks: Mapping[Key, str]
) -> set[Key]:
    """The withheld cells for which only one number is left, narrowing each by all equations it stands in."""
    low = {key: 0 if key in marks else number for key, number in cells.items()}
    high = {
        key: {SMALL: LEAST - 1, HIDDEN: _ANY}[marks[key]] if key in marks else number for key, number in cells.items()
    }
    for _ in range(_ROUNDS):
        before = dict(low), dict(high)
        for whole, parts in sums:
            least, most = sum(low[part] for part in parts), sum(high[part] for part in parts)
            low[whole], high[whole] = max(low[whole], least), min(high[whole], most)
            for part in parts:
                low[part], high[part] = (
                    max(low[part], low[whole] - (most - high[part])),
                    min(high[part], high[whole] - (least - low[part])),
                )
                least, most = sum(low[each] for each in parts), sum(high[each] for each in parts)
        if (low, high) == before:
            break
    return {key for key in marks if low[key] >= high[key]}
