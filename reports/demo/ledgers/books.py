"""The ledgers of one union while they are being made up: things with their pasts, written all at once in the end."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from simple_history.utils import bulk_create_with_history

from members.ledgers.keeping import prepare
from members.ledgers.ledger import LEDGERS, as_text
from members.ledgers.record import FormerValue, Source
from members.models import Union, User
from members.models.union import short_name
from reports.demo.ledgers import names
from reports.demo.ledgers.shares import divide

#: What a month reports: code → figure, what does not concern the union left out.
Values = Mapping[str, Decimal]
TERM = timedelta(days=1826)


class Thing:
    """One record: what it says now, and what dated fields said before."""

    __slots__ = ("former", "lines", "now", "row", "slug")

    def __init__(self, slug: str, **fields: Any) -> None:
        self.slug, self.now = slug, fields
        self.former: dict[tuple[str, date], Any] = {}
        self.lines: list[Any] = []
        self.row: Any = None

    def turn(self, name: str, value: Any, day: date | None) -> None:
        """Say something else from this day on; without a day it has always been so."""
        if self.now.get(name) == value:
            return
        if day is not None:
            self.former.setdefault((name, day), self.now.get(name))
        self.now[name] = value


class Books:
    """All things of one union, the month being made, and the dice."""

    def __init__(self, union: Union, months: Mapping[date, Values], seed: str, today: date) -> None:
        self.union, self.months, self.today = union, dict(sorted(months.items())), today
        self.dice = Random(seed)
        self.things: dict[str, list[Thing]] = defaultdict(list)
        self.live: dict[str, list[Thing]] = defaultdict(list)
        self.why: dict[tuple[date, str], str] = {}
        self.month = self.first = next(iter(self.months))
        self.values: Values = {}
        self.place = short_name(union.name)
        self.serial: dict[str, int] = defaultdict(int)

    def begin(self, month: date) -> None:
        """Turn to this month."""
        self.month, self.values = month, self.months[month]

    @property
    def starting(self) -> bool:
        """Is this the first month, in which what was there before is set up?"""
        return self.month == self.first

    @property
    def end(self) -> date:
        """The last day of the month."""
        return self.month.replace(day=calendar.monthrange(self.month.year, self.month.month)[1])

    @property
    def last_day(self) -> date:
        """The last day of the last month that is made up."""
        last = max(self.months)
        return last.replace(day=calendar.monthrange(last.year, last.month)[1])

    def day(self) -> date:
        """Some day of the month, not its last, and not after today."""
        last = self.today.day if self.today.replace(day=1) == self.month else 27
        return self.month.replace(day=self.dice.randint(1, min(last, 27)))

    def past(self, years: int = 6) -> date:
        """Some day before the first month."""
        return self.first - timedelta(days=self.dice.randint(40, 365 * years))

    def turning(self) -> date | None:
        """From which day a change holds: the month's first; in the first month it has always been so."""
        return None if self.starting else self.month

    def get(self, code: str) -> int | None:
        """A figure of the month as a whole number; None where it is not reported."""
        value = self.values.get(code)
        return None if value is None else int(value)

    def most(self, *codes: str) -> int:
        """The highest figure any month has under one of these codes."""
        return max((int(v[c]) for v in self.months.values() for c in codes if c in v), default=0)

    def known(self, *codes: str) -> bool:
        """Does any month report one of these?"""
        return any(code in values for values in self.months.values() for code in codes)

    def number(self, of: str) -> int:
        """The next number of a series."""
        self.serial[of] += 1
        return self.serial[of]

    def note(self, code: str, why: str) -> None:
        """Remember why a figure cannot come out."""
        self.why.setdefault((self.month, code), why)

    def add(self, slug: str, **fields: Any) -> Thing:
        """One more record."""
        thing = Thing(slug, **fields)
        self.things[slug].append(thing)
        return thing

    def rows(
        self,
        slug: str,
        when: str,
        count: int | None,
        make: Callable[[], dict[str, Any]],
        **sums: tuple[str, int],
    ) -> list[Thing]:
        """Records of this month; `sums` say which field adds up to which figure, and the least of one record."""
        totals = {name: self.values[code] for name, (code, _) in sums.items() if code in self.values}
        if count is None:
            most = max((int(total) for total in totals.values()), default=0)
            count = 0 if not any(totals.values()) else min(6, most // 40 + 1)
        if not count:
            for name, total in totals.items():
                if total:
                    self.note(sums[name][0], "没有可以分摊的记录（次数为零）")
            return []
        shares = {name: divide(total, count, self.dice, sums[name][1]) for name, total in totals.items()}
        return [
            self.add(slug, **{when: self.day()} | make() | {name: share[i] for name, share in shares.items()})
            for i in range(count)
        ]

    def stock(self, key: str, wanted: int | None, make: Callable[[date], Thing], end: str) -> list[Thing]:
        """Keep as many things of a kind in force as the month says; those that go are ended on a day of the month."""
        live = self.live[key]
        if wanted is None:
            return live
        while len(live) < wanted:
            live.append(make(self.past() if self.starting else self.day()))
        while len(live) > wanted:
            live.pop(self.dice.randrange(len(live))).now[end] = self.day()
        return live

    def settle(self, things: Iterable[Thing], name: str, wanted: Mapping[Any, int], rest: Any) -> bool:
        """Turn a dated field so that each value is held by as many as wanted, others hold something else."""
        holders: dict[Any, list[Thing]] = defaultdict(list)
        free: list[Thing] = []
        for thing in things:
            value = thing.now.get(name)
            (holders[value] if value in wanted else free).append(thing)
        spare = []
        for value, count in wanted.items():
            spare += holders[value][count:]
        met = True
        for value, count in wanted.items():
            for _ in range(count - len(holders[value])):
                pool = spare or free
                if not pool:
                    met = False
                    break
                pool.pop(0).turn(name, value, self.turning())
        for thing in spare:
            thing.turn(name, rest, self.turning())
        return met

    def spread(self, things: Sequence[Thing], name: str, total: int | None, limit: str = "") -> bool:
        """Turn a dated number so that it adds up to the total; `limit` names the field it may not exceed."""
        if total is None:
            return True
        if not things:
            return total == 0
        fresh = [thing for thing in things if thing.now.get(name) is None]
        if len(fresh) == len(things) and not limit:
            for thing, share in zip(things, divide(total, len(things), self.dice), strict=True):
                thing.turn(name, int(share), self.turning())
            return True
        for thing in fresh:
            thing.turn(name, 0, self.turning())
        lack = total - sum(int(thing.now[name]) for thing in things)
        order = sorted(things, key=lambda t: int(t.now[name]), reverse=lack < 0)
        wide = max(1, len(order) // 3) if abs(lack) > len(order) else 1
        for step in (-(-abs(lack) // wide), abs(lack)):
            for thing in order:
                if not lack:
                    return True
                now = int(thing.now[name])
                room = int(thing.now[limit]) - now if limit else abs(lack)
                change = max(-now, -step, lack) if lack < 0 else min(room, step, lack)
                thing.turn(name, now + change, self.turning())
                lack -= change
        return not lack

    def save(self, by: User) -> int:
        """Write everything with its history; returns how many records."""
        order = {slug: number for number, slug in enumerate(LEDGERS)}
        waiting = sorted((thing for own in self.things.values() for thing in own), key=lambda t: order[t.slug])
        while waiting:
            ready: list[Thing] = []
            later: list[Thing] = []
            for thing in waiting:
                said = [*thing.now.values(), *(v for line in thing.lines for v in line.values())]
                refers = [v for v in said if isinstance(v, Thing)]
                (ready if all(v.row is not None and v.row.pk for v in refers) else later).append(thing)
            self._write(ready, by)
            waiting = later
        self._write_past()
        return sum(map(len, self.things.values()))

    def _write(self, things: list[Thing], by: User) -> None:
        for slug in dict.fromkeys(thing.slug for thing in things):
            ledger, own = LEDGERS[slug], [thing for thing in things if thing.slug == slug]
            for thing in own:
                fields = {name: v.row if isinstance(v, Thing) else v for name, v in thing.now.items()}
                thing.row = ledger.model(
                    union=self.union, source=Source.GENERATED, created_by=by, updated_by=by, **fields
                )
                prepare(ledger, thing.row)
            bulk_create_with_history([thing.row for thing in own], ledger.model, batch_size=500, default_user=by)
            for child in ledger.children:
                lines = [child.model(record=t.row, **{k: v.row if isinstance(v, Thing) else v for k, v in line.items()})
                         for t in own for line in t.lines]  # fmt: skip
                if lines:
                    bulk_create_with_history(lines, child.model, batch_size=500, default_user=by)

    def _write_past(self) -> None:
        FormerValue.objects.bulk_create(
            (
                FormerValue(
                    ledger=thing.slug, record=thing.row.pk, field=name, until=day,
                    value=as_text(value.row if isinstance(value, Thing) else value),
                )
                for things in self.things.values() for thing in things for (name, day), value in thing.former.items()
            ),
            batch_size=1000,
        )  # fmt: skip

    def employers(self, count: int) -> list[Thing]:
        """This many workplaces, made when they are needed; they were there before the first month."""
        pool = self.things["employer"]
        while len(pool) < count:
            self.add("employer", name=self.place + names.workplace(self.dice, self.number("employer")),
                     village=names.village(self.dice), ownership="170", industry="C",
                     opened_on=self.past(12), should_organize=False, is_above_scale=False, is_non_public=False,
                     union_org=None, employee_count=self.dice.randint(15, 220))  # fmt: skip
        return pool[:count]
