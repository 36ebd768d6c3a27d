"""职代会会议台账: sessions of the workers' congresses, who came and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.democracy_profile import DemocracyProfile
from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class CongressSession(Record):
    """One session of one congress."""

    title = models.CharField("会议名称", max_length=100, help_text="例如：东港机械厂三届二次职代会")
    profile = models.ForeignKey(
        DemocracyProfile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="召开单位"
    )
    held_on = models.DateField("召开日期", db_index=True)
    should = models.PositiveIntegerField("应到代表", null=True, blank=True)
    present = models.PositiveIntegerField("实到代表", null=True, blank=True)
    topics = models.TextField("议题", max_length=1000, blank=True)
    resolutions = models.TextField("决议", max_length=1000, blank=True)
    contract_voted = models.BooleanField("审议了集体合同", default=False)

    label_field = "title"


def _quorum(record: CongressSession, today: date) -> Iterator[Finding]:
    should, present = record.should, record.present
    if should is None or present is None:
        return
    if present > should:
        message = f"实到代表{present}人多于应到代表{should}人，请核对。"
        yield Finding("", "error", message, "present")
    elif present * 3 < should * 2:
        message = f"职代会应到{should}人、实到{present}人，不足三分之二，会议无效。"
        yield Finding("E29", "error", message, "present")


LEDGER = Ledger(
    slug="congress_session",
    name="职代会会议台账",
    section="S04",
    model=CongressSession,
    intro="登记每次职代会（职工大会）的召开时间、到会人数、议题和决议。",
    groups=(
        ("会议", ("title", "profile", "held_on", "should", "present")),
        ("内容", ("topics", "resolutions", "contract_voted", "remark")),
    ),
    columns=("held_on", "title", "profile", "should", "present", "contract_voted"),
    main_date="held_on",
    search=("title", "topics", "resolutions"),
    narrow=("contract_voted",),
    unique=("title", "held_on"),
    rules=(_quorum,),
)
register(LEDGER)
