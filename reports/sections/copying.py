"""What comes along when an outline is copied onto a year, what does it replace, and how does that come back?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from members.models import Union, User
from reports.models.sentence import CountySentence, Outline, OutlineCopy, SentenceState, root_pk
from reports.models.summary import SummaryKind
from reports.sections import sections_of
from reports.sections.county import read_outline
from reports.sections.holding import Held, fields_of, in_force, keeping_begun
from reports.sections.rewording import OUTLINE, RewordingRefused, built_in, log_change, may_reword, said, told

#: The year of a source that is nobody's: the built-in outline.
BUILT_IN = 0
FIRST, LAST = 1950, 2999
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """The outline of a kind as it holds in a year, or the built-in one."""

    kind: str
    year: int = BUILT_IN

    def __str__(self) -> str:
        label = SummaryKind(self.kind).label
        return f"{self.year}年的{label}提纲" if self.year else f"{label}的系统提纲"


@dataclass(frozen=True, slots=True)
class Brought:
    """A sentence that comes along: how it reads in the year now, and how it will."""

    code: str
    key: str
    fields: Fields
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What copying brings, and what the year has of its own.

    `token` stands for what the year has of its own that would be replaced; empty where it has nothing.
    """

    keys: tuple[str, ...]
    headings: Mapping[str, str]
    sentences: tuple[Brought, ...]
    now: Held
    token: str = ""


def sources_for(kind: str) -> list[str]:
    """The kinds whose outline makes sense for this one: itself first, then those that share most of its sections."""
    mine = set(sections_of(kind)[1:])
    return [kind, *(k for k in SummaryKind.values if k != kind and len(mine & set(sections_of(k))) > len(mine) / 2)]


def coming(county: Union, source: Source, kind: str, since: int, *, sentences: bool = True) -> Coming:
    """What copying the source onto this kind from this year on would do. Six queries. Raises RewordingRefused."""
    if kind not in SummaryKind.values or source.kind not in sources_for(kind):
        raise RewordingRefused("这两种报告的部分不同，不能照搬提纲")
    if not FIRST <= since <= LAST or (source.year and not FIRST <= source.year <= LAST):
        raise RewordingRefused("年份请填四位数字，如2027")
    if source == Source(kind, since):
        raise RewordingRefused("来源和去向是同一年的提纲，请改选一个")
    built: Held = {"keys": ",".join(sections_of(source.kind)), "headings": {}, "sentences": {}}
    there = in_force(county, source.kind, source.year) if source.year else built
    now = in_force(county, kind, since)
    keys = _keys(there["keys"], source.kind, kind)
    headings = {key: text for key, text in there["headings"].items() if key in keys}
    found = _sentences(there, now, keys, sections_of(source.kind)) if sentences else ()
    return Coming(keys, headings, found, now, _token(own_of(county, kind, since, [each.code for each in found])))


def _keys(keys: str, of: str, kind: str) -> tuple[str, ...]:
    """The source's sections in its order; what its kind does not know comes last, as the built-in outline has it."""
    asked = keys.split(",")
    strange = [key for key in sections_of(kind)[1:] if key not in sections_of(of)]
    return read_outline(",".join([*asked, *strange]), kind)


def _sentences(there: Held, now: Held, keys: tuple[str, ...], known: tuple[str, ...]) -> tuple[Brought, ...]:
    """The county's own sentences of these sections, and those the year words otherwise: they come back as they were."""
    found = []
    for code, fields in {**now["sentences"], **there["sentences"]}.items():
        key = (there["sentences"].get(code) or fields)["key"]
        if key not in keys or key not in known:
            continue
        state = SentenceState.BUILT_IN if built_in(code) else SentenceState.OFF
        wanted = there["sentences"].get(code) or {**fields, "state": state.value}
        before, after = now["sentences"].get(code), said(_row(code, wanted))
        taken_back = code not in there["sentences"] or wanted["state"] == SentenceState.BUILT_IN
        if taken_back and said(_row(code, before)) == after:
            continue
        found.append(Brought(code, key, wanted, said(_row(code, before)) if before else _unsaid(code), after))
    return tuple(sorted(found, key=lambda each: (keys.index(each.key), len(each.code), each.code)))


def _row(code: str, fields: Fields | None) -> CountySentence | None:
    return CountySentence(code=code, **fields) if fields else None


def _unsaid(code: str) -> str:
    return said(None) if built_in(code) else "没有这一句"


