"""Which style and script files do the pages use, and is a packed copy of them up to date?"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.contrib.staticfiles.apps import StaticFilesConfig


class UsedStaticFiles(StaticFilesConfig):
    """Leave out what libraries ship beside the files our pages load: packing everything takes 40 s."""

    ignore_patterns: ClassVar[list[str]] = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "*.rtl.*",
        "bootstrap-*.css",
        "bootstrap.css",
        "bootstrap.js",
        "bootstrap.min.js",
        "bootstrap.bundle.js",
        "bootstrap.esm.*",
        "htmax-*",
        "htmx-4*",
        "htmx-2.js",
        "hx-*",
        "htmx-2-compat-*",
    ]


def is_built(root: Path, sources: list[Path]) -> bool:
    """Is there a packed copy in `root` that is newer than every file in `sources`?"""
    manifest = root / "staticfiles.json"
    if not manifest.exists():
        return False
    built = manifest.stat().st_mtime
    return all(path.stat().st_mtime <= built for source in sources for path in [source, *source.rglob("*")])
