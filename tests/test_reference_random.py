"""Any county: random indicators and years come out of the commands exactly, and stand in the composed report."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from random_county import County, make_county, write_files
from read_reports import run, write_summary

EXACT, ONE_DECIMAL = Decimal(0), Decimal("0.05")
FORMS = ("utf-8", "utf-8-sig", "gb18030", "xlsx")

pytestmark = pytest.mark.django_db


def load(county: County, folder: Path, form: str) -> None:
    files = write_files(county, folder, form)
    run("load_unions", files["unions"])
    run("load_indicators", files["indicators"])
    run("load_figures", files["figures"], "--approve")


def rolled_up(county: County, union: str) -> dict[str, Any]:
    text = run("rollup", "--union", union, "--period", county.period_text, "--format", "json")
    return json.loads(text)["values"]


def agree(found: str | None, expected: Fraction | None, *, exactly: bool) -> bool:
    if found is None or expected is None:
        return found is None and expected is None
    difference = abs(Fraction(found) - expected)
    return difference == 0 if exactly else difference < Fraction(1, 10**20)


@pytest.mark.parametrize("seed", range(20))
def test_a_random_county_adds_up_and_is_written_out(seed: int, tmp_path: Path) -> None:
    county = make_county(seed)
    load(county, tmp_path, FORMS[seed % len(FORMS)])
    wrong = []
    for union in county.unions:
        values = rolled_up(county, union)
        for code, indicator in county.indicators.items():
            row, exactly = values[code], indicator.kind != "ratio"
            now = county.total(union, code, county.months())
            before = county.total(union, code, county.months(1))
            checks = {"value": (now, exactly), "previous": (before, exactly)}
            if indicator.agg == "last" and indicator.kind == "stock":
                base = county.total(union, code, county.base_months())
                checks["base"] = (base, True)
                checks["change"] = (None if None in (now, base) else now - base, True)
            if indicator.parts:
                top, bottom = (county.total(union, part, county.months()) for part in indicator.parts)
                checks |= {"numerator": (top, True), "denominator": (bottom, True)}
            for name, (expected, exact) in checks.items():
                if not agree(row[name], expected, exactly=exact):
                    wrong.append((union, code, name, expected, row[name]))
            if exactly and not indicator.terms:
                counted = tuple(int(row[name]) for name in ("reported", "not_applicable", "expected"))
                if counted != county.coverage(union, code):
                    wrong.append((union, code, "coverage", county.coverage(union, code), counted))
    assert wrong == []
    union = ("C", "T1")[seed % 2]
    written = write_summary(union, county.period_text, tmp_path)
    unsaid = [
        (code, row["value"], where)
        for code, row in rolled_up(county, union).items()
        if row["value"] is not None
        for where in written.without(code, "value", Decimal(row["value"]), ONE_DECIMAL if row["unit"] == "%" else EXACT)
    ]
    assert unsaid == []
    assert "不符" not in run("check_data")


def test_the_oracle_follows_the_worked_example() -> None:
    """100 and 110 in one township, 50 in the other and then nothing: 160, and one of two reported."""
    county = make_county(0)
    first = county.year * 12
    county.unions, county.period = {"C": "", "T1": "C", "T2": "C"}, "H1"
    january = {"T1": {first: Fraction(100), first + 1: Fraction(110)}, "T2": {first: Fraction(50)}, "C": {}}
    county.answers = {union: {"member_total": said} for union, said in january.items()}
    assert county.total("C", "member_total", county.months()) == 160
    assert county.coverage("C", "member_total") == (3, 0, 18)
