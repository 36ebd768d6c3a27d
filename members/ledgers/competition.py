"""劳动竞赛台账: labour competitions, skill contests, drills and the Ankang Cup, with what they brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Type(models.TextChoices):
    LABOUR_COMPETITION = "labour_competition", "劳动竞赛"
    SKILL_CONTEST = "skill_contest", "技能比武（大赛）"
    DRILL = "drill", "岗位练兵"
    ANKANG_CUP = "ankang_cup", "“安康杯”竞赛"
    KEY_PROJECT = "key_project", "重点工程立功竞赛"
    SERVICE_STAR = "service_star", "服务明星竞赛"
    ENERGY_SAVING = "energy_saving", "节能减排（双增双节）"


class Level(models.TextChoices):
    UNIT = "unit", "本单位"
    TOWNSHIP = "township", "乡镇（街道）级"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "全国级"


class Competition(Record):
    """One competition; the day it was held (began) is the day it counts by."""

    title = models.CharField("竞赛名称", max_length=100)
    type = models.CharField("竞赛类型", max_length=20, choices=Type)
    level = models.CharField("级别", max_length=10, choices=Level, default=Level.TOWNSHIP)
    held_on = models.DateField("举办（开始）日期", db_index=True)
    end_on = models.DateField("结束日期", null=True, blank=True)
    employer = models.ForeignKey(
        "members.Employer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="参赛（承办）单位",
        help_text="“安康杯”按参赛单位逐家登记，一家一条",
    )
    theme = models.CharField("主题、项目", max_length=200, blank=True)
    units = models.PositiveIntegerField("参赛单位数", null=True, blank=True)
    persons = models.PositiveIntegerField("参赛职工（人次）", null=True, blank=True)
    finalists = models.PositiveIntegerField("决赛人数", null=True, blank=True)
    winners = models.PositiveIntegerField("获奖人数", null=True, blank=True)
    certified = models.PositiveIntegerField("晋升技能等级人数", null=True, blank=True)
    scoring = models.CharField(
        "计分办法", max_length=100, blank=True, help_text="如：理论占百分之三十，操作占百分之七十"
    )
    benefit_wan = ScaledField("创经济效益（万元）", null=True, blank=True)
    cost = ScaledField("竞赛经费（元）", null=True, blank=True)

    label_field = "title"


def _units(record: Competition, today: date) -> Iterator[Finding]:
    if record.type == Type.ANKANG_CUP and not record.employer_id:
        message = "“安康杯”参赛单位按单位名录逐家统计，请选择参赛单位；未选择的不计入参赛单位数。"
        yield Finding("", "warning", message, "employer")


def _winners(record: Competition, today: date) -> Iterator[Finding]:
    if record.persons is not None and (record.winners or 0) > record.persons:
        message = f"获奖人数（{record.winners}人）多于参赛职工（{record.persons}人次），请核对。"
        yield Finding("", "error", message, "winners")


LEDGER = Ledger(
    slug="competition",
    name="劳动竞赛台账",
    section="S07",
    model=Competition,
    intro="劳动竞赛、技能比武、岗位练兵和“安康杯”竞赛，一次竞赛登记一条。",
    groups=(
        ("竞赛", ("title", "type", "level", "held_on", "end_on", "employer", "theme", "scoring")),
        ("参赛与成绩", ("units", "persons", "finalists", "winners", "certified")),
        ("效益与经费", ("benefit_wan", "cost")),
    ),
    columns=("held_on", "title", "type", "level", "employer", "persons", "winners", "benefit_wan"),
    main_date="held_on",
    search=("title", "theme"),
    narrow=("type", "level"),
    ranks={"level": tuple(Level.values)},
    future=("end_on",),
    spans=(("held_on", "end_on"),),
    unique=("title", "held_on", "employer"),
    rules=(_units, _winners),
)
register(LEDGER)
