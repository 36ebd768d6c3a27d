"""Do the parts know only what they may?"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

BASE = Path(__file__).resolve().parent.parent


def test_no_relation_in_members_points_at_reports() -> None:
    pointed_at = {
        field.related_model._meta.app_label
        for model in apps.get_app_config("members").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    }
    assert "reports" not in pointed_at


def pure_modules() -> list[str]:
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = {item["name"]: item for item in project["importlinter"]["contracts"]}
    return contracts["pure modules know no Django"]["source_modules"]


@pytest.mark.parametrize("name", pure_modules())
def test_a_pure_module_loads_where_there_is_no_django(name: str) -> None:
    code = f"import sys; sys.modules['django'] = None; import {name}"
    done = subprocess.run([sys.executable, "-c", code], cwd=BASE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_bootstrap_needs_nothing_but_python_itself() -> None:
    allowed = set(sys.stdlib_module_names) | {"unionreports"}
    for name in ["bootstrap", "machine", "environment", "checks", "cluster"]:
        tree = ast.parse((BASE / "unionreports" / f"{name}.py").read_text(encoding="utf-8"))
        # Only what runs on import: after the installation Django may be named.
        for node in tree.body:
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= allowed, name
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] in allowed, name
