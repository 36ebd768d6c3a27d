"""服务卡台账: service cards asked for and handed out, and where they are good."""

from __future__ import annotations

from django.db import models

from members.ledgers.ledger import Ledger, register
from members.ledgers.record import Record


class ServiceCard(Record):
    """The cards of one unit on one day: totals, not the single card."""

    on = models.DateField("登记日期", db_index=True)
    unit = models.CharField("单位", max_length=100, blank=True)
    collected = models.PositiveIntegerField("采集会员信息（人）", null=True, blank=True)
    issued = models.PositiveIntegerField("发卡（张）", null=True, blank=True)
    merchants = models.PositiveIntegerField("新增特约商户（家）", null=True, blank=True)
    stores = models.CharField("特约商户、门店", max_length=200, blank=True)


LEDGER = Ledger(
    slug="service_card",
    name="会员服务卡台账",
    section="S09",
    model=ServiceCard,
    intro="会员服务卡的信息采集、发放和特约商户，按单位、按次汇总登记一条。",
    groups=(("服务卡", ("on", "unit", "collected", "issued", "merchants", "stores")),),
    columns=("on", "unit", "collected", "issued", "merchants", "stores"),
    main_date="on",
    search=("unit", "stores"),
    unique=("on", "unit"),
)
register(LEDGER)
