"""Which numbers does a Chinese text state, and what does each of them say exactly?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import lru_cache

from reports.proofing.chinese import chinese_value
from reports.proofing.nofigures import is_indefinite, is_no_figure, named_stretches
from reports.proofing.spoken import spoken

#: Full-width digits and marks, one character each, so that places stay.
NARROW = str.maketrans("０１２３４５６７８９．％，－＋〜", "0123456789.%,-+~")
MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: How reports count anyhow; the catalogue's units and measure words come on top.
COMMON_UNITS = (
    "个", "家", "人", "名", "位", "次", "人次", "家次", "户次", "场次", "批次", "批（件）次", "件", "起", "份",
    "户", "场", "期", "条", "项", "篇", "本", "册", "支", "所", "处", "台", "套", "辆", "亩", "天", "例", "对",
    "桌", "间", "块", "张", "只", "班次", "课时", "倍", "个百分点", "百分点", "个千分点", "个点", "%", "‰",
    "元", "平方米", "公里", "票", "门", "宗", "村", "厂",
)  # fmt: skip
MONEY = {"元": Decimal(1), "块钱": Decimal(1)}
#: More digits than these make a number of an account or a card.
MOST_DIGITS = 15

#: 33.% lacks its last digit and is a number all the same.
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+|\.(?=[%个]))?"
WORDS = r"[零〇一二两三四五六七八九十百千][零〇一二两三四五六七八九十百千万亿]*(?:点[零〇一二三四五六七八九]+)?"
DASH = r"[—–―~～〜\-至到]{1,2}"
NUMBER = re.compile(
    rf"(?P<of>百分之|千分之|万分之)?(?P<sign>(?<![0-9A-Za-z—–\-])[\-−](?=[0-9])|(?<![0-9A-Za-z])[+](?=[0-9.]+%))?"
    rf"(?:(?P<arabic>{ARABIC})(?P<first>[%‰]|个?百分点)?(?:{DASH}(?P<high>{ARABIC}))?|(?P<words>{WORDS})(?:[至到—](?P<wordhigh>{WORDS}))?)"
)
SHARE = re.compile(r"/([0-9]{1,3})(?![0-9/])")
PART_OF = re.compile(rf"分之(?P<arabic>{ARABIC})|分之(?P<words>{WORDS})")
#: What may stand between the number and its unit: 20余万元, 13.02万余元, 300多家.
BETWEEN = re.compile(r"(?P<some>余|多|来|几)?(?P<times>[百千](?=[余多]?[万元人名家户])|万|亿)?(?P<more>余|多)? ?")
#: 1亿2000万, 3万5千.
SMALLER = re.compile(rf"(?P<arabic>{ARABIC})(?P<times>[千百]|万)")
#: What a unit is not, for what follows it: 十一期间, 2026元旦.
NOT_BEFORE = {"期": "间", "元": "旦宵", "个点": "位上"}
#: 是去年的2.3倍 is a growth by 1.3.
OF_LAST_YEAR = re.compile(r"(?:相当于|达到?|是|为)(?:去年|上年)(?:同期)?的$")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
AFTER = re.compile(r"(?P<word>以上|以下|以内|左右|上下|余|多(?![0-9一二两三四五六七八九十百千]))")
BEFORE = re.compile(r"(近|约|大约|超过?|逾|突破|不足|不少于|至少|不低于|将近|接近)$")
#: What shows that a number counts something: 110多件, 120亿元.
COUNTING = frozenset("余多万亿.")
NEAR = {
    "大约": "约",
    "将近": "近",
    "接近": "近",
    "左右": "约",
    "上下": "约",
    "来": "多",
    "几": "多",
    "逾": "超过",
    "超": "超过",
    "过": "超过",
    "突破": "超过",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: text[start:end] with its unit, the bare numeral text[start:bare_end].

    `value` is exact in the base unit (66.28万元 is 662800 of 元, 3.2个百分点 is 3.2 of 百分点, 百分之五 is 5 of %,
    翻一番 and 是去年的2倍 are a growth by 1 of 倍),
    `precision` what one step of its last digit is worth (100 for 66.28万元). `kind` is count, money, percent, points,
    permille, times or fraction; `unit` empty where no known one follows; `approximate` as spoken (余, 多, 以上, 近, 约,
    超过 …); `high` the upper end of a range (40—60人).
    """

    text: str
    start: int
    end: int
    bare_end: int
    value: Decimal
    precision: Decimal
    unit: str = ""
    kind: str = "count"
    approximate: str = ""
    high: Decimal | None = None
    chinese: bool = False

    @property
    def bare(self) -> str:
        """The numeral without unit: 66.28 of 66.28万元."""
        return self.text[: self.bare_end - self.start]


