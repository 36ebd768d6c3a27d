"""Is each dangerous thing done in one place only? Everything here reads the sources; nothing runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
SQL_MODULE = "reports/figures_sql.py"
#: Copies of the database are examined by SQLite itself, outside Django.
SQL_MODULES = {SQL_MODULE, "unionreports/backup/sqlite.py"}
WORKBOOK_MODULES = {"members/workbooks.py"}
# Each entry is one reviewed place where markup is put together by hand.
#: The long tables drawn by Jinja2, and charts drawn as SVG: both escape what they are given.
MARKUP_ALLOWED: dict[str, int] = {
    "reports/templatetags/grid.py": 1,
    "reports/documents/pdf.py": 1,
    "reports/views/paper.py": 1,
}
FORMS_OF_EXECUTE = {"execute", "executemany"}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call in the product: file, dotted name, node."""
    for package in ["unionreports", "reports", "members"]:
        for path in sorted((BASE / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from calls_in(str(path.relative_to(BASE)), path.read_text(encoding="utf-8"))


def calls_in(name: str, text: str) -> Iterator[tuple[str, str, ast.Call]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield name, ast.unparse(node.func), node


def last(dotted: str) -> str:
    return dotted.rsplit(".", 1)[-1]


def writes_sql(file: str, name: str, node: ast.Call) -> bool:
    if last(name) in {"raw", "extra", "RawSQL"}:
        return True
    return last(name) in FORMS_OF_EXECUTE and (file not in SQL_MODULES or not fixed_text(node))


def fixed_text(node: ast.Call) -> bool:
    """Is the statement a constant or a name for one, never put together on the spot?"""
    return bool(node.args) and isinstance(node.args[0], ast.Constant | ast.Name)


def runs_text(file: str, name: str, node: ast.Call) -> bool:
    return name in {"eval", "exec", "__import__"} or name.startswith(("pickle.", "marshal.", "shelve.", "yaml.load"))


def opens_workbooks(file: str, name: str, node: ast.Call) -> bool:
    return file not in WORKBOOK_MODULES and (last(name) == "load_workbook" or "calamine" in name.lower())


def starts_a_shell(file: str, name: str, node: ast.Call) -> bool:
    shell = any(word.arg == "shell" for word in node.keywords)
    return name in {"os.system", "os.popen"} or (name.startswith("subprocess.") and shell)


def exposes_every_field(file: str, name: str, node: ast.Call) -> bool:
    return name == "setattr" and any("request" in ast.unparse(arg) for arg in node.args)


def keeps_a_loose_secret(file: str, name: str, node: ast.Call) -> bool:
    return last(name) == "uuid4" or name.startswith("random.")


def filters_by_request(file: str, name: str, node: ast.Call) -> bool:
    expanded = [ast.unparse(word.value) for word in node.keywords if word.arg is None]
    return last(name) in {"filter", "exclude", "get"} and any("request" in text for text in expanded)


BANS = [
    writes_sql,
    runs_text,
    opens_workbooks,
    starts_a_shell,
    exposes_every_field,
    keeps_a_loose_secret,
    filters_by_request,
]


@pytest.mark.parametrize("ban", BANS, ids=lambda ban: ban.__name__)
def test_nothing_in_the_product(ban: object) -> None:
    assert [f"{file}:{node.lineno} {name}" for file, name, node in calls() if ban(file, name, node)] == []


@pytest.mark.parametrize(
    ("ban", "text"),
    [
        (writes_sql, "Figure.objects.raw(text)"),
        (writes_sql, "cursor.execute(f'select {name}')"),
        (runs_text, "eval(text)"),
        (runs_text, "pickle.loads(data)"),
        (opens_workbooks, "openpyxl.load_workbook(file)"),
        (opens_workbooks, "python_calamine.CalamineWorkbook.from_object(file)"),
        (starts_a_shell, "subprocess.run(text, shell=True)"),
        (exposes_every_field, "setattr(row, key, request.POST[key])"),
        (keeps_a_loose_secret, "uuid.uuid4()"),
        (filters_by_request, "rows.filter(**request.GET.dict())"),
    ],
)
def test_a_ban_notices_what_it_forbids(ban: object, text: str) -> None:
    assert len([call for call in calls_in("reports/views/x.py", text) if ban(*call)]) == 1


def test_sql_in_its_one_module_is_fixed_text() -> None:
    allowed, refused = "cursor.execute(STATEMENT, values)", "cursor.execute(f'{x}', values)"
    assert [writes_sql(*call) for call in calls_in(SQL_MODULE, allowed)] == [False]
    assert [writes_sql(*call) for call in calls_in(SQL_MODULE, refused)] == [True]


def test_no_model_form_takes_every_field() -> None:
    pattern = re.compile(r"""fields\s*=\s*["']__all__["']""")
    paths = [path for package in ["reports", "members"] for path in (BASE / package).rglob("*.py")]
    assert [str(path) for path in paths if pattern.search(path.read_text(encoding="utf-8"))] == []


def test_markup_is_escaped_everywhere_but_in_a_counted_list() -> None:
    found: dict[str, int] = {}
    for file, name, _ in calls():
        if last(name) in {"mark_safe", "SafeString", "Markup"}:
            found[file] = found.get(file, 0) + 1
    for path in sorted((BASE / "templates").rglob("*")):
        text = path.read_text(encoding="utf-8") if path.suffix == ".html" else ""
        if count := len(re.findall(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+(?:off|false)", text)):
            found[str(path.relative_to(BASE))] = count
    assert found == MARKUP_ALLOWED
    assert sum(MARKUP_ALLOWED.values()) <= 3


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    pattern = re.compile(
        r"<style\b|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I
    )
    pages = [path for path in (BASE / "templates").rglob("*.html") if "documents" not in path.parts]
    assert {str(path): pattern.findall(path.read_text(encoding="utf-8")) for path in pages} == {
        str(path): [] for path in pages
    }


def test_no_page_loads_anything_from_elsewhere() -> None:
    pattern = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
    assert [str(p) for p in (BASE / "templates").rglob("*.html") if pattern.search(p.read_text(encoding="utf-8"))] == []
