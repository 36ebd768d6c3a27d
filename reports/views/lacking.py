"""What does a report still lack? Months, figures, targets, points to be written, and what keeps it from being sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from members.months import months_told
from reports.models import SectionDraft, State, Summary
from reports.models.summary import SummaryKind
from reports.sections import prose_of
from reports.sections.county import read_outline
from reports.sections.holding import differences, in_force
from reports.summaries import Composition, SectionEdit
from reports.summaries.drafts import unsaved
from reports.views.paper import record_url
from reports.views.sentence_lines import in_reading


def obstacles(summary: Summary, composition: Composition) -> list[tuple[str, str, str]]:
    """What keeps the report from being sent: the reason, and where it is mended with what that is called."""
    address, called = record_url(summary), "打开选举记录"
    if summary.kind == SummaryKind.LETTER and summary.about:
        address, called = reverse("summary-edit", args=[summary.about]), "打开所报文件"
    return [(problem, address, called) for problem in composition.problems]


def hints(composition: Composition) -> list[tuple[str, str, str]]:
    """What an officer of this kind of report should know: the words, and where to look with what that is called."""
    year, kind = composition.rolled.span.last.year, composition.kind
    if kind not in (SummaryKind.PLAN, SummaryKind.TARGETS) or any(t.target for t in composition.rolled.totals.values()):
        return []
    told = "工作要点只有文字，没有“主要目标”" if kind == SummaryKind.PLAN else "没有可以逐项报告的内容"
    address = f"{reverse('target-list')}?year={year}"
    return [(f"{year}年度任务还没有下达，{told}。任务由县总工会下达，下达后自动写进来。", address, f"看{year}年任务")]


def silent_sections(composition: Composition, shown: set[str]) -> list[tuple[str, str]]:
    """Sections an officer may fill in although no figure speaks of them."""
    return [(key, name) for key, name in composition.headings.items() if key not in shown and name]


def unsaved_lines(
    summary: Summary, composition: Composition, edits: Mapping[str, SectionEdit]
) -> list[tuple[str, SectionDraft]]:
    """Sections in which somebody wrote and did not save: their heading and the draft."""
    return [(composition.headings[each.key] or "开头", each) for each in unsaved(summary, composition, edits)]


def short_lists(composition: Composition, edits: Mapping[str, SectionEdit]) -> list[tuple[str, str, int, int]]:
    """Sections with fewer points than they ask for, unless reworded: key, heading, points, how many at least."""
    return [
        (key, composition.headings[key], count, composition.prose[key].least)
        for key, count in composition.counts.items()
        if count < composition.prose[key].least and key not in edits
    ]


def late_months(composition: Composition) -> list[tuple[str, str]]:
    """Who has not got which months approved, in words: unit name, months with their states."""
    found: dict[str, dict[str, list[date]]] = {}
    for unit, month, state in composition.coverage.missing:
        label = State(state).label if state else "未开始"
        found.setdefault(unit.name, {}).setdefault(label, []).append(month)
    year = composition.rolled.span.last.year
    return [
        (name, "；".join(f"{'、'.join(months_told(months, year))}{label}" for label, months in states.items()))
        for name, states in found.items()
    ]


def former_outline(summary: Summary) -> list[str]:
    """How the outline a report keeps differs from the one that holds now, in words; empty where it keeps none."""
    if summary.outline is None:
        return []
    now = in_force(summary.union, summary.kind, summary.last.year)
    kept, keys = read_outline(summary.outline["keys"], summary.kind), read_outline(now["keys"], summary.kind)
    more, less = [key for key in keys if key not in kept], [key for key in kept if key not in keys]
    told = [f"{word}{_quoted(names)}" for word, names in (("增加", more), ("减少", less)) if names]
    found = differences(summary.outline, now)
    if not told and "keys" in found:
        told.append("次序不同")
    if "headings" in found:
        told.append("标题不同")
    if count := len([name for name in found if name not in ("keys", "headings")]):
        told.append(f"{count}句句式不同")
    if gone := [text.key for text in summary.texts.all() if text.key not in keys]:
        told.append(f"已改写的{_quoted(gone)}将不再出现（文字仍留着）")
    return told


def _quoted(keys: Iterable[str]) -> str:
    headings = (in_reading(prose_of(key).headings["heading"].text) for key in keys)
    return "、".join(f"“{heading}”" for heading in headings)
