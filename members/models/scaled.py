"""A number kept as an integer of ten-thousandths: exact in every sum on every database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

SCALE = 10_000
PLACES = Decimal(1) / SCALE
LIMIT = Decimal(10) ** 14


def to_scaled(value: Decimal) -> int:
    """12.5 → 125000. Raises ValidationError for more than four decimals or an absurd size."""
    scaled = value * SCALE
    if not value.is_finite() or abs(value) >= LIMIT:
        raise ValidationError("数值过大，无法保存")
    if scaled != scaled.to_integral_value():
        raise ValidationError("最多保留四位小数")
    return int(scaled)


def from_scaled(value: int) -> Decimal:
    """125000 → 12.5, without trailing zeros beyond the point."""
    whole, rest = divmod(value, SCALE)
    return Decimal(whole) if rest == 0 else (Decimal(value) * PLACES).normalize()


class ScaledField(models.BigIntegerField):
    """Speaks Decimal, stores a BIGINT; sums stay exact where DecimalField on SQLite would go through float."""

    # django-stubs reads a field's types from these names.
    _pyi_private_set_type: Decimal  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal  # type: ignore[assignment]

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        return None if value is None else from_scaled(value)

    def to_python(self, value: Any) -> Decimal | None:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else to_scaled(Decimal(str(value)) if not isinstance(value, Decimal) else value)
