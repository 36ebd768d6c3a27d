"""Does a number speak of the whole the report is about, or of a part of it, an example, somebody else?

What is said of the unions of lorry drivers, of one township among many or of the five firms that were helped is no
figure of the union that reports. Pure: no Django.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile

from reports.oldreports.labels import Known
from reports.oldreports.places import Place
from reports.oldreports.words import cues, data, plain

#: A place or a firm at the beginning of a clause: 柳溪镇, 其中：东港乡, 如宏达公司.
NAMED = re.compile(
    r"(?:^|(?<=[，。；：、]))(?:[一二三四五六七八九十]是|其中|特别是|比如|例如|如|像|仅|今年以来|今年|目前|[，：])*"
    r"(?P<name>(?P<stem>[\u4e00-\u9fff]{2,3})(?:省|市|区|县|镇|乡|街道|村|社区)"
    r"|[\u4e00-\u9fff]{2,10}(?:有限公司|集团公司|股份公司|集团))"
    r"(?=总?工会(?!组织|工作)|党?工委|党委|\d|[已共有在新是以从，、：]|今年|通过|建立|组建|签订|发展|开展|率先|结合|针对|采取|专门|积极)"
)
#: Letters no place's name is made of: 全县, 各乡镇, 工业园区.
NO_NAME = re.compile(
    r"[全各我本该贵每个几多家等内外上下的在和与及对为是有从到业农返辖街园新超所年月其中成联盖调织导荐评访入向围照据针立选办争创领带促抓做发签受由把被使让给召举行设报批]|[乡镇县市区社]$"
)
#: Who speaks of itself: 全县, 我镇, 县总工会.
SELF = re.compile(r"[全我本](?:省|市|区|县|镇|乡|街道|州|盟|旗)|辖区|各级|(?:^|[，。；：])[省市区县镇乡]总?工会|总体")
#: Where the whole is spoken of again behind a part: 共, 累计, 全年.
WHOLE = re.compile(SELF.pattern + r"|[共总]|累计|合计|全年|上半年|今年|截至|目前")
IN_ALL = re.compile(r"共|累计|合计|总计")
OF_IT = re.compile(r"^(?:在其|其|该|他们|它)")
HEAD_LETTERS = 100
OFTEN = 3
#: Those something is done to: 对53家规模以上企业, 深入12家企业.
ACTED_ON = re.compile(
    r"(?:对|给|向|从|在|选择|选取|深入|发动|指导|帮助|督促|(?:^|[，、；])(?:组织|为))"
    r"(?:全[县市区镇乡]|辖区|各|在职|在岗|一线|部分|优秀|困难)?(?:内|的)*$"
)
OWN_SUBJECT = re.compile(r"职工入会|企业建会|企业工会组建")
OTHER_PART = re.compile(r"非公|私营|民营|个体|股份|机关|事业")
COVERS = re.compile(r"^[，、]?共?(?:覆盖|涵盖|涉及|惠及|受益)(?:企业|职工|单位)[^，。]{0,12}，?$")
#: What is counted as persons are in some papers, and is none.
FACILITY = re.compile(
    r"(?:中心|站|点|超市|医院|药房|学校|基地|平台|窗口|室|屋|家园|队|小组|制度|机制)(?:达|已建|累计|共|有)*$"
)
#: What is told of two campaigns at once is of neither alone: 在送温暖、送清凉活动中.
TWO_CAMPAIGNS = re.compile(r"送(?:温暖|清凉)[”’]?[、和及与][“‘]?[春夏秋冬金]?[秋]?(?:送温暖|送清凉|助学)")
CAMPAIGNS = ("warm_", "cool_", "study_")
PERSON = re.compile(r"职工|人|农民工|员工|女工|民工|劳模|家庭|学生|会员|女|干部|子女|户|困难|员|选手")
#: 81个街道已全部建立工会, 1200名农民工成为会员: how many did so, not how many there are.
OF_PLACES = re.compile(r"(?:乡镇|街道|行政村|村|社区|县|省)[^，。]{0,8}(?:建|成立)")
JOINED = ("member_migrant", "member_new_migrant")
SAID_OF_ALL = re.compile(r"新|吸|发展|今年|[有共为达是到]$|[有共为达是到].{0,4}$")
JOINING = re.compile(r"(?:农民工|外来)[^，。]{0,10}(?:成为|加入|入会)")
PERSONS, PLACES = ("人", "人次", "名", "位", "户"), ("个", "家", "所", "处")
AFTER_NOUN = re.compile(r"[，。；、（]|[^，。]{0,8}建(?:会|立|工)")
#: A clause that goes on with what the one before it spoke of.
GOES_ON = re.compile(r"(?:涵盖|覆盖|涉及|组建率|建会率|入会率|占)")
MARKS = ("，", "、", "；", "。", "：")
LISTED = re.compile(r"\d[^，。（）]{0,3}、$")
DIGIT = re.compile(r"\d")
#: Where a number of a part must not pass for one of all.
SECTIONS = ("organizing", "contracts", "democracy")
TITLE_LINES, TITLE_LETTERS = 3, 60
ENDS = ("；", "。")


def own_names(text: str) -> frozenset[str]:
    """The places a report may call its own: those of its title and beginning, and those it names again and again."""
    itself = SELF.search(text)
    begins = min(HEAD_LETTERS, itself.start() if itself else HEAD_LETTERS)
    named = [match for match in NAMED.finditer(text) if match["stem"]]
    stems = [match["stem"] for match in named]
    head = {match["stem"] for match in named if match.start() < begins and not DIGIT.match(text, match.end())}
    title = title_of(text)
    return frozenset(stem for stem in stems if stem in head or stem in title or stems.count(stem) >= OFTEN)


def title_of(text: str) -> str:
    """The short lines a report begins with: 建筑行业工会联合会2024年工作总结."""
    return "".join(line for line in text.split("\n")[:TITLE_LINES] if len(line) < TITLE_LETTERS and "。" not in line)


def of_another(place: Place, own: frozenset[str]) -> bool:
    """Is the number told of another place, of a firm: 南山镇新建工会9家 in a county's report?"""
    for clause in (place.left + place.number.bare, *place.before):
        if clause.endswith(ENDS):
            break
        others = [match for match in NAMED.finditer(clause) if _is_other(match, own)]
        if others:
            return not SELF.search(clause, others[-1].end())
        if SELF.search(clause) or IN_ALL.search(clause):
            return False
    if not OF_IT.match(place.line.text[place.sentence :]):
        return False
    before = place.line.text[: place.sentence].rstrip("。！？")
    match = NAMED.match(before[before.rfind("。") + 1 :])
    return bool(match and _is_other(match, own))


