"""What does an old report say of the catalogue's indicators? The catalogue goes in, figures and period come out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reports.models import Indicator
from reports.oldreports.extract import Found, extract
from reports.oldreports.labels import Known
from reports.oldreports.outline import Period, period_of
from reports.oldreports.words import normal
from reports.sections import SECTIONS, WITHOUT_TABLE, prose_of

#: What a number is, as people say it.
KINDS = {
    "value": "完成数",
    "rate": "比率",
    "target": "任务数",
    "previous": "上年数",
    "change": "增减数",
    "growth": "增长率",
    "completion": "完成率",
    "share": "占比",
}
NO_FIGURES = "这份材料里没有认出统计数；请核对是不是工作总结，或者在“补基数”里直接填写"
APART = re.compile(r"[、；;，,]\s*")


def known_indicators() -> list[Known]:
    """Every enabled indicator. One query."""
    return known_of(Indicator.objects.filter(enabled=True).in_order())


def known_of(indicators: Iterable[Indicator]) -> list[Known]:
    """The indicators as the reader knows them; their wholes and numerators have to be among them."""
    every = list(indicators)
    codes = {each.pk: each.code for each in every}
    sections = {key: section for section in SECTIONS if section not in WITHOUT_TABLE
                for key in prose_of(section).catalogue}  # fmt: skip
    return [
        Known(
            each.code,
            each.name,
            each.unit,
            each.kind,
            sections.get(each.section, ""),
            each.measure_word,
            tuple(alias for alias in APART.split(each.aliases) if alias),
            each.zero_is_good,
            codes.get(each.parent_id or 0, ""),
            each.built_in,
            codes.get(each.numerator_id or 0, ""),
        )
        for each in every
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as it was read: its text with full-width punctuation, the year it tells of, its figures in order."""

    text: str
    period: Period
    found: tuple[Found, ...]


def figures_in(text: str) -> Reading:
    """The figures of a report's text. One query."""
    text = normal(text)
    return Reading(text, period_of(text), tuple(extract(text, known_indicators())))
