"""Which numbers of an edited text are still the figures they were?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from reports.blocks import Bound, Paragraph, Text
from reports.summaries.aligning import stretches
from reports.summaries.marks import places, put_in

DIGIT = re.compile(r"[0-9０-９]")
#: What makes another number of the one it is typed against: a unit of ten thousand, a sign, a percentage.
WEIGHT = frozenset("万亿千百十%％‰-−－+负")
#: A number is known again by its clause's lead, or so many characters of it that no other number's lead ends with.
CONTEXT = 2
CLAUSE_END = re.compile(r"[，。；：、！？（）“”,.;:()\n]")
#: A number in words that an edit may have brought in; years, dates and the beginning of 1—11月 are not figures.
NUMBER = re.compile(
    r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9]*(?:年|月|日|号|[.．、）)]|[—–~～至到-]{1,2}[0-9]+(?:年|月|日|号)))"
)


def plain(paragraphs: Sequence[Paragraph]) -> str:
    """Paragraphs as the plain text an officer edits."""
    return "\n".join(paragraph.text for paragraph in paragraphs)


def rebind(
    text: str, paragraphs: Sequence[Paragraph], by_hand: Mapping[int, Bound] | None = None
) -> tuple[Paragraph, ...]:
    """The text with every number that was left as and where it was bound to its figure again; `by_hand` are others
    by their place."""
    composed = plain(paragraphs)
    stood = places(paragraphs)
    leads = _leads(composed, stood)
    kept: list[tuple[int, Bound]] = []
    for at, there, size in stretches(composed, text):
        for start, bound in stood.items():
            end = start + len(bound.shown)
            if at <= start and end <= at + size:
                new, new_end = there + start - at, there + end - at
                stands = left_alone(text, new, new_end, {composed[start - 1 : start], composed[end : end + 1]})
                if stands and _known(new, composed[at:start], leads[start], list(leads.values())):
                    kept.append((new, bound))
    taken = {place for start, bound in kept for place in range(start, start + len(bound.shown))}
    kept += [(start, bound) for start, bound in (by_hand or {}).items() if start not in taken]
    return put_in(text, dict(kept))


def _leads(composed: str, places: Mapping[int, Bound]) -> dict[int, str]:
    """What is said before each number in its clause, 涉及职工 of 涉及职工137人; more of the text where it is short."""
    leads, before = {}, 0
    for start in sorted(places):
        lead = CLAUSE_END.split(composed[before:start])[-1]
        leads[start] = lead if len(lead) >= CONTEXT else composed[max(0, start - 3 * CONTEXT) : start]
        before = start + len(places[start].shown)
    return leads


def _known(at: int, matched: str, lead: str, leads: Sequence[str]) -> bool:
    """Is enough of the lead still there to tell the number from all others?"""
    if matched.endswith(lead):
        return bool(lead) or not at
    left = CLAUSE_END.split(matched)[-1]
    return len(left) >= CONTEXT and [each.endswith(left) for each in leads].count(True) == 1


def left_alone(text: str, start: int, end: int, stood_between: Set[str]) -> bool:
    """Has nobody typed a digit, a point, a unit or a sign against the number?"""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (
        ({before, after} - stood_between) & WEIGHT
        or DIGIT.match(before)
        or before == "."
        or DIGIT.match(after)
        or (after == "." and DIGIT.match(text[end + 1 : end + 2]))
    )


def between(paragraphs: Sequence[Paragraph]) -> dict[Bound, set[str]]:
    """Between which characters each bound number stands."""
    text = plain(paragraphs)
    found: dict[Bound, set[str]] = {}
    for start, bound in places(paragraphs).items():
        end = start + len(bound.shown)
        found.setdefault(bound, set()).update((text[start - 1 : start] if start else "", text[end : end + 1]))
    return found


def unbound_numbers(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """Numbers that an edit states and no figure stands behind; years, dates and list numbers apart."""
    return tuple(
        number
        for paragraph in paragraphs
        for span in paragraph.spans
        if isinstance(span, Text)
        for number in NUMBER.findall(span.text)
    )
