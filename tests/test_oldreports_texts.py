"""Of made-up reports of many kinds, how many figures are read, and how many wrongly?"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from reports.oldreports.extract import extract
from reports.oldreports.labels import Known
from reports.oldreports.reading import known_indicators
from reports.oldreports.words import normal

TEXTS = Path(__file__).with_name("old_report_texts.txt")
MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
Figure = tuple[str, Decimal]

pytestmark = pytest.mark.django_db


def marked(text: str) -> tuple[list[set[Figure]], set[Figure]]:
    """The figures that must be read, each as what it may be called, and those that may be."""
    wanted, optional = [], set()
    for shown, meaning in MARK.findall(text):
        codes, _, value = [*meaning.split("|"), "", ""][:3]
        try:
            number = Decimal(value or shown.rstrip("%"))
        except InvalidOperation:
            number = Decimal(0)
        names = {(code, number) for code in codes.strip("?").split("/")}
        if "?" in codes:
            optional |= names
        elif names not in wanted:
            wanted.append(names)
    return wanted, optional


def test_nearly_every_figure_of_reports_of_many_kinds_is_read_and_hardly_a_wrong_one() -> None:
    head, *texts = TEXTS.read_text(encoding="utf-8").split("\n== ")
    own = [Known(*line.split("|"), built_in=False) for line in head.splitlines() if line.count("|") == 4]
    known = [*known_indicators(), *own]
    hits = total = wrong = 0
    slips: list[object] = []
    for text in texts:
        name, _, body = text.partition("\n")
        wanted, optional = marked(body)
        found = {(each.indicator, each.value) for each in extract(normal(MARK.sub(r"\1", body)), known)}
        missed = [names for names in wanted if not names & found]
        strange = found - optional - {figure for names in wanted for figure in names}
        hits, total, wrong = hits + len(wanted) - len(missed), total + len(wanted), wrong + len(strange)
        slips += [(name, "missed", names) for names in missed] + [(name, "wrong", figure) for figure in strange]
    assert len(texts) >= 28
    assert hits / total >= 0.96, slips
    assert hits / (hits + wrong) >= 0.97, slips
