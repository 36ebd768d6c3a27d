"""An officer's wording of a section: numbers left as they were stay bound, and follow their figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from members import permissions
from members.models import User
from members.months import month_text
from reports.blocks import Bound, Document, Paragraph, Section, Span, Text
from reports.formats import exact
from reports.models import SectionText, State, Summary
from reports.models.summary import HeadingStyle
from reports.summaries.binding import bound_by_hand
from reports.summaries.compose import Composition, compose, numbered, with_digest
from reports.summaries.letter import letter_of
from reports.summaries.marks import GONE, beside, put_in, thaw_marks
from reports.summaries.naming import Names
from reports.summaries.rebinding import rebind, unbound_numbers


class EditRefused(ValueError):
    """The text cannot be taken; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that followed its figure: where it stands in today's text, which figure it is, what it said and says."""

    start: int
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SectionEdit:
    """An edited section: its paragraphs with numbers bound anew, what changed under it, what is bound to nothing."""

    key: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    moved: tuple[Moved, ...]
    unbound: tuple[str, ...]
    stale: bool

    @property
    def followed(self) -> tuple[tuple[str, str], ...]:
        """What the numbers that followed said and say."""
        return tuple((each.old, each.new) for each in self.moved)

    @property
    def told(self) -> list[Moved]:
        """The numbers that followed, each figure once."""
        return each_once(self.moved)


def each_once(moved: Sequence[Moved]) -> list[Moved]:
    """Numbers that followed, each figure once."""
    return list({(each.name, each.old, each.new): each for each in moved}.values())


def freeze_spans(paragraphs: Sequence[Paragraph]) -> str:
    """Paragraphs as JSON, so that a later edit still knows which number was which figure."""
    fields = ("indicator", "union", "first", "last", "aspect", "value", "shown")
    return json.dumps(
        [
            [[getattr(s, f) for f in fields] if isinstance(s, Bound) else s.text for s in paragraph.spans]
            for paragraph in paragraphs
        ],
        ensure_ascii=False,
    )


def thaw_spans(text: str) -> tuple[Paragraph, ...]:
    """The reverse of `freeze_spans`."""
    return tuple(
        Paragraph(tuple(Text(item) if isinstance(item, str) else Bound(*item) for item in spans))
        for spans in json.loads(text or "[]")
    )


def read_edit(edit: SectionText, composition: Composition) -> SectionEdit:
    """The edited section as it reads with today's figures."""
    old = thaw_spans(edit.composed)
    by_hand = bound_by_hand(edit, composition)
    if edit.marks is None:
        written = rebind(edit.text, old, by_hand)
    else:
        written = put_in(edit.text, beside(thaw_marks(edit.marks, edit.text), by_hand))
    paragraphs, moved = follow(written, composition)
    now = composition.paragraphs.get(edit.key, ())
    stale = freeze_spans(now) != edit.composed
    return SectionEdit(edit.key, edit.text, paragraphs, moved, unbound_numbers(paragraphs), stale)


def follow(written: Sequence[Paragraph], composition: Composition) -> tuple[tuple[Paragraph, ...], tuple[Moved, ...]]:
    """The paragraphs with every bound number as it is today, and which of them moved."""
    names = Names({each.code: each for each in composition.rolled.indicators}, {})
    moved: list[Moved] = []
    paragraphs, at = [], 0
    for paragraph in written:
        spans = []
        for span in paragraph.spans:
            new = today(span, composition) if isinstance(span, Bound) else span
            if isinstance(span, Bound) and (new.shown != span.shown or _turned(span, new)):
                moved.append(Moved(at, names.indicator(span), span.shown, new.shown))
            spans.append(new)
            at += len(new.shown)
        at += 1
        paragraphs.append(replace(paragraph, spans=tuple(spans)))
    return tuple(paragraphs), tuple(moved)


def _turned(before: Bound, now: Span) -> bool:
    """Has a rise become a fall, although the number printed is the same?"""
    return isinstance(now, Bound) and before.value.startswith("-") != now.value.startswith("-")


