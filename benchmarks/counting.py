"""A township's month counted over all its ledgers, against aggregate queries written by hand for the same figures."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Q, Sum

from benchmarks.harness import Comparison
from benchmarks.world import make_union
from members.ledgers.ledger import LEDGERS
from members.models import Role, Union, User
from members.months import shift
from reports.demo.figures import Maker, shapes
from reports.demo.ledgers import make_ledgers
from reports.demo.places import Place
from reports.indicators.counting import COUNTERS, count_month, declaration_of, held_on
from reports.indicators.declaration import Condition, Declaration, field_at
from reports.models import Indicator

YEARS, LAST = 5, date(2025, 12, 1)
PLACE = Place("bench-town", "基准镇总工会", 1.0, "bench")


def run(write: Callable[[str], object]) -> None:
    union, indicators = make_town()
    records = sum(ledger.model._default_manager.count() for ledger in LEDGERS.values())
    declared = [i for i in indicators if i.ledger and i.code not in COUNTERS and not i.is_computed]
    write(f"{records} records in {len(LEDGERS)} ledgers, {YEARS} years; {len(declared)} declared indicators")
    ours = {code: count.value for code, count in count_month(union, LAST, declared).items()}
    theirs = by_hand(union, LAST, declared)
    if unlike := [code for code, value in ours.items() if (theirs[code] or 0) != value]:
        write(f"  not the same (former values are not asked by hand): {'、'.join(unlike)}")
    Comparison(
        "A township's month over all its ledgers, rows kept",
        {
            "count_month()": lambda: count_month(union, LAST, declared),
            "aggregate queries by hand, no rows": lambda: by_hand(union, LAST, declared),
        },
        {"aggregate queries by hand, no rows": 3},
    ).run(write)
    profile = cProfile.Profile()
    profile.runcall(count_month, union, LAST, declared)
    for (path, _, name), (_, calls, own, _, _) in sorted(
        pstats.Stats(profile).stats.items(),  # type: ignore[attr-defined]
        key=lambda item: -item[1][2],
    )[:6]:
        write(f"    {own * 1000:7.1f} ms  {calls:>7} calls  {path.rsplit('/', 1)[-1]}:{name}")


def make_town() -> tuple[Union, list[Indicator]]:
    """A township with five years of ledgers, its members by name."""
    union = make_union(PLACE.code, PLACE.name, "township", None)
    clerk = User.objects.create(username="bench-clerk", full_name="基准", role=Role.TOWN_CLERK, union=union)
    indicators = [i for i in Indicator.objects.filter(enabled=True) if i.is_computed or i.code in shapes()]
    months = [shift(LAST, -n) for n in reversed(range(YEARS * 12))]
    known = {i.code for i in indicators}
    maker = Maker(PLACE, [*indicators, *_unsaved(known)], months, {})
    figures = {month: {c: v for c, v in maker.month(month).items() if c in known} for month in months}
    make_ledgers(union, figures, by=clerk, by_name=50_000, today=shift(LAST, 1))
    return union, indicators


def _unsaved(known: set[str]) -> list[Indicator]:
    """The demo county's own indicators, which its shapes speak of."""
    return [Indicator(code=code, month_agg="sum", due="month") for code in shapes() if code not in known]


def by_hand(union: Union, month: date, indicators: list[Indicator]) -> dict[str, Any]:
    """One aggregate query per ledger, one more for each count through lines; dates and codes as they are now."""
    end = shift(month, 1) - timedelta(days=1)
    by_ledger: dict[str, dict[str, Declaration]] = defaultdict(dict)
    for indicator in indicators:
        by_ledger[indicator.ledger][indicator.code] = declaration_of(indicator)
    found: dict[str, Any] = {}
    for slug, declarations in by_ledger.items():
        rows = LEDGERS[slug].model._default_manager.filter(union=union, voided=False)
        plain = {c: d for c, d in declarations.items() if d.path not in d.ledger.paths}
        found |= rows.aggregate(**{code: measured(d, when(d, month, end)) for code, d in plain.items()})
        for code, d in declarations.items():
            if code not in plain:
                path = d.ledger.paths[d.path]
                found[code] = rows.filter(when(d, month, end)).aggregate(n=Count(path, distinct=True))["n"]
    return {code: Decimal(value) if value is not None else None for code, value in found.items()}


def when(declaration: Declaration, month: date, end: date) -> Q:
    """The declaration's day and conditions as a condition of the database."""
    day = declaration.day
    q = held_on(declaration.ledger, end) if declaration.held else Q(**{f"{day}__gte": month, f"{day}__lte": end})
    for condition in declaration.conditions:
        q &= _where(declaration, condition)
    return q


def _where(declaration: Declaration, condition: Condition) -> Q:
    name = condition.path.replace(".", "__")
    field = field_at(declaration.ledger, condition.path, "filters")
    values: list[Any] = list(condition.values)
    if isinstance(field, models.BooleanField):
        values = [value == "yes" for value in values]
    empty = Q(**{f"{name}__isnull": True}) if field.null else Q(**{name: ""})
    match condition.op:
        case "set":
            return ~empty
        case "unset":
            return empty
        case ">=":
            ranks = declaration.ranks(condition.path)
            return Q(**{f"{name}__in": ranks[ranks.index(values[0]) :]})
        case "=" | "in":
            return Q(**{f"{name}__in": values})
    return ~Q(**{f"{name}__in": values})


def measured(declaration: Declaration, q: Q) -> Any:
    """The declaration's measure as an aggregate."""
    if declaration.measure == "count":
        return Count("pk", filter=q)
    if declaration.measure == "distinct":
        return Count(declaration.path, distinct=True, filter=q & ~Q(**{f"{declaration.path}__isnull": True}))
    return Sum(declaration.path, filter=q)
