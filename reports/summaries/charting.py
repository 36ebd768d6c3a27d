"""Which figures of a report are worth a picture? Targets and results, townships ranked by a rate, months of a flow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from members.months import month_text
from reports.arithmetic import Total
from reports.blocks import Bound, Chart, Point, Section
from reports.formats import exact
from reports.models import Indicator
from reports.rollup import Rollup
from reports.sentences import Figures, Prose
from reports.summaries.county import FEWEST, Place

#: A picture of one bar says nothing; one of more than this is a table.
FEWEST_TARGETS, MOST_TARGETS = 2, 12
#: Two months are no line; more indicators than this are no report.
FEWEST_MONTHS, MOST_LINES = 3, 2


def target_chart(rolled: Rollup, figures: Figures) -> Chart | None:
    """What was reached of the year's targets, ceilings apart; None where there are fewer than two."""
    points = [
        Point(
            row.plain_name,
            _bound(figures, row.code, "value"),
            _bound(figures, row.code, "target"),
        )
        for row in rolled.indicators
        if figures.value(row.code, "completion") is not None and row.plain_name
    ]
    if not FEWEST_TARGETS <= len(points) <= MOST_TARGETS:
        return None
    return Chart("年度任务完成情况", "bullet", tuple(points), ("本期完成", "年度任务"))


def township_chart(places: Sequence[Place], codes: Sequence[str]) -> Chart | None:
    """The townships ranked by the first rate the report compares; None where there are too few or no rate."""
    towns = [place for place in places if not place.is_own]
    for code in codes:
        if len(towns) < FEWEST or not towns[0].figures.label(code).is_rate:
            continue
        known = [(place.figures.value(code), place) for place in towns]
        ranked = sorted(known, key=lambda pair: (pair[0] is None, -(pair[0] or Decimal(0))))
        points = tuple(Point(place.name, _bound(place.figures, code, "value")) for _value, place in ranked)
        if sum(point.value is not None for point in points) >= FEWEST:
            return Chart(f"各乡镇（街道）{towns[0].figures.label(code).name}", "bars", points, unit="%")
    return None


def with_charts(sections: list[Section], charts: Sequence[Chart | None]) -> list[Section]:
    """The sections with the charts at the end of the first that has a heading."""
    drawn = tuple(chart for chart in charts if chart)
    place = next((at for at, section in enumerate(sections) if section.heading), None)
    if place is None or not drawn:
        return sections
    opened = sections[place]
    return [*sections[:place], replace(opened, blocks=(*opened.blocks, *drawn)), *sections[place + 1 :]]


def _bound(figures: Figures, code: str, aspect: str) -> Bound | None:
    value = figures.value(code, aspect)
    if value is None:
        return None
    return figures.bound(code, aspect, value, figures.shown(code, aspect, value, money=figures.label(code).is_money))


def drawable(rolled: Rollup) -> list[Indicator]:
    """The indicators whose months can be drawn: entered flows and amounts that happened."""
    return [
        each
        for each in rolled.indicators
        if each.month_agg == "sum" and not each.is_computed and rolled.totals[each.code].value
    ]


def leading_flow(prose: Iterable[Prose], rolled: Rollup) -> list[str]:
    """The first flow that the sections compare townships by and that happens every month: drawn unless told."""
    known = {each.code for each in drawable(rolled) if (rolled.totals[each.code].value or 0) >= len(rolled.span)}
    return [code for each in prose for code in each.compared if code in known][:1]


def month_charts(codes: Sequence[str], rolled: Rollup, figures: Figures) -> dict[str, Chart]:
    """Code → its months against the year before; only what has enough months to make a line. One query, or none."""
    known = {each.code: each for each in drawable(rolled)}
    chosen = [code for code in dict.fromkeys(codes) if code in known][:MOST_LINES]
    if not chosen or len(rolled.span) < FEWEST_MONTHS:
        return {}
    rows = rolled.by_month(chosen)
    found = {code: _lines(code, [(now[code], then[code]) for now, then in rows], rolled, figures) for code in chosen}
    return {code: chart for code, chart in found.items() if chart}


def _lines(code: str, rows: Sequence[tuple[Total, Total]], rolled: Rollup, figures: Figures) -> Chart | None:
    months, before = list(rolled.span), list(rolled.span.previous)
    compared = sum(then.value is not None for _, then in rows) >= FEWEST_MONTHS
    if sum(now.value is not None for now, _ in rows) < FEWEST_MONTHS:
        return None
    several = months[0].year != months[-1].year
    points = tuple(
        Point(
            f"{month.year % 100:02d}年{month.month}月" if several else f"{month.month}月",
            _of_month(figures, code, month, now),
            _of_month(figures, code, earlier, then) if compared else None,
        )
        for month, earlier, (now, then) in zip(months, before, rows, strict=True)
    )
    late = [point.label for point, (now, _) in zip(points, rows, strict=True) if _lacks(now)]
    notes = (f"{'、'.join(late)}还有单位没有填报。",) if late else ()
    label = figures.label(code)
    series = ("本期", "上年同期") if several else (f"{months[0].year}年", f"{before[0].year}年")
    return Chart(f"{rolled.by_code[code].plain_name}各月情况", "line", points, series, label.unit, notes)


def _lacks(total: Total) -> bool:
    return total.reported + total.not_applicable < total.expected


def _of_month(figures: Figures, code: str, month: date, total: Total) -> Bound | None:
    if total.value is None:
        return None
    shown = figures.shown(code, "value", total.value) + total.approximate
    return Bound(code, figures.union, month_text(month), month_text(month), "value", exact(total.value), shown)


def with_lines(
    sections: list[Section], prose: Iterable[Prose], charts: dict[str, Chart], rolled: Rollup
) -> list[Section]:
    """The sections with each chart of months at the end of the one that speaks of its figure, else of the last."""
    of_section = {name: each.key for each in prose for name in each.catalogue}
    keys = [section.key for section in sections]
    result = list(sections)
    for code, chart in charts.items():
        key = of_section.get(rolled.by_code[code].section, "")
        place = keys.index(key) if key in keys else len(keys) - 1
        result[place] = replace(result[place], blocks=(*result[place].blocks, chart))
    return result
