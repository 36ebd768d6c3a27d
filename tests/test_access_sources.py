"""Does every view ask through visible_to()? Reads the sources; nothing runs."""

from __future__ import annotations

import ast
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
MANAGERS = {"objects", "_default_manager", "_base_manager"}
#: What belongs to no union, or is found through rows that were asked for properly.
ALLOWED = {
    "Indicator.objects",  # the catalogue is the same for everybody
}
#: Reviewed queries: why each needs no scope stands above it.
EXCEPTIONS = {
    # Only whether the name that was typed is one of ours, for the log.
    "members/views/login.py": {"User.objects.filter(username=name).first()"},
    # A list to be filled two lines on.
    "members/forms/accounts.py": {"Union.objects.none()"},
    # Below a union that was asked for properly.
    "members/forms/unions.py": {"FormerPlace.objects.filter(union__path__startswith=self.union.path)"},
    # Of returns that were asked for properly, here and below.
    "reports/views/rollups.py": {
        "Figure.objects.filter(monthly_return__in=keys, indicator__code__in=needed(rolled, code))"
    },
    "reports/views/matrix.py": {
        "ReviewEvent.objects.filter(monthly_return__in=returns, to_state=State.REPORTED).order_by('-id')"
    },
}


def loose_queries(text: str) -> list[str]:
    """The query expressions in a source in which visible_to() does not occur."""
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and node.attr in MANAGERS):
            continue
        whole: ast.AST = node
        while (isinstance(parents[whole], ast.Attribute)) or (
            isinstance(parents[whole], ast.Call) and parents[whole].func is whole  # type: ignore[attr-defined]
        ):
            whole = parents[whole]
        if ast.unparse(node) not in ALLOWED and "visible_to" not in ast.unparse(whole):
            found.append(ast.unparse(whole))
    return found


def test_views_and_forms_ask_only_for_what_the_user_may_see() -> None:
    paths = [
        path
        for app in ("members", "reports")
        for folder in ("views", "forms")
        for path in sorted((BASE / app / folder).glob("*.py"))
    ]
    assert len(paths) > 10
    loose = {
        str(path.relative_to(BASE)): set(loose_queries(path.read_text(encoding="utf-8")))
        - EXCEPTIONS.get(str(path.relative_to(BASE)), set())
        for path in paths
    }
    assert {name: queries for name, queries in loose.items() if queries} == {}


def test_no_exception_has_become_needless() -> None:
    for name, queries in EXCEPTIONS.items():
        assert queries <= set(loose_queries((BASE / name).read_text(encoding="utf-8"))), name


def test_a_query_without_a_scope_is_noticed() -> None:
    assert loose_queries("Summary.objects.filter(pk=pk).first()") == ["Summary.objects.filter(pk=pk).first()"]
    assert loose_queries("get_object_or_404(Summary.objects, pk=pk)") == ["Summary.objects"]
    assert loose_queries("Summary._default_manager.all()") == ["Summary._default_manager.all()"]
    assert loose_queries("Summary.objects.visible_to(user).filter(pk=pk)") == []
    assert loose_queries("SummaryVersion.objects.filter(summary__in=Summary.objects.visible_to(user))") == []
    assert loose_queries("get_object_or_404(MonthlyReturn, pk=pk)") == []  # the next test is for this one


def test_no_view_looks_a_row_up_by_its_bare_model() -> None:
    loose = [
        f"{path.relative_to(BASE)}: {ast.unparse(node)}"
        for app in ("members", "reports")
        for path in sorted((BASE / app / "views").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"get_object_or_404", "get_list_or_404"}
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[:1].isupper()
    ]
    assert loose == []
