"""Run variants in turn (A B A B …) and print medians, spread and ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Comparison:
    """Variants of one job; each is compared with the first, `targets` say what ratio first ÷ other is wanted."""

    title: str
    variants: dict[str, Callable[[], object]]
    targets: dict[str, float] = field(default_factory=dict)
    rounds: int = 7
    slow: frozenset[str] = frozenset()

    def run(self, write: Callable[[str], object]) -> None:
        """Time the variants and print one line each. A slow variant runs only twice."""
        times: dict[str, list[float]] = {name: [] for name in self.variants}
        for name, function in self.variants.items():
            if name not in self.slow:
                function()
        for turn in range(self.rounds):
            for name, function in self.variants.items():
                if name in self.slow and turn >= 2:
                    continue
                begin = time.perf_counter()
                function()
                times[name].append(time.perf_counter() - begin)
        write(f"\n{self.title}")
        first = next(iter(self.variants))
        ours = statistics.median(times[first])
        for name, spent in times.items():
            middle = statistics.median(spent)
            line = f"  {name:<46}{middle * 1000:>10.2f} ms  ({min(spent) * 1000:.2f}–{max(spent) * 1000:.2f})"
            if name != first:
                line += f"   ours ÷ this = {ours / middle:.3f}"
                if name in self.targets:
                    met = ours / middle <= self.targets[name]
                    line += f"  target ≤ {self.targets[name]:g}: {'met' if met else 'MISSED'}"
            write(line)
