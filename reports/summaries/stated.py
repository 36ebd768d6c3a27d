"""Which figures did a page state when it was opened? What is written on it is known by them although they change.

The page carries them signed; a draft keeps them beside its marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core import signing

from reports.blocks import Bound
from reports.summaries.marks import KEPT, NAMED_BY, Name, name_of

SALT = "figures-of-a-section"
#: What a draft keeps of a mark beyond its name.
BEYOND = tuple(field for field in KEPT if field not in NAMED_BY)


def sealed(pk: int, figures: Iterable[Bound]) -> str:
    """The bound numbers a page of a summary states, signed for it to carry."""
    kept = [[getattr(each, field) for field in KEPT] for each in figures]
    return signing.dumps(kept, salt=f"{SALT}-{pk}", compress=True)


def opened(pk: int, token: object) -> dict[Name, Bound]:
    """The bound numbers the page stated that carries this; none where we did not sign it."""
    try:
        kept = signing.loads(token, salt=f"{SALT}-{pk}") if isinstance(token, str) else []
    except signing.BadSignature:
        return {}
    return {name_of(bound): bound for bound in (Bound(*fields) for fields in kept)}


def remembered(marks: object, stated: Mapping[Name, Bound]) -> list[Any]:
    """The editor's marks as a draft keeps them: those the page stated with all that is known of them."""
    if not isinstance(marks, list):
        return []
    return [[_remembered(item, stated) for item in line] if isinstance(line, list) else line for line in marks]


def _remembered(item: object, stated: Mapping[Name, Bound]) -> object:
    if not isinstance(item, list):
        return item
    name = item[: len(NAMED_BY)]
    bound = stated.get(tuple(name)) if all(isinstance(part, str) for part in name) else None
    return [*name, *(getattr(bound, field) for field in BEYOND)] if bound else name


def recalled(marks: Sequence[Any]) -> tuple[list[Any], dict[Name, Bound]]:
    """The reverse of `remembered`: the marks as the editor sends them, and what is known of them."""
    stated: dict[Name, Bound] = {}
    plain: list[Any] = []
    for line in marks:
        for item in line if isinstance(line, list) else ():
            if isinstance(item, list) and len(item) == len(KEPT):
                fields = dict(zip((*NAMED_BY, *BEYOND), item, strict=True))
                stated[tuple(item[: len(NAMED_BY)])] = Bound(**fields)
        plain.append([_name(item) for item in line] if isinstance(line, list) else line)
    return plain, stated


def named_in(marks: object, stated: Mapping[Name, Bound]) -> list[Bound]:
    """The figures of the page that the editor's marks name, each once."""
    found: dict[Bound, None] = {}
    for line in marks if isinstance(marks, list) else ():
        for item in line if isinstance(line, list) else ():
            if isinstance(item, list) and all(isinstance(part, str) for part in item) and tuple(item) in stated:
                found[stated[tuple(item)]] = None
    return list(found)


def _name(item: object) -> object:
    return item[: len(NAMED_BY)] if isinstance(item, list) else item
