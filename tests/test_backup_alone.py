"""The drills of backup and restore, in a process of their own: whoever restores must have the database alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent


@pytest.mark.django_db  # not this one's: it says that the drills depend on the database, and run on both
@pytest.mark.parametrize("drill", ["drill_backup.py", "drill_refusals.py"])
def test_the_drill_passes_alone(drill: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", str(TESTS / drill)]
    # A database beside the one this process tests on.
    environ = {**os.environ, "DATABASE_URL": re.sub(r"/\w+\?", "/drills?", os.environ.get("DATABASE_URL", ""))}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=TESTS.parent, check=False, timeout=600, env=environ
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
