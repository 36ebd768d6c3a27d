"""The demo's reports: half-year summaries issued and under review, annual drafts open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from members.models import Union, User
from members.models.union import Level
from members.months import Span
from reports.demo.places import Cast
from reports.models import Summary, SummaryEvent, SummaryVersion
from reports.models.summary import SummaryKind
from reports.summaries.editing import write_words
from reports.summaries.issuing import open_summary
from reports.workflow import advance

#: The words an officer writes into a report.
WORDS = {
    "theme": "服务职工群众、促进和谐发展",
    "spirit": "上级工会全委会议精神",
    "activity_name": "庆“五一”职工文艺汇演",
    "plan": "开展“工会进万家”活动，把服务送到职工身边",
}
ISSUED, REVIEWED = "YL-01", "YL-02"


def write_summaries(cast: Cast, this_month: date, settled: date) -> None:
    """Half-year summaries of the last half-year that is approved throughout, and drafts of the year."""
    year = settled.year if settled.month >= 6 else settled.year - 1
    half, begin = Span(date(year, 1, 1), date(year, 6, 1)), date(year, 7, 10)
    for union in (cast.towns[ISSUED], cast.county):
        send(open_one(cast, union, half, SummaryKind.HALF_YEAR), cast, begin, issue=True)
    send(open_one(cast, cast.towns[REVIEWED], half, SummaryKind.HALF_YEAR), cast, begin, issue=False)
    year_to_date = Span(date(this_month.year, 1, 1), this_month)
    for union in (cast.towns[ISSUED], cast.county):
        open_one(cast, union, year_to_date, SummaryKind.ANNUAL)


def open_one(cast: Cast, union: Union, span: Span, kind: str, *, about: int = 0) -> Summary:
    """The report, started by its clerk, who has written the words it takes."""
    clerk = cast.clerk(union)
    summary = open_summary(union, span, kind, by=clerk, about=about)
    write_words(summary, WORDS, by=clerk)
    summary.refresh_from_db()
    return summary


def send(summary: Summary, cast: Cast, begin: date, *, issue: bool) -> None:
    """Through the moves a summary of this union makes, a day each from the first on, but none later than now."""
    moves: list[tuple[str, User]] = [("submit", cast.clerk(summary.union))]
    if summary.union.level == Level.TOWNSHIP:
        moves.append(("sign", cast.chair(summary.union)))
    last = "xian_tongji" if summary.union.level == Level.TOWNSHIP else "xian_lingdao"
    moves += [("approve", cast.people[last])] if issue else []
    begin = min(begin, timezone.localdate() - timedelta(days=len(moves)))
    if issue:
        Summary.objects.filter(pk=summary.pk).update(dated=begin + timedelta(days=len(moves) - 1))
    for days, (action, by) in enumerate(moves):
        advance(summary, action, by=by)
        at = timezone.make_aware(datetime.combine(begin + timedelta(days=days), time(10, 30)))
        SummaryEvent.objects.filter(summary=summary, action=action).update(at=at)
        SummaryVersion.objects.filter(summary=summary).update(issued_at=at)
