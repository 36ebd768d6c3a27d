"""What does a backup file look like, and is this one whole? A zip archive whose last bytes are the hash of the rest.

Pure but for files: knows neither the database nor its schema.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
PAPERS = "papers/"
#: Papers lie under random names; nothing else may be written into their folder.
PAPER = re.compile(r"papers/[0-9a-f]{40}\.[a-z]{3,4}")
DIGEST_BYTES = 64
CHUNK = 1 << 20


class BackupRefused(Exception):
    """The backup is not made or not used; the message is Chinese and says why."""


@dataclass(frozen=True)
class Manifest:
    """What the file holds: schema as migration names, the keys personal data is sealed with, size and hash of parts.

    `sample` is a sealed text that opens with the right key only; `made_at` is an ISO time.
    """

    version: str
    engine: str
    made_at: str
    migrations: tuple[str, ...]
    keys: tuple[str, ...]
    sample: str
    format: int = FORMAT
    parts: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def papers(self) -> list[str]:
        """The names of the papers in it."""
        return sorted(name for name in self.parts if name != DATABASE)


@contextmanager
def private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner reads, under its name once it is complete and on the disk.

    Raises BackupRefused when there is one of this name, OSError.
    """
    if path.exists():
        raise BackupRefused(f"文件 {path} 已经存在，请换一个文件名")
    part = path.with_name(f".{path.name}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """See to it that names made in the folder survive a power cut."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Writer:
    """Puts parts into an archive one by one; `finish` adds the manifest and the hash of it all."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.zip = ZipFile(file, "w", ZIP_DEFLATED)
        self.parts: dict[str, tuple[int, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # After an accident too: an archive left open would be written to when its file is gone.
        if self.zip.fp:
            self.zip.close()

    def add(self, name: str, source: Path, *, pack: bool) -> None:
        """Add a file under this name, compressed or as it is."""
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED if pack else ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with source.open("rb") as read, self.zip.open(info, "w", force_zip64=True) as written:
            while chunk := read.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                written.write(chunk)
        self.parts[name] = (size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Close the archive; nothing can be added afterwards."""
        fields = asdict(manifest) | {"parts": self.parts}
        self.zip.writestr(ZipInfo(MANIFEST), json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True))
        # A zip ends with its comment: room for the hash of everything before.
        self.zip.comment = b"0" * DIGEST_BYTES
        self.zip.close()
        self.file.flush()
        size = self.file.seek(0, os.SEEK_END) - DIGEST_BYTES
        digest = _digest(self.file, size)
        self.file.seek(size)
        self.file.write(digest.encode())


@contextmanager
def checked(path: Path) -> Iterator[Archive]:
    """The backup, every byte of it proved to be as it was written. Raises BackupRefused."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END) - DIGEST_BYTES
            if size <= 0 or _digest(file, size).encode() != _tail(file, size):
                raise BackupRefused(f"{path} 不是完整的备份文件：内容已损坏、被截断或被改动过，请换一份备份")
            with ZipFile(file) as zip:
                archive = Archive(zip, _manifest(zip))
                archive.check()
                yield archive
    except (BadZipFile, EOFError, KeyError) as error:
        raise BackupRefused(f"{path} 不是本系统的备份文件") from error
    except OSError as error:
        raise BackupRefused(f"文件 {path} 读不了（{error.strerror or error}）") from error


class Archive:
    """An open backup that has been checked."""

    def __init__(self, zip: ZipFile, manifest: Manifest) -> None:
        self.zip, self.manifest = zip, manifest

    def check(self) -> None:
        """Are exactly the parts there that the manifest names, with their contents? Raises BackupRefused."""
        named = {MANIFEST, *self.manifest.parts}
        if sorted(self.zip.namelist()) != sorted(named) or DATABASE not in named:
            raise BackupRefused("备份文件里的内容与清单不符，请换一份备份")
        if odd := [name for name in self.manifest.papers if not PAPER.fullmatch(name)]:
            raise BackupRefused(f"备份文件里有不该有的文件“{odd[0]}”，不予恢复")
        for name in self.manifest.parts:
            self._copy(name, None)

    def extract(self, name: str, target: Path) -> None:
        """Write a part to a new file that only its owner reads. Raises BackupRefused, OSError."""
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            self._copy(name, file)
            file.flush()
            os.fsync(file.fileno())

    def _copy(self, name: str, target: IO[bytes] | None) -> None:
        size, expected = self.manifest.parts[name]
        digest, length = hashlib.sha256(), 0
        with self.zip.open(name) as read:
            while chunk := read.read(CHUNK):
                digest.update(chunk)
                length += len(chunk)
                if target:
                    target.write(chunk)
        if (length, digest.hexdigest()) != (size, expected):
            raise BackupRefused(f"备份文件里的“{name}”已损坏，请换一份备份")


def _digest(file: IO[bytes], size: int) -> str:
    """The SHA-256 of the first bytes of a file."""
    digest = hashlib.sha256()
    file.seek(0)
    while size > 0 and (chunk := file.read(min(CHUNK, size))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest()


def _tail(file: IO[bytes], size: int) -> bytes:
    file.seek(size)
    return file.read()


def _manifest(zip: ZipFile) -> Manifest:
    try:
        fields: dict[str, Any] = json.loads(zip.read(MANIFEST))
        if fields.get("format") != FORMAT:
            raise BackupRefused("备份文件由更新的版本制作，请先升级本系统再恢复")
        fields["parts"] = {name: (int(size), str(digest)) for name, (size, digest) in fields["parts"].items()}
        fields |= {name: tuple(map(str, fields[name])) for name in ("migrations", "keys")}
        return Manifest(**fields)
    except (ValueError, TypeError, AttributeError) as error:
        raise BackupRefused("备份文件的清单读不出来，请换一份备份") from error
