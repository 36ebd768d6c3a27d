"""Is this .xlsx harmless, and what stands in its first sheet? The only place that opens a workbook.

Two walls. First the archive is checked here without parsing: sizes, members, macros, external links, document
types, merged areas. Then openpyxl reads it in a child process with a memory limit and a time limit, because no
check of the archive foresees everything. Pure: no Django.
"""

from __future__ import annotations

import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
MEMBERS = 200
PART_BYTES = 40 * MEGABYTE
TOTAL_BYTES = 60 * MEGABYTE
RATIO = 200  # honest workbooks were measured at 7 to 15
MERGED_CELLS = 50_000
CHILD_SECONDS = 20
CHILD_MEMORY = 1024 * MEGABYTE
#: The sheet of a report's workbook that is made to be loaded again.
READ_BACK = "回读"
BROKEN = "工作簿已损坏或不是真正的 .xlsx 文件，请用 Excel 或 WPS 重新打开并另存为 .xlsx"

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*>")
AREA = re.compile(rb"""\bref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
#: A cell with a formula, its address where it says one.
FORMULA = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3}\d{1,7})["'][^>]*>\s*<(?:\w+:)?f[\s/>]""")
SOME_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
SHOWN_FORMULAS = 5
ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


class WorkbookError(ValueError):
    """The file is refused; the message is Chinese and says why and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an import may be: bytes of the file, rows, columns and cells of its sheet."""

    size: int = 5 * MEGABYTE
    rows: int = 5_000
    columns: int = 200
    cells: int = 200_000
    inflated: int = TOTAL_BYTES
    part: int = PART_BYTES


RETURN_LIMITS = Limits()
LOAD_LIMITS = Limits(20 * MEGABYTE, 100_000, 200, 1_000_000)
#: A ledger's sheet: a roster of a whole county's members, of which most cells hold something.
ROSTER_LIMITS = Limits(20 * MEGABYTE, 60_000, 100, 2_500_000, 150 * MEGABYTE, 120 * MEGABYTE)


def check(data: bytes, limits: Limits = RETURN_LIMITS) -> None:
    """May this file be opened? Raises WorkbookError; parses nothing."""
    if not data:
        raise WorkbookError("文件是空的（0 字节），请重新导出后再试")
    if len(data) > limits.size:
        raise WorkbookError(f"文件超过 {limits.size // MEGABYTE} MB，请只留数据表，或分成几个文件")
    if data.startswith(OLE_MAGIC):
        if ENCRYPTED in data:
            raise WorkbookError("工作簿设有打开密码，无法读取；请取消密码后另存为 .xlsx")
        raise WorkbookError("这是旧版 .xls 工作簿，请另存为 .xlsx 后再导入")
    if not data.startswith(b"PK\x03\x04"):
        raise WorkbookError(BROKEN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive, limits)
            _check_parts(archive, limits)
    except WorkbookError:
        raise
    except Exception as error:  # zipfile raises eight different classes on damaged archives
        raise WorkbookError(BROKEN) from error


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MEMBERS or len({name.lower() for name in names}) != len(names):
        raise WorkbookError(BROKEN)
    for info in infos:
        name = info.filename.lower().replace("\\", "/")
        if ".." in name.split("/") or name.startswith("/") or ":" in name:
            raise WorkbookError(BROKEN)
        if info.flag_bits & 0x1:
            raise WorkbookError("工作簿设有密码，无法读取；请取消密码后另存为 .xlsx")
        if "vbaproject" in name or "macrosheets/" in name or "activex/" in name:
            raise WorkbookError("工作簿带有宏，不予打开；请另存为不带宏的 .xlsx")
        if "externallinks/" in name:
            raise WorkbookError("工作簿引用了其他文件，不予打开；请把引用的数值粘贴为数值后另存")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookError(BROKEN)
        if info.file_size > limits.part or (
            info.file_size > MEGABYTE and info.file_size > RATIO * max(info.compress_size, 1)
        ):
            raise WorkbookError("工作簿解开后过大，不予打开；请只留数据表后另存为 .xlsx")
    if sum(info.file_size for info in infos) > limits.inflated:
        raise WorkbookError("工作簿解开后过大，不予打开；请只留数据表后另存为 .xlsx")
    if not {"[content_types].xml", "xl/workbook.xml"} <= {name.lower() for name in names}:
        raise WorkbookError("这不是 Excel 工作簿，请用 Excel 或 WPS 另存为 .xlsx 后再导入")


