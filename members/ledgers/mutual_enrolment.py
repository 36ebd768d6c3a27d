"""互助保障参保台账: who is insured in which plan, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Plan(models.TextChoices):
    HOSPITAL = "hospital", "住院医疗"
    SERIOUS = "serious", "特种重病（重大疾病）"
    WOMEN = "women", "女职工特殊疾病（安康互助）"
    ACCIDENT = "accident", "意外伤害"
    COMPREHENSIVE = "comprehensive", "综合保障"


class MutualEnrolment(Record):
    """The workers of one unit in one plan; in force on every day of its term, the last included."""

    policy_no = models.CharField("保单（批）号", max_length=60, blank=True)
    plan = models.CharField("保障计划", max_length=20, choices=Plan)
    unit = models.CharField("参保单位", max_length=100, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（名录）"
    )
    start_on = models.DateField("保障开始日期", db_index=True)
    end_on = models.DateField("保障结束日期", null=True, blank=True, help_text="当日仍在保障期内")
    persons = models.PositiveIntegerField("参保人数")
    female_persons = models.PositiveIntegerField("其中女职工", null=True, blank=True)
    shares = models.PositiveIntegerField("份数", null=True, blank=True)
    premium = ScaledField("保费（元）", null=True, blank=True)

    label_field = "policy_no"


def _women(record: MutualEnrolment, today: date) -> Iterator[Finding]:
    if (record.female_persons or 0) > record.persons:
        message = f"其中女职工{record.female_persons}人，多于参保人数（{record.persons}人），请核对。"
        yield Finding("", "error", message, "female_persons")


def _term(record: MutualEnrolment, today: date) -> Iterator[Finding]:
    if not record.end_on:
        yield Finding("", "warning", "未填保障结束日期，将一直计入参保人数。", "end_on")


LEDGER = Ledger(
    slug="mutual_enrolment",
    name="互助保障参保台账",
    section="S10",
    model=MutualEnrolment,
    intro="各单位参加职工互助保障的情况，一个单位、一个保障计划、一个保障期登记一条；续保另登一条。",
    groups=(
        ("参保", ("policy_no", "plan", "unit", "employer", "start_on", "end_on")),
        ("人数与保费", ("persons", "female_persons", "shares", "premium")),
    ),
    columns=("start_on", "end_on", "policy_no", "plan", "unit", "employer", "persons", "shares", "premium"),
    main_date="start_on",
    held=Held("start_on", "end_on", includes_end=True, needs_start=True),
    search=("policy_no", "unit"),
    narrow=("plan",),
    dated=("persons",),
    future=("start_on", "end_on"),
    spans=(("start_on", "end_on"),),
    unique=("plan", "unit", "employer", "start_on"),
    rules=(_women, _term),
)
register(LEDGER)
