"""经审台账: audits planned and done, what they found and what was put right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Kind(models.TextChoices):
    BUDGET = "budget", "预算执行"
    FINANCE = "finance", "财务收支"
    LEVY = "levy", "经费计提拨缴"
    SPECIAL = "special", "专项资金"
    ASSET = "asset", "资产"
    RESPONSIBILITY = "responsibility", "经济责任"
    PERFORMANCE = "performance", "绩效"
    LIQUIDATION = "liquidation", "撤并清算"


class AuditProject(Record):
    """One audit of one union or fund."""

    title = models.CharField("项目名称", max_length=100, help_text="例如：2025年度预算执行情况审计")
    kind = models.CharField("审计种类", max_length=16, choices=Kind)
    target = models.CharField("被审计单位", max_length=100, blank=True)
    union_org = models.ForeignKey(
        "members.UnionOrg", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被审计工会（台账）"
    )
    year = models.PositiveSmallIntegerField("审计年度", null=True, blank=True, help_text="被审计的收支属于哪一年")
    planned_on = models.DateField("计划日期", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True, db_index=True)
    auditors = models.CharField("审计人员", max_length=100, blank=True)
    amount = ScaledField("审计金额（元）", null=True, blank=True)
    issues = models.PositiveIntegerField("发现问题数", default=0)
    fixed = models.PositiveIntegerField("已整改问题数", default=0)
    findings = models.TextField("主要问题", max_length=1000, blank=True)
    suggestions = models.TextField("审计建议", max_length=1000, blank=True)
    fix_due_on = models.DateField("整改期限", null=True, blank=True)
    fixed_on = models.DateField("整改完成日期", null=True, blank=True)
    report_no = models.CharField("报告文号", max_length=60, blank=True)

    label_field = "title"


def _issues(record: AuditProject, today: date) -> Iterator[Finding]:
    if record.fixed > record.issues:
        message = f"已整改{record.fixed}个，多于发现的{record.issues}个，请核对。"
        yield Finding("", "error", message, "fixed")
    elif record.fix_due_on and record.fixed < record.issues and today > record.fix_due_on:
        left = record.issues - record.fixed
        yield Finding("", "warning", f"整改期限已过，还有{left}个问题未登记整改。", "fixed")
    if record.done_on and record.year and record.year > record.done_on.year:
        yield Finding("", "error", "审计年度晚于完成日期，请核对。", "year")


LEDGER = Ledger(
    slug="audit_project",
    name="经审台账",
    section="S16",
    model=AuditProject,
    intro="登记经费审查委员会的审计项目、发现的问题和整改情况；未完成的项目不填完成日期，不计入审计次数。",
    groups=(
        ("项目", ("title", "kind", "target", "union_org", "year", "planned_on", "done_on", "auditors", "amount")),
        (
            "问题与整改",
            ("issues", "fixed", "findings", "suggestions", "fix_due_on", "fixed_on", "report_no", "remark"),
        ),
    ),
    columns=("done_on", "title", "kind", "target", "year", "amount", "issues", "fixed", "report_no"),
    main_date="done_on",
    search=("title", "target", "report_no"),
    narrow=("kind",),
    future=("planned_on", "fix_due_on"),
    spans=(("done_on", "fixed_on"), ("done_on", "fix_due_on")),
    unique=("title", "done_on"),
    rules=(_issues,),
)
register(LEDGER)
