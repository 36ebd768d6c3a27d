"""Do the sums, differences and shares that a sentence states follow from the numbers it shows?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reports.formats import rounded
from reports.proofing.agreeing import holds
from reports.proofing.labels import LAST_END, LAST_YEAR, TASK
from reports.proofing.numerals import Number
from reports.proofing.places import DIRECTION_MARK, Place

TOTAL = re.compile(r"(?:共计|合计|总计|一共|总共|[两三四五六]项(?:合计|相加)|之和(?:为|是)?)$")
#: What may be reckoned of two numbers before it.
SHARE = re.compile(r"占|率(?:为|达|达到|约|约为)?$|^$")
#: Nobody adds up more numbers in a sentence.
MOST = 20
COMPLETION = re.compile(r"完成率(?:为|达|达到)?$|(?:完成|为|占)(?:年度|全年|目标)?任务$")


def follows(sentence: Sequence[Place], at: int) -> bool:
    """Does the number follow from those before it, as the sentence says: 合计, 比去年的46件增加, 占, …率?"""
    place = sentence[at]
    stated = [_total(sentence, at), _difference(sentence, at)]
    if any(expected is not None and holds(place.number, expected) for expected in stated):
        return True
    if place.number.kind not in ("percent", "fraction") or not SHARE.search(place.lead):
        return False
    before = [
        each.number
        for each in sentence[max(0, at - MOST) : at]
        if each.number.kind in ("count", "money") and each.number.value
    ]
    pairs = [(part, whole) for part in before for whole in before if part is not whole and _alike(part, whole)]
    return any(
        part.value <= whole.value and holds(place.number, part.value / whole.value * 100) for part, whole in pairs
    )


def wrong_sums(sentence: Sequence[Place]) -> dict[int, str]:
    """Which numbers of a sentence do not follow from the others: place in the sentence → what it should be."""
    wrong: dict[int, str] = {}
    for at, place in enumerate(sentence):
        number = place.number
        if number.approximate or number.high is not None:
            continue
        for expected in (_total(sentence, at), _difference(sentence, at), _share(sentence, at)):
            if expected is not None and not _same(number, expected):
                wrong[at] = _shown(expected, number)
    return wrong


def _same(number: Number, expected: Decimal) -> bool:
    return rounded(abs(expected) / number.precision) * number.precision == abs(number.value)


def _shown(expected: Decimal, number: Number) -> str:
    places = -int(number.precision.as_tuple().exponent)
    kept = rounded(abs(expected), max(places, 0))
    if number.unit == "元" and "万" in number.text:
        return f"{kept / 10_000:f}".rstrip("0").rstrip(".") + "万元"
    return f"{kept:f}" + ("个百分点" if number.kind == "points" else number.unit)


def _alike(first: Number, second: Number) -> bool:
    return first.unit == second.unit and first.kind == second.kind


def _total(sentence: Sequence[Place], at: int) -> Decimal | None:
    """What 合计 should be: the sum of the numbers before it; None unless some run of them could be meant."""
    number = sentence[at].number
    if not TOTAL.search(sentence[at].lead):
        return None
    parts: list[Decimal] = []
    for before in reversed(sentence[max(0, at - MOST) : at]):
        if not _alike(before.number, number) or before.number.approximate:
            break
        parts.append(before.number.value)
        if len(parts) > 1 and sum(parts) == number.value:
            return number.value
    return sum(parts, Decimal(0)) if len(parts) > 1 else None


def _difference(sentence: Sequence[Place], at: int) -> Decimal | None:
    """What 增加 should be where the sentence gives both the number and last year's."""
    place = sentence[at]
    if at < 2 or not place.lead.endswith(DIRECTION_MARK):
        return None
    then, now = sentence[at - 1], sentence[at - 2]
    past = LAST_YEAR.search(then.lead) or LAST_END.search(then.lead)
    if not past or then.lead.endswith(DIRECTION_MARK) or not _alike(now.number, then.number):
        return None
    change = now.number.value - then.number.value
    if _alike(place.number, now.number) or (place.number.kind == "points" and now.number.kind == "percent"):
        return change
    if place.number.kind == "percent" and now.number.kind != "percent" and then.number.value:
        return change / then.number.value * 100
    return None


def _share(sentence: Sequence[Place], at: int) -> Decimal | None:
    """What 完成率 should be where the sentence gives both task and result."""
    place = sentence[at]
    if at < 2 or place.number.kind != "percent" or not COMPLETION.search(place.lead):
        return None
    first, second = sentence[at - 2], sentence[at - 1]
    if not _alike(first.number, second.number) or first.number.kind == "percent":
        return None
    task, done = (first, second) if TASK.search(first.lead) else (second, first)
    if not TASK.search(task.lead) or not task.number.value:
        return None
    return done.number.value / task.number.value * 100
