"""What does a demo union report in a month? Figures of real reports where there are some, drawn ones around them.

`fixtures/demo/shape.csv` says indicator by indicator how a figure follows from others: a share of another, a multiple,
a sum, a balance carried on. Everything is drawn from the codes and months themselves, so it comes out the same
every time; parts add up and stocks carry by construction.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from random import Random

from members.months import DUE_MONTHS, shift
from reports.demo.places import Place
from reports.models import Indicator
from reports.models.indicator import ParentRel

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
#: The part of a sum that takes what is left when the whole is known and its parts are not.
REST = {"aid_persons": "other_aid_persons", "aid_amount": "other_aid_amount", "dispute_accepted": "dispute_other"}
Given = Mapping[tuple[str, date], int]


@dataclass(frozen=True, slots=True)
class Shape:
    """How one indicator's figures are made; `of` are the codes they are made from."""

    code: str
    how: str
    of: tuple[str, ...]
    low: Decimal
    high: Decimal
    months: frozenset[int]


@cache
def shapes() -> dict[str, Shape]:
    """The fixture, read once."""
    with (FIXTURES / "shape.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Shape(
                row["code"],
                row["how"],
                tuple(row["of"].split()),
                Decimal(row["low"] or 0),
                Decimal(row["high"] or 0),
                frozenset(map(int, row["months"].split())) or DUE_MONTHS["month"],
            )
            for row in csv.DictReader(file)
        }


