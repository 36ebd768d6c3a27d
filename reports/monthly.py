"""The monthly return: open it, read its grid, save its cells.

Three answers, never mixed: a number (0 is "none"), 不适用, and none (no row: not reported).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from members import permissions
from members.models import Union, User
from members.months import month_name
from reports.arithmetic import Entry
from reports.figures_sql import log_changes, upsert
from reports.formats import NOT_APPLICABLE, NumberError, clean_answer, show
from reports.locks import future_month, lock_of
from reports.models import Figure, FigureChange, Indicator, MonthlyReturn
from reports.models.scaled import to_scaled

#: The words for an approximate number, longest first.
APPROXIMATE_WORDS = ("以上", "余", "多")
NOT_APPLICABLE_TEXT = "不适用"


class ReturnClosed(Exception):
    """The return cannot be typed into; the message says why and who can open it."""


@dataclass(frozen=True, slots=True)
class CellInput:
    """What was typed into a cell, and what the page showed there before (None: do not compare)."""

    text: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the cell meanwhile: what it says now, who wrote it and when."""

    now: str
    mine: str
    by: str
    at: datetime | None


@dataclass(slots=True)
class Saved:
    """What became of a batch: code → text now stored, code → message, code → conflict; `version` of the return."""

    version: int
    saved: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)


def entry_text(entry: Entry | None) -> str:
    """How an entry stands in its input: "", "不适用", "12.5", "40余"."""
    if entry is None:
        return ""
    if entry.value is None:
        return NOT_APPLICABLE_TEXT
    return show(entry.value, 4) + entry.approximate


def read_entry(text: str, indicator: Indicator) -> Entry | None:
    """A typed text as an entry; None is not reported. Raises NumberError (Chinese, says what to type)."""
    text = text.strip()
    approximate = ""
    for word in APPROXIMATE_WORDS:
        if text.endswith(word) and text != word:
            text, approximate = text.removesuffix(word), word
            break
    units = tuple({indicator.unit, indicator.spoken_unit})
    answer = clean_answer(text, whole=indicator.whole, decimals=indicator.decimals, units=units)
    if answer is None:
        return None
    if answer is NOT_APPLICABLE:
        if approximate:
            raise NumberError("“不适用”后面不能带“余”“多”“以上”")
        return Entry(None)
    try:
        to_scaled(answer)
    except ValidationError as error:
        raise NumberError(error.messages[0]) from error
    return Entry(answer, approximate)


def open_return(union: Union, month: date, *, by: User) -> MonthlyReturn:
    """The union's return of the month, started if there is none. Raises PermissionDenied, ReturnClosed."""
    existing = MonthlyReturn.objects.filter(union=union, month=month).first()
    if existing:
        return existing
    if not permissions.may_record(by, union):
        raise PermissionDenied
    if refusal := future_month(month):
        raise ReturnClosed(refusal)
    if not union.files_in(month):
        raise ReturnClosed(f"“{union.name}”{month_name(month)}不在填报范围内")
    try:
        with transaction.atomic():
            return MonthlyReturn.objects.create(union=union, month=month)
    except IntegrityError:  # two people opened the same month at once
        return MonthlyReturn.objects.get(union=union, month=month)


def entries(monthly_return: MonthlyReturn) -> dict[str, Entry]:
    """The figures of a return by code. One query."""
    rows = Figure.objects.filter(monthly_return=monthly_return).values_list("indicator__code", "value", "approximate")
    return {code: Entry(value, approximate) for code, value, approximate in rows}


