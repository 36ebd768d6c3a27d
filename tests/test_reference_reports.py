"""Do the figures of real reports come out of the commands, exactly, and stand in the composed report?"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from read_reports import Written, run, write_summary

REFERENCE = Path(__file__).resolve().parents[1] / "fixtures" / "reference"
CHECKED = {"catalogue", "custom", "computed", "stated_rate"}

pytestmark = pytest.mark.django_db


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REPORTS = {row["union_code"]: row for row in rows_of(REFERENCE / "reports.csv")}
EXPECTED = {
    name: [row for row in rows_of(REFERENCE / "expected" / f"{name}.csv") if row["how"] in CHECKED] for name in REPORTS
}


def load_reference(folder: Path) -> None:
    """Everything that can be loaded, through the commands."""
    unions = folder / "unions.csv"
    lines = [f"{row['union_code']},{row['name']},{row['level']},," for row in REPORTS.values()]
    unions.write_text("code,name,level,org_type,parent_code\n" + "\n".join(lines), encoding="utf-8")
    run("load_unions", unions)
    run("load_indicators", REFERENCE / "county_indicators.csv")
    for path in sorted((REFERENCE / "load").glob("*.csv")):
        run("load_figures", path, "--approve")
    run("load_targets", REFERENCE / "targets.csv")


def totals(union: str, period: str) -> dict[str, Any]:
    return json.loads(run("rollup", "--union", union, "--period", period, "--format", "json"))["values"]


def test_there_are_111_figures_to_check() -> None:
    assert sum(map(len, EXPECTED.values())) == 111


def test_the_rollup_gives_every_figure_of_the_real_reports(tmp_path: Path) -> None:
    load_reference(tmp_path)
    wrong = []
    for union, rows in EXPECTED.items():
        by_period = defaultdict(list)
        for row in rows:
            by_period[f"{row['first_month']}..{row['last_month']}"].append(row)
        for period, wanted in by_period.items():
            values = totals(union, period)
            for row in wanted:
                found = values[row["code"]][row["aspect"]]
                if found is None or Decimal(found) != Decimal(row["catalogue_value"]):
                    wrong.append((union, row["code"], row["aspect"], row["catalogue_value"], found))
                if row["previous"] and row["aspect"] != "value":
                    assert Decimal(values[row["code"]]["base"]) == Decimal(row["previous"])
    assert wrong == []


@pytest.mark.parametrize("union", [name for name, rows in EXPECTED.items() if rows])
def test_the_composed_report_states_every_figure(union: str, tmp_path: Path) -> None:
    load_reference(tmp_path)
    report = REPORTS[union]
    written = write_summary(union, f"{report['first_month']}..{report['last_month']}", tmp_path)
    missing = [
        (row["code"], aspect, row["catalogue_value"], where)
        for row in EXPECTED[union]
        for aspect in [aspect_in(row, report)]
        for where in written.without(row["code"], aspect, Decimal(row["catalogue_value"]))
    ]
    assert missing == []


def aspect_in(row: dict[str, str], report: dict[str, str]) -> str:
    """As what the report states the row: months before its period are last year's end."""
    return row["aspect"] if row["last_month"] >= report["first_month"] else "base"


def test_a_figure_that_is_nowhere_is_noticed(tmp_path: Path) -> None:
    load_reference(tmp_path)
    written: Written = write_summary("zhangqi-jan-aug", "2024-01..2024-08", tmp_path)
    assert written.without("contract_wage_units", "value", Decimal(50)) == []
    assert written.without("contract_wage_units", "value", Decimal(51)) == ["json", "pdf", "docx", "xlsx"]
    assert written.without("union_total", "value", Decimal(50)) == ["json", "pdf", "docx", "xlsx"]
