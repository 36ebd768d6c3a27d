"""The number check of a report's text against a bare scan for digits, and composing anew after one figure changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import count

from benchmarks.harness import Comparison
from benchmarks.world import make_union
from members.months import parse_period
from reports.models import Figure, Indicator, MonthlyReturn, State
from reports.proofing import numbers
from reports.summaries.compose import compose
from reports.summaries.proofing import checker_of

CHARACTERS = 5_000
DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def run(write: Callable[[str], object]) -> None:
    county = make_union("proof-county", "基准县总工会", "county", None)
    town = make_union("proof-town", "基准镇总工会", "township", county)
    indicators = list(Indicator.objects.exclude(kind="ratio").filter(terms=""))
    for month in (date(2023, 6, 1), date(2024, 6, 1)):
        sent = MonthlyReturn.objects.create(union=town, month=month, state=State.APPROVED)
        Figure.objects.bulk_create(
            Figure(monthly_return=sent, indicator=each, value=(place * 7 + month.year) % 400 + 3)
            for place, each in enumerate(indicators)
        )
    span = parse_period("2024H1")
    composition = compose(town, span)
    text = "\n".join(p.text for paragraphs in composition.paragraphs.values() for p in paragraphs)
    text = (text * (CHARACTERS // len(text) + 1))[:CHARACTERS]
    checker = checker_of(composition)
    write(f"{len(text)} characters, {len(checker.check(text))} numbers")
    Comparison(
        f"Checking a text of {CHARACTERS} characters",
        {
            "Checker.check()": lambda: checker.check(text),
            "reading its numbers only": lambda: numbers(text, checker.units),
            "regular expression for digits": lambda: DIGITS.findall(text),
        },
        {"regular expression for digits": 300.0},
        rounds=31,
    ).run(write)
    figure = Figure.objects.filter(monthly_return__month=date(2024, 6, 1)).first()
    assert figure is not None
    turn = count(1)

    def changed() -> object:
        Figure.objects.filter(pk=figure.pk).update(value=next(turn))
        return compose(town, span)

    def changed_and_checked() -> object:
        Figure.objects.filter(pk=figure.pk).update(value=next(turn))
        return checker_of(compose(town, span), binding=True).check(text)

    Comparison(
        "After one figure changed",
        {"composing anew and checking": changed_and_checked, "composing anew": changed},
        {"composing anew": 3.0},
        rounds=15,
    ).run(write)
