"""What do the ledgers say of a union's month? Declarations counted with one query per ledger, rows kept.

The rows are read and the conditions decided here, not in SQL: a submitted figure keeps the rows behind it, dated
fields are taken as they were at the month's end, and both databases count alike.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, Q

from members.ledgers.ledger import LEDGERS, Ledger, Through, as_text
from members.ledgers.record import FormerValue
from members.models import Union
from members.months import shift
from reports.indicators.counted_unions import counted_unions
from reports.indicators.declaration import Declaration, DeclarationError, declare, owner_of
from reports.models import Indicator

logger = logging.getLogger(__name__)
#: What a row brings to a count: a number, or (for distinct) the things that are counted once.
Share = Decimal | tuple[str, ...]
#: A record of the count's ledger by its id, one of another ledger as `slug:id`; and what it brings.
Row = tuple[int | str, Share]


@dataclass(frozen=True, slots=True)
class Count:
    """What the ledgers say of one indicator: its value and the records behind it, each with its share.

    `ledger` is the slug the rows stand in; distinct counts are the number of different things of all shares.
    """

    ledger: str
    value: Decimal
    rows: tuple[Row, ...] = ()


def total(rows: Iterable[Row]) -> Decimal:
    """What shares come to: numbers added, things counted once."""
    numbers = Decimal(0)
    things: set[str] = set()
    for _, share in rows:
        if isinstance(share, tuple):
            things.update(share)
        else:
            numbers += share
    return numbers + len(things)


@dataclass
class Scope:
    """One union and one month, as counters see it: whose ledgers count, and how to read them."""

    union: Union
    month: date
    unions: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unions = self.unions or counted_unions(self.union, self.month)

    @cached_property
    def end(self) -> date:
        """The last day of the month."""
        return shift(self.month, 1) - timedelta(days=1)

    @cached_property
    def former(self) -> dict[tuple[str, int, str], str]:
        """What dated fields said at the month's end where they say something else now. One query."""
        later = FormerValue.objects.filter(until__gt=self.end).order_by("-until")
        return {
            (ledger, record, name): value
            for ledger, record, name, value in later.values_list("ledger", "record", "field", "value")
        }

    def valid(self, slug: str) -> Any:
        """The valid records of a ledger that count for this union."""
        return LEDGERS[slug].model._default_manager.filter(union__in=self.unions, voided=False)

    def in_force(self, slug: str, day: date | None = None) -> Any:
        """Those of them in force at the month's end (or on another day)."""
        return self.valid(slug).filter(held_on(LEDGERS[slug], day or self.end))

    def happened(self, slug: str, name: str) -> Any:
        """Those of them whose date of this name falls into the month."""
        return self.valid(slug).filter(**{f"{name}__gte": self.month, f"{name}__lte": self.end})

    def then(self, slug: str, record: int, name: str, now: Any) -> str:
        """What a field of a record said at the month's end, as a declaration writes it."""
        return self.former.get((slug, record, name), as_text(now))


Counter = Callable[[Scope], Count | None]
#: Counters for what a declaration cannot say: code → the ledgers asked, and a function of the scope.
COUNTERS: dict[str, tuple[tuple[str, ...], Counter]] = {}


def counts(code: str, *ledgers: str) -> Callable[[Counter], Counter]:
    """Register the counter of an indicator; the first of its ledgers is the one whose rows stand behind the number."""

    def register(function: Counter) -> Counter:
        COUNTERS[code] = ledgers, function
        return function

    return register


def held_on(ledger: Ledger, day: date) -> Q:
    """In force on this day, as a condition."""
    held = ledger.held
    if held is None:
        raise DeclarationError(f"“{ledger.name}”没有起止日期", "date")
    begun = Q(**{f"{held.start}__lte": day})
    if not held.needs_start:
        begun |= Q(**{held.start: None})
    if not held.end:
        return begun
    after = "gte" if held.includes_end else "gt"
    return begun & (Q(**{held.end: None}) | Q(**{f"{held.end}__{after}": day}))


