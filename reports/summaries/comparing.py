"""Where do two texts differ? Paragraph against paragraph, and within a changed one piece against piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.summaries.aligning import EXACT, alike, pairs

#: Longer paragraphs are shown whole: nobody reads thousands of marked characters.
LONGEST = 3000
#: Paragraphs less alike than this are one struck and one written, not one changed.
ALIKE = 0.4
#: So many changed paragraphs in a row are paired by likeness; of more, each is struck or written.
MOST = 60
#: Numbers and Latin words stay whole; one equal character between changes is chance.
TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?%?|[A-Za-z]+|.", re.DOTALL)


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


def merged(left: Sequence[Run], right: Sequence[Run]) -> Iterator[tuple[Run | None, Run | None]]:
    """The two sides of a row as one text: what both have (twice the same run), what was struck, what came instead."""
    ones, others = list(reversed(left)), list(reversed(right))
    while ones or others:
        if ones and ones[-1].changed:
            yield ones.pop(), None
        elif others and others[-1].changed:
            yield None, others.pop()
        else:
            # What is the same on both sides is cut where either side has a change.
            one, other = ones.pop(), others.pop()
            length = min(len(one.text), len(other.text))
            yield Run(one.text[:length]), Run(one.text[:length])
            for runs, run in ((ones, one), (others, other)):
                if run.text[length:]:
                    runs.append(Run(run.text[length:]))


def _rows(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    for tag, a, a_end, b, b_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            for place in range(a_end - a):
                runs = (Run(left[a + place]),)
                yield Row(a + place, b + place, runs, runs)
            continue
        for one, other in _matched(left[a:a_end], right[b:b_end]):
            yield from _pair(left, right, None if one is None else a + one, None if other is None else b + other)


def _matched(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Changed paragraphs, paired so that the pairs are as alike as can be, in order."""
    if len(left) > MOST or len(right) > MOST:
        yield from ((place, None) for place in range(len(left)))
        yield from ((None, place) for place in range(len(right)))
        return
    near = _likeness(left, right)
    # best[i][j]: how alike the paragraphs from i and j on can be made, and which step leads there.
    best = [[(0.0, "")] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left), -1, -1):
        for j in range(len(right), -1, -1):
            steps = []
            if i < len(left):
                steps.append((best[i + 1][j][0], "struck"))
            if j < len(right):
                steps.append((best[i][j + 1][0], "added"))
            if i < len(left) and j < len(right):
                like = near(i, j)
                steps += [(best[i + 1][j + 1][0] + like, "pair")] if like else []
            if steps:
                best[i][j] = max(steps)
    i = j = 0
    while step := best[i][j][1]:
        yield (None if step == "added" else i, None if step == "struck" else j)
        i, j = i + (step != "added"), j + (step != "struck")


def _likeness(left: Sequence[str], right: Sequence[str]) -> Callable[[int, int], float]:
    """How alike two of the paragraphs are, 0 where too little; of long texts by their pairs of characters."""
    if sum(map(len, left)) * sum(map(len, right)) <= EXACT:

        def exactly(i: int, j: int) -> float:
            ratio = SequenceMatcher(None, left[i], right[j], autojunk=False).ratio()
            return ratio if ratio >= ALIKE else 0.0

        return exactly
    ones, others = [pairs(text) for text in left], [pairs(text) for text in right]

    def roughly(i: int, j: int) -> float:
        like = alike(ones[i], others[j])
        return like if like >= ALIKE / 2 else 0.0

    return roughly


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
    a, b = TOKEN.findall(left), TOKEN.findall(right)
    ones: list[Run] = []
    others: list[Run] = []
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    same = sum(len(piece) for tag, i, i_end, _, _ in codes if tag == "equal" for piece in a[i:i_end])
    if 2 * same < ALIKE * (len(left) + len(right)):
        return None
    for place, (tag, i, i_end, j, j_end) in enumerate(codes):
        chance = 0 < place < len(codes) - 1 and i_end - i == 1 and not a[i][0].isdigit()
        _add(ones, "".join(a[i:i_end]), tag != "equal" or chance)
        _add(others, "".join(b[j:j_end]), tag != "equal" or chance)
    return tuple(ones), tuple(others)


def _add(runs: list[Run], text: str, changed: bool) -> None:
    """The text after the runs, within the last one where that is of its kind."""
    if text and runs and runs[-1].changed == changed:
        text = runs.pop().text + text
    if text:
        runs.append(Run(text, changed))
