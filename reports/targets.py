"""How are targets set, revised, taken back, and spread over those below? Every step leaves an insert-only change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from members.models import Union, User
from members.permissions import may_keep_catalogue, within
from reports.formats import show
from reports.models import Indicator, Target, TargetChange


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target says: how much, by when, at least or at most, after which document."""

    target: Decimal
    at_least: bool = True
    document: str = ""
    note: str = ""


class AlreadySet(ValueError):
    """There is a target for this union, indicator, year and month already; the message says so."""


def said(target: Target | Aim, unit: str) -> str:
    """A target in words, as the record of changes keeps it: 不少于 40家（县工发〔2026〕3号）."""
    word = "不少于" if target.at_least else "不超过"
    text = f"{word}{show(target.target, 4)}{unit}"
    return (f"{text}（{target.document}）" if target.document else text)[:120]


def may_set(user: User, union: Union) -> bool:
    """May the user set this union's targets?"""
    return may_keep_catalogue(user) and within(user, union)


def set_target(
    union: Union, indicator: Indicator, year: int, by_month: int, aim: Aim, *, by: User, revise: Target | None = None
) -> Target:
    """Set the target, or revise the given one (also its month). Raises PermissionDenied, AlreadySet."""
    if not may_set(by, union):
        raise PermissionDenied
    with transaction.atomic():
        beside = Target.objects.filter(union=union, indicator=indicator, year=year, by_month=by_month)
        if any(each != revise for each in beside):
            raise AlreadySet(
                f"“{union.name}”{year}年{by_month}月底前的“{indicator.plain_name}”任务已经有了，请直接修改"
            )
        target = Target.objects.select_for_update(of=("self",)).get(pk=revise.pk) if revise else None
        old = said(target, indicator.unit) if target else ""
        moved = f"，原为{target.by_month}月底前" if target and target.by_month != by_month else ""
        if target is None:
            target = Target(union=union, indicator=indicator, year=year)
        target.by_month, target.target, target.at_least = by_month, aim.target, aim.at_least
        target.document, target.note = aim.document, aim.note
        target.save()
        new = said(target, indicator.unit)
        if old != new or moved:
            record(target, old + moved, new, by=by)
    return target


def drop_target(target: Target, *, by: User) -> None:
    """Take the target back; its changes stay on record. Raises PermissionDenied."""
    if not may_set(by, target.union):
        raise PermissionDenied
    with transaction.atomic():
        record(target, said(target, target.indicator.unit), "", by=by)
        target.delete()


def spread(target: Target, shares: Mapping[int, Decimal | None], *, by: User) -> int:
    """Give the unions (id → share; None: no target) their part of a target; returns how many changed.

    A union that is not below the target's own gets none.
    """
    unions = {union.pk: union for union in Union.objects.below(target.union).filter(pk__in=shares)}
    changed = 0
    with transaction.atomic():
        same = Target.objects.filter(
            union__in=unions, indicator=target.indicator, year=target.year, by_month=target.by_month
        )
        existing = {each.union_id: each for each in same.select_related("union", "indicator")}
        for pk, union in unions.items():
            share, before = shares[pk], existing.get(pk)
            if share is None:
                if before:
                    drop_target(before, by=by)
                    changed += 1
                continue
            if before and (before.target, before.at_least) == (share, target.at_least):
                continue
            aim = Aim(share, target.at_least, target.document, before.note if before else "")
            set_target(union, target.indicator, target.year, target.by_month, aim, by=by, revise=before)
            changed += 1
    return changed


def record(target: Target, old: str, new: str, *, by: User | None) -> None:
    """Write down a change of a target."""
    TargetChange.objects.create(
        union=target.union, indicator=target.indicator, year=target.year, by_month=target.by_month,
        old=old[:120], new=new[:120], by=by,
    )  # fmt: skip


def shares(total: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """The total divided in proportion, each share with so many decimals, adding up to the total exactly.

    Equal where all weights are 0; what is left over goes to the largest remainders, earlier ones first.
    """
    if not weights:
        return []
    whole = sum(weights, Decimal(0))
    if whole <= 0:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    step = Decimal(1).scaleb(-decimals)
    exact = [total * weight / whole for weight in weights]
    found = [share.quantize(step, ROUND_DOWN) for share in exact]
    left = int((total - sum(found, Decimal(0))) / step)
    order = sorted(range(len(found)), key=lambda place: found[place] - exact[place])
    for place in order[:left]:
        found[place] += step
    return found
