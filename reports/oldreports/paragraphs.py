"""Which paragraphs does a .docx have, those of its tables row by row? Parsed in a child process with limits.

Deleted text of tracked changes is left out, inserted text is in. Pure: no Django.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reports.oldreports.archive import BROKEN, FileRefused, check

CHILD_SECONDS = 20
CHILD_MEMORY = 1024 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Elements whose text a reader of the paper does not see.
UNSEEN = frozenset({WORD + "del", WORD + "moveFrom", WORD + "instrText", WORD + "delText", FALLBACK})


def read(data: bytes) -> list[str]:
    """The paragraphs of a .docx; a table's row is one paragraph, its cells apart by tabs. Raises FileRefused."""
    check(data)
    command = [sys.executable, "-m", "reports.oldreports.paragraphs"]
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, timeout=CHILD_SECONDS, cwd=Path(__file__).parents[2], check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused("文档过于复杂，20 秒内未能读完；请只留总结正文，或者直接粘贴文字") from error
    try:
        answer = json.loads(child.stdout)
    except ValueError as error:
        raise FileRefused(BROKEN) from error
    if "refused" in answer:
        raise FileRefused(answer["refused"])
    found: list[str] = answer["paragraphs"]
    return found


def parse(data: bytes) -> list[str]:
    """What `read` does inside the child process."""
    from defusedxml.ElementTree import fromstring

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = fromstring(archive.read("word/document.xml")).find(WORD + "body")
    return [] if body is None else [text for text in _lines(body) if text.strip()]


def _lines(node: Any) -> Iterator[str]:
    """The paragraphs and table rows below a node, in reading order."""
    for child in node:
        if child.tag in UNSEEN:
            continue
        if child.tag == WORD + "p":
            yield from "".join(_texts(child)).split("\n")
        elif child.tag == WORD + "tr":
            cells = [" ".join(_lines(cell)).strip() for cell in child if cell.tag in (WORD + "tc", WORD + "sdt")]
            yield "\t".join(cells)
        else:
            yield from _lines(child)


def _texts(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag in UNSEEN:
            continue
        if child.tag == WORD + "t":
            yield child.text or ""
        elif child.tag == WORD + "tab":
            yield " "
        elif child.tag in (WORD + "br", WORD + "cr"):
            yield "\n"
        elif child.tag == WORD + "p":  # a text box inside a paragraph
            yield "\n"
            yield from _texts(child)
        else:
            yield from _texts(child)


def child() -> None:
    """Read a document from standard input and answer with its paragraphs, or with why not, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    try:
        answer: dict[str, object] = {"paragraphs": parse(sys.stdin.buffer.read())}
    except Exception:  # whatever a damaged document makes the parser raise
        answer = {"refused": BROKEN}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    child()
