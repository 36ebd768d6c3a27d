"""法律援助台账: cases in which a worker or a union was helped by law, by whom and with what result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.dispute_case import DisputeCase
from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import SealedField


class Help(models.TextChoices):
    CONSULT = "consult", "解答咨询"
    DRAFTING = "drafting", "代拟法律文书"
    CONTRACT_REVIEW = "contract_review", "审查合同"
    MEDIATION = "mediation", "参与协商调解"
    ARBITRATION = "arbitration", "仲裁代理"
    LITIGATION = "litigation", "诉讼代理"
    NON_LITIGATION = "non_litigation", "非诉讼代理"


class Beneficiary(models.TextChoices):
    WORKER = "worker", "职工"
    HARDSHIP = "hardship", "困难职工"
    MIGRANT = "migrant", "农民工"
    MODEL = "model", "劳动模范"
    UNION_CADRE = "union_cadre", "工会干部"
    UNION_ORG = "union_org", "工会组织"


class Result(models.TextChoices):
    PENDING = "pending", "在办"
    WON = "won", "全部支持"
    PARTLY = "partly", "部分支持"
    LOST = "lost", "未获支持"
    SETTLED = "settled", "和解、调解"
    ENDED = "ended", "终止援助"


class LegalAidCase(Record):
    """One case of legal aid, from the application to its end."""

    case_no = models.CharField("援助编号", max_length=40, blank=True)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True, db_index=True)
    service_type = models.CharField("援助方式", max_length=20, choices=Help)
    beneficiary = models.CharField("援助对象", max_length=12, choices=Beneficiary, default=Beneficiary.WORKER)
    applicant = SealedField("申请人")
    phone = SealedField("联系电话", mask="phone")
    persons = models.PositiveIntegerField("受援人数", default=1)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对方用人单位"
    )
    case = models.ForeignKey(
        DisputeCase, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应的劳动争议"
    )
    matter = models.CharField("案由（不写姓名）", max_length=200, blank=True)
    place = models.CharField("办案地点", max_length=60, blank=True, help_text="跨地维权的写明地区")
    lawyer = models.CharField("承办律师（人员）", max_length=60, blank=True)
    transferred_to = models.CharField("转办单位", max_length=60, blank=True, help_text="转县总工会、法律援助中心等")
    days = models.PositiveIntegerField("办案天数", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True, db_index=True)
    result = models.CharField("办理结果", max_length=10, choices=Result, default=Result.PENDING)
    recovered_amount = ScaledField("挽回损失（元）", null=True, blank=True)

    label_field = "case_no"


def _ending(record: LegalAidCase, today: date) -> Iterator[Finding]:
    if record.closed_on and record.result == Result.PENDING:
        yield Finding("", "error", "已填办结日期，办理结果不能是“在办”。", "result")
    if record.closed_on and not record.accepted_on:
        yield Finding("", "error", "已办结的援助案件请填写受理日期。", "accepted_on")


LEDGER = Ledger(
    slug="legal_aid_case",
    name="法律援助台账",
    section="S06",
    model=LegalAidCase,
    intro="登记受理、转办的法律援助案件；日常咨询请记入法律服务台账。",
    groups=(
        ("受理", ("case_no", "applied_on", "accepted_on", "service_type", "beneficiary")),
        ("当事人", ("applicant", "phone", "persons", "employer", "case", "matter")),
        (
            "办理",
            ("place", "lawyer", "transferred_to", "days", "closed_on", "result", "recovered_amount", "remark"),
        ),
    ),
    columns=("accepted_on", "case_no", "service_type", "beneficiary", "persons", "lawyer", "result", "closed_on"),
    main_date="accepted_on",
    search=("case_no", "matter", "lawyer"),
    narrow=("service_type", "beneficiary", "result"),
    spans=(("applied_on", "accepted_on"), ("accepted_on", "closed_on")),
    unique=("case_no",),
    rules=(_ending,),
)
register(LEDGER)
