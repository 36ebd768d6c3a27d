"""Which style and script files do the pages use, and is a packed copy of them up to date?"""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

MANIFEST = "staticfiles.json"
#: A name that changes with the content of its file.
HASHED = re.compile(r"\.[0-9a-f]{12}\.")
#: How long files stay, in seconds, that only a server started before may still name.
KEPT = 24 * 3600


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
    manifest = root / MANIFEST
    if not manifest.exists():
        return False
    built = manifest.stat().st_mtime
    return all(path.stat().st_mtime <= built for source in sources for path in [source, *source.rglob("*")])


def pack() -> None:
    """Compress the files under names that change with their content; servers started afterwards use them.

    Servers that run already keep theirs: new files come to stand beside old ones, and the list of names changes last.
    """
    if settings.STATIC_BUILT:
        return
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root.parent, prefix="static-") as folder:
        command = collectstatic.Command()
        command.storage = PackedFiles(location=folder, base_url=settings.STATIC_URL)
        call_command(command, interactive=False, verbosity=0)
        move_in(Path(folder), root)


def move_in(fresh: Path, root: Path) -> None:
    """Put freshly packed files among those that running servers read, and take away what nobody can name any more."""
    manifest = root / MANIFEST
    named = set(json.loads(manifest.read_text())["paths"].values()) if manifest.exists() else set()
    new = {path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file()}
    for name in sorted(new, key=lambda name: name == MANIFEST):
        target = root / name
        if not (HASHED.search(name) and target.exists()):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(fresh / name, target)
    for path in [path for path in root.rglob("*") if path.is_file()]:
        name = path.relative_to(root).as_posix()
        if name in new:
            continue
        if name in named or name.removesuffix(".gz").removesuffix(".br") in named:
            # Only now it begins to be old: a server that runs for days may still name it.
            path.touch()
        elif time.time() - path.stat().st_mtime > KEPT:
            path.unlink(missing_ok=True)
