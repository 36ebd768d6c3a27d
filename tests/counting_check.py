"""Does the counting of a made-up county agree with its oracle, month by month and union by union?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from counting_county import DECLARED, MONTHS, County, declared, value_of

from members.models import Union
from reports.indicators import counting
from reports.indicators.counting import total


def disagreements(county: County, months: Iterable[date] = MONTHS) -> Iterator[str]:
    """Every count that is not what the oracle says, whose rows do not recount, or that is lost between units."""
    unions = list(Union.objects.filter(pk__in=county.files_from))
    for month in months:
        rows: dict[str, list[tuple[int, object]]] = {code: [] for code in DECLARED}
        for union in unions:
            counts = counting.count_month(union, month, declared(), used_only=False)
            used = counting.count_month(union, month, declared())
            for code in DECLARED:
                expected = county.rows(code, union.pk, month)
                name, count = f"{union.name} {month:%Y-%m} {code}", counts.get(code)
                if count is None:
                    if expected:
                        yield f"{name}: nothing instead of {value_of(expected)}"
                    continue
                rows[code] += count.rows
                if count.value != value_of(expected):
                    yield f"{name}: {count.value} instead of {value_of(expected)}"
                if count.value != total(count.rows):
                    yield f"{name}: {count.value}, but its rows come to {total(count.rows)}"
                if sorted(pk for pk, _ in count.rows if pk) != sorted(
                    pk for pk, share in expected if share != set() or code == "c_units"
                ):
                    yield f"{name}: other rows"
                if expected and (code not in used or used[code] != count):
                    yield f"{name}: lost because the ledger is thought not to be kept"
        for code in DECLARED:
            everything = county.rows(code, None, month)
            if len(rows[code]) != len({pk for pk, _ in rows[code]}) or len(rows[code]) != len(everything):
                yield f"{month:%Y-%m} {code}: {len(rows[code])} rows in all units, {len(everything)} in the county"
            if total(rows[code]) != Decimal(value_of(everything)):  # type: ignore[arg-type]
                yield f"{month:%Y-%m} {code}: units come to {total(rows[code])}, the county to {value_of(everything)}"  # type: ignore[arg-type]
