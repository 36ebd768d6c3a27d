"""互助保障给付台账: what the mutual insurance paid, to whom, for what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.mutual_enrolment import Plan
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import SealedField


class MutualClaim(Record):
    """One payment to one person."""

    claim_no = models.CharField("给付单号", max_length=60, blank=True)
    plan = models.CharField("保障计划", max_length=20, choices=Plan)
    enrolment = models.ForeignKey(
        "members.MutualEnrolment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="参保登记（保单号）",
    )
    unit = models.CharField("所在单位", max_length=100, blank=True)
    person = SealedField("给付对象")
    id_number = SealedField("身份证号", mask="id")
    phone = SealedField("联系电话", mask="phone")
    bank_account = SealedField("收款账号", mask="account")
    illness = SealedField("病种、事由")
    applied_on = models.DateField("申请日期", null=True, blank=True)
    paid_on = models.DateField("给付日期", null=True, blank=True, db_index=True, help_text="未给付的留空，不计入给付")
    amount = ScaledField("给付金额（元）", null=True, blank=True)

    label_field = "claim_no"


def _paid(record: MutualClaim, today: date) -> Iterator[Finding]:
    if record.paid_on and record.amount is None:
        yield Finding("", "error", "已填给付日期，请填写给付金额。", "amount")
    if record.amount and not record.paid_on:
        yield Finding("", "warning", "未填给付日期，这笔金额不计入给付。", "paid_on")


LEDGER = Ledger(
    slug="mutual_claim",
    name="互助保障给付台账",
    section="S10",
    model=MutualClaim,
    intro="职工互助保障的申请和给付，一人一次登记一条；给付对象、证件和病种加密保存。",
    groups=(
        ("申请", ("claim_no", "plan", "enrolment", "unit", "applied_on")),
        ("给付对象", ("person", "id_number", "phone", "bank_account", "illness")),
        ("给付", ("paid_on", "amount")),
    ),
    columns=("paid_on", "claim_no", "plan", "unit", "person", "applied_on", "amount"),
    main_date="paid_on",
    search=("claim_no", "unit"),
    narrow=("plan",),
    spans=(("applied_on", "paid_on"),),
    unique=("claim_no",),
    rules=(_paid,),
)
register(LEDGER)
