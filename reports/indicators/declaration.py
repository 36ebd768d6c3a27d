"""How is a ledger counted, and can the ledger be counted so? A declaration is read once and checked against it.

Ledger + measure (count, sum of a field, distinct) + day (happened in the month, in force at its end) + conditions on
coded fields, at most one step away through a reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from members.ledgers.ledger import LEDGERS, Ledger, ledger_of
from members.models.sealed import SealedField

CONDITION = re.compile(r"([a-z][a-z0-9_.]*?)\s*(!=|>=|=|\bnot in\b|\bin\b|\bunset\b|\bset\b)\s*(.*)")
#: What a condition is called where people read it.
WORDS = {
    "=": "为",
    "!=": "不为",
    ">=": "不低于",
    "in": "为其中之一",
    "not in": "不在其中",
    "set": "已填",
    "unset": "未填",
}
MEASURES = {"count": "条数", "sum": "合计", "distinct": "不重复数"}


class DeclarationError(ValueError):
    """The declaration cannot be counted; the message is Chinese, `column` says which part of it."""

    def __init__(self, message: str, column: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class Condition:
    """One condition on a coded field: `level>=county`, `type in living|medical`, `employer.is_non_public=yes`."""

    path: str
    op: str
    values: tuple[str, ...] = ()

    def holds(self, value: str, ranks: tuple[str, ...] = ()) -> bool:
        """Does the value, as a declaration writes it, meet the condition?"""
        match self.op:
            case "set":
                return bool(value)
            case "unset":
                return not value
            case ">=":
                return value in ranks and ranks.index(value) >= ranks.index(self.values[0])
            case "=" | "in":
                return value in self.values
        return value not in self.values  # != and not in

    def __str__(self) -> str:
        if self.op in ("set", "unset"):
            return f"{self.path} {self.op}"
        space = "" if self.op in ("=", "!=", ">=") else " "
        return f"{self.path}{space}{self.op}{space}{'|'.join(self.values)}"


@dataclass(frozen=True)
class Declaration:
    """A way of counting that fits its ledger. `measure`: count, sum or distinct; `day`: a date field, or held."""

    ledger: Ledger
    measure: str
    path: str
    day: str
    conditions: tuple[Condition, ...]

    @cached_property
    def held(self) -> bool:
        """Are the records in force at the month's end counted, not what happened in it?"""
        return self.day == "held"

    def ranks(self, path: str) -> tuple[str, ...]:
        """The codes of a ranked field from low to high."""
        ledger, name = owner_of(self.ledger, path)
        return tuple(ledger.ranks.get(name, ())) if ledger else ()


def owner_of(ledger: Ledger, path: str) -> tuple[Ledger | None, str]:
    """The ledger a path leads to and the field there: `employer.is_non_public` → (employer, is_non_public)."""
    if "." not in path:
        return ledger, path
    step, name = path.split(".", 1)
    related = ledger.field(step).related_model
    return (ledger_of(related) if related else None), name


def field_at(ledger: Ledger, path: str, column: str) -> Any:
    """The model field a path leads to. Raises DeclarationError."""
    try:
        owner, name = owner_of(ledger, path)
        if owner is None or "." in name:
            raise FieldDoesNotExist
        field = owner.field(name)
        if not field.concrete or field.many_to_many:  # lines are reached through the ledger's paths only
            raise FieldDoesNotExist
        return field
    except FieldDoesNotExist:
        raise DeclarationError(f"“{ledger.name}”没有字段“{path}”", column) from None


def read_conditions(text: str) -> tuple[Condition, ...]:
    """`kind=renewal; level>=county` → conditions. Raises DeclarationError."""
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        match = CONDITION.fullmatch(part)
        values = tuple(value.strip() for value in match[3].split("|") if value.strip()) if match else ()
        if not match or bool(values) == (match[2] in ("set", "unset")):
            raise DeclarationError(f"条件“{part}”看不懂", "filters")
        found.append(Condition(match[1], match[2], values))
    return tuple(found)


def declare(ledger: str, measure: str, day: str, filters: str) -> Declaration:
    """The declaration of an indicator's columns, checked against its ledger. Raises DeclarationError."""
    known = LEDGERS.get(ledger)
    if known is None:
        raise DeclarationError(f"没有“{ledger}”这本台账", "ledger")
    how, _, path = measure.partition(":")
    if how not in MEASURES or bool(path) == (how == "count"):
        raise DeclarationError(f"“{measure}”不是取数方式，应为 count、sum:字段 或 distinct:字段", "measure")
    if path in known.paths and how == "sum":
        raise DeclarationError(f"“{path}”不是数字，不能相加", "measure")
    if path and path not in known.paths:
        found = field_at(known, path, "measure")
        if how == "sum" and path not in known.number_fields():
            raise DeclarationError(f"“{found.verbose_name}”不是数字，不能相加", "measure")
        if isinstance(found, SealedField):
            raise DeclarationError(f"“{found.verbose_name}”加密保存，不能计数", "measure")
    conditions = read_conditions(filters)
    for condition in conditions:
        _check_condition(known, condition)
    if day == "held":
        if known.held is None:
            raise DeclarationError(f"“{known.name}”没有起止日期，不能按期末在册计数", "date")
    elif not day.startswith("in:") or not _is_day(field_at(known, day[3:], "date")) or "." in day:
        raise DeclarationError(f"“{day}”不是时点，应为 in:日期字段 或 held", "date")
    return Declaration(known, how, path, day.removeprefix("in:"), conditions)


def _is_day(field: Any) -> bool:
    return isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)


def _check_condition(ledger: Ledger, condition: Condition) -> None:
    field = field_at(ledger, condition.path, "filters")
    codes = accepted(field)
    if codes is None:
        if condition.op not in ("set", "unset"):
            raise DeclarationError(f"“{field.verbose_name}”不是代码字段，只能问已填或未填", "filters")
        return
    if unknown := [value for value in condition.values if value not in codes]:
        raise DeclarationError(
            f"“{field.verbose_name}”没有代码“{'、'.join(unknown)}”，可用：{'、'.join(codes)}", "filters"
        )
    owner, name = owner_of(ledger, condition.path)
    if condition.op == ">=" and not (owner and owner.ranks.get(name)):
        raise DeclarationError(f"“{field.verbose_name}”没有高低之分，不能用“不低于”", "filters")


def accepted(field: Any) -> tuple[str, ...] | None:
    """The codes a coded field may hold, as declarations write them; None where it is not coded."""
    if isinstance(field, models.BooleanField):
        return "yes", "no"
    return tuple(str(code) for code, _ in field.flatchoices) if field.choices else None
