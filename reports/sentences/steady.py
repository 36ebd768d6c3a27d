"""Is a figure as it was, as far as one sees? 持平 where the two read alike, 基本持平 where the change is nought."""

from __future__ import annotations

from decimal import Decimal

from reports.sentences.figures import Figures

#: A smaller change than this, in percent or percentage points, is none.
LEVEL = Decimal("0.05")
SAME, NEARLY = "持平", "基本持平"


def steady(code: str, figures: Figures, before: Decimal | None) -> str:
    """How the figure is called beside what it was; empty where it moved or one of the two is unknown."""
    total, label = figures.total(code), figures.label(code)
    if total.value is None or before is None:
        return ""
    if not figures.apart(code, before):
        return SAME
    change = total.value - before
    if not (total.kind == "ratio" or label.is_rate):
        change = change / abs(before) * 100 if before else Decimal(100)
    return NEARLY if abs(change) < LEVEL else ""


def steady_change(code: str, figures: Figures) -> str:
    """The same of what `change` compares with: last year's end for a stock, else the same span a year before."""
    return steady(code, figures, figures.total(code).reference)
