"""Does the verb or sign before a number go the way its figure went, and which verb would?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reports.proofing.agreeing import SIGNED
from reports.proofing.directions import RISES, goes, opposite, verb_before
from reports.proofing.findings import Finding, Verdict
from reports.proofing.numerals import Number
from reports.proofing.places import Place
from reports.sentences.steady import LEVEL


def directed(text: str, place: Place, value: Decimal, finding: Finding, composed: str = "") -> Finding:
    """The finding, unless the verb before the number goes the other way than the figure; offered instead is the verb
    of the composed sentence, if it has one here."""
    verb, start = verb_before(text, place.begin, place.number.start)
    if finding.aspect not in SIGNED:
        return finding
    # 比去年同期减少0个: the figure has come level with last year's, or so nearly that the change is none.
    nothing = not value or (not place.number.value and abs(value) < LEVEL)
    if verb and nothing and place.number.value >= 0:
        why = f"实际{'基本' if value else ''}持平，请改写这一句"
        return replace(finding, text=verb, start=start, end=start + len(verb), verdict=Verdict.DIRECTION, why=why)
    if place.number.text[0] in "+-−＋－":
        return _signed(place.number, value, verb, finding)
    if not verb or (verb in RISES) == (value > 0):
        return finding
    other = composed if composed and (composed in RISES) == (value > 0) else opposite(verb)
    if not composed and verb == "下降" and place.number.kind == "points":
        other = "上升"
    return replace(
        finding, text=verb, start=start, end=start + len(verb), verdict=Verdict.DIRECTION, expected=other,
        replacement=other, why=f"实际是{goes(value)}",
    )  # fmt: skip


def _signed(number: Number, value: Decimal, verb: str, finding: Finding) -> Finding:
    """The finding of a number with a sign, unless the sign and the verb together go the other way: 同比+3.5%."""
    said = number.value if verb in RISES or not verb else -number.value
    if (said > 0) == (value > 0):
        return finding
    rest = number.text[1:]
    other = ("-" if value < 0 else "+") + rest if not verb else rest
    why = f"实际是{goes(value)}"
    return replace(finding, verdict=Verdict.DIRECTION, expected=other, replacement=other, why=why)
