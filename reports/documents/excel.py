"""A report as an Excel workbook: 正文 (the words), a sheet for each section's tables and each annex, 取数 (every number
and the figure behind it), 回读 (the months' own figures, as `load_figures` reads them)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import xlsxwriter

from members.workbooks import READ_BACK
from reports.blocks import Bound, Cell, Chart, Document, Paragraph, Table
from reports.documents import frame
from reports.documents.excel_number import number_of, number_shown
from reports.documents.excel_sums import sums_of

ASPECTS = {
    "value": "本期值",
    "previous": "上年同期",
    "base": "上年末",
    "change": "增减",
    "growth": "增减率",
    "target": "任务数",
    "completion": "完成率",
    "numerator": "分子",
    "denominator": "分母",
    "carried_over": "沿用前期",
}
#: Files without a date of their own all carry this one, so that the same report is the same file.
UNDATED = datetime(2000, 1, 1)
LONGEST = 32_000
#: What Excel does not take in the name of a sheet, and how long one may be (two characters less, to tell them apart).
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME_LENGTH = 28
#: The 正文 column in half-width characters of the default face, and how many a line of each style holds.
TEXT_WIDTH = 68
LINE_WIDTHS = {"title": 42, "heading": 54, "small": 84}
#: Height of a line and what a style adds to it, in points.
LINE_HEIGHT = 18
ROOM = {"title": 24, "heading": 6}

SONG = {"font_name": "宋体", "font_size": 11}
HEI = {"font_name": "黑体", "font_size": 11}

Sheet = Any
Styles = dict[str, Any]


def render(document: Document) -> bytes:
    """The report as .xlsx; the same document always gives the same bytes."""
    document = frame.plain(document)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": dict(SONG)})
    book.set_properties({"title": document.title, "author": document.issuer, "created": _created(document)})
    styles = _styles(book)
    _write_text(book.add_worksheet("正文"), document, styles)
    for name, place, tables in _sheets(document):
        _write_tables(book, book.add_worksheet(name), document, place, tables, styles)
    _write_sources(book.add_worksheet("取数"), document, styles)
    if document.monthly:
        _write_months(book.add_worksheet(READ_BACK), document, styles)
    book.close()
    return file.getvalue()


def _created(document: Document) -> datetime:
    try:
        return datetime.fromisoformat(document.dated)
    except ValueError:
        return UNDATED


def _styles(book: Any) -> Styles:
    boxed = {"border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({**HEI, "font_size": 18, "align": "center", "text_wrap": True, "valign": "vcenter"}),
        "heading": book.add_format({**HEI, "font_size": 14, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({**SONG, "font_size": 12, "text_wrap": True, "valign": "top"}),
        "right": book.add_format({**SONG, "font_size": 12, "align": "right"}),
        "small": book.add_format({**SONG, "font_size": 9, "font_color": "#555555", "text_wrap": True, "valign": "top"}),
        "place": book.add_format({**SONG, "font_size": 9, "font_color": "#555555"}),
        "caption": book.add_format({**HEI, "font_size": 12}),
        "mark": book.add_format({**HEI, "font_size": 12, "font_color": "#B00020", "align": "center"}),
        "head": book.add_format({**HEI, **boxed, "align": "center", "bg_color": "#EFEFEF"}),
        "cell": book.add_format({**SONG, **boxed}),
        "source": book.add_format({**SONG, "border": 1}),
        "number": book.add_format({**SONG, **boxed, "align": "right"}),
    }


def _write_text(sheet: Sheet, document: Document, styles: Styles) -> None:
    _set_up(sheet, document)
    sheet.set_column(0, 0, TEXT_WIDTH)
    for row, (text, style) in enumerate(_text_lines(document)):
        _put(sheet, row, 0, text, styles[style])
        lines = -(-frame.text_width(text) // LINE_WIDTHS.get(style, TEXT_WIDTH - 4))
        sheet.set_row(row, LINE_HEIGHT * max(lines, 1) + ROOM.get(style, 0))


def _text_lines(document: Document) -> Iterator[tuple[str, str]]:
    """Each line of the 正文 sheet with its style; a table is named where it stands."""
    if mark := frame.mark(document):
        yield mark, "mark"
    if document.letter:
        yield document.letter.organ, "title"
        yield "　".join(part for part in (document.letter.number, frame.signed(document)) if part), "right"
    yield document.title, "title"
    if document.addressee:
        yield frame.salutation(document), "text"
    for section in document.sections:
        if heading := frame.heading(section):
            yield heading, "heading"
        for block in section.blocks:
            if isinstance(block, Paragraph):
                text = "　　" + block.text
                yield from ((text[start : start + LONGEST], "text") for start in range(0, len(text), LONGEST))
            else:
                yield f"　　（{block.title or '表'}，见本部分的工作表）", "small"
    yield from (("　　" + line, "text") for line in frame.annex_list(document))
    yield document.issuer, "right"
    yield frame.dated(document) or frame.UNDATED, "right"
    if document.notes:
        yield frame.NOTES_TITLE, "heading"
        yield from (("　　" + note, "text") for note in document.notes)
    yield from (
        (line, "text") for line in (frame.copied(document), "　".join(filter(None, frame.printed(document)))) if line
    )
    if imprint := frame.imprint(document):
        yield imprint, "small"


def _sheets(document: Document) -> Iterator[tuple[str, str, list[Table]]]:
    """Every part of the report with tables: the name of its sheet, its heading, its tables."""
    taken = {"正文", "取数", READ_BACK}
    parts = [(frame.heading(section) or "导语", [*_tables(section.blocks)]) for section in document.sections] + [
        (annex.label, [*annex.tables]) for annex in frame.annexes(document)
    ]
    for place, tables in parts:
        if tables:
            name = _sheet_name(place, taken)
            taken.add(name)
            yield name, place, tables


def _tables(blocks: tuple[Paragraph | Table | Chart, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart):
            yield frame.chart_table(block)


def _sheet_name(place: str, taken: set[str]) -> str:
    """The heading as Excel allows it, told apart from those before."""
    short = _FORBIDDEN.sub(" ", place)[:NAME_LENGTH].strip(" '") or "表"
    names = (f"{short}{number}" for number in count(2))
    lower = {name.lower() for name in taken}
    return short if short.lower() not in lower else next(name for name in names if name.lower() not in lower)


def _write_tables(book: Any, sheet: Sheet, document: Document, place: str, tables: list[Table], styles: Styles) -> None:
    _set_up(sheet, document)
    shown: dict[tuple[str, bool], Any] = {}
    for at, width in enumerate(_column_widths(tables)):
        sheet.set_column(at, at, width)
    _put(sheet, 0, 0, place, styles["place"])
    row = 1
    for table in tables:
        _put(sheet, row, 0, table.title, styles["caption"])
        row += 1
        if len(tables) == 1:
            sheet.repeat_rows(row)
            sheet.freeze_panes(row + 1, 1)
        for at, column in enumerate(table.columns):
            _put(sheet, row, at, column.title, styles["head"])
        sums = sums_of(table, row + 2)
        for place_in_table, cells in enumerate(table.rows):
            row += 1
            for at, cell in enumerate(cells):
                formula = sums.get((place_in_table, at), "")
                _put_cell(book, sheet, (row, at), cell, frame.is_numeric(table, at), styles, shown, formula)
        for note in table.notes:
            row += 1
            _put(sheet, row, 0, note, styles["place"])
        row += 2


def _column_widths(tables: list[Table]) -> list[int]:
    """Wide enough for what stands in each column of any table, within reason."""
    found: list[int] = []
    for table in tables:
        texts = [[column.title for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
        for row in texts:
            found += [8] * (len(row) - len(found))
            for at, text in enumerate(row):
                found[at] = max(found[at], min(frame.text_width(text) + 3, 44))
    return found


def _put_cell(
    book: Any,
    sheet: Sheet,
    place: tuple[int, int],
    cell: Cell,
    numeric: bool,
    styles: Styles,
    made: dict[tuple[str, bool], Any],
    formula: str,
) -> None:
    """A cell that is one bound number becomes a number that looks as printed, a sum where it is one; else text."""
    number = number_shown(cell.spans)
    if number is None:
        _put(sheet, *place, "　" * cell.indent + cell.text, styles["number" if numeric else "cell"])
        return
    value, pattern = number
    if (pattern, numeric) not in made:
        align = {"align": "right"} if numeric else {}
        base = {**SONG, "border": 1, "valign": "vcenter", **align}
        made[pattern, numeric] = book.add_format({**base, "num_format": pattern})
    if formula:
        sheet.write_formula(*place, formula, made[pattern, numeric], value)
    else:
        sheet.write_number(*place, value, made[pattern, numeric])


def _write_sources(sheet: Sheet, document: Document, styles: Styles) -> None:
    _set_up(sheet, document)
    sheet.set_landscape()
    heads = ("序号", "章节", "指标代码", "单位代码", "起始月", "截止月", "口径", "数值", "精确值", "文中写法")
    for at, (head, width) in enumerate(zip(heads, (6, 28, 26, 16, 10, 10, 11, 16, 34, 16), strict=True)):
        sheet.set_column(at, at, width)
        _put(sheet, 0, at, head, styles["head"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    row = 0
    for row, (place, bound) in enumerate(_sources(document), 1):
        sheet.write_number(row, 0, row, styles["number"])
        aspect = ASPECTS.get(bound.aspect, bound.aspect)
        for at, text in enumerate((place, bound.indicator, bound.union, bound.first, bound.last, aspect), 1):
            _put(sheet, row, at, text, styles["source"])
        if (number := number_of(bound.value)) is not None:
            sheet.write_number(row, 7, number, styles["number"])
        else:
            _put(sheet, row, 7, "", styles["number"])
        _put(sheet, row, 8, bound.value, styles["source"])
        _put(sheet, row, 9, bound.shown, styles["source"])
    if row:
        sheet.autofilter(0, 0, row, len(heads) - 1)


def _write_months(sheet: Sheet, document: Document, styles: Styles) -> None:
    """The months' own figures in the columns `load_figures` reads: mend them here and load the file again."""
    _set_up(sheet, document)
    for at, (head, width) in enumerate(zip(("union_code", "month", "code", "value"), (18, 12, 30, 18), strict=True)):
        sheet.set_column(at, at, width)
        _put(sheet, 0, at, head, styles["head"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for row, cells in enumerate(document.monthly, 1):
        for at, text in enumerate(cells):
            _put(sheet, row, at, frame.plain(text), styles["source"])


def _sources(document: Document) -> Iterator[tuple[str, Bound]]:
    """Every bound number with the heading it stands under, in reading order."""
    bare = replace(document, sections=(), annexes=())
    parts = [(frame.heading(section) or "导语", replace(bare, sections=(section,))) for section in document.sections]
    parts += [(annex.label, replace(bare, annexes=annex.tables)) for annex in frame.annexes(document)]
    return ((place, bound) for place, part in parts for bound in part.bound())


def _put(sheet: Sheet, row: int, column: int, text: str, style: Any) -> None:
    """Text as text, whatever it looks like: `=1+1` stays five characters and never becomes a formula."""
    if text:
        sheet.write_string(row, column, text[:LONGEST], style)
    else:
        sheet.write_blank(row, column, None, style)


def _set_up(sheet: Sheet, document: Document) -> None:
    sheet.set_paper(9)
    sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页　共 &N 页")
    if mark := frame.mark(document):
        sheet.set_header("&C" + mark.replace("&", "&&"))
