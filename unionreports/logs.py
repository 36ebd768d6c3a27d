"""What may a line of the log say? Never a person's number, wherever it came from. Standard library only."""

from __future__ import annotations

import logging
import re

# Digits within longer ones (a token, a hash, another count) are no personal numbers.
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{2})(?:\d{8}|\d{11})(\d{3}[\dXx])(?![0-9A-Za-z])")
PHONE = re.compile(r"(?<![0-9A-Za-z])((?:\+?86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?![0-9A-Za-z])")


def without_numbers(text: str) -> str:
    """The text with the middle of every ID number (15 or 18 digits) and mobile phone number struck out."""
    return PHONE.sub(r"\1****\2", ID_NUMBER.sub(r"\1********\2", text))


class Line(logging.Formatter):
    """One line of the log, its arguments and the traceback below it without personal numbers."""

    def format(self, record: logging.LogRecord) -> str:
        return without_numbers(super().format(record))
