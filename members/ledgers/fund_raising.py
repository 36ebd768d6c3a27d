"""帮扶资金筹集台账: money raised for aid, by purpose and source."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Purpose(models.TextChoices):
    WARMTH = "warmth", "送温暖"
    SCHOOLING = "schooling", "助学"
    MEDICAL = "medical", "医疗救助"
    COOLING = "cooling", "送清凉"
    MUTUAL_FUND = "mutual_fund", "职工互助（帮扶）基金"
    DISASTER = "disaster", "救灾"
    OTHER = "other", "其他"


class Source(models.TextChoices):
    FINANCE = "finance", "财政资金"
    SUPERIOR = "superior", "上级工会补助"
    OWN = "own", "本级工会经费"
    ENTERPRISE = "enterprise", "企业（单位）出资"
    DONATION = "donation", "社会捐助"
    ADMIN = "admin", "行政拨付"
    OTHER = "other", "其他"


class FundRaising(Record):
    """One sum that came in for aid."""

    on = models.DateField("到账日期", db_index=True)
    purpose = models.CharField("资金用途", max_length=20, choices=Purpose)
    origin = models.CharField("资金来源", max_length=20, choices=Source)
    giver = models.CharField("出资单位（人）", max_length=100, blank=True)
    amount = ScaledField("金额（元）")
    programme = models.ForeignKey(
        "members.AidProgramme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="帮扶项目"
    )
    voucher = models.CharField("凭证号", max_length=40, blank=True)


LEDGER = Ledger(
    slug="fund_raising",
    name="帮扶资金筹集台账",
    section="S09",
    model=FundRaising,
    intro="为送温暖、助学等筹集到账的资金，一笔登记一条；职工个人捐款登记在职工捐款台账。",
    groups=(("筹集", ("on", "purpose", "origin", "giver", "amount", "programme", "voucher")),),
    columns=("on", "purpose", "origin", "giver", "amount", "programme", "voucher"),
    main_date="on",
    search=("giver", "voucher"),
    narrow=("purpose", "origin"),
    unique=("on", "purpose", "giver", "amount"),
)
register(LEDGER)
