"""What stands in a table file? CSV in UTF-8 (with or without BOM) or GB18030, or the first sheet of an .xlsx.

Pure: no Django. Values stay texts; what they mean is the loader's question.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from members import workbooks
from members.months import parse_month
from members.problems import Problem, Refused
from members.workbooks import LOAD_LIMITS, MEGABYTE, Limits, WorkbookError

CSV_BYTES = 40 * MEGABYTE
CSV_ROWS = 500_000
BLANKS = " \t\r\n\u00a0\u3000\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its number as an editor shows it, and its cells by column name."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file and its lines that are not blank."""

    columns: tuple[str, ...]
    rows: list[Row]


def cell_month(text: str) -> date:
    """`2010-05`, or the first of a month as a workbook's date cell has it. Raises PeriodError."""
    return parse_month(text[:-3] if len(text) == 10 and text.endswith("-01") else text)


def read_table(path: Path, required: Sequence[str], optional: Sequence[str], limits: Limits = LOAD_LIMITS) -> Table:
    """The file with exactly these columns, in any order. Raises Refused with every problem of form."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refused([Problem(f"找不到文件 {path}")]) from None
    except OSError as error:
        raise Refused([Problem(f"文件 {path} 读不了（{error.strerror}），请检查路径和权限")]) from error
    return table_of(data, path.suffix, required, optional, limits)


def table_of(
    data: bytes, suffix: str, required: Sequence[str], optional: Sequence[str], limits: Limits = LOAD_LIMITS
) -> Table:
    """The same for bytes already in memory; the suffix only words the refusal of what is neither."""
    try:
        if data.startswith((b"PK", workbooks.OLE_MAGIC)) or suffix.lower() in (".xlsx", ".xlsm", ".xls"):
            lines: Iterable[tuple[int, list[str]]] = enumerate(workbooks.read(data, limits), start=1)
        else:
            lines = _csv_lines(data)
        filled = [(number, [cell.strip(BLANKS) for cell in cells]) for number, cells in lines]
    except WorkbookError as refusal:
        raise Refused([Problem(str(refusal))]) from refusal
    filled = [(number, cells) for number, cells in filled if any(cells)]
    if not filled:
        raise Refused([Problem("文件里没有内容，第一行应是列名：" + "、".join(required))])
    return _with_columns(filled, required, optional)


def _csv_lines(data: bytes) -> list[tuple[int, list[str]]]:
    if len(data) > CSV_BYTES:
        raise Refused([Problem(f"文件超过 {CSV_BYTES // MEGABYTE} MB，请分成几个文件")])
    text = decode(data)
    lines: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            lines.append((start, cells))
            start = reader.line_num + 1
            if len(lines) > CSV_ROWS:
                raise Refused([Problem(f"文件超过 {CSV_ROWS} 行，请分成几个文件")])
    except csv.Error as error:
        raise Refused([Problem("这一行的引号不成对或格内过长，请用 Excel 或 WPS 重新另存为 CSV", start)]) from error
    return lines


def decode(data: bytes) -> str:
    """UTF-8 with or without BOM, else GB18030. Raises Refused for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise Refused([Problem("文件不是 UTF-8 或 GB18030 编码的 CSV，请另存为“CSV UTF-8（逗号分隔）”或 .xlsx")])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused([Problem("文件不是 UTF-8 或 GB18030 编码的 CSV，请另存为“CSV UTF-8（逗号分隔）”或 .xlsx")])


def _with_columns(lines: list[tuple[int, list[str]]], required: Sequence[str], optional: Sequence[str]) -> Table:
    head_number, head = lines[0]
    while head and not head[-1]:
        head.pop()
    known = "、".join([*required, *optional])
    problems = []
    if len(head) == 1 and any(mark in head[0] for mark in "\t;；，"):
        raise Refused([Problem(f"列名没有用半角逗号分开：“{head[0][:60]}”，请另存为逗号分隔的 CSV", head_number)])
    if missing := [column for column in required if column not in head]:
        problems.append(Problem(f"缺少列 {'、'.join(missing)}；应有的列：{known}", head_number))
    if unknown := [column or "（空白）" for column in head if column not in required and column not in optional]:
        problems.append(Problem(f"不认识的列 {'、'.join(unknown)}；可用的列：{known}", head_number))
    if doubled := sorted({column for column in head if head.count(column) > 1}):
        problems.append(Problem(f"列 {'、'.join(doubled)} 出现了不止一次", head_number))
    rows = []
    for number, cells in lines[1:]:
        if any(cells[len(head) :]):
            problems.append(Problem(f"有 {len(cells)} 格，比列名多；格内有逗号时要加引号", number))
        rows.append(Row(number, dict(zip(head, cells, strict=False))))
    if not rows and not problems:
        problems.append(Problem("只有列名，没有数据行"))
    if problems:
        raise Refused(problems)
    return Table(tuple(head), rows)
