"""达标检查台账: one union held against one list of demands on one day (五有、六有、八有、十有、建家…)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from members.ledgers.checklist_schemes import OWN, SCHEMES, choices
from members.ledgers.ledger import Child, Finding, Ledger, register
from members.ledgers.record import Record
from members.ledgers.scheme_items import items_of
from members.models.scaled import ScaledField


class Assessor(models.TextChoices):
    SELF = "self", "工会自查"
    TOWNSHIP = "township", "乡镇检查"
    COUNTY = "county", "县级验收"
    MEMBERS = "members", "会员评议"


class Outcome(models.TextChoices):
    APPLIED = "applied", "已申报"
    WORKING = "working", "创建整改中"
    BASIC = "basic", "基本达标"
    MET = "met", "达标"
    EXCELLENT = "excellent", "优秀"
    FAILED = "failed", "未达标"


PASSED = (Outcome.MET, Outcome.EXCELLENT)


class Checklist(Record):
    """One check; its lines say which demands were found fulfilled."""

    union_org = models.ForeignKey("members.UnionOrg", models.PROTECT, related_name="+", verbose_name="受检工会")
    scheme = models.CharField("检查标准", max_length=20, choices=choices)
    scheme_name = models.CharField("自定标准名称", max_length=60, blank=True, help_text="检查标准选“自定标准”时填写")
    checked_on = models.DateField("检查日期", db_index=True)
    assessor = models.CharField("检查方式", max_length=12, choices=Assessor, default=Assessor.SELF)
    inspectors = models.CharField("检查人", max_length=100, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome)
    score = ScaledField("得分（满意率）", null=True, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    fixed_on = models.DateField("整改完成日期", null=True, blank=True)
    met_count = models.PositiveSmallIntegerField("已具备项数", default=0, editable=False)
    missing = models.CharField("尚缺项目", max_length=500, blank=True, editable=False)

    def __str__(self) -> str:
        return f"{self.union_org}{self.get_scheme_display()}" if self.union_org_id else super().__str__()  # type: ignore[attr-defined]


class ChecklistItem(models.Model):
    """One demand and whether it was found fulfilled; demands of the scheme that are not listed count as missing."""

    record = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    item = models.CharField("项目", max_length=60)
    fulfilled = models.BooleanField("已具备", default=True)
    note = models.CharField("说明", max_length=100, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.item


def _start(record: Checklist, given: Mapping[str, str]) -> dict[type[models.Model], list[dict[str, Any]]]:
    """A check begun from a scheme lists its items, all to be ticked or not."""
    scheme, name = given.get("scheme", ""), given.get("name", "")[:60]
    if scheme not in SCHEMES:
        return {}
    record.scheme, record.scheme_name = scheme, name if scheme == OWN else ""
    return {ChecklistItem: [{"item": item} for item in items_of(record.union, scheme, name)]}


def _fill(record: Checklist) -> None:
    lines = {line.item: line.fulfilled for line in record.lines}  # type: ignore[attr-defined]
    demanded = items_of(record.union, record.scheme, record.scheme_name)
    missing = [item for item in (*demanded, *(i for i in lines if i not in demanded)) if not lines.get(item)]
    record.met_count = sum(lines.values())
    record.missing = "、".join(missing)[:500]


def _named(record: Checklist, today: date) -> Iterator[Finding]:
    if record.scheme == OWN and not record.scheme_name:
        yield Finding("", "error", "请填写自定标准的名称。", "scheme_name")
    names = [line.item for line in record.lines]  # type: ignore[attr-defined]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Finding("", "error", f"项目“{name}”列了两次，请合并。")
    demanded = items_of(record.union, record.scheme, record.scheme_name)
    unknown = [name for name in names if demanded and name not in demanded]
    if unknown:
        message = f"“{SCHEMES[record.scheme].name}”中没有项目“{unknown[0]}”，本标准为：{'、'.join(demanded)}。"
        yield Finding("", "error", message)


def _complete(record: Checklist, today: date) -> Iterator[Finding]:
    if record.outcome in PASSED and record.missing:
        yield Finding("", "error", f"尚缺{record.missing}，不能登记为达标。", "outcome")
    elif record.missing:
        yield Finding("", "info", f"尚缺：{record.missing}。")
    if record.outcome in PASSED and not record.missing and not record.met_count:
        yield Finding("", "error", "请先列出检查的项目，再登记为达标。", "outcome")
    if record.due_on and record.due_on < today and not record.fixed_on and record.outcome not in PASSED:
        yield Finding("", "warning", f"整改期限（{record.due_on:%Y-%m-%d}）已过，尚未登记整改完成。", "fixed_on")


LEDGER = Ledger(
    slug="checklist",
    name="达标检查台账",
    section="S01",
    intro="登记对基层工会按“五有”“六有”“十有四上墙”等标准逐项检查的情况和结果。",
    model=Checklist,
    groups=(
        ("检查", ("union_org", "scheme", "scheme_name", "checked_on", "assessor", "inspectors")),
        ("结果", ("outcome", "score", "due_on", "fixed_on")),
    ),
    columns=("checked_on", "union_org", "scheme", "assessor", "met_count", "missing", "outcome", "due_on"),
    main_date="checked_on",
    search=("scheme_name", "inspectors", "missing"),
    narrow=("scheme", "assessor", "outcome"),
    future=("due_on",),
    spans=(("checked_on", "due_on"), ("checked_on", "fixed_on")),
    unique=("union_org", "scheme", "scheme_name", "checked_on", "assessor"),
    children=(Child(ChecklistItem, ("item", "fulfilled", "note"), "检查项目"),),
    rules=(_named, _complete),
    fill=_fill,
    start=_start,
    settings=("scheme-list", "检查标准"),
)
register(LEDGER)
