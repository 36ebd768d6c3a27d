"""What does the entry page show? One row per indicator, section by section, with what it compares to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from members.months import DUE_MONTHS, Span, shift, year_to_date
from reports.arithmetic import Definition, Entry, Total, add_units, unit_value
from reports.formats import show, show_points, show_rate
from reports.models import Figure, Indicator, MonthlyReturn
from reports.models.former_definition import as_of, former_definitions
from reports.models.indicator import SECTIONS, arranged, definitions
from reports.monthly import entry_text

NONE = "—"
#: One unit filing every month: coverage plays no part on the entry page.
ALWAYS = {"month": 1, "quarter": 1, "half_year": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on the entry page; texts as shown, "—" where there is nothing.

    `text` is what stands in the input; `proposal` last month's stock, offered for confirmation;
    `change` is this month less last month; `running` this year's total (a stock's latest);
    `stated` a computed line that was typed by hand; `before` a stock's last number and its month, in its own rhythm.
    """

    indicator: Indicator
    text: str
    last_month: str
    year_ago: str
    change: str
    running: str
    proposal: str
    due: bool
    computed: bool
    parts: str
    stated: bool = False
    before: tuple[date, Decimal] | None = None

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def indent(self) -> bool:
        """Does the row stand below its whole?"""
        return self.indicator.parent_id is not None


@dataclass(frozen=True, slots=True)
class GridSection:
    """A section of the entry page: what is due first, the rest folded."""

    key: str
    name: str
    rows: tuple[Row, ...]

    @property
    def due(self) -> list[Row]:
        return [row for row in self.rows if row.due]

    @property
    def rest(self) -> list[Row]:
        return [row for row in self.rows if not row.due]

    @property
    def asked(self) -> int:
        """How many answers are due."""
        return sum(row.due and not row.computed for row in self.rows)

    @property
    def filled(self) -> int:
        return sum(row.due and not row.computed and row.text != "" for row in self.rows)


Cells = Mapping[date, Mapping[str, Entry]]


def cells_of(union_id: int, first: date, last: date) -> dict[date, dict[str, Entry]]:
    """A union's own entries, month by month. One query."""
    rows = Figure.objects.filter(
        monthly_return__union_id=union_id, monthly_return__month__gte=first, monthly_return__month__lte=last
    ).values_list("monthly_return__month", "indicator__code", "value", "approximate")
    cells: dict[date, dict[str, Entry]] = defaultdict(dict)
    for month, code, value, approximate in rows:
        cells[month][code] = Entry(value, approximate)
    return cells


def own_totals(cells: Cells, catalogue: Iterable[Definition], span: Span) -> dict[str, Total]:
    """One union's totals over a span from its own entries, through the one arithmetic."""
    catalogue = list(catalogue)
    by_code: dict[str, dict[date, Entry]] = defaultdict(dict)
    for month in span:
        for code, entry in cells.get(month, {}).items():
            by_code[code][month] = entry
    values = {d.code: unit_value(by_code[d.code], d, span) for d in catalogue if d.code in by_code}
    return add_units({0: values}, catalogue, span, ALWAYS)


def shown(total: Total | None, indicator: Indicator) -> str:
    """A total as the grid prints it: — for nothing, 不适用, or the number."""
    if total is None or (total.value is None and not total.is_na):
        return NONE
    if total.value is None:
        return "不适用"
    text = show_rate(total.value) if indicator.kind == "ratio" else show(total.value, indicator.decimals)
    return text + total.approximate


def difference(change: Decimal, indicator: Indicator) -> str:
    """A change with its sign as the grid prints it; a rate's in percentage points."""
    text = show_points(change) if indicator.kind == "ratio" else show(change, indicator.decimals)
    return f"+{text}" if change > 0 and text != "0" else text


def latest(cells: Cells, month: date, code: str) -> tuple[date, Entry] | None:
    """What the union last said of a stock before this month: last month, or last quarter where that is its rhythm."""
    said = [when for when in cells if when < month and code in cells[when]]
    return (max(said), cells[max(said)][code]) if said else None


def grid(monthly_return: MonthlyReturn) -> list[GridSection]:
    """The whole entry page. Two queries: the catalogue and the union's entries of two years."""
    month = monthly_return.month
    asked = Indicator.objects.in_force(month, monthly_return.union.level).with_former(month)
    indicators = arranged(asked.in_order())
    indicators = as_of(indicators, former_definitions(indicators), month)
    cells = cells_of(monthly_return.union_id, shift(date(month.year, 1, 1), -12), month)
    catalogue = definitions(indicators)
    spans = {
        "now": Span(month, month),
        "last": Span(shift(month, -1), shift(month, -1)),
        "ago": Span(shift(month, -12), shift(month, -12)),
        "running": year_to_date(month),
    }
    totals = {key: own_totals(cells, catalogue, span) for key, span in spans.items()}
    own = cells.get(month, {})
    sections: dict[str, list[Row]] = {key: [] for key in SECTIONS}
    for indicator, definition in zip(indicators, catalogue, strict=True):
        code = indicator.code
        now, last = totals["now"].get(code), totals["last"].get(code)
        change = now.value - last.value if now and last and now.value is not None and last.value is not None else None
        before = latest(cells, month, code) if indicator.month_agg == "last" else None
        stated = entry_text(own.get(code))
        sections[indicator.section].append(
            Row(
                indicator,
                stated if not indicator.is_computed or stated else shown(now, indicator).strip(NONE),
                shown(last, indicator),
                shown(totals["ago"].get(code), indicator),
                NONE if change is None else difference(change, indicator),
                shown(totals["running"].get(code), indicator),
                entry_text(before[1]) if before and code not in own else "",
                month.month in DUE_MONTHS[indicator.due],
                indicator.is_computed,
                _formula(definition),
                indicator.is_computed and bool(stated),
                (before[0], before[1].value) if before and before[1].value is not None else None,
            )
        )
    return [GridSection(key, SECTIONS[key], tuple(rows)) for key, rows in sections.items() if rows]


def _formula(definition: Definition) -> str:
    """How a computed line follows from others, for the page's own sums: `a/b` or `+a -b`."""
    if definition.numerator:
        return f"{definition.numerator}/{definition.denominator}"
    return " ".join(f"{'+' if sign > 0 else '-'}{code}" for sign, code in definition.terms)


def twelve_months(monthly_return: MonthlyReturn, indicator: Indicator) -> list[tuple[date, str]]:
    """The indicator's last twelve months up to the return's, as texts ("" = not reported). One query."""
    span = Span(shift(monthly_return.month, -11), monthly_return.month)
    cells = cells_of(monthly_return.union_id, span.first, span.last)
    return [(month, entry_text(cells.get(month, {}).get(indicator.code))) for month in span]
