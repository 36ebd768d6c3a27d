"""Which states of a report are kept, and is what comes back from its writer still what was sent back?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from members.models import User
from reports.blocks import Document
from reports.models import ReviewEvent, State, Summary, SummaryDraft, SummaryEvent, SummaryVersion
from reports.summaries.differences import content
from reports.summaries.editing import edited_document
from reports.summaries.frozen import freeze, thaw
from reports.workflow import MoveRefused, brings

#: Moves that give a report back to its writer, and how the paper it then was is called.
BACK = {"hand_back": "退回时", "return": "退回时", "reopen": "重新开放时"}
NOW = "now"
#: An issued report as it would read with today's figures.
LIVE = "live"
#: Moves after which a month may say something else than it did.
REOPENING = ("reopen", "take_in")


@dataclass(frozen=True, slots=True)
class Kept:
    """A state of the report that can be compared: its key in an address, what it is called, whose act, when, why.

    `number` is that of an issued version, 0 for others.
    """

    key: str
    action: str
    label: str
    by: User
    at: datetime
    reason: str = ""
    number: int = 0


@brings(Summary, "submit")
@brings(Summary, "hand_back")
@brings(Summary, "return")
def keep_draft(summary: Summary, *, by: User) -> None:
    """Keep the report as it stands at this move."""
    event = summary.events.last()
    assert event is not None
    SummaryDraft.objects.create(event=event, document=freeze(edited_document(summary)))


def refuse_unchanged(summary: Summary, document: Document) -> None:
    """A report sent back comes again only when something has changed. Raises MoveRefused."""
    back = summary.events.filter(action__in=BACK).last()
    before = _sent_back(summary, back) if back else None
    if back is None or before is None or content(before) != content(document):
        return
    if summary.number_notes.filter(at__gt=back.at).exists():
        return
    day = timezone.localdate(back.at)
    raise MoveRefused(
        f"{back.by.full_name}{day.month}月{day.day}日{BACK[back.action]}要求：“{back.reason}”。"
        "现在的文字和数据与退回时完全相同，请按意见修改后再提交"
    )


def _sent_back(summary: Summary, back: SummaryEvent) -> Document | None:
    """The report as it was sent back; None where that was not kept."""
    if back.action == "reopen":
        version = summary.versions.last()
        return thaw(version.document) if version else None
    draft = SummaryDraft.objects.filter(event=back).first()
    return thaw(draft.document) if draft else None


def kept_states(summary: Summary, events: Sequence[SummaryEvent], versions: Sequence[SummaryVersion]) -> list[Kept]:
    """Every state kept of the report, oldest first. One query."""
    drafts = set(SummaryDraft.objects.filter(event__in=events).values_list("event_id", flat=True))
    found, sent = [], 0
    for event in events:
        sent += event.action == "submit"
        if event.pk in drafts:
            label = f"第{sent}次提交" + ("" if event.action == "submit" else f"后{BACK[event.action]}")
            found.append(Kept(f"e{event.pk}", event.action, label, event.by, event.at, event.reason))
    found += [
        Kept(f"v{v.number}", "approve", f"签发第{v.number}版", v.issued_by, v.issued_at, v.reason, v.number)
        for v in versions
    ]
    return sorted(found, key=lambda kept: kept.at)


def document_at(summary: Summary, key: str) -> Document | None:
    """The report in the state of this key, `now` for as it reads today, `live` for an issued one with today's figures.

    None for a key there is not.
    """
    if key == LIVE:
        return edited_document(summary) if summary.state == State.APPROVED else None
    if key == NOW:
        latest = summary.versions.last() if summary.state == State.APPROVED else None
        return thaw(latest.document) if latest else edited_document(summary)
    kind, number = key[:1], key[1:]
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return None
    if kind == "v":
        version = summary.versions.filter(number=int(number)).first()
        return thaw(version.document) if version else None
    draft = SummaryDraft.objects.filter(event__summary=summary, event=int(number)).first() if kind == "e" else None
    return thaw(draft.document) if draft else None


def months_reopened(summary: Summary, version: SummaryVersion) -> bool:
    """May figures of this version have changed since it was issued, this year's or last year's? One query."""
    return ReviewEvent.objects.filter(
        action__in=REOPENING,
        at__gt=version.issued_at,
        monthly_return__union__path__startswith=summary.union.path,
        monthly_return__month__range=(summary.span.previous.first, summary.last),
    ).exists()


def came_back(events: Sequence[SummaryEvent]) -> SummaryEvent | None:
    """The move by which the report was last given back to its writer: whose, when, why."""
    return next((event for event in reversed(events) if event.action in BACK), None)


def last_sent(states: Sequence[Kept]) -> Kept | None:
    """The submission before the latest one: what a reviewer has seen already; None for a first submission."""
    sent = [kept for kept in states if kept.action == "submit"]
    return sent[-2] if len(sent) > 1 else None
