"""民主管理档案: which employers have a workers' congress and open their affairs, since when and in what form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from django.db import models

from members.ledgers.collective_contract import Scope
from members.ledgers.ledger import Finding, Held, Ledger, register
from members.ledgers.record import FormerValue, Record

if TYPE_CHECKING:
    from members.models import User

#: 〔知〕《企业民主管理规定》：职工代表不少于职工的5%，最少30人；中层以上管理人员一般不超过20%。
DELEGATE_SHARE, DELEGATES_AT_LEAST = Decimal("0.05"), 30
MANAGER_SHARE = Decimal("0.20")
#: 《公司法》第六十八条：职工三百人以上的公司，董事会应有职工代表，设有含职工代表监事会的除外。
BOARD_FROM_EMPLOYEES = 300


class Form(models.TextChoices):
    DELEGATE = "delegate", "职工代表大会"
    ASSEMBLY = "assembly", "职工大会"
    REGIONAL = "regional", "区域性职代会"
    INDUSTRY = "industry", "行业性职代会"


class DemocracyProfile(Record):
    """One employer, region or trade: its forms of democratic management."""

    unit_name = models.CharField("单位（区域、行业）名称", max_length=100)
    employer = models.ForeignKey(
        "members.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位"
    )
    scope = models.CharField("范围", max_length=12, choices=Scope, default=Scope.ENTERPRISE)
    employee_count = models.PositiveIntegerField("职工人数", null=True, blank=True)
    has_congress = models.BooleanField("已建立职代会", default=False)
    congress_since = models.DateField("职代会建立日期", null=True, blank=True, db_index=True)
    congress_form = models.CharField("职代会形式", max_length=12, choices=Form, blank=True)
    congress_term_no = models.PositiveSmallIntegerField("现为第几届", null=True, blank=True)
    congress_term_years = models.PositiveSmallIntegerField("每届年限", null=True, blank=True, help_text="三至五年")
    delegates = models.PositiveIntegerField("职工代表人数", null=True, blank=True)
    female_delegates = models.PositiveIntegerField("其中女代表", null=True, blank=True)
    manager_delegates = models.PositiveIntegerField("其中中层以上管理人员", null=True, blank=True)
    has_openness = models.BooleanField("已实行厂务公开", default=False)
    openness_since = models.DateField("实行厂务公开日期", null=True, blank=True, db_index=True)
    by_board = models.BooleanField("公开栏", default=False)
    by_meeting = models.BooleanField("会议公开", default=False)
    by_network = models.BooleanField("网络公开", default=False)
    by_handbook = models.BooleanField("职工手册", default=False)
    openness_checked_on = models.DateField("厂务公开检查日期", null=True, blank=True)
    openness_checked = models.CharField("厂务公开检查情况", max_length=200, blank=True)
    directors = models.PositiveSmallIntegerField("董事会人数", null=True, blank=True)
    employee_directors = models.PositiveSmallIntegerField("其中职工董事", null=True, blank=True)
    supervisors = models.PositiveSmallIntegerField("监事会人数", null=True, blank=True)
    employee_supervisors = models.PositiveSmallIntegerField("其中职工监事", null=True, blank=True)
    has_labour_talk = models.BooleanField("劳资恳谈会", default=False)
    has_cadre_appraisal = models.BooleanField("民主评议干部", default=False)
    has_delegate_tour = models.BooleanField("职工代表巡视", default=False)
    has_suggestion_box = models.BooleanField("合理化建议箱", default=False)
    begun_on = models.DateField("单位成立日期", null=True, blank=True, help_text="不填视为一直存在")
    ended_on = models.DateField("停止日期", null=True, blank=True, help_text="单位关闭、迁出的，自这一天起不再统计")

    label_field = "unit_name"


def _percent(part: int, whole: int) -> str:
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.1'))}"


def _parts(record: DemocracyProfile, today: date) -> Iterator[Finding]:
    """Women and managers are among the delegates, workers' directors among the directors."""
    pairs = (
        ("female_delegates", "delegates"),
        ("manager_delegates", "delegates"),
        ("employee_directors", "directors"),
        ("employee_supervisors", "supervisors"),
    )
    for part, whole in pairs:
        few, many = getattr(record, part), getattr(record, whole)
        if few is not None and many is not None and few > many:
            label = LEDGER.label
            yield Finding("", "error", f"“{label(part)}”{few}人，多于“{label(whole)}”{many}人，请核对。", part)


def _since(record: DemocracyProfile, today: date) -> Iterator[Finding]:
    for flag, since in SINCE.items():
        if getattr(record, flag) and not getattr(record, since):
            message = f"未填“{LEDGER.label(since)}”，本单位不计入当期新建数。"
            yield Finding("", "warning", message, since)
    years = record.congress_term_years
    if years is not None and not 3 <= years <= 5:
        yield Finding("", "warning", f"职代会每届一般为三至五年，现登记{years}年，请核对。", "congress_term_years")


