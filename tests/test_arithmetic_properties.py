"""Does the arithmetic keep its laws in made-up worlds, and would a broken arithmetic be found out?"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from arithmetic_laws import LAWS, half_up
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import SPANS, WORLDS, Worlds

from members.months import Span
from reports.arithmetic import quotient
from reports.formats import show, show_rate


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_roll_up_keeps_its_law(law: Callable[[Worlds, Span], None]) -> None:
    @settings(max_examples=60, deadline=None)
    @given(WORLDS, SPANS)
    def holds(world: Worlds, span: Span) -> None:
        law(world, span)

    holds()


@given(st.integers(1, 10**9), st.integers(0, 10**6), st.integers(0, 3))
def test_exact_ties_are_rounded_up(denominator: int, steps: int, decimals: int) -> None:
    """A tie is built: the denominator is chosen, the numerator solved for."""
    tie = Fraction(2 * steps + 1, 2 * 10**decimals)
    numerator = tie * denominator
    value = quotient(Decimal(numerator.numerator), Decimal(numerator.denominator * denominator))
    assert show(value, decimals) == show(half_up(tie, decimals), decimals)
    assert Decimal(show(-value, decimals)) == -Decimal(show(value, decimals))


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_rate_is_shown_half_up_from_the_exact_quotient(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator) * 100
    shown = Decimal(show_rate(quotient(Decimal(numerator), Decimal(denominator), 100)))
    decimals = max(1, -int(shown.as_tuple().exponent))
    assert shown == half_up(exact, decimals) or decimals == 6
    assert (shown == 100) == (exact == 100) and (shown == 0) == (exact == 0)


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**18))
def test_a_quotient_is_right_to_28_digits(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    assert abs(Fraction(quotient(Decimal(numerator), Decimal(denominator))) - exact) <= abs(exact) / 10**27
