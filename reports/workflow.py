"""Who may move a return or a summary from which state to which: one table, one function.

Buttons come from the same table, so page and rule cannot disagree. Every move leaves an insert-only event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from members import permissions
from members.models import Union, User
from members.models.union import Level
from reports import rules
from reports.indicators.standing import store_counts
from reports.models import MonthlyReturn, ReviewEvent, State, Summary, SummaryEvent
from reports.reviewing import unticked

Subject = TypeVar("Subject", MonthlyReturn, Summary)
Allowed = Callable[[User, Union], bool]
ABOVE_BASE = frozenset({Level.COUNTY, Level.TOWNSHIP})
ALL = frozenset(Level)


class MoveRefused(Exception):
    """The move cannot be made now; the message is Chinese and says what to do. `findings` name the cells."""

    def __init__(self, message: str, findings: list[rules.Finding] | None = None) -> None:
        super().__init__(message)
        self.findings = findings or []


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: in which states, at which levels and by whom, and what it leads to."""

    action: str
    label: str
    sources: tuple[State, ...]
    target: State
    may: Allowed
    levels: frozenset[str] = ALL
    reason_required: bool = False
    main: bool = True


OPEN = (State.DRAFT, State.RETURNED)
TOWNSHIP, OTHERS = frozenset({Level.TOWNSHIP}), frozenset({Level.COUNTY, Level.BASE})

MOVES: tuple[Move, ...] = (
    Move("submit", "提交主席审签", OPEN, State.SUBMITTED, permissions.may_submit, TOWNSHIP),
    Move("submit", "提交审核", OPEN, State.REPORTED, permissions.may_submit, OTHERS),
    Move("sign", "审签并上报", (State.SUBMITTED,), State.REPORTED, permissions.may_sign, TOWNSHIP),
    Move(
        "hand_back", "退回填报人", (State.SUBMITTED,), State.RETURNED, permissions.may_sign, TOWNSHIP,
        reason_required=True, main=False,
    ),
    Move("withdraw", "撤回修改", (State.SUBMITTED,), State.DRAFT, permissions.may_submit, TOWNSHIP, main=False),
    Move("withdraw", "撤回修改", (State.REPORTED,), State.DRAFT, permissions.may_sign, TOWNSHIP, main=False),
    Move("withdraw", "撤回修改", (State.REPORTED,), State.DRAFT, permissions.may_submit, OTHERS, main=False),
    Move("approve", "审核通过", (State.REPORTED,), State.APPROVED, permissions.may_approve),
    Move(
        "return", "退回修改", (State.REPORTED,), State.RETURNED, permissions.may_review,
        reason_required=True, main=False,
    ),
    Move(
        "reopen", "重新开放", (State.APPROVED,), State.RETURNED, permissions.may_reopen,
        reason_required=True, main=False,
    ),
    Move("take_in", "收入历史数据", OPEN, State.APPROVED, permissions.may_take_in, main=False),
)  # fmt: skip

#: What must hold before an action on a model: (model, action) → a function that raises MoveRefused.
GUARDS: dict[tuple[type, str], Callable[..., None]] = {}

#: What a move brings about in the same transaction: (model, action) → a function of the subject.
EFFECTS: dict[tuple[type, str], Callable[..., None]] = {}


