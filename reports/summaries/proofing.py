"""Do the numbers of a report agree with its figures? The check of a whole summary, and of any text beside one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from members.models.union import short_name
from reports.blocks import Bound, Chart, Document, Paragraph, Span, Table, Text
from reports.models import Indicator, NoteKind, NumberNote, Summary
from reports.proofing import Checker, Finding, Verdict, align, labels
from reports.proofing.claims import NO_DATA
from reports.proofing.places import BOUNDARY, normal
from reports.summaries.binding import clause_hash, units_of
from reports.summaries.compose import Composition
from reports.summaries.editing import SectionEdit, edits_of
from reports.summaries.rebinding import plain
from reports.summaries.rereading import reader_of

ALIAS_MARK = re.compile(r"[、，,；;/\s]+")
BAR = Text(" | ")
#: So many characters say which number is meant.
WORDS_BEFORE = 10
#: What is left of 1—11月 where the words are cut.
HALF_A_DATE = re.compile(r"^[0-9—–~.\-]*(?:[0-9]月(?:底|份|末)?|年)")
#: Aspects that a figure's name does not say.
ASPECTS = {
    "previous": "上年同期", "base": "上年末", "change": "增减", "growth": "同比", "target": "年度任务",
    "completion": "完成率", "shortfall": "差额", "lag": "落后时间进度",
}  # fmt: skip
#: What a finding is called on the page.
CALLED = {
    Verdict.DISAGREES: "与统计数不符", Verdict.SUM: "推算不符", Verdict.TWICE: "前后不一",
    Verdict.DIRECTION: "说法与数据不符", Verdict.UNBOUND: "没有出处", Verdict.OFFERED: "可以绑定",
    Verdict.AGREES: "相符", Verdict.NOT_A_FIGURE: "不是统计数据",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One finding in a report: section, paragraph (from 0), place in the section's text, what was decided on it,
    and the words right before it; `lapsed` is a decision of once that is none any more."""

    key: str
    heading: str
    paragraph: int
    finding: Finding
    names: tuple[tuple[str, str, str], ...]
    edited: bool
    note: NumberNote | None = None
    before: str = ""
    lapsed: NumberNote | None = None

    @cached_property
    def clause(self) -> str:
        return clause_hash(self.finding.clause)

    @property
    def answered_by(self) -> str:
        """By what a reason given now is known again: where a figure contradicts, only as long as it says the same."""
        return against(self.finding) if self.finding.is_wrong else self.clause

    @property
    def id(self) -> str:
        """By what the page names it: number and words, so that it is not mistaken for another after a change."""
        return f"{self.clause[:16]}-{self.finding.start}"

    @property
    def is_open(self) -> bool:
        """Does it keep the report from being sent?"""
        return self.note is None and (self.finding.is_wrong or self.finding.verdict is Verdict.UNBOUND)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What the number may be bound to: code and aspect, and how they are called."""
        return [
            (f"{code}:{aspect}", name + (f"（{ASPECTS[aspect]}）" if aspect in ASPECTS else ""))
            for code, aspect, name in self.names
        ]

    @property
    def is_offered(self) -> bool:
        return self.finding.verdict is Verdict.OFFERED

    @property
    def called(self) -> str:
        return CALLED[self.finding.verdict]

    @property
    def may_replace(self) -> bool:
        return self.edited and bool(self.finding.replacement)

    @property
    def may_be_no_figure(self) -> bool:
        """May it be said to be none, without a reason? Only what nothing contradicts: not a sure disagreement."""
        return not self.finding.bound and not self.finding.is_wrong and self.may_stay

    @property
    def may_stay(self) -> bool:
        """May it stand for a reason? A gap where a figure was may not."""
        return self.finding.text != NO_DATA


def checker_of(composition: Composition, *, own_words: Sequence[str] = (), binding: bool = False) -> Checker:
    """What a text about this union and span is checked against; `own_words` are an officer's words in the sentences.

    No query: everything stands in the composition.
    """
    figures, units = composition.figures, units_of(composition.figures)
    places = [figures.words.get("place", ""), figures.words.get("town", ""), composition.rolled.union.name]
    named = labels(figures, aliases_of(composition.rolled.indicators), composition.prose.values(), places)
    alignment = align(_runs(composition, tables=not binding), units, own_words)
    unions = {each.code: each.name for each in composition.rolled.units}
    towns = {normal(short_name(unions[code])): code for code in composition.places if code in unions}
    reader = reader_of(composition, tuple(towns), units)
    return Checker(figures, named, alignment, units, composition.figures_for, binding, towns, reader)


def aliases_of(indicators: Iterable[Indicator]) -> dict[str, tuple[str, ...]]:
    """Other names by code."""
    return {each.code: tuple(name for name in ALIAS_MARK.split(each.aliases) if name) for each in indicators}


def check_text(text: str, composition: Composition) -> tuple[Finding, ...]:
    """The number check on any text about the union and span of the composition."""
    return checker_of(composition).check(text)


def check_summary(
    summary: Summary, composition: Composition, edits: Mapping[str, SectionEdit] | None = None
) -> list[Entry]:
    """What is to be settled in a report, in reading order: in its edited sections and the words for its sentences.

    The composer's own text states its figures by construction and is not read again. One query for the notes.
    """
    edits = edits_of(summary, composition) if edits is None else edits
    own = [word for word in summary.words.values() if isinstance(word, str) and re.search(r"[0-9０-９一-十百千]", word)]
    if not edits and not own:
        return []
    checker = checker_of(composition, own_words=own, binding=True)
    notes = {(note.key, note.clause, note.quote): note for note in summary.number_notes.all()}
    names = {code: label.name for code, label in composition.figures.labels.items()}
    names |= {each.code: each.plain_name for each in composition.rolled.indicators}
    entries: list[Entry] = []
    for key, heading in composition.headings.items():
        edit = edits.get(key)
        paragraphs = edit.paragraphs if edit else composition.paragraphs.get(key, ())
        text = plain(paragraphs)
        if not edit and not any(word in text for word in own):
            continue
        for finding in checker.check(text, _bounds(paragraphs), heading):
            if finding.verdict is Verdict.AGREES or (not edit and not _within(finding, text, own)):
                continue
            quote = finding.text[:60]
            note = notes.get((key, against(finding), quote)) if finding.is_wrong else None
            note = note or notes.get((key, clause_hash(finding.clause), quote))
            # Called no figure when nothing contradicted it: that is no answer to a contradiction found since.
            lapsed = note if note and note.kind == NoteKind.NOT_A_FIGURE and finding.is_wrong else None
            note = None if lapsed else note
            named = tuple((code, aspect, names.get(code, code)) for code, aspect in finding.candidates)
            line = text.count("\n", 0, finding.start)
            before = HALF_A_DATE.sub("", BOUNDARY.split(text[max(0, finding.start - WORDS_BEFORE) : finding.start])[-1])
            entries.append(Entry(key, heading or "开头", line, finding, named, bool(edit), note, before, lapsed))
    return entries


def against(finding: Finding) -> str:
    """The words around a number and what its figure says instead, as one hash."""
    return clause_hash(f"{finding.clause}\n{finding.expected}")


def kept_with_reasons(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The numbers that stand against the figures or without one for a reason, each with it, as the annex lists them."""
    return tuple(
        f"说明后保留：{entry.heading}“{entry.finding.text}”（{entry.finding.why}），理由：{entry.note.reason}"
        for entry in entries
        if entry.note and entry.note.reason
    )


def _within(finding: Finding, text: str, words: Sequence[str]) -> bool:
    """Does it stand in what the officer wrote?"""
    for word in words:
        at = text.find(word)
        if at >= 0 and at <= finding.start < at + len(word):
            return True
    return False


def _bounds(paragraphs: Sequence[Paragraph]) -> dict[int, Bound]:
    """Where the bound numbers stand in the plain text."""
    found: dict[int, Bound] = {}
    at = 0
    for paragraph in paragraphs:
        for span in paragraph.spans:
            if isinstance(span, Bound):
                found[at] = span
            at += len(span.shown)
        at += 1
    return found


def _runs(composition: Composition, *, tables: bool) -> Iterator[Sequence[Span]]:
    """All that the composed report says: its prose, its tables row by row (for files that hold them), its notes."""
    document = composition.document
    for paragraphs in composition.paragraphs.values():
        yield from (paragraph.spans for paragraph in paragraphs)
    for block in _blocks(document) if tables else ():
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