def count_month(
    union: Union, month: date, indicators: Iterable[Indicator] | None = None, *, used_only: bool = True
) -> dict[str, Count]:
    """Code → what the ledgers say, for every indicator counted from a ledger this union uses in the year.

    Three queries to know whose ledgers count and which are kept, one for former values, one per ledger kept (two where
    things behind lines are counted), and what counters ask.
    """
    scope = Scope(union, month)
    if indicators is None:
        indicators = Indicator.objects.in_force(month, union.level)
    by_ledger: dict[str, dict[str, Declaration]] = defaultdict(dict)
    found: dict[str, Count] = {}
    counters = []
    for indicator in indicators:
        if indicator.is_computed:
            continue
        if indicator.code in COUNTERS:
            counters.append(indicator.code)
        elif indicator.ledger in LEDGERS:
            try:
                by_ledger[indicator.ledger][indicator.code] = declaration_of(indicator)
            except DeclarationError as error:  # one that fits its ledger no longer must not take the others along
                logger.warning("%s is not counted: %s", indicator.code, error)
    slugs = {*by_ledger, *(slug for code in counters for slug in COUNTERS[code][0])} & set(LEDGERS)
    days = {slug: {d.day for d in declarations.values() if not d.held} for slug, declarations in by_ledger.items()}
    kept = used_ledgers(scope, slugs, days) if used_only else slugs
    for slug, declarations in by_ledger.items():
        if slug in kept:
            found |= count_ledger(scope, declarations)
    for code in counters:
        ledgers, counter = COUNTERS[code]
        count = counter(scope) if kept.intersection(ledgers) else None
        if count is not None:
            found[code] = count
    return found


def declaration_of(indicator: Indicator) -> Declaration:
    """How the indicator is counted. Raises DeclarationError."""
    return declare(indicator.ledger, indicator.measure, indicator.date_rule, indicator.filters)


def is_counted(indicator: Indicator) -> bool:
    """Can the indicator be counted from a ledger, as it is declared now?"""
    if indicator.is_computed or indicator.code in COUNTERS:
        return not indicator.is_computed
    try:
        return bool(declaration_of(indicator))
    except DeclarationError:
        return False


def used_ledgers(scope: Scope, slugs: Iterable[str], days: Mapping[str, Iterable[str]]) -> set[str]:
    """Which of these ledgers does the union keep in the year: is anything dated in it, or in force? One query."""
    # Dated by what is counted, too (`days`): last year's case that was closed in this year is kept in it.
    asked = {}
    for slug in slugs:
        ledger = LEDGERS[slug]
        year, dated = date(scope.month.year, 1, 1), Q()
        for name in {ledger.main_date, *days.get(slug, ())} - {""}:
            dated |= Q(**{f"{name}__gte": year, f"{name}__lte": scope.end})
        if ledger.held:
            dated |= held_on(ledger, scope.end)
            if ledger.held.end:  # what ended in the year was kept in it
                dated |= Q(**{f"{ledger.held.end}__gte": year, f"{ledger.held.end}__lte": scope.end})
        asked[slug] = Exists(scope.valid(slug).filter(dated).order_by())
    answers = Union.objects.filter(pk=scope.union.pk).values(**asked).first() if asked else None
    return {slug for slug, used in (answers or {}).items() if used}


def count_ledger(scope: Scope, declarations: Mapping[str, Declaration]) -> dict[str, Count]:
    """Count one ledger for all these declarations: one query, one more for each path through lines."""
    ledger = next(iter(declarations.values())).ledger
    dates = {d.day for d in declarations.values() if not d.held}
    wanted = Q()
    for name in dates:
        wanted |= Q(**{f"{name}__gte": scope.month, f"{name}__lte": scope.end})
    if any(d.held for d in declarations.values()):
        wanted |= held_on(ledger, scope.end)
    if moved := [pk for slug, pk, name in scope.former if slug == ledger.slug and name in dates]:
        wanted |= Q(pk__in=moved)  # a term that ended in the month, and was set anew since
    columns = {"pk", *dates}
    if ledger.held:
        columns.update(filter(None, (ledger.held.start, ledger.held.end)))
    for each in declarations.values():
        columns.update(_columns(ledger, each))
    rows = list(scope.valid(ledger.slug).filter(wanted).order_by("pk").values(*columns))
    lines = {
        path: _through(scope, ledger, ledger.paths[path], wanted)
        for path in {d.path for d in declarations.values() if d.path in ledger.paths}
    }
    found = {code: _count(scope, ledger, each, rows, lines) for code, each in declarations.items()}
    return {code: count for code, count in found.items() if count is not None}


