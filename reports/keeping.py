"""The files of what was issued: made once, kept, and given out byte for byte from then on, whatever writers become."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.db.models import Count, Q

from reports.blocks import Document
from reports.documents import FORMATS
from reports.models import IssuedFile, Part, SummaryVersion
from reports.summaries.frozen import thaw, thaw_table
from reports.summaries.public import for_public, guarded
from reports.summaries.sources import with_sources

Render = Callable[[str, Document], bytes]


def document_of_part(version: SummaryVersion, part: str = Part.REPORT) -> Document | None:
    """This paper of the version as it was frozen; None where the version has none."""
    if part == Part.CORRECTION:
        return thaw(version.correction) if version.correction else None
    document = thaw(version.document)
    if part == Part.PUBLIC:
        return for_public(document, guarded())
    if part != Part.ANNEXED:
        return document
    return with_sources(document, thaw_table(version.sources)) if version.sources else None


def kept_file(version: SummaryVersion, format: str, part: str = Part.REPORT, *, render: Render | None = None) -> bytes:
    """The file of this paper, made and kept when it is asked for the first time.

    Raises KeyError for a paper the version does not have, DocumentUnavailable where it cannot be made here.
    """
    kept = version.files.filter(part=part, format=format).first()
    if kept is None:
        document = document_of_part(version, part)
        if document is None:
            raise KeyError(part)
        content = render(format, document) if render else FORMATS[format].render(document)
        # Of two that ask at once, both get what was kept first.
        kept, _ = IssuedFile.objects.get_or_create(
            version=version,
            part=part,
            format=format,
            defaults={"content": content, "digest": sha256(content).hexdigest()},
        )
    return bytes(kept.content)


def keep_one(render: Render) -> bool:
    """Make one file of an issued report that nobody has asked for yet; was there one? One query where there is none."""
    made = Count("files", filter=Q(files__part=Part.REPORT))
    version = SummaryVersion.objects.annotate(made=made).filter(made__lt=len(FORMATS)).first()
    if version is None:
        return False
    kept = set(version.files.filter(part=Part.REPORT).values_list("format", flat=True))
    kept_file(version, next(format for format in FORMATS if format not in kept), render=render)
    return True
