"""A section's prose: which sentences may it have, and which of them do these figures call for?"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.blocks import Bound, Paragraph, Span, Text
from reports.formats import chinese_count
from reports.sentences.compose import Composed, compose, without
from reports.sentences.condition import Condition, holds, parse_condition
from reports.sentences.figures import Figures
from reports.sentences.pattern import Pattern, PatternError, parse
from reports.sentences.words import EVER_GIVEN, WRITTEN_WORDS

SENTENCE_KEYS = frozenset({"id", "when", "text", "says", "paragraph", "numbered"})
PROSE_KEYS = frozenset(
    {"key", "code", "heading", "parallel_heading", "half_year_heading", "annual_heading", "catalogue", "least", "most",
     "numbered", "sentence", "compared", "opening"}
)  # fmt: skip


class ProseError(ValueError):
    """A prose file or an edited sentence cannot be used; the Chinese message names the sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and when it is said. `says` are codes it states in words (未发生劳动争议).

    `others` are further wordings of the same figures and words; which one a report takes follows from its union.
    """

    id: str
    pattern: Pattern
    condition: Condition
    says: tuple[str, ...] = ()
    paragraph: int = 1
    numbered: bool = False
    others: tuple[Pattern, ...] = ()

    @property
    def wordings(self) -> tuple[Pattern, ...]:
        return (self.pattern, *self.others)

    @property
    def is_own(self) -> bool:
        """Is it nothing but what the officer wrote?"""
        return bool(self.pattern.words) and not self.pattern.codes and set(self.pattern.words) <= set(WRITTEN_WORDS)

    def wording(self, variety: str) -> Pattern:
        """The wording of this report: always the same one for the same variety, the first without one."""
        if not variety or not self.others:
            return self.pattern
        digest = hashlib.sha256(f"{variety} {self.id}".encode()).digest()
        return self.wordings[int.from_bytes(digest[:4], "big") % len(self.wordings)]


@dataclass(frozen=True, slots=True)
class Prose:
    """A section's sentences in order. `catalogue` are the catalogue sections it states, `compared` the codes by which
    a county ranks its townships, `opening` leads up to figures that no sentence states, where nothing was said before.

    In a numbered section the numbered sentences get 一是、二是; at most `most` of them, and below `least`
    an officer has to add some.
    """

    key: str
    code: str
    headings: Mapping[str, Pattern]
    catalogue: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    numbered: bool = False
    least: int = 0
    most: int = 99
    compared: tuple[str, ...] = ()
    opening: str = ""

    def heading(self, figures: Figures, *, parallel: bool = False) -> str:
        """The section's heading without its number, in the plain or the parallel set, for this kind of report."""
        wanted = ["parallel_heading"] if parallel else []
        wanted += [f"{flag}_heading" for flag in ("half_year", "annual") if flag in figures.flags]
        for name in (*wanted, "heading"):
            if name in self.headings and (text := compose(self.headings[name], figures).text):
                return text
        return ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every indicator its sentences state or ask of."""
        every = [code for each in self.sentences for code in (*each.pattern.codes, *each.condition.codes, *each.says)]
        return tuple(dict.fromkeys(every))


@dataclass(frozen=True, slots=True)
class Said:
    """A section's paragraphs, what nobody reported or answered 不适用, and the codes stated.

    `count` is the number of numbered sentences, to be compared with `Prose.least`.
    """

    paragraphs: tuple[Paragraph, ...]
    missing: tuple[str, ...]
    not_applicable: tuple[str, ...]
    said: frozenset[str]
    count: int = 0


def read_sentence(fields: Mapping[str, Any], codes: Container[str] | None = None) -> Sentence:
    """A sentence from its fields id, text (one or a list of wordings) and, if given, when, says, paragraph, numbered.

    Raises ProseError.
    """
    name = fields.get("id", "")
    if unknown := set(fields) - SENTENCE_KEYS:
        raise ProseError(f"句式{name}：不认识“{'、'.join(sorted(unknown))}”")
    try:
        text = fields["text"]
        pattern, *others = [parse(each, codes) for each in ([text] if isinstance(text, str) else text or [""])]
        condition = parse_condition(fields.get("when", ""), codes)
    except KeyError as error:
        raise ProseError(f"句式{name}：缺少“{error.args[0]}”") from error
    except PatternError as error:
        raise ProseError(f"句式{name}：{error}") from error
    if other := next((each for each in others if not alike(pattern, each)), None):
        raise ProseError(f"句式{name}：各种说法要用同样的指标和文字槽，“{other.text[:20]}…”不同")
    says = tuple(fields.get("says", ()))
    if codes is not None and (strange := [code for code in says if code not in codes]):
        raise ProseError(f"句式{name}：没有“{strange[0]}”这个指标")
    paragraph, numbered = fields.get("paragraph", 1), fields.get("numbered", False)
    return Sentence(name, pattern, condition, says, paragraph, numbered, tuple(others))


def alike(first: Pattern, second: Pattern) -> bool:
    """Do two wordings state the same figures and words, so that either may stand for the other?"""
    words = [set(each.words) - EVER_GIVEN for each in (first, second)]
    return set(first.codes) == set(second.codes) and words[0] == words[1]


def read_prose(text: str, codes: Container[str] | None = None) -> Prose:
    """A prose file (TOML). With `codes`, an indicator outside them is refused. Raises ProseError."""
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProseError(f"句式文件格式有误：{error}") from error
    if unknown := set(fields) - PROSE_KEYS:
        raise ProseError(f"句式文件：不认识“{'、'.join(sorted(unknown))}”")
    if absent := {"key", "code", "heading"} - set(fields):
        raise ProseError(f"句式文件：缺少“{'、'.join(sorted(absent))}”")
    numbered = fields.get("numbered", False)
    sentences = [read_sentence({"numbered": numbered} | each, codes) for each in fields.get("sentence", ())]
    return Prose(
        fields["key"],
        fields["code"],
        {name: parse(value, codes) for name, value in fields.items() if name.endswith("heading")},
        tuple(fields.get("catalogue", ())),
        tuple(sentences),
        numbered,
        fields.get("least", 0),
        fields.get("most", 99),
        tuple(fields.get("compared", ())),
        fields.get("opening", ""),
    )


def say(sentence: Sentence, figures: Figures) -> Composed:
    """The sentence if its condition holds, else nothing and which unreported figures it would have needed."""
    if not holds(sentence.condition, figures):
        return without(sentence.condition.codes, figures)
    composed = compose(sentence.wording(figures.variety), figures)
    if not composed.spans:
        return composed
    return Composed(composed.spans, said=composed.said | frozenset(sentence.says))


def say_prose(
    prose: Prose,
    figures: Figures,
    *,
    leave_out: Container[str] = (),
    drafts: Sequence[tuple[Sentence, Composed]] = (),
) -> Said:
    """The section's paragraphs for these figures; `leave_out` are ids of sentences an officer struck.

    `drafts` are sentences of this report alone, composed already; they come after the section's own.
    """
    told = [(sentence, say(sentence, figures)) for sentence in prose.sentences if sentence.id not in leave_out]
    missing = tuple(dict.fromkeys(code for _, each in told for code in each.missing))
    not_applicable = tuple(dict.fromkeys(code for _, each in told for code in each.not_applicable))
    spoken = [(sentence, each) for sentence, each in [*told, *drafts] if each.spans]
    spoken.sort(key=lambda pair: pair[0].paragraph)
    count = sum(sentence.numbered for sentence, _ in spoken)
    if prose.numbered:
        # An introduction to a list of nothing says nothing.
        spoken = _first_numbered(spoken, prose.most) if count else []
        count = min(count, prose.most)
    return Said(
        _paragraphs(spoken, count),
        missing,
        not_applicable,
        frozenset(code for _, each in spoken for code in each.said),
        count,
    )


def _first_numbered(spoken: Sequence[tuple[Sentence, Composed]], most: int) -> list[tuple[Sentence, Composed]]:
    """What is not numbered and the first numbered ones; what the officer wrote himself is never the one too many."""
    own = [sentence.numbered and sentence.is_own for sentence, _ in spoken]
    room = most - sum(own)
    kept: list[tuple[Sentence, Composed]] = []
    for (sentence, each), written in zip(spoken, own, strict=True):
        if sentence.numbered and not written:
            room -= 1
        if room >= 0 or written or not sentence.numbered:
            kept.append((sentence, each))
    return kept


def _paragraphs(spoken: Sequence[tuple[Sentence, Composed]], count: int) -> tuple[Paragraph, ...]:
    lines: dict[int, list[Span]] = {}
    number = 0
    for sentence, each in spoken:
        line = lines.setdefault(sentence.paragraph, [])
        if sentence.numbered and count > 1:
            number += 1
            line.append(Text(f"{chinese_count(number)}是"))
        line.extend(each.spans)
    return tuple(Paragraph(_joined(lines[key])) for key in sorted(lines))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbouring texts as one."""
    result: list[Span] = []
    for span in spans:
        last = result[-1] if result else None
        if isinstance(span, Bound) or not isinstance(last, Text):
            result.append(span)
        else:
            result[-1] = Text(last.text + span.text)
    return tuple(result)
