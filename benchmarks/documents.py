"""Composing against its roll-up; PDF, Word and Excel against their bare libraries."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl

from benchmarks.harness import Comparison
from benchmarks.world import make_world
from members.months import parse_period
from reports.blocks import Document, Paragraph
from reports.documents import FORMATS
from reports.documents.pdf import bare_pdf, page_html
from reports.rollup import rollup
from reports.summaries import compose


def run(write: Callable[[str], object]) -> None:
    county = make_world()
    span = parse_period("2024")
    document = compose(county, span).document
    html = page_html(document)
    Comparison(
        "Composing an annual summary",
        {"compose()": lambda: compose(county, span), "its roll-up alone": lambda: rollup(county, span)},
        {"its roll-up alone": 3},
    ).run(write)
    variants: dict[str, Callable[[], object]] = {
        "our PDF": lambda: FORMATS["pdf"].render(document),
        "WeasyPrint given the same HTML": lambda: bare_pdf(html),
    }
    if shutil.which("soffice"):
        word = FORMATS["docx"].render(document)
        variants["LibreOffice converting our Word file"] = lambda: _libreoffice(word)
    Comparison(
        "PDF of it",
        variants,
        {"WeasyPrint given the same HTML": 1.1, "LibreOffice converting our Word file": 0.6},
        rounds=5,
    ).run(write)
    Comparison(
        "Word file of it",
        {"our Word file": lambda: FORMATS["docx"].render(document), "bare python-docx": lambda: _bare_word(document)},
        rounds=5,
    ).run(write)
    Comparison(
        "Workbook of it",
        {"our workbook": lambda: FORMATS["xlsx"].render(document), "bare openpyxl": lambda: _bare_excel(document)},
        rounds=5,
    ).run(write)


def _libreoffice(word: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(word)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=120)
        return source.with_suffix(".pdf").read_bytes()


def _bare_word(document: Document) -> bytes:
    """The same words and cells without any layout."""
    word = docx.Document()
    for section in document.sections:
        word.add_heading(section.heading, 1)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                word.add_paragraph(block.text)
                continue
            table = word.add_table(rows=len(block.rows), cols=len(block.columns))
            for line, row in zip(table.rows, block.rows, strict=True):
                for cell, content in zip(line.cells, row, strict=True):
                    cell.text = content.text
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _bare_excel(document: Document) -> bytes:
    """The same cells without any layout."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet()
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                sheet.append([block.text])
                continue
            for row in block.rows:
                sheet.append([cell.text for cell in row])
    for bound in document.bound():
        sheet.append([bound.indicator, bound.union, bound.first, bound.last, bound.aspect, bound.value, bound.shown])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
