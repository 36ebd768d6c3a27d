"""会员台账: every member by name, from the day he joined to the day he left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from members.checkdigits import is_id_number
from members.ledgers import fields
from members.ledgers.elsewhere import numbers_elsewhere, where
from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.person import (
    ETHNICITIES,
    Education,
    EmploymentStatus,
    Gender,
    Household,
    IdType,
    NewFormGroup,
    Political,
    SkillLevel,
)
from members.ledgers.record import FormerValue, Record
from members.models.sealed import Sealed, SealedField

if TYPE_CHECKING:
    from members.models import User


class Membership(models.TextChoices):
    ACTIVE = "active", "在籍"
    RETAINED = "retained", "保留会籍"
    TRANSFERRED = "transferred", "已转出"
    WITHDRAWN = "withdrawn", "已退会"
    EXPELLED = "expelled", "已除名"
    DECEASED = "deceased", "已故"


#: Whoever is in one of these is a member somewhere in the county.
REGISTERED = (Membership.ACTIVE, Membership.RETAINED)
LEAST_AGE = 16


class Member(Record):
    """One member of one union."""

    name = models.CharField("姓名", max_length=40, db_index=True)
    gender = fields.coded("性别", Gender, Gender.UNKNOWN)
    ethnicity = fields.coded("民族", ETHNICITIES)
    birth_on = fields.day("出生日期")
    id_type = fields.coded("证件类别", IdType, IdType.ID_CARD)
    id_number = SealedField("证件号码", mask="id")
    id_print = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    phone = SealedField("移动电话", mask="phone")
    education = fields.coded("学历", Education)
    political_status = fields.coded("政治面貌", Political)
    household_type = fields.coded("户籍类型", Household)
    household_place = fields.text("户籍所在地", 100)
    native_place = fields.text("籍贯", 60)
    union_org = models.ForeignKey(
        "members.UnionOrg", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在工会组织"
    )
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="工作单位"
    )
    job = fields.text("岗位（工种）")
    title = fields.text("职务（职称）")
    skill_level = fields.coded("技能等级", SkillLevel)
    employment_status = fields.coded("就业状况", EmploymentStatus, EmploymentStatus.AT_WORK)
    dispatched = fields.yes("劳务派遣工")
    is_migrant_worker = fields.yes("农民工", help_text="户籍仍在农村，进城务工或在当地从事非农产业六个月以上")
    new_form_group = fields.coded("新就业形态群体", NewFormGroup)
    card_no = fields.text("会员证（卡）号", 30)
    join_on = fields.day("入会日期", db_index=True)
    left_on = fields.day("离会日期", db_index=True)
    membership = fields.coded("会籍状态", Membership, Membership.ACTIVE)
    realname_verified = fields.yes("已实名入库")
    is_cadre = fields.yes("工会干部")
    is_model = fields.yes("劳动模范")
    is_hardship = fields.yes("困难职工")
    mutual_in = fields.yes("已参加互助保障")
    consent_on = fields.day("同意采集信息日期")
    consent_doc = fields.text("同意书编号", 60)

    label_field = "name"


def _number(record: Member, today: date) -> Iterator[Finding]:
    value: Any = record.id_number
    if record.id_type == IdType.ID_CARD and value and not isinstance(value, Sealed) and not is_id_number(value, today):
        yield Finding("E24", "error", "身份证号校验不通过，请核对。", "id_number")


def _twice(records: Sequence[Member], today: date) -> Iterator[tuple[Member, Finding]]:
    """Whose identity number is registered elsewhere in the county?"""
    registered = Member.objects.valid().filter(membership__in=REGISTERED)
    for record, other in numbers_elsewhere((r for r in records if r.membership in REGISTERED), registered):
        message = f"该身份证号已在{where(record, other)}登记在籍会员，请办理会籍转接后再登记。"
        yield record, Finding("E25", "error", message, "id_number")


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def retirement_month(born: date, gender: str) -> date:
    """The month of statutory retirement; women by the age of cadres, the later of the two.

    Raised from 2025 by one month for every four months of birth, by three years at most (全国人大常委会2024年决定).
    """
    years, first = (55, 1970) if gender == Gender.FEMALE else (60, 1965)
    later = (_months(born) - first * 12) // 4 + 1
    month = _months(born) + years * 12 + min(max(later, 0), 36)
    return date(month // 12, month % 12 + 1, 1)


def _age(record: Member, today: date) -> Iterator[Finding]:
    if not record.birth_on or record.membership != Membership.ACTIVE:
        return
    born = record.birth_on
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < LEAST_AGE or today.replace(day=1) > retirement_month(born, record.gender):
        message = f"{record.name}年龄{age}岁，请核实是否符合入会或保留会籍条件。"
        yield Finding("E26", "warning", message, "birth_on")


def _left(record: Member, today: date) -> Iterator[Finding]:
    gone = record.membership not in REGISTERED
    if gone and not record.left_on:
        yield Finding("F06", "error", "会籍已不在本会，请填写离会日期。", "left_on")
    if record.left_on and not gone:
        yield Finding("F06", "error", "已填离会日期，请同时更改会籍状态。", "membership")


def _belonged_until_leaving(record: Member, by: User) -> None:
    """A member entered as one who left counts in the months before he did."""
    if record.left_on and record.membership not in REGISTERED:
        FormerValue.objects.get_or_create(
            ledger="member",
            record=record.pk,
            field="membership",
            until=record.left_on,
            defaults={"value": Membership.ACTIVE},
        )


LEDGER = Ledger(
    slug="member",
    name="会员台账",
    section="S02",
    intro="登记实名会员；入会、转接、退会等在“会籍变动台账”办理，会籍状态随之更新。",
    model=Member,
    groups=(
        ("本人", ("name", "gender", "ethnicity", "birth_on", "education", "political_status")),
        ("证件与联系方式", ("id_type", "id_number", "phone")),
        ("户籍", ("household_type", "household_place", "native_place")),
        ("工作", ("union_org", "employer", "job", "title", "skill_level", "employment_status", "dispatched")),
        ("群体", ("is_migrant_worker", "new_form_group", "is_cadre", "is_model", "is_hardship", "mutual_in")),
        ("会籍", ("card_no", "join_on", "left_on", "membership", "realname_verified")),
        ("信息采集", ("consent_on", "consent_doc")),
    ),
    columns=(
        "name",
        "gender",
        "union_org",
        "employer",
        "join_on",
        "membership",
        "is_migrant_worker",
        "realname_verified",
    ),
    main_date="join_on",
    held=Held("join_on", "left_on"),
    search=("name", "card_no", "job"),
    narrow=("membership", "gender", "is_migrant_worker", "new_form_group", "realname_verified", "employment_status"),
    dated=("membership", "is_migrant_worker", "new_form_group", "realname_verified", "gender"),
    spans=(("join_on", "left_on"), ("birth_on", "join_on")),
    fingerprints={"id_number": "id_print"},
    unique=("name", "birth_on", "union_org", "join_on"),
    rules=(_number, _age, _left),
    joint_rules=(_twice,),
    person=("id_number",),
    after_keep=_belonged_until_leaving,
)
register(LEDGER)
