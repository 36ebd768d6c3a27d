"""The catalogue: what is counted, in which unit, how months and parts add up. Codes never change."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.models.union import Level
from members.months import Span
from members.sections import SECTIONS
from reports.arithmetic import Definition


class Kind(models.TextChoices):
    FLOW = "flow", "期间数"
    STOCK = "stock", "期末数"
    AMOUNT = "amount", "金额"
    RATIO = "ratio", "比率"


class MonthAgg(models.TextChoices):
    SUM = "sum", "各月相加"
    LAST = "last", "取末月"
    FIRST = "first", "取首月"
    RECOMPUTE = "recompute", "重算"


class Due(models.TextChoices):
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季"
    HALF_YEAR = "half_year", "每半年"


class ParentRel(models.TextChoices):
    PARTITION = "partition", "各分项之和等于总数"
    SUBSET = "subset", "其中（不大于总数）"
    RELATED = "related", "同组列示"


#: Up to which year an indicator is off when nobody has said.
EVER = 9999
CODE_PATTERN = r"[a-z][a-z0-9_]{1,59}"
TERM = re.compile(rf"([+\-−])\s*({CODE_PATTERN})")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def in_force(self, month: date, level: str = "") -> Self:
        """The indicators that exist in this month; with a level, those asked of its unions."""
        found = self.existing(Span(month, month))
        return found.filter(asked_of__in=("", level)) if level else found

    def existing(self, span: Span) -> Self:
        """The indicators that exist in some month of the span; off for a year is as good as not existing."""
        off = OffYears.objects.filter(indicator=OuterRef("pk"), first__lte=span.first.year, last__gte=span.last.year)
        return self.filter(
            ~Exists(off),
            Q(valid_from=None) | Q(valid_from__lte=span.last),
            Q(valid_until=None) | Q(valid_until__gte=span.first),
            enabled=True,
        )

    def existing_from(self, year: int) -> Self:
        """The indicators still asked for in this year and not retired before its end."""
        return self.existing(Span(date(year, 1, 1), date(year, 12, 1))).filter(
            Q(valid_until=None) | Q(valid_until__gte=date(year, 12, 1))
        )

    def with_former(self, month: date) -> Self:
        """Says of each (`has_former`) whether it was defined otherwise in or before this month."""
        from reports.models.former_definition import FormerDefinition

        former = FormerDefinition.objects.filter(indicator=OuterRef("pk"), until__gt=month)
        return self.annotate(has_former=Exists(former))

    def in_order(self) -> Self:
        return self.order_by("section", "sort", "id")


class Indicator(models.Model):
    """One row of the catalogue: name, unit, kind, section, parts, how it is counted and when it is due."""

    code = models.CharField("代码", max_length=60, unique=True, validators=[RegexValidator(rf"^{CODE_PATTERN}$")])
    name = models.CharField("指标名称", max_length=80)
    unit = models.CharField("单位", max_length=10)
    report_unit = models.CharField("报告用单位", max_length=10, blank=True)
    measure_word = models.CharField("量词", max_length=10, blank=True)
    aliases = models.CharField("别名", max_length=200, blank=True)
    decimals = models.PositiveSmallIntegerField("小数位数", default=0)
    kind = models.CharField("类型", max_length=10, choices=Kind)
    entry = models.CharField("录入方式", max_length=20, blank=True)
    month_agg = models.CharField("按月汇总", max_length=10, choices=MonthAgg)
    unit_agg = models.CharField("按单位汇总", max_length=10, default="sum")
    section = models.CharField("业务口", max_length=3, choices=list(SECTIONS.items()))
    sort = models.PositiveIntegerField("顺序", default=10_000)
    numerator = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分子")
    denominator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分母"
    )
    terms = models.CharField("平衡式", max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级指标"
    )
    parent_rel = models.CharField("与上级的关系", max_length=10, choices=ParentRel, blank=True)
    due = models.CharField("填报频次", max_length=10, choices=Due, default=Due.MONTH)
    zero_is_good = models.BooleanField("为零是成绩", default=False)
    adverse = models.BooleanField("下降为好", default=False)
    ledger = models.CharField("台账", max_length=40, blank=True)
    measure = models.CharField("取数", max_length=60, blank=True)
    date_rule = models.CharField("时点", max_length=40, blank=True)
    filters = models.CharField("条件", max_length=300, blank=True)
    counted_by = models.CharField("计数方式", max_length=20, blank=True)
    source = models.CharField("口径", max_length=300, blank=True)
    basis = models.CharField("依据", max_length=20, blank=True)
    built_in = models.BooleanField("系统指标", default=False)
    enabled = models.BooleanField("启用", default=True)
    valid_from = models.DateField("自何月起", null=True, blank=True)
    valid_until = models.DateField("用至何月", null=True, blank=True)
    asked_of = models.CharField("由谁填报", max_length=10, choices=Level, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["section", "sort", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="indicator_kind_is_known"),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None) | Q(numerator__isnull=False, denominator__isnull=False),
                name="ratio_has_both_parts_or_none",
            ),
            models.CheckConstraint(
                condition=Q(parent=None, parent_rel="") | (Q(parent__isnull=False) & ~Q(parent_rel="")),
                name="parent_and_its_relation_are_set_together",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_computed(self) -> bool:
        """Does the value follow from other indicators?"""
        return self.kind == Kind.RATIO or bool(self.terms)

    @property
    def plain_name(self) -> str:
        """The name without the leading 其中, as a sentence says it."""
        return re.sub(r"^其中[:：]\s*", "", self.name)

    @property
    def whole(self) -> bool:
        """Are only whole numbers accepted?"""
        return self.decimals == 0

    @property
    def asked_label(self) -> str:
        """Whose returns ask for it, in words."""
        return self.get_asked_of_display() if self.asked_of else "各填报单位"

    def exists_in(self, month: date) -> bool:
        """Is the month within the indicator's own months?"""
        return (not self.valid_from or self.valid_from <= month) and (not self.valid_until or month <= self.valid_until)

    @property
    def spoken_unit(self) -> str:
        """The measure word of sentences."""
        return self.measure_word or self.unit

    def term_list(self) -> tuple[tuple[int, str], ...]:
        """`+a -b` → ((1, "a"), (-1, "b"))."""
        return tuple((1 if sign == "+" else -1, code) for sign, code in TERM.findall(self.terms))


