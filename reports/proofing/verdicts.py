"""What is to be said of each number of a text: agreeing, disagreeing, offered for binding, or tied to nothing?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from reports.blocks import Bound
from reports.proofing.agreeing import agrees, holds, kind_of, same_unit, written
from reports.proofing.alignment import Alignment, Behind, Tie
from reports.proofing.claims import claims, missing_numbers
from reports.proofing.consistency import mark_sums, mark_twice
from reports.proofing.directions import RISES, verb_before
from reports.proofing.findings import Finding, Verdict
from reports.proofing.labels import FILLING, Guess, Labels
from reports.proofing.likeness import Known, near, same_order
from reports.proofing.numerals import Number, numbers
from reports.proofing.periods import in_its_year, other_months
from reports.proofing.places import Place, covering, normal, places_in, sentences_in
from reports.proofing.respectively import spread
from reports.proofing.towns import town_in_clause, towns_before
from reports.proofing.turns import directed
from reports.sentences import Figures

#: 女会员占52.5%, 占会员总数的28%.
SHARE_OF = re.compile(r"^(?:大?约|近)?(?P<part>[^占]*?)(?:大?约|近)?占(?P<whole>.*)$")
OFFER = "与统计数相同，可以绑定"
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
    `binding`: numbers that are not bound are offered for binding, where a mere file is only compared; `towns` are the
    codes of the townships by their names; `reader` says by place, for a text under a heading, what the numbers are
    whose words are known from no sentence."""

    figures: Figures
    labels: Labels
    alignment: Alignment
    units: Sequence[str]
    figures_for: Callable[[str], Figures]
    binding: bool = False
    towns: Mapping[str, str] = field(default_factory=dict)
    reader: Callable[[str, str], Mapping[int, Guess]] = lambda text, heading: {}

    def check(self, text: str, bounds: Mapping[int, Bound] | None = None, heading: str = "") -> tuple[Finding, ...]:
        """Every number and claim of a text in order; `bounds` are the numbers already bound, by place."""
        read: Mapping[int, Guess] | None = None
        found = numbers(text, self.units)
        places = places_in(text, found)
        bound_at = covering(found, bounds or {})
        findings: list[Finding] = []
        spoken: list[tuple[int, int, str]] = []
        for first, sentence in sentences_in(places):
            origin = self._origin(sentence)
            several = spread(text, sentence)
            for nth, place in enumerate(sentence, first):
                subject = spoken[-1][2] if spoken and spoken[-1][1] == place.begin else ""
                each, of = several.get(nth - first, (place, None))
                subject = subject if of is None else findings[first + of].indicator
                finding = self._number(text, each, bound_at.get(nth), subject, origin)
                if finding.verdict is Verdict.UNBOUND and not finding.bound:
                    read = self.reader(text, heading) if read is None else read
                    if guess := read.get(place.number.start):
                        finding = self._reread(text, each, guess)
                findings.append(replace(finding, clause=clause_of(place)))
                if finding.indicator and (finding.aspect == "value" or not subject):
                    spoken.append((place.number.start, place.begin, finding.indicator))
        self._shares(places, findings)
        mark_sums(places, findings)
        mark_twice(places, findings)
        stated = {(each.indicator, each.aspect) for each in findings}
        findings += claims(text, found, spoken, self.figures, self.labels, self.alignment)
        findings += missing_numbers(text, found, self.alignment, stated, self.figures_for)
        return tuple(sorted(findings, key=lambda each: each.start))

    def _origin(self, sentence: Sequence[Place]) -> Origin:
        """The composed sentences this one may have been written from."""
        like = self.alignment.like(sentence)
        return Origin(like, *same_order(like, sentence))

    def _shares(self, places: Sequence[Place], findings: list[Finding]) -> None:
        """Find agreeing the shares that figures state together: 会员5163人，其中女会员占52.5%."""
        for nth, place in enumerate(places):
            match = SHARE_OF.search(place.lead) if place.number.kind in ("percent", "fraction") else None
            if not match or findings[nth].verdict is not Verdict.UNBOUND:
                continue
            before = [each.indicator for each in findings[:nth] if each.start >= place.begin and each.aspect == "value"]
            part = self.labels.of_lead(match["part"]) if match["part"] else tuple(before[-1:])
            whole = self.labels.of_lead(match["whole"]) if match["whole"] else tuple(before[:1])
            values = [self.figures.value(code) for code in (*part, *whole)]
            if len(part) == len(whole) == 1 and part != whole and values[0] is not None and values[1]:
                share = values[0] / values[1] * 100
                if holds(place.number, share):
                    findings[nth] = replace(findings[nth], verdict=Verdict.AGREES, why="按统计数推算相符")

    def _number(self, text: str, place: Place, bound: Bound | None, subject: str, origin: Origin) -> Finding:
        number = place.number
        if bound is not None:
            # Next year's target is not among these figures; the number says itself what it is bound to.
            elsewhere = (bound.first, bound.last) != (self.figures.first, self.figures.last)
            value = Decimal(bound.value) if elsewhere else None
            stated = self.alignment.tie(place, sure=True)
            own = Tie(bound.union, bound.indicator, bound.aspect, number, value, stated.verb if stated else "")
            misplaced = None if elsewhere else self._misplaced(text, place, own, subject)
            finding = misplaced or self._tied(text, place, own, bound=True)
            words = other_months(text, place, bound) if finding.verdict is Verdict.AGREES else ""
            why = f"这里说的是“{words}”，放的不是这几个月的数"
            return replace(finding, verdict=Verdict.DISAGREES, why=why) if words else finding
        if tie := self.alignment.tie(place, sure=True):
            return self._tied(text, place, tie, bound=False)
        before = towns_before(text, place, self.towns)
        if told := self._in_town(text, place, subject, before):
            return told
        in_order = origin.in_order[place.nth : place.nth + 1]
        weak = self.alignment.tie(place, sure=False)
        guess = in_its_year(self.labels.guess(place, subject), place, self.figures.last)
        if guess and before:
            guess = replace(guess, certain=False)
        named = set(guess.codes) if guess and guess.certain and guess.by_name else set()
        # Words alone may stand in several sentences: what the sentence itself stated here comes first, if it agrees,
        # and what is called by its name is no other.
        close = [each for each in near(origin.like, place) if each and (not named or self._called(each, named, place))]
        for other in (*in_order, *close, *self.alignment.following(place), *self.alignment.ending(place)):
            if other and other != weak and self._agrees(number, other):
                return self._tied(text, place, other, bound=False)
        if guess and guess.certain and not (weak and self._agrees(number, weak)):
            finding = self._guessed(text, place, guess)
            if finding.verdict in (Verdict.AGREES, Verdict.OFFERED, Verdict.DIRECTION):
                return finding
        if tie := weak or (in_order[0] if in_order and origin.almost else None):
            return self._tied(text, place, tie, bound=False)
        return self._guessed(text, place, guess) if guess else _say(number, Verdict.UNBOUND, why="没有对应的统计数")

    def _reread(self, text: str, place: Place, guess: Guess) -> Finding:
        """What is said of a number read as in an old report: not that it is wrong, of free words that is too much."""
        finding = self._guessed(text, place, guess)
        sure = finding.verdict is not Verdict.DISAGREES
        return finding if sure else self._guessed(text, place, replace(guess, certain=False))

    def _in_town(self, text: str, place: Place, subject: str, before: Sequence[str]) -> Finding | None:
        """What is said of a number of a township: of the one its clause names (东港镇受理劳动争议64件, 柳溪镇12个), or,
        where it agrees, of the only one named `before` in its sentence."""
        own = town_in_clause(place, self.towns)
        name = own or (before[0] if len(before) == 1 else "")
        if not name:
            return None
        rest = place.lead.replace(name, "")
        plain = FILLING.sub("", rest).removeprefix("其中")
        guess = self.labels.guess(replace(place, lead=rest), subject) if plain else None
        guess = guess or (Guess((subject,), ("value",), True) if subject and not plain else None)
        if guess is None:
            return None
        town = replace(self, figures=self.figures_for(self.towns[name]), towns={}, binding=False)
        finding = town._guessed(text, place, guess)
        # A township's figure cannot be bound: a text is bound to its own report's.
        verdict = Verdict.AGREES if finding.verdict is Verdict.OFFERED else finding.verdict
        told = verdict is not Verdict.UNBOUND if own else verdict is Verdict.AGREES
        return replace(finding, verdict=verdict, candidates=()) if told else None

    def _misplaced(self, text: str, place: Place, own: Tie, subject: str) -> Finding | None:
        """What is said of a bound number that was moved to where the words speak of another figure."""
        tie = self.alignment.tie(place, sure=True) or self.alignment.tie(place, sure=False)
        if tie:
            if not tie.code or tie.figure == own.figure:
                return None
            finding = self._tied(text, place, tie, bound=False)
        else:
            guess = self.labels.guess(place, subject)
            if not guess or not guess.certain or len(guess.codes) != 1:
                return None
            its_own = own.code in guess.codes and {own.aspect, "value"} & set(guess.aspects)
            if its_own or (own.code not in guess.codes and place.lead and self._called(own, set(guess.codes), place)):
                return None
            finding = self._guessed(text, place, guess)
        if finding.verdict is not Verdict.DISAGREES:
            return None
        name = self.figures.label(own.code).name if own.code in self.figures.labels else ""
        return replace(finding, bound=True, why=f"{finding.why}；这里放的是“{name}”" if name else finding.why)

    def _called(self, tie: Tie, named: set[str], place: Place) -> bool:
        """May the figure be called as this place calls it? Not where that is the full name of another."""
        if tie.code in named or place.lead in {normal(self.figures.label(code).name) for code in named}:
            return tie.code in named
        return place.lead in normal(self.figures_for(tie.union).label(tie.code).name)

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
            mine = figures is self.figures and self.binding and not bound
            if mine and (usable := self._bindable([(tie.code, tie.aspect)])):
                offered = _say(number, Verdict.OFFERED, candidates=usable, why=OFFER, **about)
                return directed(text, place, value, offered, tie.verb)
            return directed(text, place, value, _say(number, Verdict.AGREES, **about), tie.verb)
        why = f"统计数为{expected}" if same_unit(number, label, tie.aspect) else f"单位不符，统计数为{expected}"
        return _say(number, Verdict.DISAGREES, replacement=expected, why=why, **about)

    def _guessed(self, text: str, place: Place, guess: Guess) -> Finding:
        """What is said of a number by the words around it: never by its value alone."""
        number = place.number
        possible = [(code, aspect) for code in guess.codes for aspect in guess.aspects]
        known = [(each, value) for each in possible if (value := self._value(*each)) is not None]
        hits = [each for each, value in known if agrees(number, value, self.figures.label(each[0]), _plain(each[1]))]
        if hits:
            verb, _ = verb_before(text, place.begin, number.start)
            # 增加1家 is what rose by one, be it against last year or against its end.
            fitting = [each for each in hits if verb and (verb in RISES) == ((self._value(*each) or 0) > 0)]
            code, aspect = (fitting or hits)[0]
            sure = guess.certain and len({code for code, _ in hits}) == 1 and not self.binding
            finding = _say(
                number, Verdict.AGREES if sure else Verdict.OFFERED, indicator=code, aspect=_plain(aspect),
                expected=number.text, candidates=self._bindable(hits), why=OFFER,
            )  # fmt: skip
            value = self._value(code, aspect)
            return directed(text, place, value, finding) if value is not None else finding
        if not known:
            return _say(number, Verdict.UNBOUND, why="对应的指标没有统计数", candidates=self._bindable(possible))
        (code, aspect), _ = known[0]
        expected = written(self.figures, code, aspect, number) if aspect != "difference" else ""
        label, aspect = self.figures.label(code), _plain(aspect)
        mixed = {number.kind, kind_of(label, aspect)} in MIXED and not (label.is_money and number.unit)
        comparable = same_unit(number, label, aspect) or mixed
        about = {"indicator": code, "aspect": aspect, "expected": expected, "candidates": self._bindable(possible)}
        if guess.certain and len(guess.codes) == 1 and comparable:
            instead = expected
            if number.text.startswith("翻"):  # 翻一番 is a verb of its own
                instead = ("增长" if (self._value(code, aspect) or 0) > 0 else "下降") + expected
            return _say(number, Verdict.DISAGREES, replacement=instead, why=f"统计数为{expected}", **about)
        if not comparable and number.kind != kind_of(label, aspect):
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
