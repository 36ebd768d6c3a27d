"""How does a target stand at a glance? A bullet bar: what is done, where the task is, how much time is gone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.formats import show, show_rate
from reports.progress import Progress

WIDTH, HEIGHT = 220, 18
#: The bar reaches a quarter beyond the task, so that more than all can be seen.
REACH = Decimal("1.25")


@dataclass(frozen=True, slots=True)
class Bullet:
    """Places in pixels; `pace` is where an even pace would be by now (None: there is no pace)."""

    bar: int
    aim: int
    pace: int | None
    text: str
    share: str
    value: str
    target: str
    width: int = WIDTH
    height: int = HEIGHT


def bullet(progress: Progress) -> Bullet:
    """The drawing of one target; a zero or negative task has only its mark."""
    total, indicator = progress.total, progress.target.indicator
    target, value = progress.target.target, total.value
    full = max(target * REACH, min(value or Decimal(0), target * 2), Decimal(1)) if target > 0 else Decimal(1)
    aim = int(WIDTH * min(target, full) / full) if target > 0 else 0
    bar = int(WIDTH * min(max(value or Decimal(0), Decimal(0)), full) / full)
    has_pace = total.kind in ("flow", "amount") and not total.at_most and target > 0
    pace = int(aim * progress.elapsed / 100) if has_pace else None
    rate = indicator.kind == "ratio"
    shown = "—" if value is None else (show_rate(value) if rate else show(value, 2)) + total.approximate
    aimed = show(target, 4)
    share = "" if total.completion is None else f"{show_rate(total.completion)}%"
    words = f"{progress.label}：现为{shown}{indicator.unit}，{progress.target.bound_word}{aimed}{indicator.unit}"
    return Bullet(bar, aim, pace, words, share, shown, aimed)
