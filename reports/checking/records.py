"""Do states, figures and issued reports agree with the records kept of how they came about?"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from members.models import Union
from members.months import month_text
from reports.arithmetic import Entry
from reports.formats import exact
from reports.indicators.counting import is_counted
from reports.indicators.wording import words_of
from reports.locks import this_month
from reports.models import (
    Figure,
    FigureChange,
    Indicator,
    IssuedFile,
    MonthlyReturn,
    ReviewEvent,
    State,
    Summary,
    SummaryEvent,
)
from reports.models import SummaryVersion as Version
from reports.monthly import entry_text
from reports.summaries.compose import with_digest
from reports.summaries.frozen import thaw


def tree() -> Iterator[str]:
    """Every union's path leads through its parent's."""
    for union in Union.objects.select_related("parent"):
        expected = union.path_under(union.parent)
        if union.path != expected:
            yield f"{union.code}：树中的位置为 {union.path}，按上级应为 {expected}"


def declarations() -> Iterator[str]:
    """Every indicator counted from a ledger can still be counted so."""
    for indicator in Indicator.objects.filter(enabled=True).exclude(ledger="").order_by("code"):
        if not is_counted(indicator) and not indicator.is_computed:
            yield f"{indicator.code}：{words_of(indicator) or '没有取数方式'}"


def returns() -> Iterator[str]:
    """A return stands where its last move left it, in a month that has begun."""
    last = {event.monthly_return_id: event for event in ReviewEvent.objects.order_by("id")}
    for row in MonthlyReturn.objects.select_related("union"):
        name = f"{row.union.code} {month_text(row.month)}"
        event = last.get(row.pk)
        expected = State(event.to_state if event else State.DRAFT)
        if row.state != expected:
            yield f"{name}：状态为“{row.get_state_display()}”，按办理记录应为“{expected.label}”"
        if event and event.version > row.version:
            yield f"{name}：版本 {row.version} 早于办理记录的 {event.version}"
        if row.month > this_month():
            yield f"{name}：月份还没有到"


def figures() -> Iterator[str]:
    """Every figure is what its last change says, fits its indicator, and no change is without its figure."""
    changed: dict[tuple[int, int], str] = {}
    log = FigureChange.objects.order_by("id").values_list("monthly_return_id", "indicator_id", "new")
    for monthly_return, key, new in log.iterator():
        changed[monthly_return, key] = new
    rows = Figure.objects.select_related("monthly_return__union", "indicator").iterator()
    for figure in rows:
        month, indicator = figure.monthly_return.month, figure.indicator
        name = f"{figure.monthly_return.union.code} {month_text(month)} {indicator.code}"
        text = entry_text(Entry(figure.value, figure.approximate))
        logged = changed.pop((figure.monthly_return_id, figure.indicator_id), "")
        if text != logged:
            yield f"{name}：现为“{text}”，修改记录最后为“{logged or '未报'}”"
        if (indicator.valid_from and month < indicator.valid_from) or (
            indicator.valid_until and month > indicator.valid_until
        ):
            yield f"{name}：指标在该月不启用"
        if figure.value is None:
            continue
        places = len(exact(figure.value).partition(".")[2])
        if places > indicator.decimals:
            yield f"{name}：{exact(figure.value)} 的小数位数多于指标允许的 {indicator.decimals} 位"
        if indicator.whole and figure.value < 0:
            yield f"{name}：{exact(figure.value)} 为负数"
    for (monthly_return, key), new in changed.items():
        if new:
            yield f"月报 {monthly_return} 指标 {key}：修改记录最后为“{new}”，却没有数据"


def summaries() -> Iterator[str]:
    """A summary stands where its last move left it, and what was issued is unchanged."""
    moved = {event.summary_id: event.to_state for event in SummaryEvent.objects.order_by("id")}
    numbers: dict[int, list[int]] = {}
    for version in Version.objects.select_related("summary__union").order_by("summary_id", "number"):
        numbers.setdefault(version.summary_id, []).append(version.number)
        document = thaw(version.document)
        if not version.digest == document.digest == with_digest(document).digest:
            yield f"{version}：签发稿的数据与签发时的校验值不符"
    for kept in IssuedFile.objects.select_related("version__summary__union").iterator():
        if sha256(bytes(kept.content)).hexdigest() != kept.digest:
            yield f"{kept}：留存的文件与首次下载时不同"
    for summary in Summary.objects.select_related("union"):
        expected = State(moved.get(summary.pk, State.DRAFT))
        if summary.state != expected:
            yield f"{summary}：状态为“{summary.get_state_display()}”，按办理记录应为“{expected.label}”"
        issued = numbers.get(summary.pk, [])
        if issued != list(range(1, len(issued) + 1)):
            yield f"{summary}：签发稿的版本号不连续（{issued}）"
        if summary.state == State.APPROVED and not issued:
            yield f"{summary}：已通过，却没有签发稿"
