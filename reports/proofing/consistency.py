"""Do the numbers of a text agree among themselves: sums, differences and shares, and what is said twice?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reports.proofing.findings import Finding, Verdict
from reports.proofing.places import Place, sentences_in
from reports.proofing.sums import follows, wrong_sums

#: The same words before two numbers must be so long before the numbers have to be the same.
TELLING = 5
#: What may open a clause and says nothing of what is counted.
OPENING = re.compile(r"^(?:上半年|下半年|全年|今年|年内|其中|此外|还|又|另外?|合计|全[镇乡县市])+")


def mark_sums(places: Sequence[Place], findings: list[Finding]) -> None:
    """Mark the numbers that do not follow from the others of their sentence, unless they are figures themselves."""
    for first, sentence in sentences_in(places):
        for at in range(len(sentence)):
            finding = findings[first + at]
            if finding.verdict is Verdict.UNBOUND and follows(sentence, at):
                findings[first + at] = replace(finding, verdict=Verdict.AGREES, why="按前文推算相符")
        for at, expected in wrong_sums(sentence).items():
            finding = findings[first + at]
            if finding.verdict in (Verdict.UNBOUND, Verdict.DISAGREES):
                findings[first + at] = replace(
                    finding, verdict=Verdict.SUM, expected=expected, replacement=expected, why=f"按前文推算为{expected}"
                )


def mark_twice(places: Sequence[Place], findings: list[Finding]) -> None:
    """Mark the numbers no figure stands behind that were given otherwise once before, in the same words.

    What is given more often is a list: 同意票47票 … 同意票45票 …
    """
    given: dict[tuple[str, str], list[int]] = {}
    for nth, place in enumerate(places):
        lead = OPENING.sub("", place.lead)
        if findings[nth].verdict is Verdict.UNBOUND and not place.is_relative and len(lead) >= TELLING:
            given.setdefault((lead, place.number.unit), []).append(nth)
    for found in given.values():
        first, second = places[found[0]].number, places[found[-1]].number
        if len(found) == 2 and first.value != second.value:
            findings[found[1]] = replace(
                findings[found[1]], verdict=Verdict.TWICE, expected=first.text, replacement=first.text,
                why=f"前文写作{first.text}",
            )  # fmt: skip
