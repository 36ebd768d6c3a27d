"""How numbers are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.formats import chinese_count, exact, show, show_money, show_rate


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("5135", 0, "5135"),
        ("662815", 0, "662815"),
        ("48.0000", 0, "48"),
        ("0", 0, "0"),
        ("-0.4", 0, "0"),
        ("12.50", 2, "12.5"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.125", 2, "0.13"),
        ("1E+3", 0, "1000"),
        ("9999999999999", 0, "9999999999999"),
    ],
)
def test_a_number_has_no_separators_and_rounds_half_up(value: str, decimals: int, shown: str) -> None:
    assert show(Decimal(value), decimals) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("95.12195121951219512195121951", "95.1"),
        ("95.04", "95"),
        ("52.5", "52.5"),
        ("0.05", "0.1"),
        ("112.449", "112.4"),
    ],
)
def test_a_rate_has_one_decimal(value: str, shown: str) -> None:
    assert show_rate(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("99.97", "99.97"), ("99.9967", "99.997"), ("100", "100"), ("0.04", "0.04"), ("0", "0"), ("100.02", "100.02")],
)
def test_a_rate_never_claims_a_hundred_or_nothing_that_is_not_there(value: str, shown: str) -> None:
    assert show_rate(Decimal(value)) == shown


@given(st.fractions(min_value=0, max_value=100, max_denominator=10**7))
def test_a_share_short_of_all_is_never_shown_as_all(share: object) -> None:
    value = Decimal(share.numerator) / Decimal(share.denominator)  # type: ignore[attr-defined]
    assert (show_rate(value) == "100") == (value == 100)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("662815", "元", "66.28万元"),
        ("130200", "元", "13.02万元"),
        ("6500", "元", "6500元"),
        ("6750.5", "元", "6750.5元"),
        ("9999.994", "元", "9999.99元"),
        ("9999.996", "元", "1万元"),
        ("10000", "元", "1万元"),
        ("83", "万元", "83万元"),
        ("285.2", "万元", "285.2万元"),
        ("0.65", "万元", "6500元"),
        ("0", "元", "0元"),
        ("123456789012", "元", "12345678.9万元"),
        ("-23000", "元", "-2.3万元"),
    ],
)
def test_money_turns_to_ten_thousands_from_ten_thousand_up(value: str, unit: str, shown: str) -> None:
    assert show_money(Decimal(value), unit) == shown


def test_money_said_with_a_word_for_more_is_cut_off_not_rounded_up() -> None:
    assert show_money(Decimal("66869"), "元", down=True) == "6.68万元"


def test_exact_writes_every_digit_without_exponent() -> None:
    assert exact(Decimal("1E+3")) == "1000"
    assert exact(Decimal("95.1200")) == "95.12"
    assert exact(Decimal("-0.00")) == "0"


def test_section_numbers_are_chinese() -> None:
    assert [chinese_count(n) for n in (1, 9, 10, 11, 19, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "十九",
        "二十",
        "二十一",
        "九十九",
    ]
    with pytest.raises(ValueError, match="九十九"):
        chinese_count(0)
