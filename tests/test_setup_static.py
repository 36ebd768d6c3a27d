"""Are the style and script files the ones we mean, and does packing keep every one the pages name?"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from unionreports.staticfiles import KEPT, PackedFiles, is_built, pack

BASE = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("css/bootstrap.min.css", "3c8f27e6009ccfd710a905e6dcf12d0ee3c6f2ac7da05b0572d3e0d12e736fc8"),
        ("js/bootstrap.bundle.min.js", "0833b2e9c3a26c258476c46266e6877fc75218625162e0460be9a3a098a61c6c"),
    ],
)
def test_bootstrap_is_byte_for_byte_the_known_release(name: str, digest: str) -> None:
    found = finders.find(f"{settings.BOOTSTRAP_STATIC}/{name}")
    assert found and hashlib.sha256(Path(found).read_bytes()).hexdigest() == digest


def named_in_templates() -> set[str]:
    """Which files do our templates load by name?"""
    pages = [path.read_text(encoding="utf-8") for path in (BASE / "templates").rglob("*.html")]
    return {name for page in pages for name in re.findall(r"""\{% static ["']([^"']+)["'] %\}""", page)}


def test_packing_keeps_and_compresses_every_file_a_page_names(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        packed = PackedFiles(location=str(tmp_path), base_url="/static/")
        wanted = named_in_templates() | {
            "django_htmx/htmx-2.min.js",
            f"{settings.BOOTSTRAP_STATIC}/css/bootstrap.min.css",
        }
        with override_settings(STATIC_BUILT=True):
            urls = {name: packed.url(name) for name in wanted}
    for name, url in urls.items():
        assert re.search(r"\.[0-9a-f]{12}\.", url), name
        if name.endswith((".css", ".js")):
            assert (tmp_path / (url.removeprefix("/static/") + ".gz")).exists(), name


def test_a_changed_source_makes_the_packed_copy_stale(tmp_path: Path) -> None:
    root, source = tmp_path / "root", tmp_path / "source"
    root.mkdir()
    (source / "css").mkdir(parents=True)
    style = source / "css" / "app.css"
    style.touch()
    assert not is_built(root, [source])
    (root / "staticfiles.json").touch()
    assert is_built(root, [source])
    later = time.time() + 60
    os.utime(style, (later, later))
    assert not is_built(root, [source])


def test_packing_anew_keeps_what_a_running_server_names(tmp_path: Path) -> None:
    root = tmp_path / "static"
    (root / "css").mkdir(parents=True)
    names = {
        "named": "css/app.000000000001.css",
        "left": "css/app.000000000002.css",
        "late": "css/app.000000000003.css",
    }
    for name in names.values():
        (root / name).write_text("body {}")
        (root / f"{name}.gz").write_bytes(b"")
    long_ago = time.time() - 2 * KEPT
    for key in ("named", "left"):
        for suffix in ("", ".gz"):
            os.utime(root / (names[key] + suffix), (long_ago, long_ago))
    (root / "staticfiles.json").write_text(json.dumps({"paths": {"css/app.css": names["named"]}, "version": "1.1"}))
    with override_settings(STATIC_ROOT=root, STATIC_BUILT=False):
        pack()
        new = json.loads((root / "staticfiles.json").read_text())["paths"]["css/app.css"]
        written = (root / new).stat().st_mtime_ns
        pack()
    assert new != names["named"] and (root / f"{new}.gz").exists()
    assert (root / new).stat().st_mtime_ns == written
    assert (root / names["named"]).exists() and (root / f"{names['named']}.gz").exists()
    assert (root / names["late"]).exists()
    assert not (root / names["left"]).exists() and not (root / f"{names['left']}.gz").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["static"]
