"""How do a plan and a report on targets speak of what is to be reached, by when, and of what is reached?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from members.months import Span
from reports.arithmetic import Total
from reports.blocks import Paragraph, Text
from reports.blocks import Span as InlineSpan
from reports.models import Target
from reports.models.indicator import Kind
from reports.models.summary import SummaryKind
from reports.rollup import Rollup, rollup
from reports.sentences import Figures, Prose
from reports.sentences.compose import number
from reports.sentences.generic import plain_name
from reports.summaries.drafting import aim, due
from reports.summaries.figures import figures_of

#: From so many targets on, what they have in common is told once.
MANY = 3
Others = dict[tuple[str, str], Figures]
Found = tuple[Mapping[str, tuple[Paragraph, ...]], Mapping[str, None], Others]


def rows_of(rolled: Rollup) -> list[Target]:
    """The union's targets of the year, in the order of the catalogue. One query."""
    rows = Target.objects.filter(union=rolled.union, year=rolled.span.last.year).select_related("indicator")
    known = rolled.by_code
    ordered = rows.order_by("indicator__section", "indicator__sort", "by_month")
    return [row for row in ordered if row.indicator.code in known]


def is_last(row: Target, rows: Sequence[Target]) -> bool:
    """Does no target of the same indicator fall due later?"""
    return not any(each.indicator_id == row.indicator_id and each.by_month > row.by_month for each in rows)


def of_due_month(row: Target, rows: Sequence[Target], figures: Figures, others: Others) -> Figures:
    """The figures that know this target: the report's own, or for one that falls due earlier those of its month."""
    if is_last(row, rows):
        return figures
    month = f"{row.year}-{row.by_month:02d}"
    code = row.indicator.code
    known = others.setdefault((month, month), replace(figures, first=month, last=month, totals={}))
    total = Total(code, target=row.target, kind=row.indicator.kind, at_most=not row.at_least)
    others[(month, month)] = replace(known, totals={**known.totals, code: total})
    return others[(month, month)]


def plan_of(rolled: Rollup, figures: Figures, prose: Mapping[str, Prose]) -> Found:
    """Each section's targets of the year with last year's result."""
    rows = rows_of(rolled)
    others: Others = {}
    found = {}
    for key, each in prose.items():
        mine = [row for row in rows if row.indicator.section in each.catalogue]
        if mine:
            found[key] = (_aims(mine, rows, figures, others),)
    return found, {}, others


def _aims(mine: Sequence[Target], rows: Sequence[Target], figures: Figures, others: Others) -> Paragraph:
    groups: dict[str, list[InlineSpan]] = {}
    for row in mine:
        line = groups.setdefault(due(row), [])
        line += [Text("，" if line else ""), *aim(row, of_due_month(row, rows, figures, others))]
        line += _before(row, figures)
    spans: list[InlineSpan] = [Text("主要目标：")]
    for place, (when, line) in enumerate(groups.items()):
        spans += [Text(("；" if place else "") + when), *line]
    return Paragraph(tuple(span for span in (*spans, Text("。")) if span.shown))


def _before(row: Target, figures: Figures) -> list[InlineSpan]:
    """`（上年36个）`: last year's result, or what stood at its end."""
    stock = row.indicator.kind in (Kind.STOCK, Kind.RATIO)
    code, aspect = row.indicator.code, "base" if stock else "previous"
    if figures.value(code, aspect) is None:
        return []
    return [Text("（上年末" if stock else "（上年"), *number(code, figures, aspect, "unit"), Text("）")]


