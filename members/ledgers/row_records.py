"""What record does a row of a sheet make, or what does it change in the one that is kept?"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from members.ledgers.cells import CellError, Names, sealed_text, tidy, value_of
from members.ledgers.columns import Column, line_columns
from members.ledgers.display import in_words, masked_text, text_of
from members.ledgers.ledger import Child, as_text
from members.ledgers.record import Readable
from members.ledgers.sheet_reading import SheetRow
from members.models.sealed import SealedField
from members.sealing import Unreadable

#: The cell says nothing new.
KEEP = object()
NEWLY = "（新填内容）"
Wrong = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Change:
    """What a field said and shall say, as people may read it."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class Made:
    """The record as it shall be, what changed in it, and its lines by model (None: left as they are)."""

    record: Any
    changes: list[Change] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    lines: dict[type[models.Model], list[Any]] | None = None


def applied(row: SheetRow, columns: list[Column], stored: Any, names: Names, wrong: Wrong, *, whole: bool) -> Made:
    """The record with what the row says. `stored`: a kept one, or a new one without a number.

    `whole`: an empty cell of a kept record empties the field; otherwise it says nothing. A sealed one never does.
    """
    new = stored.pk is None
    made = Made(stored if new else copy.copy(stored))
    for column in columns:
        if column.field is None or column.name not in row.cells:
            continue
        try:
            value = _said(column, row.cells[column.name], stored, names, new=new, whole=whole)
        except CellError as error:
            wrong(column.head, str(error))
            continue
        if value is KEEP:
            continue
        old_text = "" if new else text_of(stored, column.name)
        old = None if new else as_text(getattr(stored, column.field.attname))
        setattr(made.record, column.name, value)
        sealed = isinstance(column.field, SealedField)
        if not new and (sealed or as_text(getattr(made.record, column.field.attname)) != old):
            made.changed.append(column.name)
            words = (NEWLY if value else "") if sealed else in_words(column.field, value)
            made.changes.append(Change(column.head, old_text, words))
    return made


def _said(column: Column, text: str, stored: Any, names: Names, *, new: bool, whole: bool) -> Any:
    """The value a cell gives the field, or KEEP. Raises CellError."""
    sealed = isinstance(column.field, SealedField)
    if not text:
        if column.required and (new or whole):
            raise CellError("必须填写")
        return KEEP if new or sealed or not whole else _blank(column.field)
    if new:
        return value_of(column.field, text, names)
    if not sealed:
        return KEEP if text == tidy(text_of(stored, column.name)) else value_of(column.field, text, names)
    if text == masked_text(stored, column.name):
        return KEEP
    value = sealed_text(column.field, text)
    return KEEP if value == _clear(stored, column.name) else value


def _clear(stored: Readable, name: str) -> str | None:
    """What is kept, to be compared and never shown; None where this installation's key does not open it."""
    try:
        return stored.clear(name)
    except Unreadable:
        return None


def _blank(kept: Any) -> Any:
    """What an emptied cell means: the field's own beginning."""
    return kept.get_default()


def with_lines(
    row: SheetRow, child: Child, place: int, made: Made, kept: list[Any], names: Names, wrong: Wrong
) -> None:
    """Put the lines of the row into the record: those that say the same stay, others are changed, added, removed."""
    columns = [column for column in line_columns(child) if column.field is not None]
    left, lines = list(kept), []
    rows = []
    for each in row.lines[place]:
        same = next((line for line in left if _texts(line, columns) == _given(each, columns)), None)
        rows.append((each, same))
        if same is not None:
            left.remove(same)
    moved = 0
    for each, same in rows:
        if same is None:
            moved += 1
            line = left.pop(0) if left else child.model()

            def at_line(head: str, message: str, number: int = each.number) -> None:
                wrong(head, f"{child.name}第 {number} 行：{message}")

            same = applied(each, columns, line, names, at_line, whole=True).record
        lines.append(same)
    if made.lines is None:
        made.lines = {}
    made.lines[child.model] = lines
    if moved or left:
        made.changed.append(child.name)
        made.changes.append(Change(child.name, f"{len(kept)} 行", f"{len(lines)} 行，改动 {moved + len(left)} 行"))


def _texts(line: Any, columns: list[Column]) -> list[str]:
    return [tidy(text_of(line, column.name)) for column in columns]


def _given(row: SheetRow, columns: list[Column]) -> list[str]:
    return [row.cells.get(column.name, "") for column in columns]
