"""Is what a row says in the ledger already? By the fields that name it, by a person's number, else by all it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from members.ledgers.ledger import Ledger, as_text
from members.models.sealed import Sealed
from members.sealing import Unreadable


class Twins:
    """The valid records of some unions by what makes them the same as another."""

    def __init__(self, ledger: Ledger, unions: Iterable[int]) -> None:
        self.ledger = ledger
        self.by_mark: dict[Any, Any] = {}
        self.nameless: dict[Any, list[Any]] = {}
        owners = list(unions)
        names = [name for name in ledger.fields if ledger.field(name).is_relation]
        kept: Any = ledger.model._default_manager.valid().filter(union__in=owners)  # type: ignore[attr-defined]
        for record in kept.select_related("union", *names).order_by("pk") if owners else ():
            marks = list(self.marks(record))
            for _, mark in marks:
                self.by_mark[mark] = record
            if not marks:
                self.nameless.setdefault(self._content(record), []).append(record)

    def marks(self, record: Any) -> Iterator[tuple[str, Any]]:
        """What names the record, each with words for it; nothing where it is not named."""
        for name in self.ledger.person:
            if text := getattr(record, self.ledger.fingerprints[name]):
                yield self.ledger.label(name), (record.union_id, name, text)
        if names := self.ledger.named(record):
            yield self.ledger.naming, (record.union_id, "", *map(as_text, names.values()))

    def of(self, record: Any) -> Any:
        """The record kept already, or None; one that nothing names is matched with each of its likes once."""
        marks = [mark for _, mark in self.marks(record)]
        if marks:
            return next((self.by_mark[mark] for mark in marks if mark in self.by_mark), None)
        alike = self.nameless.get(self._content(record))
        return alike.pop() if alike else None

    def _content(self, record: Any) -> Any:
        return (record.union_id, *(self._text(record, name) for name in self.ledger.fields))

    def _text(self, record: Any, name: str) -> str:
        value = getattr(record, self.ledger.field(name).attname)
        if not isinstance(value, Sealed):
            return as_text(value)
        try:
            return str(record.clear(name))
        except Unreadable:
            return ""
