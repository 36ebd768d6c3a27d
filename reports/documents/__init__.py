"""The kinds of file a report can be written as: each takes a finished `Document` and gives bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.blocks import Document
from reports.documents import excel, jsonfile, pdf, txt, word
from reports.documents.pdf import DocumentUnavailable

__all__ = ["FORMATS", "DocumentUnavailable", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: `render` may raise DocumentUnavailable; `label` is what a button says."""

    suffix: str
    content_type: str
    render: Callable[[Document], bytes]
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: dict[str, Format] = {
    "pdf": Format("pdf", "application/pdf", pdf.render, "PDF"),
    "docx": Format("docx", f"{_OFFICE}.wordprocessingml.document", word.render, "Word"),
    "xlsx": Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", excel.render, "Excel"),
    "txt": Format("txt", "text/plain; charset=utf-8", txt.render, "纯文本"),
    "json": Format("json", "application/json", jsonfile.render, "JSON"),
}
