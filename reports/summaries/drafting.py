"""What may an officer want to write of problems and next year? Drafts from explained warnings and from targets.

Every number in them is bound; the officer finishes or strikes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from members.models import Union
from members.months import Span
from reports.arithmetic import Total
from reports.blocks import Bound, Paragraph, Text
from reports.blocks import Span as InlineSpan
from reports.models import RuleNote, State, Target
from reports.models.indicator import Kind
from reports.models.summary import SummaryKind
from reports.rules.engine import WARNING
from reports.sentences import Composed, Figures, Said, Sentence, compose, parse, parse_condition
from reports.sentences.compose import number
from reports.sentences.generic import plain_name

#: A warning explained once is an accident, from here on it is a matter.
OFTEN = 2
#: A fall (or a rise of what ought to fall) by this many percent is worth a sentence.
FAR = Decimal(20)
#: So many sentences are drafted of warnings, and so many targets of next year named.
MOST_DRAFTS, MOST_AIMS = 2, 12
#: Rules that speak of a number far from what it was.
MOVED = frozenset({"C03", "C04", "C05"})
#: Rules whose finding is a matter of its own: what is said, and which codes must have a number above zero.
MATTERS = {
    "D16": ("合同到期续签不够及时，到期{contract_due}份，已续签{contract_renewed}份。", ("contract_due",)),
    "D03": ("新建工会后会员发展没有跟上，新建工会{union_new}个，没有新发展会员。", ("union_new",)),
    "C17": ("部分任务数测算不够准确，{subject}完成年度任务的{{code}.completion}%。", ()),
    "F03": ("月报报送不够及时，有的月份逾期报送。", ()),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A warning let stand with a reason: rule, first cell, how often, the latest reason, what it is about."""

    rule: str
    code: str
    times: int
    reason: str
    about: str


Drafted = tuple[Sentence, Composed]


@dataclass(frozen=True, slots=True)
class Drafting:
    """What a report's drafts are made of: explained warnings and next year's targets."""

    explained: tuple[Explained, ...] = ()
    targets: tuple[Target, ...] = ()

    def sentences(
        self, spoken: Mapping[str, Said], figures: Figures, coming: Figures | None
    ) -> dict[str, list[Drafted]]:
        """Section → the sentences drafted for it, besides what it says by itself."""
        found = {}
        if "problems" in spoken:
            found["problems"] = problems_of(self.explained, figures, spoken["problems"].paragraphs)
        if "plans" in spoken and coming:
            found["plans"] = plans_of(self.targets, coming)
        return {key: drafts for key, drafts in found.items() if drafts}


NO_DRAFTING = Drafting()


def drafting_of(union: Union, span: Span, kind: str) -> Drafting:
    """What there is to draft from; next year's targets only for a year's report. Two queries at most."""
    targets: tuple[Target, ...] = ()
    if kind == SummaryKind.ANNUAL:
        rows = Target.objects.filter(union=union, year=span.last.year + 1, target__gt=0).select_related("indicator")
        targets = tuple(rows.order_by("indicator__section", "indicator__sort", "by_month"))
    return Drafting(tuple(explained_warnings(union, span)), targets)


def explained_warnings(union: Union, span: Span) -> list[Explained]:
    """What was explained more than once in the sent months of the span, the most frequent first. One query."""
    notes = RuleNote.objects.filter(
        severity=WARNING,
        monthly_return__union__path__startswith=union.path,
        monthly_return__month__gte=span.first,
        monthly_return__month__lte=span.last,
        monthly_return__state__in=(State.REPORTED, State.APPROVED),
    ).order_by("monthly_return__month", "monthly_return_id")
    reasons: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for rule, message, reason in notes.values_list("rule", "message", "reason"):
        reasons[rule].append((message, reason))
    often = sorted((item for item in reasons.items() if len(item[1]) >= OFTEN), key=lambda item: -len(item[1]))
    return [Explained(*_apart(rule), len(found), found[-1][1], _about(found[-1][0])) for rule, found in often]


def _about(message: str) -> str:
    """The message without its numbers in brackets and without what the filler was asked to do."""
    if message.startswith("「"):  # of a ledger, the figures are not named once more
        return message.partition("：")[0]
    return message.split("（由", 1)[0].split("（去年", 1)[0].split("，请", 1)[0].rstrip("。")


def _apart(key: str) -> tuple[str, str]:
    rule, _, code = key.partition(":")
    return rule, code


