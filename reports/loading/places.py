"""May figures of this union and month be loaded, and must the union begin to file for it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from members import permissions
from members.models import Union, User
from members.months import month_name
from reports.locks import future_month, lock_of
from reports.models import MonthlyReturn

Place = tuple[int, date]


def place_problem(
    union: Union, month: date, monthly_return: MonthlyReturn | None, *, by: User | None, approve: bool
) -> str:
    """Why nothing can be loaded there, or an empty text."""
    if refusal := future_month(month):
        return refusal
    if monthly_return and (lock := lock_of(monthly_return)):
        return f"“{union.name}”{lock.message}"
    if union.established_on and union.established_on.replace(day=1) > month:
        return f"“{union.name}”{union.established_on} 才建会，{month_name(month)}不能有数据"
    if union.files_returns and union.files_until and month > union.files_until:
        return f"“{union.name}”填报至{month_name(union.files_until)}为止，{month_name(month)}不在填报范围内"
    if by is not None and not may_load(by, union, approve=approve):
        action = "收入历史数据" if approve else "填报"
        return f"账号“{by.username}”（{by.get_role_display()}）无权为“{union.name}”{action}"
    return ""


def may_load(user: User, union: Union, *, approve: bool) -> bool:
    """May figures of this union be loaded in the user's name: as the one who types them, or who takes them in?"""
    if approve:
        return permissions.may_take_in(user, union)
    return permissions.may_record(user, union) or permissions.may_take_in(user, union)


def begin_filing(unions: Mapping[int, Union], places: Iterable[Place]) -> list[str]:
    """A union whose own figures are loaded files returns, from the first of these months on; says so."""
    first: dict[int, date] = {}
    for pk, month in places:
        first[pk] = min(month, first.get(pk, month))
    remarks = []
    for pk, month in first.items():
        union = unions[pk]
        if union.files_returns and (not union.files_from or union.files_from <= month):
            continue
        union.files_returns, union.files_from = True, month
        union.save(update_fields=["files_returns", "files_from"])
        remarks.append(f"“{union.name}”自{month_name(month)}起列为填报单位")
    return remarks
