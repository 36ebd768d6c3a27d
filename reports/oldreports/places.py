"""Where do the numbers of a paragraph stand, which words are around them, and are they results, targets or changes?

Pure: no Django.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from reports.oldreports.labels import Around, apart, grams, levels
from reports.oldreports.outline import Line
from reports.oldreports.words import cues, plain
from reports.proofing.numerals import Number, numbers

#: A sentence goes on behind 。其中.
SENTENCE = re.compile(r"(?:[^。！？]|。(?=其中|包括))*[。！？]?")
CLAUSE = re.compile(r"[^，：、；。]*[，：、；。]?")
#: How a sentence begins that says what there is at a day.
AS_OF = re.compile(r"(?:截至|截止)[^，。]{0,8}(?:底|末|目前|日)|到目前|目前|现有")
WHEN = re.compile(AS_OF.pattern + r"|全年|上半年|下半年|今年|本年|期内|当年|新[签增建]")
NEW = ("新建", "新增", "新签", "期内")
HOLIDAY = re.compile(r"(?:十一|五一|六一|七一|八一|三八)[”期前节后来间黄]")
MASK = "XxＸ×*＊_"
COMPLETION = re.compile(r"(?:完成|占)[^，。；]{0,10}(?:任务|目标|计划)[^，。；]{0,6}的?$")
GROWTH = re.compile(r"(?:增长|上升|提高|增加|下降|减少|降低|增幅|增长率)[^，。；]{0,6}$")
SHARE = re.compile(r"占[^，。；]{0,14}$")
#: How far back the words of a sentence still speak of a number.
FADE = 0.82
NEAR_LETTERS = 14
#: How far back a paragraph may say of which time it speaks.
FAR = 400
JOINT = re.compile(r"[、，和及与]{1,2}")
NONE_OF = re.compile(r"零(?=事故|投诉|上访|纠纷|伤亡)")
DONE = re.compile(r"已|完成了|目前|完成任务")
NOUN = re.compile(r"[\u4e00-\u9fff]{2,16}")


@dataclass(frozen=True, slots=True)
class Place:
    """A number with the words on both sides of it, sentence and clause."""

    number: Number
    at: int
    line: Line
    left: str
    right: str
    before: tuple[str, ...]
    quote: str
    clause: str
    sentence: int
    rest: str = ""


def places(line: Line, units: set[str]) -> Iterator[Place]:
    """The numbers of a paragraph with their surroundings."""
    found = numbers(line.text, units)
    starts = [number.start for number in found]
    for sentence in SENTENCE.finditer(line.text):
        inside = found[bisect_left(starts, sentence.start()) : bisect_left(starts, sentence.end())]
        names = _respectively(line.text, sentence.start(), inside) if inside else {}
        for index, number in enumerate(inside):
            if _masked(line.text, number) or HOLIDAY.match(line.text, number.start):
                continue
            start = inside[index - 1].end if index else sentence.start()
            end = inside[index + 1].start if index + 1 < len(inside) else sentence.end()
            place = _place(line, sentence, number, start, end)
            yield replace(place, left=names[number.start], right="") if number.start in names else place


def _respectively(text: str, start: int, inside: Sequence[Number]) -> dict[int, str]:
    """Of a list, which number goes with which name: 甲率、乙率分别达到91%和89%."""
    at = text.find("分别", start, inside[-1].start)
    listed = [number for number in inside if number.start > at]
    if at < 0 or any(not JOINT.fullmatch(text[a.end : b.start]) for a, b in pairwise(listed)):
        return {}
    begin = max(text.rfind(mark, start, at) for mark in "，；：。") + 1
    names = [name for name in re.split(r"[、和及与]", text[max(begin, start) : at]) if name]
    return {number.start: name for number, name in zip(listed, names, strict=True)} if len(names) == len(listed) else {}


def _masked(text: str, number: Number) -> bool:
    """Is part of the number hidden: 201*余人次, __5家?"""
    bare_end = number.start + len(number.bare)
    return text[number.start - 1 : number.start] in set(MASK) or text[bare_end : bare_end + 1] in set(MASK)


def _place(line: Line, sentence: re.Match[str], number: Number, start: int, end: int) -> Place:
    text = line.text
    clauses = [match for match in CLAUSE.finditer(text, sentence.start(), sentence.end()) if match[0]]
    own = next(at for at, match in enumerate(clauses) if match.start() <= number.start < match.end())
    first = clauses[own].start()
    # 、 parts a list rather than a statement: what stands before it belongs to the number's words too.
    while own and clauses[own - 1][0].endswith("、") and clauses[own - 1].start() >= start:
        own -= 1
        first = clauses[own].start()
    left = text[max(first, start) : number.start]
    stop = next((match.end() for match in clauses if match.end() > number.start), sentence.end())
    right = text[number.end : min(end, stop)]
    before = tuple(match[0] for match in reversed(clauses[:own]))
    if start > first:
        before = (text[first:start], *before)
    quote = text[first:stop].strip("，；：、。 ")
    return Place(
        number, line.start + number.start, line, left, right, before, quote, text[first:stop], sentence.start()
    )


def kind_of(place: Place) -> str:
    """value, rate, target, previous, change, growth, completion or share."""
    number, left = place.number, place.left
    whole = "".join(reversed(place.before[:2])) + left
    if number.unit == "%":
        if COMPLETION.search(left):
            return "completion"
        if GROWTH.search(left) and cues("versus").search(whole):
            return "growth"
        if SHARE.search(left):
            return "share"
        return "target" if _planned(place) else "rate"
    if number.kind == "points":
        return "change"
    if _planned(place):
        return "target"
    versus = cues("versus").search(whole)
    if cues("change").search(left[-8:]) and versus:
        return "change"
    if versus and versus.end() == len(whole):
        return "previous"
    if cues("previous").search(left) and not cues("versus").search(left):
        return "previous"
    if place.right.startswith("的基础上") or (cues("previous").search(left) and "基础上" in place.right[:4]):
        return "previous"
    return "value"


def _planned(place: Place) -> bool:
    if place.line.plan or cues("target").search(place.left[-NEAR_LETTERS:]) or "目标" in place.right[:4]:
        return True
    return bool(cues("ahead").search("".join(place.before))) and not DONE.search(place.left)


def around(place: Place, parent: str = "", before_it: str = "") -> Around:
    near: dict[str, float] = {}

    def add(text: str, worth: float) -> None:
        for gram in grams(plain(text)):
            near[gram] = max(near.get(gram, 0), worth)

    left, right = plain(place.left), plain(place.right)
    add(place.line.heading, 0.3)
    distance = 0
    for clause in place.before:
        distance += 3 if clause.endswith(("；", "。")) else 0
        add(clause, max(0.3, 0.8 * FADE**distance))
        distance += 1
    add(place.left, 1)
    add(place.right, 0.95)
    add(place.rest, 0.7)
    # Letters on both sides of the number, and of the clause's end before it, make words together.
    beside = grams(left[-NEAR_LETTERS:]) | grams(right[:NEAR_LETTERS])
    everything = plain("".join(reversed(place.before)) + place.left + "，" + place.right + place.line.heading)
    spoken = left + "，" + right
    said = plain("".join(reversed(place.before[:1]))) + spoken
    stock, flow = _stock_or_flow(spoken)
    for clause in place.before:  # 新增A 15份，B 30份
        if not stock and not flow:
            stock, flow = bool(cues("stock").search(clause)), bool(cues("flow").search(plain(clause)))
    flow = flow or (not stock and _planned(place))  # what is planned is mostly new
    if AS_OF.search(_last_when(place)) and not cues("flow").search(spoken):
        stock, flow = True, False
    if flow and not stock:
        add("，".join(NEW), 0.8)  # 建立20家 speaks of new ones without saying so
        everything += "".join(NEW)
    return Around(
        near,
        frozenset(beside),
        apart(left[-NEAR_LETTERS:] + "，" + right[:NEAR_LETTERS]),
        next((marks for clause in place.before if (marks := apart(plain(clause)))), frozenset()),
        apart(everything) | levels(everything),
        stock,
        flow,
        bool(cues("total").search(said)),
        place.line.section,
        before_it,
        parent,
        "其中" in place.clause[: len(place.left) + 2],
    )


def _last_when(place: Place) -> str:
    """The last word before the number that says whether a day or a stretch of time is spoken of."""
    here = place.at - place.line.start
    told = WHEN.findall(place.line.text, max(0, here - FAR), here)
    return told[-1] if told else ""


def _stock_or_flow(text: str) -> tuple[bool, bool]:
    """Does a clause speak of what there is, of what was done? 共签订 may be either."""
    stock, flow = bool(cues("stock").search(text)), bool(cues("flow").search(text))
    whole = cues("total").search(text) or "已" in text
    return stock, flow or (not stock and not whole and bool(cues("doing").search(text)))


def nothings(line: Line) -> Iterator[Place]:
    """The clauses of a paragraph that say in words that something did not happen: 未发生劳动争议, 零事故."""
    for sentence in SENTENCE.finditer(line.text):
        before: tuple[str, ...] = ()
        for clause in CLAUSE.finditer(line.text, sentence.start(), sentence.end()):
            words, start = clause[0], clause.start()
            found = cues("zero").search(words) or NONE_OF.search(words)
            if (
                found
                and not line.plan
                and not cues("only_an_intention").search(words)
                and NOUN.match(words, found.end())
            ):
                at, end = start + found.start(), start + found.end()
                number = Number(found[0], at, end, end, Decimal(0), Decimal(1), chinese=True)
                left, right = words[: found.start()], words[found.end() :]
                quote = words.strip("，：、；。")
                yield Place(number, line.start + at, line, left, right, before, quote, words, sentence.start())
            before = (words, *before)
