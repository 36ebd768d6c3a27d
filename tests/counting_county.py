"""Ledgers made up by a seed, changed on random days; and a slow second opinion of what they count.

The oracle keeps the whole timeline of every value itself: it reads neither former values, nor former places, nor SQL.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from makers import make_base, make_county, make_township, make_user

from members.ledgers.keeping import keep, void
from members.ledgers.ledger import LEDGERS
from members.models import Union
from members.models.user import Role
from reports.models import Indicator

FIRST, LAST = date(2025, 10, 1), date(2026, 8, 31)
MONTHS = [date(2025 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(12)]
LEVELS = ("township", "county", "city", "province", "national")
#: code → ledger, measure, day, conditions: one of every kind there is.
DECLARED = {
    "d_count": ("dispute_case", "count", "in:accepted_on", ""),
    "d_closed": ("dispute_case", "count", "in:closed_on", "method set"),
    "d_sum": ("dispute_case", "sum:claim_amount", "in:accepted_on", "cause in pay|insurance"),
    "d_persons": ("dispute_case", "sum:persons", "in:accepted_on", "cause not in pay|insurance; method unset"),
    "d_ref": ("dispute_case", "count", "in:accepted_on", "employer.is_non_public=yes"),
    "d_ref_not": ("dispute_case", "sum:persons", "in:accepted_on", "employer.is_non_public!=yes; employer set"),
    "d_distinct": ("dispute_case", "distinct:employer", "in:accepted_on", ""),
    "e_held": ("employer", "count", "held", ""),
    "e_yes": ("employer", "count", "held", "is_non_public=yes"),
    "e_sum": ("employer", "sum:employee_count", "held", "is_non_public=no"),
    "e_opened": ("employer", "count", "in:opened_on", ""),
    "h_held": ("honour", "count", "held", "level>=city"),
    "h_in": ("honour", "count", "in:awarded_on", "level>=county"),
    "c_units": ("collective_contract", "distinct:covered_employers", "in:signed_on", ""),
    "c_held": ("collective_contract", "count", "held", ""),
    "o_term": ("union_org", "count", "in:term_end", "star!=0"),
}


def declared() -> list[Indicator]:
    """The indicators of this county, not in the database."""
    return [
        Indicator(code=code, ledger=ledger, measure=measure, date_rule=day, filters=filters, kind="flow")
        for code, (ledger, measure, day, filters) in DECLARED.items()
    ]


@dataclass
class Known:
    """One record as the oracle knows it: what it says from which day (the first from ever)."""

    ledger: str
    pk: int
    union: int
    said: dict[str, list[tuple[date, Any]]]
    voided: bool = False

    def at(self, name: str, day: date) -> Any:
        """What the field said at the end of this day."""
        return [value for since, value in self.said[name] if since <= day][-1]


@dataclass
class County:
    """Unions with their parents from month to month, the first month in which each files, and all records."""

    union: Union
    parents: dict[int, list[tuple[date, int | None]]] = field(default_factory=dict)
    files_from: dict[int, date] = field(default_factory=dict)
    records: list[Known] = field(default_factory=list)

    def files_to(self, union: int, month: date) -> int | None:
        """Whose return of the month has this union's records: its own, or that of the nearest above it that files."""
        at: int | None = union
        while at is not None:
            if at in self.files_from and self.files_from[at] <= month:
                return at
            at = [parent for since, parent in self.parents[at] if since <= month][-1]
        return None

    def rows(self, code: str, union: int | None, month: date) -> list[tuple[int, Any]]:
        """The records counted in the union's return, each with what it brings; of the whole county without one."""
        ledger = DECLARED[code][0]
        end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        found = []
        for each in self.records:
            whose = self.files_to(each.union, month)
            mine = whose is not None if union is None else whose == union
            if each.ledger == ledger and mine and not each.voided:
                share = ORACLE[code](self, lambda name, each=each: each.at(name, end), month, end)
                if share is not None:
                    found.append((each.pk, share))
        return found

    def record(self, ledger: str, pk: int) -> Known:
        """The one record of this number."""
        return next(each for each in self.records if (each.ledger, each.pk) == (ledger, pk))


def value_of(rows: list[tuple[int, Any]]) -> Decimal:
    """What the oracle's rows come to."""
    sets = [share for _, share in rows if isinstance(share, set)]
    return Decimal(len(set().union(*sets))) if sets else sum((share for _, share in rows), Decimal(0))


