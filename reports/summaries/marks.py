"""Where in a text does which figure stand? Marks sent by the editor are believed only if the report knows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports.blocks import Bound, Paragraph, Span, Text

#: A bound number is named by these, in the editor and in what it sends: [shown, indicator, union, first, aspect].
NAMED_BY = ("shown", "indicator", "union", "first", "aspect")
KEPT = ("indicator", "union", "first", "last", "aspect", "value", "shown")
#: What the editor sends of a text of 20,000 characters is well below this.
LONGEST = 400_000
GONE = "（无数据）"
Name = tuple[str, ...]


def name_of(bound: Bound) -> Name:
    """By what the editor names a bound number."""
    return tuple(getattr(bound, field) for field in NAMED_BY)


def known(*runs: Iterable[Paragraph]) -> dict[Name, Bound]:
    """The bound numbers these paragraphs state, by name."""
    return {name_of(s): s for paragraphs in runs for p in paragraphs for s in p.spans if isinstance(s, Bound)}


def clean(text: str) -> str:
    """The text as it is kept: a paragraph a line, without empty ones and blanks at their ends."""
    return "\n".join(line.strip() for line in text.replace("\r", "").split("\n") if line.strip())


def read_marks(posted: str, text: str, figures: Mapping[Name, Bound]) -> dict[int, Bound] | None:
    """The places of the bound numbers the editor sent beside this (clean) text; None if it sent none or others.

    What is named and not known, or does not say what the text says, is no mark: it is text.
    """
    try:
        sent = json.loads(posted) if posted and len(posted) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, list) or not all(isinstance(each, list) for each in sent):
        return None
    paragraphs = [stripped([_span(item, figures) for item in each]) for each in sent]
    paragraphs = [each for each in paragraphs if each.text]
    if "\n".join(each.text for each in paragraphs) != text:
        return None
    return places(paragraphs)


def _span(item: object, figures: Mapping[Name, Bound]) -> Span:
    if isinstance(item, str):
        return Text(item)
    if isinstance(item, list) and len(item) == len(NAMED_BY) and all(isinstance(part, str) for part in item):
        return figures.get(tuple(item)) or Text(item[0])
    return Text("")


def stripped(spans: Sequence[Span]) -> Paragraph:
    """A paragraph without blanks at its ends and line ends within."""
    kept = [Text(s.text.replace("\n", " ").replace("\r", "")) if isinstance(s, Text) else s for s in spans]
    whole = "".join(span.shown for span in kept)
    lead, tail = len(whole) - len(whole.lstrip()), len(whole) - len(whole.rstrip())
    for place in range(len(kept)):
        span = kept[place]
        if lead and isinstance(span, Text):
            kept[place], lead = Text(span.text[lead:]), max(0, lead - len(span.text))
        elif lead:
            break
    for place in reversed(range(len(kept))):
        span = kept[place]
        if tail and isinstance(span, Text):
            cut = min(tail, len(span.text))
            kept[place], tail = Text(span.text[: len(span.text) - cut]), tail - cut
        elif tail:
            break
    return Paragraph(tuple(span for span in kept if span.shown))


def places(paragraphs: Iterable[Paragraph]) -> dict[int, Bound]:
    """Where the bound numbers stand in the plain text of the paragraphs."""
    found: dict[int, Bound] = {}
    at = 0
    for paragraph in paragraphs:
        for span in paragraph.spans:
            if isinstance(span, Bound):
                found[at] = span
            at += len(span.shown)
        at += 1
    return found


def freeze_marks(marks: Mapping[int, Bound]) -> list[list[Any]]:
    """The marks as they are kept with the text."""
    return [[place, *(getattr(marks[place], field) for field in KEPT)] for place in sorted(marks)]


def thaw_marks(kept: Iterable[Sequence[Any]], text: str) -> dict[int, Bound]:
    """The reverse of `freeze_marks`; whatever does not stand in the text is left out."""
    found = {int(place): Bound(*fields) for place, *fields in kept}
    return {place: bound for place, bound in found.items() if text.startswith(bound.shown, place)}


def put_in(text: str, marks: Mapping[int, Bound]) -> tuple[Paragraph, ...]:
    """The text cut into paragraphs with its marks; one that overlaps an earlier one is left out."""
    result: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        spans: list[Span] = []
        begin, end = at, at + len(line)
        for start in sorted(place for place in marks if at <= place < end):
            stop = start + len(marks[start].shown)
            if start < begin or stop > end:
                continue
            if start > begin:
                spans.append(Text(text[begin:start]))
            spans.append(marks[start])
            begin = stop
        if begin < end:
            spans.append(Text(text[begin:end]))
        if spans:
            result.append(Paragraph(tuple(spans), edited=True))
        at = end + 1
    return tuple(result)


def beside(first: Mapping[int, Bound], *others: Mapping[int, Bound]) -> dict[int, Bound]:
    """The marks of the first and those of the others that touch none of them."""
    kept = dict(first)
    taken = {at for start, bound in kept.items() for at in range(start, start + len(bound.shown))}
    for each in others:
        for start, bound in each.items():
            stretch = range(start, start + len(bound.shown))
            if taken.isdisjoint(stretch):
                kept[start] = bound
                taken.update(stretch)
    return kept
