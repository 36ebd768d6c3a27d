"""Which sections, and which sentences in them, do a county's reports of one kind and year have?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from members.models import Union
from reports.models.sentence import CountySentence, Outline, SentenceState, root_pk
from reports.sections import prose_of, sections_of
from reports.sentences import Prose, ProseError, Sentence, parse, read_sentence


def outline_of(union: Union, year: int, kind: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The sections in order and the county's own headings by key: its choice, else the built-in one. One query."""
    rows = Outline.objects.filter(union_id=root_pk(union), kind=kind, since__lte=year).order_by("-since")
    chosen = rows.first()
    return (sections_of(kind), {}) if chosen is None else (read_outline(chosen.keys, kind), chosen.headings)


def read_outline(keys: str, kind: str) -> tuple[str, ...]:
    """Known sections of a stored outline, each once; what the report begins with comes first."""
    first, *others = sections_of(kind)
    return (first, *(key for key in dict.fromkeys(keys.split(",")) if key in others))


def county_prose(union: Union, year: int, kind: str, held: Mapping[str, Any] | None = None) -> dict[str, Prose]:
    """Section key → its prose as the county words it, in the county's order. Two queries.

    `held` is what a report keeps of the outline it was begun under (`Summary.outline`); one query less with it.
    """
    rows = CountySentence.objects.of_county(union).in_year(year)
    if held is None:
        keys, headings = outline_of(union, year, kind)
    else:
        keys, headings = read_outline(held["keys"], kind), held["headings"]
        for code, fields in held["sentences"].items():
            rows.pop(code, None)
            if fields:
                rows[code] = CountySentence(code=code, **fields)
    return {key: headed(overlaid(prose_of(key), rows.values()), headings.get(key, "")) for key in keys}


def headed(prose: Prose, heading: str) -> Prose:
    """The section under the county's own heading; as it is without one."""
    return replace(prose, headings={"heading": parse(heading)}) if heading else prose


def overlaid(prose: Prose, rows: Iterable[CountySentence]) -> Prose:
    """The section with the county's rows laid over it; its own sentences come last in their paragraph.

    A row that can no longer be read leaves the built-in sentence as it is.
    """
    mine = {row.code: row for row in rows if row.key == prose.key}
    if not mine:
        return prose
    sentences = [_sentence(each, mine.pop(each.id, None)) for each in prose.sentences]
    sentences += [_sentence(None, mine[code], numbered=prose.numbered) for code in sorted(mine, key=_number)]
    return replace(prose, sentences=tuple(sentence for sentence in sentences if sentence))


def _number(code: str) -> tuple[int, str]:
    """Own sentences in the order in which they were added."""
    digits = code.rpartition("C")[2]
    return (int(digits) if digits.isascii() and digits.isdigit() else 0, code)


def _sentence(built_in: Sentence | None, row: CountySentence | None, *, numbered: bool = False) -> Sentence | None:
    if row is None or row.state == SentenceState.BUILT_IN:
        return built_in
    if row.state == SentenceState.OFF:
        return None
    try:
        return sentence_of(row, built_in, numbered=numbered)
    except ProseError:
        return built_in


def sentence_of(
    row: CountySentence, built_in: Sentence | None, codes: Iterable[str] | None = None, *, numbered: bool = False
) -> Sentence:
    """The sentence a row spells; with `codes`, other indicators are refused. Raises ProseError."""
    fields: Mapping[str, object] = {
        "id": row.code,
        "text": row.wordings,
        "when": row.when,
        "paragraph": row.paragraph,
        "numbered": built_in.numbered if built_in else numbered,
        # What the built-in sentence says in words, a reworded one is taken to say too.
        "says": built_in.says if built_in else (),
    }
    return read_sentence(fields, None if codes is None else frozenset(codes))