def _is_other(match: re.Match[str], own: frozenset[str]) -> bool:
    stem = match["stem"]
    return stem is None or (not NO_NAME.search(stem) and not any(stem in name or name in stem for name in own))


@dataclass(frozen=True, slots=True)
class Group:
    """A part of all: its words, the indicators that count it, the others it is a part of (None: any).

    `leads`: the words must be of the first number of the statement; `unless`: words with which it is no part.
    """

    words: re.Pattern[str]
    codes: frozenset[str]
    only: frozenset[str] | None
    leads: bool
    unless: tuple[str, ...]


@cache
def _groups() -> tuple[Group, ...]:
    return tuple(
        Group(
            re.compile("|".join(re.escape(word) for word in each["words"])), frozenset(each["codes"]),
            frozenset(each["only"]) if "only" in each else None, "leads" in each, tuple(each.get("unless", ())),
        )
        for each in data()["narrow"].values()
    )  # fmt: skip


def is_narrower(place: Place, known: Known, title: str) -> bool:
    """Is the number of a part only, 货车司机工会3家, while the indicator counts all? A part in the title is all."""
    if known.code.startswith(CAMPAIGNS) and TWO_CAMPAIGNS.search("".join(reversed(place.before)) + place.left):
        return True
    if not known.built_in or known.section not in SECTIONS:
        return False
    beside = place.left + re.split(r"[，。；]", place.right, maxsplit=1)[0]
    clauses = _subject(place)
    subject, first = "".join(clauses), next((clause for clause in clauses if DIGIT.search(clause)), "")
    name = "".join((known.name, *known.aliases))
    for group in _groups():
        if known.code in group.codes or (group.only is not None and known.code not in group.only):
            continue
        said = group.words.search(beside) or group.words.search(first if group.leads else subject)
        named = group.words.search(name) and not group.unless
        if said and not named and said[0] not in title and not any(word in subject + beside for word in group.unless):
            return True
    return False


