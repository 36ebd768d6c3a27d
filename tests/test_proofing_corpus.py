"""Seeded faults in composed and in reworded reports: how many are caught, and how often is a right number suspected?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from paper_catalogue import make_paper_catalogue
from proofing_faults import FAULTS, reworded
from test_prose_years import Year, make_year, paragraphs

from reports.blocks import Bound
from reports.models import Indicator
from reports.proofing import Checker, Finding, Verdict, numbers
from reports.sentences import WRITTEN_WORDS
from reports.summaries.compose import composition, kind_of
from reports.summaries.proofing import checker_of

#: So many generated report years, each with every fault in its composed and its reworded text.
YEARS = 30
PASSED = (Verdict.AGREES, Verdict.OFFERED)


@pytest.fixture(scope="module")
def catalogue() -> list[Indicator]:
    return make_paper_catalogue()


def alarms(found: tuple[Finding, ...]) -> Counter[tuple[Verdict, str]]:
    return Counter((each.verdict, each.text) for each in found if each.verdict not in PASSED)


def test_composed_text_never_raises_an_alarm(catalogue: list[Indicator]) -> None:
    for seed in range(0, 1000, 10):
        year = make_year(seed, catalogue)
        text = "\n".join(paragraph.text for paragraph in paragraphs(year))
        assert alarms(checker_of(year.report).check(text)) == {}, seed


def test_seeded_faults_are_caught_and_right_numbers_are_not_suspected(catalogue: list[Indicator]) -> None:
    tried: Counter[str] = Counter()
    missed: list[tuple[str, int, str]] = []
    stated = suspected = 0
    for seed in range(2000, 2000 + YEARS):
        random, year = Random(seed), make_year(seed, catalogue)
        checker = checker_of(year.report)
        composed = "\n".join(paragraph.text for paragraph in paragraphs(year))
        for text in (composed, reworded(composed, tuple(checker.units), random)):
            right = checker.check(text)
            before = alarms(right)
            stated, suspected = stated + len(right), suspected + before.total()
            tried["stale figure"] += 1
            if not alarms(_moved(year, random).check(text)) - before:
                missed.append(("stale figure", seed, ""))
            for name, faulty in _faults(text, checker, random):
                tried[name] += 1
                if not alarms(checker.check(faulty)) - before:
                    missed.append((name, seed, _around(text, faulty)))
    caught = 1 - len(missed) / tried.total()
    print(f"\n{tried.total()} faults, caught {caught:.2%}; {stated} right numbers, suspected {suspected / stated:.2%}")
    for each in missed:
        print("missed", *each)
    assert set(tried) == {*FAULTS, "stale figure"} and tried.total() > 500
    assert caught >= 0.99, missed
    assert suspected / stated <= 0.01


def _moved(year: Year, random: Random) -> Checker:
    """The report after one of the figures its prose states has changed."""
    report = year.report
    spans = [span for paragraph in paragraphs(year) for span in paragraph.spans if isinstance(span, Bound)]
    stated = [span.indicator for span in spans if span.aspect == "value" and span.value != "0"]
    total = report.rolled.totals[random.choice(stated)]
    assert total.value is not None
    totals = {**report.rolled.totals, total.code: replace(total, value=total.value * 2 + 7)}
    rolled = replace(report.rolled, totals=totals)
    words = {name: text for name, text in report.figures.words.items() if name in WRITTEN_WORDS}
    kind = kind_of(rolled.span)
    return checker_of(composition(rolled, report.coverage, report.prose, kind, words=words))


def _faults(text: str, checker: Checker, random: Random) -> list[tuple[str, str]]:
    found = list(numbers(text, checker.units))
    made = [(name, fault(text, found, random)) for name, fault in FAULTS.items()]
    return [(name, faulty) for name, faulty in made if faulty]


def _around(text: str, faulty: str) -> str:
    at = next((place for place, (a, b) in enumerate(zip(text, faulty, strict=False)) if a != b), 0)
    return f"{text[max(0, at - 30) : at + 12]} → {faulty[at : at + 12]}".replace("\n", "/")


def test_swapped_numbers_that_a_bag_of_numbers_cannot_see_are_caught(catalogue: list[Indicator]) -> None:
    year = make_year(2001, catalogue)
    checker = checker_of(year.report)
    text = "\n".join(paragraph.text for paragraph in paragraphs(year))
    found = list(numbers(text, checker.units))
    faulty = FAULTS["swapped numbers"](text, found, Random(1))
    assert faulty and {each.value for each in numbers(faulty, checker.units)} == {each.value for each in found}
    assert alarms(checker.check(faulty))
