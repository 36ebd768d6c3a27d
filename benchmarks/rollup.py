"""The county's annual roll-up against one hand-written statement, and against reading 240 workbooks."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter
from django.db import connection
from python_calamine import CalamineWorkbook

from benchmarks.harness import Comparison
from benchmarks.world import make_world
from members.months import parse_period
from reports.models import Figure
from reports.rollup import rollup

#: The same answer by hand: value and coverage per indicator for this year and last, stocks from the last return.
BY_HAND = """
with rr as (
  select r.id, r.union_id, r.month < '2024-01-01' as last_year,
    r.month = max(r.month) over (partition by r.union_id, r.month < '2024-01-01') as final,
    r.month in ('2024-03-01','2024-06-01','2024-09-01','2024-12-01') as q,
    r.month in ('2024-06-01','2024-12-01') as h
  from reports_monthlyreturn r join members_union u on u.id = r.union_id
  where r.state = 'approved' and r.month between '2023-01-01' and '2024-12-01' and u.path like %s
)
select rr.last_year, f.indicator_id, sum(case when i.month_agg = 'sum' or rr.final then f.value end),
  count(f.value), count(case when rr.q then f.value end), count(case when rr.h then f.value end), count(*)
from rr join reports_figure f on f.monthly_return_id = rr.id join reports_indicator i on i.id = f.indicator_id
group by f.indicator_id, rr.last_year
"""


def run(write: Callable[[str], object]) -> None:
    county = make_world()
    span = parse_period("2024")

    def by_hand() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, [f"{county.path}%"])
            return list(cursor.fetchall())

    Comparison(
        "County roll-up of a year with last year, 20 townships",
        {"rollup()": lambda: rollup(county, span), "one hand-written statement with coverage": by_hand},
        {"one hand-written statement with coverage": 1.3},
    ).run(write)
    with tempfile.TemporaryDirectory() as folder:
        files = _workbooks(Path(folder))
        Comparison(
            "… against consolidating the same figures from 240 workbooks (one year)",
            {
                "rollup()": lambda: rollup(county, span),
                "240 workbooks with calamine": lambda: _read(files, _calamine),
                "240 workbooks with openpyxl": lambda: _read(files, _openpyxl),
            },
            {"240 workbooks with calamine": 1 / 5, "240 workbooks with openpyxl": 1 / 100},
            rounds=5,
            slow=frozenset({"240 workbooks with openpyxl"}),
        ).run(write)


def _workbooks(folder: Path) -> list[Path]:
    sheets: dict[tuple[int, object], list[tuple[str, float]]] = defaultdict(list)
    rows = Figure.objects.filter(monthly_return__month__year=2024).values_list(
        "monthly_return__union_id", "monthly_return__month", "indicator__code", "value"
    )
    for union, month, code, value in rows:
        sheets[union, month].append((code, float(value or 0)))
    files = []
    for number, figures in enumerate(sheets.values()):
        path = folder / f"{number}.xlsx"
        with xlsxwriter.Workbook(str(path)) as workbook:
            sheet = workbook.add_worksheet()
            for row, figure in enumerate(figures):
                sheet.write_row(row, 0, figure)
        files.append(path)
    return files


def _read(files: list[Path], reader: Callable[[Path], list[list[object]]]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for path in files:
        for code, value in reader(path):
            totals[str(code)] += Decimal(str(value))
    return totals


def _calamine(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def _openpyxl(path: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
