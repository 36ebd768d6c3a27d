"""What is a rule, and what does it say of a sheet of figures?

A rule is declared with code, severity, message and cells. A missing operand leaves it silent: completeness is
a rule of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from reports.formats import show
from reports.rules.sheet import Sheet

ERROR, WARNING = "error", "warning"
SLOT = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of a finding on several: its message where it stands alone, and what is said of it among others."""

    code: str
    alone: str
    among: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one return: `key` tells findings of a return apart, `cells` are indicator codes.

    `parts` are the figures a reason may have been given for one by one.
    """

    rule: str
    severity: str
    message: str
    cells: tuple[str, ...]
    parts: tuple[Part, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.rule}:{self.cells[0]}"[:60] if self.cells else self.rule

    @property
    def blocks(self) -> bool:
        return self.severity == ERROR


class Rule(Protocol):
    """Anything that looks at a sheet and returns what it finds."""

    @property
    def code(self) -> str: ...

    def check(self, sheet: Sheet) -> Iterable[Finding]: ...


Found = Iterable[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Look:
    """A rule in a function: what it finds, as messages with their cells."""

    code: str
    severity: str
    look: Callable[[Sheet], Found]

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        for message, cells in self.look(sheet):
            yield Finding(self.code, self.severity, message, cells)


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