def _delegates(record: DemocracyProfile, today: date) -> Iterator[Finding]:
    count, employees = record.delegates, _employees(record)
    if count is None or record.congress_form == Form.ASSEMBLY:
        return
    share = int((DELEGATE_SHARE * (employees or 0)).to_integral_value(ROUND_CEILING))
    if count < max(DELEGATES_AT_LEAST, share):
        message = f"职工代表{count}人，低于不少于职工人数5%且最少30人的要求。"
        yield Finding("E28", "warning", message, "delegates")
    managers = record.manager_delegates
    if managers is not None and managers <= count and managers > MANAGER_SHARE * count:
        message = f"中层以上管理人员占职工代表{_percent(managers, count)}%，一般不应超过20%。"
        yield Finding("E30", "warning", message, "manager_delegates")


def _employees(record: DemocracyProfile) -> int | None:
    """The workers of the profile; where none are entered, those of the employer's register."""
    if record.employee_count is None and record.employer is not None:
        return record.employer.employee_count
    return record.employee_count


def _met(record: DemocracyProfile, today: date) -> Iterator[Finding]:
    from members.ledgers.congress_session import CongressSession

    if not record.has_congress or (record.ended_on and record.ended_on <= today) or not record.pk:
        return
    held = CongressSession.objects.valid().filter(profile=record.pk, held_on__year=today.year, held_on__lte=today)
    if not held.exists():
        yield Finding("E31", "warning", f"{record.unit_name}本年度尚未登记召开职代会（每年至少一次）。", "has_congress")


def _boards(record: DemocracyProfile, today: date) -> Iterator[Finding]:
    theirs = record.employee_supervisors or 0
    few = bool(record.supervisors) and theirs * 3 < (record.supervisors or 0)
    large = (_employees(record) or 0) >= BOARD_FROM_EMPLOYEES and bool(record.directors)
    if few or (large and not record.employee_directors and not theirs):
        message = f"{record.unit_name}职工监事（董事）设置不符合《公司法》要求，请核实。"
        yield Finding("E32", "warning", message, "employee_supervisors" if few else "employee_directors")


#: Which day tells since when a yes holds.
SINCE = {"has_congress": "congress_since", "has_openness": "openness_since"}


def _remember_since(record: DemocracyProfile, by: User | None = None) -> None:
    """A yes entered today with the day it came about was a no before that day: past month-ends count it so."""
    for flag, since in SINCE.items():
        day = getattr(record, since)
        if not getattr(record, flag) or day is None:
            continue
        kept = FormerValue.objects.filter(ledger=LEDGER.slug, record=record.pk, field=flag)
        first = kept.order_by("until").first()
        if first is None or (first.value == "yes" and first.until > day):
            kept.create(ledger=LEDGER.slug, record=record.pk, field=flag, until=day, value="no")
        elif (
            first.value == "no" and first.until != day and not kept.filter(until__lte=day).exclude(pk=first.pk).exists()
        ):
            first.until = day
            first.save()


LEDGER = Ledger(
    slug="democracy_profile",
    name="民主管理档案",
    section="S04",
    model=DemocracyProfile,
    intro="每个单位（区域、行业）一行：职代会、厂务公开和职工董事监事的建立情况。",
    groups=(
        ("单位", ("unit_name", "employer", "scope", "employee_count", "begun_on", "ended_on")),
        (
            "职代会",
            (
                "has_congress",
                "congress_since",
                "congress_form",
                "congress_term_no",
                "congress_term_years",
                "delegates",
                "female_delegates",
                "manager_delegates",
            ),
        ),
        (
            "厂务公开",
            (
                "has_openness",
                "openness_since",
                "by_board",
                "by_meeting",
                "by_network",
                "by_handbook",
                "openness_checked_on",
                "openness_checked",
            ),
        ),
        ("职工董事、职工监事", ("directors", "employee_directors", "supervisors", "employee_supervisors")),
        (
            "其他形式",
            ("has_labour_talk", "has_cadre_appraisal", "has_delegate_tour", "has_suggestion_box", "remark"),
        ),
    ),
    columns=(
        "unit_name",
        "scope",
        "employee_count",
        "has_congress",
        "congress_since",
        "delegates",
        "has_openness",
        "openness_since",
    ),
    held=Held("begun_on", "ended_on"),
    search=("unit_name",),
    narrow=("scope", "has_congress", "has_openness", "congress_form"),
    spans=(("begun_on", "ended_on"), ("begun_on", "congress_since"), ("begun_on", "openness_since")),
    dated=("has_congress", "has_openness", "scope"),
    unique=("unit_name",),
    rules=(_parts, _since, _delegates, _met, _boards),
    after_keep=_remember_since,
)
register(LEDGER)
