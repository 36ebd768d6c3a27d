"""How is an officer's wording of a section saved, without losing what a colleague saved meanwhile?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from members.models import User
from reports.blocks import Bound, Paragraph
from reports.models import ChangeKind, SectionChange, SectionDraft, SectionText, Summary
from reports.proofing.agreeing import kind_of
from reports.sections import EVERY
from reports.sentences import Figures
from reports.summaries.binding import kept_bindings
from reports.summaries.compose import Composition
from reports.summaries.editing import EditRefused, compose_summary, freeze_spans, locked_for, read_edit
from reports.summaries.marks import Name, beside, clean, freeze_marks, known, name_of, places, read_marks
from reports.summaries.rebinding import between, left_alone, plain, rebind

LIMIT = 20_000
#: Changes made beside the editor: what is still being written there is not settled by them.
BESIDE = (ChangeKind.ACCEPTED, ChangeKind.CHECKED)


class SectionConflict(EditRefused):
    """Somebody saved the section after it was opened: who and when; nothing was overwritten."""

    def __init__(self, change: SectionChange) -> None:
        super().__init__(f"{change.by}已保存过这一部分，请看两边的文字再定")
        self.by, self.at = change.by, change.at


def last_change(summary: Summary, key: str) -> SectionChange | None:
    """The section's latest change: what a page of it has seen. One query."""
    return summary.section_changes.filter(key=key).select_related("by").last()


def written(text: str) -> str:
    """The text as it is kept. Raises EditRefused."""
    text = clean(text)
    if len(text) > LIMIT:
        raise EditRefused(f"本部分共{len(text)}字，超过{LIMIT}字的上限，请精简")
    if any(ord(char) < 32 and char != "\n" for char in text):
        raise EditRefused("文字中有不能显示的控制字符，请删除后再保存")
    return text


def current(summary: Summary, key: str, composition: Composition) -> tuple[Paragraph, ...]:
    """The section as it reads today: in its officer's words, or as composed."""
    edit = summary.texts.filter(key=key).first()
    return read_edit(edit, composition).paragraphs if edit else composition.paragraphs.get(key, ())


def marks_in(
    text: str,
    posted: str,
    now: Sequence[Paragraph],
    key: str,
    composition: Composition,
    stated: Mapping[Name, Bound] | None = None,
) -> dict[int, Bound]:
    """Which figures stand where in a clean text: as the editor says, and else where they were left as they were.

    A figure is taken only if the report states it, or did when the page was opened (`stated`), in these digits, and
    nothing was typed against it.
    """
    runs = (now, *composition.paragraphs.values())
    sent = read_marks(posted, text, {**(stated or {}), **known(*runs)}) or {}
    stood: dict[Bound | Name, set[str]] = {}
    for paragraphs in runs:
        for bound, neighbours in between(paragraphs).items():
            # By its figure too: of a number that has changed since, nobody states the old one any more.
            for each in (bound, name_of(bound)[1:]):
                stood.setdefault(each, set()).update(neighbours)
    alone = {
        start: bound
        for start, bound in sent.items()
        if left_alone(
            text,
            start,
            start + len(bound.shown),
            stood.get(bound) or stood.get(name_of(bound)[1:]) or _beside(bound, composition.figures),
        )
    }
    basis = composition.paragraphs.get(key, ())
    return beside(alone, places(rebind(text, now)), places(rebind(text, basis)))


def _beside(bound: Bound, figures: Figures) -> set[str]:
    """What may stand at a number the report does not state any more: the sign of a percentage, of a change that
    became nought."""
    known = bound.indicator in figures.labels
    return {"%"} if known and kind_of(figures.label(bound.indicator), bound.aspect) == "percent" else set()


@transaction.atomic
def edit_section(
    summary: Summary,
    key: str,
    text: str,
    *,
    by: User,
    version: int | None = None,
    seen: int | None = None,
    marks: str = "",
    stated: Mapping[Name, Bound] | None = None,
    kind: ChangeKind = ChangeKind.WRITTEN,
) -> SectionText:
    """Keep the officer's wording of a section; `seen` is the change he began from, `marks` the JSON of his editor,
    `stated` the figures of the page he wrote on: those that changed since follow.

    Raises PermissionDenied, EditRefused, SectionConflict.
    """
    locked = locked_for(summary, by)
    if version is not None and version != locked.version:
        raise EditRefused("这份总结刚被他人改动过，请刷新后再改；您的文字仍在编辑框中")
    if key not in EVERY:
        raise EditRefused("没有这个部分")
    text = written(text)
    latest = last_change(locked, key) if seen is not None else None
    composition = compose_summary(locked)
    now = current(locked, key, composition)
    # Two people who wrote the same have nothing to settle.
    if latest and latest.pk != seen and plain(now) != text:
        raise SectionConflict(latest)
    found = marks_in(text, marks, now, key, composition, stated)
    return _keep(locked, key, text, found, now, composition, by, kind)


@transaction.atomic
def accept_section(summary: Summary, key: str, *, by: User) -> SectionText:
    """Take the section as it reads with today's figures: what was flagged as changed is settled.

    Raises PermissionDenied, EditRefused.
    """
    locked = locked_for(summary, by)
    if not locked.texts.filter(key=key).exists():
        raise EditRefused("这一部分没有改写过，数字随数据更新，不用接受")
    composition = compose_summary(locked)
    now = current(locked, key, composition)
    return _keep(locked, key, plain(now), places(now), now, composition, by, ChangeKind.ACCEPTED)


def _keep(
    summary: Summary,
    key: str,
    text: str,
    marks: Mapping[int, Bound],
    now: Sequence[Paragraph],
    composition: Composition,
    by: User,
    kind: ChangeKind,
) -> SectionText:
    before = summary.texts.filter(key=key).first()
    # The page offers the text with today's numbers, so today's are what it is bound to from now on.
    edit, _ = SectionText.objects.update_or_create(
        summary=summary,
        key=key,
        defaults={
            "text": text,
            "composed": freeze_spans(composition.paragraphs[key]),
            "bindings": kept_bindings(text, before.bindings, composition) if before else [],
            "marks": freeze_marks(marks),
            "by": by,
        },
    )
    was = before.text if before and kind == ChangeKind.ACCEPTED else plain(now)
    _record(summary, key, kind, was, text, by)
    return edit


@transaction.atomic
def reset_section(summary: Summary, key: str, *, by: User) -> None:
    """Drop the officer's wording: the section is composed from figures again."""
    locked = locked_for(summary, by)
    composition = compose_summary(locked)
    was = plain(current(locked, key, composition))
    locked.texts.filter(key=key).delete()
    _record(locked, key, ChangeKind.RESET, was, plain(composition.paragraphs.get(key, ())), by)


def _record(summary: Summary, key: str, kind: ChangeKind, before: str, after: str, by: User) -> None:
    SectionChange.objects.create(summary=summary, key=key, kind=kind, before=before, after=after, by=by)
    if kind not in BESIDE:
        SectionDraft.objects.filter(summary=summary, key=key, by=by).delete()
    Summary.objects.filter(pk=summary.pk).update(version=F("version") + 1)
