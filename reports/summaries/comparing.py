"""Where do two texts differ? Paragraph against paragraph, and within a changed one piece against piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

#: Longer paragraphs are shown whole: nobody reads thousands of marked characters.
LONGEST = 3000
#: Paragraphs less alike than this are one struck and one written, not one changed.
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph; `changed` where the other text has something else."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the one text beside that of the other; -1 and no runs where a text has none."""

    left: int
    right: int
    left_runs: tuple[Run, ...] = ()
    right_runs: tuple[Run, ...] = ()

    @property
    def same(self) -> bool:
        return self.left >= 0 and self.right >= 0 and not any(run.changed for run in self.left_runs + self.right_runs)


def rows(left: Sequence[str], right: Sequence[str]) -> tuple[Row, ...]:
    """The paragraphs of two texts side by side, in order."""
    return tuple(_rows(left, right))


def _rows(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    for tag, a, a_end, b, b_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            for place in range(a_end - a):
                runs = (Run(left[a + place]),)
                yield Row(a + place, b + place, runs, runs)
            continue
        for one, other in zip_longest(range(a, a_end), range(b, b_end)):
            yield from _pair(left, right, one, other)


def _pair(left: Sequence[str], right: Sequence[str], one: int | None, other: int | None) -> Iterator[Row]:
    """Two paragraphs in each other's place, or one that the other text has not got."""
    if one is not None and other is not None and (found := _runs(left[one], right[other])):
        yield Row(one, other, *found)
        return
    if one is not None:
        yield Row(one, -1, (Run(left[one], True),))
    if other is not None:
        yield Row(-1, other, (), (Run(right[other], True),))


def _runs(left: str, right: str) -> tuple[tuple[Run, ...], tuple[Run, ...]] | None:
    """The runs of a paragraph and of what it became; None where they have too little in common."""
    if max(len(left), len(right)) > LONGEST:
        return None
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    ones: list[Run] = []
    others: list[Run] = []
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if a < a_end:
            ones.append(Run(left[a:a_end], tag != "equal"))
        if b < b_end:
            others.append(Run(right[b:b_end], tag != "equal"))
    return tuple(ones), tuple(others)
