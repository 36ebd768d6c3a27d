"""What does a corrected version of an issued report change, why, by whom and when? As a paper of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from members.models import User
from reports.blocks import ADDED, STRUCK, Bound, Cell, Column, Document, Paragraph, Section, Span, Table, Text
from reports.models import SummaryEvent, SummaryVersion
from reports.summaries.comparing import merged
from reports.summaries.compose import numbered, with_digest
from reports.summaries.differences import FigureChange, Passage, compare
from reports.summaries.frozen import thaw
from reports.summaries.naming import Names, names_of

NONE = Text("（无）")
LEGEND = "删去的文字加删除线，新写的文字加下划线。"


def corrected(document: Document, before: SummaryVersion, reopened: SummaryEvent | None) -> Document:
    """The new version with a note that says which version it corrects and why."""
    reason = f"更正原因：{reopened.reason.rstrip('。')}。" if reopened and reopened.reason else ""
    note = f"本文为第{document.version}版，更正{_day(before.issued_at)}签发的第{before.number}版。{reason}"
    return replace(document, notes=(*document.notes, note))


def correction_of(document: Document, before: SummaryVersion, reopened: SummaryEvent | None, *, by: User) -> Document:
    """The paper on what the new version changes: reason, sentences and figures old and new, who and when."""
    old = thaw(before.document)
    found = compare(replace(old, notes=()), replace(document, notes=()), by_sentence=True)
    names = names_of(change.bound for change in found.figures)
    sections = [
        Section("reason", "更正原因和经过", 0, _course(document, before, reopened, by)),
        Section("prose", "文字更正", 0, _prose(found.reworded)),
        Section("figures", "数据更正", 0, (*_figures(found.figures, names, old, document), *_followed(found.followed))),
    ]
    return with_digest(
        replace(
            document,
            title=f"{document.title}（第{document.version}版）更正说明",
            dated=timezone.localdate().isoformat(),
            # Without months of its own it gets no cover and no contents page.
            first="",
            last="",
            sections=numbered(sections),
            annexes=(),
            notes=(),
            letter=None,
            monthly=(),
            reported=(),
        )
    )


def _course(
    document: Document, before: SummaryVersion, reopened: SummaryEvent | None, by: User
) -> tuple[Paragraph, ...]:
    told = [f"{document.title}第{before.number}版由{before.issued_by.full_name}于{_day(before.issued_at)}签发。"]
    if reopened:
        told.append(
            f"{_day(reopened.at)}，经{reopened.by.full_name}同意更正，更正原因：{reopened.reason.rstrip('。')}。"
        )
    told.append(f"{_day(timezone.now())}，{by.full_name}签发第{document.version}版，第{before.number}版同时停止使用。")
    return tuple(Paragraph((Text(text),)) for text in told)


def _prose(passages: tuple[Passage, ...]) -> tuple[Paragraph | Table, ...]:
    if not passages:
        return (Paragraph((Text("文字没有变动。"),)),)
    return Paragraph((Text(f"共更正{len(passages)}处。{LEGEND}"),)), _marked("文字更正对照表", passages)


def _followed(passages: tuple[Passage, ...]) -> tuple[Paragraph | Table, ...]:
    """The sentences in which only the numbers changed, kept apart from what somebody put in other words."""
    if not passages:
        return ()
    told = f"文中{len(passages)}句随数据更正，其余文字未变。{LEGEND}"
    return Paragraph((Text(told),)), _marked("随数据更正的语句", passages)


def _marked(title: str, passages: tuple[Passage, ...]) -> Table:
    """Every passage once, with what was struck and what came instead marked in it."""
    columns = (Column("序号"), Column("部分", weight=3), Column("方式"), Column("更正内容", weight=10))
    rows = tuple(
        (_cell(f"{place}"), _cell(each.heading), _cell(_way(each)), Cell(tuple(_words(each))))
        for place, each in enumerate(passages, 1)
    )
    return Table(title, columns, rows)


def _way(passage: Passage) -> str:
    return "修改" if passage.old and passage.new else "增加" if passage.new else "删去"


def _words(passage: Passage) -> Iterator[Text]:
    for old, new in merged(passage.old, passage.new):
        run = new or old
        assert run is not None
        yield Text(run.text, "" if old and new else ADDED if new else STRUCK)


def _figures(
    changes: tuple[FigureChange, ...], names: Names, old: Document, new: Document
) -> tuple[Paragraph | Table, ...]:
    if not changes:
        return (Paragraph((Text("数据没有变动。"),)),)
    columns = (
        Column("序号"), Column("指标", weight=4), Column("单位和时间", weight=6),
        Column(f"第{old.version}版", True, 3), Column(f"第{new.version}版", True, 3),
    )  # fmt: skip
    rows = tuple(
        (
            _cell(f"{place}"),
            _cell(names.indicator(each.bound)),
            _cell(f"{names.union(each.bound)}{names.months(each.bound)}"),
            Cell((_number(each.old, names),)),
            Cell((_number(each.new, names),)),
        )
        for place, each in enumerate(changes, 1)
    )
    return Paragraph((Text(f"共更正{len(rows)}项。"),)), Table("数据更正对照表", columns, rows)


def _number(bound: Bound | None, names: Names) -> Span:
    return replace(bound, shown=names.amount(bound)) if bound else NONE


def _cell(text: str) -> Cell:
    return Cell((Text(text),))


def _day(moment: datetime) -> str:
    day = timezone.localdate(moment)
    return f"{day.year}年{day.month}月{day.day}日"
