"""What differs between two states of a report? Its words, passage by passage, and its figures, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.blocks import Bound, Document, Paragraph, Section, Table
from reports.summaries.comparing import Row, Run, rows
from reports.summaries.naming import DERIVED

SENTENCE = re.compile(r"[^。！？]*[。！？]+|[^。！？]+$")
HEAD = "标题和版头"
CORRECTS = re.compile("本文为第[0-9]+版，更正")


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage that differs, side by side; a side is empty where the passage is new or gone.

    `by_figures`: its words are the same, only its bound numbers say something else.
    """

    heading: str
    old: tuple[Run, ...]
    new: tuple[Run, ...]
    by_figures: bool = False


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A bound number that differs; a side is None where the report does not state it."""

    old: Bound | None
    new: Bound | None

    @property
    def bound(self) -> Bound:
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two states of a report, and how many passages do not."""

    passages: tuple[Passage, ...]
    figures: tuple[FigureChange, ...]
    kept: int

    @property
    def same(self) -> bool:
        return not self.passages and not self.figures

    @property
    def reworded(self) -> tuple[Passage, ...]:
        """The passages somebody put in other words."""
        return tuple(each for each in self.passages if not each.by_figures)

    @property
    def followed(self) -> tuple[Passage, ...]:
        """The passages that only follow their figures."""
        return tuple(each for each in self.passages if each.by_figures)


def compare(old: Document, new: Document, *, by_sentence: bool = False) -> Comparison:
    """The differences from `old` to `new`, paragraph by paragraph (or sentence by sentence)."""
    before, after = _texts(old, by_sentence), _texts(new, by_sentence)
    headings = {key: heading for key, (heading, _) in (before | after).items()}
    words = _words(old, by_sentence), _words(new, by_sentence)
    passages, kept = [], 0
    for key in [*after, *(key for key in before if key not in after)]:
        left, right = before.get(key, ("", ()))[1], after.get(key, ("", ()))[1]
        for row in rows(left, right):
            if row.same:
                kept += 1
            else:
                passages.append(Passage(headings[key], row.left_runs, row.right_runs, _same_words(row, words)))
    return Comparison(tuple(passages), tuple(_figures(old, new)), kept)


def _words(document: Document, by_sentence: bool) -> dict[str, tuple[str, ...]]:
    """The passages of a report by their text: their words, with the figures instead of their numbers."""
    return {
        block.text[start:end]: _between(block, start, end)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for start, end in (_sentences(block.text) if by_sentence else [(0, len(block.text))])
    }


def _sentences(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in SENTENCE.finditer(text)]


def _between(paragraph: Paragraph, start: int, end: int) -> tuple[str, ...]:
    """The words from one place of the paragraph to another, with the figures instead of their numbers."""
    found: list[str] = [""]
    at = 0
    for span in paragraph.spans:
        text = span.shown[max(start - at, 0) : max(end - at, 0)]
        at += len(span.shown)
        if text and isinstance(span, Bound):
            found += ["\0".join((span.indicator, span.union, span.first, span.aspect)), ""]
        else:
            found[-1] += text
    return tuple(found)


def _same_words(row: Row, words: tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]) -> bool:
    left, right = ("".join(run.text for run in runs) for runs in (row.left_runs, row.right_runs))
    return left in words[0] and words[0][left] == words[1].get(right)


def content(document: Document) -> Document:
    """The report without what changes by being moved on: two equal ones say the same."""
    letter = replace(document.letter, printed_on="") if document.letter else None
    notes = own_notes(document)
    return replace(
        document, notes=notes, status="", dated="", version=0, digest="", monthly=(), reported=(), letter=letter
    )


def own_notes(document: Document) -> tuple[str, ...]:
    """The notes without the one that says which version this one corrects: it comes by being issued."""
    return tuple(note for note in document.notes if not CORRECTS.match(note))


def _texts(document: Document, by_sentence: bool) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Section key → its heading and passages, the head of the paper first."""
    letter = document.letter
    lines = [document.title, document.addressee]
    if letter:
        lines += [letter.organ, letter.number, letter.signer, "、".join(letter.copies_to), letter.printed_by]
    found = {"": (HEAD, tuple(line for line in lines if line))}
    for section in document.sections:
        found[section.key] = (section.heading or "开头", tuple(_passages(section, by_sentence)))
    for place, annex in enumerate(document.annexes, 1):
        found[f"annex-{place}"] = (f"附件{place}" if len(document.annexes) > 1 else "附件", tuple(_of_table(annex)))
    if notes := own_notes(document):
        found["notes"] = ("数据说明", notes)
    return found


def _passages(section: Section, by_sentence: bool) -> list[str]:
    texts = [section.heading] if section.heading else []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            texts += SENTENCE.findall(block.text) if by_sentence else [block.text]
        elif isinstance(block, Table):
            texts += _of_table(block)
        else:
            texts.append(f"图：{block.title}")
    return [text for text in texts if text.strip()]


def _of_table(table: Table) -> Iterator[str]:
    """What a table says in words: its title, rows without a number, notes. Its numbers are told as figures."""
    yield f"表：{table.title}"
    for row in table.rows:
        if not any(isinstance(span, Bound) for cell in row for span in cell.spans):
            yield "：".join(cell.text for cell in row if cell.text)
    yield from table.notes


def _figures(old: Document, new: Document) -> list[FigureChange]:
    """The numbers that differ; what follows from a number that differs is not told besides."""
    before, after = _stated(old), _stated(new)
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        if was is None or now is None or was.value != now.value:
            found.append(FigureChange(was, now))
    moved = {(each.bound.indicator, each.bound.union) for each in found if each.bound.aspect not in DERIVED}
    return [
        each
        for each in found
        if each.bound.aspect not in DERIVED or (each.bound.indicator, each.bound.union) not in moved
    ]


def _stated(document: Document) -> dict[tuple[str, ...], Bound]:
    found: dict[tuple[str, ...], Bound] = {}
    for bound in document.bound():
        found.setdefault((bound.indicator, bound.union, bound.first, bound.last, bound.aspect), bound)
    return found
