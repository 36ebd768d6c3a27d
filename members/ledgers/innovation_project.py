"""技术创新台账: what workers solved, improved or invented, and what it brought."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Type(models.TextChoices):
    BREAKTHROUGH = "breakthrough", "技术攻关"
    RENOVATION = "renovation", "技术革新"
    FIVE_SMALL = "five_small", "五小（小发明、小创造、小革新、小设计、小建议）"
    QC = "qc", "QC小组"
    METHOD = "method", "先进操作法"
    PATENT = "patent", "专利"


class InnovationProject(Record):
    """One project, counted on the day it was completed."""

    title = models.CharField("项目名称", max_length=100)
    type = models.CharField("项目类型", max_length=20, choices=Type)
    unit = models.CharField("完成单位", max_length=100, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（名录）"
    )
    leader = models.CharField("负责人", max_length=40, blank=True)
    started_on = models.DateField("立项日期", null=True, blank=True)
    done_on = models.DateField(
        "完成日期", null=True, blank=True, db_index=True, help_text="未完成的留空；未填不计入完成项目数"
    )
    benefit_wan = ScaledField("创经济效益（万元）", null=True, blank=True)
    award = models.CharField("获奖情况", max_length=100, blank=True)

    label_field = "title"


LEDGER = Ledger(
    slug="innovation_project",
    name="技术创新台账",
    section="S07",
    model=InnovationProject,
    intro="技术攻关、技术革新、五小和QC成果、先进操作法、专利，一个项目登记一条。",
    groups=(
        ("项目", ("title", "type", "unit", "employer", "leader", "started_on")),
        ("成果", ("done_on", "benefit_wan", "award")),
    ),
    columns=("done_on", "title", "type", "unit", "employer", "leader", "benefit_wan", "award"),
    main_date="done_on",
    search=("title", "unit", "leader"),
    narrow=("type",),
    spans=(("started_on", "done_on"),),
    unique=("title", "unit", "employer"),
)
register(LEDGER)
