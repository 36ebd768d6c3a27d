"""疗休养台账: groups of workers sent to recuperate."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField


class Recuperation(Record):
    """One group on one stay."""

    group = models.CharField("团队名称", max_length=100)
    start_on = models.DateField("出发日期", db_index=True)
    end_on = models.DateField("返回日期", null=True, blank=True)
    place = models.CharField("疗休养地点", max_length=100, blank=True)
    permit_no = models.CharField("批准文号（许可证号）", max_length=60, blank=True)
    persons = models.PositiveIntegerField("疗休养职工（人）", null=True, blank=True)
    model_persons = models.PositiveIntegerField("其中劳模先进（人）", null=True, blank=True)
    cards = models.PositiveIntegerField("发放休养证（张）", null=True, blank=True)
    cost = ScaledField("费用（元）", null=True, blank=True)

    label_field = "group"


LEDGER = Ledger(
    slug="recuperation",
    name="疗休养台账",
    section="S09",
    model=Recuperation,
    intro="组织职工疗休养的情况，一个团队登记一条。",
    groups=(
        ("团队", ("group", "start_on", "end_on", "place", "permit_no")),
        ("人数与费用", ("persons", "model_persons", "cards", "cost")),
    ),
    columns=("start_on", "end_on", "group", "place", "permit_no", "persons", "model_persons", "cards"),
    main_date="start_on",
    search=("group", "place", "permit_no"),
    future=("start_on", "end_on"),
    spans=(("start_on", "end_on"),),
    unique=("group", "start_on"),
)
register(LEDGER)
