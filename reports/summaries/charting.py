"""Which figures of a report are worth a picture? Targets against results, and townships ranked by a rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reports.blocks import Bound, Chart, Point, Section
from reports.rollup import Rollup
from reports.sentences import Figures
from reports.summaries.county import FEWEST, Place

#: A picture of one bar says nothing; one of more than this is a table.
FEWEST_TARGETS, MOST_TARGETS = 2, 12


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
