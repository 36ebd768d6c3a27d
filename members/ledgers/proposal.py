"""职工代表提案台账: what delegates proposed, who dealt with it and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class Category(models.TextChoices):
    PRODUCTION = "production", "生产经营"
    WELFARE = "welfare", "生活福利"
    SAFETY = "safety", "劳动安全卫生"
    MANAGEMENT = "management", "企业管理"
    OTHER = "other", "其他"


class Result(models.TextChoices):
    DONE = "done", "已落实"
    PARTLY = "partly", "部分落实"
    PLANNED = "planned", "列入计划"
    EXPLAINED = "explained", "解释说明"


class Satisfied(models.TextChoices):
    YES = "yes", "满意"
    BASICALLY = "basically", "基本满意"
    NO = "no", "不满意"


class Proposal(Record):
    """One proposal, from the day it was handed in."""

    title = models.CharField("提案标题", max_length=100)
    submitted_on = models.DateField("提交日期", db_index=True)
    proposer = models.CharField("提案人", max_length=60, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位"
    )
    category = models.CharField("提案类别", max_length=12, choices=Category, blank=True)
    content = models.TextField("提案内容", max_length=1000, blank=True)
    filed = models.BooleanField("已立案", default=False)
    owner_dept = models.CharField("承办部门", max_length=60, blank=True)
    instructed_on = models.DateField("批办日期", null=True, blank=True)
    reply = models.TextField("答复内容", max_length=1000, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True, db_index=True)
    result = models.CharField("办理结果", max_length=10, choices=Result, blank=True)
    satisfied = models.CharField("提案人意见", max_length=10, choices=Satisfied, blank=True)
    reward = models.CharField("奖励", max_length=100, blank=True)

    label_field = "title"


def _closed(record: Proposal, today: date) -> Iterator[Finding]:
    if record.closed_on and not record.result:
        yield Finding("", "warning", "已填办结日期，请补填办理结果。", "result")
    if record.result in (Result.DONE, Result.PARTLY, Result.EXPLAINED) and not record.closed_on:
        yield Finding("", "warning", "已有办理结果而未填办结日期，不计入已办结提案。", "closed_on")


LEDGER = Ledger(
    slug="proposal",
    name="职工代表提案台账",
    section="S04",
    model=Proposal,
    intro="登记职代会收到的职工代表提案及办理、答复情况；职代会以外的职工意见请记入职工意见台账。",
    groups=(
        ("提案", ("title", "submitted_on", "proposer", "employer", "category", "content")),
        (
            "办理",
            ("filed", "owner_dept", "instructed_on", "reply", "closed_on", "result", "satisfied", "reward", "remark"),
        ),
    ),
    columns=("submitted_on", "title", "proposer", "category", "filed", "owner_dept", "closed_on", "result"),
    main_date="submitted_on",
    search=("title", "proposer", "owner_dept", "content"),
    narrow=("category", "filed", "result", "satisfied"),
    spans=(("submitted_on", "instructed_on"), ("submitted_on", "closed_on")),
    unique=("title", "submitted_on"),
    rules=(_closed,),
)
register(LEDGER)
