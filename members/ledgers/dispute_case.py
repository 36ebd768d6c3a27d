"""劳动争议台账: disputes taken on, what they were about, how they ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import SealedField

#: 《调解仲裁法》第十四条（调解）、第二十七条（时效一年，提前提醒）、第七条（集体争议）。
MEDIATION_DAYS, REMIND_DAYS, COLLECTIVE_PERSONS = 15, 300, 10
#: 《调解仲裁法》第二十九条（受理）、第四十三条（审理）、第五十条（起诉）。
ARBITRATION_DAYS, AWARD_DAYS, SUE_DAYS = 5, 45, 15


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
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（台账）"
    )
    employer_name = models.CharField("用人单位名称", max_length=100, blank=True, help_text="不在用人单位台账的填这里")
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
    arbitration_on = models.DateField("申请仲裁日期", null=True, blank=True)
    arbitration_accepted_on = models.DateField("仲裁受理日期", null=True, blank=True)
    award_on = models.DateField("收到裁决日期", null=True, blank=True)
    sued_on = models.DateField("起诉日期", null=True, blank=True)
    fulfilled = models.BooleanField("协议已履行", default=False)
    is_serious = models.BooleanField("重大（工亡、群体性）", default=False)
    summary = models.CharField("案情摘要（不写姓名）", max_length=300, blank=True)

    label_field = "case_no"

    @property
    def is_collective(self) -> bool:
        """Ten workers or more with one claim (《调解仲裁法》第七条)."""
        return self.common_claim and self.persons >= COLLECTIVE_PERSONS

    @property
    def mediation_due(self) -> date | None:
        """By when an agreement is reached, or the parties may turn to arbitration."""
        received = self.received_on or self.accepted_on
        return received + timedelta(days=MEDIATION_DAYS) if received else None


def _waiting(record: DisputeCase, today: date) -> Iterator[Finding]:
    if record.mediation_due and not record.closed_on and today >= record.mediation_due:
        case = record.case_no or "本案"
        message = f"{case}自收到申请已满15日未达成协议，应告知当事人可申请仲裁（《调解仲裁法》第十四条）。"
        yield Finding("E22", "warning", message, "closed_on")


def _limitation(record: DisputeCase, today: date) -> Iterator[Finding]:
    turned = record.arbitration_on or record.sued_on or record.result in (Result.TO_ARBITRATION, Result.TO_LITIGATION)
    over = record.result in (Result.SETTLED, Result.WITHDRAWN)
    if not record.harm_on or turned or over:
        return
    days = (today - record.harm_on).days
    if days > REMIND_DAYS:
        message = f"{record.case_no or '本案'}距权利被侵害已{days}天，请提醒当事人一年仲裁时效。"
        yield Finding("E23", "warning", message, "harm_on")


def _arbitration(record: DisputeCase, today: date) -> Iterator[Finding]:
    """The days of an arbitration that a union helps a worker to keep."""
    applied, accepted = record.arbitration_on, record.arbitration_accepted_on
    if record.award_on:
        if not record.sued_on and not record.closed_on and today <= record.award_on + timedelta(days=SUE_DAYS):
            last = record.award_on + timedelta(days=SUE_DAYS)
            message = f"不服裁决的，应在{last.month}月{last.day}日前起诉（收到裁决书15日内）。"
            yield Finding("", "info", message, "sued_on")
    elif accepted and not record.closed_on and today > accepted + timedelta(days=AWARD_DAYS):
        yield Finding("", "info", "仲裁受理已超过45日未裁决（经批准可延长15日），请跟进。", "award_on")
    elif applied and not accepted and not record.closed_on and today > applied + timedelta(days=ARBITRATION_DAYS):
        message = "申请仲裁已超过5日未登记受理，可就该争议向法院起诉。"
        yield Finding("", "info", message, "arbitration_accepted_on")


def _parts(record: DisputeCase, today: date) -> Iterator[Finding]:
    for name in ("female_persons", "migrant_persons"):
        if getattr(record, name) > record.persons:
            message = f"“{LEDGER.label(name)}”不能多于“{LEDGER.label('persons')}”，请核对。"
            yield Finding("", "error", message, name)
    if record.is_collective:
        message = f"涉及{record.persons}人且有共同请求，属集体争议，可推举代表参加调解、仲裁。"
        yield Finding("", "info", message, "common_claim")


def _ending(record: DisputeCase, today: date) -> Iterator[Finding]:
    if record.closed_on and record.result == Result.PENDING:
        yield Finding("", "error", "已填办结日期，处理结果不能是“在办”。", "result")
    if record.closed_on and not record.method:
        yield Finding("", "warning", "已办结的争议请填写处理方式，否则不计入调解结案件数。", "method")
    if record.result != Result.PENDING and not record.closed_on:
        yield Finding("", "warning", "已有处理结果而未填办结日期，不计入办结件数。", "closed_on")


LEDGER = Ledger(
    slug="dispute_case",
    name="劳动争议台账",
    section="S05",
    model=DisputeCase,
    intro="登记工会受理的劳动争议及调处结果；信访接待请记入信访台账，不要重复登记。",
    groups=(
        ("受理", ("case_no", "accepted_on", "received_on", "harm_on", "cause", "channel", "is_serious")),
        (
            "当事人",
            (
                "employer",
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
            ("method", "result", "closed_on", "settled_amount", "mediator", "agreement_no", "fulfilled"),
        ),
        ("仲裁与诉讼", ("arbitration_on", "arbitration_accepted_on", "award_on", "sued_on")),
        ("案情", ("summary", "remark")),
    ),
    columns=(
        "accepted_on",
        "case_no",
        "cause",
        "employer",
        "employer_name",
        "persons",
        "claim_amount",
        "result",
        "closed_on",
    ),
    main_date="accepted_on",
    search=("case_no", "employer_name", "summary"),
    narrow=("cause", "channel", "method", "result", "is_serious"),
    spans=(
        ("harm_on", "accepted_on"),
        ("received_on", "accepted_on"),
        ("accepted_on", "closed_on"),
        ("arbitration_on", "arbitration_accepted_on"),
        ("arbitration_accepted_on", "award_on"),
        ("award_on", "sued_on"),
    ),
    unique=("case_no",),
    rules=(_parts, _waiting, _limitation, _arbitration, _ending),
)
register(LEDGER)
