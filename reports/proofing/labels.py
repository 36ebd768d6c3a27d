"""Which figure do the words around a number name: a name, an alias, or how the sentences lead up to it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.proofing.places import BOUNDARY, DIRECTION_MARK, ELSEWHERE, LONGEST_LEAD, Place, normal
from reports.sentences import Figures, Prose
from reports.sentences.generic import plain_name
from reports.sentences.pattern import Group, Part, Piece, Series, Slot, parse

BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
COUNT_ENDING = re.compile(r"(?:总数|人数|户数|件数|个数|次数|份数|家数|总人次|人次|场次|金额|数)$")
#: Filling words between a name and its number.
FILLING = re.compile(
    r"(?:已经|已|共计|共有|合计|总计|累计|共|均|达到|达|突破|超过|超|接近|近|约|大约|仅|为|是|有|：|就|人民币|现有|分别|增至|升至|降至|到)+$"
)
#: What may stand before a name without changing what is counted.
BEFORE = re.compile(
    r"^(?:(?:截至|截止|至|到|在|于|从)?(?:[0-9]{4}年|[0-9*]+年)?(?:[0-9]{1,2}[—~至到-])?[0-9]{0,2}月?(?:份|底|末|初)?|上半年|下半年|全年|年内"
    r"|今年以?来?|本期|期内|目前|现|一年来|半年来|期末|年末|全[镇乡县市区街道]{1,2}|[我本][镇乡县市区街道会]{1,2}|各级|工会|共|共计|累计|总计"
    r"|其中|此外|另外?|还|又|新|已|并|同时|先后|其|有|为|对|职工|组织|开展|举办|完成|实现|全面|积极|认真)*$"
)
LAST_YEAR = re.compile(r"(?:去年|上年)(?:同期)?")
LAST_END = re.compile(r"(?:上年|去年)(?:年?末|年?底)|年初")
TASK = re.compile(r"(?:年度|全年|目标)?(?:任务|目标|计划|指标)(?:数|为|是)?$")
DONE = re.compile(
    r"完成(?:了)?(?:年度|全年|目标|计划)*(?:任务|目标)?(?:率)?(?:为|达|达到)?$|为(?:年度|全年)任务$|占(?:年度|全年)任务$"
)
COMPARED = re.compile(
    rf"(?P<than>同比|(?:比|较)(?:去年|上年)(?:同期)?|(?:比|较)?(?:去年|上年)同期|(?:比|较)(?:去年|上年)|环比|(?:比|较)(?:年初|上年末|去年末|上年底|去年底))?[有所又]*{DIRECTION_MARK}(?:为|达)?$"
)
#: 同比-3.5% needs no verb.
AGAINST = re.compile(r"(?:同比|环比|(?:比|较)(?:去年|上年)(?:同期)?)(?:为)?$")
TIMES_FILLING = re.compile(r"(?:同比|实现|基本|(?:比|较)(?:去年|上年)(?:同期)?)+$")
#: 减少到2个 says what there is now.
CHANGED_TO = re.compile(rf"{DIRECTION_MARK}(?:到|至)(?:今年|本期|目前|现在|年)?$")
NOW = re.compile(r"^(?:实际|今年|本期|目前|现)?(?:完成|实现|达到?)?$")
TASK_OF = re.compile(r"^(?:年度|全年|目标)*(?:任务|目标|计划)(?:为|是)?(?P<what>(?![还尚]?差).{2,})$")
TASK_BEHIND = re.compile(r"^(?:年度|全年)?(?:任务|目标|计划)")


@dataclass(frozen=True, slots=True)
class Guess:
    """What the words around a number name: the figures, whether beyond doubt, the aspects they may mean, and
    whether by their own name or only as the sentences lead up to them."""

    codes: tuple[str, ...]
    aspects: tuple[str, ...]
    certain: bool
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """How the figures are called: name → codes, what follows a number → codes, and which names are their own."""

    names: Mapping[str, tuple[tuple[str, str], ...]]
    follows: Mapping[str, tuple[tuple[str, str], ...]]
    places: frozenset[str]
    own: frozenset[str]
    dated: tuple[str, ...] = ()

    def guess(self, place: Place, subject: str) -> Guess | None:
        """What the number at this place states; `subject` is the figure the sentence last spoke of."""
        lead = place.lead
        plain = FILLING.sub("", lead)
        dated = any(plain.endswith(name) for name in self.dated)  # 上年结余 is a figure of this year's
        if not dated and (relative := _of_task(place) or _relative(lead, place.number.kind)):
            aspects, rest = relative
            own = self._named(rest) if rest else None
            codes = own[0] if own else ((subject,) if subject else ())
            sure = bool(own and own[2]) or (bool(subject) and not rest and not NOW.match(lead))
            return Guess(codes, aspects, sure) if codes else None
        named = self._named(lead)
        if named:
            codes, aspects, certain, by_name = named
            return Guess(codes, aspects, certain and not ELSEWHERE.search(lead), by_name)
        tail, opens = place.tail, bool(BEFORE.match(self._local(FILLING.sub("", lead))))
        for end in range(min(len(tail), 14), 2, -1):
            if found := self.follows.get(tail[:end]):
                return Guess(*_split(found), certain=opens)
            if opens and (found := self.names.get(tail[:end])):
                return Guess(*_split(found), certain=False)
        return None

    def of_lead(self, lead: str) -> tuple[str, ...]:
        """The figures that normal words name beyond doubt."""
        named = self._named(lead)
        return named[0] if named and named[2] else ()

    def of_name(self, text: str, *, whole: bool = False) -> tuple[str, ...]:
        """The figures whose name begins the text (工伤事故 of 工伤事故和争议), or is the `whole` of it."""
        plain = normal(text)
        last = max(1, len(re.sub(r"(?:组织|案件|活动|工作)$", "", plain)) - 1 if whole else 1)
        for end in range(len(plain), last, -1):
            if found := self.names.get(plain[:end]):
                return tuple(dict.fromkeys(code for code, aspect in found if aspect == "value"))
        return ()

    def _named(self, lead: str) -> tuple[tuple[str, ...], tuple[str, ...], bool, bool] | None:
        found: list[tuple[int, str]] = []
        for text in dict.fromkeys((lead, FILLING.sub("", lead), COUNT_ENDING.sub("", FILLING.sub("", lead)))):
            starts = range(max(0, len(text) - LONGEST_LEAD), len(text) - 1)
            found += [(start, text) for start in starts if text[start:] in self.names][:1]
        if not found:
            return None
        # What leaves least of the words over is meant: 新发展农民工会员, not 会员达到.
        start, text = min(found, key=lambda each: each[0])
        codes, aspects = _split(self.names[text[start:]])
        return codes, aspects, bool(BEFORE.match(self._local(text[:start]))), text[start:] in self.own

    def _local(self, text: str) -> str:
        """Without the union's own place, which may stand anywhere."""
        for name in self.places:
            text = text.replace(name, "")
        return text


