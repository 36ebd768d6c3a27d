"""Of which township does a county's report speak at a number?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.proofing.places import Place

#: What speaks of the whole county again.
WHOLE = re.compile(r"全[县市区州旗]|合计|总计|累计|共|各乡镇")


def town_in_clause(place: Place, towns: Iterable[str]) -> str:
    """The township that the number's own clause names; "" for none."""
    return next((name for name in towns if name in place.lead), "")


def towns_before(text: str, place: Place, towns: Iterable[str]) -> list[str]:
    """The townships that its sentence has named before, where it has not come back to the whole county."""
    said = text[place.begin : place.number.start]
    ends = {name: said.rfind(name) for name in towns}
    last = max(ends.values(), default=-1)
    return [] if last < 0 or WHOLE.search(said, last) else [name for name, at in ends.items() if at >= 0]
