"""Does the README tell an administrator every setting there is?"""

from __future__ import annotations

import re
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent


def test_every_environment_variable_is_documented() -> None:
    readme = (BASE / "README.md").read_text(encoding="utf-8")
    sources = "".join(
        (BASE / "unionreports" / name).read_text(encoding="utf-8") for name in ["settings.py", "environment.py"]
    )
    names = set(re.findall(r'"((?:DJANGO_|DATABASE_|FIELD_)[A-Z_]+)"', sources)) | {"NO_APT"}
    assert len(names) >= 7
    assert {name for name in names if f"`{name}" not in readme} == set()
