"""Is a number one that could have been issued? Identity numbers (GB 11643) and organisation codes (GB 32100)."""

from __future__ import annotations

from datetime import date

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
EARLIEST_BIRTH = date(1900, 1, 1)


def tidy(number: str) -> str:
    """The number as it is compared: no blanks, capital letters, halfwidth characters."""
    return "".join(number.split()).translate(FULLWIDTH).upper()


FULLWIDTH = {0xFF10 + n: str(n) for n in range(10)} | {0xFF38: "X", 0xFF58: "x"}


def birth_of(number: str) -> date | None:
    """The birthday an identity number of 18 characters tells; None when it is no day."""
    text = tidy(number)
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14])) if len(text) == 18 else None
    except ValueError:
        return None


def is_id_number(number: str, today: date) -> bool:
    """Does an identity number have 18 characters, a birthday that has been, and the right last character?"""
    text = tidy(number)
    if len(text) != 18 or not (text[:17].isascii() and text[:17].isdigit()):
        return False
    born = birth_of(text)
    if born is None or not EARLIEST_BIRTH <= born <= today:
        return False
    return text[17] == ID_CHECKS[sum(int(c) * w for c, w in zip(text[:17], ID_WEIGHTS, strict=True)) % 11]


def is_uscc(number: str) -> bool:
    """Does a unified social credit code have 18 known characters and the right last one?"""
    text = tidy(number)
    if len(text) != 18 or any(c not in USCC_CHARACTERS for c in text):
        return False
    total = sum(USCC_CHARACTERS.index(c) * w for c, w in zip(text[:17], USCC_WEIGHTS, strict=True))
    return text[17] == USCC_CHARACTERS[-total % 31]
