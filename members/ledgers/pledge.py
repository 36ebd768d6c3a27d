"""共同约定台账: employers that promised with their union and workers not to lay off or cut wages."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Held, Ledger, register
from members.ledgers.record import Record


class Promise(models.TextChoices):
    NO_LAYOFF = "no_layoff", "不裁员"
    NO_CUT = "no_cut", "不减薪"
    BOTH = "both", "不裁员、不减薪"
    OTHER = "other", "其他"


class Pledge(Record):
    """One promise of one employer."""

    title = models.CharField("约定名称", max_length=100)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位"
    )
    signed_on = models.DateField("签订日期", db_index=True)
    end_on = models.DateField("截止日期", null=True, blank=True, help_text="最后一天，当天仍有效")
    promise = models.CharField("约定内容", max_length=12, choices=Promise, default=Promise.BOTH)
    parties = models.CharField("签订各方", max_length=100, blank=True, help_text="例如：企业、工会、职工代表")
    persons = models.PositiveIntegerField("涉及职工数", default=0)
    content = models.CharField("说明", max_length=300, blank=True)

    label_field = "title"


LEDGER = Ledger(
    slug="pledge",
    name="共同约定台账",
    section="S03",
    model=Pledge,
    intro="登记企业、工会、职工签订的不裁员、不减薪等共同约定。",
    groups=(
        ("约定", ("title", "employer", "signed_on", "end_on", "promise", "parties", "persons", "content", "remark")),
    ),
    columns=("signed_on", "title", "employer", "promise", "persons", "end_on"),
    main_date="signed_on",
    held=Held("signed_on", "end_on", includes_end=True, needs_start=True),
    search=("title", "parties", "content"),
    narrow=("promise",),
    future=("end_on",),
    spans=(("signed_on", "end_on"),),
    unique=("title", "signed_on"),
)
register(LEDGER)