@lru_cache(maxsize=16)
def _units(words: tuple[str, ...]) -> re.Pattern[str]:
    every = sorted({*COMMON_UNITS, *MONEY, *words} - {""} - {"万元", "亿元"}, key=len, reverse=True)
    return re.compile("|".join(re.escape(w) + (f"(?![{NOT_BEFORE[w]}])" if w in NOT_BEFORE else "") for w in every))


def numbers(text: str, units: Iterable[str] = ()) -> tuple[Number, ...]:
    """The figures a text states, in order; years, dates, ordinals, list and document numbers and set phrases are none.

    `units` are the measure words and units of the catalogue.
    """
    narrow = text.translate(NARROW)
    known = _units(tuple(sorted(set(units))))
    named = named_stretches(narrow)
    found = [_with(each, text) for each in _manners(narrow, known) if not named.holds(each.start)]
    spoken_at = {place for each in found for place in range(each.start, each.end)}
    at = 0
    while match := NUMBER.search(narrow, at):
        at = match.end()
        if match.start() in spoken_at:
            continue
        number = _arabic(narrow, match, known) if match["arabic"] else _chinese(narrow, match, known)
        if number is None:
            continue
        if not named.holds(number.start):
            found.append(_with(number, text))
        at = max(at, number.end)
    return tuple(sorted(found, key=lambda each: each.start) if spoken_at else found)


def _manners(text: str, known: re.Pattern[str]) -> Iterator[Number]:
    """The numbers in a manner of speaking: 六成五, 翻一番, 上百人."""
    for each in spoken(text):
        unit, end = {"percent": "%", "times": "倍"}.get(each.kind, ""), each.end
        kind, value, step, high = each.kind, each.value, each.precision, each.high
        if kind == "count":
            follows = known.match(text, end)
            if not follows:
                continue
            unit, end = "元" if follows[0] in MONEY else follows[0], follows.end()
            kind = "money" if unit == "元" else kind
        number = Number("", each.start, end, each.end, value, step, unit, kind, each.approximate, high, chinese=True)
        yield _about(text, number)


def _with(number: Number, text: str) -> Number:
    """The number with its text as written."""
    return replace(number, text=text[number.start : number.end])


def _decimal(digits: str) -> tuple[Decimal, Decimal] | None:
    """A numeral and the worth of its last digit; None for one too long to be a figure."""
    plain = digits.replace(",", "")
    if len(plain) > MOST_DIGITS:
        return None
    value = Decimal(plain)
    return value, Decimal(1).scaleb(-1 if plain.endswith(".") else int(value.as_tuple().exponent))


def _arabic(text: str, match: re.Match[str], known: re.Pattern[str]) -> Number | None:
    start, bare_end, end = match.start(), match.end("arabic"), match.end()
    read = _decimal(match["arabic"])
    if read is None:
        return None
    value, step = read
    first = match["first"] or ""
    high = None
    if match["high"]:
        upper = _decimal(match["high"])
        if upper and upper[0] > value and not _joined(text, match):
            high = upper[0]
        else:
            end = match.end("first") if first else bare_end
    elif match["sign"] and not match["of"] and match["sign"] != "+":
        value = -value
    fraction = SHARE.match(text, end)
    if fraction and not first and Decimal(fraction[1]) > value > 0 and start == match.start("arabic"):
        with localcontext() as context:
            context.prec = 28
            share = value / Decimal(fraction[1])
        if text[start - 1 : start] != "/":
            return Number("", start, fraction.end(), fraction.end(), share, Decimal("0.0001"), "", "fraction")
    plain_start = start if match["sign"] == "+" else match.start("arabic")
    counts = bool(first or known.match(text, end) or text[bare_end : bare_end + 1] in COUNTING)
    if is_no_figure(text, plain_start, end, match["arabic"], counts=counts):
        return None
    if not counts and MOBILE.fullmatch(match["arabic"]):
        return None
    return _united(text, known, start, bare_end, end, value, step, high, match["of"] or "", first)


