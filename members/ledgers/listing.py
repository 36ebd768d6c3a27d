"""Which records of a ledger does somebody ask for, in which order, and what do they add up to?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Max, Min, Q, QuerySet, Sum, Value
from django.utils import timezone

from members.checkdigits import is_id_number
from members.ledgers.ledger import LEDGERS, Ledger
from members.ledgers.references import label_field
from members.models import Union, User
from members.sealing import fingerprint, masked

#: A number of a person: an identity card, a telephone, an account. It is looked up, and never written down.
PERSONAL = re.compile(r"^[\d\s-]{6,}[\dXx]$")
MOBILE = re.compile(r"1[3-9]\d{9}")
#: Numbers that mean nothing when added up.
NOT_ADDED = re.compile(r"(^|_)(years?|ages?|months?|days?|rate|pct|order|hours_per_day)$")


@dataclass(frozen=True)
class Search:
    """What was typed into the search box. Of a personal number only fingerprints are kept, and a mask to show."""

    shown: str = ""
    text: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger, typed: str) -> Search:
        """The search for this text."""
        prints = {column: fingerprint(typed, f"{ledger.slug}.{name}") for name, column in ledger.fingerprints.items()}
        if PERSONAL.match(typed):
            # A ledger without fingerprints finds its own numbers (of policies, of claims) as they are.
            hidden = bool(prints) or is_somebodys(typed)
            return cls(masked(typed, "id") if hidden else typed, "" if hidden else typed, prints)
        return cls(typed, typed, prints)

    def as_dict(self) -> dict[str, Any]:
        return {"shown": self.shown, "text": self.text, "prints": dict(self.prints)}


def is_somebodys(typed: str) -> bool:
    """Is this an identity card's or a mobile telephone's number, whichever ledger it is looked for in?"""
    tidy = re.sub(r"[\s-]", "", typed)
    return bool(MOBILE.fullmatch(tidy)) or is_id_number(tidy, timezone.localdate())


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to: fields by code, a year of the main date, a union, voided ones, and the order."""

    search: Search = field(default_factory=Search)
    codes: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    union: Union | None = None
    alone: bool = False
    voided: bool = False
    sort: str = ""


def records(ledger: Ledger, user: User, asked: Asked) -> QuerySet[Any]:
    """The visible records asked for, in order, ready to be shown."""
    rows: QuerySet[Any] = ledger.model._default_manager.visible_to(user).filter(voided=asked.voided)  # type: ignore[attr-defined]
    for name, code in asked.codes.items():
        value = code == "yes" if isinstance(ledger.field(name), models.BooleanField) else code
        rows = rows.filter(**{name: value})
    if asked.year and ledger.main_date:
        first, last = date(asked.year, 1, 1), date(asked.year, 12, 31)
        rows = rows.filter(**{f"{ledger.main_date}__range": (first, last)})
    if asked.union:
        rows = rows.filter(union=asked.union) if asked.alone else rows.filter(union__path__startswith=asked.union.path)
    if asked.search.shown:
        rows = rows.filter(_meant(ledger, asked.search))
    return rows.select_related("union", *relations(ledger)).order_by(*_order(ledger, asked.sort))


def relations(ledger: Ledger) -> list[str]:
    """The columns and typed fields that refer to other records."""
    return [name for name in dict.fromkeys([*ledger.columns, *ledger.fields]) if ledger.field(name).is_relation]


def _meant(ledger: Ledger, search: Search) -> Q:
    meant = Q(pk=None)
    for column, value in search.prints.items():
        meant |= Q(**{column: value}) if value else Q()
    if search.text:
        names = [*ledger.search, *([label] if (label := label_field(ledger.model)) else [])]
        for name in dict.fromkeys(names):
            meant |= Q(**{f"{plain(ledger, name)}__icontains": search.text})
        if search.text.isascii():
            meant |= Q(initials__startswith=search.text.lower())
    return meant


def plain(ledger: Ledger, name: str) -> str:
    """The lookup of a field's words: for a reference the name of what it refers to."""
    found = ledger.field(name)
    return f"{name}__{label_field(found.remote_field.model) or 'pk'}" if found.is_relation else name


def sortable(ledger: Ledger) -> list[str]:
    """The columns a list can be put in order by."""
    return [name for name in ledger.columns if name not in ledger.sealed()]


def _order(ledger: Ledger, sort: str) -> list[str]:
    name, sign = sort.removeprefix("-"), "-" if sort.startswith("-") else ""
    if name in sortable(ledger):
        return [f"{sign}{plain(ledger, name)}", f"{sign}pk"]
    return [f"-{ledger.main_date}", "-pk"] if ledger.main_date else ["-pk"]


def added(ledger: Ledger) -> list[str]:
    """The columns whose numbers are added up below the list."""
    return [name for name in ledger.columns if name in ledger.number_fields() and not NOT_ADDED.search(name)]


def totals(ledger: Ledger, rows: QuerySet[Any]) -> tuple[int, dict[str, Any]]:
    """How many records these are, and the sums of their number columns (None: nothing was entered); one query."""
    sums = {f"sum_{name}": Sum(name) for name in added(ledger)}
    found = rows.order_by().aggregate(number=Count("pk"), **sums)
    return found.pop("number"), {name: found[f"sum_{name}"] for name in added(ledger)}


def years(ledger: Ledger, user: User) -> list[int]:
    """The years in which the user's records happened, newest first; one query."""
    if not ledger.main_date:
        return []
    rows: Any = ledger.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    found = rows.aggregate(first=Min(ledger.main_date), last=Max(ledger.main_date))
    return list(range(found["last"].year, found["first"].year - 1, -1)) if found["first"] else []


@dataclass(frozen=True, slots=True)
class Volume:
    """A ledger, how many valid records the user sees in it, and when one was last changed."""

    ledger: Ledger
    number: int
    changed_at: Any


def volumes(user: User, ledgers: Iterable[Ledger] | None = None) -> list[Volume]:
    """How much stands in each ledger; one query for all of them."""
    wanted = list(LEDGERS.values() if ledgers is None else ledgers)
    counts = [
        each.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        .valid()
        .order_by()
        .annotate(slug=Value(each.slug))
        .values("slug")
        .annotate(number=Count("pk"), changed_at=Max("updated_at"))
        for each in wanted
    ]
    found = {row["slug"]: row for row in counts[0].union(*counts[1:], all=True)} if counts else {}
    nothing: dict[str, Any] = {"number": 0, "changed_at": None}
    rows: list[tuple[Ledger, Any]] = [(each, found.get(each.slug, nothing)) for each in wanted]
    return [Volume(each, row["number"], row["changed_at"]) for each, row in rows]
