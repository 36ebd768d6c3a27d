"""What number do Chinese numerals say: 三十二, 两百, 十二万, 五点三?"""

from __future__ import annotations

from decimal import Decimal

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
#: No figure of a union is longer in words; longer runs are no numerals.
LONGEST = 24


def chinese_value(text: str) -> Decimal | None:
    """The number of Chinese numerals; None where they make none (五一, 十二五, 一二三)."""
    if not text or len(text) > LONGEST:
        return None
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    if not fraction or any(char not in DIGITS for char in fraction):
        return None
    return value + Decimal("0." + "".join(str(DIGITS[char]) for char in fraction))


def _whole(text: str) -> Decimal | None:
    """亿 and 万 groups, each a number below ten thousand, in falling order."""
    total, last = 0, None
    for mark, weight in (("亿", MYRIADS["亿"]), ("万", MYRIADS["万"])):
        if mark in text:
            head, text = text.split(mark, 1)
            value = _group(head)
            if not value:
                return None
            total, last = total + value * weight, weight
    if not text:
        return Decimal(total) if last else None
    if last and len(text) == 1 and text in DIGITS and text not in "零〇":
        return Decimal(total + DIGITS[text] * last // 10)  # 三万二
    if last and text[0] in "零〇" and text[1:2] == "十":
        text = f"一{text[1:]}"  # 十二万零十
    value = _group(text.lstrip("零〇") if last else text)
    return None if value is None else Decimal(total + value)


def _group(text: str) -> int | None:
    """A number below ten thousand: 三千二百零五, 一百二, 十二."""
    total, digit, place = 0, None, 10_000
    for at, char in enumerate(text):
        if char in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[char]
        elif char in PLACES:
            weight = PLACES[char]
            if weight >= place or digit == 0 or (digit is None and (weight != 10 or at)):
                return None
            total, digit, place = total + (digit or 1) * weight, None, weight
        else:
            return None
    if digit is None:
        return total
    if place in (100, 1000) and len(text) >= 2 and text[-2] in PLACES:
        return total + digit * place // 10  # 一百二
    if place == 10_000 and len(text) > 1:
        return None
    return total + digit
