"""Composed 持平 and 基本持平 pass the number check, whatever the figures, and their opposite does not."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from sentences_sample import make_figures, make_total

from reports.arithmetic import quotient
from reports.proofing.directions import CLAIM, contradiction
from reports.sentences import Figures, compose, parse
from reports.sentences.steady import NEARLY, SAME

CASES = 4000


def why(text: str, code: str, figures: Figures) -> str | None:
    """What the check has against the first claim of the text; None where it claims nothing."""
    match = CLAIM.search(text)
    return contradiction(match, code, figures) if match else None


def near_rate(random: Random) -> Figures:
    whole = random.choice([60, 997, 10000, 43210])
    part = random.randint(whole * 9 // 10, whole)
    before = min(whole, max(0, part + random.randint(-9, 9)))
    more = {"numerator": part, "denominator": whole}
    value, previous = (quotient(Decimal(each), Decimal(whole), 100) for each in (part, before))
    return make_figures(make_total("organizing_rate", str(value), previous=str(previous), **more))


def near_count(random: Random) -> Figures:
    before = random.choice([3, 40, 5000, 30000])
    return make_figures(make_total("member_new", before + random.randint(-20, 20), previous=before))


def test_what_is_composed_of_a_small_change_holds_and_its_opposite_does_not() -> None:
    random, met = Random(7), set()
    for place in range(CASES):
        code, figures = ("organizing_rate", near_rate(random)) if place % 2 else ("member_new", near_count(random))
        said = compose(parse(f"{{{code}.yoy}}"), figures).text
        assert why(said, code, figures) in (None, ""), said
        word = next((each for each in (NEARLY, SAME) if said.endswith(each)), "")
        met.add((code, word))
        total = figures.total(code)
        assert total.value is not None and total.previous is not None
        shown = [figures.shown(code, aspect, getattr(total, aspect)) for aspect in ("value", "previous")]
        if word:
            assert (shown[0] == shown[1]) == (word == SAME), shown
            assert why("同比增长，", code, figures) and why("同比下降，", code, figures), shown
        else:
            assert shown[0] != shown[1], (said, shown)
            rises = total.value > total.previous
            assert why("同比下降，" if rises else "同比增长，", code, figures), said
            assert not why("同比增长，" if rises else "同比下降，", code, figures), said
    assert met == {(code, word) for code in ("organizing_rate", "member_new") for word in (SAME, NEARLY, "")}
