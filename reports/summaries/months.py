"""Which months' figures stand behind a report? As they are typed, so that a workbook of them can be loaded again."""

from __future__ import annotations

from dataclasses import replace

from members.models import Union
from members.months import Span, month_text
from reports.arithmetic import Entry
from reports.blocks import Document
from reports.models import Figure, State
from reports.monthly import entry_text


def with_months(document: Document, union: Union, span: Span | None, *, provisional: bool) -> Document:
    """The document with the figures of every month and unit in it; one query, none without a span.

    Approved months count; with `provisional` also what is entered.
    """
    if span is None:
        return document
    figures = Figure.objects.filter(
        monthly_return__union__path__startswith=union.path,
        monthly_return__month__gte=span.first,
        monthly_return__month__lte=span.last,
        indicator__enabled=True,
    )
    if not provisional:
        figures = figures.filter(monthly_return__state=State.APPROVED)
    rows = figures.order_by("monthly_return__union__path", "monthly_return__month", "indicator__code").values_list(
        "monthly_return__union__code", "monthly_return__month", "indicator__code", "value", "approximate"
    )
    months = tuple(
        (unit, month_text(month), code, entry_text(Entry(value, approximate)))
        for unit, month, code, value, approximate in rows
    )
    return replace(document, monthly=months)
