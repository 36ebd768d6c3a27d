"""Which style and script files do the pages use, and is a packed copy of them up to date?"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class UsedStaticFiles(StaticFilesConfig):
    """Leave out what libraries ship beside the files our pages load: packing everything takes 40 s."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.rtl.*",
        "bootstrap-*",
        "bootstrap.css*",
        "bootstrap.js*",
        "bootstrap.min.js*",
        "bootstrap.bundle.js*",
        "bootstrap.esm.*",
        "htmax-*",
        "htmx-4*",
        "htmx-2.js",
        "htmx-2-compat-*",
        "hx-*",
    ]


class PackedFiles(CompressedManifestStaticFilesStorage):
    """Name files by their content once they are packed, plainly before."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if settings.STATIC_BUILT else name


def is_built(root: Path, sources: list[Path]) -> bool:
    """Is there a packed copy in `root` that is newer than everything in `sources`?"""
    manifest = root / "staticfiles.json"
    if not manifest.exists():
        return False
    built = manifest.stat().st_mtime
    return all(path.stat().st_mtime <= built for source in sources for path in [source, *source.rglob("*")])


def pack() -> None:
    """Compress the files under names that change with their content; servers started afterwards use them."""
    if not settings.STATIC_BUILT:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
