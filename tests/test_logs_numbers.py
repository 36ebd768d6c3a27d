"""Does a line of the log ever tell a person's number?"""

from __future__ import annotations

import io
import logging

import pytest
from django.conf import settings

from unionreports.logs import Line, without_numbers

ID, OLD_ID, PHONE = "33010619900307123X", "330106900307123", "13857123456"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"身份证号{ID}校验不通过", "身份证号330********123X校验不通过"),
        ("330106199003071234", "330********1234"),
        (OLD_ID, "330********7123"),
        (f"电话：{PHONE}。", "电话：138****3456。"),
        ("+86 138-5712-3456", "+86 138****3456"),
        (f"id={ID}&phone={PHONE}", "id=330********123X&phone=138****3456"),
    ],
)
def test_numbers_lose_their_middle(text: str, masked: str) -> None:
    assert without_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "会员 1200 人，经费 3301061990 元",
        "2026-11-21 14:38:59,123",
        "a1b33010619900307123X4c",
        "1234567890123456789",  # 19 digits
        "12345678901",  # no mobile number begins with 12
        "91330106MA27XW5K3F",
    ],
)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert without_numbers(text) == text


def test_arguments_and_tracebacks_are_masked_by_the_site_s_own_formatter() -> None:
    chosen = settings.LOGGING["formatters"]["line"]
    assert chosen["()"] == "unionreports.logs.Line"
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "line"
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line(chosen["format"], style=chosen["style"]))
    logger = logging.getLogger("masked")
    logger.addHandler(handler)
    try:
        logger.warning("refused %s and %s", ID, {"phone": PHONE})
        try:
            raise ValueError(f"cannot read {ID}")
        except ValueError:
            logger.exception("an accident")
    finally:
        logger.removeHandler(handler)
    said = stream.getvalue()
    assert ID not in said and PHONE not in said
    assert "330********123X" in said and "138****3456" in said and "ValueError" in said
