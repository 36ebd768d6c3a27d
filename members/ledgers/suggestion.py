"""合理化建议台账: how many suggestions workers made in a month, how many were taken up, what they brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Suggestion(Record):
    """The suggestions of one unit in one month: a row of totals, not the single suggestion."""

    on = models.DateField("统计日期", db_index=True, help_text="按月汇总登记，填当月最后一天")
    unit = models.CharField("单位", max_length=100, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（名录）"
    )
    topic = models.CharField("活动名称、主要内容", max_length=200, blank=True)
    count = models.PositiveIntegerField("提出建议（条）")
    adopted = models.PositiveIntegerField("采纳（条）", null=True, blank=True)
    implemented = models.PositiveIntegerField("实施（条）", null=True, blank=True)
    benefit_wan = ScaledField("创经济效益（万元）", null=True, blank=True)


def _parts(record: Suggestion, today: date) -> Iterator[Finding]:
    if (record.adopted or 0) > record.count:
        message = f"采纳{record.adopted}条，多于提出的{record.count}条，请核对。"
        yield Finding("", "error", message, "adopted")
    if record.adopted is not None and (record.implemented or 0) > record.adopted:
        message = f"实施{record.implemented}条，多于采纳的{record.adopted}条；如含以前采纳的，请在备注中说明。"
        yield Finding("", "warning", message, "implemented")


LEDGER = Ledger(
    slug="suggestion",
    name="合理化建议台账",
    section="S07",
    model=Suggestion,
    intro="各单位职工提出、采纳和实施的合理化建议，按单位、按月汇总登记一条。",
    groups=(
        ("单位与时间", ("on", "unit", "employer", "topic")),
        ("建议", ("count", "adopted", "implemented", "benefit_wan")),
    ),
    columns=("on", "unit", "employer", "topic", "count", "adopted", "implemented", "benefit_wan"),
    main_date="on",
    search=("unit", "topic"),
    unique=("on", "unit", "employer"),
    rules=(_parts,),
)
register(LEDGER)
