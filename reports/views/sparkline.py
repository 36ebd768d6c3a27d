"""What did the last twelve months look like? A small line, drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.reading import number

WIDTH, HEIGHT, PAD = 228, 56, 6


@dataclass(frozen=True, slots=True)
class Dot:
    """One month's place in the drawing, in pixels, and what it says."""

    x: int
    y: int
    month: date
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """Unbroken runs of months with a number, each as SVG points, and the dots on them."""

    runs: list[str]
    dots: list[Dot]
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(months: Sequence[tuple[date, str]]) -> Line | None:
    """The line of these months; a month without a number breaks it. None with fewer than two numbers."""
    numbers = [(index, month, text, number(text)) for index, (month, text) in enumerate(months)]
    known = [value for *_, value in numbers if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    reach = high - low or Decimal(1)
    top = HEIGHT // 2 if high == low else PAD
    step = Decimal(WIDTH - 2 * PAD) / (len(months) - 1)
    dots: list[Dot] = []
    runs: list[list[Dot]] = [[]]
    for index, month, text, value in numbers:
        if value is None:
            runs.append([])
            continue
        y = top + (high - value) / reach * (HEIGHT - 2 * PAD)
        dot = Dot(int(PAD + index * step), int(y), month, text)
        dots.append(dot)
        runs[-1].append(dot)
    return Line([" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1], dots)
