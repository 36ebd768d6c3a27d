"""What is an election's report, or a letter, about? The record or the summary, and how it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from members.ledgers.election import Election
from members.models import Union
from members.months import Span, shift
from reports.models import State, Summary
from reports.models.summary import SummaryKind
from reports.summaries import election


@dataclass(frozen=True)
class Subject:
    """`about` is the number of the record or summary (0: none), `title` its name, `words` what sentences say of it.

    `problems` are what keeps the report from being sent, in Chinese.
    """

    about: int = 0
    title: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    election: Election | None = None
    problems: tuple[str, ...] = ()


def subject_for(union: Union, span: Span, kind: str, about: int = 0) -> Subject:
    """What the report is about; without a number the latest of the span. Two queries at most, none for other kinds."""
    if kind == SummaryKind.ELECTION:
        return _election(union, span, about)
    if kind == SummaryKind.LETTER:
        return _summary(union, span, about)
    return Subject()


def elections_in(union: Union, span: Span | None = None) -> list[Election]:
    """The union's elections that were not voided, the latest first."""
    found = Election.objects.valid().filter(union=union).select_related("union", "union_org")
    if span:
        found = found.filter(held_on__gte=span.first, held_on__lt=shift(span.last, 1))
    return list(found.order_by("-held_on", "-pk"))


def summaries_for(union: Union) -> list[Summary]:
    """What the union may send with a letter: its reports, letters apart, the latest first."""
    found = Summary.objects.filter(union=union).exclude(kind=SummaryKind.LETTER).select_related("union")
    return list(found.order_by("-last", "-pk"))


def _election(union: Union, span: Span, about: int) -> Subject:
    found = [each for each in elections_in(union, None if about else span) if about in (0, each.pk)]
    if not found:
        return Subject(about, problems=("选举台账里没有这次选举的记录（或已作废），请先登记",))
    record = found[0]
    return Subject(
        record.pk, election.title_of(record), election.words_of(record), record, tuple(election.problems_of(record))
    )


def _summary(union: Union, span: Span, about: int) -> Subject:
    """The report that is sent; it must be issued before its letter is."""
    found = [
        each
        for each in summaries_for(union)
        if (each.pk == about if about else (each.first, each.last) == (span.first, span.last))
    ]
    if not found:
        return Subject(about, problems=("没有可以随文上报的报告，请先起草",))
    sent = found[0]
    lacking = () if sent.state == State.APPROVED else (f"《{sent.title}》还没有签发，签发后才能随文上报",)
    return Subject(sent.pk, sent.title, {"subject": sent.title}, None, lacking)
