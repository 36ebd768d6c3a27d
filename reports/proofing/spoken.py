"""Which numbers does a text state without figures of their own: 六成五, 翻一番, 上百人, 一半以上?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.proofing.chinese import DIGITS

TENTHS = re.compile(
    r"(?<![第零一二三四五六七八九十百千万0-9.])(?P<low>[一二两三四五六七八九1-9])(?:[至到—~\-]?(?P<high>[一二三四五六七八九1-9]))?成"
    r"(?P<more>[一二三四五六七八九半1-9](?![个家人名次件项]))?(?![立效果员长为本功人熟品就绩套交份色因不组年])"
)
DOUBLED = re.compile(r"翻了?(?P<times>一|1|两|2|三|3)?番")
HALF = re.compile(r"(?<![过上下前后另])(?:一半|半数)(?![天年])")
ROUND = re.compile(
    r"(?<![零一二两三四五六七八九十百千万亿0-9.])(?P<how>(?<![以之线网])上|近|约|逾|超过?|(?<!通)过|突破|(?<![人户件家个次份总])数|几)?(?P<word>[十百千]?[百千万亿]|十)(?P<more>余|多)?"
)
HUNDREDS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: 数百 and 上百 leave open how many.
OPEN = {"数": 2, "几": 2, "上": 1}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number in a manner of speaking, at text[start:end]; a count still needs the unit that follows."""

    start: int
    end: int
    kind: str
    value: Decimal
    precision: Decimal
    high: Decimal | None = None
    approximate: str = ""


def spoken(text: str) -> Iterator[Spoken]:
    """The numbers a text states in a manner of speaking; text in narrow characters."""
    for match in TENTHS.finditer(text):
        low, more = _digit(match["low"]) * 10, match["more"]
        low += Decimal(5) if more == "半" else _digit(more) if more else 0
        upper = _digit(match["high"]) * 10 if match["high"] else None
        # 六成 is said of 58 % as of 62 %.
        step = Decimal(1) if more and more != "半" else Decimal(5)
        yield Spoken(*match.span(), "percent", low, step, upper if upper and upper > low else None)
    for match in DOUBLED.finditer(text):
        times = 2 ** int(_digit(match["times"] or "一")) - 1
        yield Spoken(*match.span(), "times", Decimal(times), Decimal("0.1"))
    for match in HALF.finditer(text):
        yield Spoken(*match.span(), "fraction", Decimal("0.5"), Decimal("0.01"))
    for match in ROUND.finditer(text):
        how, word, more = match["how"] or "", match["word"], match["more"] or ""
        # 十余家 is a numeral as others are; 十 is a manner of speaking in 数十 only.
        if not (how or more) or (word.startswith("十") and how not in ("数", "几")):
            continue
        value = Decimal(1)
        for mark in word:
            value *= HUNDREDS[mark]
        start = match.start() if how in OPEN else match.start("word")
        low = value * OPEN.get(how, 1)
        about = more or ("" if how in OPEN else how)
        yield Spoken(start, match.end(), "count", low, value, value * 10 - 1 if how in OPEN else None, about)


def _digit(char: str) -> Decimal:
    return Decimal(DIGITS[char] if char in DIGITS else int(char))
