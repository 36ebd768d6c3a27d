"""Is every hostile workbook refused, quickly and with a sentence, and every honest one read?"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from members import workbooks
from members.workbooks import Limits, WorkbookError

SHEET = "xl/worksheets/sheet1.xml"


def make_book(rows: list[list[object]] | None = None) -> bytes:
    book = Workbook()
    for row in rows or [["union_code", "month"], ["T1", "2010-01"]]:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(parts: dict[str, bytes | None], *, level: int = 9) -> bytes:
    """An honest workbook with these parts put in, replaced, or (None) left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_book())) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = [info.filename for info in old.infolist()]
        for name in [*names, *(name for name in parts if name not in names)]:
            content = parts.get(name, old.read(name) if name in names else b"")
            if content is not None:
                new.writestr(name, content, compresslevel=level)
    return file.getvalue()


def sheet(inside: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<?xml version="1.0"?><worksheet xmlns="' + space + b'">' + inside + b"</worksheet>"


def bomb() -> bytes:
    return changed({SHEET: sheet(b"<sheetData>" + b"<row/>" * 5_000_000 + b"</sheetData>")})


def many_parts() -> bytes:
    return changed({f"xl/media/{number}.xml": b"<a/>" for number in range(250)})


def lying_size() -> bytes:
    """A part that says it is small and is not."""
    data = bytearray(changed({SHEET: sheet(b"<sheetData/>" + b" " * 300_000)}))
    size = len(sheet(b"<sheetData/>" + b" " * 300_000)).to_bytes(4, "little")
    return bytes(data.replace(size, (100).to_bytes(4, "little")))


def twice_the_same() -> bytes:
    file = io.BytesIO(make_book())
    with zipfile.ZipFile(file, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr(SHEET, sheet(b""))
    return file.getvalue()


def with_password_flag() -> bytes:
    data = bytearray(make_book())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MERGED = sheet(b'<sheetData/><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
HIDDEN_MERGE = sheet(b'<sheetData/><mergeCells count="1"><mergeCell ref="&#65;1:XFD1048576"/></mergeCells>')
ENTITIES = b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
FAR = sheet(b'<sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>')

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "空的"),
    "text": (lambda: "工会,月份".encode(), "损坏"),
    "cut in half": (lambda: make_book()[: len(make_book()) // 2], "损坏"),
    "zip without a workbook": (lambda: changed({"xl/workbook.xml": None}), "不是 Excel 工作簿"),
    "too large": (lambda: b"PK\x03\x04" + b"\x00" * (6 * 1024 * 1024), "超过 5 MB"),
    "zip bomb": (bomb, "过大"),
    "many parts": (many_parts, "损坏"),
    "a size that lies": (lying_size, "损坏|过大"),
    "the same part twice": (twice_the_same, "损坏"),
    "a part outside": (lambda: changed({"../evil.xml": b"<a/>"}), "损坏"),
    "giant merge": (lambda: changed({SHEET: MERGED}), "合并"),
    "giant merge in disguise": (lambda: changed({SHEET: HIDDEN_MERGE}), "损坏"),
    "encrypted": (lambda: OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "old xls": (lambda: OLE + b"\x00" * 600, "另存为 .xlsx"),
    "encrypted zip": (with_password_flag, "密码"),
    "macro": (lambda: changed({"xl/vbaProject.bin": b"x"}), "宏"),
    "macro sheet": (lambda: changed({"xl/macrosheets/sheet1.xml": b"<a/>"}), "宏"),
    "external link": (lambda: changed({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "其他文件"),
    "document type": (lambda: changed({SHEET: ENTITIES + sheet(b"<sheetData/>")}), "文档声明"),
    "utf-16": (lambda: changed({SHEET: sheet(b"<sheetData/>").decode().encode("utf-16")}), "损坏"),
    "another encoding": (
        lambda: changed({SHEET: b'<?xml version="1.0" encoding="utf-7"?>' + sheet(b"")[21:]}),
        "文档声明",
    ),
    "a cell in the far corner": (lambda: changed({SHEET: FAR}), "工作表过大"),
    "no sense inside": (lambda: changed({SHEET: b"<worksheet><row"}), "损坏"),
    "too many rows": (lambda: make_book([["x"]] * 5_001), "工作表过大"),
    "too many columns": (lambda: make_book([["x"] * 201]), "工作表过大"),
}
#: What only the parser notices; its process has first to start.
SEEN_BY_THE_CHILD = {"a cell in the far corner", "no sense inside", "too many rows", "too many columns"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_within_a_second(name: str) -> None:
    make, words = HOSTILE[name]
    data = make()
    start = time.perf_counter()
    with pytest.raises(WorkbookError, match=words):
        workbooks.read(data)
    assert time.perf_counter() - start < (5 if name in SEEN_BY_THE_CHILD else 1)


def test_an_honest_workbook_is_read_as_text() -> None:
    rows = [["union_code", "month", "值"], ["T1", date(2010, 1, 1), 12.5], ["T2", datetime(2010, 2, 1, 9), 7.0], []]
    rows += [["T3", None, True], [" 空格 ", "0012", 0]]
    assert workbooks.read(make_book(rows)) == [
        ["union_code", "month", "值"],
        ["T1", "2010-01-01", "12.5"],
        ["T2", "2010-02-01", "7"],
        [],
        ["T3", "", "TRUE"],
        ["空格", "0012", "0"],
    ]


def test_honest_merges_and_formats_are_no_reason_to_refuse() -> None:
    book = Workbook()
    first = book.worksheets[0]
    first.append(["标题"])
    first.merge_cells("A1:F1")
    first["C9"] = 5
    first["C9"].number_format = "0.00"
    file = io.BytesIO()
    book.save(file)
    assert workbooks.read(file.getvalue())[8] == ["", "", "5"]


def test_a_hidden_first_sheet_is_passed_over() -> None:
    book = Workbook()
    book.worksheets[0].append(["说明"])
    book.create_sheet("数据").append(["union_code"])
    book.worksheets[0].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert workbooks.read(file.getvalue()) == [["union_code"]]


def test_limits_are_those_of_the_import() -> None:
    data = make_book([["x"]] * 6_000)
    with pytest.raises(WorkbookError):
        workbooks.read(data)
    assert len(workbooks.read(data, Limits(rows=6_000))) == 6_000


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks.sys, "executable", "/bin/false")
    with pytest.raises(WorkbookError, match="损坏"):
        workbooks.read(make_book())
