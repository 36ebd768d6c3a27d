"""Is every hostile or useless file refused with one sentence, and every honest one read?"""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from reports.oldreports import files, paragraphs
from reports.oldreports.archive import FileRefused
from reports.oldreports.files import LONGEST, pasted, read_file

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def make_docx(*lines: str) -> bytes:
    document = Document()
    for line in lines or ("全镇共有会员5135人。",):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(parts: dict[str, bytes | None]) -> bytes:
    """An honest document with these parts put in, replaced, or (None) left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_docx())) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = [info.filename for info in old.infolist()]
        for name in [*names, *(name for name in parts if name not in names)]:
            content = parts.get(name, old.read(name) if name in names else b"")
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


def body(inside: str) -> bytes:
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'.encode()


def flagged() -> bytes:
    data = bytearray(make_docx())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    return bytes(data)


def lying_size() -> bytes:
    content = body("") + b" " * 300_000
    data = changed({BODY: content})
    return data.replace(len(content).to_bytes(4, "little"), (100).to_bytes(4, "little"))


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><d>&b;</d>'

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.docx", lambda: b"", "没有读到文字"),
    "no text": ("a.docx", lambda: changed({BODY: body("<w:p/>")}), "没有读到文字"),
    "other ending": ("a.pdf", lambda: b"%PDF-1.4", "只收 .docx、.txt、.doc、.wps"),
    "too large": ("a.docx", lambda: b"PK\x03\x04" + bytes(11 * 1024 * 1024), "超过 10 MB"),
    "cut in half": ("a.docx", lambda: make_docx()[:9_000], "已损坏"),
    "text called docx": ("a.docx", "会员5人".encode, "已损坏"),
    "zip without a document": ("a.docx", lambda: changed({BODY: None}), "不是 Word 文档"),
    "zip bomb": ("a.docx", lambda: changed({BODY: body("<w:p/>" * 4_000_000)}), "过大"),
    "a size that lies": ("a.docx", lying_size, "损坏|过大"),
    "a part outside": ("a.docx", lambda: changed({"../evil.xml": b"<a/>"}), "已损坏"),
    "many parts": ("a.docx", lambda: changed({f"word/media/{n}.png": b"x" for n in range(600)}), "已损坏"),
    "macro": ("a.docx", lambda: changed({"word/vbaProject.bin": b"x"}), "宏"),
    "document type": ("a.docx", lambda: changed({BODY: ENTITIES}), "不允许的声明"),
    "another encoding": (
        "a.docx", lambda: changed({BODY: b'<?xml version="1.0" encoding="utf-7"?><a/>'}), "不允许的声明",
    ),
    "encrypted": ("a.docx", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "encrypted zip": ("a.docx", flagged, "密码"),
    "no sense inside": ("a.docx", lambda: changed({BODY: b"<w:document"}), "已损坏"),
    "two hundred pages": ("a.docx", lambda: make_docx(*["全镇共有会员5135人。" * 100] * 120), "最多 10 万字"),
    "binary text": ("a.txt", lambda: b"abc\x00\x01\x02", "不是文本文件"),
    "unknown encoding": ("a.txt", lambda: b"\xff\xfd\xfc" * 10, "无法识别"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_is_refused_with_one_sentence(name: str) -> None:
    called, make, words = HOSTILE[name]
    data = make()
    start = time.perf_counter()
    with pytest.raises(FileRefused, match=words) as refusal:
        read_file(called, data)
    assert time.perf_counter() - start < 6
    assert "\n" not in str(refusal.value) and len(str(refusal.value)) < 80


def test_paragraphs_and_tables_are_read_in_order() -> None:
    document = Document()
    document.add_paragraph("一、组织建设")
    table = document.add_table(2, 2)
    for row, (left, right) in zip(table.rows, [("会员人数", "5135人"), ("工会组织", "60个")], strict=True):
        row.cells[0].text, row.cells[1].text = left, right
    document.add_paragraph("二、集体合同")
    file = io.BytesIO()
    document.save(file)
    assert read_file("旧总结.docx", file.getvalue()) == "一、组织建设\n会员人数\t5135人\n工会组织\t60个\n二、集体合同"


def test_of_tracked_changes_the_result_is_read() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    inside = (
        f"<w:p>{run.format('会员')}<w:del><w:r><w:delText>80</w:delText></w:r></w:del>"
        f"<w:ins>{run.format('85')}</w:ins>{run.format('人')}</w:p>"
    )
    assert read_file("a.docx", changed({BODY: body(inside)})) == "会员85人"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert read_file("旧总结.TXT", "会员５人\r\n\r\n  工会3个\x07 ".encode(encoding)) == "会员５人\n工会3个"


def test_a_text_may_have_a_hundred_thousand_letters() -> None:
    assert len(pasted("字" * LONGEST)) == LONGEST
    with pytest.raises(FileRefused, match="最多 10 万字"):
        pasted("字" * (LONGEST + 1))


def test_an_old_document_is_refused_with_the_remedy_where_nothing_converts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.shutil, "which", lambda name: None)
    with pytest.raises(FileRefused, match=r"没有装 LibreOffice.*另存为 \.docx"):
        read_file("旧总结.wps", OLE + bytes(600))


def test_an_old_document_is_converted_where_libreoffice_is_there(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        with pytest.raises(FileRefused, match="没有装 LibreOffice"):
            read_file("旧总结.doc", OLE + bytes(600))
        return
    (tmp_path / "a.docx").write_bytes(make_docx("全镇共有会员5135人。"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True, capture_output=True)
    assert read_file("旧总结.doc", (tmp_path / "a.doc").read_bytes()) == "全镇共有会员5135人。"


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraphs.sys, "executable", "/bin/false")
    with pytest.raises(FileRefused, match="已损坏"):
        read_file("a.docx", make_docx())
