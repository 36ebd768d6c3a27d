"""信访台账: who came, wrote or called, about what, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.dispute_case import DisputeCase
from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import SealedField


class Channel(models.TextChoices):
    VISIT = "visit", "来访"
    LETTER = "letter", "来信"
    CALL = "call", "来电（12351）"
    ONLINE = "online", "网络"
    SUPERIOR = "superior", "上级交办"
    OTHER = "other", "其他"


class Result(models.TextChoices):
    PENDING = "pending", "在办"
    ANSWERED = "answered", "已答复"
    SOLVED = "solved", "已解决"
    TO_DISPUTE = "to_dispute", "转为劳动争议"
    TRANSFERRED = "transferred", "转有关部门"


class Petition(Record):
    """One visit, letter or call; where it became a dispute, the case it became."""

    petition_no = models.CharField("信访编号", max_length=40, blank=True)
    received_on = models.DateField("接待日期", db_index=True)
    channel = models.CharField("信访方式", max_length=10, choices=Channel, default=Channel.VISIT)
    petitioner = SealedField("信访人")
    phone = SealedField("联系电话", mask="phone")
    visitors = models.PositiveIntegerField("人数", default=1)
    collective = models.BooleanField("集体访", default=False)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及单位"
    )
    topic = models.CharField("反映问题（不写姓名）", max_length=200)
    amount = ScaledField("涉及金额（元）", null=True, blank=True)
    handler = models.CharField("接待人", max_length=40, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True, db_index=True)
    result = models.CharField("办理结果", max_length=12, choices=Result, default=Result.PENDING)
    case = models.ForeignKey(
        DisputeCase, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转为的劳动争议"
    )

    label_field = "petition_no"


def _ending(record: Petition, today: date) -> Iterator[Finding]:
    if record.closed_on and record.result == Result.PENDING:
        yield Finding("", "error", "已填办结日期，办理结果不能是“在办”。", "result")
    if record.result == Result.TO_DISPUTE and not record.case:
        yield Finding("", "warning", "已转为劳动争议的，请选择对应的案件，以免重复计数。", "case")
    if record.case and record.result != Result.TO_DISPUTE:
        yield Finding("", "warning", "已选择对应的劳动争议，办理结果应为“转为劳动争议”。", "result")


LEDGER = Ledger(
    slug="petition",
    name="信访台账",
    section="S05",
    model=Petition,
    intro="登记来信、来访、来电的接待和答复；转为劳动争议的，另在劳动争议台账登记并在此关联。",
    groups=(
        ("接待", ("petition_no", "received_on", "channel", "petitioner", "phone", "visitors", "collective", "handler")),
        ("事项", ("employer", "topic", "amount")),
        ("办理", ("result", "closed_on", "case", "remark")),
    ),
    columns=("received_on", "petition_no", "channel", "visitors", "employer", "topic", "result", "closed_on"),
    main_date="received_on",
    search=("petition_no", "topic", "handler"),
    narrow=("channel", "collective", "result"),
    spans=(("received_on", "closed_on"),),
    unique=("petition_no",),
    rules=(_ending,),
)
register(LEDGER)
