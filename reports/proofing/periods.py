"""Do the words before a bound number name other months than those it is of?"""

from __future__ import annotations

import re
from dataclasses import replace

from reports.blocks import Bound
from reports.proofing.labels import Guess
from reports.proofing.places import BOUNDARY, Place

PERIOD = re.compile(
    r"(?:(?P<year>20[0-9]{2})年)?(?:(?P<first>[0-9]{1,2})月?份?[—–~～至到-]{1,2}(?P<last>[0-9]{1,2})月份?(?![底末])"
    r"|(?P<half>[上下]半年)|前(?P<upto>[二三两])个?季度|第?(?P<quarter>[一二三四])季度(?:末|底)?"
    r"|截[至止](?P<end>[0-9]{1,2})月[底末]|(?<![0-9—–~～至到-])(?P<month>[0-9]{1,2})月份)"
)
YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})年")
#: What speaks of the report's own months again.
WHOLE = re.compile(r"全年|今年以?来|年内|累计|共计|截[至止]")
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
#: Aspects that are of no months of their own.
OF_A_YEAR = frozenset({"target", "base", "shortfall", "lag", "carried_over"})


def other_months(text: str, place: Place, bound: Bound) -> str:
    """The words that name other months (`1—9月` of a number of 1—11月); empty where none do."""
    if bound.aspect in OF_A_YEAR or bound.first[:4] != bound.last[:4]:
        return ""
    start = place.number.start
    marks = [match.end() for match in BOUNDARY.finditer(text, place.begin, start)]
    clause = text[marks[-1] if marks else place.begin : start]
    named = list(PERIOD.finditer(clause))
    match = named[-1] if named else None
    if match is None and not WHOLE.search(clause):
        opening = PERIOD.match(text, place.begin)
        match = opening if opening and text[opening.end() : opening.end() + 1] in ("，", ",") else None
    return match[0] if match and not _covers(match, bound) else ""


def in_its_year(guess: Guess | None, place: Place, last: str) -> Guess | None:
    """The guess, where the clause names the year it speaks of; `last` is the report's last month.

    Of the year before it is the figure to compare with; of one farther off nothing is known.
    """
    named = YEAR.findall(place.lead)
    if guess is None or not named or named[-1] == last[:4]:
        return guess
    if int(named[-1]) == int(last[:4]) - 1 and guess.aspects == ("value",):
        return replace(guess, aspects=("previous", "base"))
    return guess if named[-1] == str(int(last[:4]) - 1) else replace(guess, certain=False)


def _covers(match: re.Match[str], bound: Bound) -> bool:
    year = int(bound.last[:4]) - (bound.aspect == "previous")
    own = int(bound.first[5:]), int(bound.last[5:])
    if match["year"] and int(match["year"]) != year:
        return False
    if match["end"]:
        return int(match["end"]) == own[1]
    return _months(match) == own


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        return (1, 6) if match["half"] == "上半年" else (7, 12)
    if match["upto"]:
        return 1, 3 * NUMERALS[match["upto"]]
    if match["quarter"]:
        last = 3 * NUMERALS[match["quarter"]]
        return last - 2, last
    if match["month"]:
        return int(match["month"]), int(match["month"])
    return int(match["first"]), int(match["last"])
