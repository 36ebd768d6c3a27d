"""Which text does an uploaded or pasted old report hold? .docx and .txt are read; .doc and .wps through LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from reports.oldreports import paragraphs
from reports.oldreports.archive import BROKEN, ENCRYPTED, LARGEST, LOCKED, MEGABYTE, OLE_MAGIC, FileRefused

#: Some 120 pages; a summary has five to fifteen.
LONGEST = 100_000
CONVERT_SECONDS = 60
ACCEPTED = (".docx", ".txt", ".doc", ".wps")
NO_CONVERTER = "这台服务器没有装 LibreOffice，读不了 .doc 和 .wps；请用 Word 或 WPS 另存为 .docx，或者直接粘贴文字"
EMPTY = "没有读到文字：文件是空的，或者只有图片（扫描件）；请换成带文字的 .docx，或者直接粘贴文字"


def read_file(name: str, data: bytes) -> str:
    """The text of a file, one paragraph a line. Raises FileRefused."""
    ending = Path(name).suffix.lower()
    if ending not in ACCEPTED:
        raise FileRefused("只收 .docx、.txt、.doc、.wps 四种文件；请另存为 .docx，或者直接粘贴文字")
    if not data:
        raise FileRefused(EMPTY)
    if len(data) > LARGEST:
        raise FileRefused(f"文件超过 {LARGEST // MEGABYTE} MB；请删去图片，只留总结正文后再传")
    if data.startswith(OLE_MAGIC) and ENCRYPTED in data:
        raise FileRefused(LOCKED)
    if data.startswith(b"PK\x03\x04"):
        return pasted("\n".join(paragraphs.read(data)))
    if data.startswith((OLE_MAGIC, b"{\\rtf")) and ending in (".doc", ".wps", ".docx"):
        return pasted(_converted(data))
    if ending != ".txt":
        raise FileRefused(BROKEN)
    return pasted(_decoded(data))


def pasted(text: str) -> str:
    """A text as it is kept: no control characters, no blank lines. Raises FileRefused."""
    text = re.sub(r"\r\n?|[\x0b\x0c\u2028\u2029]", "\n", text)
    text = "".join(char if char in "\n\t" or char.isprintable() or char in "\u3000\xa0" else "" for char in text)
    lines = [line.strip() for line in text.split("\n")]
    text = "\n".join(line for line in lines if line)
    if not text:
        raise FileRefused(EMPTY)
    if len(text) > LONGEST:
        most = LONGEST // 10_000
        raise FileRefused(f"全文有 {len(text) / 10_000:.1f} 万字，最多 {most} 万字；请只留一份总结的正文，附件分开再传")
    return text


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        raise FileRefused("这不是文本文件；请另存为 .docx，或者直接粘贴文字")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("文字编码无法识别；请在记事本里另存为 UTF-8，或者直接粘贴文字")


def _converted(data: bytes) -> str:
    """The text of an old binary document, by LibreOffice with a profile of its own. Raises FileRefused."""
    program = shutil.which("soffice")
    if program is None:
        raise FileRefused(NO_CONVERTER)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.doc"
        source.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(source),
        ]  # fmt: skip
        environment = {"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
            env=environment, start_new_session=True,
        ) as running:  # fmt: skip
            try:
                running.wait(CONVERT_SECONDS)
            except subprocess.TimeoutExpired as error:
                os.killpg(running.pid, signal.SIGKILL)  # the program it started would run on otherwise
                raise FileRefused("文档转换超时；请用 Word 或 WPS 另存为 .docx，或者直接粘贴文字") from error
        target = source.with_suffix(".txt")
        if not target.is_file() or target.stat().st_size > LARGEST:
            raise FileRefused(f"未能打开，{BROKEN}（设有密码的请先取消密码）")
        return _decoded(target.read_bytes())
