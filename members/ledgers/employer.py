"""用人单位台账: every workplace of the area, whether it should have a union and which one it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.checkdigits import is_uscc
from members.ledgers.business import Industry, Operating, Ownership
from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import SealedField

#: From how many workers a union ought to be set up (工会法第十一条).
SHOULD_ORGANIZE_FROM = 25


class Employer(Record):
    """One enterprise, institution or other workplace."""

    name = models.CharField("单位名称", max_length=100, db_index=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    village = models.CharField("村（社区）", max_length=40, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    legal_rep = models.CharField("法定代表人", max_length=40, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = SealedField("联系电话", mask="phone")
    ownership = models.CharField("经济类型", max_length=3, choices=Ownership.choices, blank=True)
    industry = models.CharField("行业", max_length=1, choices=Industry.choices, blank=True)
    is_non_public = models.BooleanField("非公有制", default=False)
    is_above_scale = models.BooleanField("规模以上", default=False)
    employee_count = models.PositiveIntegerField("职工人数", null=True, blank=True)
    female_employee_count = models.PositiveIntegerField("其中女职工", null=True, blank=True)
    migrant_employee_count = models.PositiveIntegerField("其中农民工", null=True, blank=True)
    wage_total_year = ScaledField("全年工资总额（元）", null=True, blank=True)
    opened_on = models.DateField("开业日期", null=True, blank=True, db_index=True)
    operating_status = models.CharField(
        "经营状态", max_length=12, choices=Operating.choices, default=Operating.OPERATING
    )
    closed_on = models.DateField("关闭（迁出）日期", null=True, blank=True, db_index=True)
    should_organize = models.BooleanField(
        "应建会", default=False, help_text="正常营业且职工25人以上，或县总工会列入建会任务的单位"
    )
    union_org = models.ForeignKey(
        "members.UnionOrg", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在工会"
    )

    label_field = "name"


def _code(record: Employer, today: date) -> Iterator[Finding]:
    if record.uscc and not is_uscc(record.uscc):
        yield Finding("E27", "error", "统一社会信用代码校验不通过，请核对证书。", "uscc")


def _should(record: Employer, today: date) -> Iterator[Finding]:
    open_now = record.operating_status == Operating.OPERATING
    if open_now and (record.employee_count or 0) >= SHOULD_ORGANIZE_FROM and not record.should_organize:
        message = f"{record.name}职工{record.employee_count}人，应当建立工会，请核对“应建会”是否勾选。"
        yield Finding("E04", "info", message, "should_organize")


def _parts(record: Employer, today: date) -> Iterator[Finding]:
    for name, label in (("female_employee_count", "女职工"), ("migrant_employee_count", "农民工")):
        part = getattr(record, name)
        if part is not None and record.employee_count is not None and part > record.employee_count:
            yield Finding(
                "A01", "error", f"{label}（{part}人）多于职工人数（{record.employee_count}人），请核对。", name
            )


def _closed(record: Employer, today: date) -> Iterator[Finding]:
    gone = record.operating_status in {Operating.CLOSED, Operating.RELOCATED}
    if gone and not record.closed_on:
        yield Finding("F06", "error", "单位已关闭或迁出，请填写关闭（迁出）日期。", "closed_on")


LEDGER = Ledger(
    slug="employer",
    name="用人单位台账",
    section="S01",
    intro="登记辖区内的企业和其他用人单位，应建会、已建会和规模以上企业由此计数。",
    model=Employer,
    groups=(
        ("单位", ("name", "uscc", "ownership", "industry", "is_non_public", "is_above_scale")),
        ("联系方式", ("village", "address", "legal_rep", "contact", "phone")),
        ("职工", ("employee_count", "female_employee_count", "migrant_employee_count", "wage_total_year")),
        ("经营状态", ("opened_on", "operating_status", "closed_on")),
        ("建会", ("should_organize", "union_org")),
    ),
    columns=("name", "village", "ownership", "employee_count", "is_above_scale", "should_organize", "union_org"),
    main_date="opened_on",
    held=Held("opened_on", "closed_on"),
    search=("name", "uscc", "village", "contact", "legal_rep"),
    narrow=("should_organize", "is_above_scale", "is_non_public", "ownership", "industry", "operating_status"),
    dated=(
        *("should_organize", "is_above_scale", "is_non_public", "union_org", "operating_status", "employee_count"),
        *("female_employee_count", "migrant_employee_count"),
    ),
    spans=(("opened_on", "closed_on"),),
    unique=("name",),
    rules=(_code, _should, _parts, _closed),
)
register(LEDGER)
