"""Which printed numbers a spreadsheet cell can hold as numbers, and the number format that shows them as printed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from reports.blocks import Bound, Span

#: More digits than this a spreadsheet number does not hold.
DIGITS = 15
_SHOWN = re.compile(r'([+\-−－]?)(\d+)(?:\.(\d+))?([^\d"]*)')


def number_of(text: str) -> Decimal | None:
    """The finite number the text is, if it is one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def number_shown(spans: tuple[Span, ...]) -> tuple[Decimal, str] | None:
    """Number and format for a cell that is one bound number and nothing else; None where it must stay text."""
    if len(spans) != 1 or not isinstance(spans[0], Bound):
        return None
    match = _SHOWN.fullmatch(spans[0].shown)
    if not match or len(match[2] + (match[3] or "")) > DIGITS:
        return None
    sign, whole, decimals, unit = match[1], match[2], match[3] or "", match[4]
    printed = Decimal(f"{'-' if sign and sign != '+' else ''}{whole}.{decimals or '0'}")
    pattern = "0" + (f".{'0' * len(decimals)}" if decimals else "") + (f'"{unit}"' if unit else "")
    if sign == "+":
        pattern = f"+{pattern};-{pattern};{pattern}"
    return _exact(spans[0].value, printed, len(decimals)), pattern


def _exact(value: str, printed: Decimal, decimals: int) -> Decimal:
    """The exact value where rounding gives what is printed (95.1219… → 95.1), else what is printed (元 as 万元)."""
    exact = number_of(value)
    if exact is None or not printed:
        return printed
    try:
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation:
        return printed
    return exact if rounded == printed else printed