def own_of(county: Union, kind: str, since: int, codes: list[str]) -> Fields:
    """What a year has of its own: its outline, and its rows of these sentences. Two queries."""
    outline = Outline.objects.filter(union_id=root_pk(county), kind=kind, since=since).first()
    rows = {row.code: row for row in CountySentence.objects.of_county(county).filter(since=since, code__in=codes)}
    kept = {"keys": outline.keys, "headings": outline.headings} if outline else None
    return {"outline": kept, "sentences": {code: fields_of(rows.get(code)) for code in codes}}


def _token(own: Fields) -> str:
    if not own["outline"] and not any(own["sentences"].values()):
        return ""
    return hashlib.sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()[:20]


@transaction.atomic
def copy_outline(
    county: Union, source: Source, kind: str, since: int, *, by: User, sentences: bool = True, over: str = ""
) -> OutlineCopy:
    """Copy an outline onto a year; reports already begun keep theirs. Raises RewordingRefused.

    Where the year has its own, `over` must be the token of just that: who copies has seen what he replaces.
    """
    may_reword(by, county)
    Union.objects.select_for_update().get(pk=root_pk(county))
    found = coming(county, source, kind, since, sentences=sentences)
    if found.token != over:
        has_own = f"{since}年已有自己的提纲或句式，请看清要换掉的内容，勾选后再复制"
        raise RewordingRefused(has_own if found.token else "提纲刚有变化，请重新核对")
    after = {
        "outline": {"keys": ",".join(found.keys), "headings": dict(found.headings)},
        "sentences": {each.code: each.fields for each in found.sentences},
    }
    return _put(county, kind, since, after, by=by, source=str(source))


@transaction.atomic
def undo_copy(copy: OutlineCopy, *, by: User, agreed: bool = False) -> OutlineCopy:
    """Put back what stood there before a copy; itself taken back in the same way. Raises RewordingRefused.

    Only the last copy onto a year; where something was changed since, only for who has agreed that this goes too.
    """
    county = copy.union
    may_reword(by, county)
    Union.objects.select_for_update().get(pk=root_pk(county))
    if last_copy(county, copy.kind, copy.since) != copy:
        raise RewordingRefused("这以后又复制过，只能撤销最近的一次")
    if changed_since(copy) and not agreed:
        raise RewordingRefused("复制以后又改过提纲或句式，撤销会连这些改动一起退回；确实要退回的，请勾选后再撤销")
    return _put(county, copy.kind, copy.since, copy.before, by=by, source=f"撤销：{copy.source}"[:60], undoes=copy)


def last_copy(county: Union, kind: str, since: int) -> OutlineCopy | None:
    """The latest copy onto this year. One query."""
    found = OutlineCopy.objects.filter(union_id=root_pk(county), kind=kind, since=since)
    return found.select_related("by", "union", "undoes").first()


def changed_since(copy: OutlineCopy) -> bool:
    """Has what was copied been changed afterwards? Two queries."""
    return own_of(copy.union, copy.kind, copy.since, list(copy.after["sentences"])) != copy.after


def _put(
    county: Union, kind: str, since: int, wanted: Fields, *, by: User, source: str, undoes: OutlineCopy | None = None
) -> OutlineCopy:
    """Let the year have just this of its own, logged line by line."""
    root = root_pk(county)
    before = own_of(county, kind, since, list(wanted["sentences"]))
    then = in_force(county, kind, since)
    with keeping_begun(county, since):
        if wanted["outline"]:
            Outline.objects.update_or_create(
                union_id=root, kind=kind, since=since, defaults={**wanted["outline"], "by": by}
            )
        else:
            Outline.objects.filter(union_id=root, kind=kind, since=since).delete()
        for code, fields in wanted["sentences"].items():
            if fields:
                CountySentence.objects.update_or_create(
                    union_id=root, code=code, since=since, defaults={**fields, "by": by}
                )
            else:
                CountySentence.objects.of_county(county).filter(code=code, since=since).delete()
    now = in_force(county, kind, since)
    _told(county, kind, since, then, now, by=by)
    return OutlineCopy.objects.create(
        union_id=root, kind=kind, since=since, source=source, before=before, after=wanted, undoes=undoes, by=by
    )


def _told(county: Union, kind: str, since: int, then: Held, now: Held, *, by: User) -> None:
    if (then["keys"], then["headings"]) != (now["keys"], now["headings"]):
        lines = [told(each["keys"], each["headings"], kind) for each in (then, now)]
        log_change(county, f"{OUTLINE}-{kind}", since, *lines, by=by)
    for code in {**then["sentences"], **now["sentences"]}:
        old, new = (said(_row(code, each["sentences"].get(code))) for each in (then, now))
        if old != new:
            log_change(county, code, since, old, new, by=by)
