"""Is the text in an indicator's column a sum of others, or a way of counting a ledger, that the system can follow?"""

from __future__ import annotations

import re

from reports.indicators.declaration import DeclarationError, declare
from reports.models.indicator import CODE_PATTERN

FIELD = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?"
VALUE = r"[\w.\-一-鿿]+"
TERM = re.compile(rf"\s*([+\-−－＋])?\s*({CODE_PATTERN})\s*")
LEDGER = re.compile(r"[a-z][a-z0-9_]{1,39}")
MEASURE = re.compile(rf"count|(?:sum|distinct):{FIELD}")
DATE = re.compile(rf"held|in:{FIELD}")
FILTER = re.compile(
    rf"{FIELD}\s*(?:(?:!=|>=|<=|=)\s*{VALUE}|\s(?:not\s+)?in\s+{VALUE}(?:\s*\|\s*{VALUE})*|\s(?:un)?set)"
)


def read_terms(text: str) -> str | None:
    """`+a - b` as `+a -b`, signs made plain and a missing first one added; None if it is no sum of codes."""
    terms: list[str] = []
    position = 0
    while position < len(text):
        match = TERM.match(text, position)
        if not match or (terms and not match[1]):
            return None
        terms.append(("-" if match[1] in ("-", "−", "－") else "+") + match[2])
        position = match.end()
    return " ".join(terms)


def codes_of(terms: str) -> list[str]:
    """The codes of a sum as `read_terms` writes it."""
    return [term[1:] for term in terms.split()]


def counting_problems(ledger: str, measure: str, date_rule: str, filters: str) -> list[tuple[str, str]]:
    """What is wrong with a way of counting: (column, message) pairs."""
    found: list[tuple[str, str]] = []
    if not ledger:
        found += [
            (column, "写了取数方式，却没有写 ledger（台账），请补上或清空")
            for column, text in (("measure", measure), ("date", date_rule), ("filters", filters))
            if text
        ]
        return found
    if not LEDGER.fullmatch(ledger):
        found.append(("ledger", f"“{ledger}”不是台账代码，应为小写字母、数字和下划线"))
    if not MEASURE.fullmatch(measure):
        found.append(("measure", f"“{measure}”不是取数方式，应为 count、sum:字段 或 distinct:字段"))
    if not DATE.fullmatch(date_rule):
        found.append(("date", f"“{date_rule}”不是时点，应为 in:日期字段（期内发生）或 held（期末在册）"))
    for part in filters.split(";") if filters else []:
        if not FILTER.fullmatch(part.strip()):
            accepted = "字段=值、字段!=值、字段>=值、字段 in 甲|乙、字段 set，用分号隔开"
            found.append(("filters", f"条件“{part.strip()}”看不懂，应为 {accepted}"))
    if not found:
        try:
            declare(ledger, measure, date_rule, filters)
        except DeclarationError as error:
            found.append((error.column, str(error)))
    return found
