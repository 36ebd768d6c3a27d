"""Who may do what: predicates over user and union. What one may see is `visible_to()` on the querysets."""

from __future__ import annotations

from members.models import Role, Union, User
from members.models.union import Level

COUNTY_REVIEWERS = {Role.COUNTY_DEPT, Role.COUNTY_STAT, Role.COUNTY_LEADER}
ADMINISTRATORS = {Role.SYS_ADMIN, Role.SEC_ADMIN, Role.LOG_ADMIN}
#: Which roles an account manager may give, and at which level of union.
GRANTS: dict[str, dict[str, set[str]]] = {
    Role.SEC_ADMIN: {
        Level.COUNTY: {Role.COUNTY_DEPT, Role.COUNTY_STAT, Role.COUNTY_LEADER, Role.AUDITOR},
        Level.TOWNSHIP: {Role.TOWN_CLERK, Role.TOWN_CHAIR},
        Level.BASE: {Role.BASE_LIAISON},
    },
    Role.COUNTY_STAT: {Level.TOWNSHIP: {Role.TOWN_CLERK, Role.TOWN_CHAIR}, Level.BASE: {Role.BASE_LIAISON}},
    Role.TOWN_CHAIR: {Level.TOWNSHIP: {Role.TOWN_CLERK}, Level.BASE: {Role.BASE_LIAISON}},
}


def within(user: User, union: Union) -> bool:
    """Is the union the user's own or below it?"""
    return bool(user.union_id) and union.path.startswith(user.union.path)


def has_data_rights(user: User) -> bool:
    """Administrators keep accounts and settings, and see no figures."""
    return user.role not in ADMINISTRATORS


def may_record(user: User, union: Union) -> bool:
    """May the user type figures and ledger rows of this very union?"""
    if user.union_id != union.pk:
        return False
    return (
        user.role
        in {
            Level.COUNTY: {Role.COUNTY_STAT, Role.COUNTY_DEPT},
            Level.TOWNSHIP: {Role.TOWN_CLERK, Role.TOWN_CHAIR},
            Level.BASE: {Role.BASE_LIAISON},
        }[Level(union.level)]
    )


def may_keep(user: User, union: Union) -> bool:
    """May the user write this union's ledgers: his own, or those of a grassroots union below his township?"""
    if may_record(user, union):
        return True
    township = user.role in {Role.TOWN_CLERK, Role.TOWN_CHAIR}
    return township and union.level == Level.BASE and within(user, union)


def may_reveal(user: User, union: Union, section: str) -> bool:
    """May the user see a sealed field of this union's ledgers: its keepers, the county's leader and department?"""
    if may_keep(user, union):
        return True
    department = user.role == Role.COUNTY_DEPT and section in user.sections
    return within(user, union) and (department or user.role == Role.COUNTY_LEADER)


def may_submit(user: User, union: Union) -> bool:
    """May the user send this union's return on its way?"""
    return may_record(user, union) and user.role != Role.COUNTY_DEPT


def may_sign(user: User, union: Union) -> bool:
    """Is the user this township's chair (or the signer the county designated in the chair's place)?"""
    return user.union_id == union.pk and user.role == Role.TOWN_CHAIR


def may_review(user: User, union: Union) -> bool:
    """May the user mark, return and tick: the county its townships, a township's chair its grassroots unions?"""
    if not within(user, union):
        return False
    if union.level == Level.BASE:
        return user.role == Role.TOWN_CHAIR or user.role in COUNTY_REVIEWERS
    return user.role in COUNTY_REVIEWERS


def may_approve(user: User, union: Union) -> bool:
    """May the user approve: statistician or leader; the leader alone for the county's own; a chair below."""
    if not within(user, union):
        return False
    if union.level == Level.BASE:
        return user.role == Role.TOWN_CHAIR
    if union.level == Level.COUNTY:
        return user.role == Role.COUNTY_LEADER
    return user.role in {Role.COUNTY_STAT, Role.COUNTY_LEADER}


def may_reopen(user: User, union: Union) -> bool:
    """May the user open an approved month again?"""
    if union.level == Level.BASE:
        return within(user, union) and user.role in {Role.TOWN_CHAIR, Role.COUNTY_LEADER}
    return within(user, union) and user.role == Role.COUNTY_LEADER


def may_take_in(user: User, union: Union) -> bool:
    """May the user take in months of history as they were?"""
    return within(user, union) and user.role in {Role.COUNTY_STAT, Role.COUNTY_LEADER}


def may_tick(user: User, union: Union, section: str) -> bool:
    """May the user tick this section as reviewed? Departments their own, statistician and leader any."""
    if not may_review(user, union):
        return False
    return user.role != Role.COUNTY_DEPT or section in user.sections


def may_keep_catalogue(user: User) -> bool:
    """May the user maintain indicators and targets?"""
    return user.role == Role.COUNTY_STAT


def may_keep_unions(user: User) -> bool:
    """May the user maintain the union tree?"""
    return user.role in {Role.COUNTY_STAT, Role.SYS_ADMIN}


def grantable_roles(user: User, union: Union) -> set[str]:
    """The roles this user may give to accounts at that union; never their own, never above."""
    if not within(user, union):
        return set()
    return GRANTS.get(user.role, {}).get(union.level, set()) - {user.role}


def may_manage_account(user: User, account: User) -> bool:
    """May the user reset, change or disable this account?"""
    return account.pk != user.pk and account.role in grantable_roles(user, account.union)


def keeps_accounts(user: User) -> bool:
    """Does the user have an accounts page at all?"""
    return user.role in GRANTS


def may_read_log(user: User) -> bool:
    """May the user read what happened to accounts?"""
    return user.role in {Role.SEC_ADMIN, Role.LOG_ADMIN}
