"""One good example of each kind of report: a plan, its completion, an election, an audit, a letter, a congress."""

from __future__ import annotations

from datetime import date, timedelta

from members.ledgers.election import Election
from members.models import Union
from members.months import Span, year_of
from reports.demo.papers import open_one, send
from reports.demo.places import Cast
from reports.models import State, Summary
from reports.models.summary import SummaryKind

#: A term of three years; the first of them was taken in as history.
TERM = 3


def write_kinds(cast: Cast, union: Union, this_month: date, last: date) -> None:
    """The township's reports of each kind; `last` is its last month approved."""
    year = this_month.year
    if last >= date(year - 1, 12, 1):
        plan = open_one(cast, union, year_of(this_month), SummaryKind.PLAN)
        send(plan, cast, date(year, 1, 12), issue=True)
    if last.year == year:
        done = open_one(cast, union, Span(date(year, 1, 1), last), SummaryKind.TARGETS)
        send(done, cast, this_month + timedelta(days=7), issue=False)
    held = Election.objects.valid().filter(union=union, held_on__lte=last).order_by("-held_on", "-pk").first()
    if held:
        month = held.held_on.replace(day=1)
        result = open_one(cast, union, Span(month, month), SummaryKind.ELECTION, about=held.pk)
        send(result, cast, held.held_on + timedelta(days=2), issue=True)
    term = Span(date(last.year - TERM + 1, 1, 1), last)
    send(open_one(cast, union, term, SummaryKind.AUDIT), cast, this_month + timedelta(days=5), issue=True)
    open_one(cast, union, term, SummaryKind.CONGRESS)
    half = Summary.objects.filter(union=union, kind=SummaryKind.HALF_YEAR, state=State.APPROVED).last()
    if half:
        letter = open_one(cast, union, half.span, SummaryKind.LETTER, about=half.pk)
        number = f"{union.name.removesuffix('镇总工会')[0]}工发〔{half.last.year}〕9号"
        Summary.objects.filter(pk=letter.pk).update(letter_number=number)
        send(letter, cast, date(half.last.year, 7, 14), issue=True)
