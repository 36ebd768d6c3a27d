"""困难职工档案: who is in hardship and why, from the day the archive was opened to the day it was closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models

from members.checkdigits import is_id_number
from members.ledgers import fields
from members.ledgers.elsewhere import numbers_elsewhere, where
from members.ledgers.hardship import (
    ArchiveLevel,
    Cause,
    CloseReason,
    DifficultyClass,
    EnterpriseState,
    Housing,
    Insurance,
    LowIncome,
    Marital,
    ModelKind,
    UnitKind,
    WorkState,
)
from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.person import ETHNICITIES, Gender, Household, Political
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import Sealed, SealedField

#: How long an archive stands before it is looked into again, in days (每年复核).
RECHECK_DAYS = 365


def _money(label: str) -> Any:
    return ScaledField(f"{label}（元）", null=True, blank=True)


class HardshipArchive(Record):
    """One household in hardship, named after the worker for whom the archive was opened."""

    name = models.CharField("姓名", max_length=40, db_index=True)
    archive_no = fields.text("档案编号", 40)
    id_number = SealedField("身份证号", mask="id")
    id_print = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    gender = fields.coded("性别", Gender)
    ethnicity = fields.coded("民族", ETHNICITIES)
    political_status = fields.coded("政治面貌", Political)
    marital = fields.coded("婚姻状况", Marital)
    single_parent = models.BooleanField("单亲", default=False)
    household_type = fields.coded("户口类型", Household)
    phone = SealedField("手机号", mask="phone")
    address = SealedField("家庭住址")
    health = SealedField(
        "健康状况", help_text="良好、癌症、心血管疾病、尿毒症、精神疾病、肝病、血液病、糖尿病、肿瘤、残疾等"
    )
    disability = SealedField("残疾类别和等级")
    insurance = fields.coded("医保状况", Insurance)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位（名录）"
    )
    work_unit = fields.text("工作单位", 100)
    unit_kind = fields.coded("单位性质", UnitKind)
    enterprise_state = fields.coded("企业状况", EnterpriseState)
    work_state = fields.coded("工作状态", WorkState)
    model_kind = fields.coded("劳模类型", ModelKind)
    difficulty_class = models.CharField("困难类别", max_length=10, choices=DifficultyClass)
    archive_level = fields.coded("建档级别", ArchiveLevel, default=ArchiveLevel.COUNTY)
    cause_main = models.CharField("主要致困原因", max_length=20, choices=Cause)
    cause_minor = fields.coded("次要致困原因", Cause)
    family_size = models.PositiveSmallIntegerField("家庭人口", null=True, blank=True)
    family = SealedField(
        "家庭成员",
        help_text="每行一人：姓名、关系、身份证号、健康状况、月收入、身份、单位或学校；在校的写明学历、入学年份和学制",
    )
    own_income = _money("本人月均收入")
    other_income_year = _money("家庭其他年收入")
    family_income_year = _money("家庭年度总收入")
    income_per_head = _money("家庭月人均收入")
    rigid_spending = _money("年刚性支出")
    housing = fields.coded("住房类型", Housing)
    housing_area = ScaledField("住房面积（平方米）", null=True, blank=True)
    zero_employment = models.BooleanField("零就业家庭", default=False)
    self_help = models.BooleanField("有自救能力", default=False)
    low_income = fields.coded("低保情况", LowIncome)
    applied_on = fields.day("申报日期")
    union_opinion = fields.text("基层工会意见", 200)
    publicity_from = fields.day("公示开始日期")
    publicity_to = fields.day("公示结束日期")
    reviewer = fields.text("审核人", 40)
    county_approved_on = fields.day("县总工会审批日期", db_index=True)
    opened_on = fields.day("建档日期", db_index=True, help_text="自当日起计入在档；申报中的留空")
    opened_by = fields.text("建档人", 40)
    recheck_on = fields.day("最近复核日期")
    paired_leader = fields.text("结对帮扶领导", 40)
    closed_on = fields.day("退档日期", db_index=True, help_text="自当日起不再计入在档")
    close_reason = fields.coded("退档原因", CloseReason)
    bank_name = fields.text("开户银行", 80)
    bank_account = SealedField("银行账号", mask="account")

    label_field = "name"


def _number(record: HardshipArchive, today: date) -> Iterator[Finding]:
    value: Any = record.id_number
    if value and not isinstance(value, Sealed) and not is_id_number(value, today):
        yield Finding("E24", "error", "身份证号校验不通过，请核对。", "id_number")


def _twice(records: Sequence[HardshipArchive], today: date) -> Iterator[tuple[HardshipArchive, Finding]]:
    """Whose number has an open archive elsewhere in the county?"""
    open_ones = HardshipArchive.objects.valid().filter(closed_on=None)
    for record, other in numbers_elsewhere((r for r in records if not r.closed_on), open_ones):
        message = f"该身份证号在{where(record, other)}已有在档的困难职工档案，一户只建一份。"
        yield record, Finding("", "error", message, "id_number")


def _opened(record: HardshipArchive, today: date) -> Iterator[Finding]:
    if not record.opened_on:
        yield Finding("", "info", "尚未填写建档日期，不计入在档困难职工户数。", "opened_on")
    elif not record.county_approved_on and not record.closed_on:
        yield Finding("", "warning", "已建档而未登记县总工会审批日期。", "county_approved_on")


def _closed(record: HardshipArchive, today: date) -> Iterator[Finding]:
    if record.closed_on and not record.close_reason:
        yield Finding("", "error", "已填退档日期，请选择退档原因。", "close_reason")
    if record.close_reason and not record.closed_on:
        yield Finding("", "error", "已选退档原因，请填写退档日期。", "closed_on")
    if record.closed_on and not record.opened_on:
        yield Finding("", "error", "已退档的档案须有建档日期。", "opened_on")


def _recheck(record: HardshipArchive, today: date) -> Iterator[Finding]:
    last = record.recheck_on or record.opened_on
    if last and not record.closed_on and today > last + timedelta(days=RECHECK_DAYS):
        yield Finding("", "warning", f"{record.name}的档案已满一年未复核，请复核后更新“最近复核日期”。", "recheck_on")


LEDGER = Ledger(
    slug="hardship_archive",
    name="困难职工档案",
    section="S09",
    model=HardshipArchive,
    intro="困难职工家庭一户一档；证件、住址、健康和家庭成员加密保存，脱困的填写退档日期。",
    groups=(
        (
            "本人",
            (
                "name",
                "archive_no",
                "id_number",
                "gender",
                "ethnicity",
                "political_status",
                "marital",
                "single_parent",
                "household_type",
                "phone",
                "address",
            ),
        ),
        ("健康与医保", ("health", "disability", "insurance")),
        ("工作", ("employer", "work_unit", "unit_kind", "enterprise_state", "work_state", "model_kind")),
        ("困难情况", ("difficulty_class", "archive_level", "cause_main", "cause_minor")),
        ("家庭", ("family_size", "family", "zero_employment", "self_help", "low_income", "housing", "housing_area")),
        ("收支", ("own_income", "other_income_year", "family_income_year", "income_per_head", "rigid_spending")),
        (
            "申报与建档",
            (
                "applied_on",
                "union_opinion",
                "publicity_from",
                "publicity_to",
                "reviewer",
                "county_approved_on",
                "opened_on",
                "opened_by",
                "recheck_on",
                "paired_leader",
            ),
        ),
        ("退档", ("closed_on", "close_reason")),
        ("账户", ("bank_name", "bank_account")),
    ),
    columns=(
        "name",
        "archive_no",
        "difficulty_class",
        "archive_level",
        "cause_main",
        "work_unit",
        "income_per_head",
        "opened_on",
        "closed_on",
    ),
    main_date="opened_on",
    held=Held("opened_on", "closed_on", needs_start=True),
    search=("name", "archive_no", "work_unit", "paired_leader"),
    narrow=("difficulty_class", "archive_level", "cause_main", "close_reason"),
    dated=("difficulty_class", "archive_level"),
    ranks={"archive_level": tuple(ArchiveLevel.values)},
    future=("publicity_to",),
    spans=(
        ("applied_on", "opened_on"),
        ("publicity_from", "publicity_to"),
        ("applied_on", "county_approved_on"),
        ("opened_on", "recheck_on"),
        ("opened_on", "closed_on"),
    ),
    unique=("name", "archive_no"),
    fingerprints={"id_number": "id_print"},
    rules=(_number, _opened, _closed, _recheck),
    joint_rules=(_twice,),
)
register(LEDGER)
