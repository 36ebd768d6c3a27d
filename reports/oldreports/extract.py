"""Which figures does an old report state? Each number is compared with the catalogue; what is unclear is left out.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import heapify, heappop, heappush

from reports.oldreports import scope
from reports.oldreports.kinds import FORMER_TIME, ONE_EACH, kind_of
from reports.oldreports.labels import Fit, Known, Labels, fits, labels_of
from reports.oldreports.outline import lines_of
from reports.oldreports.places import Place, nothings, places, says_task, unit_of_row
from reports.oldreports.surroundings import around
from reports.oldreports.words import cues, data

#: Kinds in percent of the indicator, and kinds that may be said of a figure named before or after.
RELATIVE = ("completion", "growth")
OF_ANOTHER = ("previous", "change", *RELATIVE)
OWN_WORDS = 0.6
WRITTEN = re.compile(r"[一-鿿]{2}")
#: Of 69个企业开展了技能比武 no bouts are counted.
UNITS_OF = re.compile(r"[^，。；、\d]{0,6}(?:企业|单位|公司)(?![职员工会班项创困])")
PEOPLE = re.compile(r"名?(?:农民工|职工|会员|女职工|工会会员)")
PART = re.compile(r"其中|分别|包括")
LEAST, SURE, MARGIN, IN_WORDS, NOTHING = 0.65, 0.8, 0.06, 0.04, 0.6
#: What a number's second choice loses, when its first is taken by a better one.
SECOND = 0.1
OWN_LEAVE = 0.04
#: How near a second number's fit makes the first unsure, and how near its next choice must be to its first.
RIVAL, NEXT_BEST = 0.3, 0.3


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


Tried = tuple[Place, str, list[Fit]]


def extract(text: str, known: Iterable[Known]) -> list[Found]:
    """The figures of a normalised text, in its order, each indicator once for each kind and value."""
    catalogue = tuple(known)
    labels = labels_of(catalogue)
    units = {word for each in catalogue for word in (each.unit, each.word) if word}
    tried: list[Tried] = []
    own, title = scope.own_names(text), scope.title_of(text)
    for line in lines_of(text):
        parent, before, sentence = "", "", -1
        whole: frozenset[str] = frozenset()
        said: list[str] = []
        every = list(places(line, units))
        for at, place in enumerate(every):
            if sentence != place.sentence:
                parent, before, whole, sentence, said = "", "", frozenset(), place.sentence, []
            kind = kind_of(place)
            ranked = _ranked(place, kind, labels, parent, _in_turn_of(every, at, said) or before)
            other = scope.of_another(place, own) or scope.is_of_a_list(place)
            ranked = [fit for fit in ranked if not (other or scope.is_narrower(place, fit.known, title))]
            whole = frozenset(said) if scope.begins_parts(place) else whole
            if kind == "value" and ranked and ranked[0].known.code in whole and scope.is_part(place, ranked[0].known):
                # 女职工组织86个，其中：乡镇女职工委员会3个，村级女职工委员会12个
                ranked = [fit for fit in ranked if fit.known.parent in whole]
            said.append(ranked[0].known.code if ranked else "")
            tried.append((place, kind, ranked))
            parent, before = _whole(place, ranked, parent), ranked[0].known.code if ranked else before
        for place in nothings(line):
            found = [fit for fit in fits(labels, around(place)) if fit.known.zero_is_good and fit.score >= NOTHING]
            tried.append((place, "value", found[:1]))
    return sorted(_compared(_settled(tried), tried), key=lambda found: found.at)


def _compared(settled: Iterable[Found], tried: list[Tried]) -> Iterator[Found]:
    """What is settled, and what is said of it in the same sentence: 去年45家, 又增加5家, 完成任务的112%."""
    known = list(settled)
    yield from known
    values = {found.at: found for found in known}
    places = [(place, kind, values.get(place.at)) for place, kind, _ in tried]
    for index, (place, kind, ranked) in enumerate(tried):
        if place.at in values or not _of_another(place, kind, ranked):
            continue
        beside = (_in_turn(places, index) or _beside(places, index, -1), _beside(places, index, 1))
        whose = next((found for found in beside if found and _goes_with(place, kind, found)), None)
        if whose:
            yield replace(
                whose, kind=kind, value=_in_unit(place, whose.unit, kind), at=place.at, quote=place.quote,
                end=place.at + place.number.end - place.number.start, approximate=place.number.approximate,
                unit="%" if kind in RELATIVE else whose.unit, certain=False,
            )  # fmt: skip


def _of_another(place: Place, kind: str, ranked: list[Fit]) -> bool:
    """Is the number said of a figure beside it rather than of one it names itself?"""
    if kind == "previous" and any(FORMER_TIME.match(clause) for clause in place.before):
        return bool(says_task(place))  # 截至去年底，签订集体合同56份，覆盖企业90家
    return bool(says_task(place)) or (kind in OF_ANOTHER and not _names_it(ranked))


def _in_turn_of(every: list[Place], at: int, said: list[str]) -> str:
    """Of 22家签订集体合同，20家签订工资协议，签订率分别达91%和83%: of which of the two a rate is; "" if of none."""
    here = every[at]
    if "分别" not in here.left or here.number.unit != "%":
        return ""
    run = [other for other, place in enumerate(every) if place.left == here.left and place.sentence == here.sentence]
    turn = run.index(at)
    before = said[: len(said) - turn]
    return before[turn - len(run)] if len(before) >= len(run) > 1 else ""


def _in_turn(places: list[tuple[Place, str, Found | None]], index: int) -> Found | None:
    """Of 分别完成任务的50%、60%和70%: the figure before them that stands in the same turn."""
    place, kind, _ = places[index]
    if "分别" not in place.left or kind not in RELATIVE:
        return None
    near = [(at, its, found) for at, (other, its, found) in enumerate(places)
            if other.line is place.line and other.sentence == place.sentence]  # fmt: skip
    same = [at for at, its, _ in near if its == kind and places[at][0].left == place.left]
    before = [found for at, _, found in near if at < same[0] and found and found.kind == "value"]
    return before[same.index(index) - len(same)] if len(before) >= len(same) > 1 else None


def _beside(places: list[tuple[Place, str, Found | None]], index: int, step: int) -> Found | None:
    """The nearest figure of the same sentence on one side, changes and rates of it passed over; None if unknown."""
    here, kind_here, _ = places[index]
    at = index + step
    while 0 <= at < len(places):
        place, kind, found = places[at]
        if place.line is not here.line or place.sentence != here.sentence:
            return None
        of_the_whole = kind_here in RELATIVE and "其中" in place.clause  # 会员2100人，其中农民工1560人，完成任务的105%
        if kind not in OF_ANOTHER and not of_the_whole and not says_task(place):
            return found if found and found.kind in ("value", "rate") else None
        at += step
    return None


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


def _ranked(place: Place, kind: str, labels: Labels, parent: str, before: str) -> list[Fit]:
    number = place.number
    found = fits(labels, around(place, parent, before))
    if kind != "target" and cues("per").search(place.left):
        return []  # 每年两次 is a rule, not what happened
    if cues("no_figure").search(place.clause):
        return []
    if number.kind == "money" and ONE_EACH.search(place.left):
        return []
    least = LEAST + (IN_WORDS if number.chinese else 0)
    if place.line.head and not number.unit and not unit_of_row(place.line.text):
        least = SURE  # nothing but its name says what a row counts
    return [
        fit
        for fit in found
        if fit.score >= least - _leave(fit)
        and _suits(place, kind, fit.known)
        and not (scope.lacks(place, fit.known, before) or scope.is_acted_on(place, fit.known))
    ][:4]


def _leave(fit: Fit) -> float:
    """How much lower a county's own indicator may score: it has a name only, and no other names."""
    return 0 if fit.known.built_in else OWN_LEAVE


