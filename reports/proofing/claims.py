"""What does a text claim without a number: 持平, 全面完成, 未发生; and which clause has lost its number?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence

from reports.proofing.agreeing import written
from reports.proofing.alignment import WITHOUT_BOTH, WITHOUT_NUMBER, Alignment, clauses, sentences_of
from reports.proofing.directions import AGAINST, ALL_OF, CLAIM, NONE_HAPPENED, contradiction, opposite
from reports.proofing.findings import Finding, Verdict
from reports.proofing.labels import Labels
from reports.proofing.numerals import Number
from reports.proofing.places import BOUNDARY, normal
from reports.sentences import Figures
from reports.sentences.steady import NEARLY, SAME

NO_DATA = "（无数据）"
#: Words between a clause's subject and a claim.
OPENING = re.compile(rf"(?:{AGAINST}|基本|已|均|都|也|又|并|且)+$")


def claims(
    text: str, found: Sequence[Number], spoken: Sequence[tuple[int, int, str]], figures: Figures, labels: Labels,
    alignment: Alignment,
) -> Iterator[Finding]:  # fmt: skip
    """The claims that do not hold; `spoken` are the figures a sentence speaks of: place, its sentence's begin, code."""
    starts = [place for place, _, _ in spoken]
    for begin, end, masked in sentences_of(text, found):
        if masked in alignment.sentences:
            continue
        for match in CLAIM.finditer(text, begin, end):
            code = _subject(text[begin : match.start()], labels, _spoken_before(match.start(), begin, starts, spoken))
            if code and (why := contradiction(match, code, figures)):
                yield _wrong(match, code, why)
        for match in ALL_OF.finditer(text, begin, end):
            code = _subject(text[begin : match.start()], labels, _spoken_before(match.start(), begin, starts, spoken))
            for rate in _shares(code, match["deed"], figures) if code else ():
                yield _wrong(match, rate, f"{figures.label(rate).name}为{written(figures, rate, 'value')}")
        for match in NONE_HAPPENED.finditer(text, begin, end):
            codes = labels.of_name(match["what"] or match["undone"], whole=bool(match["undone"]))
            if len(codes) == 1 and figures.value(codes[0]):
                yield _wrong(match, codes[0], f"统计数为{written(figures, codes[0], 'value')}")
        for match in re.finditer(NO_DATA, text[begin:end]):
            at = begin + match.start()
            yield Finding(
                match[0], at, at + len(NO_DATA), Verdict.DISAGREES, why="这项数据已没有，请改写", clause=NO_DATA
            )


def _subject(before: str, labels: Labels, spoken: str) -> str:
    """What a claim speaks of: what its clause names, or else the figure last spoken of; empty where none is known."""
    clause = normal(OPENING.sub("", BOUNDARY.split(before)[-1]))
    if not clause:
        return spoken
    named = labels.of_lead(clause)
    return named[0] if len(named) == 1 else ""


def _wrong(match: re.Match[str], code: str, why: str) -> Finding:
    said, groups = match[0], match.groupdict()
    verb = groups.get("trend") or groups.get("bare") or ""
    other = said.removesuffix(verb) + opposite(verb) if verb and not why.endswith(SAME) else ""
    if said == SAME and why.endswith(NEARLY):
        other = NEARLY
    return Finding(
        said, match.start(), match.end(), Verdict.DIRECTION, code, "value", other, other, why=why, clause=said
    )


def _spoken_before(at: int, begin: int, starts: Sequence[int], spoken: Sequence[tuple[int, int, str]]) -> str:
    """The figure last spoken of before this place of the sentence that begins there."""
    before = bisect_right(starts, at) - 1
    return spoken[before][2] if before >= 0 and spoken[before][1] == begin else ""


def _shares(code: str, deed: str, figures: Figures) -> Iterator[str]:
    """The rates of this deed over all of the figure that are not full: 办结率 of 受理劳动争议 and 办结."""
    whole = figures.value(code)
    for rate, label in figures.labels.items():
        if label.is_rate and deed in label.name and whole:
            total = figures.total(rate)
            if total.denominator == whole and total.value is not None and total.value != 100:
                yield rate


def missing_numbers(
    text: str,
    found: Sequence[Number],
    alignment: Alignment,
    stated: Collection[tuple[str, str]],
    figures_for: Callable[[str], Figures],
) -> Iterator[Finding]:
    """Clauses of the composed report whose number has gone: 新建工会个."""
    starts = [number.start for number in found]
    told: list[tuple[int, int]] = []
    for start, end in clauses(text):
        before = bisect_right(starts, end - 1) - 1
        if (before >= 0 and starts[before] >= start) or text[end : end + 1] in ("：", ":"):
            continue
        clause = normal(text[start:end])
        bare = alignment.holes.get((WITHOUT_NUMBER, clause), ())
        for tie in (*bare, *alignment.holes.get((WITHOUT_BOTH, clause), ())):
            if (not bare and (tie.code, tie.aspect) in stated) or (told and start < told[-1][1] and told[-1][0] < end):
                continue
            told.append((start, end))
            expected = written(figures_for(tie.union), tie.code, tie.aspect, tie.number, tie.value)
            yield Finding(
                text[start:end], start, end, Verdict.DISAGREES, tie.code, tie.aspect, expected,
                why=f"缺少数字，统计数为{expected}", clause=clause,
            )  # fmt: skip
