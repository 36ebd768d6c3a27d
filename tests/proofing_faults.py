"""Ways to reword a report without telling anything wrong, and ways to get its numbers wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from random import Random

from reports.formats import chinese_count
from reports.proofing import Number, numbers
from reports.proofing.directions import DIRECTION, opposite

WORDS = "零一二三四五六七八九"
Fault = Callable[[str, list[Number], Random], str | None]
#: What says the same in other words.
SYNONYMS = [
    ("同比增长", "比去年同期增长"), ("同比下降", "较上年同期下降"), ("共有", "现有"), ("新建", "新组建"),
    ("累计", "共"), ("完成年度任务的", "完成全年任务的"), ("指导基层工会", "指导各基层工会"),
    ("推进", "扎实推进"), ("开展", "深入开展"), ("；", "。"), ("受益", "惠及"), ("，其中", "；其中"),
    ("全年", "今年以来"), ("与上年末相比，", "与年初相比，"), ("新建", "新成立"), ("覆盖", "涵盖"), ("签订", "签定"),
    ("走访慰问", "看望慰问"), ("筹集", "筹措"), ("建立", "建起"), ("其中", "包括"), ("截至", "截止"), ("达到", "达"),
    ("职工参加", "参加职工"), ("共举办", "先后举办"), ("完成年度任务的", "占全年任务的"),
]  # fmt: skip
ADDED = ["在镇党委的关心支持下，", "广大职工积极参与，", "做法得到职工群众好评。", "工作中坚持做到底数清、情况明。"]


def reworded(text: str, units: tuple[str, ...], random: Random) -> str:
    """The text as an officer might have edited it: other words, other order, the same figures."""
    for old, new in random.sample(SYNONYMS, 8):
        places = [match.start() for match in re.finditer(re.escape(old), text)]
        for at in sorted(random.sample(places, min(len(places), 4)), reverse=True):
            text = text[:at] + new + text[at + len(old) :]
    lines = []
    for line in text.split("\n"):
        sentences = [each for each in re.split(r"(?<=。)", line) if each]
        if len(sentences) > 2 and random.random() < 0.5:
            first, *rest = sentences
            random.shuffle(rest)
            sentences = [first, *rest]
        if random.random() < 0.5:
            sentences.append(random.choice(ADDED[2:]))
        lines.append(random.choice(["", *ADDED[:2]]) + "".join(sentences))
    text = "\n".join(lines)
    for number in reversed(numbers(text, units)):
        other = in_words(number) if random.random() < 0.05 else about(number, random) if random.random() < 0.1 else None
        if other:
            text = text[: number.start] + other + text[number.end :]
    return text


def in_words(number: Number) -> str | None:
    """The same number in Chinese numerals or in full."""
    if number.approximate or number.high is not None or number.chinese:
        return None
    if number.kind == "percent" and number.value == int(number.value) and 10 < number.value < 100:
        return f"百分之{chinese_count(int(number.value))}"
    if number.kind == "count" and number.unit and 2 < number.value < 100 and number.value == int(number.value):
        return chinese_count(int(number.value)) + number.unit
    return None


def about(number: Number, random: Random) -> str | None:
    """The number as officers round it: 30余家, 近40家, 六成多, 12万余元, 两三家."""
    value, unit, ways = number.value, number.unit, []
    if number.approximate or number.high is not None or number.chinese or value != abs(value):
        return None
    if number.kind == "count" and unit and value == int(value):
        step = 10 ** (len(str(int(value))) - 1)
        low = int(value) // step * step
        if value > 20 and low < value:
            ways += [f"{low}余{unit}", f"{low}{unit}以上", f"近{low + step}{unit}", f"超过{low}{unit}"]
        if value >= 10_000 and value % 10_000:
            ways += [f"{int(value) // 10_000}万余{unit}", f"近{int(value) // 10_000 + 1}万{unit}"]
        if 2 < value < 9:
            ways += [f"{value - 1}—{value + 1}{unit}", f"{WORDS[int(value)]}{WORDS[int(value) + 1]}{unit}"]
        if value in (2, 200):
            ways.append({2: "两", 200: "两百"}[int(value)] + unit)
    if number.kind == "percent" and 10 < value < 100 and value % 10:
        ways += [f"{WORDS[int(value) // 10]}成多", f"{WORDS[int(value) // 10]}成以上"]
    if number.kind == "money" and value > 10_000 and value % 10_000:
        ways += [f"{int(value) // 10_000}万余元", f"近{int(value) // 10_000 + 1}万元"]
    return random.choice(ways) if ways else None


def _put(text: str, number: Number, other: str) -> str:
    return text[: number.start] + other + text[number.end :]


def _digits(number: Number, random: Random) -> str:
    """Another number in the same dress."""
    value = Decimal(re.sub(r"[^0-9.]", "", number.bare))
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    other = value + step * random.choice([1, 2, 9, 10, 90])
    return f"{other:f}" + number.text[len(number.bare) :]


def _pick(found: list[Number], random: Random, wanted: Callable[[Number], bool]) -> Number | None:
    usable = [each for each in found if not each.chinese and each.high is None and wanted(each)]
    return random.choice(usable) if usable else None


def wrong_number(text: str, found: list[Number], random: Random) -> str | None:
    number = _pick(found, random, lambda each: each.kind != "percent" and not each.approximate)
    return _put(text, number, _digits(number, random)) if number else None


def wrong_rate(text: str, found: list[Number], random: Random) -> str | None:
    number = _pick(found, random, lambda each: each.kind == "percent")
    return _put(text, number, _digits(number, random)) if number else None


def swapped(text: str, found: list[Number], random: Random) -> str | None:
    pairs = [
        (one, two)
        for one, two in pairwise(found)
        if one.value != two.value and one.unit == two.unit and not {one.approximate, two.approximate} - {""}
        and not {"。", "\n"} & set(text[one.end : two.start]) and "比" not in text[one.end : two.start]
    ]  # fmt: skip
    if not pairs:
        return None
    one, two = random.choice(pairs)
    return text[: one.start] + two.text + text[one.end : two.start] + one.text + text[two.end :]


def wrong_unit(text: str, found: list[Number], random: Random) -> str | None:
    number = _pick(found, random, lambda each: each.kind == "count" and each.unit in ("人", "家", "件", "户", "份"))
    if number is None:
        return None
    other = random.choice([unit for unit in ("人", "家", "件", "份", "元") if unit != number.unit])
    return _put(text, number, number.text.removesuffix(number.unit) + other)


def yuan_for_myriads(text: str, found: list[Number], random: Random) -> str | None:
    number = _pick(found, random, lambda each: each.kind == "money" and not each.approximate and each.value > 0)
    if number is None:
        return None
    return _put(text, number, number.text.replace("万", "") if "万" in number.text else number.bare + "万元")


def points_for_percent(text: str, found: list[Number], random: Random) -> str | None:
    number = _pick(found, random, lambda each: each.kind in ("percent", "points"))
    if number is None:
        return None
    return _put(text, number, number.bare + ("个百分点" if number.kind == "percent" else "%"))


def wrong_verb(text: str, found: list[Number], random: Random) -> str | None:
    starts = {number.start for number in found if number.kind in ("percent", "points")}
    verbs = [match for match in DIRECTION.finditer(text) if match.end() in starts]
    if not verbs:
        return None
    verb = random.choice(verbs)
    return text[: verb.start()] + opposite(verb[0]) + text[verb.end() :]


def wrong_words(text: str, found: list[Number], random: Random) -> str | None:
    number = _pick(found, random, lambda each: in_words(each) is not None and each.kind == "count" and each.value < 90)
    if number is None:
        return None
    return _put(text, number, chinese_count(int(number.value) + random.choice([1, 2, 7])) + number.unit)


def wrong_sum(text: str, found: list[Number], random: Random) -> str | None:
    pairs = [
        (one, two)
        for one, two in pairwise(found)
        if one.unit == two.unit != "" and one.kind == two.kind == "count" and text[one.end : one.end + 1] == "、"
        and "\n" not in text[one.end : two.start] and not one.approximate and not two.approximate
        and len(text[one.end : two.start]) < 12
    ]  # fmt: skip
    if not pairs:
        return None
    one, two = random.choice(pairs)
    return f"{text[: two.end]}，合计{one.value + two.value + 1}{two.unit}{text[two.end :]}"


def deleted(text: str, found: list[Number], random: Random) -> str | None:
    number = _pick(found, random, lambda each: each.kind == "count" and bool(each.unit) and not each.approximate)
    return text[: number.start] + number.text[len(number.bare) :] + text[number.end :] if number else None


FAULTS: dict[str, Fault] = {
    "wrong number": wrong_number, "swapped numbers": swapped, "wrong unit": wrong_unit, "元 for 万元": yuan_for_myriads,
    "wrong direction": wrong_verb, "wrong rate": wrong_rate, "% for 百分点": points_for_percent,
    "wrong Chinese numeral": wrong_words, "wrong sum": wrong_sum, "deleted number": deleted,
}  # fmt: skip
