"""The catalogue as a reader of old papers knows it: names, other names, units, and what the sentences call it."""

from __future__ import annotations

import re

from reports.models import Indicator
from reports.oldreports.labels import Known
from reports.sections import SECTIONS, WITHOUT_TABLE, prose_of

APART = re.compile(r"[、；;，,]\s*")


def known_indicators() -> list[Known]:
    """Every enabled indicator. One query."""
    sections = {key: section for section in SECTIONS if section not in WITHOUT_TABLE
                for key in prose_of(section).catalogue}  # fmt: skip
    return [
        Known(
            each.code,
            each.name,
            each.unit,
            each.kind,
            sections.get(each.section, ""),
            each.measure_word,
            tuple(alias for alias in APART.split(each.aliases) if alias),
            each.zero_is_good,
        )
        for each in Indicator.objects.filter(enabled=True).in_order()
    ]
