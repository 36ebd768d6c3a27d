"""劳动关系隐患台账: what might become a dispute, how grave it is, who sees to it by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Kind(models.TextChoices):
    ARREARS = "arrears", "拖欠工资"
    LAYOFF = "layoff", "裁员、待岗"
    RELOCATION = "relocation", "停产、搬迁、改制"
    CONTRACT = "contract", "劳动合同问题"
    INSURANCE = "insurance", "社会保险问题"
    HOURS = "hours", "超时加班"
    SAFETY = "safety", "劳动安全卫生问题"
    OTHER = "other", "其他"


class Level(models.TextChoices):
    BLUE = "blue", "一般（蓝色）"
    YELLOW = "yellow", "较重（黄色）"
    ORANGE = "orange", "严重（橙色）"
    RED = "red", "特别严重（红色）"


class RiskItem(Record):
    """One danger to labour relations at one employer."""

    found_on = models.DateField("发现日期", db_index=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位"
    )
    title = models.CharField("隐患事项", max_length=100)
    kind = models.CharField("隐患类型", max_length=12, choices=Kind)
    level = models.CharField("预警级别", max_length=8, choices=Level, default=Level.BLUE)
    found_by = models.CharField("发现途径", max_length=60, blank=True, help_text="例如：排查、职工反映、信息员上报")
    persons = models.PositiveIntegerField("涉及职工数", default=0)
    amount = ScaledField("涉及金额（元）", null=True, blank=True)
    action = models.CharField("采取的措施", max_length=300, blank=True)
    handler = models.CharField("责任人", max_length=40, blank=True)
    reported_on = models.DateField("报告上级日期", null=True, blank=True)
    due_on = models.DateField("化解期限", null=True, blank=True)
    resolved_on = models.DateField("化解日期", null=True, blank=True, db_index=True)
    outcome = models.CharField("化解情况", max_length=200, blank=True)

    label_field = "title"


def _overdue(record: RiskItem, today: date) -> Iterator[Finding]:
    if record.due_on and not record.resolved_on and today > record.due_on:
        days = (today - record.due_on).days
        yield Finding("", "warning", f"“{record.title}”超过化解期限{days}天，尚未登记化解。", "resolved_on")


LEDGER = Ledger(
    slug="risk_item",
    name="劳动关系隐患台账",
    section="S05",
    model=RiskItem,
    intro="登记排查发现的劳动关系隐患、预警级别、处置措施和化解结果。",
    groups=(
        ("隐患", ("title", "found_on", "employer", "kind", "level", "found_by", "persons", "amount")),
        ("处置", ("action", "handler", "reported_on", "due_on", "resolved_on", "outcome", "remark")),
    ),
    columns=("found_on", "title", "employer", "kind", "level", "persons", "due_on", "resolved_on"),
    main_date="found_on",
    held=Held("found_on", "resolved_on", needs_start=True),
    search=("title", "action", "handler"),
    narrow=("kind", "level"),
    dated=("level",),
    ranks={"level": tuple(Level.values)},
    future=("due_on",),
    spans=(("found_on", "reported_on"), ("found_on", "due_on"), ("found_on", "resolved_on")),
    unique=("title", "found_on"),
    rules=(_overdue,),
)
register(LEDGER)
