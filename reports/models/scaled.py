"""Where migrations and figures look for the exact number field; ledgers keep amounts in the same one."""

from members.models.scaled import LIMIT, PLACES, SCALE, ScaledField, from_scaled, to_scaled

__all__ = ["LIMIT", "PLACES", "SCALE", "ScaledField", "from_scaled", "to_scaled"]
