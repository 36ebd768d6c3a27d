"""How is a scanned paper taken and kept? Known by its first bytes, under a random name, where no web server reaches."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

LARGEST = 10 * 1024 * 1024
#: What a paper may be: how its bytes begin → the ending it is kept under, and what it is sent as.
MAGIC = {b"%PDF-": ".pdf", b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
TYPES = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg"}
#: An old report's file is something to keep, never to open in the browser.
TYPES |= dict.fromkeys((".docx", ".doc", ".wps", ".txt"), "application/octet-stream")


class PaperRefused(ValueError):
    """The file cannot be taken; the message is Chinese and says what is accepted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper as it lies in the folder: what it is called, under which name, its bytes and their hash."""

    title: str
    stored: str
    size: int
    digest: str


def folder() -> Path:
    """Where papers are kept; no web server serves it."""
    path: Path = settings.VAR_DIR / "papers"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def paper_ending(head: bytes, size: int) -> str:
    """The ending of a file that begins like this. Raises PaperRefused."""
    if size > LARGEST:
        raise PaperRefused(f"文件有 {Decimal(size) / 1024 / 1024:.1f} MB，最大 10 MB；请降低扫描分辨率后再传")
    if ending := next((ending for magic, ending in MAGIC.items() if head.startswith(magic)), ""):
        return ending
    raise PaperRefused("只收 PDF、PNG、JPG 三种扫描件；这个文件不是（改扩展名没有用，请重新扫描或另存）")


def keep(file: UploadedFile, unnamed: str) -> Kept:
    """Write the paper under a random name; `unnamed` is what it is called where its own name says nothing.

    Raises PaperRefused.
    """
    size = file.size or 0
    file.seek(0)
    ending = paper_ending(file.read(16), size)
    stored = secrets.token_hex(20) + ending
    digest = hashlib.sha256()
    file.seek(0)
    path = folder() / stored
    with path.open("xb") as kept:
        for chunk in file.chunks():
            digest.update(chunk)
            kept.write(chunk)
    path.chmod(0o600)
    return Kept(titled(file.name or "", unnamed) + ending, stored, size, digest.hexdigest())


def keep_bytes(data: bytes, name: str, ending: str, unnamed: str) -> Kept:
    """Write what was read and found harmless under a random name, known by this ending."""
    stored = secrets.token_hex(20) + ending
    path = folder() / stored
    with path.open("xb") as kept:
        kept.write(data)
    path.chmod(0o600)
    return Kept(titled(name, unnamed) + ending, stored, len(data), hashlib.sha256(data).hexdigest())


def titled(name: str, unnamed: str) -> str:
    """A file's own name without its ending and without anything a path or a page could trip over."""
    plain = "".join(char for char in Path(name).name if char.isprintable() and char not in '/\\"<>|:*?')
    return Path(plain).stem[:100] or unnamed
