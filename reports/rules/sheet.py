"""What do the rules look at? One union's month, with its own past, the catalogue's facts and the county's limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from members.months import DUE_MONTHS, Span, shift, year_to_date
from reports.arithmetic import Entry, quotient
from reports.rules.thresholds import DEFAULTS


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules must know of an indicator; `ledger` is the name of the one it is counted from."""

    kind: str
    unit: str
    numerator: str = ""
    denominator: str = ""
    computed: bool = False
    ledger: str = ""


@dataclass(frozen=True)
class Sheet:
    """One union's month as rules see it: its entries and those of earlier months, names and kinds of indicators.

    `limits` are the county's own thresholds, `targets` this year's, `counted` what the ledgers say of the month;
    `unsent` is last month where it has not been sent, `today` and `deadline` are given while it is being filled.
    """

    month: date
    now: Mapping[str, Entry]
    earlier: Mapping[date, Mapping[str, Entry]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Facts] = field(default_factory=dict)
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    counted: Mapping[str, Decimal] = field(default_factory=dict)
    today: date | None = None
    deadline: date | None = None
    unsent: date | None = None

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

    def limit(self, name: str) -> Decimal:
        """A threshold: the county's, or the one it starts with."""
        return self.limits.get(name, DEFAULTS[name])

    @cached_property
    def stocks(self) -> list[str]:
        return [code for code, fact in self.facts.items() if fact.kind == "stock" and not fact.computed]

    @cached_property
    def flows(self) -> list[str]:
        return [code for code, fact in self.facts.items() if fact.kind == "flow" and not fact.computed]

    def amounts(self, unit: str) -> list[str]:
        """The amounts counted in 元 or 万元."""
        return [code for code, fact in self.facts.items() if fact.kind == "amount" and fact.unit == unit]

    def counted_in(self, unit: str) -> list[str]:
        return [code for code, fact in self.facts.items() if fact.unit == unit and fact.kind == "flow"]

    @cached_property
    def rates(self) -> dict[str, Decimal]:
        """The rates this month's numerators and denominators give."""
        return self._rates(self.now)

    def earlier_rates(self, month: date) -> dict[str, Decimal]:
        """The rates of an earlier month."""
        return self._rates(self.earlier.get(month, {}))

    def _rates(self, entries: Mapping[str, Entry]) -> dict[str, Decimal]:
        values = {code: entry.value for code, entry in entries.items()}
        rates = {}
        for code, fact in self.facts.items():
            top, bottom = values.get(fact.numerator), values.get(fact.denominator)
            if fact.numerator and top is not None and bottom:
                rates[code] = quotient(top, bottom, 100)
        return rates

    def parts_of(self, code: str) -> tuple[str, ...]:
        """Numerator and denominator of a rate."""
        fact = self.facts[code]
        return fact.numerator, fact.denominator

    def sum_over(self, code: str, months: Iterable[date]) -> Decimal | None:
        """This month's flow with that of earlier months; None unless this month's is reported."""
        now = self.value(code)
        past = (self.earlier.get(month, {}).get(code) for month in months)
        numbers = [entry.value for entry in past if entry and entry.value is not None]
        return None if now is None else now + sum(numbers, Decimal(0))

    def has_seen(self, code: str, value: Decimal) -> bool:
        """Has the union's own last year, the same month apart, had as much (when more) or as little (when less)?"""
        year_ago = shift(self.month, -12)
        then = self.earlier.get(year_ago, {}).get(code)
        past = [entries[code].value for month, entries in self.earlier.items() if month != year_ago and code in entries]
        numbers = [number for number in past if number is not None]
        more = then is not None and then.value is not None and value > then.value
        return any(number >= value if more else number <= value for number in numbers)

    def completions(self) -> dict[str, Decimal]:
        """Percent of this year's targets reached up to this month."""
        months = list(year_to_date(self.month))[:-1]
        done = {}
        for code, target in self.targets.items():
            fact = self.facts.get(code)
            if fact is None or not target:
                continue
            value = self.sum_over(code, months) if fact.kind in ("flow", "amount") else self.value(code)
            value = self.rates.get(code, value) if fact.kind == "ratio" else value
            if value is not None:
                done[code] = quotient(value, target, 100)
        return done
