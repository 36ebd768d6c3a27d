"""What did a number of an issued version rest on when issued? As the version keeps it, whatever changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.blocks import Bound, Document, Reported
from reports.models import MonthlyReturn, SummaryVersion
from reports.rollup import Rollup
from reports.summaries.compose import Composition
from reports.summaries.frozen import thaw, thaw_table

#: The columns of the annex 数据来源 that hold the number and how it was reported.
NUMBER, REPORTING = 1, 5

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class IssuedNumber:
    """A number as issued: what stands beside it in that version, how far it was reported, in words what was lacking.

    `reported` is None and `told` empty where the version does not keep them.
    """

    bound: Bound
    beside: dict[str, Bound]
    reported: Reported | None
    told: str


def reported_of(document: Document, composition: Composition) -> tuple[Reported, ...]:
    """How far the figures that the document states were reported; a chart's single months are left out. One query.

    What rests on years taken in from papers is no matter of months: none is expected of it.
    """
    papers = _paper_years(composition.rolled)
    found = []
    for code, union, first, last in dict.fromkeys(_key(bound) for bound in document.bound()):
        figures = composition.figures_for(union, first, last)
        total = figures.totals.get(code)
        if total and total.expected and (figures.union, figures.first, figures.last) == (union, first, last):
            by_month = not any(first[:4] <= year <= last[:4] for year in papers)
            answered = total.reported + total.not_applicable if by_month else 0
            expected = total.expected if by_month else 0
            found.append(Reported(code, union, first, last, figures.label(code).unit, answered, expected))
    return tuple(found)


def _paper_years(rolled: Rollup) -> set[str]:
    """The years of the span of which some unit's figures were taken in from a paper."""
    taken = MonthlyReturn.objects.filter(
        union__path__startswith=rolled.union.path, month__range=(rolled.span.first, rolled.span.last), taken_in=True
    )
    return {str(year) for year in taken.values_list("month__year", flat=True)}


def issued_number(version: SummaryVersion, asked: Bound) -> IssuedNumber | None:
    """The number of this figure, months and value in the version; None where it states none."""
    document = thaw(version.document)
    alike = [bound for bound in document.bound() if _key(bound) == _key(asked)]
    bound = next((each for each in alike if (each.aspect, each.value) == (asked.aspect, asked.value)), None)
    if bound is None:
        return None
    # A county's own number goes by the county's name too; then nobody knows beside which of the two the others stand.
    alone = len({each.value for each in alike if each.aspect == "value"}) < 2
    rows = [row for row in document.reported if (row.indicator, row.union, row.first, row.last) == _key(asked)]
    return IssuedNumber(
        bound,
        _beside(alike) if alone else {},
        rows[0] if rows and alone else None,
        _told(version, bound),
    )


def _key(bound: Bound) -> Key:
    return bound.indicator, bound.union, bound.first, bound.last


def _beside(alike: Iterable[Bound]) -> dict[str, Bound]:
    """Aspect → the one number stated of it; a figure with two tasks in a year has none that is surely its own."""
    found: dict[str, dict[str, Bound]] = {}
    for each in alike:
        found.setdefault(each.aspect, {}).setdefault(each.value, each)
    return {aspect: next(iter(values.values())) for aspect, values in found.items() if len(values) == 1}


def _told(version: SummaryVersion, bound: Bound) -> str:
    """What the annex 数据来源 of the version says of how the number was reported."""
    if not version.sources:
        return ""
    rows = thaw_table(version.sources).rows
    return next((row[REPORTING].text for row in rows if bound in row[NUMBER].spans), "")
