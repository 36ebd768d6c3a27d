"""Does a sentence call its numbers by the right unit? `{dispute_amount}万元` would say 662815万元 for 66万."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reports.sentences.figures import PERCENTAGES, Label
from reports.sentences.pattern import Group, Part, Pattern, Series, Slot

UNIT = re.compile(r"余?多?(%|％|个百分点|亿元|亿|万元|万|元)")


def unit_slips(pattern: Pattern, labels: Mapping[str, Label]) -> tuple[str, ...]:
    """What is wrong with the units written behind the slots, in Chinese; () if nothing."""
    return tuple(dict.fromkeys(_slips(pattern.parts, labels)))


def _slips(parts: Sequence[Part], labels: Mapping[str, Label]) -> list[str]:
    slips: list[str] = []
    for index, part in enumerate(parts):
        if isinstance(part, Group):
            slips.extend(_slips(part.parts, labels))
        elif isinstance(part, Series):
            slips.extend(slip for item in part.items for slip in _slips(item, labels))
        elif isinstance(part, Slot) and not part.is_word and part.name in labels:
            after = parts[index + 1] if index + 1 < len(parts) else ""
            slips.extend(_slip(part, after if isinstance(after, str) else "", labels[part.name]))
    return slips


def _slip(slot: Slot, after: str, label: Label) -> list[str]:
    match = UNIT.match(after)
    written = match[1].replace("％", "%") if match else ""
    if slot.is_phrase or slot.style:
        return [f"“{label.name}”已带单位，后面不用再写“{written}”"] if written else []
    if slot.aspect in ("numerator", "denominator"):
        return []
    wanted = "%" if slot.aspect in PERCENTAGES else label.unit
    if label.is_rate and slot.aspect == "change":
        wanted = "个百分点"
    if wanted in ("%", "个百分点", "元", "万元"):
        return [] if written == wanted else [f"“{label.name}”后面应写“{wanted}”"]
    return [f"“{label.name}”按“{label.word}”计，后面不能写“{written}”"] if written else []
