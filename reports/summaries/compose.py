"""How does a span's totals become a report? Section by section: sentences, the rest in a generic one, a table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from members.models import Union
from members.months import DUE_MONTHS, Span, due_months, month_text
from reports.blocks import Document, Paragraph, Section, Table, Text
from reports.blocks import Span as InlineSpan
from reports.models.indicator import SECTIONS as CATALOGUE_SECTIONS
from reports.models.summary import ON_WORK, HeadingStyle, SummaryKind, title_of
from reports.rollup import Coverage, Rollup, rollup
from reports.sections import EVERY, WITHOUT_TABLE
from reports.sections.county import county_prose
from reports.sentences import Figures, Prose, Said, generic_sentence, say_prose, task_sentence
from reports.summaries import county, reporting
from reports.summaries.besides import besides, coverage_of
from reports.summaries.charting import (
    leading_flow,
    month_charts,
    target_chart,
    township_chart,
    with_charts,
    with_lines,
)
from reports.summaries.drafting import NO_DRAFTING, Drafting, Explained, coming_figures, drafting_of
from reports.summaries.election import figures_with
from reports.summaries.figures import figures_of
from reports.summaries.reporting import together
from reports.summaries.subject import Subject, subject_for
from reports.summaries.tables import indicators_in, section_table

if TYPE_CHECKING:
    from reports.models import Summary


#: Whom a report is addressed to that does not go to the union above.
ADDRESSEES: dict[str, str] = {SummaryKind.CONGRESS: "各位代表", SummaryKind.AUDIT: "各位代表", SummaryKind.PLAN: ""}
#: Who signs an audit report: the committee of the union.
COMMITTEE = "经费审查委员会"


@dataclass(frozen=True)
class Composition:
    """A composed report with what it was made from: `missing` are names of indicators due and not reported.

    `prose` holds the sections this report has, in order, as the county words them; `headings` what they are called;
    `places` the figures of the townships a county's report names, by union code; `coming` next year's targets;
    `others` the report's own of other spans, by first and last month; `problems` what keeps it from being sent;
    `counts` how many numbered sentences a section that asks for some has; `explained` the warnings let stand.
    """

    document: Document
    rolled: Rollup
    figures: Figures
    coverage: Coverage
    missing: tuple[str, ...]
    paragraphs: Mapping[str, tuple[Paragraph, ...]]
    prose: Mapping[str, Prose]
    headings: Mapping[str, str]
    places: Mapping[str, Figures]
    coming: Figures | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    explained: tuple[Explained, ...] = ()
    others: Mapping[tuple[str, str], Figures] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    kind: str = ""

    def figures_for(self, union: str, first: str = "", last: str = "") -> Figures:
        """The figures a number of this union and months is read from: a township's, another year's or its own."""
        if union == self.figures.union and (first, last) in self.others:
            return self.others[(first, last)]
        if self.coming and first == self.coming.first:
            return self.coming
        return self.places.get(union, self.figures)


def kind_of(span: Span) -> str:
    """The kind of report a span suggests: a year, a half-year from January, or any other span."""
    if span.kind == "year":
        return SummaryKind.ANNUAL
    return SummaryKind.HALF_YEAR if span.kind == "half_year" and span.first.month == 1 else SummaryKind.PERIOD


def compose(
    union: Union,
    span: Span,
    kind: str = "",
    *,
    provisional: bool = False,
    words: Mapping[str, str] | None = None,
    style: str = HeadingStyle.PLAIN,
    charts: Sequence[str] | None = None,
    about: int = 0,
    held: Mapping[str, Any] | None = None,
) -> Composition:
    """The report of a union over a span, composed afresh from its figures.

    Approved months count; with `provisional` also what is entered. The document says it is provisional until
    every month up to the cut-off is approved. `charts` are the codes drawn month by month; None draws the first
    flow the sections lead with. `about` is the number of the election or summary it is about, `held` what the report
    keeps of the outline it was begun under.
    """
    kind = kind or kind_of(span)
    prose = county_prose(union, span.last.year, kind, held)
    rolled = rollup(union, span, provisional=provisional, compared=not span.is_term)
    drafting = drafting_of(union, span, kind)
    subject = subject_for(union, span, kind, about)
    return composition(
        rolled, coverage_of(rolled, kind), prose, kind, words={**(words or {}), **subject.words}, style=style,
        charts=charts if kind in ON_WORK else (), drafting=drafting, subject=subject,
    )  # fmt: skip


def composition(
    rolled: Rollup,
    covered: Coverage,
    prose: Mapping[str, Prose],
    kind: str,
    *,
    words: Mapping[str, str],
    style: str = HeadingStyle.PLAIN,
    charts: Sequence[str] | None = (),
    drafting: Drafting = NO_DRAFTING,
    subject: Subject = Subject(),  # noqa: B008 — frozen
) -> Composition:
    """The report these totals make with this prose; a county's asks for its townships (5 queries), others for none."""
    union, span = rolled.union, rolled.span
    figures = figures_of(rolled, kind, words)
    if subject.election:
        figures = figures_with(figures, subject.election)
    spoken = {key: say_prose(each, figures) for key, each in prose.items()}
    coming = coming_figures(union, drafting.targets, figures)
    for key, drafts in drafting.sentences(spoken, figures, coming).items():
        spoken[key] = say_prose(prose[key], figures, drafts=drafts)
    said = frozenset().union(*(each.said for each in spoken.values()))
    more = besides(kind, rolled, figures, prose, subject)
    on_work = kind in ON_WORK or kind == SummaryKind.CONGRESS
    codes = county.compared_codes(prose.values())
    places = county.places_of(rolled, figures, codes) if on_work else []
    figures = reporting.figures_with(figures, places, covered)
    told = county.examples(prose, places, span, kind) if places else {}
    sections: list[Section] = []
    paragraphs: dict[str, tuple[Paragraph, ...]] = dict.fromkeys(EVERY, ())
    headings = {key: each.heading(figures, parallel=style == HeadingStyle.PARALLEL) for key, each in prose.items()}
    for key, each in prose.items():
        own, table = _section(each, spoken[key], said, rolled, figures)
        if places and own:
            own += _of_townships(each, places, figures, covered, told.get(key))
        own = (*own, *more.paragraphs.get(key, ()))
        table = more.tables.get(key, table)
        paragraphs[key] = own
        if own or table:
            sections.append(Section(key, headings[key], 0, (*own, *((table,) if table else ()))))
    lines = month_charts(leading_flow(prose.values(), rolled) if charts is None else charts, rolled, figures)
    sections = with_lines(sections, prose.values(), lines, rolled)
    drawn = [target_chart(rolled, figures), township_chart(places, codes)] if kind in ON_WORK else []
    document = Document(
        title_of(union, span, kind, subject.title),
        union.name + (COMMITTEE if kind == SummaryKind.AUDIT else ""),
        ADDRESSEES.get(kind, union.superior),
        span.name,
        union.code,
        month_text(span.first),
        month_text(span.last),
        numbered(with_charts(sections, drawn)),
        annexes=(*more.annexes, *county.township_tables(codes, places, figures)),
        notes=(*_notes(rolled, covered), *more.notes),
        status="草稿",
        provisional=not covered.complete,
    )
    by_code = {place.union.code: place.figures for place in places if not place.is_own}
    counts = {key: spoken[key].count for key, each in prose.items() if each.least}
    missing = _missing(rolled) if on_work else ()
    return Composition(
        with_digest(document), rolled, figures, covered, missing, paragraphs, prose, headings, by_code, coming,
        counts, drafting.explained, more.others, subject.problems, kind,
    )  # fmt: skip


