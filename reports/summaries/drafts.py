"""What is kept of a section while it is being written, and who else is writing in it?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from members import permissions
from members.models import User
from reports.models import SectionDraft, Summary
from reports.sections import EVERY
from reports.summaries.compose import Composition
from reports.summaries.editing import EditRefused, SectionEdit
from reports.summaries.marks import clean
from reports.summaries.rebinding import plain
from reports.summaries.saving import LIMIT

#: Somebody whose text was kept this recently is writing now.
WRITING = timedelta(minutes=5)


class DraftElsewhere(EditRefused):
    """The same person went on writing in another window."""


def keep_draft(
    summary: Summary, key: str, text: str, marks: object, *, by: User, seen: int, version: int
) -> SectionDraft:
    """Keep an unsaved text; `version` is that of the draft this window knows, 0 for none.

    Raises PermissionDenied, EditRefused, DraftElsewhere. Nothing of the report changes.
    """
    if not permissions.may_record(by, summary.union):
        raise PermissionDenied
    if not summary.is_open:
        raise EditRefused(f"总结{summary.get_state_display()}，须退回或撤回后才能修改")
    if key not in EVERY:
        raise EditRefused("没有这个部分")
    if len(text) > LIMIT:
        raise EditRefused("文字太长，没有保存，请先精简")
    elsewhere = DraftElsewhere("您在另一个窗口也在改这一部分，这里的文字没有自动保存")
    fields = {"text": text, "marks": marks if isinstance(marks, list) else [], "seen": seen}
    try:
        with transaction.atomic():
            kept = SectionDraft.objects.select_for_update().filter(summary=summary, key=key, by=by).first()
            if kept is None:
                return SectionDraft.objects.create(summary=summary, key=key, by=by, **fields)
            if kept.version != version:
                raise elsewhere
            for name, value in fields.items():
                setattr(kept, name, value)
            kept.version += 1
            kept.save()
            return kept
    except IntegrityError:
        raise elsewhere from None


def own_draft(summary: Summary, key: str, by: User) -> SectionDraft | None:
    """What this person has not saved yet. One query."""
    return summary.section_drafts.filter(key=key, by=by).first()


def drop_draft(summary: Summary, key: str, by: User) -> bool:
    """Forget what this person has not saved; was there anything?"""
    return bool(summary.section_drafts.filter(key=key, by=by).delete()[0])


def unsaved(summary: Summary, composition: Composition, edits: Mapping[str, SectionEdit]) -> list[SectionDraft]:
    """What has been written and never saved, so that the report does not say it; in the report's order. One query."""
    order = list(composition.headings)

    def reads(key: str) -> str:
        return plain(edits[key].paragraphs if key in edits else composition.paragraphs.get(key, ()))

    found = summary.section_drafts.filter(key__in=order).select_related("by")
    return sorted(
        (draft for draft in found if clean(draft.text) != reads(draft.key)),
        key=lambda draft: (order.index(draft.key), draft.at),
    )


def others_writing(summary: Summary, key: str, by: User) -> list[SectionDraft]:
    """Who else has been writing in the section these minutes. One query."""
    recent = summary.section_drafts.filter(key=key, at__gte=timezone.now() - WRITING).exclude(by=by)
    return list(recent.select_related("by").order_by("-at"))


def said_of(drafts: list[SectionDraft]) -> str:
    """`王会计（10:32）正在改这一部分`; empty for nobody."""
    named = [f"{draft.by}（{timezone.localtime(draft.at):%H:%M}）" for draft in drafts]
    return f"{'、'.join(named)}也在改这一部分" if named else ""
