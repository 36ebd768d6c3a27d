"""职工捐款台账: what workers gave, when, for what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Purpose(models.TextChoices):
    ONE_DAY = "one_day", "慈善（爱心）一日捐"
    DISASTER = "disaster", "抗灾救灾"
    SCHOOLING = "schooling", "捐资助学"
    ILLNESS = "illness", "救助患病职工"
    WARMTH = "warmth", "送温暖"
    OTHER = "other", "其他"


class Donation(Record):
    """One collection among workers."""

    on = models.DateField("捐款日期", db_index=True)
    purpose = models.CharField("捐款用途", max_length=20, choices=Purpose)
    title = models.CharField("活动名称", max_length=100, blank=True)
    unit = models.CharField("捐款单位", max_length=100, blank=True)
    persons = models.PositiveIntegerField("捐款职工（人次）", null=True, blank=True)
    amount = ScaledField("捐款金额（元）", null=True, blank=True)
    items = models.CharField("捐赠物品", max_length=200, blank=True)
    items_value = ScaledField("物品折款（元）", null=True, blank=True, help_text="不计入捐款金额")
    given_to = models.CharField("接收单位（人）", max_length=100, blank=True)
    receipt_no = models.CharField("票据号", max_length=40, blank=True)


def _something(record: Donation, today: date) -> Iterator[Finding]:
    if not record.amount and not record.items:
        yield Finding("", "error", "捐款金额和捐赠物品至少填一项。", "amount")


LEDGER = Ledger(
    slug="donation",
    name="职工捐款台账",
    section="S09",
    model=Donation,
    intro="职工捐款捐物，一次活动、一个单位登记一条；单位和社会出资登记在帮扶资金筹集台账。",
    groups=(
        ("捐款", ("on", "purpose", "title", "unit", "persons", "amount")),
        ("物品与去向", ("items", "items_value", "given_to", "receipt_no")),
    ),
    columns=("on", "purpose", "title", "unit", "persons", "amount", "items", "given_to"),
    main_date="on",
    search=("title", "unit", "given_to", "receipt_no"),
    narrow=("purpose",),
    unique=("on", "purpose", "title", "unit"),
    rules=(_something,),
)
register(LEDGER)
