"""What a composed report is made of: sections of paragraphs, tables and charts, whose numbers are bound to figures.

Pure and frozen. Writers (txt, JSON, PDF, Word, Excel) take a `Document` and compute nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: Marks of words in a correction: struck from the version before, written in their place.
STRUCK, ADDED = "struck", "added"
#: How a writer that can draw no lines says so.
SAID = {STRUCK: "〔删：{}〕", ADDED: "〔增：{}〕"}


@dataclass(frozen=True, slots=True)
class Text:
    """Words that say nothing a figure could contradict; `mark` says whether a correction strikes or adds them."""

    text: str
    mark: str = ""

    @property
    def shown(self) -> str:
        return SAID[self.mark].format(self.text) if self.mark else self.text


@dataclass(frozen=True, slots=True)
class Bound:
    """A number on paper and the figure it states.

    `value` is exact, in the indicator's own unit (a rate as 95.1219…); `shown` is what is printed
    (`95.1`, `66.28万元`); `aspect` is one of value, previous, base, change, growth, target,
    completion, numerator, denominator, carried_over, shortfall (target less value),
    lag (percentage points behind half the year); months are `2009-01`.
    """

    indicator: str
    union: str
    first: str
    last: str
    aspect: str
    value: str
    shown: str


Span = Text | Bound


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text; `edited` marks text an officer changed by hand."""

    spans: tuple[Span, ...]
    edited: bool = False

    @property
    def text(self) -> str:
        return "".join(span.shown for span in self.spans)


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, whether it holds numbers (right-aligned), and its share of the width."""

    title: str
    numeric: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `indent` sets a part (其中) below its whole."""

    spans: tuple[Span, ...] = ()
    indent: int = 0

    @property
    def text(self) -> str:
        return "".join(span.shown for span in self.spans)

    @property
    def runs(self) -> tuple[tuple[str, str], ...]:
        """Its words with their marks: one run, and no mark, unless it corrects something."""
        if not any(isinstance(span, Text) and span.mark for span in self.spans):
            return ((self.text, ""),)
        return tuple((span.text, span.mark) if isinstance(span, Text) else (span.shown, "") for span in self.spans)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title above and notes below."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One place of a chart: its label, its number and the number it is held against, if there are any."""

    label: str
    value: Bound | None = None
    against: Bound | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to be seen at a glance: `kind` is bars (places ranked), line (months against the year before)
    or bullet (results against targets); `series` names the numbers and what they are held against."""

    title: str
    kind: str
    points: tuple[Point, ...]
    series: tuple[str, str] = ("本期", "")
    unit: str = ""
    notes: tuple[str, ...] = ()


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `heading` without number (empty for the lead), `number` 0 for an unnumbered one."""

    key: str
    heading: str
    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What makes a report a 公文: red head and imprint (版记).

    `organ` is the 发文机关标志, `number` the 发文字号; a `signer` (签发人) makes it one to a superior (上行文);
    `printed_on` is an ISO date.
    """

    organ: str
    number: str = ""
    signer: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """How far an indicator of a union was reported over a span (months as 2009-01), counted in its `unit`.

    `answered` of `expected` filing unit-months had a number or 不适用.
    """

    indicator: str
    union: str
    first: str
    last: str
    unit: str
    answered: int
    expected: int


@dataclass(frozen=True, slots=True)
class Document:
    """A composed report, complete: what every writer renders and every reader compares.

    `status` is the state in words (草稿、待审核、审定 …), `provisional` that months are not yet approved;
    `dated` is the date of the text (ISO), empty while a draft; `digest` identifies the data. `letter` gives it a
    red head instead of a cover; `monthly` holds the months' own figures as (union, month, code, value as typed),
    `reported` how far the figures it states were reported when it was issued.
    """

    title: str
    issuer: str
    addressee: str
    period: str
    union: str
    first: str
    last: str
    sections: tuple[Section, ...]
    annexes: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    status: str = ""
    provisional: bool = False
    dated: str = ""
    version: int = 0
    digest: str = ""
    letter: Letter | None = None
    monthly: tuple[tuple[str, str, str, str], ...] = ()
    reported: tuple[Reported, ...] = ()

    def bound(self) -> Iterator[Bound]:
        """Every bound number in reading order, prose, tables and annexes."""
        for section in self.sections:
            for block in section.blocks:
                yield from _bound(block)
        for annex in self.annexes:
            yield from _bound(annex)


def _bound(block: Block) -> Iterator[Bound]:
    for spans in _runs(block):
        for span in spans:
            if isinstance(span, Bound):
                yield span


def _runs(block: Block) -> Iterator[tuple[Span | None, ...]]:
    """The spans of a block, run by run."""
    if isinstance(block, Paragraph):
        yield block.spans
    elif isinstance(block, Table):
        yield from (cell.spans for row in block.rows for cell in row)
    else:
        yield from ((point.value, point.against) for point in block.points)