def document_of(summary: Summary) -> Document:
    """The summary as it now reads, with the officer's edits: entered figures count while it is not issued."""
    from reports.summaries.editing import edited_document

    return edited_document(summary)


def numbered(sections: list[Section]) -> tuple[Section, ...]:
    """Number the sections that have a heading, in order."""
    result: list[Section] = []
    number = 0
    for section in sections:
        number += bool(section.heading)
        result.append(replace(section, number=number if section.heading else 0))
    return tuple(result)


def with_digest(document: Document) -> Document:
    """The document with the digest of the numbers it states."""
    stated = sorted((b.indicator, b.aspect, b.first, b.last, b.value, b.shown) for b in document.bound())
    return replace(document, digest=hashlib.sha256(json.dumps(stated).encode()).hexdigest())


def _section(
    prose: Prose, spoken: Said, said: frozenset[str], rolled: Rollup, figures: Figures
) -> tuple[tuple[Paragraph, ...], Table | None]:
    """One section: its sentences, a generic one for what no sentence of the report states, and its table."""
    paragraphs = list(spoken.paragraphs)
    if prose.key in WITHOUT_TABLE:
        return tuple(paragraphs), None
    rest = [i.code for i in indicators_in(rolled, prose.catalogue) if i.code not in said]
    generic = generic_sentence(rest, figures)
    if generic.spans:
        # Where nothing was said before, nothing can be said besides.
        paragraphs.append(Paragraph(generic.spans if paragraphs else _opened(generic.spans, prose.opening)))
    if not paragraphs and (tasks := task_sentence(rest, figures)):
        paragraphs.append(Paragraph(tasks))
    title = "、".join(CATALOGUE_SECTIONS[section] for section in prose.catalogue)
    return tuple(paragraphs), section_table(rolled, figures, prose.catalogue, f"{title}主要数据")