Says = Callable[[str], Any]


def _inside(day: date | None, month: date) -> bool:
    return day is not None and (day.year, day.month) == (month.year, month.month)


def _ref(county: County, says: Says, end: date) -> bool | None:
    employer = says("employer")
    return None if employer is None else county.record("employer", employer).at("is_non_public", end)


def _here(says: Says, end: date) -> bool:
    opened, closed = says("opened_on"), says("closed_on")
    return (opened is None or opened <= end) and (closed is None or closed > end)


def _still(start: date | None, last: date | None, end: date) -> bool:
    return start is not None and start <= end and (last is None or last >= end)


def _one(holds: bool) -> Decimal | None:
    return Decimal(1) if holds else None


def _number(holds: bool, value: Any) -> Decimal | None:
    return Decimal(value) if holds and value is not None else None


ORACLE: dict[str, Callable[[County, Says, date, date], Any]] = {
    "d_count": lambda c, s, m, e: _one(_inside(s("accepted_on"), m)),
    "d_closed": lambda c, s, m, e: _one(_inside(s("closed_on"), m) and s("method") != ""),
    "d_sum": lambda c, s, m, e: _number(
        _inside(s("accepted_on"), m) and s("cause") in ("pay", "insurance"), s("claim_amount")
    ),
    "d_persons": lambda c, s, m, e: _number(
        _inside(s("accepted_on"), m) and s("cause") not in ("pay", "insurance") and not s("method"), s("persons")
    ),
    "d_ref": lambda c, s, m, e: _one(_inside(s("accepted_on"), m) and _ref(c, s, e) is True),
    "d_ref_not": lambda c, s, m, e: _number(_inside(s("accepted_on"), m) and _ref(c, s, e) is False, s("persons")),
    "d_distinct": lambda c, s, m, e: {s("employer")} if _inside(s("accepted_on"), m) and s("employer") else None,
    "e_held": lambda c, s, m, e: _one(_here(s, e)),
    "e_yes": lambda c, s, m, e: _one(_here(s, e) and s("is_non_public")),
    "e_sum": lambda c, s, m, e: _number(_here(s, e) and not s("is_non_public"), s("employee_count")),
    "e_opened": lambda c, s, m, e: _one(_inside(s("opened_on"), m)),
    "h_held": lambda c, s, m, e: _one(
        _still(s("awarded_on"), s("valid_to"), e) and LEVELS.index(s("level")) >= LEVELS.index("city")
    ),
    "h_in": lambda c, s, m, e: _one(_inside(s("awarded_on"), m) and s("level") != "township"),
    "c_units": lambda c, s, m, e: set(s("covers")) if _inside(s("signed_on"), m) else None,
    "c_held": lambda c, s, m, e: _one(_still(s("effective_on"), s("last_day"), e)),
    "o_term": lambda c, s, m, e: _one(_inside(s("term_end"), m) and s("star") > 0),
}


