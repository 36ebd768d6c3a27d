"""Catalogue labels and figures for the tests of the sentence language; needs no database."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from reports.arithmetic import Total
from reports.sections import BALLOT
from reports.sentences import Figures, Label, Prose, read_prose

ROOT = Path(__file__).resolve().parent.parent
PROSE_FILES = sorted((ROOT / "reports" / "sections" / "prose").glob("*.toml"))


def _rows() -> list[dict[str, str]]:
    with (ROOT / "fixtures" / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


CATALOGUE = {row["code"]: row for row in _rows()}
LABELS = {
    code: Label(
        row["name_zh"],
        row["unit"],
        row.get("measure_word", ""),
        decimals=0,
        adverse=row["adverse"] == "yes",
        zero_is_good=row["zero_is_good"] == "yes",
        parent=row["parent"],
    )
    for code, row in CATALOGUE.items()
}
PLAIN_WORDS = {
    "year": "2010", "next_year": "2011", "town": "东港镇总工会", "place": "全镇", "party": "镇党委",
    "superior": "县总工会", "span": "全年", "asof": "截至12月底", "term": "五年",
    "meeting": "五月八日，东港镇总工会召开会员代表大会", "body": "第二届工会委员会",
    "subject": "东港镇总工会工作总结",
}  # fmt: skip


def make_total(code: str, value: object = None, **more: object) -> Total:
    """A total of the catalogue's kind; numbers may be given as text or int."""
    numbers = {"value": value} | more
    kind = CATALOGUE[code]["kind"] if code in CATALOGUE else "flow"
    exact = {
        name: Decimal(str(number)) if isinstance(number, (int, str)) and name in NUMBERS else number
        for name, number in numbers.items()
    }
    return Total(code, **({"kind": kind} | exact))  # type: ignore[arg-type]


NUMBERS = frozenset({"value", "previous", "base", "target", "numerator", "denominator"})


def make_figures(
    *totals: Total, words: dict[str, str] | None = None, flags: str = "annual", variety: str = ""
) -> Figures:
    """Figures of 东港镇 for 2010 with the catalogue's labels."""
    return Figures(
        "DG", "2010-01", "2010-12", {total.code: total for total in totals}, LABELS,
        PLAIN_WORDS | (words or {}), frozenset(flags.split()), variety,
    )  # fmt: skip


def read_all_prose() -> list[Prose]:
    """Every section's prose, checked against the catalogue."""
    return [read_prose(path.read_text(encoding="utf-8"), {*CATALOGUE, *BALLOT}) for path in PROSE_FILES]
