"""What may be typed or pasted as a figure, and what is refused rather than guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.formats import NOT_APPLICABLE, NumberError, clean_answer, clean_number, exact


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        (" 12 ", "12"),
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("1,234,567", "1234567"),
        ("１２３", "123"),
        ("12人", "12"),
        ("12 人", "12"),
        ("\u00a012\u00a0", "12"),
        ("1\u00a0234", "1234"),
        ("12.00", "12"),
        ("0", "0"),
        ("007", "7"),
        ("-0", "0"),
        ("\u300012\u3000", "12"),
        ("9999999999", "9999999999"),
    ],
)
def test_a_count_is_understood_however_it_is_written(text: str, number: str) -> None:
    assert clean_number(text, whole=True, decimals=0, units=("人",)) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("１２３．５", "123.5"), ("−3", "-3"), ("－3.25", "-3.25"), ("6,750.50元", "6750.5"), ("0.0001", "0.0001")],
)
def test_an_amount_may_have_decimals_and_a_sign(text: str, number: str) -> None:
    assert clean_number(text, whole=False, decimals=4, units=("元",)) == Decimal(number)


def test_a_full_width_percent_sign_is_a_unit() -> None:
    assert clean_number("95.1％", whole=False, decimals=4, units=("%",)) == Decimal("95.1")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.5万", "完整的数字"),
        ("12/3", "不是数字"),
        ("约20", "概数"),
        ("40余", "概数"),
        ("NaN", "不是数字"),
        ("1e400", "不是数字"),
        ("1e5", "不是数字"),
        ("Infinity", "不是数字"),
        ("1" * 40, "数值过大"),
        ("12345678901", "数值过大"),
        ("-3", "不能为负数"),
        ("12.5", "应为整数"),
        ("1,23", "不是数字"),
        ("1,2345", "不是数字"),
        ("1 234", "不是数字"),
        ("12家", "不是数字"),
        ("十二", "完整的数字"),
        ("—", "没有发生请填0"),
        ("无", "没有发生请填0"),
        ("XXX", "不是数字"),
        ("1.2.3", "不是数字"),
        ("+5", "不是数字"),
        (".5", "不是数字"),
        ("=1+1", "不是数字"),
        ("\u0661\u0662", "不是数字"),
        ("1\x00", "不是数字"),
        ("--3", "不是数字"),
        ("人", "没有填写数字"),
        ("201*", "不是数字"),
    ],
)
def test_what_is_no_count_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(NumberError, match=reason):
        clean_number(text, whole=True, decimals=0, units=("人",))


def test_more_decimals_than_allowed_are_refused() -> None:
    with pytest.raises(NumberError, match="最多保留2位小数"):
        clean_number("6750.555", whole=False, decimals=2)
    with pytest.raises(NumberError, match="小数位数过多"):
        clean_number("0.00001", whole=False, decimals=9)


def test_the_message_quotes_a_long_text_only_in_part() -> None:
    with pytest.raises(NumberError) as refusal:
        clean_number("字" * 5000, whole=True, decimals=0)
    assert len(str(refusal.value)) < 80


def test_empty_zero_and_not_applicable_stay_apart() -> None:
    answers = [clean_answer(text, whole=True, decimals=0) for text in ("", "  ", "0", "不适用", "na", "NA", "/", "／")]
    assert answers[:3] == [None, None, Decimal(0)]
    assert all(answer is NOT_APPLICABLE for answer in answers[3:])


@given(st.decimals(min_value=0, max_value=9999999999, places=2))
def test_what_is_written_out_reads_back_the_same(number: Decimal) -> None:
    assert clean_number(exact(number), whole=False, decimals=4) == number


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = clean_number(text, whole=True, decimals=0, units=("人", "万"))
    except NumberError:
        return
    assert 0 <= number <= 9999999999
    assert number == int(number)
