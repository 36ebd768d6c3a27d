"""How does a report read on the page? Sections with their numbers linked to the returns behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import mark_safe

from members.months import Span as Months
from members.months import month_name, month_text, parse_month
from reports import charts
from reports.blocks import Bound, Chart, Document, Paragraph, Section, Span, Table
from reports.documents.frame import heading, is_numeric, is_total
from reports.models import Indicator, Summary, SummaryVersion
from reports.models.summary import SummaryKind
from reports.rollup import Rollup
from reports.summaries import SectionEdit
from reports.summaries.naming import ASPECTS, ballot_name
from reports.summaries.reporting import CALLED

#: What is said of a number that stands in the record of an election.
TO_RECORD, TO_MATRIX = "点开看选举记录", "点开看报送进度"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; with `url` a number that leads to what it is made of, `title` saying which figure it is.

    `mark` is the verdict of the number check on it, `anchor` where its entry leads to; `fig` names the figure to the
    editor, `card` is where its card is fetched from.
    """

    text: str
    url: str = ""
    title: str = ""
    mark: str = ""
    anchor: str = ""
    fig: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table on the page."""

    pieces: tuple[Piece, ...]
    numeric: bool
    indent: int


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on the page: heads with whether they hold numbers, rows with whether they are totals."""

    title: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[bool, tuple[TableCell, ...]], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart on the page, drawn as in print."""

    title: str
    svg: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page: its paragraphs, then its tables and charts, and the officer's edit if there is one."""

    key: str
    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    tables: tuple[PageTable, ...]
    charts: tuple[PageChart, ...]
    edit: SectionEdit | None


class Linker:
    """Turns bound numbers into links; knows the names of indicators and, for a draft, their coverage.

    `record` is the address of the ledger record that numbers of no indicator were taken from; `version` the issued
    one the document is, whose cards tell what it was issued with.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        rolled: Rollup | None = None,
        *,
        provisional: bool = False,
        record: str = "",
        version: SummaryVersion | None = None,
    ) -> None:
        self.names, self.rolled, self.provisional, self.record = names, rolled, provisional, record
        self.version = version

    def piece(self, span: Span, *, titled: bool = True) -> Piece:
        """One span as it stands on the page."""
        if not isinstance(span, Bound):
            return Piece(span.shown)
        if span.indicator in CALLED:
            address = f"{reverse('matrix')}?year={span.last[:4]}"
            return Piece(span.shown, address, f"{CALLED[span.indicator]}：{TO_MATRIX}", fig=fig_of(span))
        if self.record and span.indicator not in self.names:
            title = f"{ballot_name(span.indicator)}：{TO_RECORD}"
            return Piece(span.shown, self.record, title, fig=fig_of(span))
        title = self._title(span) if titled else ""
        return Piece(span.shown, self.url(span), title, fig=fig_of(span), card=self._card(span))

    def _card(self, bound: Bound) -> str:
        asked = {"aspect": bound.aspect, "value": bound.value}
        span = bound.first, bound.last
        if self.version is None:
            return self._address("figure-card", [bound.indicator], bound, span, asked)
        at: list[str | int] = [self.version.summary_id, self.version.number, bound.indicator]
        return self._address("issued-card", at, bound, span, asked)

    def url(self, bound: Bound, page: str = "rollup-cell") -> str:
        """Where the number comes from: the months of last year for 上年同期, a rate's parts for those."""
        return self._address(page, [self._source(bound)], bound, months_behind(bound), {})

    def _source(self, bound: Bound) -> str:
        """The indicator whose returns the number is read from."""
        if bound.aspect in ("numerator", "denominator") and self.rolled:
            definition = next((d for d in self.rolled.definitions if d.code == bound.indicator), None)
            part = getattr(definition, bound.aspect, "")
            return part or bound.indicator
        return bound.indicator

    def _address(
        self, page: str, at: Sequence[str | int], bound: Bound, months: tuple[str, str], more: dict[str, str]
    ) -> str:
        first, last = months
        asked = {"union": bound.union, "period": first if first == last else f"{first}..{last}", **more}
        if self.provisional:
            asked["provisional"] = "1"
        return f"{reverse(page, args=at)}?{urlencode(asked)}"

    def _title(self, bound: Bound) -> str:
        months = [month_name(parse_month(text)) for text in dict.fromkeys((bound.first, bound.last))]
        parts = [self.names.get(bound.indicator, bound.indicator), "—".join(months), ASPECTS.get(bound.aspect, "")]
        total = self.rolled.totals.get(bound.indicator) if self.rolled else None
        if total and total.expected and bound.aspect in ("value", "change", "growth", "completion", "shortfall"):
            parts.append(f"已报{total.reported + total.not_applicable}/{total.expected}")
        if self.version:
            parts.append("点开看现在的明细")
        return " · ".join(part for part in parts if part)

    def table(self, table: Table) -> PageTable:
        """A table; its numbers lead to the returns they come from."""
        heads = tuple((column.title, column.numeric) for column in table.columns)
        rows = tuple(
            (
                is_total(row),
                tuple(
                    TableCell(
                        tuple(self.piece(span, titled=False) for span in cell.spans),
                        is_numeric(table, place),
                        cell.indent,
                    )
                    for place, cell in enumerate(row)
                ),
            )
            for row in table.rows
        )
        return PageTable(table.title, heads, rows, table.notes)

    def section(self, section: Section, edit: SectionEdit | None = None) -> PageSection:
        """One section of the page."""
        return PageSection(
            section.key,
            heading(section),
            tuple(self.paragraph(block) for block in section.blocks if isinstance(block, Paragraph)),
            tuple(self.table(block) for block in section.blocks if isinstance(block, Table)),
            tuple(page_chart(block, self.links) for block in section.blocks if isinstance(block, Chart)),
            edit,
        )

    def links(self, bound: Bound) -> tuple[str, str]:
        """Where a number of a chart leads to, and where its card is found."""
        piece = self.piece(bound, titled=False)
        return piece.url, piece.card

    def paragraph(self, paragraph: Paragraph) -> tuple[Piece, ...]:
        """A paragraph's pieces in order."""
        return tuple(self.piece(span) for span in paragraph.spans)


def fig_of(bound: Bound) -> str:
    """How the editor names a figure."""
    return f"{bound.indicator} {bound.aspect} {bound.first} {bound.union}"


def months_behind(bound: Bound) -> tuple[str, str]:
    """The months a number is of: those a year before for 上年同期, the year before for 上年末, else the report's."""
    span = Months(parse_month(bound.first), parse_month(bound.last))
    if bound.aspect == "previous":
        span = span.previous
    elif bound.aspect == "base":
        span = span.year_before
    return month_text(span.first), month_text(span.last)


def record_url(summary: Summary) -> str:
    """The election a report is about; empty for other kinds."""
    return reverse("record-show", args=["election", summary.about]) if summary.kind == SummaryKind.ELECTION else ""


def page_chart(chart: Chart, links: charts.Links | None = None) -> PageChart:
    """A chart as it stands on the page; what it is given is escaped where it is drawn."""
    return PageChart(chart.title, mark_safe(charts.draw(chart, links)), chart.notes)


def names_of(document: Document, rolled: Rollup | None) -> dict[str, str]:
    """The names of the indicators a document states; one query when no totals are at hand."""
    if rolled:
        return {indicator.code: indicator.plain_name for indicator in rolled.indicators}
    codes = {bound.indicator for bound in document.bound()}
    return {indicator.code: indicator.plain_name for indicator in Indicator.objects.filter(code__in=codes)}
