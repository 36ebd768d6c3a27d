"""Create many tables at once: adding a hundred related models one by one redraws all of them each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


class CreateTogether(Operation):
    """The models of these operations, as they are after the last of them, created in the order of the first.

    Not reversible: what stands in the tables is not to be lost by a step back; a backup leads back.
    """

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn once, when first asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        names = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        for model in (to_state.apps.get_model(app_label, name) for name in names):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def describe(self) -> str:
        return f"Create {sum(isinstance(each, CreateModel) for each in self.operations)} tables together"


class ToldTogether(SeparateDatabaseAndState):
    """Many changes that only Python knows of, the tables staying as they are."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn once, when next asked for
        super().state_forwards(app_label, state)