def _columns(ledger: Ledger, declaration: Declaration) -> set[str]:
    """What must be read of a record for this declaration; with a step, the id of the record stepped to."""
    paths = [c.path for c in declaration.conditions]
    if declaration.path and declaration.path not in ledger.paths:
        paths.append(declaration.path)
    return {p.replace(".", "__") for p in paths} | {f"{p.split('.')[0]}_id" for p in paths if "." in p}


def _through(scope: Scope, ledger: Ledger, through: Through, wanted: Q) -> dict[int, list[str]]:
    """What each record reaches through the lines that hold at the month's end."""
    found: dict[int, list[str]] = defaultdict(list)
    lines = scope.valid(ledger.slug).filter(wanted, through.on(scope.end)).order_by("pk")
    for pk, thing in lines.values_list("pk", through.path):
        if thing is not None:
            found[pk].append(str(thing))
    return found


def _count(
    scope: Scope, ledger: Ledger, declaration: Declaration, rows: list[dict[str, Any]], lines: Mapping[str, Any]
) -> Count | None:
    """The count; None where records are there and none of them says the number that is added up."""
    ranks = {c.path: declaration.ranks(c.path) for c in declaration.conditions if c.op == ">="}
    kept: list[Row] = []
    silent = False
    for row in rows:
        if not _falls(scope, ledger, declaration, row):
            continue
        if all(c.holds(_value(scope, ledger, c.path, row), ranks.get(c.path, ())) for c in declaration.conditions):
            share = _share(scope, ledger, declaration, row, lines)
            if share is None:
                silent = declaration.measure == "sum"
            else:
                kept.append((row["pk"], share))
    if silent and not kept:
        return None
    return Count(ledger.slug, total(kept), tuple(kept))


def _falls(scope: Scope, ledger: Ledger, declaration: Declaration, row: Mapping[str, Any]) -> bool:
    """Does the record happen in the month, or is it in force at its end, as the declaration asks?"""
    if not declaration.held:
        day = scope.then(ledger.slug, row["pk"], declaration.day, row[declaration.day])
        return scope.month.isoformat() <= day <= scope.end.isoformat()
    held = ledger.held
    assert held is not None
    start, end = row[held.start], row[held.end] if held.end else None
    if start is None and held.needs_start:
        return False
    if start is not None and start > scope.end:
        return False
    return end is None or end > scope.end or (held.includes_end and end == scope.end)


def _value(scope: Scope, ledger: Ledger, path: str, row: Mapping[str, Any]) -> str:
    """What a field said at the month's end, also one step away."""
    owner, name = owner_of(ledger, path)
    pk = row["pk"] if "." not in path else row[f"{path.split('.')[0]}_id"]
    now = row[path.replace(".", "__")]
    return scope.then(owner.slug, pk, name, now) if owner and name in owner.dated and scope.former else as_text(now)


def _share(
    scope: Scope, ledger: Ledger, declaration: Declaration, row: Mapping[str, Any], lines: Mapping[str, Any]
) -> Share | None:
    """What the record brings: one, its number (nothing where none is given), or the things it names."""
    if declaration.measure == "count":
        return Decimal(1)
    if declaration.path in ledger.paths:
        return tuple(lines[declaration.path].get(row["pk"], ()))
    text = _value(scope, ledger, declaration.path, row)
    if declaration.measure == "distinct":
        return (text,) if text else None
    return Decimal(text) if text else None