def _check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Inflate every part with a counter (declared sizes may lie) and look at its head and its merged areas."""
    merged = total = 0
    for info in archive.infolist():
        with archive.open(info) as part:
            data = part.read(limits.part + 1)
        total += len(data)
        if len(data) > info.file_size or total > limits.inflated:
            raise WorkbookError("工作簿解开后过大，不予打开；请只留数据表后另存为 .xlsx")
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        encoding = ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
            raise WorkbookError(BROKEN)
        if (encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")) or b"<!DOCTYPE" in data:
            raise WorkbookError("工作簿内含不允许的文档声明，不予打开；请用 Excel 或 WPS 重新另存为 .xlsx")
        for tag in MERGE.findall(data):
            merged += _area(tag)
        if merged > MERGED_CELLS:
            raise WorkbookError("工作簿合并了过多的单元格，不予打开；请取消合并后再导入")


def _area(tag: bytes) -> int:
    match = AREA.search(tag)
    if not match:
        raise WorkbookError(BROKEN)
    left, top, right, bottom = match.groups()
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def read(data: bytes, limits: Limits = RETURN_LIMITS) -> list[list[str]]:
    """The sheet 回读, else the first visible one, row by row as texts, trailing blanks cut. Raises WorkbookError."""
    rows: list[list[str]] = _asked_of_child("rows", data, limits)
    return rows


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name and its rows as texts; blank rows stay, so that numbers hold."""

    name: str
    rows: list[list[str]]


def read_sheets(data: bytes, limits: Limits = ROSTER_LIMITS) -> list[Sheet]:
    """All visible sheets, in order; a formula anywhere refuses the file. Raises WorkbookError."""
    return [Sheet(*each) for each in _asked_of_child("sheets", data, limits)]


def _asked_of_child(what: str, data: bytes, limits: Limits) -> Any:
    check(data, limits)
    command = [sys.executable, "-m", "members.workbooks", what, json.dumps(asdict(limits))]
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, timeout=CHILD_SECONDS, cwd=Path(__file__).parents[1], check=False
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookError("工作簿过于复杂，20 秒内未能读完；请只留数据表后另存为 .xlsx") from error
    try:
        answer = json.loads(child.stdout)
    except ValueError as error:
        raise WorkbookError(BROKEN) from error
    if "refused" in answer:
        raise WorkbookError(answer["refused"])
    return answer[what]


def parse(data: bytes, limits: Limits) -> list[list[str]]:
    """What `read` does inside the child process: openpyxl, row by row, within the limits."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise WorkbookError("工作簿里没有可见的工作表")
    sheet = next((sheet for sheet in visible if sheet.title == READ_BACK), visible[0])
    sheet.reset_dimensions()  # type: ignore[union-attr]  # a read-only sheet has it; what a file declares may be wrong
    rows: list[list[str]] = []
    filled = cells = 0
    for number, values in enumerate(islice(sheet.iter_rows(values_only=True), 1_100_000), start=1):
        row = [text_of(value) for value in values]
        while row and not row[-1]:
            row.pop()
        if not row:
            if number <= limits.rows:
                rows.append([])
            continue
        filled, cells = number, cells + len(row)
        if number > limits.rows or len(row) > limits.columns or cells > limits.cells:
            raise WorkbookError(
                f"工作表过大：最多 {limits.rows} 行、{limits.columns} 列，请分成几个文件（多余的空行空列请删除）"
            )
        rows.append(row)
    return rows[:filled]


def parse_sheets(data: bytes, limits: Limits) -> list[tuple[str, list[list[str]]]]:
    """What `read_sheets` does inside the child process; calamine, nine times as fast where styles do not matter."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    _refuse_formulas(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets: list[tuple[str, list[list[str]]]] = []
    cells = 0
    for about in book.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(about.name)
        height, width = sheet.end[0] + 1 if sheet.end else 0, sheet.end[1] + 1 if sheet.end else 0
        cells += height * width
        if height > limits.rows + 2 or width > limits.columns or cells > limits.cells:
            raise WorkbookError(
                f"工作表“{about.name}”过大：最多 {limits.rows} 行、{limits.columns} 列，"
                "请分成几个文件（多余的空行空列请删除）"
            )
        sheets.append(
            (about.name, [[text_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)])
        )
    if not sheets:
        raise WorkbookError("工作簿里没有可见的工作表")
    return sheets


def _refuse_formulas(data: bytes) -> None:
    """A formula says what its author's program made of it, not what he typed; and it runs wherever it is opened."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.lower().startswith("xl/worksheets/") or not SOME_FORMULA.search(part := archive.read(name)):
                continue
            found = [place.decode() for place in FORMULA.findall(part)]
            places = f" {'、'.join(found[:SHOWN_FORMULAS])} " if found else ""
            more = f"等 {len(found)} 格" if len(found) > SHOWN_FORMULAS else ""
            raise WorkbookError(f"单元格{places}{more}是公式，不予导入；请复制后“选择性粘贴”为数值再保存")


def text_of(value: object) -> str:
    """A cell as the text a person would have typed: 12, 66.28, 2009-01-01."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() | date():
            return value.isoformat()[:10]
        case _:
            return str(value).strip()


def child() -> None:
    """Read a workbook from standard input and answer with its rows, or with why not, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    try:
        ask = {"rows": parse, "sheets": parse_sheets}[sys.argv[1]]
        answer: dict[str, object] = {sys.argv[1]: ask(sys.stdin.buffer.read(), Limits(**json.loads(sys.argv[2])))}
    except WorkbookError as refusal:
        answer = {"refused": str(refusal)}
    except (
        BaseException
    ):  # a panic of calamine is one; openpyxl was seen to raise thirteen different classes on damaged files
        answer = {"refused": BROKEN}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    child()