class Maker:
    """Makes the county up, and tells the oracle what it did."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        top = make_county()
        self.county = County(top, {top.pk: [(date.min, None)]}, {top.pk: date.min})
        self.towns = [make_township(top, f"{name}镇总工会") for name in "甲乙丙"]
        self.bases = [make_base(self.dice.choice(self.towns), f"{name}厂工会") for name in "子丑寅卯"]
        self.clerks = {town.pk: make_user(Role.TOWN_CLERK, town, f"clerk{town.pk}") for town in self.towns}
        for union in (*self.towns, *self.bases):
            self.county.parents[union.pk] = [(date.min, union.parent_id)]
        for town in self.towns:
            self.county.files_from[town.pk] = date.min
        self.fill()
        self.change()
        self.move()

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        """A day; the borders of months come up far more often than their share."""
        day = first + timedelta(days=self.dice.randint(0, max((last - first).days, 0)))
        border = day.replace(day=1) - timedelta(days=self.dice.choice((0, 1)))
        return border if self.dice.random() < 0.5 and first <= border <= last else day

    def perhaps(self, value: Any, chance: float = 0.6) -> Any:
        return value if self.dice.random() < chance else None

    def add(self, ledger: str, **values: Any) -> Known:
        """A record as it stands, past all rules: what is counted is not theirs to say."""
        union = self.dice.choice((*self.towns, *self.bases))
        covers = values.pop("covers", None)
        row = LEDGERS[ledger].model(union=union, **values)
        row.save()
        known = Known(ledger, row.pk, union.pk, {name: [(date.min, value)] for name, value in values.items()})
        if covers is not None:
            model = LEDGERS[ledger].children[0].model
            model.objects.bulk_create([model(record=row, employer_id=pk) for pk in covers])
            known.said["covers"] = [(date.min, covers)]
        self.county.records.append(known)
        return known

    def fill(self) -> None:
        """Records of five ledgers."""
        dice, span = self.dice, lambda day: self.perhaps(self.day(day), 0.4)
        for n in range(10):
            opened = self.perhaps(self.day(date(2025, 8, 1)), 0.8)
            self.add(
                "employer", name=f"单位{n}", opened_on=opened, closed_on=span(opened or FIRST),
                is_non_public=dice.random() < 0.5, employee_count=self.perhaps(dice.randint(0, 20)),
            )  # fmt: skip
        employers = [each.pk for each in self.county.records]
        for _ in range(30):
            accepted, employer = self.day(), self.perhaps(dice.choice(employers), 0.7)
            self.add(
                "dispute_case", accepted_on=accepted, closed_on=span(accepted), persons=dice.randint(0, 9),
                cause=dice.choice(("pay", "insurance", "work_injury")), method=dice.choice(("", "mediation")),
                claim_amount=self.perhaps(Decimal(dice.randint(0, 10**9)) / 10**dice.randint(0, 4)),
                employer_id=employer,
            ).said["employer"] = [(date.min, employer)]  # fmt: skip
        for n in range(8):
            awarded = self.perhaps(self.day(), 0.8)
            self.add(
                "honour", title=f"荣誉{n}", level=dice.choice(LEVELS), target="collective", unit="某厂",
                code="may1_award", awarded_on=awarded, valid_to=awarded and span(awarded),
            )  # fmt: skip
        for n in range(8):
            signed = self.perhaps(self.day(), 0.8)
            self.add(
                "collective_contract", name=f"合同{n}", signed_on=signed, effective_on=self.perhaps(self.day(), 0.8),
                last_day=self.perhaps(self.day(), 0.5), covers=dice.sample(employers, dice.randint(0, 3)),
            )  # fmt: skip
        for n in range(6):
            self.add("union_org", name=f"工会{n}", star=dice.randint(0, 2), term_end=self.perhaps(self.day(), 0.8))

    def keeper(self, known: Known) -> Any:
        """The clerk of the township the record's union stands in."""
        base = {union.pk: union.parent_id for union in self.bases}
        return self.clerks[base.get(known.union, known.union)]

    def change(self) -> None:
        """Dated fields change, are corrected, change twice from one day; records are voided."""
        for known in self.county.records:
            ledger = LEDGERS[known.ledger]
            dated = {"employer": ("is_non_public", "employee_count"), "union_org": ("term_end",)}.get(known.ledger, ())
            days = sorted(self.day() for _ in range(self.dice.randint(0, 3)))
            if days and self.dice.random() < 0.3:
                days.append(days[-1])
            for day in days if dated else ():
                name = self.dice.choice(dated)
                new = {"is_non_public": self.dice.random() < 0.5, "employee_count": self.dice.randint(0, 20),
                       "term_end": self.day()}[name]  # fmt: skip
                timeline = known.said[name]
                if timeline[-1][0] > day:
                    continue
                correction = self.dice.random() < 0.25
                row = ledger.model.objects.get(pk=known.pk)
                setattr(row, name, new)
                keep(ledger, row, by=self.keeper(known), since=None if correction else {name: day})
                if correction:
                    timeline[-1] = timeline[-1][0], new
                elif new != timeline[-1][1]:  # nothing changed, nothing is remembered
                    timeline.append((day, new))
            if self.dice.random() < 0.15:
                void(ledger, ledger.model.objects.get(pk=known.pk), by=self.keeper(known), reason="重复")
                known.voided = True

    def move(self) -> None:
        """Grassroots unions begin to file, and move to another township from a month on."""
        for base in self.bases:
            if self.dice.random() < 0.4:
                month = self.dice.choice(MONTHS)
                Union.objects.filter(pk=base.pk).update(files_returns=True, files_from=month)
                self.county.files_from[base.pk] = month
            for month in sorted(self.dice.sample(MONTHS, self.dice.choice((0, 1, 2)))):
                base.refresh_from_db()
                town = self.dice.choice(self.towns)
                if town.pk != base.parent_id:
                    base.place_under(town, since=month)
                    self.county.parents[base.pk].append((month, town.pk))
