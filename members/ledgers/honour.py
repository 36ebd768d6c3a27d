"""荣誉台账: titles won by units and persons; who is a model worker, which enterprise is harmonious."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Code(models.TextChoices):
    MODEL_WORKER = "model_worker", "劳动模范（先进工作者）"
    MODEL_COLLECTIVE = "model_collective", "模范集体"
    MAY1_MEDAL = "may1_medal", "五一劳动奖章"
    MAY1_CERTIFICATE = "may1_certificate", "五一劳动奖状"
    MAY1_WOMEN = "may1_women", "五一巾帼奖（标兵岗）"
    WORKER_PIONEER = "worker_pioneer", "工人先锋号"
    MODEL_HOME = "model_home", "模范职工之家"
    EXCELLENT_CADRE = "excellent_cadre", "优秀工会工作者"
    EXCELLENT_UNION = "excellent_union", "先进工会"
    CHIEF_WORKER = "chief_worker", "首席工人（工匠）"
    HARMONY = "harmony", "劳动关系和谐企业"
    ANKANG = "ankang", "“安康杯”竞赛优胜"
    LEARNING_ORG = "learning_org", "学习型单位"
    CIVIL_POST = "civil_post", "五一文明岗"
    OTHER = "other", "其他"


class Level(models.TextChoices):
    TOWNSHIP = "township", "乡镇（街道）级"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "国家级"


class Target(models.TextChoices):
    COLLECTIVE = "collective", "集体"
    INDIVIDUAL = "individual", "个人"


class Direction(models.TextChoices):
    RECEIVED = "received", "获得（上级授予）"
    GIVEN = "given", "授予（本级表彰）"


class Stage(models.TextChoices):
    APPLIED = "applied", "推荐申报"
    PUBLICITY = "publicity", "公示"
    AWARDED = "awarded", "已命名表彰"
    REFUSED = "refused", "未获评"


#: Titles that only persons can hold.
PERSONAL = (Code.MODEL_WORKER, Code.MAY1_MEDAL, Code.EXCELLENT_CADRE, Code.CHIEF_WORKER)


class Honour(Record):
    """One title of one person or unit, held from its award to the last day it is valid."""

    title = models.CharField("荣誉名称", max_length=100)
    code = models.CharField("荣誉类别", max_length=20, choices=Code)
    level = models.CharField("级别", max_length=10, choices=Level)
    target = models.CharField("授予对象", max_length=10, choices=Target)
    direction = models.CharField("授予或获得", max_length=10, choices=Direction, default=Direction.RECEIVED)
    person = models.CharField("获奖人", max_length=60, blank=True, help_text="同名的加注区别，如：张伟（城关小学）")
    unit = models.CharField("获奖（所在）单位", max_length=100, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（名录）"
    )
    stage = models.CharField("评选阶段", max_length=10, choices=Stage, default=Stage.AWARDED)
    applied_on = models.DateField("申报日期", null=True, blank=True)
    awarded_on = models.DateField("命名（表彰）日期", null=True, blank=True, db_index=True)
    awarded_by = models.CharField("授予机关", max_length=100, blank=True)
    doc_no = models.CharField("文号", max_length=60, blank=True)
    valid_to = models.DateField(
        "有效期至", null=True, blank=True, help_text="称号撤销、劳模去世或调离的，填最后在册的一天"
    )
    in_association = models.BooleanField("已加入劳模协会", default=False)
    allowance = ScaledField("劳模津贴（元/年）", null=True, blank=True)

    label_field = "title"


def _target(record: Honour, today: date) -> Iterator[Finding]:
    if record.code in PERSONAL and record.target != Target.INDIVIDUAL:
        yield Finding("", "error", f"“{Code(record.code).label}”授予个人，请更改授予对象。", "target")
    elif record.target == Target.INDIVIDUAL and not record.person.strip():
        yield Finding("", "error", "个人荣誉请填写获奖人。", "person")
    elif record.target == Target.COLLECTIVE and not (record.unit or record.employer_id):
        yield Finding("", "error", "集体荣誉请填写获奖单位。", "unit")


def _harmony(record: Honour, today: date) -> Iterator[Finding]:
    if record.code == Code.HARMONY and not record.employer_id:
        message = "劳动关系和谐企业按单位名录逐家统计，请选择用人单位；未选择的不计入企业数。"
        yield Finding("", "warning", message, "employer")


def _stage(record: Honour, today: date) -> Iterator[Finding]:
    if record.stage == Stage.AWARDED and not record.awarded_on:
        yield Finding("", "error", "已命名表彰的，请填写命名（表彰）日期。", "awarded_on")
    if record.stage != Stage.AWARDED and record.awarded_on:
        yield Finding("", "error", "已填命名（表彰）日期，请将评选阶段改为“已命名表彰”。", "stage")


LEDGER = Ledger(
    slug="honour",
    name="荣誉台账",
    section="S14",
    model=Honour,
    intro="单位和个人获得的荣誉称号，一个称号登记一条；推荐申报中的也可登记，表彰后补填日期。",
    groups=(
        ("荣誉", ("title", "code", "level", "direction", "target", "person", "unit", "employer")),
        ("评选与命名", ("stage", "applied_on", "awarded_on", "awarded_by", "doc_no", "valid_to")),
        ("劳模管理", ("in_association", "allowance")),
    ),
    columns=("awarded_on", "title", "code", "level", "target", "person", "unit", "stage", "valid_to"),
    main_date="awarded_on",
    held=Held("awarded_on", "valid_to", includes_end=True, needs_start=True),
    search=("title", "person", "unit", "doc_no"),
    narrow=("code", "level", "direction", "target", "stage"),
    ranks={"level": tuple(Level.values)},
    future=("valid_to",),
    spans=(("applied_on", "awarded_on"), ("awarded_on", "valid_to")),
    unique=("title", "awarded_on", "person", "unit"),
    rules=(_target, _harmony, _stage),
)
register(LEDGER)
