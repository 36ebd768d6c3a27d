"""A monthly return on paper: a cover to be signed and sealed, then every figure, by section.

Takes plain data and prints it; the digest on every page ties a scan to the figures that were signed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from reports.documents import frame, pdf


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One figure as printed: its number or 不适用, empty where not reported; `depth` sets a part below its whole."""

    name: str
    unit: str
    value: str
    total: str = ""
    last_year: str = ""
    depth: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section of the return."""

    heading: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """A month's return to be signed. `period` is `2026年6月`; `state` in words; `dated` (ISO) when it was sent,
    empty before; names that are not known yet leave room to write them."""

    union: str
    union_code: str
    period: str
    sections: tuple[SheetSection, ...]
    state: str = ""
    version: int = 0
    filler: str = ""
    chair: str = ""
    dated: str = ""
    superior: str = ""

    @property
    def title(self) -> str:
        return f"{self.union}{self.period}工会工作月报表"

    @property
    def digest(self) -> str:
        """The first 12 digits of the hash of every figure as printed."""
        stated = [[asdict(row) for row in section.rows] for section in self.sections]
        return hashlib.sha256(json.dumps([self.union_code, self.period, stated]).encode()).hexdigest()[:12]


def render(sheet: ReturnSheet) -> bytes:
    """The sheet as PDF; the same data and fonts always give the same bytes. Raises DocumentUnavailable."""
    return pdf.press(sheet_html(sheet), "sheet.css")


def sheet_html(sheet: ReturnSheet) -> str:
    """The sheet as the HTML that is printed."""
    return str(_template().render(sheet=frame.plain(sheet), day=frame.day_text(sheet.dated), digest=sheet.digest))


@cache
def _template() -> Any:
    return pdf.environment().get_template("sheet.html")
