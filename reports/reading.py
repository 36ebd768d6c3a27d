"""How does a return read to someone who checks it? What changed a lot, what changed since it came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from members.months import shift
from reports.formats import show
from reports.grid import GridSection, Row
from reports.models import CellMark, FigureChange, MonthlyReturn, ReviewEvent, State
from reports.models.indicator import Kind

#: A stock that moves by more than 30 % and by at least 5 is looked at (domain §3, C03).
STOCK_SHARE, STOCK_LEAST = Decimal("0.3"), Decimal(5)
#: A flow three times (or a third of) last year's, and at least 10 apart (C04).
FLOW_TIMES, FLOW_LEAST = Decimal(3), Decimal(10)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as its reader sees it: why it stands out (empty: it does not), what it was before it came back, remarks."""

    row: Row
    big: str
    was: str | None
    marks: tuple[CellMark, ...]


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section with at least one answer, or one that is due."""

    key: str
    name: str
    rows: tuple[ReadRow, ...]

    @property
    def answered(self) -> bool:
        return any(item.row.text for item in self.rows)


def number(text: str) -> Decimal | None:
    """The number in a shown text, or None for —, 不适用 and nothing."""
    try:
        return Decimal(text.rstrip("余多以上")) if text else None
    except InvalidOperation:
        return None


def big_change(row: Row, month: date) -> str:
    """Why this row's number stands out against the last one (stocks) or a year ago (flows); empty when it does not."""
    now, ago = number(row.text), number(row.year_ago)
    if now is None or row.computed:
        return ""
    if row.indicator.kind == Kind.STOCK:
        if row.before is None:
            return ""
        when, last = row.before
        if abs(now - last) < STOCK_LEAST or abs(now - last) <= STOCK_SHARE * abs(last):
            return ""
        then = "上月" if shift(when, 1) == month else f"{'上年' if when.year < month.year else ''}{when.month}月"
        return f"比{then}{'增加' if now > last else '减少'}{show(abs(now - last), 4)}"
    if ago is None or abs(now - ago) < FLOW_LEAST:
        return ""
    if now > FLOW_TIMES * ago or now * FLOW_TIMES < ago:
        return f"比上年同月{'增加' if now > ago else '减少'}{abs(now - ago)}"
    return ""


def changed_since_return(monthly_return: MonthlyReturn, events: list[ReviewEvent]) -> dict[str, str]:
    """Code → what stood there when the return last came back, where something else stands now. At most one query."""
    back = [event for event in events if event.to_state == State.RETURNED]
    if not back:
        return {}
    changes = FigureChange.objects.filter(monthly_return=monthly_return, at__gte=back[-1].at).order_by("id")
    was: dict[str, str] = {}
    now: dict[str, str] = {}
    for code, old, new in changes.values_list("indicator__code", "old", "new"):
        was.setdefault(code, old)
        now[code] = new
    return {code: old for code, old in was.items() if now[code] != old}


def read(
    monthly_return: MonthlyReturn, sections: list[GridSection], events: list[ReviewEvent], marks: list[CellMark]
) -> list[ReadSection]:
    """The return as its reader sees it: every row with an answer and every row that is due."""
    was = changed_since_return(monthly_return, events)
    by_code: dict[str, list[CellMark]] = {}
    for mark in marks:
        by_code.setdefault(mark.indicator.code, []).append(mark)
    result = []
    for section in sections:
        rows = tuple(
            ReadRow(row, big_change(row, monthly_return.month), was.get(row.code), tuple(by_code.get(row.code, ())))
            for row in section.rows
            if row.due or row.text or row.code in by_code
        )
        if rows:
            result.append(ReadSection(section.key, section.name, rows))
    return result
