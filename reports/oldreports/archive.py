"""Is this .docx harmless? Checked without parsing: sizes, members, macros, embedded files, document types.

The second wall is the child process that parses it (`paragraphs`). Pure: no Django.
"""

from __future__ import annotations

import io
import re
import zipfile

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MEMBERS = 500  # scanned pages and pictures are members too
PART_BYTES = 30 * MEGABYTE
TOTAL_BYTES = 60 * MEGABYTE
RATIO = 200  # honest documents were measured at 5 to 20
BROKEN = "文件已损坏或不是真正的 Word 文档，请用 Word 或 WPS 打开后另存为 .docx，或者直接粘贴文字"
TOO_LARGE = "文档解开后过大，不予打开；请只留总结正文，删去图片后另存为 .docx"
LOCKED = "文档设有打开密码，无法读取；请取消密码后另存为 .docx"

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


class FileRefused(ValueError):
    """The file or text cannot be read; the message is Chinese and says why and what to do."""


def check(data: bytes) -> None:
    """May this .docx be opened? Raises FileRefused; parses nothing."""
    if data.startswith(OLE_MAGIC) and ENCRYPTED in data:
        raise FileRefused(LOCKED)
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused(BROKEN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive)
            _check_parts(archive)
    except FileRefused:
        raise
    except Exception as error:  # zipfile raises eight different classes on damaged archives
        raise FileRefused(BROKEN) from error


def _check_members(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    names = [info.filename.lower().replace("\\", "/") for info in infos]
    if len(infos) > MEMBERS or len(set(names)) != len(names):
        raise FileRefused(BROKEN)
    for name, info in zip(names, infos, strict=True):
        if ".." in name.split("/") or name.startswith("/") or ":" in name:
            raise FileRefused(BROKEN)
        if info.flag_bits & 0x1:
            raise FileRefused(LOCKED)
        if "vbaproject" in name or "activex/" in name:
            raise FileRefused("文档带有宏，不予打开；请另存为不带宏的 .docx，或者直接粘贴文字")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileRefused(BROKEN)
        if info.file_size > PART_BYTES or (
            info.file_size > MEGABYTE and info.file_size > RATIO * max(info.compress_size, 1)
        ):
            raise FileRefused(TOO_LARGE)
    if sum(info.file_size for info in infos) > TOTAL_BYTES:
        raise FileRefused(TOO_LARGE)
    if not {"[content_types].xml", "word/document.xml"} <= set(names):
        raise FileRefused("这不是 Word 文档，请用 Word 或 WPS 另存为 .docx，或者直接粘贴文字")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Inflate every part with a counter (declared sizes may lie) and look at its head."""
    total = 0
    for info in archive.infolist():
        with archive.open(info) as part:
            data = part.read(PART_BYTES + 1)
        total += len(data)
        if len(data) > info.file_size or total > TOTAL_BYTES:
            raise FileRefused(TOO_LARGE)
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        encoding = ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
            raise FileRefused(BROKEN)
        if (encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")) or b"<!DOCTYPE" in data:
            raise FileRefused("文档内含不允许的声明，不予打开；请用 Word 或 WPS 重新另存为 .docx，或者直接粘贴文字")
