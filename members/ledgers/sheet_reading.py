"""What rows does an uploaded sheet of a ledger hold, as texts, and is it this ledger's sheet at all?"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from members.ledgers.cells import tidy
from members.ledgers.columns import (
    KEY,
    NUMBER,
    SINCE,
    STAMP,
    UNION,
    Column,
    columns_of,
    edition,
    line_columns,
    title_of,
)
from members.ledgers.ledger import LEDGERS, Ledger
from members.problems import Problem, Refused
from members.tables import decode
from members.workbooks import OLE_MAGIC, ROSTER_LIMITS, WorkbookError, read_sheets

#: A sheet as stored with its batch: its name and the texts of its rows.
Grid = tuple[str, list[list[str]]]
FORMULA = "="


@dataclass(slots=True)
class SheetRow:
    """A line of the sheet: where it stands, which record it names, and its texts by field."""

    number: int
    key: str = ""
    version: int = 0
    order: str = ""
    union: str = ""
    since: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    #: The lines of each child by its place in the declaration; None: the file says nothing of them.
    lines: dict[int, list[SheetRow]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, and the children whose lines it holds (by their place in the declaration)."""

    rows: list[SheetRow]
    children: tuple[int, ...]


def grids_of(data: bytes, file_name: str) -> list[Grid]:
    """The sheets of an .xlsx, or the one of a CSV, as texts. Raises Refused."""
    if data.startswith((b"PK", OLE_MAGIC)) or file_name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        try:
            return [(sheet.name, [[tidy(cell) for cell in row] for row in sheet.rows]) for sheet in read_sheets(data)]
        except WorkbookError as refusal:
            raise Refused([Problem(str(refusal))]) from refusal
    if len(data) > ROSTER_LIMITS.size:
        raise Refused([Problem("文件超过 20 MB，请分成几个文件")])
    rows = []
    reader = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
    try:
        for cells in reader:
            rows.append([tidy(cell) for cell in cells])
            if len(rows) > ROSTER_LIMITS.rows + 2:
                raise Refused([Problem(f"文件超过 {ROSTER_LIMITS.rows} 行，请分成几个文件")])
            if any(cell.startswith(FORMULA) for cell in rows[-1]):
                raise Refused([Problem("有以“=”开头的内容，会被当作公式，不予导入", len(rows))])
    except csv.Error as error:
        message = "这一行的引号不成对或格内过长，请重新另存为 CSV"
        raise Refused([Problem(message, len(rows) + 1)]) from error
    return [("", rows)]


def read_grids(ledger: Ledger, grids: Sequence[Grid]) -> Sheet:
    """The rows for this ledger. Raises Refused with everything wrong in the form of the file."""
    titles = {title_of(child.name): place for place, child in enumerate(ledger.children)}
    main = next((grid for grid in grids if grid[0] not in titles), None)
    if main is None:
        raise Refused([Problem(f"文件里没有“{ledger.name}”工作表")])
    rows = _rows(ledger, main, columns_of(ledger))
    if not rows:
        raise Refused([Problem("只有列名，没有数据行")])
    keyed, ordered = {row.key: row for row in rows if row.key}, {row.order: row for row in rows if row.order}
    found = [(titles[grid[0]], grid) for grid in grids if grid[0] in titles]
    problems = []
    for place, grid in found:
        child = ledger.children[place]
        for row in rows:
            row.lines[place] = []
        for line in _rows(ledger, grid, line_columns(child)):
            owner = keyed.get(line.key) if line.key else ordered.get(line.order)
            if owner is None:
                message = f"“{child.name}”这一行不知属于哪条记录，请在“{NUMBER}”里写主表该行的序号"
                problems.append(Problem(f"{grid[0]}：{message}", line.number, NUMBER))
            else:
                owner.lines[place].append(line)
    if problems:
        raise Refused(problems)
    return Sheet(rows, tuple(place for place, _ in found))


def _rows(ledger: Ledger, grid: Grid, columns: list[Column]) -> list[SheetRow]:
    title, lines = grid
    start = _stamped(ledger, lines)
    filled = [number for number in range(start, len(lines)) if any(lines[number])]
    if not filled:
        raise Refused([Problem(f"工作表“{title}”里没有内容" if title else "文件里没有内容")])
    head = filled[0]
    places = _places(ledger, lines[head], columns, head + 1)
    return [row for number in filled[1:] if (row := _row(lines[number], number + 1, places))]


def _stamped(ledger: Ledger, lines: list[list[str]]) -> int:
    """Where the sheet begins: after the hidden line that says whose it is. Raises Refused for another's."""
    if not lines or not lines[0] or lines[0][0] != STAMP:
        return 0
    slug, made = [*lines[0][1:3], "", ""][:2]
    if slug != ledger.slug:
        other = LEDGERS.get(slug)
        whose = f"“{other.name}”的表格，请到该台账导入" if other else f"别的台账（{slug[:40]}）的表格"
        raise Refused([Problem(f"这是{whose}；这里是“{ledger.name}”")])
    if made != edition(ledger):
        raise Refused([Problem("这份表格是旧的，台账的栏目后来有变动；请重新导出或下载空表，把内容贴过去再导入")])
    return 1


def _places(ledger: Ledger, head: list[str], columns: list[Column], number: int) -> dict[int, Column]:
    """Which column stands where. Raises Refused for columns that are missing, unknown or there twice."""
    known = {column.head: column for column in columns}
    heads = [text.rstrip("*＊").strip() for text in head]
    while heads and not heads[-1]:
        heads.pop()
    problems = []
    if missing := [column.head for column in columns if column.required and column.head not in heads]:
        message = f"缺少列 {'、'.join(missing)}；请用“{ledger.name}”导出的表格或空表填写"
        problems.append(Problem(message, number))
    if unknown := [text or "（空白）" for text in heads if text not in known]:
        problems.append(Problem(f"不认识的列 {'、'.join(text[:20] for text in unknown[:8])}", number))
    if doubled := sorted({text for text in heads if text in known and heads.count(text) > 1}):
        problems.append(Problem(f"列 {'、'.join(doubled)} 出现了不止一次", number))
    if problems:
        raise Refused(problems)
    return {place: known[text] for place, text in enumerate(heads)}


def _row(texts: list[str], number: int, places: dict[int, Column]) -> SheetRow | None:
    """The row; None where only its key and number were left standing."""
    row = SheetRow(number)
    for place, column in places.items():
        text = texts[place] if place < len(texts) else ""
        if column.field is not None:
            row.cells[column.name] = text
        elif column.head == KEY:
            row.key, _, version = text.partition("/")
            row.version = int(version) if version.isdecimal() and len(version) < 9 else 0
        elif column.head == NUMBER:
            row.order = text
        elif column.head == UNION:
            row.union = text
        elif column.head == SINCE:
            row.since = text
    if extra := [text for place, text in enumerate(texts) if text and place not in places]:
        raise Refused([Problem(f"列名以外还有内容“{extra[0][:20]}”，请删去或补上列名", number)])
    return row if any(row.cells.values()) else None
