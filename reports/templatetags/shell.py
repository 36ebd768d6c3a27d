"""What stands around every page: the rail of a role's entries and how much is waiting for the user."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from members.models import Role, User
from members.permissions import has_data_rights
from reports.todo import count_waiting

register = template.Library()

#: (URL name, words, icon, addresses that belong to the entry besides its own)
ENTRIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "home": ("首页", "home", ()),
    "return-current": ("本月填报", "fill", ("/returns/",)),
    "ledger-home": ("台账", "book", ("/ledgers/",)),
    "review-list": ("审核", "review", ("/review/", "/matrix/")),
    "matrix": ("报送进度", "list", ("/matrix/",)),
    "rollup": ("汇总", "sum", ("/rollup/",)),
    "summary-list": ("报告", "report", ("/summaries/", "/sentences/", "/exports/")),
    "target-list": ("任务与指标", "list", ("/targets/", "/catalogue/", "/bases/")),
    "union-list": ("工会", "tree", ("/unions/", "/accounts/")),
    "account-list": ("账号", "people", ("/accounts/",)),
    "account-log": ("日志", "log", ("/log/",)),
}
RAILS: dict[str, tuple[str, ...]] = {
    Role.BASE_LIAISON: ("home", "return-current", "ledger-home", "rollup", "summary-list", "target-list"),
    Role.TOWN_CLERK: ("home", "return-current", "ledger-home", "rollup", "summary-list", "target-list"),
    Role.TOWN_CHAIR: (
        "home",
        "return-current",
        "ledger-home",
        "review-list",
        "rollup",
        "summary-list",
        "target-list",
    ),
    Role.COUNTY_DEPT: ("home", "return-current", "ledger-home", "review-list", "rollup", "summary-list", "target-list"),
    Role.COUNTY_STAT: (
        "home",
        "return-current",
        "ledger-home",
        "review-list",
        "rollup",
        "summary-list",
        "target-list",
    ),
    Role.COUNTY_LEADER: ("home", "ledger-home", "review-list", "rollup", "summary-list", "target-list"),
    Role.AUDITOR: ("home", "matrix", "ledger-home", "rollup", "summary-list", "target-list"),
    Role.SYS_ADMIN: ("home", "union-list"),
    Role.SEC_ADMIN: ("home", "account-list", "account-log"),
    Role.LOG_ADMIN: ("home", "account-log"),
}

#: A page seldom asked for stands in the user's own menu: a rail of more than seven is searched, not seen.
MENUS: dict[str, tuple[str, ...]] = {Role.TOWN_CHAIR: ("account-list",), Role.COUNTY_STAT: ("union-list",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail."""

    url: str
    label: str
    icon: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The rail, what stands in the user's menu, and the number beside 待办 (None: this role has no tasks)."""

    rail: list[Entry]
    menu: list[Entry]
    tasks: int | None
    home: str
    password: str
    logout: str


def address(name: str) -> str:
    """The address of a page without arguments; empty while there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries(names: tuple[str, ...], path: str) -> list[Entry]:
    """These entries, the one the page belongs to marked; at most one is."""
    found = []
    marked = False
    for name in names:
        label, icon, under = ENTRIES[name]
        url = address(name)
        here = not marked and (path == url or path.startswith(under or ("\0",)))
        marked = marked or here
        if url:
            found.append(Entry(url, label, icon, here))
    return found


@register.simple_tag
def shell(request: HttpRequest) -> Shell:
    """What stands around the page for this user; one query for the number of tasks."""
    user: User = request.user  # type: ignore[assignment]
    tasks = count_waiting(user) if has_data_rights(user) else None
    rail, menu = entries(RAILS[user.role], request.path), entries(MENUS.get(user.role, ()), request.path)
    return Shell(rail, menu, tasks, address("home"), address("password-change"), address("logout"))
