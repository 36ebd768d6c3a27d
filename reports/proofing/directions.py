"""Do the words of rise and fall, 持平, 超额完成 and 未发生 agree with the figures they speak of?"""

from __future__ import annotations

import re
from decimal import Decimal

from reports.arithmetic import Total
from reports.formats import TEN_THOUSAND
from reports.sentences import Figures, Label
from reports.sentences.steady import NEARLY, SAME, steady

#: Verb pairs: what rises, and what falls.
PAIRS = (
    ("增长", "下降"), ("增加", "减少"), ("上升", "下滑"), ("提高", "降低"), ("提升", "回落"), ("上涨", "下跌"),
    ("扩大", "缩小"), ("增多", "缩减"), ("攀升", "滑落"), ("增幅", "降幅"), ("净增", "净减"), ("多", "少"),
)  # fmt: skip
#: What is said the other way, where the other verb of the pair is said of fewer things.
PLAINER = {
    "上升": "下降", "提升": "下降", "攀升": "下降", "增多": "减少", "回落": "上升", "滑落": "上升", "缩减": "增加",
}  # fmt: skip
RISES = frozenset(up for up, _ in PAIRS)
#: Verbs that count pieces, however few.
PIECES = frozenset({"增加", "减少"})
COUNTED = "[0-9０-９一二两三四五六七八九十]"
#: A verb of rise or fall; 多 and 少 only where they compare: 比去年多3家, 同比少了3家.
DIRECTION = re.compile(
    "|".join(word for pair in PAIRS[:-1] for word in pair) + rf"|(?:(?<=[期年])|^)[多少](?=了?(?:{COUNTED}|$))"
)
LAST_DIRECTION = re.compile(
    rf"({'|'.join(word for pair in PAIRS[:-1] for word in pair)}|(?<![至不])[多少])[了约近为超过达到的]{{0,3}}$"
)
TRENDS = "|".join(word for pair in PAIRS[:-3] for word in pair)
DEGREES = "有所|略有|明显|大幅|稳步|持续|显著"
#: What a claim compares with: 比上年末, 较年初, 与去年同期相比, 同比.
AGAINST = r"(?:[与和同比较](?:年初|(?:去年|上年)(?:年?[末底]|年?同[期月])?)(?:相比)?|同比)"
#: What a sentence claims of the figure before it, without a number.
CLAIM = re.compile(
    r"(?P<level>(?:基本)?持平)|(?P<over>超额完成)|(?P<done>(?:全面|圆满|全部|如期|提前)完成)(?=[了]?(?:年度|全年|目标|既定)?任务)"
    r"|(?P<first>实现零的突破|首次(?:开展|实现|突破)?(?=[，。；]))|(?P<short>(?:未|没有|尚未)(?:能)?完成(?:年度|全年|目标)?(?:任务|目标))"
    r"|(?P<within>控制在年度目标)|(?P<beyond>超过年度控制数)"
    rf"|(?P<against>{AGAINST})?(?:{DEGREES})(?P<trend>{TRENDS})(?![0-9])"
    rf"|(?P<since>{AGAINST})(?P<bare>{TRENDS})(?=[，。；、！,;]|$)",
    re.MULTILINE,
)
ALL_OF = re.compile(r"(?:全部|均已?|百分之百)(?P<deed>办结|调解|化解|签订|续签|换届|整改|兑现|到位|建会|建立|登记)")
NONE_HAPPENED = re.compile(
    r"(?:未发生|没有发生|未出现|没有出现|杜绝了|无一起|(?<![十百千万点0-9])零)(?P<what>[^，。；、！？\n,;0-9]{2,16})"
    r"|(?:未|没有)(?P<undone>(?:新建|新发展|新增|受理|举办|开展|签订|新签|查出|发现|接待)[^，。；、！？\n,;0-9]{2,16})"
)


def verb_before(text: str, begin: int, start: int) -> tuple[str, int]:
    """The verb of rise or fall right before a number and where it stands; empty for none."""
    near = max(begin, start - 12)
    match = LAST_DIRECTION.search(text[near:start])
    return (match[1], near + match.start()) if match else ("", start)


def opposite(verb: str) -> str:
    """The verb that goes the other way, as one would write it."""
    if verb in PLAINER:
        return PLAINER[verb]
    for up, down in PAIRS:
        if verb in (up, down):
            return down if verb == up else up
    return verb


def goes(value: Decimal) -> str:
    """How a change goes, in words."""
    return "上升" if value > 0 else "下降" if value < 0 else "持平"


def contradiction(match: re.Match[str], code: str, figures: Figures) -> str:
    """Why the claim does not hold of the figure, in Chinese; empty where it holds or nothing is known."""
    total = figures.total(code)
    value, previous, completion = total.value, total.previous, total.completion
    if match["within"] or match["beyond"]:
        met = total.is_met if total.at_most else None
        return "" if met is None or met == bool(match["within"]) else "与年度控制数不符"
    if match["over"] or match["done"] or match["short"]:
        return _task(match, completion)
    if value is None:
        return ""
    if match["first"]:
        return f"去年同期为{previous:f}" if previous else ""
    befores = _befores(match["against"] or match["since"] or "", total)
    if not befores:
        return ""
    words = [steady(code, figures, before) for before in befores]
    actual = words[0] or f"比上期{goes(value - befores[0])}"
    if match["level"]:
        return "" if _is_level(match["level"], words, code, figures) else f"实际{'是' if words[0] else ''}{actual}"
    verb = match["trend"] or match["bare"]
    fits = any(
        (value > before if verb in RISES else value < before) and _is_told(match, verb, word, figures.label(code))
        for before, word in zip(befores, words, strict=True)
    )
    return "" if fits else f"实际是{words[0] or goes(value - befores[0])}"


def _is_level(said: str, words: list[str], code: str, figures: Figures) -> bool:
    """Does 持平 or 基本持平 hold? A rate that reads otherwise than it did is not 持平; 1% more or less is 基本持平."""
    if said == SAME and figures.label(code).is_rate:
        return SAME in words
    growth = figures.total(code).growth
    return any(words) or (said == NEARLY and growth is not None and abs(growth) < 1)


def _is_told(match: re.Match[str], verb: str, word: str, label: Label) -> bool:
    """May this verb speak of a change that goes by this word? 略有 may of a very small one, 增加 of one piece more."""
    return not word or (word == NEARLY and ("略有" in match[0] or (verb in PIECES and not label.is_rate)))


def _befores(against: str, total: Total) -> list[Decimal]:
    """What a claim compares with: last year's end, the same months a year before, or either where it says none."""
    if any(word in against for word in ("末", "底", "年初")):
        wanted = [total.base]
    elif any(word in against for word in ("同期", "同月", "同比")):
        wanted = [total.previous]
    else:
        wanted = [total.previous, total.base]
    return [before for before in wanted if before is not None]


def _task(match: re.Match[str], completion: Decimal | None) -> str:
    if completion is None:
        return ""
    holds = completion > 100 if match["over"] else (completion >= 100) == bool(match["done"])
    return "" if holds else f"年度任务完成{completion.quantize(1 / TEN_THOUSAND):f}%".replace(".0000", "")
