"""帮扶项目: standing programmes of aid (金秋助学, 四季关爱) under which single payments are made."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Held, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Kind(models.TextChoices):
    SCHOOLING = "schooling", "助学"
    JOBS = "jobs", "送岗位"
    COOLING = "cooling", "送清凉"
    WARMTH = "warmth", "送温暖"
    MEDICAL = "medical", "医疗救助"
    WOMEN_CARE = "women_care", "女职工关爱"
    SEASONS = "seasons", "四季关爱（综合）"
    PRACTICAL = "practical", "办实事工程"
    OTHER = "other", "其他"


class AidProgramme(Record):
    """What was promised: to whom, how much a year, for how many years."""

    name = models.CharField("项目名称", max_length=100)
    kind = models.CharField("项目类别", max_length=20, choices=Kind)
    start_on = models.DateField("开始日期", db_index=True)
    end_on = models.DateField("结束日期", null=True, blank=True)
    amount_per_year = ScaledField("每人每年金额（元）", null=True, blank=True)
    years = models.PositiveSmallIntegerField("资助年数", null=True, blank=True)
    persons = models.PositiveIntegerField("计划帮扶人数", null=True, blank=True)
    budget = ScaledField("项目资金总额（元）", null=True, blank=True)
    sponsor = models.CharField("出资单位（人）", max_length=100, blank=True)
    content = models.CharField("项目内容", max_length=300, blank=True)

    label_field = "name"


LEDGER = Ledger(
    slug="aid_programme",
    name="帮扶项目",
    section="S09",
    model=AidProgramme,
    intro="金秋助学、四季关爱等持续开展的帮扶项目；每次发放登记在帮扶慰问台账。",
    groups=(
        ("项目", ("name", "kind", "start_on", "end_on", "content")),
        ("标准与资金", ("amount_per_year", "years", "persons", "budget", "sponsor")),
    ),
    columns=("start_on", "name", "kind", "amount_per_year", "years", "persons", "budget", "end_on"),
    main_date="start_on",
    held=Held("start_on", "end_on", includes_end=True),
    search=("name", "sponsor"),
    narrow=("kind",),
    future=("end_on",),
    spans=(("start_on", "end_on"),),
    unique=("name", "start_on"),
)
register(LEDGER)
