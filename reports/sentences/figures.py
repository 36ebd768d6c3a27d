"""What is known when a sentence is composed: totals, how they are called, and the words of this report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.arithmetic import Total
from reports.blocks import Bound
from reports.formats import MONEY_UNITS, exact, rounded, show, show_money, show_points, show_rate

#: What may be asked of an indicator by `{code.aspect}`.
ASPECTS = frozenset(
    {"value", "previous", "base", "change", "growth", "target", "completion", "numerator", "denominator"}
)
#: Aspects that are percentages whatever the indicator's unit.
PERCENTAGES = frozenset({"growth", "completion", "lag"})
#: The year is half over: what completion is compared with in a half-year report.
HALF = Decimal(50)


@dataclass(frozen=True, slots=True)
class Label:
    """How an indicator is called and counted in words; `parent` is the code of the whole it is a part (其中) of."""

    name: str
    unit: str = ""
    measure_word: str = ""
    decimals: int = 0
    adverse: bool = False
    zero_is_good: bool = False
    parent: str = ""

    @property
    def word(self) -> str:
        return self.measure_word or self.unit

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY_UNITS

    @property
    def is_rate(self) -> bool:
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Figures:
    """All a composer may say for one union and span (months as 2009-01): totals by code, labels, words, flags.

    `variety` decides between wordings of a sentence; without one the first is taken.
    """

    union: str
    first: str
    last: str
    totals: Mapping[str, Total]
    labels: Mapping[str, Label]
    words: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    variety: str = ""

    def total(self, code: str) -> Total:
        return self.totals.get(code) or Total(code)

    def label(self, code: str) -> Label:
        return self.labels.get(code) or Label(code)

    def word(self, name: str) -> str:
        """A text slot's words on one line, without punctuation at its ends that the sentence supplies itself."""
        plain = "".join(char if char.isprintable() else " " for char in self.words.get(name, ""))
        return " ".join(plain.split()).strip("，、；：。,; ")

    def value(self, code: str, aspect: str = "value") -> Decimal | None:
        return aspect_value(self.total(code), aspect)

    def is_missing(self, code: str) -> bool:
        """Neither a number nor 不适用: nobody has reported it."""
        total = self.total(code)
        return total.value is None and not total.is_na

    def bound(self, code: str, aspect: str, value: Decimal, shown: str) -> Bound:
        return Bound(code, self.union, self.first, self.last, aspect, exact(value), shown)

    def apart(self, code: str, before: Decimal) -> bool:
        """Do the figure and what it was differ as printed?"""
        value = self.total(code).value
        return value is not None and self.shown(code, "value", value) != self.shown(code, "previous", before)

    def shown(self, code: str, aspect: str, value: Decimal, *, money: bool = False, down: bool = False) -> str:
        """The number as printed: rates to one decimal (stated ones as stated), amounts to the cent, others as the label
        says."""
        label = self.label(code)
        if aspect in PERCENTAGES:
            return show_rate(value)
        if aspect in ("numerator", "denominator"):
            return show(value, 2)
        if label.is_rate and aspect == "change":
            before = self.total(code).reference
            return show_points(value, apart=None if before is None else self.apart(code, before))
        if label.is_rate:
            total = self.total(code)
            stated = total.stated or (aspect != "value" and total.numerator is None)
            return exact(value) if stated and value == rounded(value, 2) else show_rate(value)
        if label.is_money:
            return show_money(value, label.unit, down=down) if money else show(value, 2, down=down)
        return show(value, label.decimals, down=down)


def aspect_value(total: Total, aspect: str) -> Decimal | None:
    """The exact number an aspect stands for, in the indicator's unit (percent for growth, completion and lag).

    Besides a total's own: `shortfall` is what the target still lacks, `lag` how many percentage points
    completion is behind the half-way mark. Raises KeyError for an aspect there is not.
    """
    match aspect:
        case "value":
            return total.value
        case "previous":
            return total.previous
        case "base":
            return total.base
        case "change":
            return total.change
        case "growth":
            return total.growth
        case "target":
            return total.target
        case "completion":
            return total.completion
        case "numerator":
            return total.numerator
        case "denominator":
            return total.denominator
        case "shortfall":
            known = total.value is not None and total.target is not None and not total.at_most
            short = total.target - total.value if known else None  # type: ignore[operator]
            return short if short and short > 0 else None
        case "lag":
            done = total.completion
            return None if done is None or done >= HALF else HALF - done
    raise KeyError(aspect)
