"""A thousand report years, with gaps, zeros, falls and first years: does every one read as if written by hand?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_catalogue import make_paper_catalogue

from members.models import Union
from members.months import Span, parse_period
from reports.arithmetic import UnitValue, add_units, compare
from reports.blocks import Bound, Document, Paragraph, Table, Text
from reports.models import Indicator
from reports.models.indicator import definitions
from reports.rollup import Coverage, Rollup, in_force
from reports.sections import SECTIONS, prose_of
from reports.sentences import WRITTEN_WORDS
from reports.sentences.pattern import PAIRS
from reports.summaries.compose import Composition, composition, kind_of
from reports.summaries.tables import INNER

YEARS = 1000
UNTIDY = re.compile(
    r"[，、；：。]{2}|^[，、；：。]|[，、；]$|其中[，、；：。]|其中$|（）|“”|（[，、；。]|[，、；：]）"
    r"|[{}<>\[\]|]|None|nan|[\ue000-\uf8ff]|--|此外，此外|等等|任务任务|年年|个个|人人次|家家"
)
PERIODS = ["2020", "2020H1", "2020-01..2020-08", "2020Q3", "2020-05"]
PLACES = [("东港镇总工会", "township"), ("城关街道总工会", "township"), ("机械厂工会", "base")]
#: Figures may stand in these words, which come from the calendar and not from a return.
CALENDAR = re.compile(r"20[12][0-9]年(?:1?[0-9]—1?[0-9]月|1?[0-9]月)?|(?:截至)?1?[0-9]月底|1?[0-9]—1?[0-9]月|1?[0-9]月")


@dataclass(frozen=True)
class Year:
    """One generated report with what it was made from."""

    seed: int
    report: Composition
    document: Document


@pytest.fixture(scope="module")
def catalogue() -> list[Indicator]:
    return make_paper_catalogue()


@pytest.mark.django_db
def test_the_catalogue_on_paper_is_the_one_in_the_database(catalogue: list[Indicator]) -> None:
    def told(indicators: list[Indicator]) -> list[dict[str, Any]]:
        codes = {each.pk: each.code for each in indicators} | {None: None}
        fields = [field.attname for field in Indicator._meta.concrete_fields if field.attname != "id"]
        rows = [{name: getattr(each, name) for name in fields} for each in indicators]
        return [{name: codes[it] if name.endswith("_id") else it for name, it in row.items()} for row in rows]

    assert told(catalogue) == told(in_force(parse_period("2020")))


def make_value(indicator: Indicator, random: Random, mood: float) -> UnitValue:
    """Unreported, 不适用, zero, or a number as its unit has them; `mood` is the share of gaps."""
    if random.random() < mood:
        return UnitValue() if random.random() < 0.8 else UnitValue(not_applicable=3)
    about = random.choice(["", "", "", "", "余", "多", "以上"])
    if random.random() < 0.25:
        return UnitValue(Decimal(0), None, 3)
    if indicator.unit == "元":
        return UnitValue(Decimal(random.choice([650, 6500, 66281535, 120_000_000])) / 100, None, 3, 0, about)
    if indicator.kind == "ratio":
        return UnitValue(Decimal(random.choice(["100", "95.12", "99.97", "3.04"])), None, 1)
    return UnitValue(Decimal(random.choice([1, 2, 3, 9, 10, 40, 117, 1850])), None, 3, 0, about)


def make_totals(indicators: list[Indicator], random: Random, span: Span, mood: float) -> dict[str, Any]:
    values = {i.code: make_value(i, random, mood) for i in indicators}
    return add_units({1: values}, definitions_of(tuple(indicators)), span, {"month": 6, "quarter": 2, "half_year": 1})


@cache
def definitions_of(indicators: tuple[Indicator, ...]) -> tuple[Any, ...]:
    return tuple(definitions(list(indicators)))


def make_year(seed: int, indicators: list[Indicator]) -> Year:
    """A report of one union: now, last year and its end drawn apart, so that everything rises, falls or is new."""
    random = Random(seed)
    span = parse_period(random.choice(PERIODS))
    name, level = random.choice(PLACES)
    union = Union(pk=1, code=f"C{seed}", name=name, level=level, path="/1/", parent=Union(name="青山县总工会"))
    mood = random.choice([0.0, 0.15, 0.5, 0.9])
    now = make_totals(indicators, random, span, mood)
    first_year = random.random() < 0.2
    before = {} if first_year else make_totals(indicators, random, span, mood)
    end = {} if first_year else make_totals(indicators, random, span, mood)
    aims = {i.code: Decimal(random.choice([1, 8, 20, 300])) for i in indicators if random.random() < 0.1}
    totals = compare(now, before, end, aims)
    rolled = Rollup(union, span, False, totals, [union], indicators, definitions_of(tuple(indicators)))
    words = {name: random.choice(["", "", "创新举措", "抓实“四送”工作。"]) for name in WRITTEN_WORDS}
    covered = Coverage(6, 6, ()) if random.random() < 0.5 else Coverage(6, 5, ((union, date(2020, 5, 1), ""),))
    prose = {key: prose_of(key) for key in SECTIONS}
    style = random.choice(["plain", "parallel"])
    report = composition(rolled, covered, prose, kind_of(span), words=words, style=style)
    return Year(seed, report, report.document)


@pytest.fixture(scope="module")
def years(catalogue: list[Indicator]) -> list[Year]:
    return [make_year(seed, catalogue) for seed in range(YEARS)]


def paragraphs(year: Year) -> Iterator[Paragraph]:
    for section in year.document.sections:
        yield from (block for block in section.blocks if isinstance(block, Paragraph))


def test_no_paragraph_has_doubled_or_dangling_marks_or_an_empty_part(years: list[Year]) -> None:
    wrong = [
        (year.seed, found[0], text)
        for year in years
        for paragraph in paragraphs(year)
        for text in [paragraph.text]
        if (found := UNTIDY.search(text)) or text[-1] not in "。："
    ]
    assert wrong[:3] == []


def test_brackets_and_quotes_are_closed(years: list[Year]) -> None:
    assert not [
        (year.seed, paragraph.text)
        for year in years
        for paragraph in paragraphs(year)
        for opening, closing in PAIRS.items()
        if paragraph.text.count(opening) != paragraph.text.count(closing)
    ][:3]


def test_no_number_stands_unbound(years: list[Year]) -> None:
    wrong = []
    for year in years:
        for paragraph in paragraphs(year):
            for span in paragraph.spans:
                if isinstance(span, Text) and re.search(r"[0-9]", CALENDAR.sub("", span.text)):
                    wrong.append((year.seed, span.text))
    assert wrong[:3] == []


def test_every_bound_number_is_the_figure_it_names(years: list[Year]) -> None:
    wrong = [
        (year.seed, bound)
        for year in years[::10]
        for bound in year.document.bound()
        if Decimal(bound.value) != year.report.figures.value(bound.indicator, bound.aspect)
    ]
    assert wrong[:3] == []


def gathered_noughts(year: Year) -> set[str]:
    """The names that stand together as nought, below a table or in one of nothing else."""
    tables = [block for section in year.document.sections for block in section.blocks if isinstance(block, Table)]
    lines = [note for table in tables for note in table.notes]
    lines += [f"{row[0].text}：{row[1].text}" for table in tables for row in table.rows]
    said = [line.split("：", 1)[1] for line in lines if "均为零：" in line]
    return {name for names in said for name in re.findall("“(.+?)”(?=[“。]|$)", names)}


def test_nothing_enabled_is_left_unsaid(years: list[Year]) -> None:
    """Every figure there is stands in the prose or in a table; a zero at least by name below a table."""
    for year in years:
        told = {bound.indicator for bound in year.document.bound() if bound.aspect == "value"}
        noughts = gathered_noughts(year)
        told |= {each.code for each in year.report.rolled.indicators if each.plain_name.translate(INNER) in noughts}
        there = {code for code, total in year.report.rolled.totals.items() if total.value is not None}
        assert there <= told, (year.seed, sorted(there - told)[:5])


def test_every_reported_number_but_a_zero_stands_in_the_prose_itself(years: list[Year]) -> None:
    for year in years[::5]:
        spans = [span for paragraph in paragraphs(year) for span in paragraph.spans if isinstance(span, Bound)]
        stated = {span.indicator for span in spans if span.aspect == "value"}
        in_words = {code for prose in year.report.prose.values() for each in prose.sentences for code in each.says}
        totals = year.report.rolled.totals.items()
        silent = {code for code, total in totals if total.value} - stated - in_words
        assert silent == set(), (year.seed, sorted(silent)[:5])


def test_no_section_is_empty_and_their_numbers_run(years: list[Year]) -> None:
    for year in years:
        assert all(section.blocks for section in year.document.sections)
        numbers = [section.number for section in year.document.sections if section.heading]
        assert numbers == list(range(1, len(numbers) + 1)), year.seed


def test_a_list_of_problems_is_counted_from_one(years: list[Year]) -> None:
    for year in years:
        text = "".join(paragraph.text for paragraph in year.report.paragraphs["problems"])
        marks = re.findall(r"([一二三四五六七八九])是", text)
        assert marks == list("一二三四五六七八九")[: len(marks)], year.seed


def test_tables_have_as_many_cells_as_columns(years: list[Year]) -> None:
    for year in years[::20]:
        for section in year.document.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    assert {len(row) for row in block.rows} == {len(block.columns)}


def test_first_years_compare_with_nothing(years: list[Year]) -> None:
    first = [year for year in years if "first_year" in year.report.figures.flags]
    assert len(first) > 20
    for year in first:
        for paragraph in paragraphs(year):
            assert "同比" not in paragraph.text and "去年同期" not in paragraph.text, paragraph.text


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(1000, 2**40))
def test_no_year_whatever_makes_the_composer_fail(seed: int, catalogue: list[Indicator]) -> None:
    assert make_year(seed, catalogue).document.sections


@pytest.mark.parametrize("flaw", ["，，", "其中。", "（）", "{union_new}", "此外，此外，"])
def test_a_flaw_would_be_seen(flaw: str) -> None:
    assert UNTIDY.search(f"全镇{flaw}工会")
