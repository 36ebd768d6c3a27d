"""Which indicators does every county start with? Those of fixtures/indicators.csv."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "indicators.csv"
#: How many decimals figures in a unit have, where the catalogue does not say otherwise.
DECIMALS = {"元": 2, "万元": 2, "%": 2}


def rows() -> list[dict[str, str]]:
    """The catalogue file as it stands, in order."""
    with FIXTURE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def built_in_codes() -> frozenset[str]:
    """The codes no county indicator may take."""
    return frozenset(row["code"] for row in rows())


def fields_of(row: dict[str, str]) -> dict[str, Any]:
    """A catalogue row as model fields, references to other indicators left out."""
    return {
        "name": row["name_zh"].replace("其中:", "其中："),
        "unit": row["unit"],
        "report_unit": row["report_unit"],
        "decimals": DECIMALS.get(row["unit"], 0),
        "kind": row["kind"],
        "entry": row["entry"],
        "month_agg": row["month_agg"],
        "unit_agg": row["unit_agg"],
        "section": row["section"],
        "sort": int(row["sort"]),
        "terms": row["terms"],
        "due": row["due"],
        "zero_is_good": row["zero_is_good"] == "yes",
        "adverse": row["adverse"] == "yes",
        "ledger": row["ledger"],
        "measure": row["measure"],
        "date_rule": row["date"],
        "filters": row["filters"],
        "counted_by": row["counted_by"],
        "source": row["source"],
        "basis": row["basis"],
        "aliases": row["aliases"],
        "built_in": True,
    }


def fill_aliases(model: Any) -> None:
    """Give the built-in indicators their other names, where a county has not written its own."""
    for row in rows():
        model.objects.filter(code=row["code"], aliases="").update(aliases=row["aliases"])


def add_aliases(model: Any, added: dict[str, str]) -> None:
    """Give built-in indicators more names (apart by 、) beside those they have, as far as they fit."""
    longest = model._meta.get_field("aliases").max_length
    for indicator in model.objects.filter(code__in=added, built_in=True):
        names = indicator.aliases.split("、") if indicator.aliases else []
        for name in added[indicator.code].split("、"):
            if name not in names and len("、".join([*names, name])) <= longest:
                names.append(name)
        model.objects.filter(pk=indicator.pk).update(aliases="、".join(names))


def fill(model: Any) -> int:
    """Bring the built-in indicators into the table of `model` (also a migration's historical one); returns how many."""
    catalogue = rows()
    for row in catalogue:
        model.objects.update_or_create(code=row["code"], defaults=fields_of(row))
    ids = dict(model.objects.values_list("code", "pk"))
    for row in catalogue:
        if row["numerator"] or row["parent"]:
            model.objects.filter(code=row["code"]).update(
                numerator_id=ids.get(row["numerator"]),
                denominator_id=ids.get(row["denominator"]),
                parent_id=ids.get(row["parent"]),
                parent_rel=row["parent_rel"],
            )
    return len(catalogue)