def _of_townships(
    prose: Prose, places: list[county.Place], figures: Figures, covered: Coverage, told: county.Example | None
) -> tuple[Paragraph, ...]:
    """What a county adds to a section: who has reported, who leads and lags, an example."""
    found = (
        reporting.coverage_paragraph(places, covered, figures) if prose.key == "basics" else None,
        county.ranking(prose, places, figures),
        county.example_paragraph(told) if told else None,
    )
    return tuple(paragraph for paragraph in found if paragraph)


def _opened(spans: tuple[InlineSpan, ...], opening: str) -> tuple[InlineSpan, ...]:
    """A generic sentence that begins with the section's own words instead of 此外."""
    first = opening + spans[0].shown.removeprefix("此外，")
    return ((Text(first),) if first else ()) + spans[1:]


def _missing(rolled: Rollup) -> tuple[str, ...]:
    """Names of indicators that were due in the span and that nobody reported."""
    due = {frequency for frequency in DUE_MONTHS if due_months(rolled.span, frequency)}
    return tuple(
        indicator.plain_name
        for indicator in rolled.indicators
        if indicator.due in due and not indicator.is_computed
        and rolled.totals[indicator.code].value is None and not rolled.totals[indicator.code].is_na
    )  # fmt: skip


def _notes(rolled: Rollup, covered: Coverage) -> list[str]:
    """What the figures cover, and who has not reported."""
    if covered.complete:
        return []
    counted = "已审核通过和已填报未审核" if rolled.provisional else "已审核通过"
    notes = [f"本文数据按{counted}的月报汇总：应报{covered.due}份，已审核通过{covered.approved}份。"]
    by_unit: dict[str, list[date]] = {}
    for unit, month, _state in covered.missing:
        by_unit.setdefault(unit.name, []).append(month)
    shown = [f"{'、'.join(names)}{months}" for months, names in together(dict(list(by_unit.items())[:10]), rolled.span)]
    more = f"等{len(by_unit)}个单位" if len(by_unit) > 10 else ""
    notes.append(f"尚未审核通过的月报：{'；'.join(shown)}{more}。")
    return notes
