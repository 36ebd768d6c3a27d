"""职工阵地台账: bookrooms, service stations, studios: what there is for workers, since when, in what state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.record import Record


class Type(models.TextChoices):
    BOOKROOM = "bookroom", "职工书屋"
    SERVICE_STATION = "service_station", "工会驿站（户外劳动者服务站点）"
    SERVICE_CENTER = "service_center", "职工服务中心（站、点）"
    NURSING_ROOM = "nursing_room", "女职工休息哺乳室"
    CULTURE_HOME = "culture_home", "职工文化中心（职工之家）"
    INNOVATION_STUDIO = "innovation_studio", "劳模（工匠）创新工作室"
    MEDIATION_ROOM = "mediation_room", "调解室（维权窗口）"
    CHARITY = "charity", "爱心医院、药店、学校、超市"
    COUNSELLING = "counselling", "心理辅导室"
    JOB_STATION = "job_station", "就业帮扶（创业）基地、站点"
    TRAINING_BASE = "training_base", "技能培训（竞赛）示范基地"
    OTHER = "other", "其他"


class Level(models.TextChoices):
    UNIT = "unit", "基层自建"
    TOWNSHIP = "township", "乡镇（街道）级"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "全国级"


class Status(models.TextChoices):
    ACTIVE = "active", "正常使用"
    SUSPENDED = "suspended", "暂停使用"
    CLOSED = "closed", "已停用"


class Facility(Record):
    """One place for workers, counted from the day it was built to the day it was closed."""

    name = models.CharField("阵地名称", max_length=100)
    type = models.CharField("阵地类型", max_length=20, choices=Type)
    level = models.CharField("级别", max_length=10, choices=Level, default=Level.UNIT)
    named_on = models.DateField("命名日期", null=True, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位（名录）"
    )
    address = models.CharField("地址", max_length=150, blank=True)
    leader = models.CharField("负责人（领衔人）", max_length=40, blank=True)
    area = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    books = models.PositiveIntegerField("藏书（册）", null=True, blank=True)
    services = models.CharField("服务内容", max_length=200, blank=True)
    built_on = models.DateField("建成日期", db_index=True, help_text="只知年份的填当年1月1日")
    status = models.CharField("使用状态", max_length=10, choices=Status, default=Status.ACTIVE)
    closed_on = models.DateField("停用日期", null=True, blank=True, help_text="自当日起不再计入")

    label_field = "name"


def _closed(record: Facility, today: date) -> Iterator[Finding]:
    if record.status == Status.CLOSED and not record.closed_on:
        yield Finding("", "error", "使用状态为“已停用”，请填写停用日期。", "closed_on")
    if record.closed_on and record.status != Status.CLOSED:
        yield Finding("", "error", "已填停用日期，请将使用状态改为“已停用”。", "status")


LEDGER = Ledger(
    slug="facility",
    name="职工阵地台账",
    section="S13",
    model=Facility,
    intro="职工书屋、工会驿站、创新工作室等阵地，一处登记一条；停用的填写停用日期，不要作废。",
    groups=(
        ("阵地", ("name", "type", "level", "named_on", "employer", "address")),
        ("使用", ("leader", "area", "books", "services", "built_on", "status", "closed_on")),
    ),
    columns=("name", "type", "level", "employer", "address", "leader", "built_on", "status"),
    main_date="built_on",
    held=Held("built_on", "closed_on", needs_start=True),
    search=("name", "address", "leader"),
    narrow=("type", "level", "status"),
    ranks={"level": tuple(Level.values)},
    spans=(("built_on", "closed_on"), ("built_on", "named_on")),
    unique=("name", "type"),
    rules=(_closed,),
)
register(LEDGER)
