"""Load unions from a file."""

from __future__ import annotations

from typing import Any

from members import loading
from members.management.loader import LoadCommand
from members.problems import Outcome
from members.tables import Table


class Command(LoadCommand):
    help = "载入工会，并按上级代码接成一棵树；再次载入即更新"
    required = loading.REQUIRED
    optional = loading.OPTIONAL

    def load(self, table: Table, options: dict[str, Any]) -> Outcome:
        return loading.load_unions(table)
