"""What became of the work of a term? Year by year in a table, the last year against the first in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from members.months import Span, month_name, parse_month
from reports.blocks import Cell, Column, Paragraph, Table, Text
from reports.blocks import Span as InlineSpan
from reports.models import Indicator, MonthlyReturn, State
from reports.models.indicator import SECTIONS as CATALOGUE_SECTIONS
from reports.models.summary import SummaryKind
from reports.rollup import Coverage, Rollup, rollup
from reports.sentences import Figures, Prose
from reports.sentences.compose import number
from reports.sentences.generic import plain_name
from reports.summaries.figures import figures_of, term_words
from reports.summaries.tables import figure_cell

#: Section → what its growth is told by, where townships are compared by something else.
TOLD = {"organizing": ("union_total", "member_total")}
#: What every congress is told besides what its sections compare.
CHIEF = ("union_total", "covered_units", "employee_total", "member_total")
#: So many figures of a section are set against the first year.
MOST = 2
LAST_MONTH = 12
#: A year taken in from a paper stands in June and December.
HISTORY_MONTHS = 2


def years_of(rolled: Rollup) -> list[Figures]:
    """The figures of each year of the term. Five queries a year."""
    found = []
    for year in rolled.span.years:
        figures = rollup(rolled.union, year, provisional=rolled.provisional)
        found.append(figures_of(figures, SummaryKind.PERIOD, {}))
    return found


def years_table(rolled: Rollup, figures: Figures, years: Sequence[Figures], prose: Prose) -> Table | None:
    """The section's indicators year by year and over the term; None where nothing was reported."""
    rows = [each for each in rolled.indicators if each.section in prose.catalogue]
    title = "、".join(CATALOGUE_SECTIONS[section] for section in prose.catalogue)
    return _table(f"{title}逐年数据", rows, figures, years)


def chief_table(
    rolled: Rollup, figures: Figures, years: Sequence[Figures], prose: Mapping[str, Prose]
) -> tuple[Table, ...]:
    """What delegates are given of the whole term: the chief indicators of every section in one table."""
    codes = [*CHIEF, *(code for key, each in prose.items() for code in (*TOLD.get(key, ()), *each.compared))]
    rows = [rolled.by_code[code] for code in dict.fromkeys(codes) if code in rolled.by_code]
    table = _table(f"{term_words(rolled.span)}来主要工作数据", rows, figures, years)
    return (table,) if table else ()


def _table(title: str, asked: Sequence[Indicator], figures: Figures, years: Sequence[Figures]) -> Table | None:
    rows = [each for each in asked if any(figs.value(each.code) is not None for figs in (figures, *years))]
    if not rows:
        return None
    whole = {row.pk for row in rows}
    columns = (
        Column("指标", weight=8), Column("单位", weight=2),
        *(Column(months_of(each).name, True, 3) for each in years), Column("本届", True, 3),
    )  # fmt: skip
    body = tuple(_row(row, whole, [*years, figures]) for row in rows)
    return Table(title, columns, body, tuple(_notes(rows)))


def months_of(figures: Figures) -> Span:
    """The months these figures are of."""
    return Span(parse_month(figures.first), parse_month(figures.last))


def silent_years(rolled: Rollup, years: Sequence[Figures]) -> list[str]:
    """A note on the years of which nothing is known: the term's sums are less by them."""
    silent = [each.last[:4] for each in years if not any(each.value(code) is not None for code in rolled.by_code)]
    if not silent:
        return []
    these = "这一年" if len(silent) == 1 else "这些年"
    return [f"{'、'.join(f'{year}年' for year in silent)}没有数据，本文合计数不含{these}。"]


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


def without_history(covered: Coverage, rolled: Rollup) -> Coverage:
    """The coverage without the months of years that were taken in whole as history: their year stands in one month.

    A unit's year was, where its last month was approved as history and hardly another month has a return.
    """
    gaps = Counter((unit.pk, month.year) for unit, month, state in covered.missing if not state)
    if not gaps:
        return covered
    lasts = {year.last.year: year.last for year in rolled.span.years}
    taken = set(
        MonthlyReturn.objects.filter(
            union__in={unit.pk for unit, *_ in covered.missing}, month__in=lasts.values(), state=State.APPROVED,
            events__action="take_in",
        ).values_list("union", "month")
    )  # fmt: skip
    whole = {
        (unit, month.year) for unit, month in taken
        if gaps[unit, month.year] + HISTORY_MONTHS >= month.month
    }  # fmt: skip
    missing = tuple(each for each in covered.missing if each[2] or (each[0].pk, each[1].year) not in whole)
    return Coverage(covered.due - len(covered.missing) + len(missing), covered.approved, missing)


def growth_of(prose: Mapping[str, Prose], rolled: Rollup, years: Sequence[Figures]) -> dict[str, tuple[Paragraph, ...]]:
    """Section → how its main figures went from the first year of the term to the last.

    What adds up is compared between whole years only: ten months are not held against twelve.
    """
    known = [each for each in years if any(each.value(code) is not None for code in rolled.by_code)]
    whole = [each for each in known if months_of(each).kind == "year"]
    found: dict[str, tuple[Paragraph, ...]] = {}
    for key, each in prose.items():
        codes = TOLD.get(key, each.compared)[:MOST]
        spans: list[InlineSpan] = []
        for code in codes:
            stock = _is_stock(code, rolled)
            compared = known if stock else whole
            if len(compared) > 1:
                spans += _growth(code, compared[0], compared[-1], stock=stock, joint="；" if spans else "")
        if spans:
            found[key] = (Paragraph((*spans, Text("。"))),)
    return found


def _is_stock(code: str, rolled: Rollup) -> bool:
    return code in rolled.by_code and rolled.by_code[code].kind in ("stock", "ratio")


def _growth(code: str, first: Figures, last: Figures, *, stock: bool, joint: str) -> list[InlineSpan]:
    before, now = first.value(code), last.value(code)
    if before is None or now is None or last.shown(code, "value", now) == first.shown(code, "value", before):
        return []
    rate = last.label(code).is_rate
    verb = ("提高到" if rate else "增加到") if now > before else ("下降到" if rate else "减少到")
    return [
        Text(f"{joint}{plain_name(last.label(code))}由{_when(first, stock=stock)}的"),
        *number(code, first, "value", "unit"),
        Text(f"{verb}{_when(last, stock=stock)}的"),
        *number(code, last, "value", "unit"),
    ]  # fmt: skip


def _when(figures: Figures, *, stock: bool) -> str:
    """`2025年末`, of a year not yet over `2026年10月末`; of what adds up `2025年`."""
    months = months_of(figures)
    if not stock:
        return months.name
    return f"{months.last.year}年末" if months.last.month == LAST_MONTH else f"{month_name(months.last)}末"
