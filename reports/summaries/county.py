"""What does a county say of its townships? Who has reported, who leads and lags, one example, a table of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from members.models import Union
from members.models.union import Level, short_name
from members.months import Span
from reports.arithmetic import add_units
from reports.blocks import Cell, Column, Paragraph, Table, Text
from reports.blocks import Span as InlineSpan
from reports.formats import chinese_count
from reports.models import State, Summary
from reports.rollup import Rollup, expected_months
from reports.sentences import Figures, Prose
from reports.sentences.compose import number
from reports.sentences.generic import plain_name

OWN = "本级"
#: With fewer townships than this nobody leads and nobody lags.
FEWEST = 3
LEADERS, LAGGARDS = 3, 2
#: What stands in the table of townships before what the sections compare, and how many columns fit on a page.
ALWAYS = ("union_total", "member_total")
COLUMNS = 6
NONE = Cell((Text("—"),))
#: Section → the written words an example is told in, and how the sentence leads up to them.
TOLD = {
    "democracy": ("", ("unit_example", "democracy_example")),
    "law": ("在办理法律援助中，", ("law_example",)),
    "training": ("组织开展主题教育“", ("study_theme",)),
    "women": ("", ("women_example",)),
    "culture": ("成功举办", ("activity_name",)),
    "models": ("获得荣誉的有", ("honour_names",)),
}
SENTENCE = re.compile(r"[^。！？\n]{12,120}[。！？]")


@dataclass(frozen=True)
class Place:
    """A township with its own totals, or the county's own level."""

    union: Union
    name: str
    figures: Figures

    @property
    def is_own(self) -> bool:
        return self.name == OWN


@dataclass(frozen=True, slots=True)
class Example:
    """What a township's issued summary tells, and where it is told."""

    place: str
    text: str
    source: str


def places_of(rolled: Rollup, figures: Figures, codes: Iterable[str]) -> list[Place]:
    """The county's townships with the totals of these codes; none for a union that is no county. Two queries."""
    county = rolled.union
    if county.level != Level.COUNTY:
        return []
    below = {union.pk: union for union in Union.objects.filter(parent=county).order_by("code")}
    groups: dict[int, list[Union]] = {}
    for unit in rolled.units:
        way = unit.path.removeprefix(county.path).split("/")[0]
        groups.setdefault(int(way) if way.isdigit() else county.pk, []).append(unit)
    wanted = frozenset(codes)
    known = [each for each in rolled.definitions if each.code in wanted]
    places = []
    for pk, union in [*below.items(), (county.pk, county)]:
        if units := groups.get(pk):
            values = {unit.pk: rolled.values.get(unit.pk, {}) for unit in units}
            totals = add_units(values, known, rolled.span, expected_months(units, rolled.span, rolled.indicators))
            own = replace(figures, union=union.code, totals=totals)
            places.append(Place(union, OWN if union == county else short_name(union.name), own))
    return places


def compared_codes(prose: Iterable[Prose]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ALWAYS, *(code for each in prose for code in each.compared))))


def ranking(prose: Prose, places: Sequence[Place], figures: Figures) -> Paragraph | None:
    """Who leads and who lags in what this section compares, with their figures."""
    spans: list[InlineSpan] = []
    for code in prose.compared:
        found = _ranked(code, places, figures)
        if found:
            spans += [Text("从各乡镇（街道）看，" if not spans else ""), *found]
    return Paragraph(tuple(span for span in spans if span.shown)) if spans else None


def _ranked(code: str, places: Sequence[Place], figures: Figures) -> list[InlineSpan]:
    towns = [place for place in places if not place.is_own]
    reported = [place for place in towns if place.figures.value(code) is not None]
    silent = [place.name for place in towns if place.figures.is_missing(code)]
    order = sorted(reported, key=lambda place: -_value(place, code))
    if len(reported) < FEWEST or _value(order[0], code) == _value(order[-1], code):
        return []
    leaders = [place for place in _foremost(order, LEADERS, code) if _value(place, code) > 0]
    if not leaders:
        return []
    label = figures.label(code)
    spans: list[InlineSpan] = [Text(f"{plain_name(label)}较多的有"), *_listed(leaders, code)]
    rest = order[len(leaders) :]
    if not label.adverse:
        idle = [place.name for place in rest if _value(place, code) == 0]
        last = _foremost(rest[::-1], LAGGARDS, code) if rest and not idle else []
        few = [place for place in last if _value(place, code) * 2 < _value(order[0], code)]
        if few:
            spans += [Text("，较少的有"), *_listed(few, code)]
        if idle:
            spans.append(Text(f"，{_some(idle)}尚无"))
    if silent:
        spans.append(Text(f"，{_some(silent)}未报此项"))
    return [*spans, Text("。")]


