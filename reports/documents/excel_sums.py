"""Which cells of a table are sums of others? Only where all parts are listed and add up exactly, in every column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.blocks import Bound, Cell, Table
from reports.documents import frame
from reports.documents.excel_number import number_shown

#: What may be added up; changes and rates may not.
ASPECTS = frozenset({"value", "previous", "base", "target"})


def sums_of(table: Table, first_row: int) -> dict[tuple[int, int], str]:
    """Formulas by (row, column) of the table, its first row standing in spreadsheet row `first_row` (from 1)."""
    columns = [at for at in range(len(table.columns)) if frame.is_numeric(table, at)]
    found: dict[tuple[int, int], str] = {}
    for whole, parts in _wholes(table):
        sums = {at: total for at in columns if (total := _adds_up(table, whole, parts, at)) is not None}
        if sums and all(sums.values()):
            letters = {at: _letters(at) for at in sums}
            found |= {
                (whole, at): f"={'+'.join(f'{letters[at]}{first_row + part}' for part in parts)}"
                if parts != list(range(parts[0], parts[-1] + 1))
                else f"=SUM({letters[at]}{first_row + parts[0]}:{letters[at]}{first_row + parts[-1]})"
                for at in sums
            }
    return found


def _wholes(table: Table) -> Iterator[tuple[int, list[int]]]:
    """Each row with the rows that are its parts: those one step further in below it, or all above a total."""
    depths = [max((cell.indent for cell in row), default=0) for row in table.rows]
    begin = 0
    for place, row in enumerate(table.rows):
        if frame.is_total(row):
            parts = [at for at in range(begin, place) if depths[at] == depths[place]]
            begin = place + 1
        else:
            parts = []
            for at in range(place + 1, len(depths)):
                if depths[at] <= depths[place]:
                    break
                if depths[at] == depths[place] + 1:
                    parts.append(at)
        if len(parts) > 1:
            yield place, parts


def _adds_up(table: Table, whole: int, parts: list[int], at: int) -> bool | None:
    """Do the parts make the whole in this column? None where the column says nothing that could be added."""
    stated = _addable(table.rows[whole], at)
    if stated is None:
        return None
    numbers = [_addable(table.rows[part], at) for part in parts]
    if any(number is None or number[1] != stated[1] for number in numbers):
        return False
    return sum((number[0] for number in numbers if number), Decimal(0)) == stated[0]


def _addable(row: tuple[Cell, ...], at: int) -> tuple[Decimal, str] | None:
    """The number a spreadsheet shows in the cell, with what it is; None for rates, changes and text."""
    if at >= len(row):
        return None
    number = number_shown(row[at].spans)
    bound = row[at].spans[0] if number else None
    if number is None or not isinstance(bound, Bound) or bound.aspect not in ASPECTS or "%" in bound.shown:
        return None
    return number[0], f"{bound.aspect} {bound.first} {bound.last}"


def _letters(at: int) -> str:
    """The spreadsheet's name of the column counted from 0."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
