"""劳动争议台账: disputes taken on, what they were about, how they ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import SealedField


class Cause(models.TextChoices):
    RELATION = "relation", "确认劳动关系"
    CONTRACT = "contract", "劳动合同"
    SEPARATION = "separation", "除名辞退辞职离职"
    TIME_LEAVE = "time_leave", "工作时间休息休假"
    INSURANCE = "insurance", "社会保险"
    WELFARE = "welfare", "福利培训劳动保护"
    PAY = "pay", "劳动报酬"
    WORK_INJURY = "work_injury", "工伤医疗费及待遇"
    COMPENSATION = "compensation", "经济补偿赔偿金"
    OTHER = "other", "其他"


class Channel(models.TextChoices):
    VISIT = "visit", "来访"
    CALL = "call", "来电（12351）"
    LETTER = "letter", "来信"
    ONLINE = "online", "网络"
    COURT_REF = "court_ref", "法院委派"
    ARB_REF = "arb_ref", "仲裁委托"
    PATROL = "patrol", "排查发现"
    ENTERPRISE = "enterprise", "企业调委会上报"


class Method(models.TextChoices):
    NEGOTIATION = "negotiation", "协商和解"
    MEDIATION = "mediation", "调解"
    GUIDANCE = "guidance", "告知引导"
    TRANSFER = "transfer", "移送"


class Result(models.TextChoices):
    PENDING = "pending", "在办"
    SETTLED = "settled", "达成协议"
    FAILED = "failed", "调解不成"
    WITHDRAWN = "withdrawn", "撤回"
    TO_ARBITRATION = "to_arbitration", "转仲裁"
    TO_LITIGATION = "to_litigation", "转诉讼"
    TO_INSPECTION = "to_inspection", "移送劳动监察"


class DisputeCase(Record):
    """One dispute, from the day it was taken on."""

    case_no = models.CharField("案号", max_length=40, blank=True)
    accepted_on = models.DateField("受理日期", db_index=True)
    received_on = models.DateField("收到申请日期", null=True, blank=True)
    harm_on = models.DateField("权利被侵害日期", null=True, blank=True)
    cause = models.CharField("争议类型", max_length=20, choices=Cause)
    channel = models.CharField("来源渠道", max_length=20, choices=Channel, blank=True)
    employer_name = models.CharField("用人单位", max_length=100, blank=True)
    applicant = SealedField("申请人")
    persons = models.PositiveIntegerField("涉及职工数", default=1)
    female_persons = models.PositiveIntegerField("其中女职工", default=0)
    migrant_persons = models.PositiveIntegerField("其中农民工", default=0)
    common_claim = models.BooleanField("有共同请求", default=False)
    claim_amount = ScaledField("涉及金额（元）", null=True, blank=True)
    settled_amount = ScaledField("调处金额（元）", null=True, blank=True)
    method = models.CharField("处理方式", max_length=20, choices=Method, blank=True)
    result = models.CharField("处理结果", max_length=20, choices=Result, default=Result.PENDING)
    closed_on = models.DateField("办结日期", null=True, blank=True, db_index=True)
    mediator = models.CharField("调解员", max_length=40, blank=True)
    agreement_no = models.CharField("协议书编号", max_length=40, blank=True)
    fulfilled = models.BooleanField("协议已履行", default=False)
    is_serious = models.BooleanField("重大（工亡、群体性）", default=False)
    summary = models.CharField("案情摘要（不写姓名）", max_length=300, blank=True)

    label_field = "case_no"


def _waiting(record: DisputeCase, today: date) -> Iterator[Finding]:
    received = record.received_on or record.accepted_on
    if received and not record.closed_on and today >= received + timedelta(days=15):
        case = record.case_no or "本案"
        message = f"{case}自收到申请已满15日未达成协议，应告知当事人可申请仲裁（《调解仲裁法》第十四条）。"
        yield Finding("E22", "warning", message, "closed_on")


LEDGER = Ledger(
    slug="dispute_case",
    name="劳动争议台账",
    section="S05",
    model=DisputeCase,
    groups=(
        ("受理", ("case_no", "accepted_on", "received_on", "harm_on", "cause", "channel", "is_serious")),
        (
            "当事人",
            (
                "employer_name",
                "applicant",
                "persons",
                "female_persons",
                "migrant_persons",
                "common_claim",
                "claim_amount",
            ),
        ),
        (
            "处理",
            ("method", "result", "closed_on", "settled_amount", "mediator", "agreement_no", "fulfilled", "summary"),
        ),
    ),
    columns=("accepted_on", "case_no", "cause", "employer_name", "persons", "claim_amount", "result", "closed_on"),
    main_date="accepted_on",
    search=("case_no", "employer_name", "summary"),
    narrow=("cause", "channel", "method", "result"),
    spans=(("accepted_on", "closed_on"), ("harm_on", "accepted_on")),
    unique=("case_no",),
    rules=(_waiting,),
)
register(LEDGER)