def _foremost(order: Sequence[Place], most: int, code: str) -> list[Place]:
    """The first few, without those that are level with somebody left out; none where all of them are."""
    after = _value(order[most], code) if len(order) > most else None
    return [place for place in order[:most] if _value(place, code) != after]


def _value(place: Place, code: str) -> Decimal:
    return place.figures.value(code) or Decimal(0)


def _some(names: Sequence[str]) -> str:
    """`甲、乙、丙等5个乡镇（街道）`."""
    more = f"等{len(names)}个乡镇（街道）" if len(names) > LEADERS else ""
    return "、".join(names[:LEADERS]) + more


def _listed(places: Sequence[Place], code: str) -> list[InlineSpan]:
    spans: list[InlineSpan] = []
    for index, place in enumerate(places):
        spans += [Text(("、" if index else "") + place.name), *number(code, place.figures, "value", "unit")]
    return spans


def examples(prose: Mapping[str, Prose], places: Sequence[Place], span: Span, kind: str) -> dict[str, Example]:
    """Section → one example from the summaries the townships have issued, best ranked first. Two queries."""
    towns = [place for place in places if not place.is_own]
    found = Summary.objects.filter(
        union__in=[place.union for place in towns], kind=kind, first=span.first, last=span.last, state=State.APPROVED
    ).prefetch_related("texts")
    issued = {summary.union_id: summary for summary in found}
    told: dict[str, Example] = {}
    for key, each in prose.items():
        first = each.compared[0] if each.compared else ""
        for place in sorted(towns, key=lambda place: -_value(place, first)):
            summary = issued.get(place.union.pk)
            if summary and (text := _told(key, summary)):
                told[key] = Example(place.name, text, f"{place.union.name}{span.name}工作总结")
                break
    return told


def _told(key: str, summary: Summary) -> str:
    """The officer's own words in this section: those written for its sentences, else a sentence of his wording."""
    lead, names = TOLD.get(key, ("", ()))
    words = [str(summary.words.get(name, "")).strip("，、；：。 ") for name in names]
    if names and all(words):
        text = "".join(" ".join(word.split()) for word in words)
        return lead + text + ("”" if lead.endswith("“") else "")
    edit = next((text for text in summary.texts.all() if text.key == key), None)
    if edit is None:
        return ""
    own = (match[0] for match in SENTENCE.finditer(edit.text) if match[0] not in edit.composed)
    # A number in it would be the township's, told without its figure.
    return next((text.rstrip("。！？") for text in own if not any(char.isdigit() for char in text)), "")


def example_paragraph(example: Example) -> Paragraph:
    return Paragraph((Text(f"如{example.place}，{example.text}（见{example.source}）。"),))


def township_tables(codes: Sequence[str], places: Sequence[Place], figures: Figures) -> tuple[Table, ...]:
    """Townships × key indicators, the county's own level and the sum below; a table for every few columns."""
    if len([place for place in places if not place.is_own]) < FEWEST:
        return ()
    stated = [code for code in codes if figures.value(code) is not None]
    wide = -(-len(stated) // max(-(-len(stated) // COLUMNS), 1)) or 1
    parts = [stated[at : at + wide] for at in range(0, len(stated), wide)]
    title = "各乡镇（街道）主要数据"
    return tuple(
        _township_table(title if len(parts) == 1 else f"{title}（{chinese_count(number)}）", part, places, figures)
        for number, part in enumerate(parts, 1)
    )


def _township_table(title: str, codes: Sequence[str], places: Sequence[Place], figures: Figures) -> Table:
    heads = [Column("单位", weight=2)]
    heads += [Column(f"{plain_name(figures.label(c))}（{figures.label(c).unit}）", True, 2) for c in codes]
    rows = [(Cell((Text(place.name),)), *(_cell(place.figures, code) for code in codes)) for place in places]
    total = (Cell((Text("合计"),)), *(_cell(figures, code) for code in codes))
    absent = any(cell == NONE for row in rows for cell in row)
    return Table(title, tuple(heads), (*rows, total), ("“—”表示没有填报。",) if absent else ())


def _cell(figures: Figures, code: str) -> Cell:
    total, value = figures.total(code), figures.value(code)
    if value is None:
        return Cell((Text("不适用"),)) if total.is_na else NONE
    shown = figures.shown(code, "value", value) + total.approximate
    return Cell((figures.bound(code, "value", value, shown),))
