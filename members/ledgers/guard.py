"""What does the filing side know of a record? Asked before one is voided or dated into a month that is closed.

`members` knows nothing of reports: they register one guard here when the site starts. It may warn, and name the
reports in which a record is counted; it cannot change anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from members.ledgers.record import Record


@dataclass(frozen=True, slots=True)
class Standing:
    """In which filed months a record is counted (their names), and a note for whoever changes it."""

    counted_in: tuple[str, ...] = ()
    note: str = ""


Guard = Callable[[str, Record], Standing]
#: The same for many records at once: the number of each that is counted, and in which months.
Counting = Callable[[str, Sequence[Record]], Mapping[int, tuple[str, ...]]]
_guards: list[Guard] = []
_countings: list[Counting] = []


def register_guard(guard: Guard) -> None:
    """Ask this function about every record from now on."""
    if guard not in _guards:
        _guards.append(guard)


def standing_of(slug: str, record: Record) -> Standing:
    """What is known of the record of this ledger, from all guards together."""
    found = [guard(slug, record) for guard in _guards]
    return Standing(
        tuple(month for each in found for month in each.counted_in), " ".join(each.note for each in found if each.note)
    )


def register_counting(counting: Counting) -> None:
    """Ask this function, too, where many records are to be removed together."""
    if counting not in _countings:
        _countings.append(counting)


def counted_among(slug: str, records: Sequence[Record]) -> dict[int, tuple[str, ...]]:
    """Which of these records of the ledger are counted in sent months, by number."""
    found: dict[int, tuple[str, ...]] = {}
    for counting in _countings:
        for number, months in counting(slug, records).items():
            found[number] = (*found.get(number, ()), *months)
    return found
