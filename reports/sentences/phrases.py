"""What is said of a figure beside last year's and the year's task: 同比增长12.3%, 增加5家, 完成年度任务的85%."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reports.blocks import Span, Text
from reports.formats import rounded, yuan
from reports.sentences.figures import Figures
from reports.sentences.steady import SAME, steady, steady_change

Spans = tuple[Span, ...]

#: Below this base a percentage would mislead; the difference is given instead.
SMALL_BASE = 10


def yoy(code: str, figures: Figures) -> Spans | None:
    """The figure beside the same span a year before; None where one of the two is unknown."""
    total, label = figures.total(code), figures.label(code)
    value, previous = total.value, total.previous
    if value is None or previous is None:
        return None
    change = value - previous
    if word := steady(code, figures, previous):
        return (Text(f"与去年同期{word}"),)
    if total.kind == "ratio" or label.is_rate:
        return _points(code, figures, change, "同比")
    if previous == 0 and value >= 1 and not label.adverse:
        return (Text("实现零的突破"),)
    growth = total.growth
    if growth is None or yuan(abs(previous), label.unit) < SMALL_BASE:
        return _difference(code, figures, change, previous)
    verb = "同比下降" if growth < 0 else "同比上升" if label.adverse else "同比增长"
    return (Text(verb), figures.bound(code, "growth", growth, figures.shown(code, "growth", abs(growth))), Text("%"))


def delta(code: str, figures: Figures) -> Spans | None:
    """By how much the figure rose or fell: against last year's end for a stock, else the same span a year before."""
    total, label = figures.total(code), figures.label(code)
    change = total.change
    if change is None:
        return None
    word = steady_change(code, figures)
    if total.kind == "ratio" or label.is_rate:
        return (Text(word),) if word else _points(code, figures, change, "")
    if word == SAME:
        return (Text(SAME),)
    return (Text("增加" if change > 0 else "减少"), *measured(code, "change", change, figures))


def done(code: str, figures: Figures) -> Spans | None:
    """How much of the year's task is done; None without a task, at zero, or where less is better.

    A ceiling is said to be kept or broken, never to be completed.
    """
    total, label = figures.total(code), figures.label(code)
    if total.at_most:
        return _ceiling(code, figures)
    completion = total.completion
    if not completion or completion < 0 or total.target is None or total.target < 0 or label.adverse:
        return None
    if total.kind == "ratio" or label.is_rate:
        return _rate_done(code, figures, total.target)
    share = figures.bound(code, "completion", completion, figures.shown(code, "completion", completion))
    if completion > 100:
        return (Text("超额完成年度任务，为年度任务的"), share, Text("%"))
    if completion == 100:
        return (Text("全面完成年度任务"),)
    said: Spans = (Text("完成年度任务的"), share, Text("%"))
    shortfall, lag = figures.value(code, "shortfall"), figures.value(code, "lag")
    if "annual" in figures.flags and shortfall:
        return (*said, Text("，尚差"), *measured(code, "shortfall", shortfall, figures))
    if "half_year" in figures.flags and lag:
        shown = figures.shown(code, "lag", lag)
        return (*said, Text("，低于时间进度"), figures.bound(code, "lag", lag, shown), Text("个百分点"))
    if "half_year" in figures.flags:
        return (*said, Text("，实现时间过半、任务过半"))
    return said


def measured(code: str, aspect: str, value: Decimal, figures: Figures) -> Spans:
    """A number without its sign, with measure word or money unit."""
    label = figures.label(code)
    shown = figures.shown(code, aspect, abs(value), money=True)
    bound = figures.bound(code, aspect, value, shown)
    return (bound,) if label.is_money or not label.word else (bound, Text(label.word))


def _difference(code: str, figures: Figures, change: Decimal, previous: Decimal) -> Spans:
    more = "增加" if change > 0 else "减少"
    if figures.total(code).kind != "stock":
        return (Text(f"比去年同期{more}"), *measured(code, "change", change, figures))
    # The change of a stock is the one since last year's end, so here it is last year's figure that is given.
    if previous == 0:
        return (Text(f"比去年同期有所{more}"),)
    return (Text("比去年同期的"), *measured(code, "previous", previous, figures), Text(f"有所{more}"))


def _points(code: str, figures: Figures, change: Decimal, lead: str) -> Spans:
    rise = "上升" if figures.label(code).adverse else "提高"
    shown = figures.shown(code, "change", abs(change))
    verb = rise if change > 0 else "下降"
    return (Text(f"{lead}{verb}"), figures.bound(code, "change", change, shown), Text("个百分点"))


def _rate_done(code: str, figures: Figures, target: Decimal) -> Spans:
    """A rate is measured against the rate aimed at, not as a share of it."""
    aim = figures.bound(code, "target", target, figures.shown(code, "target", target))
    short = figures.value(code, "shortfall")
    if short is None or rounded(short, 1) == 0:
        return (Text("达到年度目标"), aim, Text("%的要求"))
    shown = figures.shown(code, "shortfall", short)
    return (
        Text("距年度目标"), aim, Text("%还差"), figures.bound(code, "shortfall", short, shown), Text("个百分点"),
    )  # fmt: skip


def _ceiling(code: str, figures: Figures) -> Spans | None:
    """Whether the figure has stayed within what it must not exceed."""
    total, label = figures.total(code), figures.label(code)
    if total.is_met is None or total.target is None:
        return None
    if total.kind == "ratio" or label.is_rate:
        limit: Spans = (
            figures.bound(code, "target", total.target, figures.shown(code, "target", total.target)), Text("%"),
        )  # fmt: skip
    else:
        limit = measured(code, "target", total.target, figures)
    return (Text("控制在年度目标"), *limit, Text("以内")) if total.is_met else (Text("超过年度控制数"), *limit)


PHRASE_OF: dict[str, Callable[[str, Figures], Spans | None]] = {"yoy": yoy, "delta": delta, "done": done}