def _joined(text: str, match: re.Match[str]) -> bool:
    """Is what looks like a range 1—8月 or 0513-8812?"""
    return match["high"].startswith("0") and "." not in match["high"]


def _chinese(text: str, match: re.Match[str], known: re.Pattern[str]) -> Number | None:
    start, end, words = match.start(), match.end("words"), match["words"]
    part = PART_OF.match(text, end)
    if part and not match["of"]:
        below = chinese_value(words)
        above = chinese_value(part["words"]) if part["words"] else Decimal(part["arabic"].replace(",", ""))
        if below and above is not None:
            with localcontext() as context:
                context.prec = 28
                return Number("", start, part.end(), part.end(), above / below, Decimal("0.0001"), "", "fraction")
    value = Decimal(100) if match["of"] and words == "百" and text[end : end + 1] != "的" else chinese_value(words)
    near = value is None and len(words) == 2 and "零一两二三四五六七八九".find(words[0]) >= 0
    high = chinese_value(match["wordhigh"]) if match["wordhigh"] else None
    if near:
        low, upper = chinese_value(words[0]), chinese_value(words[1])
        if low is not None and upper is not None and upper == low + 1:
            value, high = low, upper
    if value is None:
        return None
    if match["wordhigh"] and high is not None and high > value:
        end = match.end("wordhigh")
    elif not near:
        high = None
    if is_no_figure(text, match.start("words"), end, words, counts=True):
        return None
    step = Decimal(1).scaleb(-len(words.partition("点")[2]))
    for mark in ("万", "亿"):
        if words.endswith(mark):
            step *= MULTIPLES[mark]
    number = _united(text, known, start, end, end, value, step, high, match["of"] or "", "", chinese=True)
    if number.kind == "count" and (not number.unit or is_indefinite(text, number.start, number.end, words)):
        return None
    return number


def _united(
    text: str, known: re.Pattern[str], start: int, bare_end: int, end: int, value: Decimal, step: Decimal,
    high: Decimal | None, of: str, first: str, *, chinese: bool = False,
) -> Number:  # fmt: skip
    """The number with what follows it: 余, 万, its unit, 以上."""
    if of:
        kind, unit = ("percent", "%") if of == "百分之" else ("permille", "‰")
        if of == "万分之":
            value, step = value / 10, step / 10
        return _about(text, Number("", start, end, bare_end, value, step, unit, kind, "", high, chinese))
    unit, about, times = first, "", Decimal(1)
    if not first or high is not None:
        between = BETWEEN.match(text, end)
        assert between is not None
        follows = between.end()
        times = Decimal(MULTIPLES[between["times"] or ""])
        value, step, high = value * times, step * times, high * times if high is not None else None
        below = times if between["times"] in ("万", "亿") else Decimal(0)
        while (smaller := SMALLER.match(text, follows)) and MULTIPLES[smaller["times"]] < below:
            rest, below = _decimal(smaller["arabic"]), Decimal(MULTIPLES[smaller["times"]])
            if rest is None:
                break
            value, step, follows = value + rest[0] * below, rest[1] * below, smaller.end()
            bare_end = smaller.end("times")
        found = known.match(text, follows)
        if found:
            unit, end = found[0], found.end()
        elif between["times"]:
            end = follows if not between[0].endswith(" ") else follows - 1
        about = between["some"] or between["more"] or ""
        about = about if found or between["times"] else ""
    if unit == "倍" and OF_LAST_YEAR.search(text, max(0, start - 10), start):
        value, high = value - 1, high - 1 if high is not None else None
    if unit == "个千分点":
        value, step = value / 10, step / 10
    if unit.endswith(("分点", "个点")):
        unit = "百分点"
    unit = "元" if unit in MONEY else unit
    kind = {"%": "percent", "百分点": "points", "‰": "permille", "倍": "times", "元": "money"}.get(unit, "count")
    return _about(text, Number("", start, end, bare_end, value, step, unit, kind, about, high, chinese))


def _about(text: str, number: Number) -> Number:
    """The number with the word that makes it approximate."""
    after, before = AFTER.match(text, number.end), BEFORE.search(text, max(0, number.start - 3), number.start)
    word = number.approximate or (after["word"] if after else "") or (before[1] if before else "")
    return replace(number, approximate=NEAR.get(word, word))
