"""Do the numbers of a report agree with its figures? The check of a whole summary, and of any text beside one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reports.blocks import Chart, Document, Paragraph, Span, Table, Text
from reports.models import Indicator
from reports.proofing import Checker, Finding, Verdict, align, labels
from reports.summaries.compose import Composition

ALIAS_MARK = re.compile(r"[、，,；;/\s]+")
BAR = Text(" | ")


def checker_of(composition: Composition, *, own_words: Sequence[str] = (), binding: bool = False) -> Checker:
    """What a text about this union and span is checked against; `own_words` are an officer's words in the sentences.

    No query: everything stands in the composition.
    """
    figures = composition.figures
    units = sorted({unit for label in figures.labels.values() for unit in (label.word, label.unit) if unit})
    places = [figures.words.get("place", ""), figures.words.get("town", ""), composition.rolled.union.name]
    named = labels(figures, aliases_of(composition.rolled.indicators), composition.prose.values(), places)
    alignment = align(_runs(composition), units, own_words)
    return Checker(figures, named, alignment, units, composition.figures_for, binding)


def aliases_of(indicators: Iterable[Indicator]) -> dict[str, tuple[str, ...]]:
    """Other names by code."""
    return {each.code: tuple(name for name in ALIAS_MARK.split(each.aliases) if name) for each in indicators}


def check_text(text: str, composition: Composition) -> tuple[Finding, ...]:
    """The number check on any text about the union and span of the composition."""
    return checker_of(composition).check(text)


def _runs(composition: Composition) -> Iterator[Sequence[Span]]:
    """All that the composed report says: its prose, its tables row by row, its notes."""
    document = composition.document
    for paragraphs in composition.paragraphs.values():
        yield from (paragraph.spans for paragraph in paragraphs)
    for block in _blocks(document):
        if isinstance(block, Chart):
            for point in block.points:
                stated = [each for each in (point.value, point.against) if each is not None]
                spans: list[Span] = [Text(point.label), BAR]
                for each in stated:
                    spans += [each, BAR]
                yield spans
        else:
            for row in block.rows:
                yield tuple(span for cell in row for span in (*cell.spans, BAR))
            yield from ((Text(note),) for note in block.notes)
    yield from ((Text(note),) for note in document.notes)


def _blocks(document: Document) -> Iterator[Table | Chart]:
    for section in document.sections:
        yield from (block for block in section.blocks if not isinstance(block, Paragraph))
    yield from document.annexes


__all__ = ["Finding", "Verdict", "aliases_of", "check_text", "checker_of"]
