"""By which words does a text name an indicator, and how well do the words around a number fit one? Pure: no Django."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from reports.oldreports.concepts import is_named, of_whom, siblings, things_in
from reports.oldreports.words import data, listed, plain

#: How much a pair of letters counts in which two words meet.
SEAM = 0.3
REMARK = re.compile(r"（[^（）]*）|\([^()]*\)")
LEVELS = frozenset({"镇级", "县级", "市级", "地市级", "省级", "全国"})
PUNCTUATION = re.compile(r"[，。；：、！？（）()·…—/\\-]")


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator as a reader of papers knows it; `section` is a key of the summary's sections."""

    code: str
    name: str
    unit: str
    kind: str
    section: str
    word: str = ""
    aliases: tuple[str, ...] = ()
    zero_is_good: bool = False
    parent: str = ""
    built_in: bool = True
    numerator: str = ""

    @property
    def plain_name(self) -> str:
        return re.sub(r"^其中[:：]\s*", "", self.name)

    @property
    def is_rate(self) -> bool:
        return self.unit in ("%", "‰")

    @property
    def is_money(self) -> bool:
        return self.unit in ("元", "万元", "亿元")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to name an indicator: its pairs of letters with their weight, and what sets it apart."""

    known: Known
    grams: Mapping[str, float]
    mass: float
    apart: frozenset[str]
    is_name: bool


@dataclass(slots=True)
class Labels:
    """Every wording of every indicator, found by the pairs of letters it shares with a text."""

    wordings: list[Wording] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    by_gram: dict[str, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    apart_of: dict[str, frozenset[str]] = field(default_factory=dict)
    grams_of: dict[str, frozenset[str]] = field(default_factory=dict)
    things_of: dict[str, frozenset[str]] = field(default_factory=dict)
    numerators: dict[str, str] = field(default_factory=dict)


def grams(text: str) -> set[str]:
    """The pairs of neighbouring letters of a text in catalogue wording, never across a mark or a number."""
    found: set[str] = set()
    for part in re.split(r"[^\u4e00-\u9fffA-Za-z]+", text):
        found.update(part[at : at + 2] for at in range(len(part) - 1))
    return found


def apart(text: str) -> frozenset[str]:
    """The words in a text that set indicators apart, longest first, none inside another."""
    found = set()
    for word in listed("qualifiers"):
        if word in text:
            found.add(word)
            text = text.replace(word, "＊")
    return frozenset(found)


def wording_of(text: str) -> str:
    """A name as it is compared: catalogue wording, no remarks that only explain, no 人数, 总数."""
    text = plain(REMARK.sub("", text))
    for word in data()["noise"]["words"]:
        text = text.replace(word, "")
    return PUNCTUATION.sub("", text).removesuffix("数")


@lru_cache(maxsize=8)
def labels_of(every: tuple[Known, ...]) -> Labels:
    """The indicators made ready for comparing, kept for the next text."""
    names = {each.code: each for each in every}
    named = [(each, wording_of(text), text == each.plain_name) for each in every for text in _names(each, names)]
    seen: dict[str, set[str]] = defaultdict(set)
    alike: dict[str, set[str]] = defaultdict(set)
    for each, text, _ in named:
        alike[text].add(each.code)
        for gram in grams(text):
            seen[gram].add(each.code)
    total = len({each.code for each, _, _ in named}) or 1
    common = {gram: len(codes) for gram, codes in seen.items()}
    labels = Labels(weights={gram: 0.4 + math.log(total / len(codes)) for gram, codes in seen.items()})
    labels.numerators = {each.code: each.numerator for each in every if each.numerator}
    for each, text, is_name in named:
        found = _weighed(text, labels.weights, common)
        if not found:
            continue
        for gram, weight in found.items():
            labels.by_gram[gram].append((len(labels.wordings), weight))
        marks = apart(text) | (apart(plain(each.plain_name)) & LEVELS)
        if text == wording_of(each.plain_name) and len(alike[text]) > 1:
            marks |= apart(plain(each.plain_name))  # only the remark tells 新签集体合同（含专项） from （综合）
        labels.wordings.append(Wording(each, found, sum(found.values()), marks, is_name))
        labels.grams_of[each.code] = labels.grams_of.get(each.code, frozenset()) | found.keys()
        labels.things_of[each.code] = labels.things_of.get(each.code, frozenset()) | things_in(text)
        labels.apart_of[each.code] = labels.apart_of.get(each.code, frozenset()) | marks
    return labels


def _weighed(text: str, weights: Mapping[str, float], common: Mapping[str, int]) -> dict[str, float]:
    """The pairs of letters of a name; those where one word ends and the next begins count little."""
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    found: dict[str, float] = {}
    for at, pair in enumerate(pairs):
        if pair not in weights:
            continue
        before = common.get(pairs[at - 1], 0) if at else 0
        after = common.get(pairs[at + 1], 0) if at + 1 < len(pairs) else 0
        own = common[pair]
        seam = (before > own and after >= own) or (before >= own and after > own)
        found[pair] = weights[pair] * (SEAM if seam else 1)
    return found


def _names(known: Known, names: Mapping[str, Known]) -> tuple[str, ...]:
    """Name and aliases; a part called by what it is part of too, where its own name does not say so: 其中：农民工."""
    name, whole = known.plain_name, names.get(known.parent)
    if whole and not grams(wording_of(name)) & grams(wording_of(whole.plain_name)):
        name = whole.plain_name + name
    more: list[str] = data()["names"].get(known.code, [])
    return tuple(dict.fromkeys((name, *known.aliases, *more)))


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a number: pair of letters → how near it stands (1 is beside), and what sets it apart."""

    near: Mapping[str, float]
    beside: frozenset[str]
    apart_beside: frozenset[str]
    apart_topic: frozenset[str]
    apart_anywhere: frozenset[str]
    stock: bool
    flow: bool
    total: bool
    section: str
    before: str = ""
    parent: str = ""
    is_part: bool = False
    just_new: bool = False
    nameless: bool = False
    campaign: frozenset[str] = frozenset()
    said: str = ""
    things: frozenset[str] = frozenset()
    who: str = ""
    took_part: bool = False
    in_story: bool = False
    bare_rate: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an indicator fits the words around a number: about 1 is all of them, below 0.5 hardly any.

    `local` is the share of its name that stands beside the number.
    """

    known: Known
    score: float
    local: float


LONG_NAME = 3
#: A rate with no more words than these, 签订率达, is the rate of what was said before it.
BARE = 3
COVERED, EXPLAINED, LEAST_COVERED = 0.62, 0.38, 0.3
MISSING_MARK, STRANGE_MARK = 0.16, 0.2
SHARED_MARK, TOPIC_MARK, PART, WEAK, OWN, LEVEL_MARK = 0.03, 0.08, 0.12, 0.6, 0.06, 0.06
COMMON, TELLING, SHARED_TOPIC, SHARED_STRANGE, SIBLING = 0.3, 4.0, 0.1, 0.5, 0.12
KIND, SECTION, TOTAL, NAME, ALONE, NEW_STOCK = 0.08, 0.04, 0.02, 0.02, 0.4, 0.2
CAMPAIGN, OWN_NAME, EXACT, DECISIVE, RATE_OF = 0.1, 0.1, 0.9, 0.15, 0.3
UNNAMED, THING = 0.3, 0.5
#: What is counted of units as such, rather than of those that took part in something.
FOUNDED = ("union_", "employer_", "covered_")


def fits(labels: Labels, around: Around) -> list[Fit]:
    """The indicators that may be meant, best first."""
    said: dict[int, float] = defaultdict(float)
    beside: dict[int, float] = defaultdict(float)
    for gram, worth in around.near.items():
        for at, weight in labels.by_gram.get(gram, ()):
            said[at] += weight * worth
            if worth > 0.9:
                beside[at] += weight
    known_beside = {gram: labels.weights[gram] for gram in around.beside if gram in labels.weights}
    mass_beside = sum(known_beside.values())
    best: dict[str, Fit] = {}
    for at, worth in said.items():
        wording = labels.wordings[at]
        covered = worth / wording.mass
        if covered < LEAST_COVERED:
            continue
        local = beside[at] / wording.mass
        shared = sum(weight for gram, weight in known_beside.items() if gram in wording.grams)
        explained = shared / mass_beside if mass_beside else 0.5
        score = COVERED * covered + EXPLAINED * explained + _extra(wording, labels, around)
        score -= COMMON * max(0.0, 1 - wording.mass / TELLING)
        others = labels.grams_of[wording.known.code] - wording.grams.keys()
        if len(wording.grams) == 1 and not others & around.near.keys():
            score -= ALONE  # 采纳 of 报送信息31条，采纳14条 needs more to be about 建议
        if local > EXACT and explained > EXACT and _stands_alone(wording, labels, around):
            score += OWN_NAME  # 女职工合同50份，集体合同签订率94%: called by its name, whatever was said before
        if local < WEAK:
            score -= TOPIC_MARK * len(around.apart_topic - labels.apart_of[wording.known.code])
        code = wording.known.code
        if code not in best or best[code].score < score:
            best[code] = Fit(wording.known, score, local)
    return sorted(best.values(), key=lambda fit: (-fit.score, fit.known.code))


def _extra(wording: Wording, labels: Labels, around: Around) -> float:
    known = wording.known
    extra = -MISSING_MARK * len(missing := wording.apart - around.apart_anywhere)
    extra -= DECISIVE * len(missing & _decisive())
    extra += LEVEL_MARK * len(wording.apart & LEVELS & around.apart_anywhere)
    extra += SHARED_MARK * len(wording.apart & around.apart_beside)
    extra += SHARED_TOPIC * len(labels.apart_of[known.code] & around.apart_topic - around.apart_beside)
    if around.parent and known.parent == around.parent:
        extra += PART
    elif around.is_part and known.parent:
        extra -= PART
    last = around.before if known.is_rate else labels.numerators.get(around.before, around.before)
    extra += SIBLING * siblings(known.code, last) * (2 if around.nameless else 1)
    if known.built_in and not is_named(known.code, around.said):
        extra -= UNNAMED
    extra -= THING * bool(around.things - labels.things_of[known.code])
    extra -= THING * (around.took_part and known.built_in and known.code.startswith(FOUNDED))
    if not known.built_in:
        extra += OWN  # a county adds what the built-in indicators do not say exactly enough
    strange = around.apart_beside - labels.apart_of[known.code]
    # 下岗职工办理低保: where one telling word agrees, another may belong to whom it was done for.
    extra -= STRANGE_MARK * len(strange) * (SHARED_STRANGE if wording.apart & around.apart_beside else 1)
    extra -= DECISIVE * len(strange & _decisive())
    if around.stock != around.flow and not known.is_rate:
        says_stock = known.kind == "stock"
        extra += KIND if says_stock == around.stock else -KIND
    if around.before and known.numerator == around.before and (around.bare_rate or len(around.beside) <= BARE):
        extra += RATE_OF  # 签约工资集体协商企业5628个，签约率95.8%
    if around.campaign:
        belongs = around.campaign & labels.apart_of[known.code]
        extra += CAMPAIGN if belongs else -CAMPAIGN * (around.in_story and known.code in _general())
    extra += of_whom(
        known, around.who, around.before, around.in_story, bool(around.campaign & labels.apart_of[known.code])
    )
    if around.just_new and known.kind == "stock":
        extra -= NEW_STOCK  # 新建书屋2家，总数达9家: the nine are the stock
    if around.section and around.section == known.section:
        extra += SECTION
    return extra + (NAME if wording.is_name else 0) + (TOTAL if around.total else 0)


def _general() -> list[str]:
    found: list[str] = data()["campaigns"]["general"]
    return found


def _stands_alone(wording: Wording, labels: Labels, around: Around) -> bool:
    """Does a name mean the same wherever it stands: long enough, no part of a list of new ones, of no campaign?"""
    known = wording.known
    if len(wording.grams) < LONG_NAME or (around.campaign and not around.campaign & labels.apart_of[known.code]):
        return False
    return known.kind != "stock" or not (around.just_new or around.is_part or (around.flow and not around.stock))


def _decisive() -> frozenset[str]:
    return frozenset(data()["decisive"]["words"])
