"""Does a number as it stands in a text state this figure?"""

from __future__ import annotations

import re
from decimal import Decimal

from reports.formats import exact, rounded, show, show_money, yuan
from reports.proofing.numerals import Number
from reports.sentences import Figures, Label
from reports.sentences.figures import PERCENTAGES

DOWN = frozenset({"余", "多", "以上", "超过", "不少于", "至少", "不低于"})
UP = frozenset({"近", "不足", "以下", "以内"})
#: Measure words that count the same things.
ALIKE = (
    frozenset("人名位"), frozenset("家个所"), frozenset("件起宗例"), frozenset("份本册"), frozenset("条项个"),
    frozenset("支个"), frozenset({"次", "场", "场次", "期", "班次"}),
    frozenset({"批次", "批", "次", "件次", "批（件）次"}), frozenset({"批次", "件次", "起", "件"}),
)  # fmt: skip
#: An amount written out in 元, not in 万元.
IN_YUAN = re.compile(r"[0-9]元")
SIGNED = frozenset({"growth", "change"})


def kind_of(label: Label, aspect: str) -> str:
    """What kind of number states this aspect: count, money, percent or points."""
    if aspect == "lag" or (label.is_rate and aspect in ("change", "shortfall")):
        return "points"
    if label.is_rate and aspect in ("numerator", "denominator"):
        return "count"
    if aspect in PERCENTAGES or label.is_rate:
        return "percent"
    return "money" if label.is_money else "count"


def same_unit(number: Number, label: Label, aspect: str) -> bool:
    """Is the number given in the unit of the figure? A bare number, as in a table, is in any."""
    kind = kind_of(label, aspect)
    if not number.unit:
        return number.kind != "fraction" or kind == "percent"
    if number.kind == "times":
        return aspect == "growth"
    if number.kind != kind:
        return False
    if kind != "count" or (label.is_rate and aspect in ("numerator", "denominator")):
        return True
    own = {label.word, label.unit}
    return number.unit in own or any(number.unit in group and own & group for group in ALIKE)


def agrees(number: Number, value: Decimal, label: Label, aspect: str) -> bool:
    """Is the number this exact value (in the indicator's unit), as far as it is written out?"""
    if not same_unit(number, label, aspect):
        return False
    actual = [yuan(value, label.unit)] if kind_of(label, aspect) == "money" else [value]
    if not number.unit and label.is_money:
        actual.append(value)
    return any(_matches(number, each, signed=aspect not in SIGNED) for each in actual)


def holds(number: Number, actual: Decimal) -> bool:
    """Is the number this value, as far as it is written out? Signs are told in words."""
    return _matches(number, actual, signed=False)


def _matches(number: Number, actual: Decimal, *, signed: bool) -> bool:
    said, step, high = number.value, number.precision, number.high
    if number.kind in ("fraction", "times"):
        said, step, high = said * 100, step * 100, high * 100 if high is not None else None
    if not signed:
        said, actual = abs(said), abs(actual)
    elif said < 0 and actual < 0:
        said, actual = -said, -actual
    if number.kind == "fraction":
        # 三分之二以上 is any more, as long as no simpler fraction says it better.
        above, below = number.approximate in DOWN, number.approximate in UP
        return -1 < actual - said < (10 if above else 1) if not below else said - 10 < actual <= said
    if high is not None:
        return said <= actual <= high
    if said == actual:
        return True
    if number.approximate:
        round_step = _place(said, step)
        if number.approximate in DOWN:
            return said <= actual < said + round_step
        if number.approximate in UP:
            return said - round_step < actual <= said
        return abs(actual - said) * 2 <= round_step
    if number.kind == "percent" and said in (0, 100):
        return False  # 100% of 99.97 would claim too much
    return rounded(actual / step) * step == said


def _place(said: Decimal, step: Decimal) -> Decimal:
    """What one step of the last digit that is not 0 is worth: 10 of 40."""
    if not said:
        return step
    places = said.normalize().as_tuple().exponent
    assert isinstance(places, int)
    return max(step, Decimal(1).scaleb(places))


def written(
    figures: Figures, code: str, aspect: str, number: Number | None = None, value: Decimal | None = None
) -> str:
    """The figure as it should stand in the text, with its unit; `value` where it is not the whole union's."""
    value = figures.value(code, aspect) if value is None else value
    if value is None:
        return "无数据"
    label, kind = figures.label(code), kind_of(figures.label(code), aspect)
    value = abs(value) if aspect in SIGNED else value
    if kind == "money":
        if number is not None and not number.unit:
            return show(value, 2)
        if number is not None and IN_YUAN.search(number.text):
            return show(yuan(value, label.unit), 2) + "元"
        return show_money(value, label.unit)
    shown = figures.shown(code, aspect, value)
    if number is not None and not number.unit:
        return shown
    if kind in ("percent", "points"):
        return shown + ("%" if kind == "percent" else "个百分点")
    if aspect in ("numerator", "denominator"):
        return exact(value) + (number.unit if number else "")
    keeps = number is not None and number.unit and same_unit(number, label, aspect)
    return shown + (number.unit if keeps and number else label.word)
