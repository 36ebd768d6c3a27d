"""Which figures does an old report state? Each number is compared with the catalogue; what is unclear is left out.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.oldreports.labels import Around, Fit, Known, Labels, apart, fits, grams, labels_of, levels
from reports.oldreports.outline import Line, lines_of
from reports.oldreports.words import cues, data, plain
from reports.proofing.numerals import Number, numbers

#: A sentence goes on behind 。其中.
SENTENCE = re.compile(r"(?:[^。！？]|。(?=其中|包括))*[。！？]?")
CLAUSE = re.compile(r"[^，：、；。]*[，：、；。]?")
#: Kinds in percent of the indicator, and kinds that may be said of a figure named before or after.
RELATIVE = ("completion", "growth")
OF_ANOTHER = ("previous", "change", *RELATIVE)
OWN_WORDS = 0.6
#: How a sentence begins that says what there is at a day.
AS_OF = re.compile(r"(?:截至|截止)[^，。]{0,8}(?:底|末|目前|日)|到目前|目前|现有")
WHEN = re.compile(AS_OF.pattern + r"|全年|上半年|下半年|今年|本年|期内|当年|新[签增建]")
NEW = ("新建", "新增", "新签", "期内")
HOLIDAY = re.compile(r"(?:十一|五一|六一|七一|八一|三八)[”期前节后来间黄]")
MASK = "XxＸ×*＊_"
COMPLETION = re.compile(r"(?:完成|占)[^，。；]{0,10}(?:任务|目标|计划)[^，。；]{0,6}的?$")
GROWTH = re.compile(r"(?:增长|上升|提高|增加|下降|减少|降低|增幅|增长率)[^，。；]{0,6}$")
PART = re.compile(r"其中|分别|包括")
SHARE = re.compile(r"占[^，。；]{0,14}$")
#: How far back the words of a sentence still speak of a number.
FADE = 0.82
NEAR_LETTERS = 14
LEAST, SURE, MARGIN, IN_WORDS = 0.6, 0.75, 0.06, 0.06


@dataclass(frozen=True, slots=True)
class Found:
    """A figure a report states; `value` exact in `unit`, the indicator's own. `at` and `end` are places in the text."""

    indicator: str
    label: str
    value: Decimal
    unit: str
    kind: str
    section: str
    quote: str
    certain: bool
    at: int
    end: int
    approximate: str
    score: float
    said_unit: str = ""


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


Tried = tuple[Place, str, list[Fit]]


def extract(text: str, known: Iterable[Known]) -> list[Found]:
    """The figures of a normalised text, in its order, each indicator once for each kind and value."""
    catalogue = list(known)
    labels = labels_of(catalogue)
    units = {word for each in catalogue for word in (each.unit, each.word) if word}
    tried: list[Tried] = []
    for line in lines_of(text):
        parent, sentence = "", -1
        for place in places(line, units):
            kind = kind_of(place)
            ranked = _ranked(place, kind, labels, parent if sentence == place.sentence else "")
            tried.append((place, kind, ranked))
            sentence, parent = place.sentence, _whole(place, ranked, parent if sentence == place.sentence else "")
    return sorted(_compared(_settled(tried), tried), key=lambda found: found.at)


def _compared(settled: Iterable[Found], tried: list[Tried]) -> Iterator[Found]:
    """What is settled, and what is said of it in the same sentence: 去年45家, 又增加5家, 完成任务的112%."""
    values = {found.at: found for found in settled}
    yield from values.values()
    places = [(place, values.get(place.at)) for place, _, _ in tried]
    for index, (place, kind, ranked) in enumerate(tried):
        if place.at in values or kind not in OF_ANOTHER or _names_it(ranked):
            continue
        same = [(at, found) for at, (other, found) in enumerate(places)
                if found and found.kind in ("value", "rate") and other.line is place.line
                and other.sentence == place.sentence]  # fmt: skip
        before = [found for at, found in same if at < index and _goes_with(place, kind, found)]
        after = [found for at, found in same if at > index and _goes_with(place, kind, found)]
        if whose := (before[-1] if before else after[0] if after else None):
            yield replace(
                whose, kind=kind, value=_in_unit(place.number, whose.unit, kind), at=place.at, quote=place.quote,
                end=place.at + place.number.end - place.number.start, approximate=place.number.approximate,
                unit="%" if kind in RELATIVE else whose.unit, certain=False,
            )  # fmt: skip


def _goes_with(place: Place, kind: str, found: Found) -> bool:
    """Can the number be a former value or a change of this figure?"""
    if kind in RELATIVE:
        return found.kind == "value"
    if place.number.unit in ("%", "百分点"):
        return found.unit == "%"
    if place.number.unit == "元":
        return found.unit in ("元", "万元")
    return found.kind == "value" and (place.number.unit == found.said_unit or place.number.unit == found.unit)


def _whole(place: Place, ranked: list[Fit], before: str) -> str:
    """Of which indicator the next number in the sentence may be a part."""
    return before if before and PART.search(place.clause) else ranked[0].known.code if ranked else before


def places(line: Line, units: set[str]) -> Iterator[Place]:
    """The numbers of a paragraph with their surroundings."""
    found = numbers(line.text, units)
    for sentence in SENTENCE.finditer(line.text):
        inside = [number for number in found if sentence.start() <= number.start < sentence.end()]
        for index, number in enumerate(inside):
            if _masked(line.text, number) or HOLIDAY.match(line.text, number.start):
                continue
            start = inside[index - 1].end if index else sentence.start()
            end = inside[index + 1].start if index + 1 < len(inside) else sentence.end()
            yield _place(line, sentence, number, start, end)


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
    quote = text[first : stop].strip("，；：、。 ")
    return Place(number, line.start + number.start, line, left, right, before, quote, text[first:stop], sentence.start())


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
    if place.line.plan:
        return True
    return bool(cues("target").search(place.left[-NEAR_LETTERS:]) or "目标" in place.right[:4])


