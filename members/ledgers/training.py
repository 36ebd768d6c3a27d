"""教育培训台账: courses held, by kind, with who was taught."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Type(models.TextChoices):
    CADRE = "cadre", "工会干部"
    SKILL = "skill", "职业技能"
    LAW = "law", "普法"
    SAFETY = "safety", "安全"
    MIGRANT = "migrant", "农民工"
    REEMPLOYMENT = "reemployment", "再就业创业"
    WOMEN = "women", "女职工"
    IDEOLOGY = "ideology", "思想政治（主题宣讲）"
    NEGOTIATOR = "negotiator", "工资集体协商指导员"
    NIGHT_SCHOOL = "night_school", "职工夜校"
    OTHER = "other", "其他"


class Training(Record):
    """One course; several sessions of the same course in the same month may be one record."""

    title = models.CharField("培训名称", max_length=100)
    type = models.CharField("培训类型", max_length=20, choices=Type)
    held_on = models.DateField("举办日期", db_index=True)
    days = ScaledField("天数", null=True, blank=True)
    hours = ScaledField("学时", null=True, blank=True)
    sessions = models.PositiveIntegerField("期数", default=1)
    persons = models.PositiveIntegerField("受训人次")
    female_persons = models.PositiveIntegerField("其中女职工", null=True, blank=True)
    migrant_persons = models.PositiveIntegerField("其中农民工", null=True, blank=True)
    certified = models.PositiveIntegerField("取得证书人数", null=True, blank=True)
    cost = ScaledField("培训经费（元）", null=True, blank=True)
    venue = models.CharField("地点", max_length=100, blank=True)
    organizer = models.CharField("主办单位", max_length=100, blank=True)

    label_field = "title"


def _parts(record: Training, today: date) -> Iterator[Finding]:
    for name, word in (("female_persons", "女职工"), ("migrant_persons", "农民工"), ("certified", "取得证书")):
        part = getattr(record, name) or 0
        if part > record.persons:
            message = f"其中{word}{part}人次，多于受训人次（{record.persons}人次），请核对。"
            yield Finding("", "error", message, name)


LEDGER = Ledger(
    slug="training",
    name="教育培训台账",
    section="S08",
    model=Training,
    intro="工会举办或参与举办的各类培训班，一个班登记一条；应急演练登记在活动台账。",
    groups=(
        ("培训", ("title", "type", "held_on", "days", "hours", "sessions", "venue", "organizer")),
        ("受训职工", ("persons", "female_persons", "migrant_persons", "certified", "cost")),
    ),
    columns=("held_on", "title", "type", "sessions", "persons", "female_persons", "migrant_persons", "organizer"),
    main_date="held_on",
    search=("title", "organizer", "venue"),
    narrow=("type",),
    unique=("title", "held_on"),
    rules=(_parts,),
)
register(LEDGER)
