"""What may a summary say? Totals, names, words and flags of one union and span, made ready for the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from members.months import Span, month_text
from reports.arithmetic import Total
from reports.formats import chinese_count
from reports.models import Indicator
from reports.models.summary import OF_TERM, SummaryKind
from reports.rollup import Rollup
from reports.sentences import Figures, Label
from reports.sentences.generic import plain_name

WHOLE_YEAR = Decimal(12)
#: So many tasks are named one by one.
NAMED = 5
#: A report on an older year must not name what came later.
GUIDANCE, GUIDANCE_SINCE = "坚持以习近平新时代中国特色社会主义思想为指导", 2018


def label_of(indicator: Indicator, parent_code: str) -> Label:
    return Label(
        indicator.name,
        indicator.unit,
        indicator.measure_word,
        indicator.decimals,
        indicator.adverse,
        indicator.zero_is_good,
        parent_code,
    )


def figures_of(rolled: Rollup, kind: str, words: Mapping[str, str]) -> Figures:
    """Everything the sentences of this report may use; `words` are what the officer wrote."""
    codes = {indicator.pk: indicator.code for indicator in rolled.indicators}
    labels = {i.code: label_of(i, codes.get(i.parent_id or 0, "")) for i in rolled.indicators}
    span = rolled.span
    return Figures(
        rolled.union.code,
        month_text(span.first),
        month_text(span.last),
        rolled.totals,
        labels,
        {**words, **given_words(rolled, kind, labels)},
        flags_of(rolled, kind),
        f"{rolled.union.code}{span.last.year}",
    )


def span_words(rolled: Rollup, kind: str) -> str:
    """How the report says its period: 上半年、全年、1—8月."""
    first, last = rolled.span.first, rolled.span.last
    if kind == SummaryKind.HALF_YEAR and last.month == 6:
        return "上半年"
    if kind == SummaryKind.ANNUAL:
        return "全年" if last.month == 12 else f"1—{last.month}月"
    if kind in OF_TERM:
        return f"{term_words(rolled.span)}来"
    if first.year != last.year:
        return rolled.span.name
    return f"{first.month}—{last.month}月" if first != last else f"{last.month}月"


def term_words(span: Span) -> str:
    """How long a term lasted: 五年."""
    count = span.last.year - span.first.year + 1
    return "两年" if count == 2 else f"{chinese_count(count)}年"


def given_words(rolled: Rollup, kind: str, labels: Mapping[str, Label]) -> dict[str, str]:
    """The words that follow from the union, the span and its targets."""
    union, last = rolled.union, rolled.span.last
    return {
        "year": str(last.year),
        "next_year": str(last.year + 1),
        "town": union.name,
        "place": union.place,
        "party": union.party_name,
        "superior": union.superior,
        "span": span_words(rolled, kind),
        "guidance": GUIDANCE if last.year >= GUIDANCE_SINCE else "",
        "period": rolled.span.name,
        "asof": f"截至{last.year}年{last.month}月底" if kind in OF_TERM else f"截至{last.month}月底",
        "term": term_words(rolled.span),
        "slow_targets": _names(labels, (t for t in _targets(rolled) if t.value and _behind(t, rolled))),
        "zero_targets": _names(labels, (t for t in _targets(rolled) if t.value == 0)),
        "gap_targets": _names(labels, (t for t in _targets(rolled) if not t.is_met)),
        "over_targets": _names(labels, (t for t in _ceilings(rolled) if not t.is_met), "指标"),
    }


def flags_of(rolled: Rollup, kind: str) -> frozenset[str]:
    """What kind of report it is and how its targets stand."""
    flags = set()
    if kind == SummaryKind.HALF_YEAR:
        flags.add("half_year")
    if kind == SummaryKind.ANNUAL:
        flags.add("annual")
    if kind == SummaryKind.CONGRESS:
        flags.add("congress")
    flags |= {f"since_{year}" for year in (2013, 2018) if rolled.span.last.year >= year}
    if all(total.previous is None for total in rolled.totals.values()):
        flags.add("first_year")
    done = [total.completion or Decimal(0) for total in _targets(rolled)]
    if done and all(total.is_met for total in _ceilings(rolled)):
        if sum(done) / len(done) >= _elapsed(rolled):
            flags.add("on_schedule")
        if min(done) >= 100:
            flags.add("all_done")
    return frozenset(flags)


def _elapsed(rolled: Rollup) -> Decimal:
    """Percent of the year gone at the cut-off."""
    return rolled.span.last.month / WHOLE_YEAR * 100


def _targets(rolled: Rollup) -> list[Total]:
    """The totals with a task and a value: what nobody has reported is neither reached nor missed."""
    found = rolled.totals.values()
    return [total for total in found if total.target and not total.at_most and total.value is not None]


def _ceilings(rolled: Rollup) -> list[Total]:
    """The totals with a value that is not to exceed its target; none is a fair ceiling."""
    return [total for total in rolled.totals.values() if total.at_most and total.is_met is not None]


def _behind(total: Total, rolled: Rollup) -> bool:
    """Is the target behind the time elapsed? A stock or rate is measured whole."""
    due = Decimal(100) if total.kind in ("stock", "ratio") else _elapsed(rolled)
    return (total.completion or Decimal(0)) < due


def _names(labels: Mapping[str, Label], totals: Iterable[Total], what: str = "任务") -> str:
    """`“新建工会”“受训职工”任务`; of many the first few and how many there are."""
    names = [f"“{plain_name(labels[total.code])}”" for total in totals]
    if len(names) > NAMED:
        return f"{''.join(names[:NAMED])}等{chinese_count(min(len(names), 99))}项{what}"
    return "".join(names) + (what if names else "")
