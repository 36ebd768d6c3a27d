"""Which outline does a report keep that was begun before its year was arranged anew? The one it was begun under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from members.models import Union
from reports.models.sentence import CountySentence
from reports.models.summary import Summary
from reports.sections import sections_of
from reports.sections.county import outline_of

#: What is kept of a sentence of the county's.
FIELDS = ("key", "state", "text", "when", "paragraph")
#: keys (comma-separated), headings, and the county's sentences by code (None: the built-in one).
Held = dict[str, Any]


def fields_of(row: CountySentence | None) -> dict[str, Any] | None:
    """A sentence of the county's as it is kept; None for none."""
    return {name: getattr(row, name) for name in FIELDS} if row else None


def in_force(county: Union, kind: str, year: int) -> Held:
    """The outline and the county's sentences as they hold in a year. Two queries."""
    keys, headings = outline_of(county, year, kind)
    mine = set(sections_of(kind))
    rows = CountySentence.objects.of_county(county).in_year(year)
    sentences = {code: fields_of(row) for code, row in rows.items() if row.key in mine}
    return {"keys": ",".join(keys), "headings": dict(headings), "sentences": sentences}


def begun(county: Union, kind: str, year: int) -> list[Summary]:
    """The county's and its unions' reports of this kind and year that have been begun. One query."""
    found = Summary.objects.filter(union__path__startswith=county.county_path, kind=kind, last__year=year)
    return list(found.order_by("pk"))


@contextmanager
def keeping_begun(county: Union, since: int) -> Iterator[None]:
    """Let the outline of this year on be changed, while reports already begun keep theirs.

    To be used within a transaction. Two queries for every kind and year of which there is a report.
    """
    reports = list(
        Summary.objects.select_for_update(of=("self",)).filter(
            union__path__startswith=county.county_path, last__year__gte=since
        )
    )
    asked = {(each.kind, each.last.year) for each in reports}
    before = {key: in_force(county, *key) for key in asked}
    yield
    after = {key: in_force(county, *key) for key in asked}
    for each in reports:
        then, now = before[each.kind, each.last.year], after[each.kind, each.last.year]
        held = kept(each.outline, then, now)
        if held != each.outline:
            Summary.objects.filter(pk=each.pk).update(outline=held)


def kept(held: Held | None, then: Held, now: Held) -> Held | None:
    """What a report keeps after a change; None where that is what holds anyway."""
    changed = {
        code: then["sentences"].get(code)
        for code in {**then["sentences"], **now["sentences"]}
        if then["sentences"].get(code) != now["sentences"].get(code)
    }
    if held is None:
        held = {"keys": then["keys"], "headings": then["headings"], "sentences": changed}
    else:
        held = {**held, "sentences": {**changed, **held["sentences"]}}
    return held if differences(held, now) else None


def differences(held: Mapping[str, Any], now: Held) -> list[str]:
    """Codes of the sentences, and `keys` or `headings`, in which what is kept differs from what holds now."""
    found = [name for name in ("keys", "headings") if held[name] != now[name]]
    return found + [code for code, fields in held["sentences"].items() if fields != now["sentences"].get(code)]
