"""What is to be said of each number of a text: agreeing, disagreeing, offered for binding, or tied to nothing?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reports.blocks import Bound
from reports.proofing.agreeing import SIGNED, agrees, kind_of, same_unit, written
from reports.proofing.alignment import Alignment, Behind, Tie
from reports.proofing.claims import claims, missing_numbers, verb_before
from reports.proofing.directions import RISES, goes, opposite
from reports.proofing.findings import Finding, Verdict
from reports.proofing.labels import Guess, Labels
from reports.proofing.likeness import Known, near, same_order
from reports.proofing.numerals import Number, numbers
from reports.proofing.places import Place, places_in
from reports.proofing.sums import wrong_sums
from reports.sentences import Figures

#: The same words before two numbers must be so long before the numbers have to be the same.
TELLING = 5
#: What may open a clause and says nothing of what is counted.
OPENING = re.compile(r"^(?:上半年|下半年|全年|今年|年内|其中|此外|还|又|另外?|合计|全[镇乡县市])+")
#: Numbers that are easily taken for one another.
MIXED = (frozenset({"percent", "points"}), frozenset({"money", "count"}))


@dataclass(frozen=True, slots=True)
class Origin:
    """What an edited sentence may have been written from; `almost` the composed one: `in_order` it has to say the
    same."""

    like: list[tuple[float, Known[Behind]]]
    almost: bool
    in_order: tuple[Behind, ...]


@dataclass(frozen=True)
class Checker:
    """All that is known when a text is checked. `figures_for` gives the figures of a union named in a county's report;
    `binding`: numbers that are not bound are offered for binding, where a mere file is only compared."""

    figures: Figures
    labels: Labels
    alignment: Alignment
    units: Sequence[str]
    figures_for: Callable[[str], Figures]
    binding: bool = False

    def check(self, text: str, bounds: Mapping[int, Bound] | None = None) -> tuple[Finding, ...]:
        """Every number and claim of a text in order; `bounds` are the numbers already bound, by place."""
        found = numbers(text, self.units)
        places = places_in(text, found)
        bound_at = _covering(found, bounds or {})
        findings: list[Finding] = []
        spoken: list[tuple[int, int, str]] = []
        origins = self._origins(places)
        for nth, place in enumerate(places):
            subject = spoken[-1][2] if spoken and spoken[-1][1] == place.begin else ""
            finding = self._number(text, place, bound_at.get(nth), subject, origins[place.begin])
            findings.append(replace(finding, clause=clause_of(place)))
            if finding.indicator and (finding.aspect == "value" or not subject):
                spoken.append((place.number.start, place.begin, finding.indicator))
        _sums(places, findings)
        _twice(places, findings)
        stated = {(each.indicator, each.aspect) for each in findings}
        findings += claims(text, found, spoken, self.figures, self.labels, self.alignment)
        findings += missing_numbers(text, found, self.alignment, stated, self.figures_for)
        return tuple(sorted(findings, key=lambda each: each.start))

    def _origins(self, places: Sequence[Place]) -> dict[int, Origin]:
        """The composed sentences each sentence may have been written from, by where it begins."""
        sentences: dict[int, list[Place]] = {}
        for place in places:
            sentences.setdefault(place.begin, []).append(place)
        found = {}
        for begin, inside in sentences.items():
            like = self.alignment.like(inside)
            found[begin] = Origin(like, *same_order(like, inside))
        return found

    def _number(self, text: str, place: Place, bound: Bound | None, subject: str, origin: Origin) -> Finding:
        number = place.number
        if bound is not None:
            # Next year's target is not among these figures; the number says itself what it is bound to.
            elsewhere = (bound.first, bound.last) != (self.figures.first, self.figures.last)
            value = Decimal(bound.value) if elsewhere else None
            own = Tie(bound.union, bound.indicator, bound.aspect, number, value)
            return self._tied(text, place, own, bound=True)
        if tie := self.alignment.tie(place, sure=True):
            return self._tied(text, place, tie, bound=False)
        in_order = origin.in_order[place.nth : place.nth + 1]
        weak = self.alignment.tie(place, sure=False)
        # Words alone may stand in several sentences: what the sentence itself stated here comes first, if it agrees.
        for other in (*in_order, *near(origin.like, place), *self.alignment.following(place)):
            if other and other != weak and self._agrees(number, other):
                return self._tied(text, place, other, bound=False)
        if tie := weak or (in_order[0] if in_order and origin.almost else None):
            return self._tied(text, place, tie, bound=False)
        guess = self.labels.guess(place, subject)
        return self._guessed(text, place, guess) if guess else _say(number, Verdict.UNBOUND, why="没有对应的统计数")

    def _agrees(self, number: Number, tie: Tie) -> bool:
        if not tie.code or tie.value is None:
            return False
        return agrees(number, tie.value, self.figures_for(tie.union).label(tie.code), tie.aspect)

    def _tied(self, text: str, place: Place, tie: Tie, *, bound: bool) -> Finding:
        """What is said of a number whose figure is known."""
        number = place.number
        as_composed = not bound and (number.value, number.unit) == (tie.number.value, tie.number.unit)
        as_composed = as_composed and number.approximate == tie.number.approximate
        if not tie.code:
            wanted = tie.number.text
            if as_composed:
                return _say(number, Verdict.AGREES)
            return _say(number, Verdict.DISAGREES, expected=wanted, replacement=wanted, why=f"应为{wanted}")
        figures = self.figures_for(tie.union)
        value = figures.value(tie.code, tie.aspect) if tie.value is None else tie.value
        label = figures.label(tie.code)
        expected = written(figures, tie.code, tie.aspect, number if bound else tie.number, value)
        about = {"indicator": tie.code, "aspect": tie.aspect, "expected": expected, "bound": bound}
        if value is None:
            return _say(number, Verdict.DISAGREES, why="没有这项数据", **about)
        # The composer's own measure word may differ from the indicator's: 3家企业工会 of an indicator counted in 个.
        if as_composed or agrees(number, value, label, tie.aspect):
            verdict = Verdict.OFFERED if self.binding and not bound else Verdict.AGREES
            return _directed(text, place, value, _say(number, verdict, **about))
        why = f"统计数为{expected}" if same_unit(number, label, tie.aspect) else f"单位不符，统计数为{expected}"
        return _say(number, Verdict.DISAGREES, replacement=expected, why=why, **about)

    def _guessed(self, text: str, place: Place, guess: Guess) -> Finding:
        """What is said of a number by the words around it: never by its value alone."""
        number = place.number
        possible = [(code, aspect) for code in guess.codes for aspect in guess.aspects]
        known = [(each, value) for each in possible if (value := self._value(*each)) is not None]
        hits = [each for each, value in known if agrees(number, value, self.figures.label(each[0]), _plain(each[1]))]
        if hits:
            code, aspect = hits[0]
            sure = guess.certain and len({code for code, _ in hits}) == 1 and not self.binding
            finding = _say(
                number, Verdict.AGREES if sure else Verdict.OFFERED, indicator=code, aspect=_plain(aspect),
                expected=number.text, candidates=self._bindable(hits), why="与统计数相同，可以绑定",
            )  # fmt: skip
            value = self._value(code, aspect)
            return _directed(text, place, value, finding) if value is not None else finding
        if not known:
            return _say(number, Verdict.UNBOUND, why="对应的指标没有统计数", candidates=self._bindable(possible))
        (code, aspect), _ = known[0]
        expected = written(self.figures, code, aspect, number) if aspect != "difference" else ""
        label, aspect = self.figures.label(code), _plain(aspect)
        comparable = same_unit(number, label, aspect) or {number.kind, kind_of(label, aspect)} in MIXED
        about = {"indicator": code, "aspect": aspect, "expected": expected, "candidates": self._bindable(possible)}
        if guess.certain and len(guess.codes) == 1 and comparable:
            return _say(number, Verdict.DISAGREES, replacement=expected, why=f"统计数为{expected}", **about)
        if not comparable:
            return _say(number, Verdict.UNBOUND, why="没有对应的统计数")
        return _say(
            number, Verdict.UNBOUND, why=f"或指“{label.name}”，统计数为{expected}", **(about | {"indicator": ""})
        )

    def _value(self, code: str, aspect: str) -> Decimal | None:
        if aspect == "difference":
            total = self.figures.total(code)
            return None if total.value is None or total.previous is None else total.value - total.previous
        return self.figures.value(code, aspect)

    def _bindable(self, found: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (code, aspect)
            for code, aspect in found
            if aspect != "difference" and self.figures.value(code, aspect) is not None
        )


def clause_of(place: Place) -> str:
    """The words by which a number is known again, whatever it says."""
    return f"{place.subject}/{place.lead}#{place.tail}"


def _plain(aspect: str) -> str:
    return "change" if aspect == "difference" else aspect


def _say(number: Number, verdict: Verdict, **more: Any) -> Finding:
    return Finding(number.text, number.start, number.end, verdict, **more)


def _covering(found: Sequence[Number], bounds: Mapping[int, Bound]) -> dict[int, Bound]:
    """Number by number the bound span that states it."""
    starts, result, at = sorted(bounds), {}, 0
    for nth, number in enumerate(found):
        while at < len(starts) and starts[at] + len(bounds[starts[at]].shown) <= number.start:
            at += 1
        if at < len(starts) and starts[at] < number.bare_end:
            result[nth] = bounds[starts[at]]
    return result


def _directed(text: str, place: Place, value: Decimal, finding: Finding) -> Finding:
    """The finding, unless the verb before the number goes the other way than the figure."""
    verb, start = verb_before(text, place.begin, place.number.start)
    if finding.aspect not in SIGNED or not verb or not value or place.number.value < 0:
        return finding
    if (verb in RISES) == (value > 0):
        return finding
    other = opposite(verb)
    return replace(
        finding, text=verb, start=start, end=start + len(verb), verdict=Verdict.DIRECTION, expected=other,
        replacement=other, why=f"实际是{goes(value)}",
    )  # fmt: skip


def _sums(places: Sequence[Place], findings: list[Finding]) -> None:
    """Mark the numbers that do not follow from the others of their sentence, unless they are figures themselves."""
    first = 0
    for nth in range(1, len(places) + 1):
        if nth < len(places) and places[nth].begin == places[first].begin:
            continue
        for at, expected in wrong_sums(places[first:nth]).items():
            finding = findings[first + at]
            if finding.verdict in (Verdict.UNBOUND, Verdict.DISAGREES):
                findings[first + at] = replace(
                    finding, verdict=Verdict.SUM, expected=expected, replacement=expected, why=f"按前文推算为{expected}"
                )
        first = nth


def _twice(places: Sequence[Place], findings: list[Finding]) -> None:
    """Mark the numbers no figure stands behind that were given otherwise once before, in the same words.

    What is given more often is a list: 同意票47票 … 同意票45票 …
    """
    given: dict[tuple[str, str], list[int]] = {}
    for nth, place in enumerate(places):
        lead = OPENING.sub("", place.lead)
        if findings[nth].verdict is Verdict.UNBOUND and not place.is_relative and len(lead) >= TELLING:
            given.setdefault((lead, place.number.unit), []).append(nth)
    for found in given.values():
        first, second = places[found[0]].number, places[found[-1]].number
        if len(found) == 2 and first.value != second.value:
            findings[found[1]] = replace(
                findings[found[1]], verdict=Verdict.TWICE, expected=first.text, replacement=first.text,
                why=f"前文写作{first.text}",
            )  # fmt: skip