def _subject(place: Place) -> list[str]:
    """The clauses before the number's own, as far as they still say what it is a number of."""
    said: list[str] = []
    if WHOLE.search(place.left) or OWN_SUBJECT.search(place.left) or OTHER_PART.search(place.left):
        return said
    for clause in place.before:
        narrow = any(group.words.search(clause) for group in _groups())
        if clause.endswith(ENDS) or (_is_told(clause) and (clause.endswith("、") or not narrow)):
            break
        said.insert(0, clause)
        if WHOLE.search(clause) or OTHER_PART.search(clause):
            break
    return said


def _is_told(clause: str) -> bool:
    """Has the clause a number and a subject of its own?"""
    return bool(DIGIT.search(clause) and clause.endswith(MARKS) and not GOES_ON.match(clause))


def is_of_a_list(place: Place) -> bool:
    """Does 覆盖企业90家 stand behind 集体合同5份、工资协议4份, so that nobody knows which of them it is of?"""
    if not COVERS.match(place.left):
        return False
    before = tuple(dropwhile(COVERS.match, place.before))
    return len(before) > 1 and bool(LISTED.search(before[1]) and DIGIT.search(before[0]))


def may_be_of_a_part(place: Place) -> bool:
    """Does 覆盖企业90家 stand behind 其中女职工合同21份, so that it may be of the part or of all?"""
    return bool(COVERS.match(place.left) and any("其中" in clause for clause in place.before[:2]))


def alike(place: Place, other: Place) -> bool:
    """Are two numbers of one sentence introduced by the same words?"""
    words = [each.left.strip("，、；") for each in (place, other)]
    return bool(words[0]) and words[0] == words[1] and place.line is other.line and place.sentence == other.sentence


def begins_parts(place: Place) -> bool:
    """Does 其中 stand before the number, in its clause or right before it?"""
    here = place.left + place.clause[: len(place.left) + 2]
    return "其中" in here or (bool(place.before) and "其中" in place.before[0][-3:])


def is_part(place: Place, known: Known) -> bool:
    """Behind 其中, is a number called as the whole was one of its parts: 其中：镇级女职工委员会12个?"""
    return known.built_in and known.section in SECTIONS and not WHOLE.search(place.left)


def lacks(place: Place, known: Known, before: str) -> bool:
    """Lacks the number a word beside it without which the indicator is never meant: 村 or 社区 of a village's union?

    Or has it one beside which it is not: 惠及职工 are not all workers; `before` is what the sentence spoke of last.
    """
    near = plain(place.left + "，" + place.number.unit + place.right + place.rest)
    spoiled = data()["spoiled"].get(known.code)
    number = place.number
    # In 五项集体合同177份 the five is a number of its own.
    clause = place.clause.partition(number.bare)[0] + number.bare + number.unit + plain(place.right)
    if spoiled and before not in spoiled["unless"] and any(word in clause for word in spoiled["words"]):
        return True
    beside: list[str] = data()["required_beside"].get(known.code, [])
    whole = known.parent and known.parent == before  # 工会87家，其中企业68家、机关9家
    return bool(beside) and not whole and not any(word in near for word in beside)


def is_acted_on(place: Place, known: Known) -> bool:
    """Are others counted: those something was done to or by, 对53家规模以上企业…, or houses, 帮扶中心12个?"""
    if known.kind == "stock" and known.built_in and known.section in SECTIONS and ACTED_ON.search(place.left):
        return True
    if known.unit in PERSONS and place.number.unit in PLACES and FACILITY.search(place.left):
        return True
    if known.unit in PERSONS and place.number.unit == "个" and not PERSON.search(place.left[-8:] + place.right[:8]):
        return True
    if known.code.startswith("union_") and OF_PLACES.match(place.right):
        return True
    if known.code in JOINED and JOINING.match(place.right) and not SAID_OF_ALL.search(place.left):
        return True
    population: list[str] = data()["populations"]["codes"]
    if known.code not in population or place.line.head or cues("there_are").search(place.left[-6:]):
        return False
    return bool(place.right) and not AFTER_NOUN.match(place.right)
