"""How a number is written, and how a written number is read. Exact decimals, nothing guessed; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from enum import Enum
from typing import Final, Literal

WHOLE_DIGITS = 10
DECIMALS = 4
TEN_THOUSAND = Decimal(10000)
MONEY_UNITS = ("元", "万元")


class NumberError(ValueError):
    """The text is no figure; the message is Chinese, names what was found and says what to type."""


class Answer(Enum):
    """What may be answered instead of a number."""

    NOT_APPLICABLE = "不适用"


NOT_APPLICABLE: Final = Answer.NOT_APPLICABLE
NotApplicable = Literal[Answer.NOT_APPLICABLE]
NA_WORDS = frozenset({"不适用", "na", "n/a", "/"})


def rounded(value: Decimal, decimals: int = 0, *, down: bool = False) -> Decimal:
    """The value to so many decimals, half away from zero; `down` cuts off instead (for 余 and 以上)."""
    with localcontext() as context:
        context.prec = 60
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN if down else ROUND_HALF_UP)


def exact(value: Decimal) -> str:
    """The value in full without exponent or trailing zeros: 48, 95.12195121951219512195121951."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def show(value: Decimal, decimals: int = 0, *, down: bool = False) -> str:
    """The value as a report prints it: no thousands separators, at most so many decimals, no trailing zeros."""
    return exact(rounded(value, decimals, down=down))


def show_rate(value: Decimal) -> str:
    """A percentage to one decimal; more where one decimal would claim a 0 or 100 that is not reached."""
    for decimals in range(1, 7):
        near = rounded(value, decimals)
        if near not in (0, 100, -100) or near == value:
            return exact(near)
    return exact(rounded(value, 6, down=True))


def show_points(value: Decimal, *, apart: bool | None = None) -> str:
    """A difference of two rates in percentage points, to one decimal.

    `apart` says whether the rates as printed differ: where one decimal would say otherwise, more are given.
    """
    near = rounded(value, 1)
    if apart is not None and bool(near) != apart:
        return next((show(value, more) for more in range(2, 7) if rounded(value, more) not in (0, near)), exact(near))
    return exact(near)


def yuan(value: Decimal, unit: str) -> Decimal:
    """An amount in 元, given in 元 or 万元."""
    return value * TEN_THOUSAND if unit == "万元" else value


def show_money(value: Decimal, unit: str, *, down: bool = False) -> str:
    """An amount given in 元 or 万元 with its unit: from 10000元 up as 万元 with two decimals, else as 元."""
    amount = rounded(yuan(value, unit), 2, down=down)
    if abs(amount) >= TEN_THOUSAND:
        return f"{show(yuan(value, unit) / TEN_THOUSAND, 2, down=down)}万元"
    return f"{exact(amount)}元"


def chinese_count(number: int) -> str:
    """1 → 一, 12 → 十二, 21 → 二十一, for 一、 and 一是. Raises ValueError outside 1–99."""
    if not 1 <= number <= 99:
        raise ValueError(f"序号只到九十九：{number}")
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")


# Full-width digits, signs and separators; the minus signs Word and Excel put in for a hyphen.
NARROW = str.maketrans("０１２３４５６７８９．，－−–％／", "0123456789.,---%/")
SPACES = "\u00a0\u202f\u2009"
NUMBER = re.compile(rf"(-?)([0-9]+|[0-9]{{1,3}}(?:[,{SPACES}][0-9]{{3}})+)(?:\.([0-9]+))?")


def clean_number(text: str, *, whole: bool, decimals: int, units: Iterable[str] = ()) -> Decimal:
    """The figure someone typed or pasted, in the indicator's own unit.

    `whole` is for counts (no fraction, not negative), `decimals` the most a fraction may have, `units`
    the measure words that may stand behind (人、家、%). Raises NumberError.
    """
    found = _quoted(text)
    narrow = text.translate(NARROW).strip(" \t\r\n\u3000\ufeff" + SPACES)
    for unit in sorted(units, key=len, reverse=True):
        suffix = unit.translate(NARROW)
        if suffix and narrow.endswith(suffix):
            narrow = narrow[: -len(suffix)].rstrip(" \u3000" + SPACES)
            break
    match = NUMBER.fullmatch(narrow)
    if not match:
        raise NumberError(_refusal(found, narrow))
    sign, digits, fraction = match[1], re.sub(r"[^0-9]", "", match[2]).lstrip("0"), (match[3] or "").rstrip("0")
    if len(digits) > WHOLE_DIGITS:
        raise NumberError(f"{found}数值过大，整数部分最多{WHOLE_DIGITS}位，请核对后重新填写")
    if fraction and whole:
        raise NumberError(f"{found}应为整数，请填写不带小数的数字")
    most = min(decimals, DECIMALS)
    if len(fraction) > most:
        allowed = f"最多保留{most}位小数" if most else "不能带小数"
        raise NumberError(f"{found}小数位数过多，{allowed}")
    number = Decimal(f"{sign}{digits or '0'}.{fraction or '0'}")
    if number < 0 and whole:
        raise NumberError(f"{found}不能为负数，没有发生请填0")
    return Decimal(exact(number))


def clean_answer(text: str, *, whole: bool, decimals: int, units: Iterable[str] = ()) -> Decimal | NotApplicable | None:
    """A cell's answer: None for an empty one (not reported), NOT_APPLICABLE, or a number. Raises NumberError."""
    word = text.translate(NARROW).strip().strip(SPACES + "\u3000\ufeff").lower()
    if not word:
        return None
    if word in NA_WORDS:
        return NOT_APPLICABLE
    return clean_number(text, whole=whole, decimals=decimals, units=units)


def _quoted(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text).strip()
    return f"“{shown[:20]}…”" if len(shown) > 20 else f"“{shown}”"


def _refusal(found: str, narrow: str) -> str:
    if not narrow:
        return "没有填写数字，没有发生请填0，不适用请填“不适用”"
    if re.search(r"[万亿千百十]", narrow):
        return f"{found}请写成完整的数字，如“1.5万”写作15000"
    if re.search(r"[余多约近左右以上以下]", narrow):
        return f"{found}请填准确的数字；确为概数的写作“40余”“40多”或“40以上”"
    if re.fullmatch(r"[-—_无]+", narrow):
        return f"{found}不是数字，没有发生请填0，不适用请填“不适用”，没有统计到请留空"
    return f"{found}不是数字，请用阿拉伯数字填写，如1234或12.5"