def completion_of(rolled: Rollup, figures: Figures) -> Found:
    """A numbered line for every target: what was to be reached by when, what is reached, whether in time."""
    rows = rows_of(rolled)
    others: Others = {}
    sums: dict[int, Figures] = {}
    cut = rolled.span.last.month
    for month in sorted({row.by_month for row in rows if row.by_month < cut}):
        sums[month] = _until(month, rolled, [row for row in rows if row.by_month == month])
        others[(sums[month].first, sums[month].last)] = sums[month]
    lines = []
    met = 0
    alike = _alike(rows)
    for place, row in enumerate(rows, 1):
        then = sums.get(row.by_month, figures)
        spans, done = _line(row, then, figures, of_due_month(row, rows, figures, others), cut, alike)
        met += done
        lines.append(Paragraph((Text(f"{place}．{plain_name(figures.label(row.indicator.code))}："), *spans)))
    if not rows:
        return {"targets_done": (Paragraph((Text("本年度没有下达目标任务。"),)),)}, {}, others
    source = f"（{'，'.join(filter(None, alike))}）" if any(alike) else ""
    opening = f"年度目标任务共{len(rows)}项{source}，{f'已完成{met}项' if met else '正在推进'}。具体情况如下："
    return {"targets_done": (Paragraph((Text(opening),)), *lines)}, {}, others


def _until(month: int, rolled: Rollup, rows: Sequence[Target]) -> Figures:
    """The figures from January up to the month, with the targets that fell due then. Five queries."""
    year = rolled.span.last.year
    sums = rollup(rolled.union, Span(date(year, 1, 1), date(year, month, 1)), provisional=rolled.provisional)
    found = figures_of(sums, SummaryKind.PERIOD, {})
    aimed = {
        row.indicator.code: replace(found.total(row.indicator.code), target=row.target, at_most=not row.at_least)
        for row in rows
    }
    return replace(found, totals={**found.totals, **aimed})


def _source(row: Target) -> tuple[str, str]:
    """Which document sets the target, and by when it is due."""
    return row.document, f"{row.by_month}月底前"


def _alike(rows: Sequence[Target]) -> tuple[str, str]:
    """The document and the month that all targets have in common, told once; empty where they differ."""
    if len(rows) < MANY:
        return "", ""
    documents, months = (set(each) for each in zip(*map(_source, rows), strict=True))
    return documents.pop() if len(documents) == 1 else "", months.pop() if len(months) == 1 else ""


def _line(
    row: Target, then: Figures, now: Figures, aimed: Figures, cut: int, alike: tuple[str, str]
) -> tuple[list[InlineSpan], bool]:
    """The line behind its number, and whether the target is met; `alike` has been told of all."""
    code = row.indicator.code
    known = then if then is not now else aimed
    source = "，".join(part for part in _source(row) if part and part not in alike)
    bound = "控制在" if not row.at_least else "任务"
    spans: list[InlineSpan] = [Text(bound), *number(code, known, "target", "unit")]
    spans.append(Text(("以内" if not row.at_least else "") + (f"（{source}）" if source else "")))
    if then.value(code) is None:
        return [*spans, Text("，尚未填报。")], False
    stock = row.indicator.kind in (Kind.STOCK, Kind.RATIO)
    verb = "为" if stock or not row.at_least else "完成"
    spans += [Text(f"，截至{min(row.by_month, cut)}月底{verb}"), *number(code, then, "value", "unit")]
    if row.at_least and known is then and then.value(code, "completion") is not None:
        spans += [Text("，完成率"), *number(code, then, "completion"), Text("%")]
    said, met = _verdict(row, then, now, cut)
    if "逾期完成" in said:
        spans += [Text(f"；截至{cut}月底{verb}"), *number(code, now, "value", "unit")]
    return [*spans, Text(f"，{said}。")], met


def _verdict(row: Target, then: Figures, now: Figures, cut: int) -> tuple[str, bool]:
    """Whether the target was reached in time, and whether it is reached now."""
    code = row.indicator.code
    reached, today = _reached(row, then.total(code)), _reached(row, now.total(code))
    if not row.at_least:
        # Kept so far is not yet kept.
        early = row.by_month > cut
        return ("目前未超过控制数" if early else "未超过控制数") if reached else "超过控制数", reached and not early
    if row.by_month > cut:
        return ("提前完成" if reached else "正在推进"), reached
    if reached:
        return "按期完成", True
    return ("逾期完成", True) if today else ("逾期未完成" if row.by_month < cut else "未完成", False)


def _reached(row: Target, total: Total) -> bool:
    if total.value is None:
        return False
    return total.value >= row.target if row.at_least else total.value <= row.target
