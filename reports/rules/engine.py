"""What is a rule, and what does it say of a sheet of figures?

A rule is declared with code, severity, message and cells. A missing operand leaves it silent: completeness is
a rule of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from members.months import DUE_MONTHS, Span
from reports.arithmetic import Entry
from reports.formats import show

ERROR, WARNING = "error", "warning"
SLOT = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one return: `key` tells findings of a return apart, `cells` are indicator codes."""

    rule: str
    severity: str
    message: str
    cells: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.rule}:{self.cells[0]}"[:60] if self.cells else self.rule

    @property
    def blocks(self) -> bool:
        return self.severity == ERROR


@dataclass(frozen=True)
class Sheet:
    """One union's month as rules see it: its entries, those of earlier months, and the names of indicators."""

    month: date
    now: Mapping[str, Entry]
    earlier: Mapping[date, Mapping[str, Entry]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def value(self, code: str) -> Decimal | None:
        """The number reported this month, or None (not reported, 不适用)."""
        entry = self.now.get(code)
        return entry.value if entry else None

    def part(self, code: str) -> Decimal | None:
        """As a part of a sum: 不适用 adds nothing; not reported stays unknown."""
        entry = self.now.get(code)
        return None if entry is None else entry.value if entry.value is not None else Decimal(0)

    def before(self, code: str) -> tuple[date, Decimal] | None:
        """The last earlier month with a value, and the value."""
        for month in sorted(self.earlier, reverse=True):
            entry = self.earlier[month].get(code)
            if entry and entry.value is not None:
                return month, entry.value
        return None

    def since(self, code: str, month: date, due: str) -> Decimal | None:
        """The flow reported after `month` up to now; None if it is missing now or in a month it was due."""
        total = self.part(code)
        for between in list(Span(month, self.month))[1:-1]:
            entry = self.earlier.get(between, {}).get(code)
            if total is None or (entry is None and between.month in DUE_MONTHS[due]):
                return None
            total += entry.value if entry and entry.value is not None else Decimal(0)
        return total

    def name(self, code: str) -> str:
        return self.names.get(code, code)


class Rule(Protocol):
    """Anything that looks at a sheet and returns what it finds."""

    @property
    def code(self) -> str: ...

    def check(self, sheet: Sheet) -> Iterable[Finding]: ...


def fill(message: str, values: Mapping[str, str]) -> str:
    """Put values into a message, once; an unknown slot stays as it is."""
    return SLOT.sub(lambda match: values.get(match[1], match[0]), message)


def say(sheet: Sheet, message: str, codes: Sequence[str], **more: str) -> str:
    """The message with the sheet's numbers for these codes."""
    values = {code: show(number, 4) for code in codes if (number := sheet.value(code)) is not None}
    return fill(message, {**values, **more})


@dataclass(frozen=True, slots=True)
class Within:
    """The part must not exceed the whole."""

    code: str
    part: str
    whole: str
    message: str
    severity: str = ERROR

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        part, whole = sheet.value(self.part), sheet.value(self.whole)
        if part is not None and whole is not None and part > whole:
            extra = {"name": sheet.name(self.part), "value": show(part, 4), "whole": sheet.name(self.whole)}
            text = say(sheet, self.message, (self.part, self.whole), total=show(whole, 4), part=show(part, 4), **extra)
            yield Finding(self.code, self.severity, text, (self.part, self.whole))


@dataclass(frozen=True, slots=True)
class Partition:
    """The parts must add up to the whole."""

    code: str
    whole: str
    parts: tuple[str, ...]
    message: str
    severity: str = ERROR

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        whole, parts = sheet.value(self.whole), [sheet.part(code) for code in self.parts]
        if whole is None or any(part is None for part in parts):
            return
        total = sum((part for part in parts if part is not None), Decimal(0))
        if total != whole:
            text = say(
                sheet, self.message, (self.whole,),
                sum=show(total, 4), total=show(whole, 4), diff=show(abs(total - whole), 4), name=sheet.name(self.whole),
            )  # fmt: skip
            yield Finding(self.code, self.severity, text, (self.whole, *self.parts))


@dataclass(frozen=True, slots=True)
class Carry:
    """A stock must equal its last value plus and minus what happened since."""

    code: str
    stock: str
    terms: tuple[tuple[int, str], ...]
    message: str
    due: str = "month"
    severity: str = ERROR

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        now, before = sheet.value(self.stock), sheet.before(self.stock)
        if now is None or before is None:
            return
        month, value = before
        flows = {code: sheet.since(code, month, self.due) for _, code in self.terms}
        if any(flow is None for flow in flows.values()):
            return
        expected = value + sum((sign * (flows[code] or 0) for sign, code in self.terms), Decimal(0))
        if expected != now:
            shown = {code: show(flow, 4) for code, flow in flows.items() if flow is not None}
            text = fill(
                self.message, {self.stock: show(now, 4), "prev": show(value, 4), "calc": show(expected, 4), **shown}
            )
            yield Finding(self.code, self.severity, text, (self.stock, *(code for _, code in self.terms)))
