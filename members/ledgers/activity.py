"""活动台账: culture, sport, education, women's events, drills: what was held for whom, and who came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Type(models.TextChoices):
    CULTURE = "culture", "文艺"
    SPORT = "sport", "体育"
    THEME = "theme", "主题教育（读书、演讲、知识竞赛）"
    LAW_PUBLICITY = "law_publicity", "普法宣传"
    WOMEN = "women", "女职工活动"
    DRILL = "drill", "应急（消防）演练"
    VOLUNTEER = "volunteer", "志愿服务"
    DATING = "dating", "联谊交友"
    HEALTH = "health", "健康体检、心理关爱"
    CAMPAIGN = "campaign", "专项行动"
    OTHER = "other", "其他"


class Audience(models.TextChoices):
    ALL = "all", "全体职工"
    WOMEN = "women", "女职工"
    MIGRANT = "migrant", "农民工"
    NEW_FORM = "new_form", "新就业形态劳动者"
    YOUTH = "youth", "青年职工"
    MODEL = "model", "劳模先进"
    CADRE = "cadre", "工会干部"
    RETIREE = "retiree", "离退休职工"
    CHILDREN = "children", "职工子女"
    OTHER = "other", "其他"


class Activity(Record):
    """One event on one day."""

    title = models.CharField("活动名称", max_length=100)
    type = models.CharField("活动类型", max_length=20, choices=Type)
    audience = models.CharField("参加对象", max_length=20, choices=Audience, default=Audience.ALL)
    held_on = models.DateField("举办日期", db_index=True)
    end_on = models.DateField("结束日期", null=True, blank=True)
    venue = models.CharField("地点", max_length=100, blank=True)
    organizer = models.CharField("主办单位", max_length=100, blank=True)
    units = models.PositiveIntegerField("参加单位数", null=True, blank=True)
    persons = models.PositiveIntegerField("参加人次", null=True, blank=True)
    cost = ScaledField("活动经费（元）", null=True, blank=True)
    materials = models.PositiveIntegerField("发放资料（份）", null=True, blank=True)
    awards = models.CharField("成绩、奖项", max_length=200, blank=True)

    label_field = "title"


def _women(record: Activity, today: date) -> Iterator[Finding]:
    if record.type == Type.WOMEN and record.audience != Audience.WOMEN:
        message = "女职工活动按“参加对象”统计；参加对象不是女职工的，不计入女职工活动场次。"
        yield Finding("", "warning", message, "audience")


LEDGER = Ledger(
    slug="activity",
    name="活动台账",
    section="S13",
    model=Activity,
    intro="文艺、体育、主题教育、普法、女职工、演练、志愿服务等活动，一场登记一条。",
    groups=(
        ("活动", ("title", "type", "audience", "held_on", "end_on", "venue", "organizer")),
        ("参加情况", ("units", "persons", "materials", "cost", "awards")),
    ),
    columns=("held_on", "title", "type", "audience", "venue", "units", "persons", "cost"),
    main_date="held_on",
    search=("title", "venue", "organizer"),
    narrow=("type", "audience"),
    future=("end_on",),
    spans=(("held_on", "end_on"),),
    unique=("title", "held_on", "venue"),
    rules=(_women,),
)
register(LEDGER)
