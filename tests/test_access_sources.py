"""Does every view ask through visible_to()? Reads the sources; nothing runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
MANAGERS = {"objects", "_default_manager", "_base_manager"}
#: What belongs to no union: the catalogue is the same for everybody.
FREE = {"Indicator", "OffYears"}
#: What makes a query one of the user's own place: the verb, or the path it stands for.
SCOPES = ["visible_to(", "__path__startswith=user.union.path", ".objects.none()"]
#: Reviewed scopes of single files, each with why nothing else can get in.
REVIEWED = {
    # Only whether the name that was typed is one of ours, for the log.
    "members/views/login.py": ["User.objects.filter(username=name)"],
    # Below a union that was asked for properly.
    "members/forms/unions.py": ["union__path__startswith=self.union.path"],
    # Who read the sealed fields of a record that was asked for properly.
    "members/views/records.py": ["record=record.key"],
    # What nobody confirmed within a day goes, whosever it was.
    "members/views/sheets.py": ["ImportBatch.objects.forget_old()"],
    # Figures and events of returns that were asked for properly.
    "reports/views/rollups.py": ["monthly_return__in=keys"],
    "reports/views/matrix.py": ["monthly_return__in=returns"],
    "reports/views/figure_card.py": ["monthly_return__in=returns"],
    # The filing units below the user's own union.
    "reports/views/bases.py": ["union__in=units"],
    # Around a target that was asked for properly, and the unions just below its own.
    "reports/views/targets.py": ["union=target.union", ".below(target.union)", "union__in=unions"],
    # The county at the top of the user's own path, for its statistician only.
    "reports/views/sentences.py": ["root_pk(user.union)", "union=county", "of_county(county)", "parent=county"],
    "reports/views/outlines.py": ["union=county"],
    "reports/views/outline_copies.py": ["union=county", "of_county(county)"],
}


def loose_queries(text: str, reviewed: Iterable[str] = ()) -> list[str]:
    """The query expressions in a source that are not held to the user's own place."""
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
        query = ast.unparse(whole)
        if ast.unparse(node.value) not in FREE and not any(scope in query for scope in [*SCOPES, *reviewed]):
            found.append(query)
    return found


def test_views_and_forms_ask_only_for_what_the_user_may_see() -> None:
    paths = [
        path
        for app in ("members", "reports")
        for folder in ("views", "forms")
        for path in sorted((BASE / app / folder).glob("*.py"))
    ]
    assert len(paths) > 10
    loose = {}
    for path in paths:
        name = str(path.relative_to(BASE))
        loose[name] = loose_queries(path.read_text(encoding="utf-8"), REVIEWED.get(name, ()))
    assert {name: queries for name, queries in loose.items() if queries} == {}


def test_no_reviewed_scope_has_become_needless() -> None:
    for name, scopes in REVIEWED.items():
        queries = loose_queries((BASE / name).read_text(encoding="utf-8"))
        assert [scope for scope in scopes if not any(scope in query for query in queries)] == [], name


def test_a_query_without_a_scope_is_noticed() -> None:
    assert loose_queries("Summary.objects.filter(pk=pk).first()") == ["Summary.objects.filter(pk=pk).first()"]
    assert loose_queries("get_object_or_404(Summary.objects, pk=pk)") == ["Summary.objects"]
    assert loose_queries("Summary._default_manager.all()") == ["Summary._default_manager.all()"]
    assert loose_queries("Summary.objects.visible_to(user).filter(pk=pk)") == []
    assert loose_queries("Target.objects.filter(union=union)") == ["Target.objects.filter(union=union)"]
    assert loose_queries("Target.objects.filter(union=union)", ["union=union"]) == []
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
        and node.args[0].id not in FREE
    ]
    assert loose == []
