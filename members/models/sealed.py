"""A text that is encrypted in the database and never printed by accident."""

from __future__ import annotations

from typing import Any

from django.db import models

from members.sealing import seal


class Sealed:
    """What the database holds. Printed it says nothing; `Record.clear` and `Record.masked` read it."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def __bool__(self) -> bool:
        return bool(self.token)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)

    def __str__(self) -> str:
        return "（已加密）" if self.token else ""

    __repr__ = __str__


def place_of(instance: models.Model, attname: str) -> str:
    """To which model, record and field a token is bound; a record's history shares its record's place."""
    model = getattr(instance, "instance_type", None) or type(instance)
    return f"{model._meta.model_name}.{attname}:{instance.key}"  # type: ignore[attr-defined]


class SealedField(models.TextField):
    """Assign a text; it is sealed when saved and read back as `Sealed`. `mask`: id, phone, account or hidden."""

    def __init__(self, *args: Any, mask: str = "hidden", **kwargs: Any) -> None:
        self.mask = mask
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> Sealed:
        return Sealed(value or "")

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:
        value = getattr(model_instance, self.attname)
        if not isinstance(value, Sealed):
            value = Sealed(seal(str(value), place_of(model_instance, self.attname)) if value else "")
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, Sealed):
            return value.token
        if value in ("", None):
            return ""
        raise TypeError("a sealed field is found by its fingerprint, not by its text")

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))