def guards(model: type, action: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what must hold before the action; the function gets the locked subject and raises MoveRefused."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        GUARDS[model, action] = function
        return function

    return register


def brings(model: type, action: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what the action brings about, in the same transaction."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        EFFECTS[model, action] = function
        return function

    return register


def moves_for(user: User, subject: MonthlyReturn | Summary) -> list[Move]:
    """The moves this user may make now, as buttons; taking in history has its own door."""
    return [
        move
        for move in MOVES
        if subject.state in move.sources
        and subject.union.level in move.levels
        and move.action != "take_in"
        and move.may(user, subject.union)
    ]


def advance(
    subject: Subject,
    action: str,
    *,
    by: User,
    reason: str = "",
    version: int | None = None,
    mend_by: date | None = None,
) -> Subject:
    """Make the move and leave its event; the only place a state changes.

    `version` is the one the page showed: a newer one refuses the move. Raises PermissionDenied for somebody who
    may not, MoveRefused for anything the user can mend. Returns the subject as it now is.
    """
    model = type(subject)
    with transaction.atomic():
        locked: Subject = (
            model._default_manager.select_for_update(of=("self",)).select_related("union").get(pk=subject.pk)
        )
        if version is not None and version != locked.version:
            raise MoveRefused("内容刚被他人改动过，请刷新页面核对后再操作")
        candidates = [m for m in MOVES if m.action == action and locked.union.level in m.levels]
        if not any(m.may(by, locked.union) for m in candidates):
            raise PermissionDenied
        move = next((m for m in candidates if locked.state in m.sources and m.may(by, locked.union)), None)
        if move is None:
            raise MoveRefused(f"当前状态为“{locked.get_state_display()}”，不能{candidates[0].label}")
        reason = reason.strip()
        if move.reason_required and not reason:
            raise MoveRefused(f"{move.label}必须写明理由")
        if guard := GUARDS.get((model, action)):
            guard(locked, by=by, mend_by=mend_by)
        changed = model._default_manager.filter(pk=locked.pk, state=locked.state, version=locked.version).update(
            state=move.target,
            version=F("version") + 1,
            mend_by=mend_by if move.target == State.RETURNED else None,
            updated_at=timezone.now(),
        )
        if not changed:
            raise MoveRefused("内容刚被他人改动过，请刷新页面核对后再操作")
        _record(locked, move, by, reason)
        subject.refresh_from_db()
        if effect := EFFECTS.get((model, action)):
            effect(subject, by=by)
    return subject


def _record(locked: MonthlyReturn | Summary, move: Move, by: User, reason: str) -> None:
    event = {
        "action": move.action, "from_state": locked.state, "to_state": move.target,
        "reason": reason, "by": by, "version": locked.version + 1,
    }  # fmt: skip
    if isinstance(locked, MonthlyReturn):
        ReviewEvent.objects.create(monthly_return=locked, **event)
        # What was ticked holds while it is reviewed and stays to be read once approved.
        if move.target not in (State.REPORTED, State.APPROVED):
            locked.ticks.all().delete()
        if move.action in ("approve", "submit"):
            locked.marks.filter(settled=False).exclude(reply="").update(settled=True)
    else:
        SummaryEvent.objects.create(summary=locked, **event)


@guards(MonthlyReturn, "submit")
def _clean_enough(locked: MonthlyReturn, *, by: User, mend_by: date | None) -> None:
    """Errors block; warnings need a reason given for these very numbers; marks need an answer.

    The ledgers are counted at this moment, and what they say is kept with its rows.
    """
    store_counts(locked, freeze=True)
    standing = rules.open_findings(locked)
    errors = sum(finding.blocks for finding in standing)
    if errors:
        raise MoveRefused(f"还有 {errors} 处强制性错误未改正，不能提交", standing)
    if standing:
        raise MoveRefused(f"还有 {len(standing)} 条预警未填写原因说明，请补充后提交", standing)
    unanswered = locked.marks.filter(settled=False, reply="").count()
    if unanswered:
        raise MoveRefused(f"还有 {unanswered} 条审核意见没有答复，请改正并答复后提交")


@guards(MonthlyReturn, "take_in")
def _counted_once_more(locked: MonthlyReturn, *, by: User, mend_by: date | None) -> None:
    """Where a draft had been counted already, its counts are frozen as the ledgers stand when it is taken in."""
    if locked.counted.exists():
        store_counts(locked, freeze=True)


@guards(MonthlyReturn, "return")
def _names_cells(locked: MonthlyReturn, *, by: User, mend_by: date | None) -> None:
    """A return names the cells, and by when they are to be mended."""
    if not locked.marks.filter(settled=False).exists():
        raise MoveRefused("退回前请在有问题的数字上写明意见（指明指标）")
    if mend_by is None:
        raise MoveRefused("退回须填写改正期限")
    if mend_by < timezone.localdate():
        raise MoveRefused("改正期限不能早于今天")


@guards(MonthlyReturn, "approve")
def _all_ticked(locked: MonthlyReturn, *, by: User, mend_by: date | None) -> None:
    """Every section with figures has been ticked, and no mark waits for an answer."""
    open_sections = unticked(locked)
    if open_sections and locked.union.level == Level.TOWNSHIP:
        raise MoveRefused(f"还有业务口未审核：{'、'.join(open_sections.values())}")
    if locked.marks.filter(settled=False, reply="").exists():
        raise MoveRefused("还有未了结的审核意见，请先了结或退回")
