"""宣传信息台账: what was sent to papers, sites and superior unions, and what they took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class Media(models.TextChoices):
    SELF = "self", "本级（宣传栏、简报）"
    WECHAT = "wechat", "微信公众号、微博"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "国家级"


class PublicityItem(Record):
    """One piece of news or information, counted on the day it was submitted."""

    title = models.CharField("标题", max_length=150)
    media = models.CharField("报送（刊发）媒体级别", max_length=10, choices=Media, default=Media.COUNTY)
    submitted_on = models.DateField("报送日期", db_index=True)
    author = models.CharField("撰稿人", max_length=40, blank=True)
    copies = models.PositiveIntegerField("印发份数", null=True, blank=True)
    adopted = models.BooleanField("已采用", default=False)
    adopted_by = models.CharField("采用媒体", max_length=100, blank=True)
    adopted_on = models.DateField("采用日期", null=True, blank=True)

    label_field = "title"


def _adopted(record: PublicityItem, today: date) -> Iterator[Finding]:
    if (record.adopted_by or record.adopted_on) and not record.adopted:
        yield Finding("", "error", "已填采用媒体或采用日期，请勾选“已采用”。", "adopted")


LEDGER = Ledger(
    slug="publicity_item",
    name="宣传信息台账",
    section="S13",
    model=PublicityItem,
    intro="报送的工会信息和宣传稿件，一篇登记一条；采用后补填采用情况。",
    groups=(
        ("报送", ("title", "media", "submitted_on", "author", "copies")),
        ("采用", ("adopted", "adopted_by", "adopted_on")),
    ),
    columns=("submitted_on", "title", "media", "author", "adopted", "adopted_by", "adopted_on"),
    main_date="submitted_on",
    search=("title", "author", "adopted_by"),
    narrow=("media", "adopted"),
    spans=(("submitted_on", "adopted_on"),),
    unique=("title", "submitted_on"),
    rules=(_adopted,),
)
register(LEDGER)
