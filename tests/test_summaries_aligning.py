"""Long texts are aligned clause by clause: nothing is found that is not there, numbers left alone are found again."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from reports.blocks import Bound, Paragraph, Text
from reports.summaries import aligning
from reports.summaries.aligning import alike, pairs, stretches
from reports.summaries.comparing import rows
from reports.summaries.marks import places
from reports.summaries.rebinding import plain, rebind

#: Alike in wording, as reports are, but every clause with a number of its own.
WORDS = "指导东港镇某厂召开职工大会选举产生工会委员会受理劳动争议办结新建工会发展会员慰问困难职工发放帮扶资金"


def bound(number: int) -> Bound:
    return Bound(f"i{number}", "C1", "2026-01", "2026-06", "value", str(number), str(number))


def long_report(seed: int, many: int) -> list[Paragraph]:
    """Paragraphs of clauses, each with a bound number after words of its own."""
    chance = random.Random(seed)
    found, spans = [], []
    for number in range(1000, 1000 + many):
        spans += [Text("".join(chance.choices(WORDS, k=chance.randrange(5, 14)))), bound(number), Text("人，")]
        if number % 20 == 0:
            found.append(Paragraph(tuple(spans)))
            spans = []
    return [*found, Paragraph(tuple(spans))] if spans else found


def reworded(text: str, seed: int) -> str:
    chance = random.Random(seed)
    clauses = []
    for clause in text.split("，"):
        pick = chance.random()
        clauses.append(
            f"按照部署，{clause}" if pick < 0.3 else clause.replace("职工", "员工") if pick < 0.6 else clause
        )
    return "，".join(clauses)


@pytest.mark.pure
@pytest.mark.parametrize("seed", range(5))
def test_stretches_stand_in_both_texts_and_in_order(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aligning, "EXACT", 500)
    before = plain(long_report(seed, 60))
    after = reworded(before, seed)
    a_end = b_end = 0
    for a, b, size in stretches(before, after):
        assert size > 0 and before[a : a + size] == after[b : b + size] and a >= a_end and b >= b_end
        a_end, b_end = a + size, b + size
    assert stretches(before, before) == [(0, 0, len(before))]
    assert stretches("", after) == stretches(before, "") == []


@pytest.mark.pure
@pytest.mark.parametrize("seed", range(5))
def test_by_clauses_the_same_numbers_are_found_again_as_exactly(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    report = long_report(seed, 80)
    text = reworded(plain(report), seed)
    exactly = places(rebind(text, report))
    monkeypatch.setattr(aligning, "EXACT", 500)
    by_clauses = places(rebind(text, report))
    assert len(exactly) > 60 and by_clauses.items() >= exactly.items()
    assert all(text.startswith(each.shown, at) for at, each in by_clauses.items())


@pytest.mark.pure
def test_of_twenty_thousand_reworded_characters_the_numbers_stay_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    init = SequenceMatcher.__init__

    def counted(self: object, isjunk: object = None, a: str = "", b: str = "", autojunk: bool = True) -> None:
        compared.append(len(a) * len(b))
        init(self, isjunk, a, b, autojunk)  # type: ignore[arg-type]

    monkeypatch.setattr(SequenceMatcher, "__init__", counted)
    report = long_report(1, 1150)
    text = reworded(plain(report), 1)
    assert len(text) > 18_000
    assert len(places(rebind(text, report))) > 1100
    assert sum(compared) < 8_000_000, "not every character with every other"
    compared.clear()
    found = rows(plain(report).split("\n"), text.split("\n"))
    assert all(row.left >= 0 and row.right >= 0 for row in found) and sum(compared) < 20_000_000


@pytest.mark.pure
def test_likeness_is_between_nothing_and_all() -> None:
    assert alike(pairs("新建工会"), pairs("新建工会")) == 1
    assert alike(pairs("新建工会"), pairs("受理争议")) == 0 == alike(pairs(""), pairs("一"))
    assert 0.3 < alike(pairs("新建工会四个"), pairs("新建工会五个")) < 1