def problems_of(explained: Iterable[Explained], figures: Figures, said: Iterable[Paragraph]) -> list[Drafted]:
    """Sentences on problems its section does not speak of by itself; only what the span's totals bear out."""
    told = {span.indicator for paragraph in said for span in paragraph.spans if isinstance(span, Bound)}
    drafts: list[Drafted] = []
    for each in explained:
        label = figures.label(each.code)
        if each.code in told or (label.parent and label.parent in told):
            continue
        pattern = _pattern(each, figures)
        composed = compose(parse(pattern), figures) if pattern else Composed()
        if composed.spans:
            told |= {each.code} | {span.indicator for span in composed.spans if isinstance(span, Bound)}
            drafts.append((_sentence(f"P17-{each.rule}", 1), composed))
        if len(drafts) == MOST_DRAFTS:
            break
    return drafts


def _pattern(each: Explained, figures: Figures) -> str:
    """What the warning comes to over the whole span; empty where that is nothing to complain of."""
    if each.rule in MATTERS:
        text, needed = MATTERS[each.rule]
        over = figures.value(each.code, "completion") if each.rule == "C17" else Decimal(0)
        if over is None or any(not figures.value(code) for code in needed) or _made_good(each, figures):
            return ""
        return text.replace("{subject}", f"“{plain_name(figures.label(each.code))}”").replace("{code}", each.code)
    total, label = figures.total(each.code), figures.label(each.code)
    if each.rule not in MOVED or total.value is None:
        return ""
    far = _moved(total)
    if far is None or (far < FAR if label.adverse else far > -FAR):
        return ""
    # A part alone (农民工 of those in dispute) would not be understood.
    whole = f"“{plain_name(figures.label(label.parent))}”中" if label.parent else ""
    name, verb = f"{whole}“{plain_name(label)}”", "升幅较大" if label.adverse else "降幅较大"
    if total.kind == "stock":
        return f"{name}比上年末{{{each.code}.delta}}，{verb}。"
    return f"{name}{{{each.code}.yoy}}，{verb}。"


def _made_good(each: Explained, figures: Figures) -> bool:
    """Has the rest of the span set right what one month was warned of?"""
    if each.rule == "D16":
        due, renewed = figures.value("contract_due"), figures.value("contract_renewed")
        return due is None or renewed is None or renewed >= due
    return each.rule == "D03" and figures.value("member_new") != 0


def _moved(total: Total) -> Decimal | None:
    """Percent by which the total differs from what it is compared with; None without that."""
    if total.change is None or not total.reference:
        return None
    return total.change / abs(total.reference) * 100


def coming_figures(union: Union, targets: Iterable[Target], figures: Figures) -> Figures | None:
    """Next year's targets as figures, the latest of each indicator; None without any."""
    last = {row.indicator.code: row for row in targets}
    if not last:
        return None
    year = max(row.year for row in last.values())
    totals = {
        code: Total(code, target=row.target, kind=row.indicator.kind, at_most=not row.at_least)
        for code, row in last.items()
    }
    return Figures(union.code, f"{year}-01", f"{year}-12", totals, figures.labels)


def plans_of(targets: Sequence[Target], coming: Figures) -> list[Drafted]:
    """One sentence with next year's targets, by the month in which they fall due; none without targets."""
    groups: dict[str, list[InlineSpan]] = {}
    last = {row.indicator.code: row for row in targets if row.indicator.code in coming.labels}
    for row in list(last.values())[:MOST_AIMS]:
        line = groups.setdefault(due(row), [])
        line += [Text("、" if line else ""), *aim(row, coming)]
    if not groups:
        return []
    spans: list[InlineSpan] = [Text("抓好目标任务落实。")]
    for place, (when, line) in enumerate(groups.items()):
        spans += [Text(("；" if place else "") + when), *line]
    spans.append(Text("等。" if len(last) > MOST_AIMS else "。"))
    return [(_sentence("P18-T", 0), Composed(tuple(span for span in spans if span.shown)))]


def due(row: Target) -> str:
    """By when, as the plan says it: 全年 for what happens, 年底 for what is reached, 6月底前 for an earlier month."""
    if row.by_month != 12:
        return f"{row.by_month}月底前"
    return "年底" if row.indicator.kind in (Kind.STOCK, Kind.RATIO) else "全年"


def aim(row: Target, coming: Figures) -> list[InlineSpan]:
    code, name = row.indicator.code, plain_name(coming.label(row.indicator.code))
    spans = number(code, coming, "target", "unit")
    if not row.at_least:
        return [Text(f"{name}控制在"), *spans, Text("以内")]
    reached = "达到" if row.indicator.kind in (Kind.STOCK, Kind.RATIO) else ""
    return [Text(name + reached), *spans]


def _sentence(name: str, paragraph: int) -> Sentence:
    return Sentence(name, parse(""), parse_condition(""), paragraph=paragraph, numbered=True)
