"""隐患台账: hazards found, who must mend them by when, and when they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class Level(models.TextChoices):
    GENERAL = "general", "一般"
    MAJOR = "major", "重大"


class Hazard(Record):
    """One hazard, from the day it was found to the day it was mended."""

    found_on = models.DateField("发现日期", db_index=True)
    inspection = models.ForeignKey(
        "members.SafetyInspection", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属检查"
    )
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（名录）"
    )
    unit = models.CharField("隐患单位", max_length=100, blank=True)
    desc = models.CharField("隐患内容", max_length=300)
    level = models.CharField("隐患等级", max_length=10, choices=Level, default=Level.GENERAL)
    reported_on = models.DateField("上报日期", null=True, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    fixed_on = models.DateField("整改完成日期", null=True, blank=True, db_index=True)
    verified_by = models.CharField("验收人", max_length=40, blank=True)

    label_field = "desc"


def _overdue(record: Hazard, today: date) -> Iterator[Finding]:
    if record.due_on and record.due_on < today and not record.fixed_on:
        days = (today - record.due_on).days
        yield Finding("", "warning", f"隐患已超过整改期限{days}天，尚未登记整改完成。", "fixed_on")


def _major(record: Hazard, today: date) -> Iterator[Finding]:
    if record.level == Level.MAJOR and not record.reported_on:
        yield Finding("", "warning", "重大隐患尚未登记上报日期。", "reported_on")


LEDGER = Ledger(
    slug="hazard",
    name="隐患台账",
    section="S11",
    model=Hazard,
    intro="检查查出、职工反映的安全隐患，一处登记一条；整改完成后补填整改日期。",
    groups=(
        ("发现", ("found_on", "inspection", "employer", "unit", "desc", "level")),
        ("处理", ("reported_on", "due_on", "fixed_on", "verified_by")),
    ),
    columns=("found_on", "unit", "employer", "desc", "level", "due_on", "fixed_on", "verified_by"),
    main_date="found_on",
    search=("desc", "unit", "verified_by"),
    narrow=("level",),
    ranks={"level": tuple(Level.values)},
    future=("due_on",),
    spans=(("found_on", "reported_on"), ("found_on", "due_on"), ("found_on", "fixed_on")),
    unique=("found_on", "employer", "unit", "desc"),
    rules=(_overdue, _major),
)
register(LEDGER)
