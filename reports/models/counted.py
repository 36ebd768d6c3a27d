"""What the ledgers said of a figure when its return was last opened or sent, with the rows behind it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from decimal import Decimal

from django.db import models

from reports.models.indicator import Indicator
from reports.models.monthly_return import MonthlyReturn
from reports.models.scaled import ScaledField

Share = Decimal | tuple[str, ...]
Row = tuple[int | str, Share]


def pack(rows: Iterable[Row]) -> bytes:
    """Rows with their shares, small: a township's members are thousands."""
    listed = [[pk, list(share) if isinstance(share, tuple) else str(share)] for pk, share in rows]
    return zlib.compress(json.dumps(listed, separators=(",", ":")).encode())


def unpack(data: bytes | memoryview) -> tuple[Row, ...]:
    """The reverse of `pack`."""
    listed = json.loads(zlib.decompress(bytes(data)))
    return tuple((pk, tuple(share) if isinstance(share, list) else Decimal(share)) for pk, share in listed)


class Counted(models.Model):
    """One indicator of one return as counted from the ledger; frozen while the return is not open."""

    monthly_return = models.ForeignKey(MonthlyReturn, models.CASCADE, related_name="counted", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    ledger = models.CharField(max_length=40)
    value = ScaledField()
    rows = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "indicator"], name="one_count_per_return_and_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}：{self.value}"

    def shares(self) -> tuple[Row, ...]:
        """The rows behind the number: record id (`slug:id` in another ledger) and what it brings."""
        return unpack(self.rows)