def _suits(place: Place, kind: str, known: Known) -> bool:
    """May the number, by its unit, be a figure of the indicator?"""
    number = place.number
    if place.line.head and not number.unit:  # a row of a table
        unit = unit_of_row(place.line.text)
        fits_unit = kind in RELATIVE or not unit or unit == known.unit or (known.is_money and unit in ("元", "万元"))
        return kind != "share" and fits_unit and not (kind in RELATIVE and known.is_rate)
    if kind in RELATIVE:
        return not known.is_rate
    if number.unit in ("%", "百分点", "‰") or number.kind in ("percent", "fraction"):
        return known.is_rate
    if known.is_rate:
        return False
    if number.unit == "元" or number.kind == "money":
        return known.is_money
    if (
        number.unit in ("个", "家", "户")
        and UNITS_OF.match(place.right)
        and known.unit not in ("个", "家", "家次", "份")
    ):
        return False
    if known.is_money:
        return False
    if not number.unit:
        people = known.unit == "人" and number.value >= 10_000 and PEOPLE.match(place.right)  # 409.9万农民工
        return bool(place.right.startswith(known.unit[:1]) or people) and not number.chinese
    accepted: list[str] = data()["units"].get(known.unit, [known.unit])
    more: list[str] = data()["measures"].get(known.code, [])
    return number.unit in accepted or number.unit in (known.unit, known.word, *more)


