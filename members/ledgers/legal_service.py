"""法律服务台账: consultations, lectures and help with rules, a row for each occasion or day."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Ledger, register
from members.ledgers.record import Record


class Kind(models.TextChoices):
    CONSULT = "consult", "法律咨询"
    DRAFTING = "drafting", "代拟法律文书"
    CONTRACT_REVIEW = "contract_review", "审查合同"
    MEDIATION = "mediation", "参与协商调解"
    RULES = "rules", "帮助完善规章制度"
    CHECKUP = "checkup", "企业法治体检"
    LECTURE = "lecture", "法律讲座"
    OTHER = "other", "其他"


class Way(models.TextChoices):
    WINDOW = "window", "窗口接待"
    CALL = "call", "12351热线"
    STREET = "street", "现场（街头）咨询"
    ENTERPRISE = "enterprise", "进企业"
    ONLINE = "online", "网络"


class LegalService(Record):
    """One occasion of legal service, with the persons served."""

    on = models.DateField("服务日期", db_index=True)
    type = models.CharField("服务种类", max_length=20, choices=Kind, default=Kind.CONSULT)
    way = models.CharField("服务方式", max_length=12, choices=Way, blank=True)
    persons = models.PositiveIntegerField("服务人次", default=1)
    female = models.PositiveIntegerField("其中女职工", default=0)
    migrant_persons = models.PositiveIntegerField("其中农民工", default=0)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="服务单位"
    )
    topic = models.CharField("主要内容（不写姓名）", max_length=200, blank=True)
    provider = models.CharField("律师（服务人员）", max_length=60, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    rules_helped = models.PositiveIntegerField("帮助完善制度（项）", default=0)
    materials = models.PositiveIntegerField("发放资料（份）", default=0)


LEDGER = Ledger(
    slug="legal_service",
    name="法律服务台账",
    section="S06",
    model=LegalService,
    intro="登记法律咨询、讲座、审查合同等服务，可以一次一行，也可以一天一行。",
    groups=(
        ("服务", ("on", "type", "way", "employer", "place", "provider", "topic")),
        ("数量", ("persons", "female", "migrant_persons", "rules_helped", "materials", "remark")),
    ),
    columns=("on", "type", "way", "employer", "topic", "provider", "persons", "migrant_persons"),
    main_date="on",
    search=("topic", "provider", "place"),
    narrow=("type", "way"),
    rules=(),
)
register(LEDGER)
