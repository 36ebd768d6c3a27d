"""What people type is plain text in every kind of file: it fetches nothing, runs nothing, breaks nothing."""

import io
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import openpyxl
import pytest
from documents_sample import bound, cell, make_document, paragraph
from pypdf import PdfReader

from reports.blocks import Column, Document, Section, Table
from reports.documents import FORMATS, frame, pdf

CANARY = "机密canary7731"

PAYLOADS = [
    '<img src="{url}/img">',
    "<img src='file://{file}'>",
    '<link rel="stylesheet" href="{url}/css">',
    '<link rel="attachment" href="file://{file}">',
    '<a rel="attachment" href="file://{file}">附件</a>',
    '<style>@import url("{url}/import");</style>',
    "<style>@font-face{{font-family:x;src:url({url}/font)}} body{{font-family:x}}</style>",
    '<p style="background:url({url}/bg)">甲</p>',
    '<ul style="list-style-image:url({url}/list)"><li>乙</li></ul>',
    '<p style="content:url({url}/content)">丙</p>',
    '<object data="{url}/object"></object>',
    '<embed src="{url}/embed">',
    '<iframe src="{url}/frame"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/svg" width="9" height="9"/></svg>',
    '<svg><use href="file://{file}#a"/></svg>',
    '<base href="{url}/"><img src="base">',
    '<meta http-equiv="refresh" content="0;url={url}/meta">',
    '<script src="{url}/script"></script>',
    "<script>fetch('{url}/fetch')</script>",
    '<input type="image" src="{url}/input">',
    '<img srcset="{url}/srcset 2x">',
    '"><img src="{url}/quote">',
    "</title></head><body><img src='{url}/title'>",
    "{{{{ ''.__class__.__mro__ }}}}{{% include '{file}' %}}",
    "<!--</p>--><![CDATA[<img src='{url}/cdata'>]]>&lt;img src='{url}/entity'&gt;",
]

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1/","点我")',
    '=WEBSERVICE("http://127.0.0.1/")',
    "{=1+1}",
    "＝1+1",
    "\t=1+1",
    "\r=1+1",
    "|=1+1",
    ";=1+1",
    "'=1+1",
    '"=1+1"',
    "=IMPORTXML(A1)",
    "http://127.0.0.1/",
    "mailto:a@example.org",
    "internal:Sheet1!A1",
    "external:c:\\temp\\a.xlsx",
]

CONTROLS = "甲\x00乙\x07丙\x0b丁\x1b[31m戊\u202e己\ufeff庚\ud800辛\u2028壬"


@pytest.fixture
def requests_seen() -> Iterator[tuple[str, list[str]]]:
    """A listener on this machine: its address and the paths it was asked for."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


def make_hostile(texts: list[str]) -> Document:
    """A report with the texts in every place a person can type into."""
    table = Table(
        texts[0],
        (Column(texts[1]), Column("数", numeric=True)),
        tuple((cell(text), cell(bound("member_total", "12"))) for text in texts),
        tuple(texts),
    )
    blocks = (*(paragraph(text, bound("member_total", "12")) for text in texts), table)
    return make_document(
        title=texts[0],
        issuer=texts[1],
        addressee=texts[2],
        status=texts[3],
        digest=texts[4],
        sections=(Section("basics", texts[5], 1, blocks),),
        annexes=(replace(table, title=texts[6]),),
        notes=tuple(texts),
    )


def canary_file(folder: Path) -> Path:
    file = folder / "canary.txt"
    file.write_text(CANARY, "utf-8")
    return file


def test_pdf_of_hostile_text_fetches_nothing_and_shows_it_as_typed(
    tmp_path: Path, requests_seen: tuple[str, list[str]]
) -> None:
    url, seen = requests_seen
    file = canary_file(tmp_path)
    texts = [payload.format(url=url, file=file) for payload in PAYLOADS]
    content = FORMATS["pdf"].render(make_hostile(texts))
    assert seen == []
    reader = PdfReader(io.BytesIO(content))
    assert not reader.attachments
    assert CANARY.encode() not in content
    made = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    printed = re.sub(r"\s", "", made.stdout.decode())
    assert CANARY not in printed
    for text in texts:
        assert re.sub(r"\s", "", text) in printed


@pytest.mark.parametrize("payload", PAYLOADS)
def test_even_live_markup_fetches_nothing(payload: str, tmp_path: Path, requests_seen: tuple[str, list[str]]) -> None:
    url, seen = requests_seen
    markup = payload.format(url=url, file=canary_file(tmp_path))
    content = pdf._press.submit(pdf._print, pdf._weasyprint(), f"<body>{markup}</body>").result()
    assert seen == []
    assert not PdfReader(io.BytesIO(content)).attachments


def test_the_listener_would_have_heard(requests_seen: tuple[str, list[str]]) -> None:
    """The control: with the library's own fetcher the first payload is fetched."""
    url, seen = requests_seen
    weasyprint = pdf._weasyprint()
    source = weasyprint.HTML(string=PAYLOADS[0].format(url=url))
    pdf._press.submit(source.write_pdf).result()
    assert seen == ["/img"]


def test_workbook_text_never_becomes_a_formula_or_a_link() -> None:
    document = make_hostile(FORMULAS)
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(document)))
    cells = [part for sheet in book for row in sheet.iter_rows() for part in row if part.value is not None]
    assert {part.data_type for part in cells} <= {"s", "n"}
    assert not any(part.hyperlink for part in cells)
    values = {part.value for part in cells}
    for text in FORMULAS:
        assert frame.plain(text) in values


def test_workbook_source_columns_take_any_text() -> None:
    hostile = [replace(bound("=1+1", "12"), union="@a", aspect="=2", shown=text) for text in FORMULAS]
    section = Section("basics", "=A1", 1, (paragraph(*hostile),))
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(make_document(sections=(section,)))))
    assert all(part.data_type in "sn" for row in book["取数"].iter_rows() for part in row)


@pytest.mark.parametrize("suffix", FORMATS)
def test_control_characters_leave_no_trace(suffix: str) -> None:
    document = make_document(title=CONTROLS, sections=(Section("lead", CONTROLS, 0, (paragraph(CONTROLS),)),))
    content = FORMATS[suffix].render(document)
    clean = "甲乙丙 丁[31m戊己庚辛 壬"
    if suffix == "docx":
        assert clean in [part.text for part in docx.Document(io.BytesIO(content)).paragraphs]
    elif suffix == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content))["正文"]["A1"].value == clean
    elif suffix == "json":
        assert json.loads(content)["title"] == clean
    elif suffix == "txt":
        assert content.decode().startswith(clean + "\n")
    else:
        metadata = PdfReader(io.BytesIO(content)).metadata
        assert metadata is not None
        assert metadata.title == clean


def test_bars_in_a_cell_do_not_make_columns() -> None:
    table = Table("", (Column("甲"), Column("乙")), ((cell("一|二"), cell("三")),))
    text = FORMATS["txt"].render(make_document(sections=(Section("lead", "", 0, (table,)),), annexes=())).decode()
    assert "| 一｜二 | 三 |" in text