def reported(union_code: str, this_month: date) -> dict[tuple[str, date], int]:
    """What the real report given to this union states, moved to the last year in which all its months have passed."""
    found = {}
    with (FIXTURES / "reported.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["union"] == union_code:
                year = this_month.year - (int(row["closing"]) >= this_month.month)
                found[row["code"], shift(date(year, 1, 1), int(row["month"]) - 1)] = int(row["value"])
    return found


class Maker:
    """One union's figures, worked out when asked for."""

    def __init__(self, place: Place, indicators: Iterable[Indicator], months: list[date], given: Given) -> None:
        self.place, self.months, self.given = place, months, given
        self.catalogue = {indicator.code: indicator for indicator in indicators}
        self.codes = {indicator.pk: indicator.code for indicator in self.catalogue.values()}
        self.cells: dict[tuple[str, date], int] = {}
        for shape in shapes().values():
            if shape.how == "carry":
                self._settle_flows(shape)

    def month(self, month: date) -> dict[str, Decimal | None]:
        """The month's return: everything due, and what else is known with the wholes it belongs to; None is 不适用."""
        asked = [
            code
            for code in shapes()
            if month.month in DUE_MONTHS[self.catalogue[code].due] or (code, month) in self.given
        ]
        wanted = dict.fromkeys(asked)
        while asked:
            parent = self._parent(asked.pop())
            more = [parent, *self.parts.get(parent, ())] if parent else []
            asked += [code for code in more if code not in wanted]
            wanted |= dict.fromkeys(more)
        return {
            code: None if code in self.place.na else Decimal(self.cell(code, month))
            for code in wanted
            if code in shapes()
        }

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """Whole → the parts that add up to it."""
        found: dict[str, list[str]] = {}
        for indicator in self.catalogue.values():
            if indicator.parent_rel == ParentRel.PARTITION:
                found.setdefault(self._parent(indicator.code), []).append(indicator.code)
        return found

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Whole → everything that may not exceed it."""
        found: dict[str, list[str]] = {}
        for code in shapes():
            found.setdefault(self._parent(code), []).append(code)
        return found

    def _parent(self, code: str) -> str:
        return self.codes.get(self.catalogue[code].parent_id or 0, "")

    def cell(self, code: str, month: date) -> int:
        """One figure; 0 for what does not concern the union."""
        if (code, month) not in self.cells:
            self.cells[code, month] = self._make(code, month)
        return self.cells[code, month]

    def _make(self, code: str, month: date) -> int:
        if (code, month) in self.given:
            return self.given[code, month]
        if code in self.place.zero or code in self.place.na:
            return 0
        shape = shapes()[code]
        if shape.how == "carry":
            return self._carried(shape)[month]
        if shape.how == "balance":
            return self._signed(shape, month)
        if shape.how == "rest":
            return self.cell(shape.of[0], month) - sum(self.cell(part, month) for part in self._others(code, shape))
        floor = max((self.given.get((child, month), 0) for child in self.children.get(code, ())), default=0)
        if shape.how == "sum":
            return max(floor, sum(self.cell(part, month) for part in shape.of))
        whole = self._parent(code)
        if REST.get(whole) == code:
            return self._left(code, whole, month)
        if code in self.parts.get(whole, ()) and (whole, month) in self.given and shapes()[whole].how == "sum":
            return 0
        return max(floor, self._drawn(shape, month))

    def _others(self, code: str, shape: Shape) -> list[str]:
        return [part for part in self.parts[shape.of[0]] if part != code]

    def _left(self, code: str, whole: str, month: date) -> int:
        """The part that takes what the whole, or a group inside it, still lacks."""
        others = sum(self.cell(part, month) for part in self.parts[whole] if part != code)
        if (whole, month) in self.given:
            return self.given[whole, month] - others
        floor = max(self.given.get((child, month), 0) for child in self.children[whole])
        return max(self._drawn(shapes()[code], month), floor - others)

    def _drawn(self, shape: Shape, month: date) -> int:
        """A figure by its shape: flows drawn for each month in which they are due, stocks once for the union."""
        indicator = self.catalogue[shape.code]
        if shape.how == "opening":
            return self._opening(shape, month)
        stock = indicator.month_agg == "last"
        if not stock and (month.month not in DUE_MONTHS[indicator.due] or month.month not in shape.months):
            return 0
        dice = Random(f"{self.place.code} {shape.code} {'' if stock else month}")
        last = shift(month, -1)
        before = self.cell(shape.code, last) if not stock and last in self.months else 0
        if stock and (near := self._nearest(shape.code, month)):
            return self._like(shape, near, month)
        if shape.how == "count" and (known := self._known(shape.code)):
            number = sum(dice.choice(known) for _ in range(12 // len(DUE_MONTHS[indicator.due])))
            return number + (number == before > 0)  # a month just like the last one looks copied
        if shape.how in ("count", "level", "rare"):
            size = Decimal(str(self.place.size))
            top = int(shape.high) if shape.how == "rare" else round(shape.high * size)
            number = dice.randint(min(round(shape.low * size), top), top)
            number += not stock and number == before > 0
            return number if shape.how != "rare" or dice.random() < 0.15 else 0
        base = sum(self.cell(code, month) for code in shape.of)
        factor = shape.low + (shape.high - shape.low) * Decimal(dice.randint(0, 100)) / 100
        if shape.how == "over":
            return -int(-base // factor)
        if shape.how == "above":
            return base + int(factor * Decimal(str(self.place.size)))
        return round(base * factor)

    def _known(self, code: str) -> list[int]:
        """What the union's real report states of a flow, month by month: the other months are drawn like these."""
        return [value for (known, _), value in sorted(self.given.items()) if known == code]

    def _nearest(self, code: str, month: date) -> date | None:
        """The month nearest to this one for which a stock is known."""
        known = [m for c, m in self.given if c == code]
        return min(known, key=lambda m: (abs((m - month).days), m), default=None)

    def _like(self, shape: Shape, near: date, month: date) -> int:
        """A stock in the same proportion to what it is a part of as when it was known."""
        known = self.given[shape.code, near]
        then = sum(self.cell(code, near) for code in shape.of) if near in self.months else 0
        now = sum(self.cell(code, month) for code in shape.of)
        return known * now // then if then and shape.how in ("share", "over") else known

    def _opening(self, shape: Shape, month: date) -> int:
        """What the last reported period closed with."""
        due = DUE_MONTHS[self.catalogue[shape.code].due]
        before = [m for m in self.months if m < month and m.month in due]
        if not before:
            size = Decimal(str(self.place.size))
            return int(Random(f"{self.place.code} {shape.code}").randint(int(shape.low), int(shape.high)) * size)
        return self._signed(shape, before[-1])

    def _signed(self, shape: Shape, month: date) -> int:
        """The shape's terms added and taken away."""
        return sum((-1 if term[0] == "-" else 1) * self.cell(term[1:], month) for term in shape.of)

    def _carried(self, shape: Shape) -> dict[date, int]:
        """A stock month by month: what it was, plus and minus what happened."""
        changes = {month: self._signed(shape, month) for month in self.months}
        known = [month for month in self.months if (shape.code, month) in self.given]
        anchor = known[0] if known else self.months[0]
        size = Decimal(str(self.place.size))
        start = Random(f"{self.place.code} {shape.code}").randint(int(shape.low * size), int(shape.high * size))
        levels = {anchor: self.given.get((shape.code, anchor), start)}
        for month in self.months[self.months.index(anchor) + 1 :]:
            levels[month] = levels[shift(month, -1)] + changes[month]
        for month in reversed(self.months[: self.months.index(anchor)]):
            levels[month] = levels[shift(month, 1)] - changes[shift(month, 1)]
        for month, level in levels.items():
            self.cells[shape.code, month] = level
        return levels

    def _settle_flows(self, shape: Shape) -> None:
        """Where the stock is known, the flows that are not give way: the last that adds, the last that takes away."""
        *_, gain = [term[1:] for term in shape.of if term[0] == "+"]
        *_, loss = [term[1:] for term in shape.of if term[0] == "-"]
        free = {code for code in (gain, loss) if not any(c == code for c, _ in self.given)}
        for month in self.months:
            if (shape.code, month) in self.given:
                for code in free:
                    self.cells[code, month] = 0
                before = self.given.get((shape.code, shift(month, -1)))
                if before is not None:
                    lack = self.given[shape.code, month] - before - self._signed(shape, month)
                    self.cells[gain, month] += max(lack, 0) if gain in free else 0
                    self.cells[loss, month] += max(-lack, 0) if loss in free else 0
