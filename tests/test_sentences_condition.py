"""When a sentence is to be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences_sample import make_figures, make_total

from reports.sentences import PatternError, holds, parse_condition

FIGURES = make_figures(
    make_total("union_new", 5, previous=4, target=10, expected=12),
    make_total("member_new", 0),
    make_total("organizing_rate", "95.5", previous="96"),
    make_total("contract_due", expected=4),
    words={"theme": "提质增效"},
    flags="half_year",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("union_new > 0 and member_new = 0", True),
        ("union_new > 5", False),
        ("union_new >= 5 and union_new <= 5 and union_new != 4", True),
        ("union_new ≥ 5", True),
        ("union_new > union_new.previous", True),
        ("union_new.completion < 51 and union_new.growth = 25", True),
        ("organizing_rate < 95.51", True),
        ("organizing_rate.change <= -0.5", True),
        ("contract_due > 0", False),
        ("contract_due = 0", False),
        ("contract_due != 0", False),
        ("not contract_due > 0", True),
        ("not (union_new > 0)", False),
        ("not not union_new > 0", True),
        ("has(union_new) and not has(contract_due)", True),
        ("has(union_new.previous) and not has(member_new.previous)", True),
        ("has(theme) and not has(spirit)", True),
        ("due(contract_due) and not due(member_new)", True),
        ("half_year and not annual", True),
        ("annual or union_new = 5 and member_new = 1", False),
        ("(annual or union_new = 5) and member_new = 0", True),
        ("unheard_of > 0 or union_new > 0", True),
    ],
)
def test_a_condition_holds_or_not(text: str, expected: bool) -> None:
    assert holds(parse_condition(text), FIGURES) is expected


@pytest.mark.parametrize(
    "text",
    [
        "union_new", "union_new >", "> 0", "union_new > 0 and", "(union_new > 0", "union_new > 0)", "union_new == 0",
        "__import__('os')", "union_new.__class__ > 0", "union_new.yoy > 0", "theme > 0", "has()", "has(half_year)",
        "due(theme)", "due(union_new.previous)", "half_year > 0", "union_new > 1e5", "union_new > 0; 1", "1 + 1 > 0",
        "union_new > 0 && member_new > 0", "(" * 30 + "annual" + ")" * 30, "annual or " * 60, "union_new[0] > 0",
        "lambda: 0", "union_new > 'a'",
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(PatternError, match=r"^第\d+个字："):
        parse_condition(text)


def test_an_indicator_outside_the_catalogue_is_refused() -> None:
    assert parse_condition("union_new > 0", {"union_new"}).codes == ("union_new",)
    with pytest.raises(PatternError, match="没有“union_news”这个指标"):
        parse_condition("union_news > 0", {"union_new"})


@given(st.text(alphabet="union_ewadrth()<>=!.0 ", max_size=60))
def test_no_text_breaks_the_condition_reader(text: str) -> None:
    try:
        condition = parse_condition(text)
    except PatternError:
        return
    assert holds(condition, FIGURES) in (True, False)
