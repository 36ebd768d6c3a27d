"""What reviewer and filler say about single cells, and the ticks per section."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from members import permissions
from members.models import User
from reports.models import CellMark, Indicator, MonthlyReturn, SectionTick, State
from reports.models.indicator import SECTIONS


class ReviewError(ValueError):
    """The remark or tick cannot be taken; the message is Chinese."""


def _locked(monthly_return: MonthlyReturn) -> MonthlyReturn:
    return MonthlyReturn.objects.select_for_update(of=("self",)).select_related("union").get(pk=monthly_return.pk)


def may_mark(user: User, monthly_return: MonthlyReturn) -> bool:
    """The reviewer while it lies with the county, the chair while it waits for the signature."""
    if monthly_return.state == State.REPORTED:
        return permissions.may_review(user, monthly_return.union)
    return monthly_return.state == State.SUBMITTED and permissions.may_sign(user, monthly_return.union)


@transaction.atomic
def mark(monthly_return: MonthlyReturn, indicator: Indicator, text: str, *, by: User) -> CellMark:
    """Put a remark on one cell. Raises PermissionDenied, ReviewError."""
    locked = _locked(monthly_return)
    if not may_mark(by, locked):
        raise PermissionDenied
    if not text.strip():
        raise ReviewError("请写明对这个数字的意见")
    return CellMark.objects.create(monthly_return=locked, indicator=indicator, text=text.strip()[:200], by=by)


@transaction.atomic
def settle(cell_mark: CellMark, *, by: User) -> None:
    """The reviewer withdraws or settles a remark. Raises PermissionDenied."""
    locked = _locked(cell_mark.monthly_return)
    if not may_mark(by, locked):
        raise PermissionDenied
    CellMark.objects.filter(pk=cell_mark.pk).update(settled=True)


@transaction.atomic
def reply(cell_mark: CellMark, text: str, *, by: User) -> CellMark:
    """The filler's answer to a remark. Raises PermissionDenied, ReviewError."""
    locked = _locked(cell_mark.monthly_return)
    if not permissions.may_record(by, locked.union):
        raise PermissionDenied
    if not locked.is_open:
        raise ReviewError("报表不在填报人手中，不能答复")
    if not text.strip():
        raise ReviewError("请答复“已改”或说明原因")
    cell_mark.reply, cell_mark.replied_by, cell_mark.replied_at = text.strip()[:200], by, timezone.now()
    cell_mark.save(update_fields=["reply", "replied_by", "replied_at"])
    return cell_mark


def sections_of(monthly_return: MonthlyReturn) -> dict[str, str]:
    """The sections in which the return has figures, in order: key → name."""
    keys = set(monthly_return.figures.values_list("indicator__section", flat=True))
    return {key: name for key, name in SECTIONS.items() if key in keys}


def unticked(monthly_return: MonthlyReturn) -> dict[str, str]:
    """The sections that nobody has ticked yet."""
    done = set(monthly_return.ticks.values_list("section", flat=True))
    return {key: name for key, name in sections_of(monthly_return).items() if key not in done}


@transaction.atomic
def tick(monthly_return: MonthlyReturn, section: str, *, by: User, done: bool = True) -> None:
    """Tick (or untick) a section as reviewed. Raises PermissionDenied, ReviewError."""
    locked = _locked(monthly_return)
    if not permissions.may_tick(by, locked.union, section):
        raise PermissionDenied
    if locked.state != State.REPORTED:
        raise ReviewError(f"报表{locked.get_state_display()}，不在审核中")
    if section not in SECTIONS:
        raise ReviewError("没有这个业务口")
    if done:
        SectionTick.objects.get_or_create(monthly_return=locked, section=section, defaults={"by": by})
    else:
        locked.ticks.filter(section=section).delete()
