"""What is stated of an indicator that has no sentence of its own: its name, value and measure word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reports.blocks import Span, Text
from reports.sentences.compose import Composed, number
from reports.sentences.figures import Figures, Label
from reports.sentences.pattern import full_width
from reports.sentences.phrases import Spans
from reports.sentences.tidy import tidy

PART = re.compile(r"^其中[:：]")
#: An explanation with a number in it (工资总额2%), which is no figure of this report.
EXPLAINED = re.compile(r"[（(][^（()）]*[0-9][^（()）]*[）)]$")
#: Happenings of which none is said as 未发生; of other things 0 is said.
HAPPENING = re.compile(r"(?:事故|争议|纠纷|案件|事件|伤亡|欠薪|上访)$")
NONE_OF = "未发生"
HANDLING = re.compile(r"^(?:受理|发生|出现|发现|查出|接到)")


def plain_name(label: Label) -> str:
    """The name as it reads before a number: no 其中：, and no 件数 or 总数 that the measure word repeats."""
    name = full_width(EXPLAINED.sub("", PART.sub("", label.name).strip()))
    word = re.escape(label.word)
    ending = rf"(?:总?{word}数|总数|(?<!总)数)$" if word else r"(?:总数|(?<!总)数)$"
    if len(label.word) > 1:
        ending = rf"(?:总?{word}|{ending[3:]}"
    head, bracket, rest = name.partition("（") if name.endswith("）") else (name, "", "")
    return (re.sub(ending, "", head) or head) + bracket + rest


def generic(code: str, figures: Figures) -> Spans:
    """`会员5135人`; () for what is unknown or 不适用, and for a zero that is no good news.

    A part is led in by its whole: `受理劳动争议中工伤争议15件`.
    """
    return tidy(_stated(code, figures))


def _stated(code: str, figures: Figures, *, after_whole: bool = False) -> Spans:
    value, label = figures.value(code), figures.label(code)
    if value is None or (value == 0 and not label.zero_is_good):
        return ()
    name = plain_name(label)
    if value == 0 and not after_whole:
        event = HANDLING.sub("", name)
        if HAPPENING.search(event):
            return (Text(f"{NONE_OF}{event}"),)
        return ()  # "…为0份" is no news in prose; the table states it
    if label.parent in figures.labels and not after_whole:
        whole = plain_name(figures.label(label.parent))
        name = name if name.startswith(whole) else f"{whole}中{name}"
    if label.is_rate:
        name += "为"
    return (Text(name), *number(code, figures, "value", "unit"))


def generic_sentence(codes: Sequence[str], figures: Figures) -> Composed:
    """`此外，甲3个、乙5人次。` of the codes that have something to say, parts behind their wholes."""
    stated = {code: _stated(code, figures) for code in codes}
    wholes = {code for code in codes if stated[code] and figures.value(code) and not _under(code, stated, figures)}
    items: list[list[Span]] = []
    # What did not happen stands last, or what follows would seem not to have happened either.
    absent: list[list[Span]] = []
    leading: dict[str, list[Span]] = {}
    for code in codes:
        whole = figures.label(code).parent
        if not stated[code] or whole in wholes:
            continue
        if whole in leading and figures.value(code):
            # Parts of one whole that is not stated here itself share its lead-in.
            leading[whole].extend((Text("、"), *_stated(code, figures, after_whole=True)))
            continue
        item: list[Span] = list(stated[code])
        parts = [part for part in codes if stated[part] and code in wholes and figures.label(part).parent == code]
        for index, spans in enumerate(_stated(part, figures, after_whole=True) for part in parts):
            item.extend((Text("、" if index else "，其中"), *spans))
        (absent if item[0].shown.startswith(NONE_OF) else items).append(item)
        if whole in figures.labels and figures.value(code) and not parts:
            leading[whole] = item
    if not items and not absent:
        return Composed()
    # An item with parts (more than name, number, measure word) or a mark in its name ends at a stronger mark.
    divided = any(len(item) > 3 or "、" in item[0].shown for item in items)
    line: list[Span] = [Text("此外，")]
    for index, each in enumerate(items):
        line.extend((Text(("；" if divided else "、") if index else ""), *each))
    for index, each in enumerate(absent):
        line.extend((Text("、" if index else "；" if divided else "，" if items else ""), *each))
    return Composed(tidy((*line, Text("。"))), said=frozenset(code for code in codes if stated[code]))


def _under(code: str, stated: Mapping[str, Spans], figures: Figures) -> bool:
    """Whether its whole is stated too, so that it is a part there."""
    whole = figures.label(code).parent
    return bool(stated.get(whole)) and bool(figures.value(whole))


def task_sentence(codes: Sequence[str], figures: Figures) -> Spans:
    """`年度任务为培训农民工2400人。` of the codes that have a task and no value yet."""
    line: list[Span] = []
    for code in codes:
        target = figures.value(code, "target")
        if target and figures.is_missing(code):
            name = plain_name(figures.label(code))
            line += [Text(("、" if line else "年度任务为") + name), *number(code, figures, "target", "unit")]
    return (*line, Text("。")) if line else ()
