"""Where do the numbers of a paragraph stand, and which words are to the left and right of them?

Pure: no Django.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from reports.oldreports.outline import Line
from reports.oldreports.words import cues, data
from reports.proofing.numerals import Number, numbers

#: A sentence goes on behind 。其中.
SENTENCE = re.compile(r"(?:[^。！？]|。(?=其中|包括))*[。！？]?")
#: A mark inside “三专合一、三位一体” ends no clause.
CLAUSE = re.compile(r"(?:“[^“”。；\d]{1,20}”|[^，：、；。])*[，：、；。]?")
STATEMENT = re.compile(r"[^，：；。]*")
#: A noun before 、 is no longer than this: 28家企业、960名职工参加了竞赛.
LIST_NOUN = 5
#: No farther than this do words speak of a number: letters, and clauses of its sentence before it.
FAR, MOST_BEFORE = 400, 20
BARE_VERB = 2
HOLIDAY = re.compile(r"(?:十一|五一|六一|七一|八一|三八)[”期前节后来间黄]")
MASK = "XxＸ×*＊_"
#: 由去年的32家增加到40家: the first of the two is what it was, and both have one name.
FROM = re.compile(r"[由从](?:(?:去年|上年|前年|年初|当初|原来|[一二两三四五十]年前)(?:底|末|同期)?)?的?$")
TO = re.compile(
    r"(?:增加|增长|提高|提升|上升|发展|扩大|增|升|减少|下降|降低|降|减)(?:到|至|为)了?(?:现在的?|目前的?|今年的?|如今的?)?$"
)
#: What the task of the figure before was: （目标10家）, 完成年度任务20家的105%, 超额完成区里下达的1500人任务.
TASK_OF = re.compile(
    r"[（(](?:年度|全年|年初)?(?:目标|任务)(?:数|值|为|是)?[：:]?$|(?:完成|占)[^，。；]{0,6}(?:任务|目标)数?$|下达的$"
)
DONE_ALL = re.compile(r"完成[^，。；]{0,8}$")
TASK = re.compile(r"的?(?:目标|任务)")
#: 发展会员目标800人，实际完成842人: what was wanted, and how it is said that what follows was reached.
WANTED = re.compile(r"(?:目标|任务|指标)(?:任务)?数?[为是]?$")
REACHED = re.compile(r"，(?:目前|实际|全年|现|已|共)+(?:已|共)?[\u4e00-\u9fff]{0,4}$")
#: What is measured in time, or only says which employers are meant: 3个多月, 25人以上企业.
DURATION = re.compile(r"多?个?(?:月|年|天|小时|星期|周)(?!末)")
CLASS_OF = re.compile(r"(?:以上|以下|以内)的?[^，。、；\d]{0,4}(?:企业|单位|公司|工程|项目|建会)")
#: 28家，今年新增5家: the first of the two is all there is.
OF_THESE_NEW = re.compile(r"[，（](?:其中)?(?:今年|本年|当年|年内|上半年)?又?新(?:增|建|签|组建|发展|成立)$")
#: 新工作室2家，累计建成17家: the first of the two is what is new.
OF_ALL = re.compile(r"[，（](?:目前|现|全[镇县乡区市街道]+)?(?:累计|总数)[\u4e00-\u9fff]{0,4}$")
#: What stands around a figure: 设14个工种, 派出2个慰问组.
ABOUT = re.compile(
    r"(?:省|区县|县市|县区|市县|县（市|地市|工种|赛项|方面|环节|部门|代表队|指导组|慰问组|工作组|调研组"
    r"|行业(?!性|工会|协会|联合|职代会|工资|集体))"
)
JOINT = re.compile(r"[、，和及与]{1,2}")
#: 不落一人 counts nobody.
#: In 在十个街道成立一级工会 the number is of places.
TERRITORY = re.compile(r"(?:乡镇|街道|县|部门|系统)(?:（[^）]{1,6}）)?(?:成立|建立|组建|开展|实行|召开|全部|都|均)")
NOT_ONE = re.compile(r"(?:不落|不漏|不少|不差|每)$")
#: 甲率和乙率均达98%, and the last word of such names that the others share.
ALL_ALIKE = re.compile(r"([^，。；：\d]{4,40}?率)(?:均|都|双双|同步|分别均)[^，。；\d]{0,8}$")
RATE_NAME = re.compile(r"(?:签订|签约|建制|覆盖|组建|建会|入会|公开|召开|收缴|登记|参保|办结|续签)?率$")
NONE_OF = re.compile(r"零(?=事故|投诉|上访|纠纷|伤亡)")
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
    is_new: bool = False


def places(line: Line, units: set[str]) -> Iterator[Place]:
    """The numbers of a paragraph with their surroundings."""
    found = numbers(line.text, units)
    starts = [number.start for number in found]
    for sentence in SENTENCE.finditer(line.text):
        inside = found[bisect_left(starts, sentence.start()) : bisect_left(starts, sentence.end())]
        names = _respectively(line.text, sentence.start(), inside) if inside else {}
        last: Place | None = None
        for index, number in enumerate(inside):
            if _masked(line.text, number) or _names_something(line.text, number):
                continue
            start = inside[index - 1].end if index else sentence.start()
            end = inside[index + 1].start if index + 1 < len(inside) else sentence.end()
            place = _place(line, sentence, number, start, end)
            following = line.text[number.end : end]
            if OF_THESE_NEW.match(following) and index + 1 < len(inside):
                place = replace(place, left="共有" + place.left)
            elif OF_ALL.match(following):
                place = replace(place, is_new=True)
            if number.start in names:
                place = replace(place, left=names[number.start], right="")
            elif line.head:
                place = replace(place, left=_name_in_row(line.text, number.start), right="", before=())
            elif last:
                place = _named_before(last, place, line.text[last.number.end : number.start])
            yield from _each(place)
            last = place


def _each(place: Place) -> Iterator[Place]:
    """A rate stated of two things at once is two figures: 集体合同、工资协议签订率均达98%."""
    both = ALL_ALIKE.search(place.left) if place.number.unit == "%" and not place.line.head else None
    names = re.split(r"[、和及与]", both[1]) if both else []
    kinds = RATE_NAME.search(names[-1]) if len(names) > 1 else None
    if not kinds:
        yield place
        return
    for name in names:
        yield replace(place, left=name if RATE_NAME.search(name) else name + kinds[0], right="")


def unit_of_row(row: str) -> str:
    """The unit a row of a table gives in a cell of its own or behind the name: 基层工会数（个）; "" for none."""
    found = [cell for cell in row.split("\t") if cell in data()["units"] or cell in ("元", "万元", "%")]
    named = re.search(r"[（(]([^（()）]{1,2})[）)]\t", row)
    return found[0] if found else named[1] if named else ""


def _name_in_row(row: str, at: int) -> str:
    """The words of a table's row before a number: its name, wherever that number stands."""
    return "".join(cell for cell in row[:at].split("\t") if NOUN.search(cell))