def save_cells(monthly_return: MonthlyReturn, cells: Mapping[str, CellInput], *, by: User) -> Saved:
    """Save what can be saved; say for every other cell why not. At most 8 queries.

    A cell whose stored text is no longer what the page showed is not overwritten. Raises PermissionDenied,
    ReturnClosed (nothing saved).
    """
    with transaction.atomic():
        locked = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("union").get(pk=monthly_return.pk)
        if not permissions.may_record(by, locked.union):
            raise PermissionDenied
        if lock := lock_of(locked):
            raise ReturnClosed(lock.message)
        asked = Indicator.objects.in_force(locked.month, locked.union.level).filter(code__in=list(cells)).order_by()
        # Only what reading a cell needs: the whole row costs more than the query.
        catalogue = {i.code: i for i in asked.only("code", "unit", "measure_word", "decimals")}
        stored = _stored(locked, catalogue.values())
        result = Saved(locked.version)
        changes = _read(cells, catalogue, stored, result)
        if any(not _agrees(cells[code], stored.get(code)) for code in cells if code in catalogue):
            _add_conflicts(locked, cells, catalogue, stored, result)
        if changes:
            write_entries(locked, changes, stored, by=by)
            result.version = locked.version + 1
        result.saved |= {indicator.code: entry_text(entry) for indicator, entry in changes}
    return result


def _stored(monthly_return: MonthlyReturn, indicators: object) -> dict[str, Entry]:
    rows = Figure.objects.filter(monthly_return=monthly_return, indicator__in=list(indicators))  # type: ignore[call-overload]
    return {
        code: Entry(value, approximate)
        for code, value, approximate in rows.values_list("indicator__code", "value", "approximate")
    }


def _agrees(cell: CellInput, entry: Entry | None) -> bool:
    """Was the cell, when the page was drawn, what is stored now (or has it become what is typed)?"""
    return cell.was is None or cell.was.strip() == entry_text(entry)


def _read(
    cells: Mapping[str, CellInput],
    catalogue: Mapping[str, Indicator],
    stored: Mapping[str, Entry],
    result: Saved,
) -> list[tuple[Indicator, Entry | None]]:
    changes: list[tuple[Indicator, Entry | None]] = []
    for code, cell in cells.items():
        indicator = catalogue.get(code)
        if indicator is None:
            result.errors[code] = f"没有代码为“{code[:60]}”的指标，或本月未启用"
            continue
        try:
            entry = read_entry(cell.text, indicator)
        except NumberError as error:
            result.errors[code] = str(error)
            continue
        old = stored.get(code)
        if entry == old:
            result.saved[code] = entry_text(old)
        elif _agrees(cell, old):
            changes.append((indicator, entry))
    return changes


def _add_conflicts(
    locked: MonthlyReturn,
    cells: Mapping[str, CellInput],
    catalogue: Mapping[str, Indicator],
    stored: Mapping[str, Entry],
    result: Saved,
) -> None:
    """Name who wrote what into cells that changed meanwhile. One query."""
    codes = [
        code
        for code, cell in cells.items()
        if code in catalogue and code not in result.saved and code not in result.errors
        and not _agrees(cell, stored.get(code))
    ]  # fmt: skip
    last: dict[str, FigureChange] = {}
    changes = FigureChange.objects.filter(monthly_return=locked, indicator__code__in=codes).select_related(
        "by", "indicator"
    )
    for change in changes.order_by("id"):
        last[change.indicator.code] = change
    for code in codes:
        by, at = (str(last[code].by), last[code].at) if code in last else ("", None)
        result.conflicts[code] = Conflict(entry_text(stored.get(code)), cells[code].text, by, at)


def write_entries(
    locked: MonthlyReturn,
    changes: list[tuple[Indicator, Entry | None]],
    stored: Mapping[str, Entry],
    *,
    by: User,
) -> None:
    """Write entries into a return whose row is locked, with their change log; raises the version. 3 or 4 statements."""
    kept = [
        (indicator.pk, None if entry.value is None else to_scaled(entry.value), entry.approximate)
        for indicator, entry in changes
        if entry is not None
    ]
    gone = [indicator.pk for indicator, entry in changes if entry is None]
    if kept:
        upsert(locked.pk, kept)
    if gone:
        Figure.objects.filter(monthly_return=locked, indicator__in=gone).delete()
    texts = [(i.pk, entry_text(stored.get(i.code)), entry_text(entry)) for i, entry in changes]
    log_changes(locked.pk, by.pk, timezone.now(), texts)
    MonthlyReturn.objects.filter(pk=locked.pk).update(version=F("version") + 1, updated_at=timezone.now())
