"""选举台账: an election of a union's bodies, its ballots and what each candidate got."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from members.ledgers.election_rules import RULES
from members.ledgers.ledger import Child, Ledger, register
from members.ledgers.person import Gender
from members.ledgers.record import Record


class Kind(models.TextChoices):
    FIRST = "first", "首届选举"
    RENEWAL = "renewal", "换届选举"
    BYELECTION = "byelection", "增补、替补选举"


class MeetingKind(models.TextChoices):
    ASSEMBLY = "assembly", "会员大会"
    CONGRESS = "congress", "会员代表大会"
    COMMITTEE = "committee", "委员会全体会议"


class Body(models.TextChoices):
    COMMITTEE = "committee", "工会委员会"
    AUDIT = "audit", "经费审查委员会"
    WOMEN = "women", "女职工委员会"
    CHAIR = "chair", "主席（副主席）"
    DELEGATE = "delegate", "会员代表、职工代表"


class Election(Record):
    """One vote for one body; a meeting that elects two bodies is entered twice."""

    union_org = models.ForeignKey(
        "members.UnionOrg", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="选举工会"
    )
    title = models.CharField("选举名称", max_length=100, help_text="如“第三届委员会换届选举”")
    kind = models.CharField("选举类别", max_length=12, choices=Kind)
    meeting_kind = models.CharField("会议形式", max_length=12, choices=MeetingKind, blank=True)
    body = models.CharField("选举事项", max_length=12, choices=Body)
    term_no = models.PositiveSmallIntegerField("第几届", null=True, blank=True)
    held_on = models.DateField("选举日期", db_index=True)
    eligible = models.PositiveIntegerField("应到人数")
    present = models.PositiveIntegerField("实到人数")
    issued = models.PositiveIntegerField("发出选票")
    returned = models.PositiveIntegerField("收回选票")
    valid = models.PositiveIntegerField("有效票")
    invalid = models.PositiveIntegerField("无效票", default=0)
    seats = models.PositiveSmallIntegerField("应选名额")
    approved = models.BooleanField("上级已批准", default=False, help_text="批准后计入“已换届工会数”")
    approved_on = models.DateField("批复日期", null=True, blank=True)
    approval_no = models.CharField("批复文号", max_length=60, blank=True)

    label_field = "title"


class Candidate(models.Model):
    """What one candidate got; votes for somebody not on the list are entered as that person's own line."""

    record = models.ForeignKey(Election, models.CASCADE, related_name="candidates")
    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    write_in = models.BooleanField("另选他人", default=False)
    yes = models.PositiveIntegerField("同意票")
    no = models.PositiveIntegerField("不同意票", default=0)
    abstain = models.PositiveIntegerField("弃权票", default=0)
    elected = models.BooleanField("当选", default=False)
    post = models.CharField("职务（分工）", max_length=40, blank=True)
    is_relative = models.BooleanField("系企业主要负责人近亲属", default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


LEDGER = Ledger(
    slug="election",
    name="选举台账",
    section="S01",
    intro="登记首届、换届、增补选举的到会人数、选票和每名候选人的得票，得票不符的当场指出。",
    model=Election,
    groups=(
        ("选举", ("union_org", "title", "kind", "meeting_kind", "body", "term_no", "held_on")),
        ("到会", ("eligible", "present")),
        ("选票", ("issued", "returned", "valid", "invalid", "seats")),
        ("报批", ("approved", "approved_on", "approval_no")),
    ),
    columns=("held_on", "union_org", "title", "kind", "body", "eligible", "present", "seats", "approved"),
    main_date="held_on",
    search=("title", "approval_no"),
    narrow=("kind", "body", "meeting_kind", "approved"),
    dated=("approved",),
    spans=(("held_on", "approved_on"),),
    unique=("union_org", "held_on", "body", "title"),
    children=(
        Child(
            Candidate,
            ("name", "gender", "write_in", "yes", "no", "abstain", "elected", "post", "is_relative"),
            "候选人",
        ),
    ),
    rules=RULES,
)
register(LEDGER)
