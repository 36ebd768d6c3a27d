"""The parts of a Word report that make it a 公文 or a bound report: contents, red head and imprint (版记)."""

from __future__ import annotations

from typing import Any

from reports.blocks import Document
from reports.documents import frame
from reports.documents.word_style import KAI, LINE, TYPE_AREA, element, field, fonts, run, size

#: 35 mm above the mark of the organ, in twentieths of a point; 4 mm between number and red line, in points.
ABOVE_ORGAN, ABOVE_LINE = 1984, 11
#: One character of 16 points, of 14 points.
SIXTEEN, FOURTEEN = 320, 280
RED = "E60012"
MIDDLE = TYPE_AREA // 2
TITLE_BELOW_LINE = 2 * LINE
#: Weights of the lines of the 版记 in eighths of a point: outer 0.35 mm, inner 0.25 mm.
OUTER, INNER = 8, 6
SIDES = ("top", "left", "bottom", "right")


def add_contents(writer: Any, document: Document) -> None:
    """The contents page: each heading with a field for its page, which Word fills in."""
    writer.add("目录标题", "目　录")
    for anchor, line in frame.contents(document):
        paragraph = writer.add("目录", line)
        tab = element("r")
        tab.append(element("tab"))
        paragraph.extend([tab, *field(f"PAGEREF {mark_name(anchor)} \\h", "", dirty=True)])


def mark_name(anchor: str) -> str:
    """The bookmark of an anchor of the contents."""
    return "_Toc" + anchor.replace("-", "_")


def bookmark(paragraph: Any, anchor: str, number: int) -> None:
    """Let the contents point at this paragraph."""
    start, end = element("bookmarkStart", id=number, name=mark_name(anchor)), element("bookmarkEnd", id=number)
    paragraph[0].addnext(start)
    paragraph.append(end)


def add_red_head(writer: Any, document: Document) -> None:
    """Mark of the organ, number and signer, red line."""
    letter = document.letter
    if letter is None:
        return
    points = frame.organ_size(letter.organ)
    organ = writer.add("发文机关标志")
    organ[0].append(element("spacing", before=ABOVE_ORGAN, after=0, line=int(points * 20), lineRule="exact"))
    organ.append(run(letter.organ, *size(points)))
    line = writer.add("发文字号")
    border = element("pBdr")
    border.append(element("bottom", val="single", sz=16, space=ABOVE_LINE, color=RED))
    tabs = element("tabs")
    tabs.append(element("tab", val="left" if letter.signer else "center", pos=SIXTEEN if letter.signer else MIDDLE))
    tabs.append(element("tab", val="right", pos=TYPE_AREA - SIXTEEN))
    line[0].extend((border, tabs))
    line.extend((_tab(), run(letter.number)))
    if letter.signer:
        line.extend((_tab(), run("签发人："), run(letter.signer, fonts(KAI))))


def add_imprint(writer: Any, document: Document) -> None:
    """抄送 and 印发 between lines as wide as the type area, on the lower edge of the last page."""
    copies, (by, on) = frame.copied(document), frame.printed(document)
    if not frame.imprint_lines(document):
        return
    table = element("tbl")
    table.append(_at_the_foot())
    table.append(element("tblGrid"))
    table[-1].append(element("gridCol", w=TYPE_AREA))
    writer.put(table)
    style = writer.styles["版记"]
    if copies:
        line = _row(table, style)
        line[0].append(element("ind", left=1120, right=FOURTEEN, hanging=840))
        line.append(run(copies))
    if by or on:
        line = _row(table, style)
        line[0].append(element("tabs"))
        line[0][-1].append(element("tab", val="right", pos=TYPE_AREA - FOURTEEN))
        line[0].append(element("ind", left=FOURTEEN))
        line.extend((run(by), _tab(), run(on)))
    writer.add("表注")  # a floating table hangs on the paragraph after it


def _at_the_foot() -> Any:
    """A table between lines that floats on the lower edge of the type area."""
    made = element("tblPr")
    made.append(element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="left", tblpYSpec="bottom"))
    made.append(element("tblW", w=TYPE_AREA, type="dxa"))
    borders = element("tblBorders")
    for side, weight in (("top", OUTER), ("bottom", OUTER), ("insideH", INNER)):
        borders.append(element(side, val="single", sz=weight, space=0, color="000000"))
    margins = element("tblCellMar")
    margins.extend(element(side, w=room, type="dxa") for side, room in zip(SIDES, (40, 0, 40, 0), strict=True))
    made.extend((borders, element("tblLayout", type="fixed"), margins))
    return made


def _row(table: Any, style: str) -> Any:
    """A row of one cell; its paragraph."""
    row, cell, look, paragraph, properties = (element(tag) for tag in ("tr", "tc", "tcPr", "p", "pPr"))
    look.append(element("tcW", w=TYPE_AREA, type="dxa"))
    properties.append(element("pStyle", val=style))
    paragraph.append(properties)
    cell.extend((look, paragraph))
    row.append(cell)
    table.append(row)
    return paragraph


def _tab() -> Any:
    made = element("r")
    made.append(element("tab"))
    return made
