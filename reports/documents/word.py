"""A report as Word document in 公文 layout, to be edited, stamped and sent on."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from reports.blocks import Chart, Document, Paragraph, Table
from reports.documents import frame
from reports.documents.word_letter import (
    TITLE_BELOW_LINE,
    add_contents,
    add_imprint,
    add_red_head,
    bookmark,
)
from reports.documents.word_style import (
    CHARACTER,
    KAI,
    dress,
    element,
    fonts,
    mark_pages,
    number_headings,
    number_pages,
    run,
    set_page,
    set_two_sided,
    start_body,
    unnumbered,
)
from reports.documents.word_table import table_element

#: Every part of the file carries this time, so that the same report is the same file.
UNDATED = datetime(2000, 1, 1)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
#: The cover in twentieths of a point: room above the title, its line, and where the last lines begin.
COVER_TOP, COVER_LINE, COVER_FOOT = 2950, 1080, 10700
#: Names of annexes: further lines stand under the first character of the name, behind 附件： or 附件：1．
HANGING = {"leftChars": 500, "left": 5 * CHARACTER, "hangingChars": 300, "hanging": 3 * CHARACTER}
HANGING_NUMBERED = {"leftChars": 700, "left": 7 * CHARACTER, "hangingChars": 500, "hanging": 5 * CHARACTER}


class _Writer:
    """Adds paragraphs and tables, in order, to one Word document."""

    def __init__(self, book: Any) -> None:
        self.book, self.styles = book, dress(book)
        self.headings = self.marks = 0

    def add(self, style: str, text: str = "", **indent: int) -> Any:
        """A paragraph of a style; `indent` overrides its style's (hundredths of a character, twentieths of a point)."""
        paragraph = element("p")
        properties = element("pPr")
        properties.append(element("pStyle", val=self.styles[style]))
        if indent:
            properties.append(element("ind", **indent))
        paragraph.append(properties)
        if text:
            paragraph.append(run(text))
        self.put(paragraph)
        return paragraph

    def add_heading(self, document: Document, place: int) -> None:
        """A section's heading: its number is Word's where it follows from the ones before, else typed."""
        section = document.sections[place - 1]
        if not section.heading:
            return
        counted = section.number == self.headings + 1
        paragraph = self.add("Heading 1", section.heading if counted else frame.heading(section))
        if counted:
            self.headings += 1
        else:
            paragraph[0].extend((unnumbered(), element("ind", firstLineChars=200, firstLine=2 * CHARACTER)))
        self.mark(paragraph, f"section-{place}")

    def mark(self, paragraph: Any, anchor: str) -> None:
        self.marks += 1
        bookmark(paragraph, anchor, self.marks)

    def add_prose(self, text: str) -> None:
        """A paragraph; a heading at its head is set in the face of its level."""
        if frame.is_enclosure(text):
            _keep(self.add("Normal"))
            _keep(self.add("Normal", text, **HANGING))
            return
        level, lead, rest = frame.lead(text)
        paragraph = self.add("Body Text")
        if lead:
            paragraph.append(run(lead, fonts(KAI) if level == 2 else element("b")))
        if rest:
            paragraph.append(run(rest))

    def add_table(self, table: Table, titled: bool = True) -> None:
        if titled and table.title:
            self.add("表题", table.title)
        self.put(table_element(table, self.styles))
        for note in table.notes or ("",):
            self.add("表注", note)

    def put(self, part: Any) -> None:
        """The part, after all others."""
        self.book.element.body.get_or_add_sectPr().addprevious(part)


def render(document: Document) -> bytes:
    """The report as .docx; the same document always gives the same bytes."""
    document = frame.plain(document)
    book = docx.Document()
    writer = _Writer(book)
    number_headings(book)
    set_two_sided(book)
    section = book.sections[0]
    set_page(section)
    if mark := frame.mark(document):
        mark_pages(section, mark)
    if frame.has_cover(document):
        _add_cover(writer, document)
        start_body(book)
        add_contents(writer, document)
        section = start_body(book)
    number_pages(section, frame.imprint(document))
    _add_body(writer, document)
    _add_end(writer, document)
    for place, annex in enumerate(frame.annexes(document), 1):
        writer.add("附件序号", annex.label)
        writer.mark(writer.add("附件标题", annex.title), f"annex-{place}")
        for table in annex.tables:
            writer.add_table(table, titled=len(annex.tables) > 1)
    add_imprint(writer, document)
    _set_properties(book, document)
    return _packed(book)


def _add_cover(writer: _Writer, document: Document) -> None:
    lines = frame.title_lines(document, 12)
    for place, line in enumerate(lines):
        _space(writer.add("封面标题", line), COVER_TOP if place == 0 else 0)
    _space(writer.add("封面落款", document.issuer), COVER_FOOT - COVER_TOP - COVER_LINE * len(lines))
    writer.add("封面落款", frame.dated(document))


def _space(paragraph: Any, before: int) -> None:
    paragraph[0].append(element("spacing", before=max(before, 0)))


def _add_body(writer: _Writer, document: Document) -> None:
    add_red_head(writer, document)
    for place, line in enumerate(frame.title_lines(document)):
        title = writer.add("Title", line)
        if document.letter and place == 0:
            _space(title, TITLE_BELOW_LINE)
    writer.add("Normal")
    if document.addressee:
        writer.add("Normal", frame.salutation(document))
    for place, section in enumerate(document.sections, 1):
        writer.add_heading(document, place)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                writer.add_prose(block.text)
            else:
                writer.add_table(frame.chart_table(block) if isinstance(block, Chart) else block)


def _add_end(writer: _Writer, document: Document) -> None:
    """What is attached, who signs and when, and what the data lack."""
    if document.annexes:
        _keep(writer.add("Normal"))
        hanging = HANGING if len(frame.annexes(document)) == 1 else HANGING_NUMBERED
        for line in frame.annex_list(document):
            _keep(writer.add("Normal", line, **hanging))
    _keep(writer.add("Normal"))
    _keep(writer.add("Normal"))
    dated = frame.dated(document) or frame.UNDATED
    longest = max(frame.text_width(document.issuer), frame.text_width(dated))
    for text in (document.issuer, dated):
        room = 200 + (longest - frame.text_width(text)) * 25
        paragraph = writer.add("Normal", text, rightChars=room, right=room * CHARACTER // 100)
        paragraph[0].append(element("jc", val="right"))
        if text is not dated:
            _keep(paragraph)
    if document.notes:
        writer.add("说明标题", frame.NOTES_TITLE)
        for note in document.notes:
            writer.add("说明", note)


def _keep(paragraph: Any) -> None:
    """Let the paragraph stay on the page of the next."""
    paragraph[0][0].addnext(element("keepNext"))


def _set_properties(book: Any, document: Document) -> None:
    properties = book.core_properties
    try:
        moment = datetime.fromisoformat(document.dated)
    except ValueError:
        moment = UNDATED
    properties.title, properties.author, properties.comments = document.title[:255], document.issuer[:255], ""
    properties.created = properties.modified = moment
    properties.language = "zh-CN"


def _packed(book: Any) -> bytes:
    """The file with one fixed time on all its parts and without the template's preview picture."""
    package = book.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    draft, final = io.BytesIO(), io.BytesIO()
    book.save(draft)
    with ZipFile(draft) as source, ZipFile(final, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name, ZIP_TIME)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return final.getvalue()
