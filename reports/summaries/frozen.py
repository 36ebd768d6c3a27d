"""A document as JSON that reads back to the very same document: what an issued version is kept as."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from reports.blocks import (
    Block,
    Bound,
    Cell,
    Chart,
    Column,
    Document,
    Letter,
    Paragraph,
    Point,
    Reported,
    Section,
    Span,
    Table,
    Text,
)

BOUND = ("indicator", "union", "first", "last", "aspect", "value", "shown")
REPORTED = ("indicator", "union", "first", "last", "unit", "answered", "expected")
PLAIN = (
    "title", "issuer", "addressee", "period", "union", "first", "last", "status", "provisional", "dated",
    "version", "digest",
)  # fmt: skip


def freeze(document: Document) -> str:
    """Canonical JSON of the document."""
    fields: dict[str, Any] = {name: getattr(document, name) for name in PLAIN}
    fields["notes"] = list(document.notes)
    fields["sections"] = [
        {"key": s.key, "heading": s.heading, "number": s.number, "blocks": [_block(b) for b in s.blocks]}
        for s in document.sections
    ]
    fields["annexes"] = [_block(annex) for annex in document.annexes]
    # Versions issued before these were known have no such key; leaving them out keeps those reading the same.
    if document.letter:
        fields["letter"] = asdict(document.letter)
    if document.monthly:
        fields["monthly"] = [list(row) for row in document.monthly]
    if document.reported:
        fields["reported"] = [[getattr(row, name) for name in REPORTED] for row in document.reported]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def thaw(text: str) -> Document:
    """The document that was frozen."""
    fields = json.loads(text)
    return Document(
        **{name: fields[name] for name in PLAIN},
        notes=tuple(fields["notes"]),
        sections=tuple(
            Section(s["key"], s["heading"], s["number"], tuple(_thaw_block(b) for b in s["blocks"]))
            for s in fields["sections"]
        ),
        annexes=tuple(annex for b in fields["annexes"] if isinstance(annex := _thaw_block(b), Table)),
        letter=_letter(fields["letter"]) if "letter" in fields else None,
        monthly=tuple((union, month, code, value) for union, month, code, value in fields.get("monthly", ())),
        reported=tuple(Reported(*row) for row in fields.get("reported", ())),
    )


def freeze_table(table: Table) -> str:
    """Canonical JSON of one table."""
    return json.dumps(_block(table), ensure_ascii=False, sort_keys=True)


def thaw_table(text: str) -> Table:
    """The table that was frozen."""
    table = _thaw_block(json.loads(text))
    assert isinstance(table, Table)
    return table


def _letter(fields: dict[str, Any]) -> Letter:
    return Letter(**{**fields, "copies_to": tuple(fields["copies_to"])})


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"spans": _spans(block.spans), "edited": block.edited}
    if isinstance(block, Chart):
        return {
            "title": block.title,
            "chart": block.kind,
            "points": [[p.label, _number(p.value), _number(p.against)] for p in block.points],
            "series": list(block.series),
            "unit": block.unit,
            "notes": list(block.notes),
        }
    return {
        "title": block.title,
        "columns": [[c.title, c.numeric, c.weight] for c in block.columns],
        "rows": [[[_spans(cell.spans), cell.indent] for cell in row] for row in block.rows],
        "notes": list(block.notes),
    }


def _number(bound: Bound | None) -> list[str] | None:
    return [getattr(bound, field) for field in BOUND] if bound else None


def _spans(spans: tuple[Span, ...]) -> list[Any]:
    return [_span(span) for span in spans]


def _span(span: Span) -> Any:
    """A number as the list of its fields, words as they are; only words with a mark are told with it."""
    if isinstance(span, Bound):
        return [getattr(span, field) for field in BOUND]
    return {"text": span.text, "mark": span.mark} if span.mark else span.text


def _thaw_spans(items: list[Any]) -> tuple[Span, ...]:
    return tuple(_thaw_span(item) for item in items)


def _thaw_span(item: Any) -> Span:
    if isinstance(item, dict):
        return Text(**item)
    return Text(item) if isinstance(item, str) else Bound(*item)


def _thaw_block(fields: dict[str, Any]) -> Block:
    if "chart" in fields:
        points = tuple(
            Point(label, Bound(*value) if value else None, Bound(*against) if against else None)
            for label, value, against in fields["points"]
        )
        first, second = fields["series"]
        return Chart(fields["title"], fields["chart"], points, (first, second), fields["unit"], tuple(fields["notes"]))
    if "columns" not in fields:
        return Paragraph(_thaw_spans(fields["spans"]), fields["edited"])
    return Table(
        fields["title"],
        tuple(Column(*column) for column in fields["columns"]),
        tuple(tuple(Cell(_thaw_spans(spans), indent) for spans, indent in row) for row in fields["rows"]),
        tuple(fields["notes"]),
    )
