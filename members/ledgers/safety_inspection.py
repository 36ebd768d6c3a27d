"""安全检查台账: safety inspections that the union made or joined."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Ledger, register
from members.ledgers.record import Record


class Kind(models.TextChoices):
    ROUTINE = "routine", "日常（每月）检查"
    SPECIAL = "special", "专项检查"
    HEAT = "heat", "防暑降温检查"
    HOLIDAY = "holiday", "节前检查"
    HEALTH = "health", "职业健康检查"
    FIRE = "fire", "消防检查"
    MACHINES = "machines", "设备隐患调查"
    JOINT = "joint", "联合检查"


class SafetyInspection(Record):
    """One inspection; what it found stands in the ledger of hazards."""

    title = models.CharField("检查名称", max_length=100)
    on = models.DateField("检查日期", db_index=True)
    kind = models.CharField("检查类型", max_length=20, choices=Kind, default=Kind.ROUTINE)
    units = models.PositiveIntegerField("检查单位数", null=True, blank=True)
    inspectors = models.CharField("检查人员", max_length=100, blank=True)
    joint_with = models.CharField("联合部门", max_length=100, blank=True, help_text="如：应急管理、经济发展等部门")
    machines = models.PositiveIntegerField("检查设备（台）", null=True, blank=True)
    cards_issued = models.PositiveIntegerField("发放安全提示卡（张）", null=True, blank=True)
    result = models.CharField("检查情况", max_length=300, blank=True)

    label_field = "title"


LEDGER = Ledger(
    slug="safety_inspection",
    name="安全检查台账",
    section="S11",
    model=SafetyInspection,
    intro="工会开展或参与的安全生产检查，一次登记一条；查出的隐患逐条登记在隐患台账。",
    groups=(
        ("检查", ("title", "on", "kind", "units", "inspectors", "joint_with")),
        ("情况", ("machines", "cards_issued", "result")),
    ),
    columns=("on", "title", "kind", "units", "inspectors", "joint_with", "result"),
    main_date="on",
    search=("title", "inspectors", "joint_with"),
    narrow=("kind",),
    unique=("title", "on"),
)
register(LEDGER)
