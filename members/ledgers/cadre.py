"""工会干部台账: who works for a union, in which post, full-time or beside another office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.person import Education, Gender, Political
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import SealedField


class Post(models.TextChoices):
    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    AUDIT = "audit", "经审主任（委员）"
    WOMEN = "women", "女职工主任（委员）"
    ORGANISATION = "organisation", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    FINANCE = "finance", "财务委员"
    MEDIATION = "mediation", "劳动争议调解委员"
    SUPERVISION = "supervision", "劳动法律监督（劳动保护）委员"
    COMMITTEE = "committee", "委员"
    ORGANISER = "organiser", "工会组织员"
    GUIDE = "guide", "工建（党建）指导员"
    OTHER = "other", "其他"


class Standing(models.TextChoices):
    REGULAR = "regular", "在编（在岗）人员"
    SOCIAL = "social", "社会化工会工作者"
    VOLUNTEER = "volunteer", "志愿者、聘请人员"


#: Seats of the committee, which near relatives of those who run the enterprise may not take (工会法第十条).
COMMITTEE_POSTS = tuple(code for code in Post.values if code not in {Post.ORGANISER, Post.GUIDE, Post.OTHER})


class Cadre(Record):
    """One person in one post."""

    name = models.CharField("姓名", max_length=40, db_index=True)
    gender = models.CharField("性别", max_length=1, choices=Gender, default=Gender.UNKNOWN)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    education = models.CharField("学历", max_length=20, choices=Education, blank=True)
    political_status = models.CharField("政治面貌", max_length=20, choices=Political, blank=True)
    phone = SealedField("联系电话", mask="phone")
    union_org = models.ForeignKey(
        "members.UnionOrg", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任职工会"
    )
    post = models.CharField("工会职务", max_length=20, choices=Post)
    other_post = models.CharField("兼任党政职务", max_length=60, blank=True)
    full_time = models.BooleanField("专职", default=False, help_text="不勾选为兼职")
    standing = models.CharField("人员身份", max_length=20, choices=Standing, default=Standing.REGULAR)
    is_relative = models.BooleanField("系企业主要负责人近亲属", default=False)
    contact_units = models.CharField("联系（指导）单位", max_length=200, blank=True)
    since = models.DateField("任职日期", null=True, blank=True, db_index=True)
    until = models.DateField("离任日期", null=True, blank=True, db_index=True)
    certified_on = models.DateField("取得上岗资格日期", null=True, blank=True)
    training_hours = ScaledField("本年培训学时", null=True, blank=True)

    label_field = "name"


def _relative(record: Cadre, today: date) -> Iterator[Finding]:
    if record.is_relative and record.post in COMMITTEE_POSTS:
        message = "企业主要负责人的近亲属不得作为本企业基层工会委员会成员人选（《工会法》第十条）。"
        yield Finding("E33", "error", message, "is_relative")


LEDGER = Ledger(
    slug="cadre",
    name="工会干部台账",
    section="S02",
    intro="登记工会主席、副主席、委员、工会组织员和社会化工会工作者，按专职、兼职计数。",
    model=Cadre,
    groups=(
        ("本人", ("name", "gender", "birth_on", "education", "political_status", "phone")),
        ("任职", ("union_org", "post", "other_post", "full_time", "standing", "is_relative")),
        ("任期", ("since", "until")),
        ("履职", ("contact_units", "certified_on", "training_hours")),
    ),
    columns=("name", "gender", "union_org", "post", "full_time", "standing", "since", "until"),
    main_date="since",
    held=Held("since", "until"),
    search=("name", "other_post", "contact_units"),
    narrow=("post", "full_time", "standing", "gender"),
    dated=("full_time", "post", "standing"),
    spans=(("since", "until"), ("birth_on", "since")),
    unique=("name", "union_org", "post", "since"),
    rules=(_relative,),
)
register(LEDGER)