def _named_before(last: Place, place: Place, between: str) -> Place:
    """A number without words of its own that goes on with the one before: 由32家增加到40家, 分别增长5%、8%."""
    if TO.match(between) and FROM.search(last.left):
        return replace(place, left=FROM.sub("", last.left) + "达到")
    if WANTED.search(last.left) and REACHED.match(between):
        return replace(place, left=WANTED.sub("", last.left))
    if between == "的" and place.number.unit == "%" and TASK_OF.search(last.left):
        return replace(place, left=last.left + between)
    if JOINT.fullmatch(between) and place.number.unit == last.number.unit == "%" and "分别" in last.left:
        return replace(place, left=last.left)
    return place


def says_task(place: Place) -> bool:
    """Is the number what was asked of the figure before: 新建工会8家，超额完成全年6家的目标?"""
    return bool(TASK_OF.search(place.left) or (DONE_ALL.search(place.left) and TASK.match(place.right)))


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


def _names_something(text: str, number: Number) -> bool:
    """Does the number belong to a holiday, a stretch of time or a class of employers?"""
    if number.chinese and text[number.start - 1 : number.start] == "等":  # 集体合同、工资协议等两个合同
        return True
    after = text[number.end : number.end + 16]
    every = (DURATION, CLASS_OF, ABOUT, TERRITORY)
    if NOT_ONE.search(text[max(0, number.start - 3) : number.start]) and number.value == 1:
        return True
    return bool(HOLIDAY.match(text, number.start) or any(pattern.match(after) for pattern in every))


def _place(line: Line, sentence: re.Match[str], number: Number, start: int, end: int) -> Place:
    text = line.text
    begin, until = max(sentence.start(), number.start - FAR), min(sentence.end(), number.end + FAR)
    clauses = [match for match in CLAUSE.finditer(text, begin, until) if match[0]]
    own = next(at for at, match in enumerate(clauses) if match.start() <= number.start < match.end())
    first = clauses[own].start()
    # 、 parts a list rather than a statement: what stands before it belongs to the number's words too.
    while own and clauses[own - 1][0].endswith("、") and clauses[own - 1].start() >= start:
        own -= 1
        first = clauses[own].start()
    left = text[max(first, start) : number.start]
    if "）" in left and "（" not in left and (opened := text.rfind("（", start, number.start)) >= 0:
        # 法律援助案件（含咨询、代书）687件: what is in brackets does not part a name from its number
        begun = max(text.rfind(mark, start, opened) for mark in "，：、；。") + 1
        left = text[max(begun, start) : number.start]
    stop = next((match.end() for match in clauses if match.end() > number.start), sentence.end())
    right = text[number.end : min(end, stop)]
    before = tuple(match[0] for match in reversed(clauses[max(0, own - MOST_BEFORE) : own]))
    if start > first:
        before = (text[first:start], *before)
    quote = text[first:stop].strip("，；：、。 ")
    rest = ""
    if len(left) <= BARE_VERB and len(right) <= LIST_NOUN:  # 28家企业、960名职工参加了竞赛
        rest = STATEMENT.match(text, min(end, stop), min(end, stop) + FAR)[0]  # type: ignore[index]
    return Place(
        number, line.start + number.start, line, left, right, before, quote, text[first:stop], sentence.start(), rest
    )


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
            before = (words, *before[: MOST_BEFORE - 1])
