"""Whose identity number stands in another record of the county? Asked once for all records of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from members.ledgers.record import Record

#: Numbers asked for in one query: SQLite takes only so many values.
CHUNK = 500


def chunks(things: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The different things, in pieces that fit into a query."""
    listed = list(dict.fromkeys(things))
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def numbers_elsewhere(records: Iterable[Any], kept: Any) -> Iterator[tuple[Any, Any]]:
    """Each record with the first of `kept` in its county that has its number; one query for each 500 numbers."""
    asked: dict[str, list[Any]] = {}
    for record in records:
        if record.id_print:
            asked.setdefault(record.id_print, []).append(record)
    for part in chunks(asked):
        for other in kept.filter(id_print__in=part).select_related("union").order_by("pk"):
            for record in list(asked[other.id_print]):
                if other.pk != record.pk and other.union.path.startswith(record.union.county_path):
                    asked[other.id_print].remove(record)
                    yield record, other


def where(record: Record, other: Record) -> str:
    """Where the other stands, for the keeper of this record: a union he does not see is not named."""
    return other.union.name if other.union.path.startswith(record.union.path) else "县内其他工会"