def today(bound: Bound, composition: Composition) -> Span:
    """The bound number with today's value in the same dress; words when there is no value any more."""
    figures = composition.figures_for(bound.union, bound.first, bound.last)
    value = figures.value(bound.indicator, bound.aspect) if bound.indicator in figures.totals else None
    if value is None:
        return Text(GONE)
    if exact(value) == bound.value:
        return bound
    money = bound.shown.endswith(("元", "万"))
    word = figures.label(bound.indicator).word
    about = bound.aspect == "value" and bool(figures.total(bound.indicator).approximate)
    printed = value if bound.shown.startswith("-") else abs(value)
    dressed = figures.shown(bound.indicator, bound.aspect, printed, money=money, down=about)
    if not money and word and bound.shown.endswith(word):
        dressed += word
    if money and not bound.shown.endswith("元"):  # 66.28万 of 66.28万余元
        dressed = dressed.removesuffix("元")
    if dressed.lstrip("-") == bound.shown.lstrip("-+"):
        dressed = bound.shown
    return figures.bound(bound.indicator, bound.aspect, value, dressed)


def compose_summary(summary: Summary) -> Composition:
    """The summary composed afresh from its figures, entered ones included, without its edits."""
    return compose(
        summary.union,
        summary.span,
        summary.kind,
        provisional=True,
        words=summary.words,
        style=summary.style,
        charts=summary.charts,
        about=summary.about,
        held=summary.outline,
    )


def edits_of(summary: Summary, composition: Composition) -> dict[str, SectionEdit]:
    """The officer's edits by section."""
    return {edit.key: read_edit(edit, composition) for edit in summary.texts.all()}


def edited_document(summary: Summary, composition: Composition | None = None) -> Document:
    """The summary as it reads now: composed sections, edited ones in their officer's words."""
    composition = composition or compose_summary(summary)
    edits = edits_of(summary, composition)
    tables = {section.key: section for section in composition.document.sections}
    sections = []
    for key in composition.prose:
        section = tables.get(key)
        if key in edits:
            rest = tuple(b for b in section.blocks if not isinstance(b, Paragraph)) if section else ()
            section = Section(key, composition.headings[key], 0, (*edits[key].paragraphs, *rest))
        if section and section.blocks:
            sections.append(section)
    document = replace(
        composition.document,
        sections=numbered(sections),
        status=State(summary.state).label if summary.state != State.DRAFT else "草稿",
        dated=summary.dated.isoformat() if summary.dated else "",
        first=month_text(summary.first),
        last=month_text(summary.last),
        addressee=summary.addressee or composition.document.addressee,
        letter=letter_of(summary),
    )
    return with_digest(document)


def locked_for(summary: Summary, by: User) -> Summary:
    """The summary, held until the transaction ends, for this person to write. Raises PermissionDenied, EditRefused."""
    locked = Summary.objects.select_for_update(of=("self",)).select_related("union").get(pk=summary.pk)
    if not permissions.may_record(by, locked.union):
        raise PermissionDenied
    if not locked.is_open:
        raise EditRefused(f"总结{locked.get_state_display()}，须退回或撤回后才能修改")
    return locked


@transaction.atomic
def write_words(summary: Summary, words: dict[str, str], *, by: User, style: str = "") -> None:
    """Keep the officer's words for the text slots of the sentences (主题、事例 …), and the style of the headings."""
    from reports.sentences import WRITTEN_WORDS

    locked = locked_for(summary, by)
    kept = {name: text.strip()[:500] for name, text in words.items() if name in WRITTEN_WORDS and text.strip()}
    style = style if style in HeadingStyle.values else locked.style
    Summary.objects.filter(pk=locked.pk).update(words=kept, style=style, version=F("version") + 1)


#: What `write_letter` takes.
LETTER_FIELDS = (
    "addressee", "red_head", "letter_number", "upward", "signer", "imprint", "copies_to", "printed_by", "charts",
)  # fmt: skip


@transaction.atomic
def write_letter(summary: Summary, fields: Mapping[str, object], *, by: User) -> None:
    """Keep how the summary is dressed as a 公文 and which months it draws. Raises PermissionDenied, EditRefused."""
    locked = locked_for(summary, by)
    kept = {name: fields[name] for name in LETTER_FIELDS if name in fields}
    Summary.objects.filter(pk=locked.pk).update(**kept, version=F("version") + 1)


@transaction.atomic
def follow_outline(summary: Summary, *, by: User) -> None:
    """Let the report have the outline that holds now instead of the one it was begun under."""
    locked = locked_for(summary, by)
    Summary.objects.filter(pk=locked.pk).update(outline=None, version=F("version") + 1)
