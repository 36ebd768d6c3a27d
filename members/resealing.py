"""How do sealed fields come under a new key? Batch by batch beside people who work, and on from where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Left

from members.ledgers.ledger import LEDGERS
from members.models.sealed import Sealed, SealedField, place_of
from members.sealing import Unreadable, fingerprint, key_names, key_of, seal, unseal

BATCH = 200


@dataclass
class Resealed:
    """How many rows were brought under the first key, and which could not be read."""

    rows: int
    unreadable: list[str]


def sealed_models() -> Iterator[tuple[type[models.Model], tuple[str, ...]]]:
    """Every table with sealed fields, records and their history alike, and the names of these fields."""
    for model in apps.get_models():
        names = tuple(field.name for field in model._meta.concrete_fields if isinstance(field, SealedField))
        if names:
            yield model, names


def keys_in_use() -> set[str]:
    """The names of all keys that something in the database is sealed with."""
    found: set[str] = set()
    for model, names in sealed_models():
        for name in names:
            length = len(key_names()[0])
            # The ordering would otherwise be part of what is distinct.
            rows = model._default_manager.annotate(used=Left(name, length)).order_by()
            found |= set(rows.values_list("used", flat=True).distinct())
    return found - {""}


def reseal() -> Resealed:
    """Seal everything with the first key; what is sealed with it already is left alone."""
    done = Resealed(0, [])
    for model, names in sealed_models():
        for pks in _batches(model, names):
            with transaction.atomic():
                for row in model._default_manager.select_for_update().filter(pk__in=pks).order_by("pk"):
                    _reseal_row(row, names, done)
    return done


def _batches(model: type[models.Model], names: tuple[str, ...]) -> Iterator[list[Any]]:
    """The numbers of rows under another key, so many at a time, each row once."""
    current, last = key_names()[0], 0
    rows = model._default_manager.annotate(**{f"key_of_{name}": Left(name, len(current)) for name in names})
    other = Q()
    for name in names:
        other |= ~Q(**{f"key_of_{name}__in": [current, ""]})
    while pks := list(rows.filter(other, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield pks
        last = pks[-1]


def _reseal_row(row: Any, names: tuple[str, ...], done: Resealed) -> None:
    """Only what is still as it was read is replaced, so that nothing saved meanwhile is lost."""
    read: dict[str, Sealed] = {}
    new: dict[str, Any] = {}
    for name in names:
        value: Sealed = getattr(row, name)
        if not value or key_of(value.token) == key_names()[0]:
            continue
        place = place_of(row, name)
        try:
            text = unseal(value.token, place)
        except Unreadable as problem:
            label = row._meta.verbose_name
            done.unreadable.append(f"{label}第{row.pk}号“{row._meta.get_field(name).verbose_name}”：{problem}")
            continue
        read[name], new[name] = value, Sealed(seal(text, place))
        new |= _print(row, name, text)
    if new:
        done.rows += type(row)._default_manager.filter(pk=row.pk, **read).update(**new)


def _print(row: Any, name: str, text: str) -> dict[str, str]:
    """The fingerprint that goes with a field, if one does."""
    owner = getattr(row, "instance_type", None) or type(row)
    for ledger in LEDGERS.values():
        if ledger.model is owner and name in ledger.fingerprints:
            return {ledger.fingerprints[name]: fingerprint(text, f"{ledger.slug}.{name}")}
    return {}
