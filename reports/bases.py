"""Last year's figures of a union that filed no returns then: taken in from a paper, which is kept beside them.

Stocks stand in last December. A flow's whole year stands in December too, less its first half where that is known,
which stands in June; so year and half-year have their comparison, and no month claims more than the paper says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from members.models import Union, User
from members.months import year_of
from members.permissions import may_take_in
from reports import papers
from reports.arithmetic import Entry
from reports.loading.history import take_in
from reports.loading.places import begin_filing, place_problem
from reports.models import BasePaper, Indicator, MonthlyReturn
from reports.models.indicator import arranged
from reports.monthly import entries, write_entries


class BaseClosed(Exception):
    """The year has returns of its own, so its figures are mended there; the message says so."""


@dataclass(frozen=True, slots=True)
class Base:
    """One indicator of last year: the whole year (or its end), and the first half where it is known."""

    indicator: Indicator
    year: Entry | None
    half: Entry | None = None


def asked(union: Union) -> list[Indicator]:
    """The indicators a paper may give: those entered by hand, and rates."""
    found = Indicator.objects.existing(year_of(timezone.localdate())).filter(asked_of__in=("", union.level), terms="")
    return arranged(found.select_related("parent").in_order())


def has_returns(union: Union, year: int) -> bool:
    """Did the union file returns of its own in the year?"""
    return MonthlyReturn.objects.filter(union=union, month__year=year, taken_in=False).exists()


def figures_of(union: Union, year: int) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """What is kept of the year: at its end, and in June."""
    found = {
        row.month.month: entries(row) for row in MonthlyReturn.objects.filter(union=union, month__in=_months(year))
    }
    return found.get(12, {}), found.get(6, {})


def _months(year: int) -> tuple[date, date]:
    return date(year, 6, 1), date(year, 12, 1)


def take_in_base(union: Union, year: int, bases: list[Base], *, by: User) -> list[str]:
    """Write the year's figures and approve them as history; what else that brought about, in words.

    Raises PermissionDenied, BaseClosed.
    """
    if not may_take_in(by, union):
        raise PermissionDenied
    with transaction.atomic():
        if has_returns(union, year):
            raise BaseClosed(f"“{union.name}”{year}年报过月报，数据应在月报里改正")
        june, december = _months(year)
        sheets: dict[date, dict[Indicator, Entry | None]] = {june: {}, december: {}}
        for base in bases:
            sheets[december][base.indicator] = _rest(base)
            sheets[june][base.indicator] = base.half if base.indicator.month_agg == "sum" else None
        written = [row for month, sheet in sheets.items() if (row := _write(union, month, sheet, by))]
        remarks = begin_filing({union.pk: union}, [(union.pk, row.month) for row in written])
        remarks += take_in(written, {union.pk: by}, list(Indicator.objects.all()))
        MonthlyReturn.objects.filter(pk__in=[row.pk for row in written]).update(taken_in=True)
    return remarks


def _rest(base: Base) -> Entry | None:
    """What stands in December: the end of the year, or the year less its first half."""
    if base.year is None or base.year.value is None or base.half is None or base.half.value is None:
        return base.year
    return Entry(base.year.value - base.half.value, base.year.approximate)


def _write(union: Union, month: date, sheet: Mapping[Indicator, Entry | None], by: User) -> MonthlyReturn | None:
    """The month's return with these figures; None if nothing changes."""
    row = MonthlyReturn.objects.select_for_update(of=("self",)).filter(union=union, month=month).first()
    before = entries(row) if row else {}
    changes = [(indicator, entry) for indicator, entry in sheet.items() if before.get(indicator.code) != entry]
    if not changes:
        return None
    if problem := place_problem(union, month, row, by=by, approve=True):
        raise BaseClosed(problem)
    row = row or MonthlyReturn.objects.create(union=union, month=month)
    write_entries(row, changes, before, by=by)
    row.refresh_from_db()
    return row


def whole_year(december: Entry | None, june: Entry | None) -> Entry | None:
    """The year as it was typed, from what is kept."""
    if december is None or december.value is None or june is None or june.value is None:
        return december
    return Entry(december.value + june.value, december.approximate)


def keep_paper(union: Union, year: int, file: UploadedFile, *, by: User) -> BasePaper:
    """Keep the scanned paper under a random name. Raises PermissionDenied, PaperRefused."""
    if not may_take_in(by, union):
        raise PermissionDenied
    kept = papers.keep(file, "上年报表")
    return BasePaper.objects.create(
        union=union, year=year, title=kept.title, stored=kept.stored, size=kept.size, digest=kept.digest, by=by
    )
