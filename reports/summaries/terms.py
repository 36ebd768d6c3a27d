"""What became of the work of a term? Year by year in a table, the last year against the first in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.blocks import Cell, Column, Paragraph, Table, Text
from reports.blocks import Span as InlineSpan
from reports.models import Indicator
from reports.models.indicator import SECTIONS as CATALOGUE_SECTIONS
from reports.models.summary import SummaryKind
from reports.rollup import Rollup, rollup
from reports.sentences import Figures, Prose
from reports.sentences.compose import number
from reports.sentences.generic import plain_name
from reports.summaries.figures import figures_of
from reports.summaries.tables import figure_cell

#: Section → what its growth is told by, where townships are compared by something else.
TOLD = {"organizing": ("union_total", "member_total")}
#: So many figures of a section are set against the first year.
MOST = 2


def years_of(rolled: Rollup) -> list[Figures]:
    """The figures of each year of the term. Five queries a year."""
    found = []
    for year in rolled.span.years:
        figures = rollup(rolled.union, year, provisional=rolled.provisional)
        found.append(figures_of(figures, SummaryKind.PERIOD, {}))
    return found


def years_table(rolled: Rollup, figures: Figures, years: Sequence[Figures], prose: Prose) -> Table | None:
    """The section's indicators year by year and over the term; None where nothing was reported."""
    rows = [
        each
        for each in rolled.indicators
        if each.section in prose.catalogue and any(figs.value(each.code) is not None for figs in (figures, *years))
    ]
    if not rows or prose.key == "basics":
        return None
    whole = {row.pk for row in rows}
    columns = (
        Column("指标", weight=8), Column("单位", weight=2),
        *(Column(f"{each.last[:4]}年", True, 3) for each in years), Column("本届", True, 3),
    )  # fmt: skip
    body = tuple(_row(row, whole, [*years, figures]) for row in rows)
    title = "、".join(CATALOGUE_SECTIONS[section] for section in prose.catalogue)
    return Table(f"{title}逐年数据", columns, body, tuple(_notes(rows)))


def _row(row: Indicator, whole: set[int], spans: Sequence[Figures]) -> tuple[Cell, ...]:
    part = row.parent_id in whole
    name = row.plain_name if part else row.name
    return (
        Cell((Text(name),), int(part)), Cell((Text(row.unit),)), *(figure_cell(row, "value", each) for each in spans)
    )  # fmt: skip


def _notes(rows: Sequence[Indicator]) -> list[str]:
    kinds = {row.kind for row in rows}
    if "stock" in kinds:
        return ["“本届”一栏，期末数为届末数，其他为各年合计。"] if kinds - {"stock"} else ["各栏为期末数。"]
    return []


def growth_of(prose: Mapping[str, Prose], rolled: Rollup, years: Sequence[Figures]) -> dict[str, tuple[Paragraph, ...]]:
    """Section → how its main figures went from the first year of the term to the last."""
    found: dict[str, tuple[Paragraph, ...]] = {}
    for key, each in prose.items():
        codes = TOLD.get(key, each.compared)[:MOST]
        spans: list[InlineSpan] = []
        for code in codes:
            spans += _growth(code, years[0], years[-1], stock=_is_stock(code, rolled), joint="；" if spans else "")
        if spans:
            found[key] = (Paragraph((*spans, Text("。"))),)
    return found


def _is_stock(code: str, rolled: Rollup) -> bool:
    return code in rolled.by_code and rolled.by_code[code].kind in ("stock", "ratio")


def _growth(code: str, first: Figures, last: Figures, *, stock: bool, joint: str) -> list[InlineSpan]:
    before, now = first.value(code), last.value(code)
    if before is None or now is None or before == now:
        return []
    end = "末" if stock else ""
    rate = last.label(code).is_rate
    verb = ("提高到" if rate else "增加到") if now > before else ("下降到" if rate else "减少到")
    return [
        Text(f"{joint}{plain_name(last.label(code))}由{first.last[:4]}年{end}的"),
        *number(code, first, "value", "unit"),
        Text(f"{verb}{last.last[:4]}年{end}的"),
        *number(code, last, "value", "unit"),
    ]  # fmt: skip
