"""How does a county change its sentences and outlines? Each change is one row of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from members import permissions
from members.models import Union, User
from reports.models.sentence import CountySentence, Outline, SentenceChange, SentenceState, root_pk
from reports.models.summary import SummaryKind
from reports.sections import EVERY, prose_of, sections_of
from reports.sections.county import read_outline
from reports.sections.holding import keeping_begun
from reports.sentences import PatternError, Sentence, parse
from reports.sentences.words import EVER_GIVEN

OUTLINE = "outline"
NEW = "new"
LONGEST_HEADING = 60


class RewordingRefused(ValueError):
    """The change cannot be kept; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a county writes for one sentence from a year on."""

    key: str
    code: str
    since: int
    text: str
    when: str
    paragraph: int


def built_in(code: str) -> tuple[str, Sentence] | None:
    """The built-in sentence of this code with its section's key, or None."""
    return next(((key, each) for key in EVERY for each in prose_of(key).sentences if each.id == code), None)


def key_of(code: str) -> str:
    """The section a code belongs to by its beginning (`P02-…`); "" when there is none."""
    prefix = code.partition("-")[0]
    return next((key for key in EVERY if prose_of(key).code == prefix), "")


def seen(row: CountySentence | None) -> str:
    """What an editor has before him, so that a change made meanwhile is noticed."""
    return f"{row.pk}@{row.at.isoformat()}" if row else ""


def said(row: CountySentence | None) -> str:
    """A row as the log tells it."""
    if row is None or row.state == SentenceState.BUILT_IN:
        return "系统句式"
    if row.state == SentenceState.OFF:
        return "停用"
    when = f"（{row.when}）" if row.when else ""
    return f"{row.text}{when}"


@transaction.atomic
def reword(county: Union, wording: Wording, *, by: User, before: str | None = None) -> CountySentence:
    """Keep the county's wording; a code ending in `new` gets the next free number. Raises RewordingRefused."""
    may_reword(by, county)
    code = wording.code
    if code.endswith(f"-{NEW}"):
        code = _next_code(county, wording.key)
    fields = {
        "state": SentenceState.OWN, "text": wording.text, "when": wording.when, "paragraph": wording.paragraph,
    }  # fmt: skip
    return _keep(county, code, wording.key, wording.since, fields, by=by, before=before)


@transaction.atomic
def set_state(county: Union, code: str, since: int, state: str, *, by: User) -> CountySentence:
    """Switch a sentence off, or go back to the built-in one (an own one that is taken back is off)."""
    may_reword(by, county)
    found = built_in(code)
    old = CountySentence.objects.of_county(county).in_year(since).get(code)
    if not found and not old:
        raise RewordingRefused("没有这个句式")
    if state == SentenceState.BUILT_IN and not found:
        state = SentenceState.OFF
    fields: dict[str, object] = {"state": state}
    if old:
        fields |= {"text": old.text, "when": old.when, "paragraph": old.paragraph}
    return _keep(county, code, found[0] if found else old.key if old else "", since, fields, by=by)


@transaction.atomic
def arrange(
    county: Union, kind: str, since: int, keys: Sequence[str], *, by: User, headings: Mapping[str, str] | None = None
) -> Outline:
    """Keep which sections the county's reports of this kind have, in which order and under which headings.

    What a report begins with always comes first; without `headings` they stay as they are. Reports that have been begun
    keep theirs.
    """
    may_reword(by, county)
    if kind not in SummaryKind.values:
        raise RewordingRefused("请选择总结种类")
    chosen = read_outline(",".join(keys), kind)
    if len(chosen) == 1 < len(sections_of(kind)):
        raise RewordingRefused("至少保留一个部分")
    rows = Outline.objects.select_for_update().filter(union_id=root_pk(county), kind=kind, since__lte=since)
    old = rows.order_by("-since").first()
    keys_before = str(old.keys) if old else ",".join(sections_of(kind))
    headings_before: dict[str, str] = old.headings if old else {}
    own = headings_before if headings is None else _own_headings(kind, headings)
    text = ",".join(chosen)
    with keeping_begun(county, since):
        outline, _ = Outline.objects.update_or_create(
            union_id=root_pk(county), kind=kind, since=since, defaults={"keys": text, "headings": own, "by": by}
        )
    if (keys_before, headings_before) != (text, own):
        log_change(county, f"{OUTLINE}-{kind}", since, told(keys_before, headings_before, kind), told(text, own, kind),
                   by=by)  # fmt: skip
    return outline


def _own_headings(kind: str, headings: Mapping[str, str]) -> dict[str, str]:
    """The headings that differ from the built-in ones. Raises RewordingRefused."""
    own = {}
    for key in sections_of(kind)[1:]:
        text = " ".join(headings.get(key, "").split())[:LONGEST_HEADING]
        if not text or text == heading_of(key):
            continue
        try:
            if strange := [slot for slot in parse(text).words if slot not in EVER_GIVEN] or parse(text).codes:
                raise RewordingRefused(f"标题“{text}”里不能用“{strange[0]}”")
        except PatternError as error:
            raise RewordingRefused(f"标题“{text}”：{error}") from error
        own[key] = text
    return own


def heading_of(key: str) -> str:
    """The built-in heading of a section as it is written."""
    return prose_of(key).headings["heading"].text


def told(keys: str, headings: Mapping[str, str], kind: str) -> str:
    """An outline as the log tells it: its headings in order."""
    return "、".join(headings.get(key) or heading_of(key) for key in read_outline(keys, kind)[1:])


def may_reword(by: User, county: Union) -> None:
    """Raises PermissionDenied for who does not word this county's reports."""
    if not permissions.may_keep_catalogue(by) or not permissions.within(by, county):
        raise PermissionDenied


def _next_code(county: Union, key: str) -> str:
    prefix = f"{prose_of(key).code}-C"
    Union.objects.select_for_update().get(pk=root_pk(county))
    used = CountySentence.objects.of_county(county).filter(code__startswith=prefix).values_list("code", flat=True)
    numbers = [int(code.removeprefix(prefix)) for code in used if code.removeprefix(prefix).isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _keep(
    county: Union, code: str, key: str, since: int, fields: Mapping[str, object], *, by: User, before: str | None = None
) -> CountySentence:
    rows = CountySentence.objects.select_for_update().of_county(county).filter(code=code)
    old = rows.in_year(since).get(code)
    if before is not None and before != seen(old):
        raise RewordingRefused("这个句式刚被他人改动过，请刷新后再改；您写的还在下面")
    row, _ = CountySentence.objects.update_or_create(
        union_id=root_pk(county), code=code, since=since, defaults={"key": key, "by": by, **fields}
    )
    if said(old) != said(row) or (old and old.since != since):
        log_change(county, code, since, said(old), said(row), by=by)
    return row


def log_change(county: Union, code: str, since: int, old: str, new: str, *, by: User) -> None:
    """One row of the log."""
    SentenceChange.objects.create(union_id=root_pk(county), code=code, since=since, old=old, new=new, by=by)
