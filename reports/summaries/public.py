"""A report for the outside: nobody can be made out in it. Blocks in, blocks out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reports.blocks import Block, Bound, Cell, Chart, Document, Paragraph, Section, Span, Table, Text
from reports.models import Indicator
from reports.models.indicator import ParentRel
from reports.summaries.compose import numbered, with_digest
from reports.summaries.small_numbers import HIDDEN, SMALL, withheld

#: Where counts are of people in need or in dispute, and the units that count people or their cases.
SECTIONS = frozenset({"S05", "S06", "S09", "S10"})
UNITS = frozenset({"人", "户", "人次", "件", "批次"})
COUNTS = frozenset({"value", "previous", "base", "carried_over"})
#: What a county sets itself says nothing of people.
OPEN = frozenset({"target"})
SENTENCE = re.compile(r"(?<=[。！？])")
NOTE = "本文为对外版本：不足3的人数、户数、件数记作“<3”，可据以推算出来的数记作“*”，写到这些数的句子不列出。"

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Guarded:
    """What the catalogue says of counts to be guarded: codes, wholes with the parts that add up, rates of them."""

    codes: frozenset[str]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def guarded() -> Guarded:
    """The guarded part of the catalogue; one query."""
    rows = list(Indicator.objects.select_related("parent", "numerator", "denominator"))
    codes = frozenset(row.code for row in rows if row.section in SECTIONS and row.unit in UNITS)
    parts: dict[str, list[str]] = defaultdict(list)
    rates: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.parent and row.parent_rel == ParentRel.PARTITION and row.code in codes and row.parent.code in codes:
            parts[row.parent.code].append(row.code)
        behind = tuple(each.code for each in (row.numerator, row.denominator) if each and each.code in codes)
        if behind:
            rates[row.code] = behind
    return Guarded(codes, {whole: tuple(found) for whole, found in parts.items()}, rates)


def for_public(document: Document, what: Guarded) -> Document:
    """The same report without small counts and without what would give them away; months' own figures are left out."""
    marks = _marks(document, what)
    bare = replace(document, monthly=())
    if not marks:
        return bare
    closed = _Closed(marks, what)
    sections = [
        replace(section, blocks=tuple(closed.blocks(section.blocks)))
        for section in document.sections
    ]  # fmt: skip
    kept: list[Section] = [section for section in sections if section.blocks]
    annexes = tuple(closed.table(annex) for annex in document.annexes)
    return with_digest(
        replace(bare, sections=numbered(kept), annexes=annexes, notes=(*document.notes, NOTE))
    )  # fmt: skip


def key_of(bound: Bound) -> Key:
    """A county's own level and its total share everything but the number."""
    return bound.indicator, bound.union, bound.first, bound.last, bound.aspect, bound.value


def _marks(document: Document, what: Guarded) -> dict[Key, str]:
    counts = {b for b in document.bound() if b.indicator in what.codes and b.aspect in COUNTS}
    cells = {key_of(bound): int(Decimal(bound.value)) for bound in counts}
    sums = [*_partitions(cells, what), *_townships(cells, document.union)]
    marks = withheld(*_complete(cells, sums))
    return {key: mark for key, mark in marks.items() if key in cells}


def _complete(
    cells: Mapping[Key, int], sums: list[tuple[Key, list[Key]]]
) -> tuple[dict[Key, int], list[tuple[Key, list[Key]]]]:
    """The same with what is missing from the parts, which a reader finds by subtraction, as a cell of its own."""
    known, whole_sums = dict(cells), []
    for place, (whole, parts) in enumerate(sums):
        missing = cells[whole] - sum(cells[part] for part in parts)
        if missing > 0:
            rest: Key = ("", str(place), "", "", "", str(missing))
            known[rest] = missing
            parts = [*parts, rest]
        if missing >= 0:
            whole_sums.append((whole, parts))
    return known, whole_sums


def _partitions(cells: Mapping[Key, int], what: Guarded) -> Iterator[tuple[Key, list[Key]]]:
    """A whole and those of its parts that the report states."""
    by_place: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in cells:
        by_place[key[:5]].append(key)
    for key in cells:
        found = [part for code in what.parts.get(key[0], ()) for part in by_place.get((code, *key[1:5]), ())]
        if found:
            yield key, found


def _townships(cells: Mapping[Key, int], union: str) -> Iterator[tuple[Key, list[Key]]]:
    """A county's number and those of its townships, as far as the report states them."""
    alike: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in cells:
        alike[key[0], *key[2:5]].append(key)
    for keys in alike.values():
        whole = max((key for key in keys if key[1] == union), key=lambda key: cells[key], default=None)
        others = [key for key in keys if key != whole]
        if whole and others:
            yield whole, others


class _Closed:
    """Takes what is withheld out of blocks."""

    def __init__(self, marks: Mapping[Key, str], what: Guarded) -> None:
        self.marks = marks
        touched = {(key[0], key[1]) for key in marks}
        self.derived = touched | {
            (rate, union) for rate, behind in what.rates.items() for code, union in touched if code in behind
        }
        self.codes = what.codes

    def mark(self, bound: Bound) -> str:
        """What stands in place of this number; empty when it may be told."""
        if mark := self.marks.get(key_of(bound)):
            return mark
        counts = bound.indicator in self.codes and bound.aspect in COUNTS
        # Its change, its growth and rates of it lead back to a number that is withheld.
        told = counts or bound.aspect in OPEN or (bound.indicator, bound.union) not in self.derived
        return "" if told else HIDDEN

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            if isinstance(block, Table):
                yield self.table(block)
            elif isinstance(block, Chart):
                numbers = [each for point in block.points for each in (point.value, point.against) if each]
                if not any(map(self.mark, numbers)):
                    yield block
            elif spans := tuple(self.sentences(block)):
                yield replace(block, spans=spans)

    def table(self, table: Table) -> Table:
        return replace(table, rows=tuple(tuple(self.cell(cell) for cell in row) for row in table.rows))

    def cell(self, cell: Cell) -> Cell:
        marks = {mark for span in cell.spans if isinstance(span, Bound) and (mark := self.mark(span))}
        if not marks:
            return cell
        return replace(cell, spans=(Text(SMALL if marks == {SMALL} else HIDDEN),))

    def sentences(self, paragraph: Paragraph) -> Iterator[Span]:
        """The sentences that tell nothing withheld, whole."""
        for sentence in _sentences(paragraph.spans):
            if not any(isinstance(span, Bound) and self.mark(span) for span in sentence):
                yield from sentence


def _sentences(spans: tuple[Span, ...]) -> Iterator[list[Span]]:
    current: list[Span] = []
    for span in spans:
        if isinstance(span, Bound):
            current.append(span)
            continue
        for piece in filter(None, SENTENCE.split(span.text)):
            current.append(Text(piece))
            if piece[-1] in "。！？":
                yield current
                current = []
    if current:
        yield current
