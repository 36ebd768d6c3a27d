"""What a page answered, and whether asking changed anything."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse


def read_through(response: Any) -> Any:
    """The answer with its file, if it is one, read and closed."""
    if response.streaming:
        content = b"".join(response.streaming_content)
        response.streaming_content = [content]
    return response


def text_of(response: HttpResponse | StreamingHttpResponse) -> str:
    """What a reader finds in an answer: the page itself, or the text inside a document."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[arg-type, union-attr]
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    elif content[:5] == b"%PDF-":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace") + "\n".join(str(value) for value in response.headers.values())


def fingerprint() -> str:
    """A hash of every row of every table but the sessions, which are renewed by looking at a page, and the files of
    issued reports, which are kept from their first download on."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for label, question in questions().items():
            cursor.execute(*question)
            digest.update(repr((label, cursor.fetchall())).encode())
    return digest.hexdigest()


@cache
def questions() -> dict[str, tuple[str, tuple[Any, ...]]]:
    """What asks for all rows of a model, in order; written down once, as it is asked hundreds of times."""
    apart = ("sessions.Session", "reports.IssuedFile")
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.label not in apart]
    return {
        each._meta.label: each._default_manager.order_by("pk").values_list().query.sql_with_params() for each in models
    }


def without_tokens(text: str) -> str:
    """A page without what differs from request to request: form tokens, and the number that was asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r"\d{2,}|(?<=/)\d+(?=/)", "#", text)
