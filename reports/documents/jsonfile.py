"""A report as JSON: sections, blocks and spans, each number with the figure it is bound to."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from reports.blocks import Block, Bound, Cell, Chart, Document, Paragraph, Span, Table
from reports.documents.frame import plain

Json = dict[str, Any]


def render(document: Document) -> bytes:
    """The report as UTF-8 JSON; the same document always gives the same bytes."""
    document = plain(document)
    content: Json = {
        "title": document.title,
        "issuer": document.issuer,
        "addressee": document.addressee,
        "union": document.union,
        "period": document.period,
        "from": document.first,
        "to": document.last,
        "status": document.status,
        "provisional": document.provisional,
        "dated": document.dated,
        "version": document.version,
        "digest": document.digest,
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "number": section.number,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
        "annexes": [_table(annex) for annex in document.annexes],
        "notes": list(document.notes),
    }
    if document.letter:
        content["letter"] = asdict(document.letter)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _block(block: Block) -> Json:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block)
    return _paragraph(block)


def _paragraph(paragraph: Paragraph) -> Json:
    content: Json = {"type": "paragraph", "spans": [_span(span) for span in paragraph.spans]}
    if paragraph.edited:
        content["edited"] = True
    return content


def _table(table: Table) -> Json:
    return {
        "type": "table",
        "title": table.title,
        "columns": [column.title for column in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "notes": list(table.notes),
    }


def _chart(chart: Chart) -> Json:
    return {
        "type": "chart",
        "kind": chart.kind,
        "title": chart.title,
        "series": list(chart.series),
        "unit": chart.unit,
        "points": [
            {
                "label": point.label,
                "value": _span(point.value) if point.value else None,
                "against": _span(point.against) if point.against else None,
            }
            for point in chart.points
        ],
        "notes": list(chart.notes),
    }


def _cell(cell: Cell) -> list[Json | str]:
    return [_span(span) for span in cell.spans]


def _span(span: Span) -> Json | str:
    if not isinstance(span, Bound):
        return {"text": span.text, "mark": span.mark} if span.mark else span.text
    return {
        "indicator": span.indicator,
        "union": span.union,
        "from": span.first,
        "to": span.last,
        "aspect": span.aspect,
        "value": span.value,
        "shown": span.shown,
    }
