"""Rows for tests: plain functions that make one thing each, and a fixed cast that knows two townships and two counties.

`make_cast()` builds 青山县总工会 with 东港镇总工会 (a plant below it) and 柳溪镇总工会 (a mill below it), and beside it
白水县总工会 with 桥头镇总工会. Everybody signs in with `PASSWORD`; 东港镇's people must never see anything of 柳溪镇's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from members.models import Role, Union, User
from members.models.union import Level
from members.months import parse_month
from reports.models import Figure, Indicator, MonthlyReturn, ReviewEvent, State, Summary, SummaryVersion

PASSWORD = "Tong-Xin-2026"
NOT_APPLICABLE = "na"


@lru_cache(maxsize=2)
def password_hash(hasher: str) -> str:
    return make_password(PASSWORD)


def as_month(month: date | str) -> date:
    """`2026-05` or a date → the first day of the month."""
    return parse_month(month) if isinstance(month, str) else month.replace(day=1)


def make_union(level: str, name: str, parent: Union | None = None, **fields: Any) -> Union:
    """A union at its place in the tree; counties and townships file returns unless told otherwise."""
    number = Union.objects.filter(parent=parent).count() + 1
    code = fields.pop("code", f"{parent.code}-{number}" if parent else f"C{number}")
    fields.setdefault("files_returns", level != Level.BASE)
    union = Union.objects.create(code=code, name=name, level=level, **fields)
    union.place_under(parent)
    return union


def make_county(name: str = "青山县总工会", **fields: Any) -> Union:
    return make_union(Level.COUNTY, name, None, **fields)


def make_township(parent: Union, name: str = "东港镇总工会", **fields: Any) -> Union:
    return make_union(Level.TOWNSHIP, name, parent, **fields)


def make_base(parent: Union, name: str = "东港机械厂工会", **fields: Any) -> Union:
    fields.setdefault("org_type", "enterprise")
    return make_union(Level.BASE, name, parent, **fields)


def make_user(role: str, union: Union, username: str = "", **fields: Any) -> User:
    """An account that has already chosen its password, `PASSWORD`."""
    username = username or f"{role}_{union.pk}"
    fields.setdefault("full_name", f"{union.name[:2]}{Role(role).label}")
    fields.setdefault("must_change_password", False)
    fields.setdefault("password", password_hash(settings.PASSWORD_HASHERS[0]))
    return User.objects.create(username=username, role=role, union=union, **fields)


def make_figures(monthly_return: MonthlyReturn, values: Mapping[str, object]) -> None:
    """Write figures as they are: numbers, or "na" for 不适用; None leaves the indicator unreported."""
    indicators = {i.code: i for i in Indicator.objects.filter(code__in=values)}
    if unknown := set(values) - set(indicators):
        raise KeyError(f"unknown indicators {sorted(unknown)}")
    Figure.objects.bulk_create(
        Figure(
            monthly_return=monthly_return,
            indicator=indicators[code],
            value=None if value == NOT_APPLICABLE else Decimal(str(value)),
            not_applicable=value == NOT_APPLICABLE,
        )
        for code, value in values.items()
        if value is not None
    )


def way_to(state: str, union: Union) -> list[tuple[str, str]]:
    """The moves that lead from 填报中 to a state; only townships have a signature between."""
    if state == State.DRAFT:
        return []
    way: list[tuple[str, str]] = [("submit", State.SUBMITTED), ("sign", State.REPORTED)]
    if union.level != Level.TOWNSHIP:
        way = [("submit", State.REPORTED)]
    last = {State.RETURNED: "return", State.APPROVED: "approve"}.get(State(state))
    return [*way, (last, state)] if last else way[: [after for _, after in way].index(state) + 1]


def make_return(
    union: Union,
    month: date | str,
    values: Mapping[str, object] | None = None,
    *,
    state: str = State.DRAFT,
    **fields: Any,
) -> MonthlyReturn:
    """A month of a union in this state, with figures; `by` signs the events that lead to a state beyond 填报中."""
    by = fields.pop("by", None)
    way = way_to(state, union) if by else ()
    monthly_return = MonthlyReturn.objects.create(
        union=union, month=as_month(month), state=state, version=1 + len(way), **fields
    )
    make_figures(monthly_return, values or {})
    before: str = State.DRAFT
    for number, (action, after) in enumerate(way, 2):
        ReviewEvent.objects.create(
            monthly_return=monthly_return, action=action, from_state=before, to_state=after, by=by, version=number
        )
        before = after
    return monthly_return


def make_summary(union: Union, first: date | str, last: date | str, *, kind: str = "annual", **fields: Any) -> Summary:
    return Summary.objects.create(union=union, kind=kind, first=as_month(first), last=as_month(last), **fields)


def make_version(summary: Summary, document: str, *, by: User, number: int = 1, **fields: Any) -> SummaryVersion:
    """An issued version holding this frozen document."""
    digest = sha256(document.encode()).hexdigest()
    return SummaryVersion.objects.create(
        summary=summary, number=number, document=document, digest=digest, issued_by=by, **fields
    )


@dataclass(frozen=True)
class Cast:
    """Who is there: east is 东港镇 (plant below it), west is 柳溪镇 (mill below it), others live in 白水县."""

    county: Union
    east: Union
    plant: Union
    west: Union
    mill: Union
    other_county: Union
    other_town: Union
    liaison: User
    clerk: User
    chair: User
    west_liaison: User
    west_clerk: User
    west_chair: User
    dept: User
    stat: User
    leader: User
    auditor: User
    sys_admin: User
    sec_admin: User
    log_admin: User
    other_stat: User
    other_clerk: User

    def of(self, role: str) -> User:
        """The person with this role in 东港镇 or in the county above it."""
        return getattr(self, NAMES[Role(role)])


NAMES: dict[str, str] = {
    Role.BASE_LIAISON: "liaison",
    Role.TOWN_CLERK: "clerk",
    Role.TOWN_CHAIR: "chair",
    Role.COUNTY_DEPT: "dept",
    Role.COUNTY_STAT: "stat",
    Role.COUNTY_LEADER: "leader",
    Role.AUDITOR: "auditor",
    Role.SYS_ADMIN: "sys_admin",
    Role.SEC_ADMIN: "sec_admin",
    Role.LOG_ADMIN: "log_admin",
}


def make_cast() -> Cast:
    """Two townships in one county, another county, and one account per role."""
    county = make_county()
    east, west = make_township(county, "东港镇总工会"), make_township(county, "柳溪镇总工会")
    plant, mill = make_base(east, "东港机械厂工会"), make_base(west, "柳溪纺织厂工会")
    other_county = make_county("白水县总工会")
    other_town = make_township(other_county, "桥头镇总工会")
    return Cast(
        county=county, east=east, plant=plant, west=west, mill=mill, other_county=other_county, other_town=other_town,
        liaison=make_user(Role.BASE_LIAISON, plant, "plant_liaison", full_name="石联络"),
        clerk=make_user(Role.TOWN_CLERK, east, "east_clerk", full_name="林填报"),
        chair=make_user(Role.TOWN_CHAIR, east, "east_chair", full_name="周主席"),
        west_liaison=make_user(Role.BASE_LIAISON, mill, "mill_liaison", full_name="何联络"),
        west_clerk=make_user(Role.TOWN_CLERK, west, "west_clerk", full_name="苏填报"),
        west_chair=make_user(Role.TOWN_CHAIR, west, "west_chair", full_name="丁主席"),
        dept=make_user(Role.COUNTY_DEPT, county, "dept", full_name="方部长", sections=["S01", "S02", "S05"]),
        stat=make_user(Role.COUNTY_STAT, county, "stat", full_name="钱统计"),
        leader=make_user(Role.COUNTY_LEADER, county, "leader", full_name="吴副主席"),
        auditor=make_user(Role.AUDITOR, county, "auditor", full_name="郑经审"),
        sys_admin=make_user(Role.SYS_ADMIN, county, "sys_admin", full_name="冯系统"),
        sec_admin=make_user(Role.SEC_ADMIN, county, "sec_admin", full_name="陈安全"),
        log_admin=make_user(Role.LOG_ADMIN, county, "log_admin", full_name="褚审计"),
        other_stat=make_user(Role.COUNTY_STAT, other_county, "other_stat", full_name="卫统计"),
        other_clerk=make_user(Role.TOWN_CLERK, other_town, "other_clerk", full_name="蒋填报"),
    )  # fmt: skip


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
