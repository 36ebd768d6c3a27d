"""In whose name are figures loaded when nobody is named?"""

from __future__ import annotations

from collections.abc import Iterable

from members.models import Role, Union, User
from members.problems import Problem, Refused

HISTORY = "history"


def named(username: str) -> User:
    """The account of this name. Raises Refused."""
    user = User.objects.select_related("union").filter(username=username).first()
    if user is None:
        raise Refused([Problem(f"没有账号“{username}”，--as 后面应写系统里已有的账号")])
    if not user.is_active:
        raise Refused([Problem(f"账号“{username}”已停用，不能以它的名义载入")])
    return user


def default_authors(unions: Iterable[Union]) -> dict[int, User]:
    """Union id → the statistician at the root of its tree, else a technical account there that nobody can use."""
    found: dict[str, User] = {}
    authors: dict[int, User] = {}
    for union in unions:
        root = union.path.split("/")[1]
        if root not in found:
            found[root] = _statistician(int(root)) or _technical(int(root))
        authors[union.pk] = found[root]
    return authors


def _statistician(root: int) -> User | None:
    users = User.objects.select_related("union").filter(union_id=root, role=Role.COUNTY_STAT, is_active=True)
    return users.order_by("pk").first()


def _technical(root: int) -> User:
    union = Union.objects.get(pk=root)
    known = User.objects.select_related("union").filter(union=union, username__startswith=HISTORY, is_active=False)
    if user := known.first():
        return user
    username = f"{HISTORY}{root}" if User.objects.filter(username=HISTORY).exists() else HISTORY
    user = User(username=username, full_name="历史数据", role=Role.COUNTY_STAT, union=union, is_active=False)
    user.set_unusable_password()
    user.save()
    return user
