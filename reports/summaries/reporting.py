"""How many of a county's townships have reported everything? Two figures, and the paragraph that states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from members.months import Span, months_told, parse_month
from reports.arithmetic import Total
from reports.blocks import Paragraph, Text
from reports.models import State
from reports.rollup import Coverage
from reports.sentences import Figures, Label
from reports.sentences.compose import number
from reports.summaries.county import FEWEST, Place

ALL, WHOLE = "townships_all", "townships_whole"
#: The figures of no indicator that a county's report states: code → what they are called.
CALLED = {ALL: "所属乡镇（街道）总数", WHOLE: "已报齐数据的乡镇（街道）数"}
UNIT = "个"


def figures_with(figures: Figures, places: Sequence[Place], covered: Coverage) -> Figures:
    """The figures together with how many townships there are and how many have reported all."""
    towns = [place for place in places if not place.is_own]
    if len(towns) < FEWEST:
        return figures
    values = {ALL: len(towns), WHOLE: len(towns) - len(waiting(places, covered))}
    totals = {code: Total(code, Decimal(value)) for code, value in values.items()}
    labels = {code: Label(name, UNIT) for code, name in CALLED.items()}
    return replace(figures, totals={**figures.totals, **totals}, labels={**figures.labels, **labels})


def waiting(places: Sequence[Place], covered: Coverage) -> dict[str, list[date]]:
    """The townships whose months are lacking; what waits to be reviewed has been reported."""
    found: dict[str, list[date]] = {}
    for unit, month, state in covered.missing:
        town = next((p.name for p in places if not p.is_own and unit.path.startswith(p.union.path)), "")
        if town and state != State.REPORTED and month not in found.setdefault(town, []):
            found[town].append(month)
    return {town: months for town, months in found.items() if months}


def together(late: Mapping[str, Sequence[date]], span: Span) -> list[tuple[str, list[str]]]:
    """Who lacks the same months, told once: the months in words, the names. The year is left out where it is clear."""
    year = span.last.year
    found: dict[str, list[str]] = {}
    for name, months in late.items():
        years = {month.year for month in months}
        if len(years) == 1 and years != {year}:
            (past,) = years
            told = f"{past}年{'、'.join(months_told(months, past))}"
        else:
            told = "、".join(months_told(months, year))
        found.setdefault(told, []).append(name)
    return list(found.items())


def coverage_paragraph(places: Sequence[Place], covered: Coverage, figures: Figures) -> Paragraph | None:
    """`8个乡镇（街道）中7个已报齐数据，西河乡尚缺5月。`"""
    if figures.value(ALL) is None:
        return None
    period, span = figures.words["period"], Span(parse_month(figures.first), parse_month(figures.last))
    late = waiting(places, covered)
    if not late:
        return Paragraph((*number(ALL, figures), Text(f"{UNIT}乡镇（街道）全部报齐{period}数据。")))
    told = "；".join(f"{'、'.join(names)}尚缺{months}" for months, names in together(late, span))
    if not figures.value(WHOLE):
        return Paragraph((*number(ALL, figures), Text(f"{UNIT}乡镇（街道）均未报齐{period}数据，{told}。")))
    done = (*number(WHOLE, figures), Text(f"{UNIT}已报齐{period}数据，{told}。"))
    return Paragraph((*number(ALL, figures), Text(f"{UNIT}乡镇（街道）中"), *done))
