"""Where does each number of the prose come from? The annex 数据来源: exact figure, months, gaps, reasons, ledgers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from members.ledgers.ledger import LEDGERS
from members.models import Union
from members.models.union import Tree
from members.months import Span, due_months
from reports.blocks import Bound, Cell, Column, Document, Paragraph, Table, Text
from reports.formats import chinese_count, exact
from reports.models import Counted, Figure, MonthlyReturn, RuleNote, State
from reports.rollup import Rollup
from reports.rules.ledgers import speaks_of
from reports.summaries.naming import Names, ballot_name, names_of, span_of
from reports.summaries.reporting import CALLED

TITLE = "数据来源"
COLUMNS = (
    Column("序号", weight=2), Column("文中数字", weight=3), Column("指标", weight=6), Column("统计数", weight=5),
    Column("时间", weight=4), Column("报送情况和说明", weight=6), Column("台账", weight=4),
)  # fmt: skip
NOTES = (
    "按正文顺序逐个列出。“时间”为取数的月份；“报送情况和说明”列出应报而未报、填“不适用”的单位和月份，"
    "以及填报时对校验提示写明的原因；“台账”为提交时按台账计数的记录条数，“—”表示该数不从台账取得。",
)  # fmt: skip
#: So many units or reasons are named in one cell.
MOST = 6
NOTHING = "—"

Key = tuple[int, date, str]


@dataclass(frozen=True)
class Evidence:
    """What the returns hold of the indicators asked for, by unit, month and code.

    `papers` are the units and years that were taken in from a paper: their year stands in one month.
    """

    answered: frozenset[Key]
    not_applicable: frozenset[Key]
    reasons: dict[Key, list[str]]
    counted: dict[Key, tuple[str, int]]
    units: dict[Span, list[Union]]
    papers: frozenset[tuple[int, int]] = frozenset()


def with_sources(document: Document, table: Table) -> Document:
    """The document with the annex 数据来源 after its own."""
    return replace(document, annexes=(*document.annexes, table))


def source_table(document: Document, rolled: Rollup, kept: Sequence[str] = ()) -> Table:
    """Every bound number of the prose in its order, with what it comes from; below, what was `kept` for a reason.

    Nine queries at most.
    """
    places = list(_numbers(document))
    names = names_of(bound for _, bound in places)
    parts = {bound.indicator: _parts(bound.indicator, rolled) for _, bound in places}
    spans = {span for _, bound in places for span in _spans(bound, names)}
    evidence = _evidence(rolled, {code for codes in parts.values() for code in codes}, spans)
    rows = tuple(
        (
            _cell(number),
            Cell((bound,)),
            _cell(names.indicator(bound) if bound.union == document.union else _of_union(bound, names)),
            Cell((replace(bound, shown=_exact(bound, names, rolled)),)),
            _cell(names.brief_months(bound)),
            *(_cell(text) for text in _behind(bound, parts[bound.indicator], names, rolled, evidence)),
        )
        for number, bound in places
    )
    return Table(TITLE, COLUMNS, rows, (*NOTES, *kept))


def _numbers(document: Document) -> Iterator[tuple[str, Bound]]:
    """Each bound number of the prose with its place: `二·3` is the third of section 二."""
    for section in document.sections:
        count = 0
        for block in section.blocks:
            for span in block.spans if isinstance(block, Paragraph) else ():
                if isinstance(span, Bound):
                    count += 1
                    yield f"{chinese_count(section.number) if section.number else '开头'}·{count}", span


def _of_union(bound: Bound, names: Names) -> str:
    return f"{names.union(bound)}：{names.indicator(bound)}"


def _exact(bound: Bound, names: Names, rolled: Rollup) -> str:
    """The figure in full; of a rate also what was divided by what."""
    total = rolled.totals.get(bound.indicator) if bound.union == rolled.union.code else None
    text = names.amount(bound)
    if total and bound.aspect == "value" and total.numerator is not None and total.denominator:
        return f"{text}（{exact(total.numerator)}÷{exact(total.denominator)}）"
    return text


def _parts(code: str, rolled: Rollup) -> list[str]:
    """The entered indicators a total is made of: its parts where it is computed, else itself."""
    by_code = {definition.code: definition for definition in rolled.definitions}
    found, todo = [], [code]
    while todo:
        definition = by_code.get(todo.pop(0))
        below = (
            [part for part in (definition.numerator, definition.denominator) if part]
            + [term for _, term in definition.terms]
            if definition
            else []
        )
        if below:
            todo += [part for part in below if part not in found and part not in todo]
        elif definition and definition.code not in found:
            found.append(definition.code)
    return found or [code]


def _spans(bound: Bound, names: Names) -> list[Span]:
    """The spans whose returns make up the number; a target is made of none."""
    span, stock = span_of(bound), names.is_stock(bound)
    before = span.year_before if stock else span.previous
    match bound.aspect:
        case "target":
            return []
        case "base":
            return [span.year_before]
        case "previous":
            return [span.previous]
        case "change":
            return [span, before]
        case "growth":
            return [span, span.previous]
    return [span]


def _evidence(rolled: Rollup, codes: set[str], spans: set[Span]) -> Evidence:
    """All the returns of these spans say of these indicators. Seven queries at most."""
    tree = Tree(rolled.union)
    units = {span: tree.filing(span) for span in spans}
    if not units:
        return Evidence(frozenset(), frozenset(), {}, {}, {})
    within = {
        "monthly_return__union__in": {unit.pk for group in units.values() for unit in group},
        "monthly_return__month__gte": min(span.first for span in spans),
        "monthly_return__month__lte": max(span.last for span in spans),
    }
    if not rolled.provisional:
        within["monthly_return__state"] = State.APPROVED
    who = ("monthly_return__union", "monthly_return__month")
    figures = list(
        Figure.objects.filter(**within, indicator__code__in=codes).values_list(*who, "indicator__code", "value")
    )
    inside = {name.removeprefix("monthly_return__"): value for name, value in within.items()}
    taken = MonthlyReturn.objects.filter(**inside, taken_in=True)
    reasons: dict[Key, list[str]] = defaultdict(list)
    called = {code: rolled.by_code[code].plain_name for code in codes if code in rolled.by_code}
    notes = RuleNote.objects.filter(**within).values_list(*who, "rule", "message", "reason")
    for unit, month, rule, message, reason in notes:
        about = {code for code, name in called.items() if speaks_of(rule, message, code, name)}
        for code in about | ({rule.partition(":")[2]} & set(codes)):
            reasons[unit, month, code].append(reason)
    counted = {}
    rows = Counted.objects.filter(**within, indicator__code__in=codes).select_related("monthly_return", "indicator")
    for row in rows:
        key = (row.monthly_return.union_id, row.monthly_return.month, row.indicator.code)
        counted[key] = (row.ledger, len(row.shares()))
    return Evidence(
        frozenset((unit, month, code) for unit, month, code, _ in figures),
        frozenset((unit, month, code) for unit, month, code, value in figures if value is None),
        reasons,
        counted,
        units,
        frozenset(taken.values_list("union", "month__year")),
    )


def _behind(bound: Bound, codes: list[str], names: Names, rolled: Rollup, evidence: Evidence) -> tuple[str, str]:
    """Who has not answered, the reasons given, and the records counted, of one number."""
    if bound.indicator in CALLED:
        return "按各单位月报报送情况统计", NOTHING
    if ballot_name(bound.indicator):
        return "选举记录所登", f"{LEDGERS['election'].name}1条"
    missing: dict[str, list[date]] = defaultdict(list)
    not_asked: dict[str, list[date]] = defaultdict(list)
    reasons, records, ledgers = [], 0, []
    years: list[int] = []
    for union, month, code in dict.fromkeys(_answers(bound, codes, names, rolled, evidence)):
        key = (union.pk, month, code)
        paper = (union.pk, month.year) in evidence.papers
        if key not in evidence.answered and not paper and month not in missing[union.name]:
            missing[union.name].append(month)
        if paper and month.year not in years:
            years.append(month.year)
        if key in evidence.not_applicable and month not in not_asked[union.name]:
            not_asked[union.name].append(month)
        reasons += [f"{union.name}{_month(month, bound)}：{reason}" for reason in evidence.reasons.get(key, ())]
        if found := evidence.counted.get(key):
            ledgers.append(LEDGERS[found[0]].name if found[0] in LEDGERS else found[0])
            records += found[1]
    gaps = [text for text in (_listed("未报", missing, bound), _listed("不适用", not_asked, bound)) if text]
    if not gaps and bound.aspect != "target":
        gaps = ["报齐"]
    gaps += [f"{year}年为历史数据" for year in sorted(years)]
    told = list(dict.fromkeys(reasons))
    more = f"等{len(told)}条" if len(told) > MOST else ""
    return (
        "；".join([*gaps, *told[:MOST]]) + more or NOTHING,
        f"{'、'.join(dict.fromkeys(ledgers))}{records}条" if ledgers else NOTHING,
    )


def _answers(
    bound: Bound, codes: list[str], names: Names, rolled: Rollup, evidence: Evidence
) -> Iterator[tuple[Union, date, str]]:
    """The unit, month and indicator of every answer that should stand behind the number."""
    top = names.unions.get(bound.union)
    for span in _spans(bound, names):
        for code in codes:
            indicator = rolled.by_code.get(code)
            if indicator is None or top is None:
                continue
            due = due_months(span, indicator.due)
            months = due if indicator.month_agg == "sum" else due[-1:] if indicator.month_agg == "last" else due[:1]
            for unit in evidence.units[span]:
                if unit.path.startswith(top.path) and indicator.asked_of in ("", unit.level):
                    yield from (
                        (unit, month, code) for month in months if unit.files_in(month) and indicator.exists_in(month)
                    )


def _listed(word: str, found: dict[str, list[date]], bound: Bound) -> str:
    """`未报：东港镇总工会2月、3月`; of many units the first few and how many."""
    told = [f"{name}{'、'.join(_month(month, bound) for month in months)}" for name, months in found.items() if months]
    more = f"等{len(told)}个单位" if len(told) > MOST else ""
    return f"{word}：{'，'.join(told[:MOST])}{more}" if told else ""


def _month(month: date, bound: Bound) -> str:
    return f"{month.month}月" if month.year == span_of(bound).last.year else f"{month.year}年{month.month}月"


def _cell(text: str) -> Cell:
    return Cell((Text(text),))
