"""Which numbers are no figures: dates, ordinals, list and document numbers, titles and set phrases?"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

#: What follows a number that names something instead of counting it.
NAMING_AFTER = re.compile(
    r" ?(?:\*|年|月|日|号|时(?!段)|点(?!五)|季度|个季度|个半年|个月|岁|周岁|周年|届|楼|层"
    r"|室|栋|幢|路|版|型|强(?:企业)?|中全会|大(?:以来|精神|报告)"
    r"|小时(?:工作|热线|值班|服务|开通|开放|在线|以?内|制|以外|之外|响应|不间断|接听|受理)|热线|电话|服务热线|平台|元[旦宵]|春节|国庆|[+＋](?:[0-9]|[XxNn])|[a-zA-Z@]|\.[a-zA-Z]"
    r"|\.[0-9]|[-–][0-9]{6,})"
)
#: 1—8月, 2016—2021年, 3至5月, 2010-05-03: the first of two that name a span.
RANGE_AFTER = re.compile(
    r"(?:[—–―~\-至到]{1,2}|、)[0-9]{1,4}(?:(?:、|[—–~\-])[0-9]{1,4}){0,10} ?(?:年|月|日|号|届|季度)"
)
DATE_AFTER = re.compile(r"(?:[./\-][0-9]{1,2}){2}(?![0-9])|·[0-9]{1,2}")
NAMING_BEFORE = re.compile(
    r"(?:第|每[月季年周天日人户家]?|前|No\.?|〔|\[|［|(?:热线|电话|手机|传真|微信|QQ|群|账号|卡号|号码|邮编|编号)(?:号码?)?[：:为是]?|[A-Za-z]|[0-9][./]|[0-9]-|[+＋]|·|·|星期|周|初级|十佳|@"
    r"|：?[0-9]:|附件|附表|(?<!代)表)[ ]?$"
)
YEAR_BEFORE = re.compile(r"(?:[〔\[［(（][0-9]{2,4}|[0-9]\*)[〕\]］)）]? ?$")
LIST_BEFORE = re.compile(r"(?:^|[。；;！!？?\n：:])[ \t\u3000]*[（(]?$")
LIST_AFTER = re.compile(r"[、)）]|[.．](?![0-9])")
BRACKETED = re.compile(r"[（(]$")
#: Numbers everybody dials.
HOTLINES = frozenset({"12351", "12345", "12333", "12348", "12315", "12313", "12350", "110", "119", "120", "122"})
NAMED = re.compile(r"“[^“”\n]{1,20}”|《[^《》\n]{1,60}》|「[^「」\n]{1,20}」|‘[^‘’\n]{1,20}’")
#: Words counted for rhetoric, not for the record.
ABSTRACT = re.compile(
    r"意识|自信|维护|确立|代表|全面|一百年|务必|坚持|关键|面向|统一|到位|不放过|层面|方面|阶段|环节|转变|着力|创新|结合|围绕|突出|注重"
    r"|文明|满意|必须|延伸|覆盖|倾斜|关系|重点|抓手|角度|认识|平台|渠道|载体|体系|中心任务|人民|劳动者|规定|纪律|导向|新的|一样|时期|机遇|问题导向"
)  # fmt: skip
#: 三项合计 counts what was just told.
SUMMED = re.compile("[项个](?:合计|相加|之和|共计)")
#: Where 一 and 二 are counts: 新建工会一家。
COUNTED_END = re.compile(r"[，。；、！？）,;!?)\n]|$|以上|以下")
FIXED_BEFORE = re.compile(r"[每第这那某另哪]$|一.$")
ONE_BEFORE = re.compile(r"[同任首头又唯之统不进各逐其]$")
FIXED_AFTER = re.compile(r"[一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of a text in order, none within another."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, at: int) -> bool:
        """Does the place stand in one of them?"""
        before = bisect_right(self.starts, at) - 1
        return before >= 0 and at < self.ends[before]


def named_stretches(text: str) -> Stretches:
    """Titles and short quoted names, whose numbers belong to the name: “四送”, “1+N”, 《八项规定》."""
    found = [match.span() for match in NAMED.finditer(text)]
    return Stretches(tuple(start for start, _ in found), tuple(end for _, end in found))


def is_no_figure(text: str, start: int, end: int, numeral: str, *, counts: bool) -> bool:
    """Is the numeral at these places the name of something: a date, an ordinal, a list number, a phrase?

    `counts`: a unit follows it.
    """
    before = text[max(0, start - 8) : start]
    if NAMING_AFTER.match(text, end) or RANGE_AFTER.match(text, end) or DATE_AFTER.match(text, end):
        return True
    dialled = numeral in HOTLINES and not counts and not before.endswith("\t")  # a cell of a table is a figure
    if NAMING_BEFORE.search(before) or YEAR_BEFORE.search(before) or dialled:
        return True
    if LIST_AFTER.match(text, end) and len(numeral) <= 2:
        return bool(LIST_BEFORE.search(before) or BRACKETED.search(before))
    return False


def is_indefinite(text: str, start: int, end: int, words: str) -> bool:
    """Is a Chinese count a manner of speaking: 一个新的, 四个意识, 一户一策?"""
    before = text[max(0, start - 2) : start]
    if FIXED_BEFORE.search(before) or FIXED_AFTER.match(text, end):
        return True
    if words == "一" and ONE_BEFORE.search(before):
        return True
    if len(words) == 1 and (ABSTRACT.match(text, end) or SUMMED.match(text, end - 1)):
        return True
    return words in ("一", "二") and not COUNTED_END.match(text, end)
