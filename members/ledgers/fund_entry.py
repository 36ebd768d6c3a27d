"""经费收支台账: what came in and went out, by the categories in use in its year (E39)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.audit_project import AuditProject
from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Direction(models.TextChoices):
    OPEN = "open", "年初结余"
    IN = "in", "收入"
    OUT = "out", "支出"


class Category(models.TextChoices):
    CARRIED = "carried", "上年结转"
    DUES = "dues", "会费"
    APPROPRIATED = "appropriated", "拨缴经费"
    SUPERIOR = "superior_grant", "上级工会补助"
    ADMIN_GRANT = "admin_grant", "行政补助"
    BUSINESS = "business", "附属单位上缴"
    INVESTMENT = "investment", "投资收益"
    ACTIVITY = "activity", "职工活动"
    SERVICE = "service", "职工服务"
    RIGHTS = "rights", "维权"
    OPERATION = "operation", "业务"
    CAPITAL = "capital", "资本性"
    BUSINESS_OUT = "business_out", "事业"
    AFFILIATE = "affiliate", "对附属单位"
    ADMIN = "admin", "行政"
    SUBSIDY = "subsidy", "补助下级"
    OTHER = "other", "其他"


#: Category → in which directions it is booked, the year it came into use, the last year it was used.
#: 总工办发〔2017〕32号 names six kinds of expense; 〔知〕 from 2022 on 职工服务 and 对附属单位 stand where 事业 stood.
IN_USE: dict[str, tuple[frozenset[str], int, int | None]] = {
    Category.CARRIED: (frozenset({"open"}), 0, None),
    Category.DUES: (frozenset({"in"}), 0, None),
    Category.APPROPRIATED: (frozenset({"in"}), 0, None),
    Category.SUPERIOR: (frozenset({"in"}), 0, None),
    Category.ADMIN_GRANT: (frozenset({"in"}), 0, None),
    Category.BUSINESS: (frozenset({"in"}), 0, None),
    Category.INVESTMENT: (frozenset({"in"}), 0, None),
    Category.ACTIVITY: (frozenset({"out"}), 0, None),
    Category.SERVICE: (frozenset({"out"}), 2022, None),
    Category.RIGHTS: (frozenset({"out"}), 0, None),
    Category.OPERATION: (frozenset({"out"}), 0, None),
    Category.CAPITAL: (frozenset({"out"}), 0, None),
    Category.BUSINESS_OUT: (frozenset({"out"}), 0, 2021),
    Category.AFFILIATE: (frozenset({"out"}), 2022, None),
    Category.ADMIN: (frozenset({"out"}), 0, None),
    Category.SUBSIDY: (frozenset({"out"}), 0, None),
    Category.OTHER: (frozenset({"in", "out"}), 0, None),
}


class Item(models.TextChoices):
    RELATIONS = "relations", "劳动关系协调费"
    PROTECTION = "protection", "劳动保护费"
    LEGAL_AID = "legal_aid", "法律援助费"
    HARDSHIP = "hardship", "困难职工帮扶费"
    WARMTH = "warmth", "送温暖费"
    TRAINING = "training", "培训费"
    MEETING = "meeting", "会议费"
    PROJECT = "project", "专项业务费"
    OTHER = "other", "其他"


#: Which categories an item may stand under; an item not named here may stand under any expense.
UNDER: dict[str, frozenset[str]] = {
    Item.RELATIONS: frozenset({"rights"}),
    Item.PROTECTION: frozenset({"rights"}),
    Item.LEGAL_AID: frozenset({"rights"}),
    # 2022 on, help for those in need is booked as a service to workers.
    Item.HARDSHIP: frozenset({"rights", "service"}),
    Item.WARMTH: frozenset({"rights", "service"}),
    Item.TRAINING: frozenset({"operation"}),
    Item.MEETING: frozenset({"operation"}),
    Item.PROJECT: frozenset({"operation"}),
}


class FundEntry(Record):
    """One voucher's sum under one category."""

    on = models.DateField("记账日期", db_index=True)
    direction = models.CharField("收支", max_length=6, choices=Direction)
    category = models.CharField("科目", max_length=20, choices=Category)
    item = models.CharField("支出明细", max_length=12, choices=Item, blank=True)
    amount = ScaledField("金额（元）", help_text="冲销填负数")
    voucher = models.CharField("凭证号", max_length=40, blank=True)
    note = models.CharField("摘要", max_length=200, blank=True)


def _category(record: FundEntry, today: date) -> Iterator[Finding]:
    if record.category not in IN_USE:
        return
    directions, first, last = IN_USE[record.category]
    label = Category(record.category).label
    if record.direction not in directions:
        kind = Direction(record.direction).label
        yield Finding("", "error", f"“{label}”不是{kind}科目，请核对收支和科目。", "category")
    elif record.on and record.on.year < first:
        yield Finding(
            "", "warning", f"“{label}”科目自{first}年起使用，{record.on.year}年的收支请核对科目。", "category"
        )
    elif record.on and last is not None and record.on.year > last:
        yield Finding("", "warning", f"“{label}”科目用至{last}年，{record.on.year}年的收支请核对科目。", "category")


def _item(record: FundEntry, today: date) -> Iterator[Finding]:
    if not record.item:
        return
    allowed = UNDER.get(record.item)
    if record.direction != Direction.OUT:
        yield Finding("", "error", "只有支出填写支出明细。", "item")
    elif allowed is not None and record.category not in allowed:
        label = Category(record.category).label
        yield Finding("", "error", f"“{Item(record.item).label}”不在“{label}”支出之下，请核对。", "item")


def _opening(record: FundEntry, today: date) -> Iterator[Finding]:
    """A year has one opening balance, dated its first day."""
    if record.direction != Direction.OPEN or not record.on:
        return
    if (record.on.month, record.on.day) != (1, 1):
        yield Finding("", "error", "年初结余的记账日期应为1月1日。", "on")
    others = FundEntry.objects.valid().filter(union=record.union, direction=Direction.OPEN, on__year=record.on.year)
    if others.exclude(pk=record.pk).exists():
        yield Finding("", "error", f"{record.on.year}年的年初结余已经登记，请修改原记录。", "on")


def _audited(record: FundEntry, today: date) -> Iterator[Finding]:
    if not record.on or record.direction == Direction.OPEN or record.on.year != today.year:
        return
    if not AuditProject.objects.valid().filter(union=record.union, done_on__year=today.year).exists():
        yield Finding("E39", "warning", f"{record.union.name}本年度有经费收支，尚未登记经费审查。")


LEDGER = Ledger(
    slug="fund_entry",
    name="经费收支台账",
    section="S15",
    model=FundEntry,
    intro="登记工会经费的收入和支出，也可以按月按科目汇总登记；每年1月1日登记一笔年初结余。",
    groups=(("收支", ("on", "direction", "category", "item", "amount", "voucher", "note", "remark")),),
    columns=("on", "direction", "category", "item", "amount", "voucher", "note"),
    main_date="on",
    search=("voucher", "note"),
    narrow=("direction", "category", "item"),
    unique=("on", "direction", "category", "amount", "voucher"),
    rules=(_category, _item, _opening, _audited),
)
register(LEDGER)
