"""走访台账: visits to enterprises, villages and workers: what was raised, what was solved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class Target(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    TOWNSHIP = "township", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"
    UNION = "union", "基层工会"
    TEAM = "team", "班组"
    WORKER = "worker", "职工家庭"
    OTHER = "other", "其他"


class Visit(Record):
    """One visit to one place."""

    on = models.DateField("走访日期", db_index=True)
    target = models.CharField("走访对象", max_length=20, choices=Target)
    unit = models.CharField("走访单位", max_length=100, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（名录）"
    )
    visitor = models.CharField("走访人", max_length=100, blank=True)
    persons_met = models.PositiveIntegerField("走访职工（人次）", null=True, blank=True)
    issues = models.PositiveIntegerField("收集问题（个）", null=True, blank=True)
    solved = models.PositiveIntegerField("帮助解决（个）", null=True, blank=True)
    content = models.CharField("走访情况", max_length=300, blank=True, help_text="反映的问题、提供的服务和帮助")


def _solved(record: Visit, today: date) -> Iterator[Finding]:
    if record.issues is not None and (record.solved or 0) > record.issues:
        message = f"帮助解决{record.solved}个，多于收集的{record.issues}个；如含以前反映的，请在备注中说明。"
        yield Finding("", "warning", message, "solved")


LEDGER = Ledger(
    slug="visit",
    name="走访台账",
    section="S17",
    model=Visit,
    intro="走访企业、村（社区）和职工的情况，走访一家登记一条；发放慰问金品的另登记帮扶慰问台账。",
    groups=(
        ("走访", ("on", "target", "unit", "employer", "visitor")),
        ("情况", ("persons_met", "issues", "solved", "content")),
    ),
    columns=("on", "target", "unit", "employer", "visitor", "persons_met", "issues", "solved"),
    main_date="on",
    search=("unit", "visitor", "content"),
    narrow=("target",),
    unique=("on", "target", "unit", "employer", "visitor"),
    rules=(_solved,),
)
register(LEDGER)
