"""Which words around a number say what it counts, of which campaign, and whether there is so much or was done so much?

Pure: no Django.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reports.oldreports.concepts import levels, named, things, took_part, whom
from reports.oldreports.kinds import is_planned
from reports.oldreports.labels import Around, apart, grams
from reports.oldreports.places import FAR, FROM, TO, Place
from reports.oldreports.words import cues, data, plain

#: How a sentence begins that says what there is at a day.
AS_OF = re.compile(r"(?:截至|截止)[^，。]{0,8}(?:底|末|目前|日)|到目前|目前|现有")
WHEN = re.compile(AS_OF.pattern + r"|全年|上半年|下半年|今年|本年|期内|当年|新[签增建]")
NEW = ("新建", "新增", "新签", "期内")
#: Left of a number that has its name in the clause before: 新建书屋2家，总数达9家.
NAMELESS = re.compile(
    r"(?:其中|现|目前|已|共|总|计|累|合|有|数|达|到|至|增|发展|建成|为|全[镇县乡区市街道]+|投入|发放|送去|支付|折合|人民币|价值|金额|资金|资助|补助|获得|实际|完成|[、，])*$"
)
TOOK_PART = re.compile(r"(?:职工)?(?:参加|参与|参训|受益)?[，：、；。]*$")
#: What a line or a list is about: 1．送温暖：…, （二）法律服务。…
LABEL = re.compile(r"(?:^|[。；])((?:[^，。；：]{0,5}[、.．）)])?[^，。；：、\d]{2,14})：")
JUST_NEW = re.compile(r"新(?:建|增|签|组建|发展|创建|成立|命名|评)|评选")
#: 8家规上企业基层工会组建工作 tells of new unions.
FOUNDING = re.compile(r"^[^，。；、]{0,8}工会的?(?:组建|新建)")
AWARDED = re.compile(r"[^，。；]{0,6}(?:被评为|获评|荣获|被授予|被命名为)")
#: Behind how many unions there are: 已建工会76家，发展会员4300人 are all members.
IN_ALL_JOINED = re.compile(r"^(?:已|共)*(?:发展|吸收|吸纳)(?:了|工会)*会员")
#: A rate that does not say of what: 企业覆盖率达.
BARE_RATE = re.compile(r"^[，、]?(?:企业|单位|职工|合同|已|均|的|其)*(?:签订|签约|建制|覆盖)[率面]")
RENEWED = re.compile(r"续签|续订|到期")
#: How far back the words of a sentence still speak of a number.
FADE = 0.82
NEAR_LETTERS, SEAM_LETTERS = 14, 4


def around(place: Place, parent: str = "", before_it: str = "") -> Around:
    near: dict[str, float] = {}

    def add(text: str, worth: float) -> None:
        for gram in grams(plain(text)):
            near[gram] = max(near.get(gram, 0), worth)

    if before_it == "union_total" and IN_ALL_JOINED.match(place.left):
        place = replace(place, left=IN_ALL_JOINED.sub("会员", place.left))
    left, right = plain(named(place.left)), plain(place.right)
    add(place.line.heading, 0.3)
    distance = 0
    nameless = bool(NAMELESS.match(place.left) and TOOK_PART.match(place.right))
    label = _label(place)
    campaign, in_story = _campaign(place, label)
    add(label, 0.9)
    for clause in place.before:
        distance += 3 if clause.endswith(("；", "。")) else 0
        add(clause, max(0.3, (0.95 if nameless and not distance else 0.8) * FADE**distance))
        distance += not cues("per").search(clause)  # 每户500元 between a name and its sum
    add(left, 0.5 if nameless else 1)
    add(place.right, 0.95)
    if place.number.unit == "项" and not right.startswith("项目"):
        add(left[-SEAM_LETTERS:] + "项目", 0.9)  # 完成技术革新3项
    if not nameless and not TO.match(place.right):
        add(place.left[-SEAM_LETTERS:] + place.right[:SEAM_LETTERS], 1)  # 组建12家工会: the verb and what it is done to
    add(place.rest, 0.9)
    who = whom(left, place.number.unit)
    told = (
        place.line.text[: place.sentence].rstrip("。！？")[-FAR:].rpartition("。")[2] if who and not before_it else ""
    )
    add(told, 0.8)  # 开展了劳动竞赛。参赛职工1340人
    # Letters on both sides of the number, and of the clause's end before it, make words together.
    beside = set() if nameless else grams(left[-NEAR_LETTERS:]) | grams(right[:NEAR_LETTERS])
    everything = plain("".join(reversed(place.before)) + place.left + "，" + place.right + place.line.heading)
    spoken = left + "，" + right
    said = plain("".join(reversed(place.before[:1]))) + spoken
    stock, flow = _stock_or_flow(spoken)
    for clause in place.before:  # 新增A 15份，B 30份
        if not stock and not flow:
            stock, flow = bool(cues("stock").search(clause)), bool(cues("flow").search(plain(clause)))
    flow = flow or (not stock and is_planned(place))  # what is planned is mostly new
    if AS_OF.search(_last_when(place)) and not cues("flow").search(spoken):
        stock, flow = True, False
    if FROM.search(place.left) and TO.match(place.right):
        stock, flow = True, False
    if flow and not stock and not RENEWED.search(left):
        add("，".join(NEW), 0.8)  # 建立20家 speaks of new ones without saying so
        everything += "".join(NEW)
    return Around(
        near,
        frozenset(beside),
        apart(left[-NEAR_LETTERS:] + "，" + right[:NEAR_LETTERS]) | (apart(left) & {"筹集"}),
        next((marks for clause in place.before if (marks := apart(plain(clause)))), frozenset())
        | apart(plain(label))
        | campaign,
        apart(everything) | levels(everything),
        stock,
        flow,
        bool(cues("total").search(said)),
        place.line.section,
        before_it,
        parent,
        "其中" in place.clause[: len(place.left) + 2],
        _is_just_new(place),
        nameless,
        campaign,
        everything + plain(label + place.rest + told),
        things(left, place.right),
        who,
        took_part(right + plain(place.rest)),
        in_story,
        bool(BARE_RATE.match(place.left)),
    )


def _is_just_new(place: Place) -> bool:
    """Does the clause, or the list it goes on with, say that the number is of new ones: 新建A制度6家、B制度3家?"""
    listed = place.before[0] if place.before and place.before[0].endswith("、") else ""
    said = JUST_NEW.search(place.left[-NEAR_LETTERS:] + listed) and not cues("stock").search(place.left)
    founded = FOUNDING.match(place.right)
    return bool(said or founded or place.is_new or AWARDED.match(place.right))


def _label(place: Place) -> str:
    """What the nearest label before the number in its paragraph says it is about; empty where there is none."""
    here = place.at - place.line.start
    found = LABEL.findall(place.line.text, max(0, here - FAR), here)
    return found[-1] if found and found[-1] != "其中" else ""


def _campaign(place: Place, label: str) -> tuple[frozenset[str], bool]:
    """The campaign whose story the number is part of, named last before it or in the heading; is it in the story?"""
    words: list[str] = data()["campaigns"]["words"]
    for text in (place.left, *place.before, label, place.line.heading):
        said = plain(text)
        if found := frozenset(word for word in words if word in said):
            return found, text is not place.line.heading
    return frozenset(), False


def _last_when(place: Place) -> str:
    """The last word before the number that says whether a day or a stretch of time is spoken of."""
    here = place.at - place.line.start
    told = WHEN.findall(place.line.text, max(0, here - FAR), here)
    return told[-1] if told else ""


def _stock_or_flow(text: str) -> tuple[bool, bool]:
    """Does a clause speak of what there is, of what was done? 共签订 may be either."""
    stock, flow = bool(cues("stock").search(text)), bool(cues("flow").search(text))
    whole = cues("total").search(text) or "已" in text
    done = text.partition("，")[0]  # 368家单位建立了职代会 says what there is
    return stock, flow or (not stock and not whole and bool(cues("doing").search(done)))
