"""When a sentence is to be said: a small grammar, parsed once, that can only compare figures."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from reports.sentences.figures import Figures
from reports.sentences.pattern import PatternError, Slot, read_slot
from reports.sentences.steady import steady_change

LONGEST = 500
DEEPEST = 20
#: Names that stand alone: what kind of report this is, and how its tasks stand as a whole.
FLAGS: dict[str, str] = {
    "half_year": "半年报告",
    "annual": "年度报告",
    "congress": "代表大会工作报告",
    "first_year": "首年填报，没有上年数",
    "on_schedule": "主要任务平均完成率不低于时间进度",
    "all_done": "有任务的指标全部完成",
    "since_2013": "2013年及以后的总结",
    "since_2018": "2018年及以后的总结",
}
OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le, "=": operator.eq, "!=": operator.ne,
    "≥": operator.ge, "≤": operator.le, "≠": operator.ne,
}  # fmt: skip
TOKEN = re.compile(r"[ 　]*(>=|<=|!=|[><=≥≤≠()]|-?[0-9]{1,12}(?:\.[0-9]{1,6})?|[a-z][a-z0-9_]*(?:\.[a-z]+)?)", re.ASCII)

Operand = Slot | Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left sign right`; false when a side is unknown."""

    left: Operand
    sign: str
    right: Operand


@dataclass(frozen=True, slots=True)
class Known:
    """`has(code.aspect)`, `has(word)` or `due(code)`."""

    question: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class Flag:
    name: str


@dataclass(frozen=True, slots=True)
class Not:
    term: Term


@dataclass(frozen=True, slots=True)
class Every:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Some:
    terms: tuple[Term, ...]


Term = Comparison | Known | Flag | Not | Every | Some


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition; an empty one always holds. `codes` are the indicators it asks of."""

    text: str
    term: Term | None
    codes: tuple[str, ...]


def parse_condition(text: str, codes: Container[str] | None = None) -> Condition:
    """The condition a text spells. With `codes`, an indicator outside them is refused. Raises PatternError."""
    if len(text) > LONGEST:
        raise PatternError(f"条件最多{LONGEST}个字", LONGEST)
    if not text.strip():
        return Condition(text, None, ())
    reader = _Reader(text, codes)
    term = reader.some(0)
    reader.expect_end()
    return Condition(text, term, tuple(dict.fromkeys(reader.used)))


def holds(condition: Condition, figures: Figures) -> bool:
    """Whether the sentence is to be said; a comparison with an unknown figure is false."""
    return condition.term is None or _holds(condition.term, figures)


def _holds(term: Term, figures: Figures) -> bool:
    match term:
        case Comparison(left, sign, right):
            first, second = _value(left, figures), _value(right, figures)
            return first is not None and second is not None and OPERATORS[sign](first, second)
        case Known("due", slot):
            return figures.total(slot.name).expected > 0
        case Known(_, slot):
            return bool(figures.word(slot.name)) if slot.is_word else _value(slot, figures) is not None
        case Flag(name):
            return name in figures.flags
        case Not(inner):
            return not _holds(inner, figures)
        case Every(terms):
            return all(_holds(each, figures) for each in terms)
        case Some(terms):
            return any(_holds(each, figures) for each in terms)


def _value(operand: Operand, figures: Figures) -> Decimal | None:
    if isinstance(operand, Decimal):
        return operand
    value = figures.value(operand.name, operand.aspect)
    # A rate that reads as it did has not changed: no sentence owns up to a fall that nobody sees.
    unseen = value and operand.aspect == "change" and figures.label(operand.name).is_rate
    return Decimal(0) if unseen and steady_change(operand.name, figures) else value


class _Reader:
    """Recursive descent: some = every {or every}; every = not {and not}; not = [not] term."""

    def __init__(self, text: str, codes: Container[str] | None) -> None:
        self.codes = codes
        self.used: list[str] = []
        self.tokens: list[tuple[str, int]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise PatternError(f"条件里不能写“{text[at : at + 10].strip()}”", at)
            self.tokens.append((match[1], match.start(1)))
            at = match.end()
        self.tokens.append(("", len(text)))
        self.next = 0

    def some(self, depth: int) -> Term:
        terms = [self.every(depth)]
        while self._take("or"):
            terms.append(self.every(depth))
        return terms[0] if len(terms) == 1 else Some(tuple(terms))

    def every(self, depth: int) -> Term:
        terms = [self.negated(depth)]
        while self._take("and"):
            terms.append(self.negated(depth))
        return terms[0] if len(terms) == 1 else Every(tuple(terms))

    def negated(self, depth: int) -> Term:
        negations = 0
        while self._take("not"):
            negations += 1
        term = self.single(depth)
        return Not(term) if negations % 2 else term

    def single(self, depth: int) -> Term:
        if self._take("("):
            if depth >= DEEPEST:
                self._refuse("括号套得太深")
            term = self.some(depth + 1)
            self._expect(")")
            return term
        token, at = self.tokens[self.next]
        if token in ("has", "due"):
            self.next += 1
            self._expect("(")
            slot = self._slot(allow_word=token == "has")
            if token == "due" and slot.aspect != "value":
                raise PatternError("due( )里只写指标代码", at)
            self._expect(")")
            return Known(token, slot)
        if token in FLAGS:
            self.next += 1
            return Flag(token)
        left = self._operand()
        sign, _ = self.tokens[self.next]
        if sign not in OPERATORS:
            self._refuse("这里应是比较符号 > < >= <= = !=")
        self.next += 1
        return Comparison(left, sign, self._operand())

    def expect_end(self) -> None:
        if self.tokens[self.next][0]:
            self._refuse(f"多出“{self.tokens[self.next][0]}”")

    def _operand(self) -> Operand:
        token, _ = self.tokens[self.next]
        if token[-1:].isdigit() and not token[0].isalpha():
            self.next += 1
            return Decimal(token)
        return self._slot(allow_word=False)

    def _slot(self, *, allow_word: bool) -> Slot:
        token, at = self.tokens[self.next]
        if not token or not token[0].isalpha() or token in FLAGS or token in ("and", "or", "not", "has", "due"):
            self._refuse("这里应是指标代码" + ("或文字槽" if allow_word else "或数字"))
        slot = read_slot(token, at)
        if slot.is_phrase or (slot.is_word and not allow_word):
            raise PatternError(f"“{token}”是文字，不能比较大小", at)
        if not slot.is_word:
            if self.codes is not None and slot.name not in self.codes:
                raise PatternError(f"没有“{slot.name}”这个指标", at)
            self.used.append(slot.name)
        self.next += 1
        return slot

    def _take(self, token: str) -> bool:
        if self.tokens[self.next][0] != token:
            return False
        self.next += 1
        return True

    def _expect(self, token: str) -> None:
        if not self._take(token):
            self._refuse(f"这里应是“{token}”")

    def _refuse(self, reason: str) -> NoReturn:
        raise PatternError(reason, self.tokens[self.next][1])
