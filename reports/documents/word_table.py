"""A table of a Word report: fixed columns, a head that repeats on every page, rows that do not break."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

from reports.blocks import ADDED, STRUCK, Table
from reports.documents import frame
from reports.documents.word_style import TYPE_AREA, element, run, size

#: Line weights in eighths of a point: outer rules and inner lines.
OUTER, INNER = 10, 4
#: A cell's runs with their marks, and its indent.
Words = tuple[tuple[tuple[str, str], ...], int]


def table_element(table: Table, styles: dict[str, str]) -> Any:
    """The table as a WordprocessingML element."""
    shares = [share * TYPE_AREA // 1000 for share in frame.widths(table)]
    made = element("tbl")
    made.append(_properties(70 if len(shares) <= 8 else 30))
    grid = element("tblGrid")
    grid.extend(element("gridCol", w=share) for share in shares)
    made.append(grid)
    points = 10.5 if len(shares) <= 8 else 9 if len(shares) <= 12 else 7.5
    small = list(size(points)) if points < 10.5 else []
    heads: list[Words] = [(tuple((line, "") for line in frame.head_lines(column.title)), 0) for column in table.columns]
    made.append(_row(heads, shares, [styles["表头"]] * len(shares), small, head=True))
    kinds = [styles["表数" if column.numeric else "表文"] for column in table.columns]
    for row in table.rows:
        bold = [element("b")] if frame.is_total(row) else []
        made.append(_row([(cell.runs, cell.indent) for cell in row], shares, kinds, small, bold))
    return made


def _properties(side_room: int) -> Any:
    made = element("tblPr")
    made.extend((element("tblW", w=TYPE_AREA, type="dxa"), element("jc", val="center")))
    borders = element("tblBorders")
    for side, weight in (("top", OUTER), ("bottom", OUTER), ("insideH", INNER), ("insideV", INNER)):
        borders.append(element(side, val="single", sz=weight, space=0, color="000000"))
    margins = element("tblCellMar")
    for side, room in (("top", 40), ("left", side_room), ("bottom", 40), ("right", side_room)):
        margins.append(element(side, w=room, type="dxa"))
    made.extend((borders, element("tblLayout", type="fixed"), margins))
    return made


def _row(
    texts: list[Words], shares: list[int], kinds: list[str], letters: list[Any], bold: Sequence[Any] = (), *,
    head: bool = False,
) -> Any:  # fmt: skip
    """A row of (runs, indent) cells; `bold` and `letters` are properties of its runs besides those of their style."""
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    made.append(properties)
    for (runs, indent), share, kind in zip(texts, shares, kinds, strict=True):
        cell = element("tc")
        look = element("tcPr")
        look.extend((element("tcW", w=share, type="dxa"), element("vAlign", val="center")))
        paragraph = element("p")
        style = element("pPr")
        style.append(element("pStyle", val=kind))
        if indent:
            style.append(element("ind", leftChars=indent * 100, left=indent * 210))
        paragraph.append(style)
        for place, (text, mark) in enumerate(runs):
            if head and place:
                paragraph.append(element("r"))
                paragraph[-1].append(element("br"))
            if text:
                look_of = (*bold, *_struck(mark), *letters, *_added(mark))
                paragraph.append(run(text, *(copy(letter) for letter in look_of)))
        cell.extend((look, paragraph))
        made.append(cell)
    return made


# A reader of WordprocessingML expects the properties of a run in this order: bold, strike, size, underline.
def _struck(mark: str) -> tuple[Any, ...]:
    return (element("b"),) if mark == ADDED else (element("strike"),) if mark == STRUCK else ()


def _added(mark: str) -> tuple[Any, ...]:
    return (element("u", val="single"),) if mark == ADDED else ()
