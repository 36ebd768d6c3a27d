"""劳动法律监督“一函两书”台账: letters to employers, what they asked for and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class Kind(models.TextChoices):
    NOTICE = "notice", "提示函"
    OPINION = "opinion", "意见书"
    SUGGESTION = "suggestion", "建议书"


class Matter(models.TextChoices):
    PAY = "pay", "劳动报酬"
    CONTRACT = "contract", "劳动合同"
    HOURS = "hours", "工时休假"
    INSURANCE = "insurance", "社会保险"
    SAFETY = "safety", "劳动安全卫生"
    WOMEN = "women", "女职工特殊保护"
    UNION = "union", "组建工会、工会经费"
    OTHER = "other", "其他"


class SupervisionLetter(Record):
    """One letter."""

    letter_no = models.CharField("文号", max_length=60, blank=True)
    kind = models.CharField("文书种类", max_length=12, choices=Kind)
    sent_on = models.DateField("发出日期", db_index=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位"
    )
    recipient = models.CharField("送达单位", max_length=100, blank=True, help_text="不在用人单位台账的填这里")
    matter = models.CharField("监督事项", max_length=10, choices=Matter, blank=True)
    persons = models.PositiveIntegerField("涉及职工数", default=0)
    content = models.CharField("主要内容", max_length=300, blank=True)
    copied_to = models.CharField("抄送", max_length=100, blank=True)
    reply_due_on = models.DateField("要求答复日期", null=True, blank=True)
    replied_on = models.DateField("书面答复日期", null=True, blank=True)
    reply = models.CharField("答复与整改情况", max_length=300, blank=True)
    fixed_on = models.DateField("整改完成日期", null=True, blank=True, db_index=True)
    handed_on = models.DateField("提请政府部门处理日期", null=True, blank=True)

    label_field = "letter_no"


def _unanswered(record: SupervisionLetter, today: date) -> Iterator[Finding]:
    if record.reply_due_on and not record.replied_on and not record.handed_on and today > record.reply_due_on:
        message = "用人单位逾期未答复，可提请人力资源社会保障等部门依法处理。"
        yield Finding("", "warning", message, "replied_on")
    if not record.employer and not record.recipient:
        yield Finding("", "error", "请选择用人单位，或填写送达单位。", "recipient")


LEDGER = Ledger(
    slug="supervision_letter",
    name="劳动法律监督文书台账",
    section="S05",
    model=SupervisionLetter,
    intro="登记工会发出的劳动法律监督提示函、意见书、建议书（“一函两书”）及答复、整改情况。",
    groups=(
        (
            "文书",
            ("letter_no", "kind", "sent_on", "employer", "recipient", "matter", "persons", "content", "copied_to"),
        ),
        ("答复", ("reply_due_on", "replied_on", "reply", "fixed_on", "handed_on", "remark")),
    ),
    columns=("sent_on", "letter_no", "kind", "employer", "recipient", "matter", "persons", "replied_on", "fixed_on"),
    main_date="sent_on",
    search=("letter_no", "recipient", "content"),
    narrow=("kind", "matter"),
    future=("reply_due_on",),
    spans=(("sent_on", "reply_due_on"), ("sent_on", "replied_on"), ("sent_on", "fixed_on"), ("sent_on", "handed_on")),
    unique=("letter_no",),
    rules=(_unanswered,),
)
register(LEDGER)
