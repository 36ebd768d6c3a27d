"""What stands around the body of a report on any kind of paper: heads, marks, dates and annex labels, as plain text."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar
from unicodedata import east_asian_width

from reports.blocks import Bound, Cell, Chart, Column, Document, Section, Span, Table, Text
from reports.documents.annexes import annex_list, annexes, is_enclosure
from reports.documents.titles import TITLE_WIDTH, title_lines
from reports.formats import chinese_count

__all__ = ["TITLE_WIDTH", "annex_list", "annexes", "is_enclosure", "title_lines"]

PROVISIONAL = "草稿·数据未全部审定"
UNDATED = "　　年　月　日"
NOTES_TITLE = "数据说明"
#: Width of the type area in points, and of a text that ought not to wrap, in half-width characters.
TYPE_AREA, SHORT = 442, 6
#: Characters of 14 points beside `抄送：` and the margins of the 版记.
COPY_WIDTH = 26
STATES = {
    "填报中": "草稿", "已退回": "草稿", "待主席审签": "送审", "待审核": "送审", "已通过": "审定", "已签发": "审定",
}  # fmt: skip
#: The title of a summary; a plan, a report on targets, a letter that sends a summary are a few pages.
SUMMED_UP = re.compile("(?!关于).*总结")
TOTALS = frozenset({"合计", "总计", "小计", "合　计", "总　计", "小　计"})

#: Line ends become a space; controls, invisible joiners, direction overrides and half surrogates vanish.
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)

#: Headings of the second and third level stand at the head of their paragraph: （一） in 楷体, 1．in bold.
_LEADS = (
    (2, re.compile("（[一二三四五六七八九十]{1,3}）[^。；：]{1,40}[。：]?")),
    (3, re.compile("[0-9]{1,2}[.．、](?![0-9])[^。；：]{1,40}[。：]?")),
)

_MONTHS_OF_A_YEAR = re.compile("([0-9]{4}年)([0-9]{1,2}(?:—[0-9]{1,2})?月)")

T = TypeVar("T")


def plain(thing: T) -> T:
    """The same document with every text reduced to what can be printed; its months' figures stay as stored."""
    cleaned: Any = thing
    if isinstance(thing, str):
        cleaned = _HIDDEN.sub("", _BREAKS.sub(" ", thing))
    elif isinstance(thing, tuple):
        cleaned = tuple(plain(item) for item in thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        names = [field.name for field in fields(thing) if field.name not in ("monthly", "reported")]
        cleaned = replace(thing, **{name: plain(getattr(thing, name)) for name in names})
    return cleaned  # type: ignore[no-any-return]


def _whole_months(document: Document) -> int:
    """How many months the report covers; 0 when it names no span."""
    try:
        first, last = date.fromisoformat(document.first + "-01"), date.fromisoformat(document.last + "-01")
    except ValueError:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def has_cover(document: Document) -> bool:
    """Does the report get a cover and contents? Annual and half-year summaries do, unless sent under a red head."""
    long = _whole_months(document) in (6, 12) and bool(SUMMED_UP.match(document.title))
    return document.letter is None and long


def contents(document: Document) -> tuple[tuple[str, str], ...]:
    """Lines of the contents page, each with the anchor it leads to."""
    lines = [
        (f"section-{place}", heading(section)) for place, section in enumerate(document.sections, 1) if section.heading
    ]
    return (
        *lines,
        *((f"annex-{place}", f"{annex.label}　{annex.title}") for place, annex in enumerate(annexes(document), 1)),
    )


def lead(text: str) -> tuple[int, str, str]:
    """The level (2, 3; 0 for none) of the heading a paragraph begins with, the heading, and the rest."""
    for level, pattern in _LEADS:
        if match := pattern.match(text):
            return level, match[0], text[match.end() :]
    return 0, "", text


def chart_table(chart: Chart) -> Table:
    """The chart's numbers, for files that draw nothing."""
    against = any(point.against for point in chart.points)
    unit = f"（{chart.unit}）" if chart.unit else ""
    names = chart.series if against else chart.series[:1]
    head = Column("月份" if chart.kind == "line" else "", weight=3)
    columns = (head, *(Column(f"{name}{unit}", True, 2) for name in names))
    rows = tuple(
        (Cell((Text(point.label),)), *(Cell((_number(bound),)) for bound in (point.value, point.against)[: len(names)]))
        for point in chart.points
    )
    return Table(chart.title, columns, rows, chart.notes)


def _number(bound: Bound | None) -> Span:
    return bound or Text("—")


def heading(section: Section) -> str:
    """`一、基本情况`; without number when it has none; empty when the section has no heading."""
    if not section.heading or section.number < 1:
        return section.heading
    return f"{chinese_count(section.number)}、{section.heading}"


def salutation(document: Document) -> str:
    """The addressee with the colon that ends it, or nothing."""
    return document.addressee.rstrip("：:") + "：" if document.addressee else ""


def dated(document: Document) -> str:
    """`2010年12月10日`; empty while the text has no date."""
    return day_text(document.dated)


def day_text(day: str) -> str:
    """`2010-12-20` as `2010年12月20日`; empty when it is no date."""
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return ""
    return f"{known.year}年{known.month}月{known.day}日"


def state(document: Document) -> str:
    """The state in the words of an office: 草稿, 送审, 审定; words it does not know stay."""
    return STATES.get(document.status, document.status)


def mark(document: Document) -> str:
    """The mark every page of an unfinished report carries; empty when it is final."""
    if document.provisional:
        return PROVISIONAL
    return "" if document.dated else state(document) or "草稿"


def watermark(document: Document) -> str:
    """The large pale word behind an unfinished report's pages; empty when it is final."""
    if not mark(document):
        return ""
    return "送审稿" if state(document) == "送审" else "草　稿"


def imprint(document: Document) -> str:
    """The small line that tells one printout from another: state, version, data."""
    parts = (
        f"状态：{state(document)}" if document.status else "",
        f"第{document.version}版" if document.version > 0 else "",
        f"数据标识：{document.digest[:12]}" if document.digest else "",
    )
    return "　".join(part for part in parts if part)


def head_lines(title: str) -> tuple[str, ...]:
    """A column's head; the months of a year stand below it whole: `2026年` over `1—10月`."""
    match = _MONTHS_OF_A_YEAR.fullmatch(title)
    return (match[1], match[2]) if match else (title,)


def widths(table: Table) -> tuple[int, ...]:
    """Each column's share of the width in thousandths, 1000 in all; numbers stand on one line where there is room."""
    weights = [max(column.weight, 1) for column in table.columns]
    total, taken, shares = sum(weights), 0, []
    for weight in weights:
        shares.append((taken + weight) * 1000 // total - taken * 1000 // total)
        taken += weight
    needs = [_need(table, place) for place in range(len(weights))]
    spare = [max(share - need, 0) for share, need in zip(shares, needs, strict=True)]
    lacking = [max(need - share, 0) for share, need in zip(shares, needs, strict=True)]
    if not sum(lacking) or sum(spare) < sum(lacking):
        return tuple(shares)
    given, taken = 0, 0
    for place, room in enumerate(spare):
        taken += room
        gives = sum(lacking) * taken // sum(spare) - given
        given += gives
        shares[place] += lacking[place] - gives
    return tuple(shares)


def _need(table: Table, place: int) -> int:
    """The share a column needs for its numbers, or for a short text, to stand on one line; heads may take two."""
    letters = [text_width(row[place].text) for row in table.rows if place < len(row)] or [0]
    widest = max(letters) if is_numeric(table, place) else min(max(letters), SHORT)
    head = text_width(table.columns[place].title)
    count = len(table.columns)
    size = 10.5 if count <= 8 else 9 if count <= 12 else 7.5
    points = max(widest, min(head, max(4, -(-head // 4) * 2))) * size / 2 + 10
    return -int(-points * 1000 // TYPE_AREA)


def is_total(row: tuple[Cell, ...]) -> bool:
    """Does the row sum the others? It is set in bold."""
    return bool(row) and row[0].text.strip() in TOTALS


def is_numeric(table: Table, place: int) -> bool:
    """Is the column at `place` right-aligned?"""
    return place < len(table.columns) and table.columns[place].numeric


def text_width(text: str) -> int:
    """How many half-width characters the text is wide."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def organ_size(organ: str) -> float:
    """The size in points at which the 发文机关标志 fills the width of the type area without leaving it; 48 at most."""
    return min(48.0, 4300 // max(text_width(organ), 1) / 5)


def signed(document: Document) -> str:
    """`签发人：王某某` of a letter to a superior; empty otherwise."""
    return f"签发人：{document.letter.signer}" if document.letter and document.letter.signer else ""


def copied(document: Document) -> str:
    """`抄送：县委办公室，县总工会。`; empty when nobody is sent a copy."""
    names = document.letter.copies_to if document.letter else ()
    return f"抄送：{'，'.join(names)}。" if names else ""


def printed(document: Document) -> tuple[str, str]:
    """Who printed it and when, the two ends of the last line of the 版记; both empty when that is not said."""
    letter = document.letter
    if letter is None or not (letter.printed_by or letter.printed_on):
        return "", ""
    day = day_text(letter.printed_on)
    return letter.printed_by, f"{day}印发" if day else ""


def imprint_lines(document: Document) -> int:
    """How many lines of 14 points the 版记 takes; 0 when there is none."""
    copies = copied(document)
    lines = -(-(text_width(copies) - 6) // (2 * COPY_WIDTH)) if copies else 0
    return lines + any(printed(document))
