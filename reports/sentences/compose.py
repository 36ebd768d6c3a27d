"""From pattern and figures to a sentence: which spans does it have, or what is it that it lacks?"""

from __future__ import annotations

from dataclasses import dataclass

from reports.blocks import Bound, Span, Text
from reports.formats import TEN_THOUSAND, yuan
from reports.sentences.figures import Figures
from reports.sentences.pattern import Group, Part, Pattern, Piece, Series, Slot, slots_of
from reports.sentences.phrases import PHRASE_OF, Spans
from reports.sentences.tidy import AT_LEAST, LEFT_OUT, tidy

#: A full rate over so few cases is said in words (全部), not as a percentage.
FEW = 3


@dataclass(frozen=True, slots=True)
class Composed:
    """A sentence, or () and why: `missing` are the codes nobody reported, `not_applicable` those answered 不适用.

    `said` are the codes whose value the sentence states.
    """

    spans: tuple[Span, ...] = ()
    missing: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return "".join(span.shown for span in self.spans)


def compose(pattern: Pattern, figures: Figures) -> Composed:
    """The sentence for these figures; nothing at all where a slot outside the groups has nothing to say."""
    spans: list[Span] = []
    lacking: list[str] = []
    complete = True
    for part in pattern.parts:
        found = _part(part, figures, optional=False)
        if found is not None:
            spans.extend(found)
        elif isinstance(part, Group):
            spans.append(Text(LEFT_OUT))
        else:
            complete = False
            lacking.extend(slot.name for slot in slots_of((part,)) if not slot.is_word)
    if not complete:
        return without(tuple(dict.fromkeys(lacking)), figures)
    result = tidy(tuple(spans))
    said = frozenset(span.indicator for span in result if isinstance(span, Bound) and span.aspect == "value")
    return Composed(result, said=said)


def without(codes: tuple[str, ...], figures: Figures) -> Composed:
    """No sentence, and which of the codes are to blame for it."""
    return Composed(
        missing=tuple(code for code in codes if figures.is_missing(code)),
        not_applicable=tuple(code for code in codes if figures.total(code).is_na),
    )


def _part(part: Part, figures: Figures, *, optional: bool) -> Spans | None:
    if isinstance(part, str):
        return (Text(part),)
    if isinstance(part, Slot):
        return _slot(part, figures, optional=optional)
    if isinstance(part, Series):
        return _series(part, figures)
    return _all(part.parts, figures)


def _all(pieces: tuple[Piece | Series, ...], figures: Figures) -> Spans | None:
    """All the pieces of a group or item, or None if one of them has nothing to say."""
    spans: list[Span] = []
    for piece in pieces:
        found = _part(piece, figures, optional=True)
        if found is None:
            return None
        spans.extend(found)
    return tuple(spans)


def _series(series: Series, figures: Figures) -> Spans | None:
    items = [found for item in series.items if (found := _all(item, figures)) is not None]
    spans: list[Span] = []
    for index, item in enumerate(items):
        if index:
            spans.append(Text(series.joint if index == len(items) - 1 else series.mark))
        spans.extend(item)
    return tuple(spans) or None


def _slot(slot: Slot, figures: Figures, *, optional: bool) -> Spans | None:
    if slot.is_word:
        word = figures.word(slot.name)
        return (Text(word),) if word else None
    if slot.is_phrase:
        return PHRASE_OF[slot.aspect](slot.name, figures)
    value = figures.value(slot.name, slot.aspect)
    if value is None or (optional and (value == 0 or _few_and_full(slot, figures))):
        return None
    return number(slot.name, figures, slot.aspect, slot.style)


def _few_and_full(slot: Slot, figures: Figures) -> bool:
    total = figures.total(slot.name)
    full = slot.aspect == "value" and total.kind == "ratio" and total.value == 100
    return full and total.denominator is not None and total.denominator <= FEW


def number(code: str, figures: Figures, aspect: str = "value", style: str = "") -> Spans:
    """A figure as spans; `money` and `unit` add its unit or measure word, 余, 多 and 以上 go where they belong.

    Raises ValueError if the aspect has no value.
    """
    value = figures.value(code, aspect)
    if value is None:
        raise ValueError(code)
    label = figures.label(code)
    money = bool(style) and label.is_money
    word = label.word if style and not money else ""
    about = _approximate(code, figures, aspect)
    shown = figures.shown(code, aspect, value, money=money, down=bool(about))
    if about in ("余", "多"):
        # 6750余元, 66.28万余元: the word stands between the number and 元.
        shown, word = (shown.removesuffix("元"), "元") if money else (shown, word)
        return (figures.bound(code, aspect, value, shown), Text(about + word))
    tail = (AT_LEAST if about else "") + word
    bound = figures.bound(code, aspect, value, shown)
    return (bound, Text(tail)) if tail else (bound,)


def _approximate(code: str, figures: Figures, aspect: str) -> str:
    """余, 多 or 以上 as reported; 余 and 多 only behind a round number, as 43余家 is no Chinese."""
    total, label = figures.total(code), figures.label(code)
    if aspect != "value" or not total.approximate or not total.value:
        return ""
    if total.kind == "ratio" or label.is_rate:
        return "以上" if total.approximate == "以上" and total.stated else ""
    tens = total.value % 10 == 0 or (label.is_money and yuan(total.value, label.unit) >= TEN_THOUSAND)
    if total.approximate == "以上" or not tens:
        return "以上"
    return total.approximate
