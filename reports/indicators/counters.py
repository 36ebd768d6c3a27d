"""Counters for what a declaration cannot say: the latest of several rows, a lack of successors, two ledgers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from reports.indicators.counting import Count, Row, Scope, counts, total

STANDING = ("active", "dormant")


def unions_standing(scope: Scope) -> list[dict[str, Any]]:
    """The grassroots unions that exist at the month's end, with what they said then."""
    names = ("status", "level", "base_kind", "covered_unit_count", "member_count_reg", "term_end", "renewal_status")
    rows = scope.in_force("union_org").order_by("pk").values("pk", *names)
    told = [
        {name: scope.then("union_org", row["pk"], name, row[name]) for name in names} | {"pk": row["pk"]}
        for row in rows
    ]
    return [row for row in told if row["level"] == "base" and row["status"] in STANDING]


def counted(ledger: str, rows: list[Row]) -> Count:
    """Rows as a count."""
    return Count(ledger, total(rows), tuple(rows))


@counts("covered_units", "union_org")
def covered_units(scope: Scope) -> Count:
    """A union standing alone covers one workplace, a joint one as many as it says."""
    return counted("union_org", [
        (row["pk"], Decimal(1 if row["base_kind"] == "standalone" else row["covered_unit_count"] or 1))
        for row in unions_standing(scope)
    ])  # fmt: skip


@counts("union_revoked", "union_org")
def union_revoked(scope: Scope) -> Count:
    """The grassroots unions that were dissolved or merged in the month."""
    gone = scope.happened("union_org", "ended_on").filter(level="base", status__in=("revoked", "merged"))
    return counted("union_org", [(pk, Decimal(1)) for pk in gone.order_by("pk").values_list("pk", flat=True)])


@counts("union_term_overdue", "union_org")
def union_term_overdue(scope: Scope) -> Count:
    """The unions whose term has run out and that neither elected anew nor were given more time."""
    return counted("union_org", [
        (row["pk"], Decimal(1))
        for row in unions_standing(scope)
        if row["term_end"] and row["term_end"] < scope.end.isoformat() and row["renewal_status"] != "postponed"
    ])  # fmt: skip


def latest_surveys(scope: Scope, disposition: str) -> Count:
    """The workplaces without a union whose last visit by the month's end says so."""
    last: dict[int, tuple[int, str]] = {}
    visits = scope.valid("organizing_survey").filter(survey_on__lte=scope.end).order_by("survey_on", "pk")
    for pk, employer, said in visits.values_list("pk", "employer", "disposition"):
        last[employer] = pk, said
    unions = dict(scope.in_force("employer").filter(pk__in=last).values_list("pk", "union_org"))
    open_still = {pk for pk, union in unions.items() if not scope.then("employer", pk, "union_org", union)}
    found = [pk for employer, (pk, said) in last.items() if said == disposition and employer in open_still]
    return counted("organizing_survey", [(pk, Decimal(1)) for pk in sorted(found)])


@counts("unorganized_preparing", "organizing_survey")
def unorganized_preparing(scope: Scope) -> Count:
    """Workplaces founding a union."""
    return latest_surveys(scope, "preparing")


@counts("unorganized_willing", "organizing_survey")
def unorganized_willing(scope: Scope) -> Count:
    """Workplaces willing to found one."""
    return latest_surveys(scope, "willing")


@counts("unorganized_persuading", "organizing_survey")
def unorganized_persuading(scope: Scope) -> Count:
    """Workplaces still to be persuaded."""
    return latest_surveys(scope, "persuading")


@counts("member_total", "member", "union_org")
def member_total(scope: Scope) -> Count | None:
    """The members entered by name, and for unions without any the number they registered."""
    named: list[Row] = []
    unions = set()
    for pk, union, membership in (
        scope.in_force("member").order_by("pk").values_list("pk", "union_org", "membership")
    ):  # fmt: skip
        unions.add(union)
        if scope.then("member", pk, "membership", membership) == "active":
            named.append((pk, Decimal(1)))
    registered: list[Row] = [
        (f"union_org:{row['pk']}", Decimal(row["member_count_reg"]))
        for row in unions_standing(scope)
        if row["member_count_reg"] and row["pk"] not in unions
    ]
    told = named or registered or scope.valid("member").exists()
    return counted("member", [*named, *registered]) if told else None


@counts("contract_lapsed", "collective_contract")
def contract_lapsed(scope: Scope) -> Count:
    """The contracts that ended before the month's end and were not renewed, of workplaces still there."""
    over = scope.valid("collective_contract").filter(end_on__lt=scope.end, terminated_on=None)
    renewed = set(
        scope.valid("collective_contract")
        .filter(renewal_of__isnull=False, signed_on__lte=scope.end)
        .values_list("renewal_of", flat=True)
    )
    covers: dict[int, list[int | None]] = {}
    for pk, employer, until in over.order_by("pk").values_list("pk", "covers__employer", "covers__until"):
        still = covers.setdefault(pk, [])
        if until is None or until > scope.end:
            still.append(employer)
    there = set(scope.in_force("employer").values_list("pk", flat=True))
    return counted("collective_contract", [
        (pk, Decimal(1))
        for pk, employers in covers.items()
        if pk not in renewed and (employers == [None] or there.intersection(employers))
    ])  # fmt: skip


@counts("safety_training_persons", "training", "activity")
def safety_training_persons(scope: Scope) -> Count:
    """Who was trained in safety, and who took part in drills."""
    trained = scope.happened("training", "held_on").filter(type="safety").order_by("pk").values_list("pk", "persons")
    drilled = scope.happened("activity", "held_on").filter(type="drill").order_by("pk").values_list("pk", "persons")
    return counted("training", [
        *((pk, Decimal(persons)) for pk, persons in trained if persons is not None),
        *((f"activity:{pk}", Decimal(persons)) for pk, persons in drilled if persons is not None),
    ])  # fmt: skip


@counts("fund_open", "fund_entry")
def fund_open(scope: Scope) -> Count | None:
    """The year's opening balance with what came in and went out before the month; nothing without a balance."""
    year = date(scope.month.year, 1, 1)
    rows: list[Row] = []
    opened = False
    entries = scope.valid("fund_entry").filter(on__gte=year, on__lte=scope.month).order_by("on", "pk")
    for pk, on, direction, amount in entries.values_list("pk", "on", "direction", "amount"):
        opened = opened or direction == "open"
        if direction == "open" or on < scope.month:
            rows.append((pk, -amount if direction == "out" else amount))
    return counted("fund_entry", rows) if opened else None
