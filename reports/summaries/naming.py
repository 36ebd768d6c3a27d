"""How is a bound number told apart from others: what it counts, of whom, over which months, in which unit?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from members.models import Union
from members.months import Span, month_name, parse_month
from reports.blocks import Bound
from reports.formats import exact, show
from reports.models import Indicator
from reports.models.indicator import Kind
from reports.sections import BALLOT
from reports.summaries.election import UNITS, VOTES
from reports.summaries.reporting import CALLED, UNIT

ASPECTS = {
    "value": "本期数",
    "previous": "上年同期数",
    "base": "上年末数",
    "change": "增减",
    "growth": "比上年同期增长（%）",
    "target": "年度任务",
    "completion": "完成率（%）",
    "shortfall": "距年度任务的差额",
    "lag": "落后时间进度（百分点）",
    "numerator": "分子",
    "denominator": "分母",
    "carried_over": "沿用较早月份的数",
}
#: Numbers that follow from others of the same indicator.
DERIVED = frozenset({"change", "growth", "completion", "shortfall", "lag"})
#: So many decimals of a number that has no end.
PLACES = 4


@dataclass(frozen=True, slots=True)
class Names:
    """The indicators and unions that numbers speak of, by code; unknown ones are called by their code."""

    indicators: Mapping[str, Indicator]
    unions: Mapping[str, Union]

    def indicator(self, bound: Bound) -> str:
        """`新建工会`, with the aspect where it is not the span's own number."""
        found = self.indicators.get(bound.indicator)
        name = found.plain_name if found else other_name(bound.indicator) or bound.indicator
        aspect = ASPECTS.get(bound.aspect, bound.aspect).partition("（")[0]
        return name if bound.aspect == "value" else f"{name}·{aspect}"

    def union(self, bound: Bound) -> str:
        found = self.unions.get(bound.union)
        return found.name if found else bound.union

    def amount(self, bound: Bound) -> str:
        """The number in full with its unit: `48个`, `95.122%`, `1.5个百分点`."""
        value = Decimal(bound.value)
        full = exact(value)
        if len(full.partition(".")[2]) > PLACES:
            full = show(value, PLACES)
        found = self.indicators.get(bound.indicator)
        unit = found.unit if found else other_unit(bound.indicator)
        if bound.aspect in ("growth", "completion"):
            return full + "%"
        if bound.aspect == "lag" or (bound.aspect == "change" and unit == "%"):
            return full + "个百分点"
        return full if bound.aspect in ("numerator", "denominator") else full + unit

    def months(self, bound: Bound) -> str:
        """The months the number is about: `2026年1—6月`, `2026年6月底`, `2026年度`."""
        span = span_of(bound)
        if bound.aspect == "target":
            return f"{span.last.year}年度"
        stock = self.is_stock(bound)
        if bound.aspect == "base":
            return f"{span.year_before.last.year}年底"
        if bound.aspect == "previous":
            span = span.previous
        return f"{month_name(span.last)}底" if stock else span.name

    def brief_months(self, bound: Bound) -> str:
        """The same in fewer letters, the year left out where it is the report's: `1—6月`, `6月底`, `2025年1—6月`."""
        span = span_of(bound)
        if bound.aspect in ("target", "base"):
            return self.months(bound)
        year = f"{span.last.year - 1}年" if bound.aspect == "previous" else ""
        if self.is_stock(bound) or span.first == span.last:
            return f"{year}{span.last.month}月" + ("底" if self.is_stock(bound) else "")
        if span.first.year != span.last.year:
            return self.months(bound)
        return f"{year}{span.first.month}—{span.last.month}月"

    def is_stock(self, bound: Bound) -> bool:
        found = self.indicators.get(bound.indicator)
        return found is not None and found.kind == Kind.STOCK


def names_of(bounds: Iterable[Bound]) -> Names:
    """The names these numbers need. Two queries."""
    codes, unions = set(), set()
    for bound in bounds:
        codes.add(bound.indicator)
        unions.add(bound.union)
    return Names(
        {each.code: each for each in Indicator.objects.filter(code__in=codes)},
        {each.code: each for each in Union.objects.filter(code__in=unions)},
    )


def other_name(code: str) -> str:
    """What a number of no indicator is called; empty for an indicator's."""
    return CALLED.get(code) or ballot_name(code)


def ballot_name(code: str) -> str:
    """What a number of an election is called: 实到人数, 第2名候选人同意票; empty for any other code."""
    kind, _, place = code.removeprefix("election_").rpartition("_")
    return BALLOT.get(code) or (f"第{place}名候选人{VOTES[kind]}票" if kind in VOTES else "")


def other_unit(code: str) -> str:
    """How a number of no indicator is counted; empty for any other code."""
    if code in CALLED:
        return UNIT
    if code in BALLOT:
        return UNITS.get(code, "人")
    return "票" if ballot_name(code) else ""


def span_of(bound: Bound) -> Span:
    """The span the number's report is about."""
    return Span(parse_month(bound.first), parse_month(bound.last))
