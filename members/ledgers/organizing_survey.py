"""应建未建摸底台账: each visit to a workplace without a union, how it stands and what is to follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import models

from members.ledgers.ledger import Finding, Ledger, register
from members.ledgers.record import Record


class Disposition(models.TextChoices):
    ESTABLISHED = "established", "已建会"
    PREPARING = "preparing", "正在筹建"
    WILLING = "willing", "愿意建会"
    PERSUADING = "persuading", "需继续做工作"
    TOO_FEW = "too_few", "职工人数不足"
    CLOSED = "closed", "停产、注销、终止报表"
    ELSEWHERE = "elsewhere", "在外地经营、已迁出"
    JOINED_JOINT = "joined_joint", "已纳入联合工会"
    PARENT_COVERED = "parent_covered", "由总公司工会覆盖"
    REFUSED = "refused", "拒绝建会"
    UNREACHABLE = "unreachable", "无法联系"
    OTHER = "other", "其他"


#: With these the workplace has a union, and the record should say which.
ORGANIZED = (Disposition.ESTABLISHED, Disposition.JOINED_JOINT, Disposition.PARENT_COVERED)


class OrganizingSurvey(Record):
    """One visit; the latest of a workplace tells how it stands."""

    employer = models.ForeignKey("members.Employer", models.PROTECT, related_name="+", verbose_name="用人单位")
    survey_on = models.DateField("摸底（走访）日期", db_index=True)
    surveyor = models.CharField("摸底人", max_length=40, blank=True)
    responsible = models.CharField("包干领导（责任人）", max_length=40, blank=True)
    disposition = models.CharField("建会情况", max_length=20, choices=Disposition)
    reason = models.CharField("未建原因及工作情况", max_length=200, blank=True)
    next_visit_on = models.DateField("下次走访日期", null=True, blank=True)
    target_date = models.DateField("计划建会日期", null=True, blank=True)
    target_members = models.PositiveIntegerField("计划发展会员数", null=True, blank=True)
    result_union = models.ForeignKey(
        "members.UnionOrg", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所建（所入）工会"
    )

    def __str__(self) -> str:
        return f"{self.employer}{self.survey_on}摸底" if self.employer_id and self.survey_on else super().__str__()


def _result(record: OrganizingSurvey, today: date) -> Iterator[Finding]:
    if record.disposition in ORGANIZED and not record.result_union_id:
        yield Finding("", "info", "已建会的，请选填所建（所入）工会，便于与工会组织台账核对。", "result_union")
    if record.result_union_id and record.disposition not in ORGANIZED:
        yield Finding("", "warning", "已填所建（所入）工会，请核对建会情况。", "disposition")


def _overdue(record: OrganizingSurvey, today: date) -> Iterator[Finding]:
    open_still = record.disposition in {Disposition.PREPARING, Disposition.WILLING, Disposition.PERSUADING}
    if open_still and record.target_date and record.target_date < today:
        yield Finding("", "warning", f"计划建会日期（{record.target_date:%Y-%m-%d}）已过，尚未建会。", "target_date")


LEDGER = Ledger(
    slug="organizing_survey",
    name="应建未建摸底台账",
    section="S01",
    intro="登记对未建会单位的每次走访，以最近一次的建会情况计数。",
    model=OrganizingSurvey,
    groups=(
        ("走访", ("employer", "survey_on", "surveyor", "responsible")),
        ("建会情况", ("disposition", "reason", "result_union")),
        ("下步安排", ("next_visit_on", "target_date", "target_members")),
    ),
    columns=("survey_on", "employer", "surveyor", "disposition", "reason", "next_visit_on", "target_date"),
    main_date="survey_on",
    search=("surveyor", "responsible", "reason"),
    narrow=("disposition",),
    future=("next_visit_on", "target_date"),
    spans=(("survey_on", "next_visit_on"),),
    unique=("employer", "survey_on"),
    rules=(_result, _overdue),
)
register(LEDGER)