def arranged(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Indicators in order, with the parts of a whole directly below it where both stand in one section."""
    rows = list(indicators)
    sections = {row.pk: row.section for row in rows}
    parts: dict[int, list[Indicator]] = defaultdict(list)
    tops: list[Indicator] = []
    for row in rows:
        below = row.parent_id is not None and sections.get(row.parent_id) == row.section
        (parts[row.parent_id or 0] if below else tops).append(row)
    result: list[Indicator] = []

    def place(row: Indicator) -> None:
        result.append(row)
        for part in parts.pop(row.pk, ()):
            place(part)

    for row in tops:
        place(row)
    return result


class OffYears(models.Model):
    """The years, first to last inclusive, in which the county does not ask for the indicator."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="off_years")
    first = models.PositiveSmallIntegerField("自何年停用")
    last = models.PositiveSmallIntegerField("停用至何年", default=EVER)

    class Meta:
        ordering = ["first"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="off_years_are_in_order")]

    def __str__(self) -> str:
        if self.last == self.first:
            return f"{self.first}年停用"
        return f"{self.first}年起停用" if self.last == EVER else f"{self.first}—{self.last}年停用"


def definitions(indicators: list[Indicator]) -> list[Definition]:
    """The catalogue as arithmetic sees it."""
    codes = {indicator.pk: indicator.code for indicator in indicators}
    parts = {pk for i in indicators for pk in (i.numerator_id, i.denominator_id) if pk}
    missing = parts - set(codes)
    if missing:
        codes |= dict(Indicator.objects.filter(pk__in=missing).values_list("pk", "code"))
    return [
        Definition(
            indicator.code,
            indicator.kind,
            indicator.month_agg,
            indicator.due,
            codes.get(indicator.numerator_id, "") if indicator.numerator_id else "",
            codes.get(indicator.denominator_id, "") if indicator.denominator_id else "",
            indicator.term_list(),
        )
        for indicator in indicators
    ]
