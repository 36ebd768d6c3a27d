"""Where does each number of a text stand: what is said before and after it, and of which number before it?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.blocks import Bound
from reports.proofing.directions import DIRECTION
from reports.proofing.numerals import AFTER, BEFORE, Number

SENTENCE_END = re.compile(r"[。！？!?\n]")
BOUNDARY = re.compile(r"[，。；：、！？（）,;:!?()\n|]")
#: What tells no clause from another: spaces, quotation marks, bars, 的 and 了.
DROPPED = re.compile(
    r"[\s\u3000“”\"'‘’|的了]|共有|现有|拥有|目前有|共计|累计|先后|[共已]|深入|扎实|积极|认真|进一步|大力|切实|稳步"
    r"|(?<!健)[全我本][镇乡县市区]|[全本]街道|(?:全年|本年度|年内|今年以来|今年|一年来)(?!任务|目标|工作)"
)
#: Words that say the same: each is read as the one it stands under.
SAME = {
    "同比": r"[比较](?:去年|上年)(?:同期)?(?=[有所略又基本]*±)",
    "新建": "新?组建|新成立|新建立",
    "签订": "签定",
    "走访慰问": "看望慰问|慰问走访|慰问看望",
    "筹集": "筹措",
    "覆盖": "涵盖",
    "建立": "建起|建成|建有",
    "截至": "截止",
    "受益": "惠及|受惠",
    "月底": "月末",
    "其中": "包括|包含",
    "年度任务": "(?:全年|年度|年初|目标)(?:目标)?任务|(?:全年|年度)目标",
    "完成": "[占为达](?=(?:全年|年度|年初|目标)(?:目标)?任务)",
}
SAME_WORDS = tuple(SAME)
OTHER_WORDS = re.compile("|".join(f"({others})" for others in SAME.values()))
HALF = str.maketrans(",;:!?()", "，；：！？（）")
#: A time or place of its own: what is counted there is not the report's total.
ELSEWHERE = re.compile(
    r"[一二三四]季度|(?<![0-9—~至到-])[0-9]{1,2}月(?!底|末)|当月|本月|上月|去年|上年|往年|前年|近年|五年来|三年来|历年"
)
#: Stands for a number, and for a verb of rise or fall.
NUMBER_MARK, DIRECTION_MARK = "#", "±"
LONGEST_LEAD, LONGEST_TAIL = 40, 12
#: Leads that say nothing of what is counted: 同比增长, 完成年度任务的.
RELATIVE = re.compile(
    rf"同比|比去年|比上年|较去年|较上年|环比|比年初|较年初|去年|上年|{DIRECTION_MARK}[到至为]?$|年度任务|全年任务|年度目标|完成率"
    r"|时间进度|年度控制数|尚差|还差|^其中$|^$|^实际|占"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A number with its surroundings, in words that are the same whatever the numbers and whether they rise or fall.

    `lead` is what its clause says before it, `tail` after it, `subject` the lead of the number it speaks of (新建工会
    of 增长), `before` that of the number before it, `sentence` the whole sentence with its numbers masked, `nth` its
    place among them; begin and stop are the sentence's.
    """

    number: Number
    lead: str
    tail: str
    subject: str
    before: str
    sentence: str
    nth: int
    begin: int
    stop: int

    @property
    def is_relative(self) -> bool:
        return bool(RELATIVE.search(self.lead))


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Words with all that does not matter taken out."""
    text = DIRECTION.sub(DIRECTION_MARK, text.translate(HALF))
    return DROPPED.sub("", OTHER_WORDS.sub(lambda match: SAME_WORDS[(match.lastindex or 1) - 1], text))


def places_in(text: str, found: Sequence[Number]) -> tuple[Place, ...]:
    """The surroundings of a text's numbers, in order; one pass over the text."""
    ends = [match.start() for match in SENTENCE_END.finditer(text)]
    marks = [match.end() for match in BOUNDARY.finditer(text)]
    result: list[Place] = []
    groups: dict[int, list[Number]] = {}
    for number in found:
        groups.setdefault(bisect_right(ends, number.start), []).append(number)
    for group, inside in groups.items():
        begin = ends[group - 1] + 1 if group else 0
        stop = ends[group] if group < len(ends) else len(text)
        result.extend(_of_sentence(text, inside, marks, begin, stop))
    return tuple(result)


def sentences_in(places: Sequence[Place]) -> Iterator[tuple[int, Sequence[Place]]]:
    """The places sentence by sentence, each with the place of its first."""
    first = 0
    for nth in range(1, len(places) + 1):
        if nth == len(places) or places[nth].begin != places[first].begin:
            yield first, places[first:nth]
            first = nth


def _of_sentence(text: str, inside: Sequence[Number], marks: Sequence[int], begin: int, stop: int) -> list[Place]:
    sentence = masked(text, inside, begin, stop)
    subject, previous, result = "", "", []
    for nth, number in enumerate(inside):
        before = inside[nth - 1].end if nth else begin
        after = inside[nth + 1].start if nth + 1 < len(inside) else stop
        mark = bisect_right(marks, number.end)
        end = min(after, marks[mark] - 1 if mark < len(marks) else stop, number.end + LONGEST_TAIL)
        lead = normal(_lead(text, marks, max(before, number.start - LONGEST_LEAD), number.start))
        tail = normal(text[_behind(text, number) : max(end, _behind(text, number))])
        place = Place(number, lead, tail, subject, previous, sentence, nth, begin, stop)
        if not place.is_relative:
            subject = lead
        previous = lead
        result.append(place)
    return result


def _lead(text: str, marks: Sequence[int], low: int, end: int) -> str:
    """The words of the clause before a number, without what stands in brackets: 集体合同（含专项）9份, 女职工：5人."""
    words, end = "", _about(text, low, end)
    if end - 1 > low and text[end - 1] in "：:":
        end -= 1
    while True:
        opening = _opening(text, low, end)
        if opening == end:
            mark = bisect_right(marks, end) - 1
            start = max(low, marks[mark] if mark >= 0 else 0)
            words = text[start:end] + words
            opening = _opening(text, low, start)
            if opening == start:
                return words
        end = opening


def _opening(text: str, low: int, end: int) -> int:
    """Where the bracket that closes right before this place opens, or else the place itself."""
    if end <= low or text[end - 1] not in "）)":
        return end
    opening = max(text.rfind(mark, low, end) for mark in "（(")
    return opening if opening > low else end


def _about(text: str, begin: int, end: int) -> int:
    """Where the words before a number end that do not make it approximate."""
    about = BEFORE.search(text, max(begin, end - 3), end)
    return about.start() if about else end


def _behind(text: str, number: Number) -> int:
    """Where the words behind a number begin: 40人以上."""
    about = AFTER.match(text, number.end) if number.approximate else None
    return about.end() if about else number.end


def masked(text: str, inside: Sequence[Number], begin: int, stop: int) -> str:
    """The stretch with its numbers masked and all else made normal."""
    pieces, at = [], begin
    for number in inside:
        pieces += [text[at : _about(text, at, number.start)], NUMBER_MARK]
        at = _behind(text, number)
    return normal("".join([*pieces, text[at:stop]]))


def covering(found: Sequence[Number], bounds: Mapping[int, Bound]) -> dict[int, Bound]:
    """Number by number the bound span that states it."""
    starts, result, at = sorted(bounds), {}, 0
    for nth, number in enumerate(found):
        while at < len(starts) and starts[at] + len(bounds[starts[at]].shown) <= number.start:
            at += 1
        if at < len(starts) and starts[at] < number.bare_end:
            result[nth] = bounds[starts[at]]
    return result
