"""会议台账: meetings the union held, with whom and about what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class Kind(models.TextChoices):
    MEMBER_CONGRESS = "member_congress", "会员（代表）大会"
    COMMITTEE = "committee", "委员会议"
    STANDING = "standing", "常委（主席办公）会"
    REGULAR = "regular", "例会"
    MOBILIZATION = "mobilization", "动员部署会"
    SITE = "site", "现场会"
    JOINT = "joint", "工会与政府联席会议"
    TRIPARTITE = "tripartite", "协调劳动关系三方会议"
    PARTY_JOINT = "party_joint", "党工共建联席会议"
    TALK = "talk", "劳资恳谈会"
    SYMPOSIUM = "symposium", "座谈会"
    SUMMARY = "summary", "总结表彰会"
    OTHER = "other", "其他"


class Meeting(Record):
    """One meeting."""

    title = models.CharField("会议名称", max_length=100)
    kind = models.CharField("会议类型", max_length=20, choices=Kind)
    on = models.DateField("召开日期", db_index=True)
    venue = models.CharField("地点", max_length=100, blank=True)
    should = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    topics = models.CharField("议题", max_length=300, blank=True)
    resolutions = models.CharField("议定事项", max_length=300, blank=True)
    minutes = models.CharField("会议纪要编号", max_length=60, blank=True)

    label_field = "title"


def _present(record: Meeting, today: date) -> Iterator[Finding]:
    if record.should is not None and (record.present or 0) > record.should:
        message = f"实到{record.present}人，多于应到{record.should}人；如含列席人员，请在备注中说明。"
        yield Finding("", "warning", message, "present")


LEDGER = Ledger(
    slug="meeting",
    name="会议台账",
    section="S17",
    model=Meeting,
    intro="工会召开或参加的会议，一次登记一条；职工代表大会登记在职代会台账。",
    groups=(
        ("会议", ("title", "kind", "on", "venue", "should", "present")),
        ("内容", ("topics", "resolutions", "minutes")),
    ),
    columns=("on", "title", "kind", "venue", "should", "present", "topics"),
    main_date="on",
    search=("title", "topics", "minutes"),
    narrow=("kind",),
    unique=("title", "on"),
    rules=(_present,),
)
register(LEDGER)
