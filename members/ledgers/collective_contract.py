"""集体合同台账: contracts negotiated, voted on, signed, reviewed, in force, renewed; whom they cover."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Model
from simple_history.models import HistoricalRecords

from members.ledgers.contract_rules import RULES, Kind
from members.ledgers.ledger import Child, Held, Ledger, Through, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Scope(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    REGIONAL = "regional", "区域性"
    INDUSTRY = "industry", "行业性"


class OfferedBy(models.TextChoices):
    UNION = "union", "本单位工会"
    SUPERIOR = "superior", "上级工会代为要约"
    WORKERS = "workers", "职工代表"
    EMPLOYER = "employer", "企业方"


class Review(models.TextChoices):
    PENDING = "pending", "审查中"
    NO_OBJECTION = "no_objection", "无异议"
    OBJECTION = "objection", "提出异议"
    DEEMED = "deemed_effective", "满15日即行生效"


class Standing(models.TextChoices):
    """Where a contract stands; it follows from the days entered and is never typed."""

    NEGOTIATING = "negotiating", "协商中"
    SIGNED = "signed", "已签订"
    FILED = "filed", "已报送"
    EFFECTIVE = "effective", "有效"
    EXPIRING = "expiring", "即将到期"
    EXPIRED = "expired", "已到期"
    RENEWED = "renewed", "已续签"
    TERMINATED = "terminated", "已终止"


class CollectiveContract(Record):
    """One contract, from the offer to its end."""

    name = models.CharField("合同名称", max_length=100, help_text="例如：泵业行业工资专项集体合同")
    type = models.CharField("合同种类", max_length=10, choices=Kind, default=Kind.GENERAL)
    scope = models.CharField("签订范围", max_length=12, choices=Scope, default=Scope.ENTERPRISE)
    offered_by = models.CharField("要约方", max_length=10, choices=OfferedBy, blank=True)
    offered_on = models.DateField("发出要约日期", null=True, blank=True)
    responded_on = models.DateField("书面答复日期", null=True, blank=True)
    negotiated_on = models.DateField("协商会议日期", null=True, blank=True)
    congress_on = models.DateField("职代会审议日期", null=True, blank=True)
    congress_should = models.PositiveIntegerField("应到代表", null=True, blank=True)
    congress_present = models.PositiveIntegerField("实到代表", null=True, blank=True)
    congress_yes = models.PositiveIntegerField("同意票", null=True, blank=True)
    signed_on = models.DateField("签订日期", null=True, blank=True, db_index=True)
    chief_union = models.CharField("职工方首席代表", max_length=40, blank=True)
    chief_employer = models.CharField("企业方首席代表", max_length=40, blank=True)
    filed_on = models.DateField("报送审查日期", null=True, blank=True)
    filing_no = models.CharField("审查备案号", max_length=40, blank=True)
    review_result = models.CharField("审查结果", max_length=20, choices=Review, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True, db_index=True)
    start_on = models.DateField("合同起始日期", null=True, blank=True)
    end_on = models.DateField("合同截止日期", null=True, blank=True, db_index=True, help_text="最后一天，当天仍有效")
    term_note = models.CharField("超过三年的说明", max_length=200, blank=True)
    renewal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="续签自", help_text="续签的原合同"
    )
    terminated_on = models.DateField("提前终止日期", null=True, blank=True, help_text="自这一天起不再有效")
    termination_reason = models.CharField("提前终止原因", max_length=200, blank=True)
    covered_employee_count = models.PositiveIntegerField(
        "覆盖职工数", null=True, blank=True, help_text="不填则取各覆盖单位之和"
    )
    covered_female_count = models.PositiveIntegerField(
        "其中女职工", null=True, blank=True, help_text="不填则取各覆盖单位之和"
    )
    wage_increase_pct = ScaledField("工资增幅（%）", null=True, blank=True)
    min_wage = ScaledField("约定最低工资（元/月）", null=True, blank=True)
    maternity_days = models.PositiveSmallIntegerField("约定产假（天）", null=True, blank=True)
    inspection_on = models.DateField("履约检查日期", null=True, blank=True)
    inspection_result = models.CharField("履约检查情况", max_length=200, blank=True)
    last_day = models.DateField("最后有效日", null=True, blank=True, editable=False, db_index=True)

    label_field = "name"

    def standing(self, today: date) -> Standing:
        """Where the contract stands on a day; asks whether a renewal is there only once it has ended."""
        if self.terminated_on and self.terminated_on <= today:
            return Standing.TERMINATED
        if self.end_on and self.end_on < today:
            renewed = CollectiveContract.objects.valid().filter(renewal_of=self).exists()
            return Standing.RENEWED if renewed else Standing.EXPIRED
        if self.effective_on and self.effective_on <= today:
            soon = self.end_on and self.end_on - today <= timedelta(days=Kind(self.type).renewal_days)
            return Standing.EXPIRING if soon else Standing.EFFECTIVE
        if self.filed_on:
            return Standing.FILED
        return Standing.SIGNED if self.signed_on else Standing.NEGOTIATING


class Cover(Model):
    """An employer a contract covers, with its workers."""

    record = models.ForeignKey(CollectiveContract, models.CASCADE, related_name="covers")
    employer = models.ForeignKey("members.Employer", models.PROTECT, related_name="+", verbose_name="覆盖单位")
    employees = models.PositiveIntegerField("职工数", default=0)
    female = models.PositiveIntegerField("其中女职工", default=0)
    since = models.DateField("自何日起覆盖", null=True, blank=True, help_text="不填为自合同生效")
    until = models.DateField("至何日止", null=True, blank=True, help_text="自这一天起不再覆盖")

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "employer"], name="an_employer_is_covered_once")]

    def __str__(self) -> str:
        return f"{self.record}覆盖单位"


def _fill(record: CollectiveContract) -> None:
    """The last day in force, and the workers covered where only the lines tell them."""
    ended = record.terminated_on - timedelta(days=1) if record.terminated_on else None
    record.last_day = min((day for day in (record.end_on, ended) if day), default=None)
    lines: list[Cover] = [line for line in getattr(record, "lines", []) if line.until is None]
    if lines and record.covered_employee_count is None:
        record.covered_employee_count = sum(line.employees for line in lines)
    if lines and record.covered_female_count is None:
        record.covered_female_count = sum(line.female for line in lines)


LEDGER = Ledger(
    slug="collective_contract",
    name="集体合同台账",
    section="S03",
    model=CollectiveContract,
    intro="登记综合集体合同和工资、女职工、劳动安全卫生等专项集体合同，从发出要约到到期续签。",
    groups=(
        ("合同", ("name", "type", "scope", "renewal_of")),
        ("协商", ("offered_by", "offered_on", "responded_on", "negotiated_on")),
        ("职代会审议", ("congress_on", "congress_should", "congress_present", "congress_yes")),
        ("签订与报送", ("signed_on", "chief_union", "chief_employer", "filed_on", "filing_no", "review_result")),
        (
            "期限",
            ("effective_on", "start_on", "end_on", "term_note", "terminated_on", "termination_reason"),
        ),
        ("覆盖", ("covered_employee_count", "covered_female_count")),
        ("主要标准", ("wage_increase_pct", "min_wage", "maternity_days")),
        ("履约检查", ("inspection_on", "inspection_result", "remark")),
    ),
    columns=(
        "name",
        "type",
        "scope",
        "signed_on",
        "filed_on",
        "effective_on",
        "end_on",
        "covered_employee_count",
        "renewal_of",
    ),
    main_date="signed_on",
    held=Held("effective_on", "last_day", includes_end=True, needs_start=True),
    search=("name", "filing_no", "chief_union", "chief_employer"),
    narrow=("type", "scope", "review_result"),
    dated=("covered_employee_count", "covered_female_count"),
    future=("start_on", "effective_on", "end_on"),
    spans=(
        ("offered_on", "responded_on"),
        ("offered_on", "signed_on"),
        ("congress_on", "signed_on"),
        ("signed_on", "filed_on"),
        ("start_on", "end_on"),
        ("effective_on", "end_on"),
        ("signed_on", "terminated_on"),
    ),
    unique=("name", "signed_on"),
    children=(Child(Cover, ("employer", "employees", "female", "since", "until"), "覆盖单位"),),
    paths={"covered_employers": Through("covers__employer", "covers__since", "covers__until")},
    rules=RULES,
    fill=_fill,
)
register(LEDGER)
