"""Made-up worlds for property tests: some units, some months, every kind of indicator, gaps and 不适用 at random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import strategies as st
from oracle import Answer

from members.months import Span, shift
from reports.arithmetic import Definition

FIRST = date(2024, 1, 1)
MONTHS = 24
Worlds = dict[int, dict[date, dict[str, Answer]]]

CATALOGUE = (
    Definition("flow", "flow"),
    Definition("quarterly", "flow", due="quarter"),
    Definition("money", "amount", due="half_year"),
    Definition("stock", "stock", "last"),
    Definition("contracts", "stock", "last", due="quarter"),
    Definition("closed", "flow"),
    Definition("settled", "flow"),
    Definition("settled_rate", "ratio", "recompute", numerator="settled", denominator="closed"),
    Definition("covered", "stock", "last"),
    Definition("covered_rate", "ratio", "recompute", numerator="covered", denominator="stock"),
    Definition("opening", "amount", "first"),
    Definition("income", "amount"),
    Definition("expense", "amount"),
    Definition("closing", "amount", "last", terms=((1, "opening"), (1, "income"), (-1, "expense"))),
    Definition("net", "flow", terms=((1, "flow"), (-1, "closed"))),
    Definition("missing", "stock", "last", terms=((1, "stock"), (-1, "covered"))),
)
MONEY = {"money", "opening", "income", "expense", "closing"} | {
    f"fund_{name}" for name in ("open", "income", "expense", "close")
}


def answer(random: Random, code: str) -> Answer:
    """A figure as people report them: often 0, sometimes 不适用, amounts in cents up to ten digits."""
    kind = random.random()
    if kind < 0.1:
        return None
    if kind < 0.3:
        return Fraction(0)
    if code in MONEY:
        return Fraction(random.choice([random.randrange(10**6), random.randrange(10**12), -random.randrange(500)]), 100)
    if code.endswith("_rate"):
        return Fraction(random.randrange(1001), 10)
    return Fraction(random.randrange(60))


def make_world(
    seed: int, units: int, density: float, codes: Sequence[str] = tuple(d.code for d in CATALOGUE), months: int = MONTHS
) -> Worlds:
    """Units 1 to `units` over the months from `FIRST` on; every cell is answered with the given chance."""
    random = Random(seed)
    world: Worlds = {}
    for unit in range(1, units + 1):
        silent = random.random() < 0.1
        world[unit] = {}
        for number in range(months):
            if silent or random.random() < 0.2:
                continue
            found = {code: answer(random, code) for code in codes if random.random() < density}
            if found:
                world[unit][shift(FIRST, number)] = found
    return world


WORLDS = st.builds(
    make_world, seed=st.integers(0, 2**32), units=st.integers(1, 9), density=st.sampled_from([0.05, 0.3, 0.7, 1.0])
)
PLACES = st.tuples(st.integers(0, MONTHS - 1), st.integers(0, MONTHS - 1)).map(sorted)
SPANS = PLACES.map(lambda ends: Span(shift(FIRST, ends[0]), shift(FIRST, ends[1])))
