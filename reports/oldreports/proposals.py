"""How do the figures read in an old report become last year's base? One by one, each accepted by a person."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from members.models import Union, User
from members.permissions import may_take_in
from reports import bases, papers
from reports.arithmetic import APPROXIMATE
from reports.formats import NumberError, exact
from reports.models import BasePaper, Indicator, OldReport
from reports.monthly import read_entry
from reports.oldreports.archive import FileRefused
from reports.oldreports.extract import Found
from reports.oldreports.files import pasted, read_file
from reports.oldreports.reading import NO_FIGURES, figures_in

#: Kinds that may be last year's figure itself; all others are shown, not taken.
BASE_KINDS = ("value", "rate")
TAKEN, IGNORED, OPEN = "taken", "ignored", ""
Kept = dict[str, Any]


class DecisionRefused(ValueError):
    """The figure cannot be taken like this; the message is Chinese."""


def keep_report(union: Union, year: int, name: str, data: bytes, *, by: User) -> OldReport:
    """Read an uploaded report (pasted text: a name without ending) and keep it with what was read.

    Raises PermissionDenied, FileRefused.
    """
    if not may_take_in(by, union):
        raise PermissionDenied
    text = read_file(name, data) if Path(name).suffix else pasted(data.decode("utf-8", "replace"))
    reading = figures_in(text)
    if not reading.found:
        raise FileRefused(NO_FIGURES)
    kept = papers.keep_bytes(data, name, Path(name).suffix.lower() or ".txt", "旧总结")
    half = reading.period.last_month == 6
    takes = {each.code: each for each in bases.asked(union) if not half or each.month_agg == "sum"}
    return OldReport.objects.create(
        union=union, year=year, title=kept.title, stored=kept.stored, size=kept.size, digest=kept.digest,
        text=reading.text, said_year=reading.period.year,
        last_month=reading.period.last_month, by=by,
        figures=[as_kept(each, takes.get(each.indicator)) for each in reading.found],
    )  # fmt: skip


def as_kept(found: Found, indicator: Indicator | None) -> Kept:
    """A figure as it is kept between looks; `fits` says whether it may be a base, `state` what was decided."""
    fits = indicator is not None and found.kind in BASE_KINDS
    try:
        fits = fits and read_entry(exact(found.value), indicator) is not None  # type: ignore[arg-type]
    except NumberError:
        fits = False
    return {
        "indicator": found.indicator,
        "label": found.label,
        "value": exact(found.value),
        "approximate": found.approximate if found.approximate in APPROXIMATE else "",
        "unit": found.unit,
        "kind": found.kind,
        "section": found.section,
        "quote": found.quote,
        "certain": found.certain,
        "at": found.at,
        "end": found.end,
        "said_unit": found.said_unit,
        "fits": fits,
        "state": OPEN,
    }


@transaction.atomic
def decide(report: OldReport, number: int, state: str, *, by: User, name: str = "", text: str = "") -> OldReport:
    """Take a figure (under another indicator or with another value, where given), ignore it or think again.

    Raises PermissionDenied, DecisionRefused.
    """
    if not may_take_in(by, report.union):
        raise PermissionDenied
    report = OldReport.objects.select_for_update(of=("self",)).select_related("union").get(pk=report.pk)
    if report.used_at:
        raise DecisionRefused("这份总结的数已经收入上年基数，不能再改")
    if not 0 <= number < len(report.figures) or not report.figures[number]["fits"]:
        raise DecisionRefused("没有这个数，请刷新页面")
    kept = report.figures[number]
    if state == TAKEN and (name or text):
        kept |= _corrected(report, kept, name, text)
    if state == TAKEN:
        other = next(
            (each for at, each in enumerate(report.figures)
             if at != number and each["state"] == TAKEN and each["indicator"] == kept["indicator"]),
            None,
        )  # fmt: skip
        if other:
            raise DecisionRefused(f"“{kept['label']}”已接受{other['value']}，同一指标只能有一个数；请先忽略那一个")
    kept["state"] = state
    report.save(update_fields=["figures"])
    return report


def _corrected(report: OldReport, kept: Kept, name: str, text: str) -> Kept:
    """The figure as somebody put it right."""
    indicators = bases.asked(report.union)
    wanted = name.strip()
    found = next((each for each in indicators if wanted in (each.code, each.plain_name, each.name)), None)
    if found is None:
        raise DecisionRefused(f"没有叫“{wanted[:30]}”的指标，请从列表里选")
    if report.half and found.month_agg != "sum":
        raise DecisionRefused("上半年总结里的期末数不是上年末的数，不能作基数")
    try:
        entry = read_entry(text, found)
    except NumberError as error:
        raise DecisionRefused(str(error)) from error
    if entry is None or entry.value is None:
        raise DecisionRefused("请填数；不要这个数就按“忽略”")
    return {
        "indicator": found.code, "label": found.plain_name, "unit": found.unit, "value": exact(entry.value),
        "approximate": entry.approximate,
    }  # fmt: skip


def accepted(reports: Iterable[OldReport]) -> dict[str, str]:
    """What the base's form begins with: y_code and h_code → the figure as text. Newer reports win."""
    found: dict[str, str] = {}
    for report in sorted(reports, key=lambda each: each.pk):
        for each in report.figures:
            if each["state"] == TAKEN:
                found[("h_" if report.half else "y_") + each["indicator"]] = each["value"] + each["approximate"]
    return found


def waiting_reports(union: Union, year: int) -> list[OldReport]:
    """The union's old reports of which figures are accepted and not yet in the base."""
    found = OldReport.objects.filter(union=union, year=year, used_at=None)
    return [report for report in found if report.taken_count]


@transaction.atomic
def used(reports: Iterable[OldReport], *, by: User) -> None:
    """The figures went into the base: keep the papers beside it."""
    for report in reports:
        BasePaper.objects.create(
            union=report.union, year=report.year, title=report.title, stored=report.stored, size=report.size,
            digest=report.digest, by=by,
        )  # fmt: skip
        report.used_at = timezone.now()
        report.save(update_fields=["used_at"])


@transaction.atomic
def drop(report: OldReport, *, by: User) -> None:
    """Forget a report whose figures were not used, and its file. Raises PermissionDenied, DecisionRefused."""
    if not may_take_in(by, report.union):
        raise PermissionDenied
    if report.used_at:
        raise DecisionRefused("这份总结已随上年基数留存，不能删除")
    stored = Path(report.stored).name
    report.delete()
    transaction.on_commit(lambda: (papers.folder() / stored).unlink(missing_ok=True))