def _around(place: Place, parent: str) -> Around:
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
    # Letters on both sides of the number, and of the clause's end before it, make words together.
    beside = grams(left[-NEAR_LETTERS:]) | grams(right[:NEAR_LETTERS])
    everything = plain("".join(reversed(place.before)) + place.left + "，" + place.right + place.line.heading)
    spoken = left + "，" + right
    said = plain("".join(reversed(place.before[:1]))) + spoken
    stock, flow = _stock_or_flow(spoken)
    for clause in place.before[:2]:  # 新增A 15份，B 30份
        if not stock and not flow:
            stock, flow = _stock_or_flow(plain(clause))
    if AS_OF.search(_last_when(place)) and not cues("flow").search(spoken):
        stock, flow = True, False
    if flow and not stock:
        add("，".join(NEW), 0.8)  # 建立20家 speaks of new ones without saying so
        everything += NEW[0]
    return Around(
        near,
        frozenset(beside),
        apart(left[-NEAR_LETTERS:] + "，" + right[:NEAR_LETTERS]),
        apart(plain("".join(place.before[:2]))),
        apart(everything) | levels(everything),
        stock,
        flow,
        bool(cues("total").search(said)),
        place.line.section,
        parent,
        "其中" in place.clause[: len(place.left) + 2],
    )


def _last_when(place: Place) -> str:
    """The last word before the number that says whether a day or a stretch of time is spoken of."""
    told = WHEN.findall(place.line.text[: place.at - place.line.start])
    return told[-1] if told else ""


def _stock_or_flow(text: str) -> tuple[bool, bool]:
    """Does a clause speak of what there is, of what was done? 共签订 may be either."""
    stock, flow = bool(cues("stock").search(text)), bool(cues("flow").search(text))
    whole = cues("total").search(text) or "已" in text
    return stock, flow or (not stock and not whole and bool(cues("doing").search(text)))


def _ranked(place: Place, kind: str, labels: Labels, parent: str) -> list[Fit]:
    number = place.number
    found = fits(labels, _around(place, parent))
    if kind in ("value", "rate") and cues("per").search(place.left):
        return []  # 每年两次 is a rule, not what happened
    least = LEAST + (IN_WORDS if number.chinese else 0)
    return [fit for fit in found if fit.score >= least and _suits(number, kind, fit.known, place.right)][:4]


def _suits(number: Number, kind: str, known: Known, right: str) -> bool:
    """May the number, by its unit, be a figure of the indicator?"""
    if kind in RELATIVE:
        return not known.is_rate
    if number.unit in ("%", "百分点", "‰") or number.kind in ("percent", "fraction"):
        return known.is_rate
    if known.is_rate:
        return False
    if number.unit == "元" or number.kind == "money":
        return known.is_money
    if known.is_money:
        return False
    if not number.unit:
        return right.startswith(known.unit[:1]) and not number.chinese
    accepted: list[str] = data()["units"].get(known.unit, [known.unit])
    return number.unit in accepted or number.unit in (known.unit, known.word)


def _settled(tried: list[Tried]) -> Iterator[Found]:
    """Best fits first; an indicator has one value of a kind, so a second number takes its next best or none."""
    taken: dict[tuple[str, str], Decimal] = {}
    waiting = [(ranked[0].score, index, 0) for index, (_, _, ranked) in enumerate(tried) if ranked]
    waiting = [each for each in waiting if tried[each[1]][1] not in OF_ANOTHER or _names_it(tried[each[1]][2])]
    while waiting:
        waiting.sort(key=lambda each: (-each[0], each[1]))
        _, index, rank = waiting.pop(0)
        place, kind, ranked = tried[index]
        fit = ranked[rank]
        value = _in_unit(place.number, fit.known.unit, kind)
        held = taken.get((fit.known.code, kind))
        if held is not None and held == value:
            continue
        if held is not None:
            if rank + 1 < len(ranked):
                waiting.append((ranked[rank + 1].score - 0.1, index, rank + 1))
            continue
        if fit.score - 0.1 * bool(rank) < LEAST:
            continue
        taken[(fit.known.code, kind)] = value
        others = [other.score for at, other in enumerate(ranked) if at != rank]
        sure = fit.score >= SURE and fit.score - max(others, default=0) >= MARGIN and rank == 0
        yield _found(place, kind, fit, value, sure=sure)


def _names_it(ranked: list[Fit]) -> bool:
    """Is a change or last year's figure called by its name, rather than said of the figure before it?"""
    return bool(ranked) and ranked[0].local >= OWN_WORDS


def _in_unit(number: Number, unit: str, kind: str) -> Decimal:
    """The number in the indicator's unit."""
    if kind in RELATIVE:
        return number.value
    if number.kind == "fraction":
        return (number.value * 100).quantize(Decimal("0.01"))
    return number.value / 10_000 if unit == "万元" else number.value


def _found(place: Place, kind: str, fit: Fit, value: Decimal, *, sure: bool) -> Found:
    known, number = fit.known, place.number
    unit = "%" if kind in RELATIVE else known.unit
    return Found(
        known.code, known.plain_name, value, unit, kind, known.section, place.quote, sure, place.at,
        place.at + number.end - number.start, number.approximate, round(fit.score, 3), number.unit,
    )  # fmt: skip


def without_doubt(found: Iterable[Found]) -> list[Found]:
    """Only what is certain."""
    return [replace(each) for each in found if each.certain]