def _settled(tried: list[Tried]) -> Iterable[Found]:
    """Best fits first; an indicator has one value of a kind, so a second number takes its next best or none."""
    taken: dict[tuple[str, str], Found] = {}
    steps: dict[tuple[str, str], Decimal] = {}
    holder: dict[tuple[str, str], Place] = {}
    waiting = [(-ranked[0].score, index, 0) for index, (_, _, ranked) in enumerate(tried) if ranked]
    waiting = [each for each in waiting if not _of_another(*tried[each[1]])]
    heapify(waiting)
    while waiting:
        _, index, rank = heappop(waiting)
        place, kind, ranked = tried[index]
        fit = ranked[rank]
        kind = "rate" if kind == "value" and fit.known.is_rate else kind  # a table says % in a column of its own
        value = _in_unit(place, fit.known.unit, kind)
        held = taken.get((fit.known.code, kind))
        if held is not None and abs(held.value - value) < max(place.number.precision, steps[fit.known.code, kind]):
            # the same, or the same rounded: 169.24万元 in a sentence, 1692440 in a table
            in_table, was_in_table = "\t" in place.line.text, "\t" in held.quote
            same = _found(place, kind, fit, value, sure=held.certain)
            if place.number.precision < steps[fit.known.code, kind]:
                steps[fit.known.code, kind] = place.number.precision
                taken[fit.known.code, kind] = replace(held, value=value) if in_table and not was_in_table else same
            elif was_in_table and not in_table:  # a sentence shows better than a row what is meant
                taken[fit.known.code, kind] = replace(same, value=held.value)
            continue
        if held is not None:
            if rank == 0 and held.certain and held.score - fit.score < RIVAL:
                taken[fit.known.code, kind] = replace(held, certain=False)  # two numbers as good as each other
            if scope.alike(place, holder[fit.known.code, kind]):
                continue  # 区域性合同8份，覆盖企业90家；行业性合同3份，覆盖企业20家
            # One more number of a part is none of the whole, unless the part's own comes behind it.
            whole = ranked[0].known.parent if held.at < place.at else ""
            later = (at for at in range(rank + 1, len(ranked)) if ranked[0].score - ranked[at].score < NEXT_BEST)
            if then := next((at for at in later if ranked[at].known.code != whole), 0):
                heappush(waiting, (SECOND - ranked[then].score, index, then))
            continue
        if fit.score - SECOND * bool(rank) < LEAST - _leave(fit):
            continue
        steps[fit.known.code, kind], holder[fit.known.code, kind] = place.number.precision, place
        others = [other.score for at, other in enumerate(ranked) if at != rank]
        sure = fit.score >= SURE and fit.score - max(others, default=0) >= MARGIN and rank == 0
        sure = sure and not scope.may_be_of_a_part(place)
        taken[(fit.known.code, kind)] = _found(place, kind, fit, value, sure=sure)
    return taken.values()


def _names_it(ranked: list[Fit]) -> bool:
    """Is a change or last year's figure called by its name, rather than said of the figure before it?"""
    return bool(ranked) and ranked[0].local >= OWN_WORDS


def _in_unit(place: Place, unit: str, kind: str) -> Decimal:
    """The number in the indicator's unit."""
    number = place.number
    if kind in RELATIVE:
        return number.value
    if number.kind == "fraction":
        return (number.value * 100).quantize(Decimal("0.01"))
    if number.unit == "" and unit == "元" and unit_of_row(place.line.text) == "万元" and place.line.head:
        return number.value * 10_000
    return number.value / 10_000 if unit == "万元" and number.unit == "元" else number.value


def _found(place: Place, kind: str, fit: Fit, value: Decimal, *, sure: bool) -> Found:
    known, number = fit.known, place.number
    unit = "%" if kind in RELATIVE else known.unit
    return Found(
        known.code, known.plain_name, value, unit, kind, known.section, place.quote, sure, place.at,
        place.at + number.end - number.start, number.approximate, round(fit.score, 3), number.unit,
    )  # fmt: skip
