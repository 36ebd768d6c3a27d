"""What stands around the body of a report on any kind of paper: heads, marks, dates and annex labels, as plain text."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar
from unicodedata import east_asian_width

from reports.blocks import Cell, Document, Section, Table
from reports.formats import chinese_count

PROVISIONAL = "草稿·数据未全部审定"
UNDATED = "　　年　月　日"
NOTES_TITLE = "数据说明"
TITLE_WIDTH = 20
TOTALS = frozenset({"合计", "总计", "小计", "合　计", "总　计", "小　计"})

#: Line ends become a space; controls, invisible joiners, direction overrides and half surrogates vanish.
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)

T = TypeVar("T")


def plain(thing: T) -> T:
    """The same document with every text reduced to what can be printed."""
    cleaned: Any = thing
    if isinstance(thing, str):
        cleaned = _HIDDEN.sub("", _BREAKS.sub(" ", thing))
    elif isinstance(thing, tuple):
        cleaned = tuple(plain(item) for item in thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        cleaned = replace(thing, **{field.name: plain(getattr(thing, field.name)) for field in fields(thing)})
    return cleaned  # type: ignore[no-any-return]


def _whole_months(document: Document) -> int:
    """How many months the report covers; 0 when it names no span."""
    try:
        first, last = date.fromisoformat(document.first + "-01"), date.fromisoformat(document.last + "-01")
    except ValueError:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def has_cover(document: Document) -> bool:
    """Does the report get a cover sheet? Annual and half-year reports do."""
    return _whole_months(document) in (6, 12)


def title_lines(document: Document, width: int = TITLE_WIDTH) -> tuple[str, ...]:
    """The title in lines of at most `width` characters, ended after the issuer, else after 及, else near the middle."""
    title, issuer = document.title, document.issuer
    rest = title.removeprefix(issuer)
    if len(title) > width and issuer and rest and rest != title:
        return (*_lines(issuer, width), *_lines(rest, width))
    return _lines(title, width)


def _lines(text: str, width: int) -> tuple[str, ...]:
    places = [at for at in range(2, len(text) - 1) if _may_break(text[at - 1], text[at])]
    if len(text) <= width or not places:
        return (text,)
    best = min(places, key=lambda at: (text[at - 1] not in "及暨", abs(at - len(text) / 2)))
    return (*_lines(text[:best], width), *_lines(text[best:], width))


def _may_break(before: str, after: str) -> bool:
    """May a title line end between these characters? Never inside a number, nor against a mark."""
    if before.isascii() and after.isascii() and (before.isalnum() or after.isalnum()):
        return False
    return after not in "年月日》）”、，。—〕至及暨的" and before not in "《（“〔—"


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
    try:
        day = date.fromisoformat(document.dated)
    except ValueError:
        return ""
    return f"{day.year}年{day.month}月{day.day}日"


def mark(document: Document) -> str:
    """The mark every page of an unfinished report carries; empty when it is final."""
    if document.provisional:
        return PROVISIONAL
    return "" if document.dated else document.status or "草稿"


def imprint(document: Document) -> str:
    """The small line that tells one printout from another: state, version, data."""
    parts = (
        f"状态：{document.status}" if document.status else "",
        f"第{document.version}版" if document.version > 0 else "",
        f"数据标识：{document.digest[:12]}" if document.digest else "",
    )
    return "　".join(part for part in parts if part)


def annex_label(document: Document, place: int) -> str:
    """`附件` when there is one, `附件2` when there are several; `place` counts from 1."""
    return "附件" if len(document.annexes) == 1 else f"附件{place}"


def annex_list(document: Document) -> tuple[str, ...]:
    """The note below the body that names what is attached, one line each."""
    titles = [annex.title for annex in document.annexes]
    if len(titles) == 1:
        return (f"附件：{titles[0]}",)
    return tuple(f"{'附件：' if place == 1 else '　　　'}{place}．{title}" for place, title in enumerate(titles, 1))


def widths(table: Table) -> tuple[int, ...]:
    """Each column's share of the width in whole thousandths; they add up to 1000."""
    weights = [max(column.weight, 1) for column in table.columns]
    total, taken, shares = sum(weights), 0, []
    for weight in weights:
        share = (taken + weight) * 1000 // total - taken * 1000 // total
        taken += weight
        shares.append(share)
    return tuple(shares)


def is_total(row: tuple[Cell, ...]) -> bool:
    """Does the row sum the others? It is set in bold."""
    return bool(row) and row[0].text.strip() in TOTALS


def is_numeric(table: Table, place: int) -> bool:
    """Is the column at `place` right-aligned?"""
    return place < len(table.columns) and table.columns[place].numeric


def text_width(text: str) -> int:
    """How many half-width characters the text is wide."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)
