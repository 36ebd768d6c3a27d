"""职工意见台账: what workers said or suggested outside the congress, and what they were answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record

#: After this many days an opinion without an answer is pointed out.
ANSWER_DAYS = 30


class Kind(models.TextChoices):
    OPINION = "opinion", "意见诉求"
    IDEA = "idea", "金点子、建言献策"


class Way(models.TextChoices):
    BOX = "box", "意见箱"
    TALK = "talk", "座谈走访"
    NETWORK = "network", "网络平台"
    CALL = "call", "电话"
    OTHER = "other", "其他"


class Opinion(Record):
    """One opinion and its answer."""

    title = models.CharField("意见摘要", max_length=100)
    received_on = models.DateField("收到日期", db_index=True)
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.OPINION)
    way = models.CharField("收集方式", max_length=10, choices=Way, blank=True)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位"
    )
    persons = models.PositiveIntegerField("反映人数", default=1)
    content = models.TextField("内容", max_length=1000, blank=True)
    adopted = models.BooleanField("已采纳", default=False)
    replied_on = models.DateField("答复日期", null=True, blank=True, db_index=True)
    reply = models.TextField("答复内容", max_length=1000, blank=True)

    label_field = "title"


def _waiting(record: Opinion, today: date) -> Iterator[Finding]:
    if record.received_on and not record.replied_on and today >= record.received_on + timedelta(days=ANSWER_DAYS):
        yield Finding("", "info", f"收到意见已满{ANSWER_DAYS}日，尚未登记答复。", "replied_on")


LEDGER = Ledger(
    slug="opinion",
    name="职工意见台账",
    section="S04",
    model=Opinion,
    intro="登记职工的意见、诉求和金点子及其答复；职工代表提案不在此登记。",
    groups=(
        ("意见", ("title", "received_on", "kind", "way", "employer", "persons", "content")),
        ("答复", ("adopted", "replied_on", "reply", "remark")),
    ),
    columns=("received_on", "title", "kind", "way", "employer", "persons", "adopted", "replied_on"),
    main_date="received_on",
    search=("title", "content"),
    narrow=("kind", "way", "adopted"),
    spans=(("received_on", "replied_on"),),
    unique=("title", "received_on"),
    rules=(_waiting,),
)
register(LEDGER)
