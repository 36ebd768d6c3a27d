"""A report as plain text: the words of the printed one, tables as rows between bars."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocks import Chart, Document, Paragraph, Table
from reports.documents import frame

INDENT = "　　"


def render(document: Document) -> bytes:
    """The report as UTF-8 text with `\\n` line ends; the same document always gives the same bytes."""
    return ("\n".join(_lines(frame.plain(document))) + "\n").encode()


def _lines(document: Document) -> Iterator[str]:
    if mark := frame.mark(document):
        yield f"【{mark}】"
    if document.letter:
        yield document.letter.organ
        yield "　".join(part for part in (document.letter.number, frame.signed(document)) if part)
        yield ""
    yield document.title
    yield ""
    if document.addressee:
        yield frame.salutation(document)
    for section in document.sections:
        if heading := frame.heading(section):
            yield INDENT + heading
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield INDENT + block.text
            else:
                table = frame.chart_table(block) if isinstance(block, Chart) else block
                yield from ("", *_table(table), "")
    if document.annexes:
        yield ""
        yield from (INDENT + line for line in frame.annex_list(document))
    yield ""
    yield INDENT + document.issuer
    yield INDENT + (frame.dated(document) or frame.UNDATED)
    if document.notes:
        yield from ("", frame.NOTES_TITLE)
        yield from (INDENT + note for note in document.notes)
    for annex in frame.annexes(document):
        yield from ("", annex.label)
        for place, table in enumerate(annex.tables):
            yield from (*([""] if place else ()), *_table(table))
    if copies := frame.copied(document):
        yield from ("", copies)
    if any(frame.printed(document)):
        yield "　".join(part for part in frame.printed(document) if part)
    if imprint := frame.imprint(document):
        yield from ("", imprint)


def _table(table: Table) -> Iterator[str]:
    """Title, head, rule and rows, columns aligned where a Chinese character counts as two."""
    head = [column.title.replace("|", "｜") for column in table.columns]
    rows = [[("　" * cell.indent + cell.text).replace("|", "｜") for cell in row] for row in table.rows]
    widths = [max(frame.text_width(row[at]) for row in [head, *rows]) for at in range(len(head))]
    numeric = [column.numeric for column in table.columns]
    if table.title:
        yield table.title
    yield _row(head, widths, numeric)
    rules = ("-" * (width + 1) + (":" if right else "-") for width, right in zip(widths, numeric, strict=True))
    yield f"|{'|'.join(rules)}|"
    for row in rows:
        yield _row(row, widths, numeric)
    yield from table.notes


def _row(cells: list[str], widths: list[int], numeric: list[bool]) -> str:
    padded = []
    for text, width, right in zip(cells, widths, numeric, strict=True):
        gap = " " * (width - frame.text_width(text))
        padded.append(gap + text if right else text + gap)
    return "| " + " | ".join(padded) + " |"
