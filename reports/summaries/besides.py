"""What does a report of its own kind state besides its sentences? Paragraphs and tables by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.blocks import Paragraph, Table
from reports.models.summary import OF_TERM, SummaryKind
from reports.rollup import Coverage, Rollup, coverage
from reports.sentences import Figures, Prose
from reports.summaries import aims, election, terms
from reports.summaries.subject import Subject

#: An election and a letter state no figures of returns.
NOTHING_DUE = Coverage(0, 0, ())


@dataclass(frozen=True)
class Besides:
    """What is added by section, and annexes and notes of the whole.

    `others` are the figures of other spans it states, by first and last month.
    """

    paragraphs: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    tables: Mapping[str, Table | None] = field(default_factory=dict)
    others: Mapping[tuple[str, str], Figures] = field(default_factory=dict)
    annexes: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


def besides(kind: str, rolled: Rollup, figures: Figures, prose: Mapping[str, Prose], subject: Subject) -> Besides:
    """What this kind adds: a query for targets and five for every year of a term or earlier month due, else none."""
    if kind == SummaryKind.ELECTION and subject.election:
        return Besides(election.paragraphs_of(subject.election, figures))
    if kind == SummaryKind.PLAN:
        return Besides(*aims.plan_of(rolled, figures, prose))
    if kind == SummaryKind.TARGETS:
        return Besides(*aims.completion_of(rolled, figures))
    if kind in OF_TERM and rolled.span.is_term:
        return _of_term(kind, rolled, figures, prose)
    return Besides()


def _of_term(kind: str, rolled: Rollup, figures: Figures, prose: Mapping[str, Prose]) -> Besides:
    """Its years: an audit's in a table for each section, a congress's in one at the end."""
    years = terms.years_of(rolled)
    others = {(each.first, each.last): each for each in years}
    notes = tuple(terms.silent_years(rolled, years))
    growth = terms.growth_of(prose, rolled, years)
    if kind == SummaryKind.CONGRESS:
        chief = terms.chief_table(rolled, figures, years, prose)
        return Besides(growth, dict.fromkeys(prose), others, chief, notes)
    tables = {key: terms.years_table(rolled, figures, years, each) for key, each in prose.items()}
    return Besides(growth, tables, others, notes=notes)


def coverage_of(rolled: Rollup, kind: str) -> Coverage:
    """The months on which a report of this kind rests: a plan on last year's, where a target has any. 3 queries."""
    if kind in (SummaryKind.ELECTION, SummaryKind.LETTER):
        return NOTHING_DUE
    if kind == SummaryKind.PLAN:
        aimed = [total for total in rolled.totals.values() if total.target is not None]
        stated = any(total.previous is not None or total.base is not None for total in aimed)
        return coverage(rolled.union, rolled.span.previous) if stated else NOTHING_DUE
    covered = coverage(rolled.union, rolled.span)
    return terms.without_history(covered, rolled) if kind in OF_TERM and rolled.span.is_term else covered
