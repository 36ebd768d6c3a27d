"""Which words of a report stand in the ledgers already: honoured units and people, notable events, risen disputes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from members.ledgers.ledger import LEDGERS, Ledger
from members.models import Union
from members.months import Span, shift

#: So many are named; who follows is 等.
NAMED = 5
#: A report names this many events.
EVENTS = 2
#: So many causes of disputes are named as the main ones.
CAUSES = 2
#: The number of one event of several, `歌咏会（9）`: no figure, and nothing for a report.
REPEATED = re.compile(r"[（(]第?\d+[期次场]?[）)]$")
QUOTED = re.compile(r"“([^”]+)”")
#: What the sentence says itself after the theme.
SAID = re.compile(r"(主题)?(教育|读书|演讲|宣讲|实践)?(比赛|竞赛|活动|大会)?$")


def offered_words(union: Union, span: Span, names: Iterable[str]) -> dict[str, str]:
    """What the ledgers offer for these text slots of a report: slot → words. At most one query for each.

    No number is offered: a number in prose is bound to a figure, and these are not figures.
    """
    found = {name: OFFERS[name](union, span) for name in names if name in OFFERS}
    return {name: text for name, text in found.items() if text}


def _honours(union: Union, span: Span) -> str:
    """The units and people of this span's honours, highest first, as the figure counts them: from county level up."""
    ledger = LEDGERS["honour"]
    levels = ledger.ranks["level"]
    high = _kept(ledger, union, span).filter(level__in=levels[levels.index("county") :])
    rows = list(high.select_related("employer").order_by("awarded_on", "pk"))
    rows.sort(key=lambda row: -levels.index(row.level))
    return _listed(f"{who}（{row.title}）" for row in rows if (who := _holder(row)))


def _commended(union: Union, span: Span) -> str:
    """Whom the union itself commended before May Day."""
    rows = _kept(LEDGERS["honour"], union, span).filter(direction="given", awarded_on__month__in=(4, 5))
    holders: dict[str, list[str]] = {"collective": [], "individual": []}
    for row in rows.select_related("employer").order_by("awarded_on", "pk"):
        holders[row.target].append(_holder(row))
    labels = {"collective": "先进集体", "individual": "先进个人"}
    return "和".join(f"{labels[target]}{_listed(who)}" for target, who in holders.items() if any(who))


def _events(union: Union, span: Span) -> str:
    """The events of culture and sport that most people took part in."""
    rows = _kept(LEDGERS["activity"], union, span).filter(type__in=("culture", "sport"), persons__gt=0)
    titles = (REPEATED.sub("", row.title) for row in rows.order_by("-persons", "pk")[:EVENTS])
    return "、".join(dict.fromkeys(titles))


def _theme(union: Union, span: Span) -> str:
    """What the largest event of instruction was about."""
    rows = _kept(LEDGERS["activity"], union, span).filter(type="theme")
    row = rows.order_by("-persons", "-held_on", "pk").first()
    if row is None:
        return ""
    quoted = QUOTED.search(row.title)
    return quoted[1] if quoted else SAID.sub("", row.title)


def _causes(union: Union, span: Span) -> str:
    """The causes of which more disputes came than in the same months a year before, those that rose most first."""
    ledger = LEDGERS["dispute_case"]
    before = span.previous
    days = _kept(ledger, union, Span(before.first, span.last)).values_list("cause", "accepted_on")
    risen: Counter[str] = Counter()
    for cause, day in days:
        month = day.replace(day=1)
        risen[cause] += (span.first <= month <= span.last) - (before.first <= month <= before.last)
    labels = dict(ledger.field("cause").flatchoices)
    most = [labels[cause] for cause, more in risen.most_common() if more > 0 and cause != "other"]
    return "、".join(most[:CAUSES]) + "争议增多" if most else ""


OFFERS: dict[str, Callable[[Union, Span], str]] = {
    "honour_names": _honours,
    "town_honours": _commended,
    "activity_name": _events,
    "study_theme": _theme,
    "dispute_reason": _causes,
}


def _kept(ledger: Ledger, union: Union, span: Span) -> Any:
    """The ledger's valid records of the union and below that happened in the span."""
    last = shift(span.last, 1) - timedelta(days=1)
    within = {f"{ledger.main_date}__gte": span.first, f"{ledger.main_date}__lte": last}
    return ledger.model._default_manager.filter(union__path__startswith=union.path, voided=False, **within)


def _holder(row: Any) -> str:
    return str(row.person or row.unit or row.employer or "").strip()


def _listed(names: Iterable[str]) -> str:
    """`甲、乙、丙等`: the first of them."""
    different = list(dict.fromkeys(filter(None, names)))
    return "、".join(different[:NAMED]) + ("等" if len(different) > NAMED else "")
