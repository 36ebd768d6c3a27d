"""How would a sentence read in a real township's report, before anybody keeps it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from members.models import Union
from members.months import Span
from reports.blocks import Paragraph
from reports.models.sentence import CountySentence
from reports.rollup import rollup
from reports.sections import prose_of
from reports.sections.county import county_prose, overlaid, sentence_of
from reports.sections.rewording import built_in
from reports.sentences import Composed, Figures, compose, holds, say_prose, unit_slips
from reports.summaries.election import figures_with
from reports.summaries.figures import figures_of, label_of
from reports.summaries.subject import subject_for


@dataclass(frozen=True, slots=True)
class Trial:
    """A sentence tried on a union: each wording with what it makes, why it is not said, the section with it.

    `slips` are units that do not fit, `doubled` the names of figures that other sentences of the section state too.
    """

    wordings: tuple[tuple[str, Paragraph | None, bool], ...]
    holds: bool
    lacking: tuple[str, ...]
    slips: tuple[str, ...]
    doubled: tuple[str, ...]
    section: tuple[Paragraph, ...]
    names: Mapping[str, str]


def try_sentence(row: CountySentence, union: Union, span: Span, kind: str) -> Trial:
    """The unsaved row in the report of a union over a span. Raises ProseError when it cannot be read."""
    rolled = rollup(union, span, provisional=True, compared=not span.is_term)
    subject = subject_for(union, span, kind)
    figures = figures_of(rolled, kind, subject.words)
    if subject.election:
        figures = figures_with(figures, subject.election)
    prose = county_prose(union, span.last.year, kind).get(row.key) or prose_of(row.key)
    found = built_in(row.code)
    sentence = sentence_of(row, found[1] if found else None, numbered=prose.numbered)
    said = holds(sentence.condition, figures)
    taken = sentence.wording(figures.variety)
    composed = [compose(pattern, figures) for pattern in sentence.wordings]
    names = {indicator.code: indicator.plain_name for indicator in rolled.indicators}
    labels = {each.code: label_of(each, "") for each in rolled.indicators}
    slips = dict.fromkeys(slip for pattern in sentence.wordings for slip in unit_slips(pattern, labels))
    section = say_prose(overlaid(prose, [row]), figures)
    others = say_prose(prose, figures, leave_out={row.code})
    stated = composed[0].said if said else frozenset()
    return Trial(
        tuple(
            (pattern.text, Paragraph(each.spans) if each.spans else None, pattern is taken)
            for pattern, each in zip(sentence.wordings, composed, strict=True)
        ),
        said,
        _lacking(composed[0], sentence.condition.codes, figures, names),
        tuple(slips),
        tuple(names.get(code, code) for code in stated & others.said),
        section.paragraphs,
        names,
    )


def _lacking(composed: Composed, asked: tuple[str, ...], figures: Figures, names: Mapping[str, str]) -> tuple[str, ...]:
    codes = dict.fromkeys((*composed.missing, *(code for code in asked if figures.is_missing(code))))
    return tuple(names.get(code, code) for code in codes)
