"""经费拨缴台账: what each union or employer owes of its wages, what it paid, and who got which part (E37, E38)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField

#: 《工会法》第四十三条：每月按全部职工工资总额的百分之二拨缴；E37 tolerates one percent of what is due.
RATE, TOLERANCE = Decimal("0.02"), Decimal("0.01")


class Collector(models.TextChoices):
    TAX = "tax", "税务代收"
    FISCAL = "fiscal", "财政划拨"
    SELF = "self", "自行拨缴"


class FundCollection(Record):
    """What one payer paid for one period."""

    payer = models.CharField("缴费单位", max_length=100)
    union_org = models.ForeignKey(
        "members.UnionOrg", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="缴费工会（台账）"
    )
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（台账）"
    )
    on = models.DateField("入账日期", db_index=True)
    period = models.CharField("所属期", max_length=20, blank=True, help_text="例如：2026-05、2026年二季度")
    workers = models.PositiveIntegerField("核定职工数", null=True, blank=True)
    wage_total = ScaledField("工资总额（元）", null=True, blank=True)
    accrued = ScaledField("应拨缴（元）", null=True, blank=True, help_text="不填则按工资总额的2%计算")
    paid = ScaledField("实际拨缴（元）", null=True, blank=True)
    retained = ScaledField("基层留成（元）", null=True, blank=True)
    remitted = ScaledField("上解（元）", null=True, blank=True)
    returned = ScaledField("返还（元）", null=True, blank=True, help_text="上级从上解部分返还的数额")
    is_prep_fund = models.BooleanField("建会筹备金", default=False)
    collector = models.CharField("收缴方式", max_length=8, choices=Collector, blank=True)

    label_field = "payer"


def _due(wages: Decimal) -> Decimal:
    """Two percent of the wages, to the fen."""
    return (wages * RATE).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _plain(amount: Decimal) -> str:
    """12000.50 → 12000.5, never with an exponent."""
    return f"{amount.normalize():f}"


def _fill(record: FundCollection) -> None:
    if record.accrued is None and record.wage_total is not None:
        record.accrued = _due(record.wage_total)


def _accrual(record: FundCollection, today: date) -> Iterator[Finding]:
    if record.wage_total is None or record.accrued is None:
        return
    due = _due(record.wage_total)
    if abs(record.accrued - due) > due * TOLERANCE:
        message = f"应拨缴经费与工资总额的2%不符（工资总额{_plain(record.wage_total)}元，应为{_plain(due)}元）。"
        yield Finding("E37", "warning", message, "accrued")


def _split(record: FundCollection, today: date) -> Iterator[Finding]:
    paid, kept, passed, back = record.paid, record.retained, record.remitted, record.returned
    if paid is not None and kept is not None and passed is not None and paid != kept + passed:
        message = f"拨缴经费{_plain(paid)}元≠留成{_plain(kept)}元+上解{_plain(passed)}元，请核对。"
        yield Finding("E38", "error", message, "paid")
    if back is not None and back > (passed if passed is not None else paid or Decimal(0)):
        yield Finding("E38", "error", f"返还{_plain(back)}元多于上解的经费，请核对。", "returned")
    for name in ("wage_total", "accrued", "retained", "remitted", "returned"):
        value = getattr(record, name)
        if value is not None and value < 0:
            yield Finding("", "error", f"“{LEDGER.label(name)}”不能为负数。", name)


def _preparing(record: FundCollection, today: date) -> Iterator[Finding]:
    if record.is_prep_fund and record.retained:
        yield Finding("", "warning", "建会筹备金应全额上缴，基层留成请核对。", "retained")


LEDGER = Ledger(
    slug="fund_collection",
    name="经费拨缴台账",
    section="S15",
    model=FundCollection,
    intro="登记各单位工会经费（建会筹备金）的应拨缴、实际拨缴和留成、上解、返还。",
    groups=(
        ("缴费单位", ("payer", "union_org", "employer", "on", "period", "collector", "is_prep_fund")),
        ("应拨缴", ("workers", "wage_total", "accrued")),
        ("实际拨缴", ("paid", "retained", "remitted", "returned", "remark")),
    ),
    columns=("on", "payer", "period", "wage_total", "accrued", "paid", "retained", "remitted", "collector"),
    main_date="on",
    search=("payer", "period"),
    narrow=("collector", "is_prep_fund"),
    unique=("payer", "period", "on"),
    rules=(_accrual, _split, _preparing),
    fill=_fill,
)
register(LEDGER)
