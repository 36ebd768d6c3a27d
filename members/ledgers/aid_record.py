"""帮扶慰问台账: what was given to whom, when and from what money; who was helped into work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from members.checkdigits import birth_of, is_id_number
from members.ledgers.elsewhere import chunks
from members.ledgers.hardship import DifficultyClass
from members.ledgers.hardship_archive import HardshipArchive
from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record
from members.models.scaled import ScaledField
from members.models.sealed import Sealed, SealedField

#: Below this age a child's data are kept only with a guardian's consent (《个人信息保护法》第三十一条).
AGE_OF_CONSENT = 14


class Type(models.TextChoices):
    WARMTH = "warmth", "送温暖"
    COOLING = "cooling", "送清凉"
    SCHOOLING = "schooling", "金秋助学"
    MEDICAL = "medical", "医疗救助"
    LIVING = "living", "生活救助"
    EMPLOYMENT = "employment", "就业援助"
    WOMEN_CARE = "women_care", "女职工关爱"
    HOSPITAL = "hospital", "住院（生育、婚丧）慰问"
    MODEL_WORKER = "model_worker", "劳模慰问"
    DISASTER = "disaster", "临时救助"
    FRONTLINE = "frontline", "一线职工慰问"
    RETIREE = "retiree", "离退休慰问"
    TRAVEL = "travel", "返乡车票"
    OTHER = "other", "其他"


class Group(models.TextChoices):
    HARDSHIP = "hardship", "困难职工"
    LAID_OFF = "laid_off", "下岗失业人员"
    MIGRANT = "migrant", "农民工"
    RETURNED = "returned", "返乡农民工"
    GRADUATE = "graduate", "高校毕业生"
    NEW_FORM = "new_form", "新就业形态劳动者"
    FRONTLINE = "frontline", "一线职工"
    MODEL = "model", "劳模先进"
    RETIREE = "retiree", "离退休职工"
    OTHER = "other", "其他"


class AgeGroup(models.TextChoices):
    YOUNG = "young", "40岁以下"
    MIDDLE = "middle", "40至50岁"
    SENIOR = "senior", "50岁以上"


class FundSource(models.TextChoices):
    FINANCE = "finance", "财政资金（中央、地方帮扶专项）"
    SUPERIOR = "superior", "上级工会补助"
    OWN = "own", "本级工会经费"
    DONATION = "donation", "社会捐助"
    ADMIN = "admin", "行政拨付"
    OTHER = "other", "其他"


class Payment(models.TextChoices):
    BANK = "bank", "银行打卡"
    CASH = "cash", "现金"
    GOODS = "goods", "实物"


#: Kinds of aid that go to households with an archive.
NEEDS_ARCHIVE = (Type.LIVING, Type.MEDICAL)


class AidRecord(Record):
    """One gift to one recipient, or to a group that is counted by heads."""

    type = models.CharField("帮扶类型", max_length=20, choices=Type)
    given_on = models.DateField("发放日期", db_index=True)
    batch = models.CharField("批次", max_length=60, blank=True, help_text="如：2026年元旦春节送温暖")
    programme = models.ForeignKey(
        "members.AidProgramme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="帮扶项目"
    )
    archive = models.ForeignKey(
        "members.HardshipArchive", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="困难职工档案"
    )
    recipient_name = models.CharField(
        "对象", max_length=60, blank=True, help_text="已选档案的可不填；集体慰问的写单位或人群"
    )
    id_number = SealedField("身份证号", mask="id")
    id_print = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    group = models.CharField("人员类别", max_length=20, choices=Group, blank=True)
    unit = models.CharField("所在单位（学校）", max_length=100, blank=True)
    persons = models.PositiveIntegerField("人次", default=1)
    female_persons = models.PositiveIntegerField("其中女职工", null=True, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    amount = ScaledField("金额（元，含物资折款）", null=True, blank=True)
    goods_value = ScaledField("其中物资折款（元）", null=True, blank=True)
    goods = models.CharField("物资名称和数量", max_length=150, blank=True)
    fund_source = models.CharField("资金来源", max_length=20, choices=FundSource, blank=True)
    payment = models.CharField("发放方式", max_length=10, choices=Payment, blank=True)
    signed_doc = models.CharField("签领单编号", max_length=60, blank=True)
    persons_placed = models.PositiveIntegerField("实现就业人数", null=True, blank=True)
    age_group = models.CharField("年龄段", max_length=10, choices=AgeGroup, blank=True)
    placed_at = models.CharField("就业单位、地区", max_length=100, blank=True)
    recipient_birth = SealedField("对象出生日期", help_text="未成年人必填，写作2015-06-01")
    guardian = SealedField("监护人姓名、电话")
    guardian_consent = models.BooleanField("监护人已书面同意", default=False)
    consent_doc = models.CharField("同意材料编号", max_length=60, blank=True)

    label_field = "recipient_name"


def _fill(record: AidRecord) -> None:
    if record.archive and not record.recipient_name.strip():
        record.recipient_name = record.archive.name


def _recipient(record: AidRecord) -> str:
    return record.recipient_name or "该对象"


def _number(record: AidRecord, today: date) -> Iterator[Finding]:
    value: Any = record.id_number
    if value and not isinstance(value, Sealed) and not is_id_number(value, today):
        yield Finding("E24", "error", "身份证号校验不通过，请核对。", "id_number")


def _stands(archive: HardshipArchive, day: date) -> bool:
    """Was the archive open on this day? A household struck by an accident is helped before it is entered."""
    if archive.voided:
        return False
    if archive.difficulty_class == DifficultyClass.ACCIDENT:
        return True
    return bool(archive.opened_on and archive.opened_on <= day and not (archive.closed_on and archive.closed_on <= day))


def _archive(records: Sequence[AidRecord], today: date) -> Iterator[tuple[AidRecord, Finding]]:
    """Who is given relief without an archive in force? One query for each 500 names."""
    asked = [record for record in records if record.type in NEEDS_ARCHIVE]
    by_name: dict[tuple[int, str], list[HardshipArchive]] = {}
    unions = {record.union_id for record in asked}
    for part in chunks(r.recipient_name for r in asked if not r.archive and r.recipient_name):
        for archive in HardshipArchive.objects.valid().filter(union__in=unions, name__in=part):
            by_name.setdefault((archive.union_id, archive.name), []).append(archive)
    for record in asked:
        known = [record.archive] if record.archive else by_name.get((record.union_id, record.recipient_name), [])
        if not any(_stands(archive, record.given_on) for archive in known):
            message = f"救助对象{_recipient(record)}未建立困难职工档案，请先建档或改选慰问类型。"
            yield record, Finding("E34", "warning", message, "archive")


def _twice(records: Sequence[AidRecord], today: date) -> Iterator[tuple[AidRecord, Finding]]:
    """Who was given the same in the same batch already? One query for each 500 batches."""
    # A group is no recipient: the same workshop may be visited twice in one summer.
    asked = [r for r in records if r.batch and (r.archive or (r.recipient_name and r.persons <= 1))]
    given: dict[tuple[str, str], list[AidRecord]] = {}
    mine = Q(union__in={r.union_id for r in asked}) | Q(archive__in={r.archive_id for r in asked if r.archive_id})
    for part in chunks(record.batch for record in asked):
        for other in AidRecord.objects.valid().filter(mine, batch__in=part):
            given.setdefault((other.type, other.batch), []).append(other)
    for record in asked:
        others = given.get((record.type, record.batch), [])
        if any(other.pk != record.pk and _same(record, other) and not _namesakes(record, other) for other in others):
            message = f"{_recipient(record)}在“{record.batch}”中已有发放记录，请勿重复登记。"
            yield record, Finding("E35", "error", message, "batch")


def _same(record: AidRecord, other: AidRecord) -> bool:
    """By name or number, is it one recipient? The children of a household share its archive: their names tell."""
    own = record.union_id == other.union_id
    shared = record.archive_id is not None and record.archive_id == other.archive_id
    named = record.recipient_name == other.recipient_name and (own or shared)
    return named or (own and bool(record.id_print) and record.id_print == other.id_print)


def _namesakes(record: AidRecord, other: AidRecord) -> bool:
    """Are the recipients two people of one name, because their archives or numbers differ?"""
    if record.archive_id and other.archive_id:
        return record.archive_id != other.archive_id
    return bool(record.id_print and other.id_print and record.id_print != other.id_print)


def _born(record: AidRecord) -> date | None:
    """When the recipient was born, by what was typed or else by the identity number. Raises ValueError for no day."""
    typed = record.clear("recipient_birth").strip()
    return date.fromisoformat(typed) if typed else birth_of(record.clear("id_number"))


def _child(record: AidRecord, today: date) -> Iterator[Finding]:
    try:
        born = _born(record)
    except ValueError:
        yield Finding("F06", "error", "“对象出生日期”应写作2015-06-01。", "recipient_birth")
        return
    if born is None:
        return
    if born > record.given_on:
        yield Finding("F06", "error", "“对象出生日期”日期不合理（晚于发放日期），请核对。", "recipient_birth")
        return
    day = record.given_on
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if age < AGE_OF_CONSENT and not (record.guardian_consent and record.consent_doc.strip()):
        message = "助学对象未满14周岁，需上传监护人同意材料后方可登记。"
        yield Finding("E36", "error", message, "guardian_consent" if not record.guardian_consent else "consent_doc")


def _parts(record: AidRecord, today: date) -> Iterator[Finding]:
    if record.goods_value and record.goods_value > (record.amount or 0):
        yield Finding("", "error", "物资折款应计入金额，不能大于金额，请核对。", "goods_value")
    if (record.female_persons or 0) > record.persons:
        message = f"其中女职工{record.female_persons}人次，多于人次（{record.persons}人次），请核对。"
        yield Finding("", "error", message, "female_persons")


def _placed(record: AidRecord, today: date) -> Iterator[Finding]:
    if record.type == Type.EMPLOYMENT and record.persons_placed is None:
        yield Finding("", "warning", "就业援助未填实现就业人数，不计入帮助实现就业。", "persons_placed")
    if record.type != Type.EMPLOYMENT and record.persons_placed:
        yield Finding("", "error", "只有就业援助填写实现就业人数，请核对帮扶类型。", "persons_placed")


LEDGER = Ledger(
    slug="aid_record",
    name="帮扶慰问台账",
    section="S09",
    model=AidRecord,
    intro="送温暖、送清凉、金秋助学、救助、就业援助等，一人一次登记一条；集体慰问一次登记一条。",
    groups=(
        ("帮扶", ("type", "given_on", "batch", "programme")),
        ("对象", ("archive", "recipient_name", "id_number", "group", "unit")),
        ("人数", ("persons", "female_persons", "households")),
        ("钱物", ("amount", "goods_value", "goods", "fund_source", "payment", "signed_doc")),
        ("就业援助", ("persons_placed", "age_group", "placed_at")),
        ("未成年人", ("recipient_birth", "guardian", "guardian_consent", "consent_doc")),
    ),
    columns=("given_on", "type", "batch", "recipient_name", "group", "persons", "amount", "fund_source", "signed_doc"),
    main_date="given_on",
    search=("recipient_name", "batch", "unit", "signed_doc"),
    narrow=("type", "group", "fund_source", "payment"),
    unique=("given_on", "type", "batch", "recipient_name", "archive"),
    fingerprints={"id_number": "id_print"},
    fill=_fill,
    rules=(_number, _child, _parts, _placed),
    joint_rules=(_archive, _twice),
)
register(LEDGER)