def _split(found: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(dict.fromkeys(code for code, _ in found)), tuple(dict.fromkeys(aspect for _, aspect in found))


def _of_task(place: Place) -> tuple[tuple[str, ...], str] | None:
    """The aspects of numbers that a task stands before or behind: 目标新建工会3个, 800人次的目标, 目标3个的66%."""
    if place.number.kind == "percent":
        return (("completion",), "") if not place.lead and TASK.search(FILLING.sub("", place.before)) else None
    if match := TASK_OF.match(place.lead):
        return ("target",), match["what"]
    return (("target",), "") if TASK_BEHIND.match(place.tail) else None


def _relative(lead: str, kind: str) -> tuple[tuple[str, ...], str] | None:
    """The aspects that 同比增长, 完成年度任务 or 去年同期 before a number mean, and what stands before these words."""
    if kind == "percent" and (match := DONE.search(lead)):
        return ("completion",), _rest(lead, match)
    if (match := AGAINST.search(lead)) and kind in ("percent", "points"):
        return ("growth",) if kind == "percent" else ("change",), _rest(lead, match)
    if match := CHANGED_TO.search(lead):
        return ("value",), _rest(lead, match)
    if kind == "times" and (match := re.search(r"(?:相当于|达到?|是|为)(?:去年|上年)(?:同期)?$", lead)):
        return ("growth",), _rest(lead, match)
    if kind == "times" and not COMPARED.search(lead):
        return ("growth",), TIMES_FILLING.sub("", lead)
    if NOW.match(lead) and kind not in ("percent", "points") and lead:
        return ("value",), ""
    if match := COMPARED.search(lead):
        if kind in ("percent", "times"):
            return ("growth", "value") if lead.endswith("为") else ("growth",), _rest(lead, match)
        if lead.endswith("为"):
            return ("value", "change", "difference"), _rest(lead, match)
        if match["than"] or lead == DIRECTION_MARK:
            return ("change", "difference"), _rest(lead, match)
    plain = FILLING.sub("", lead)
    if match := re.search(r"(?:尚差|还差|相差|差)$", plain):
        return ("shortfall",), _rest(plain, match)
    if match := re.search(r"低于时间进度$", plain):
        return ("lag",), _rest(plain, match)
    if match := LAST_END.search(plain):
        return ("base",), _without(plain, match)
    if match := LAST_YEAR.search(plain):
        return ("previous", "base"), _without(plain, match)
    if kind != "percent" and (match := TASK.search(plain)):
        return ("target",), _rest(plain, match)
    return None


def _rest(lead: str, match: re.Match[str]) -> str:
    return lead[: match.start()].rstrip("，；：")


def _without(lead: str, match: re.Match[str]) -> str:
    return (lead[: match.start()].rstrip("比较为是由从自") + lead[match.end() :]).strip()


def labels(
    figures: Figures, aliases: Mapping[str, Iterable[str]], prose: Iterable[Prose], places: Iterable[str] = ()
) -> Labels:
    """How all the figures of a report are called: by name, alias, and in the wordings of the sentences."""
    names: dict[str, dict[tuple[str, str], None]] = {}
    follows: dict[str, dict[tuple[str, str], None]] = {}
    led: dict[str, dict[tuple[str, str], None]] = {}
    for code, label in figures.labels.items():
        for name in called((label.name.split("：")[-1].split(":")[-1], plain_name(label))):
            names.setdefault(name, {})[(code, "value")] = None
    full = frozenset(names)
    for code in figures.labels:
        # What is one figure's name is no other's alias: 新建工会, and 累计组建工会 of all there are.
        for name in set(called(aliases.get(code, ()))) - full:
            names.setdefault(name, {})[(code, "value")] = None
    for each in prose:
        for sentence in each.sentences:
            for pattern in sentence.wordings:
                for slot, lead, tail in surroundings(pattern.text):
                    if slot.is_word or slot.name not in figures.labels:
                        continue
                    key = (slot.name, "value" if slot.is_phrase else slot.aspect or "value")
                    if len(lead) > (1 if slot.is_phrase else 2) and not lead.endswith(DIRECTION_MARK):
                        led.setdefault(lead, {})[key] = None
                    word = figures.label(slot.name).word
                    if len(rest := tail.removeprefix(word)) > 2:
                        follows.setdefault(rest, {})[key] = None
    own = frozenset(names)
    dated = tuple(name for name in own if re.search("上年|去年|年初", name))
    for lead, keys in led.items():
        names.setdefault(lead, keys)
    return Labels(_frozen(names), _frozen(follows), frozenset(normal(place) for place in places if place), own, dated)


def _frozen(found: Mapping[str, Mapping[tuple[str, str], None]]) -> dict[str, tuple[tuple[str, str], ...]]:
    return {name: tuple(keys) for name, keys in found.items()}


def called(names: Iterable[str]) -> Iterator[str]:
    """The ways a figure is named, in normal words: with and without brackets and 总数, as far as 、 lets a lead go."""
    for name in names:
        for plain in (name, BRACKETS.sub("", name)):
            whole = normal(plain)
            for each in (whole, COUNT_ENDING.sub("", whole)):
                last = BOUNDARY.split(each)[-1]
                if (len(each) > 1 and each == last) or len(last) > 3:
                    yield last


@lru_cache(maxsize=4096)
def surroundings(text: str) -> tuple[tuple[Slot, str, str], ...]:
    """Each slot of a pattern with the literal words before and after it in its clause."""
    flat, found = list(_flat(parse(text).parts)), []
    for at, piece in enumerate(flat):
        if isinstance(piece, Slot):
            before = flat[at - 1] if at else ""
            after = flat[at + 1] if at + 1 < len(flat) else ""
            lead = BOUNDARY.split(before)[-1] if isinstance(before, str) else ""
            tail = BOUNDARY.split(after)[0] if isinstance(after, str) else ""
            found.append((piece, normal(lead), normal(tail)))
    return tuple(found)


def _flat(parts: Sequence[Part]) -> Iterator[Piece]:
    for part in parts:
        if isinstance(part, Group):
            yield from _flat(part.parts)
        elif isinstance(part, Series):
            for index, item in enumerate(part.items):
                if index:
                    yield "、"
                yield from item
        else:
            yield part
