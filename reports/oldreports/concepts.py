"""Does a sentence name at all what an indicator is about, and what thing of no indicator is counted in it?

Pure: no Django.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reports.oldreports.words import data, listed, plain

if TYPE_CHECKING:
    from reports.oldreports.labels import Known

#: What may stand between a thing and its number: 调解组织现有79家.
FILLER = r"(?:已|现|有|共|达|到|计|总|约|近|数|量|建成|建立|发展|累计|合计|目前|各|余)*$"
#: What may stand between a number and its thing: 12家企业的调解组织 no, 12家基层调解组织 yes.
QUOTED = re.compile(r"^“[^”]{1,20}”")
MARKED = r"^[^，。；：、的了]{0,6}?"
#: People of whom only what was said before tells: 惠及职工3610人, 参加人数约6000人, 涉及农民工928人.
WHOM = re.compile(
    r"^(?:其中|共|共有|先后|累计|总计)?(?:惠及|受益|受惠|覆盖|参加|参与|参训|参赛|受训|涉及|吸引|服务|带动|到会)(?:的)?"
    r"(?:职工|农民工|人员|会员|群众|女职工|各类|总|和|、|企业|一线){0,4}(?:人数|人次|人员)?(?:约|近|达|共|有|到|为|超过?|的)*$"
    r"|^(?:职工|参加职工|农民工)?人数(?:约|近|达|共|有|到|为|超过?)*$"
)
#: Units that took part are no unions founded: 21个企业、村联合工会参加.
TOOK_PART = re.compile(r"^[^，。；]{0,14}(?:企业|单位|工会|职工之家|队)[^，。；]{0,8}(?:参加|参与)")
#: Who acts at the beginning of a clause says nothing of what is counted: 基层工会培训职工.
ACTOR = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.]|[一二三四五六七八九十]是)?(?:各|全[镇县乡区市]|镇|乡|县|区|市|街道|我[镇县乡会])*"
    r"(?:各级|基层|企业|上级|村|社区)*(?:总)?工会(?:组织|联合会|委员会)?"
    r"(?=(?:又|还|先后|积极|深入|主动|及时|认真|广泛|共|累计|集中|分别|联合)*"
    r"(?:组织|开展|举办|走访|慰问|培训|投入|筹集|筹措|发放|参与|协调|处理|受理|接待|调解|帮|为|对|给|向|看望|资助|救助))"
)
#: Several kinds of cases named for all of them: 工伤事故、劳资纠纷等案件.
KINDS_OF_CASES = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:工伤|劳资|工资|欠薪|讨薪|劳动|合同|社保)[\u4e00-\u9fff]{0,6}[、和及]){1,4}[\u4e00-\u9fff]{2,8}等(?:各类|方面的?)?(?:劳动)?"
    r"(?:争议|纠纷)?(?:案件|纠纷|问题|事件|争议)"
)
REMARK = re.compile(r"（[^（）]{2,60}）")
#: 走访甲公司、乙公司等8家企业: what was done, and to how many.
EXAMPLES = re.compile(
    r"(走访慰问|走访|深入|慰问|看望|调研|组建|新建|成立|指导|推荐|完成|开展|举办)了?(?:[^，。；]{2,20}、)*[^，。；、]{2,20}等$"
)
OF_WHOM, OTHER_CONTRACT, DISTANT = 0.35, 0.25, 0.6


@cache
def _needed() -> list[tuple[str, re.Pattern[str]]]:
    """Beginnings of codes, the longest first, with the words one of which must be said."""
    table: dict[str, list[str]] = data()["needed"]
    found = [
        (code, re.compile("|".join(re.escape(word) for word in dict.fromkeys((*words, *map(plain, words))))))
        for code, words in table.items()
    ]
    return sorted(found, key=lambda each: -len(each[0]))


def is_named(code: str, said: str) -> bool:
    """Do the words in catalogue wording name what the indicator of this code is about?"""
    pattern = next((words for begin, words in _needed() if code.startswith(begin)), None)
    return pattern is None or bool(pattern.search(said))


@cache
def _things() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = {*data()["things"]["words"], *listed("things")}
    any_of = "(" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"
    return re.compile(any_of + FILLER), re.compile(MARKED + any_of)


def things(left: str, right: str) -> frozenset[str]:
    """The things beside a number that only an indicator of their name counts; the right as it was typed."""
    before, after = _things()
    found = (before.search(left), after.match(QUOTED.sub("", right)))
    return frozenset(plain(match[1]) for match in found if match)


def things_in(text: str) -> frozenset[str]:
    """The things a name in catalogue wording speaks of."""
    return frozenset(word for word in listed("things") if word in text)


def named(left: str) -> str:
    """The words before a number without who acts, remarks and examples; kinds of cases brought under one name."""
    said = KINDS_OF_CASES.sub("处理劳动争议案件", ACTOR.sub("", REMARK.sub("", left)))
    return EXAMPLES.sub(r"\1", said)


def took_part(right: str) -> bool:
    """Are these units that took part in something?"""
    return bool(TOOK_PART.match(right))


def whom(left: str, unit: str) -> str:
    """The words that say only that people had part in what was said before; "" for a number with a name of its own."""
    said = left.strip("，、；。")
    return said if unit in ("人", "名", "人次", "位") and WHOM.match(said) else ""


def of_whom(known: Known, said: str, before: str, in_campaign: bool, same_campaign: bool) -> float:
    """What people without a name of their own add to an indicator of the same event."""
    if not said:
        return 0.0
    if known.unit not in ("人", "人次", "名", "户"):
        return 0.0
    if {known.code[:9], before[:9]} == {"contract_"} and known.code.split("_")[1] != before.split("_")[1]:
        return -OTHER_CONTRACT  # 工资协议25份，女职工合同21份，覆盖职工386人
    visited = in_campaign and known.code.startswith("visit_")  # those given something are more than visited
    return OF_WHOM if same_campaign or (siblings(known.code, before) == 1 and not visited) else 0.0


def siblings(code: str, other: str) -> float:
    """How near two codes are: 1 for study_persons and study_amount, less for contract_wage and _wage_reg_units."""
    code, other = code.removeprefix("x_").rstrip("s"), other.removeprefix("x_").rstrip("s")
    stem, other_stem = code.rpartition("_")[0], other.rpartition("_")[0]
    if not other or code == other:
        return 0.0
    if (stem and stem in (other_stem, other)) or code == other_stem:
        return 1.0
    return DISTANT if (stem and other.startswith(stem)) or (other_stem and code.startswith(other_stem)) else 0.0


def levels(text: str) -> frozenset[str]:
    """Of which level a text speaks, also by who acts: 镇工会表彰 is 镇级."""
    table: dict[str, list[str]] = data()["levels"]
    return frozenset(level for level, words in table.items() if any(word in text for word in words))
