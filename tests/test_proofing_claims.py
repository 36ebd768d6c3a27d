"""Claims of rise and fall without a number: against what they compare, and what is put in their place."""

from __future__ import annotations

import pytest
from makers import Cast, make_return

from members.months import parse_period
from reports.models import State
from reports.proofing import Checker, Verdict
from reports.summaries.compose import compose
from reports.summaries.proofing import checker_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def checker(cast: Cast) -> Checker:
    """Members: 100 a year ago, 130 at last year's end, 120 now; disputes have risen, new members are as many."""
    make_return(
        cast.east, "2025-06", {"member_total": 100, "dispute_accepted": 40, "member_new": 7}, state=State.APPROVED
    )
    make_return(cast.east, "2025-12", {"member_total": 130}, state=State.APPROVED)
    make_return(
        cast.east, "2026-06", {"member_total": 120, "dispute_accepted": 50, "member_new": 7}, state=State.APPROVED
    )
    return checker_of(compose(cast.east, parse_period("2026H1")))


@pytest.mark.parametrize(
    "text",
    [
        "会员人数比上年末有所下降。",
        "会员人数比上年末减少。",
        "会员人数较年初减少，需要重视。",
        "会员人数与去年同期相比明显增加。",
        "会员人数同比上升。",
        "会员人数有所增加。",
        "会员人数有所减少。",
        "受理劳动争议同比上升。",
        "会员人数比上半年有所增加。",
        "会员人数同比增长20%。",
        "新发展会员与去年同期持平。",
        "加大力度，力争会员人数比去年多发展一些。",
    ],
)
def test_a_claim_that_holds_is_left_alone(checker: Checker, text: str) -> None:
    assert [each.text for each in checker.check(text) if each.verdict is Verdict.DIRECTION] == []


@pytest.mark.parametrize(
    ("text", "said", "instead"),
    [
        ("会员人数比上年末有所上升。", "比上年末有所上升", "比上年末有所下降"),
        ("会员人数比上年末增加。", "比上年末增加", "比上年末减少"),
        ("会员人数较去年底增长，势头良好。", "较去年底增长", "较去年底下降"),
        ("会员人数较年初大幅提高。", "较年初大幅提高", "较年初大幅降低"),
        ("会员人数同比减少。", "同比减少", "同比增加"),
        ("会员人数与去年同期相比明显减少。", "与去年同期相比明显减少", "与去年同期相比明显增加"),
        ("受理劳动争议50件，比上年同期有所下降。", "比上年同期有所下降", "比上年同期有所增长"),
        ("会员人数与上年末持平。", "持平", ""),
        ("新发展会员同比增加。", "同比增加", ""),
    ],
)
def test_a_claim_that_does_not_hold_is_told_and_turned_round(
    checker: Checker, text: str, said: str, instead: str
) -> None:
    [told] = [each for each in checker.check(text) if each.verdict is Verdict.DIRECTION]
    assert (told.text, told.replacement) == (said, instead)
    assert text[told.start : told.end] == said


@pytest.fixture
def rates(cast: Cast) -> Checker:
    """建会率 91.2% beside 91.1% with 0.02 points between them; 入会率 91.1% both times, 0.02 points apart."""
    before = {"employer_should": 10000, "employer_organized": 9114, "employee_total": 10000, "member_total": 9109}
    now = {"employer_should": 10000, "employer_organized": 9116, "employee_total": 10000, "member_total": 9111}
    for month, values in (("2025-06", before), ("2026-06", now)):
        make_return(cast.east, month, values, state=State.APPROVED)
    return checker_of(compose(cast.east, parse_period("2026H1")))


@pytest.mark.parametrize(
    ("text", "said", "instead"),
    [
        ("建会率与去年同期基本持平。", "", ""),
        ("建会率同比略有提高。", "", ""),
        ("建会率与去年同期持平。", "持平", "基本持平"),
        ("建会率同比提高。", "同比提高", ""),
        ("建会率同比略有降低。", "同比略有降低", ""),
        ("建会率同比下降。", "同比下降", ""),
        ("建会率91.2%，同比提高0个百分点。", "提高", ""),
        ("入会率与去年同期持平。", "", ""),
        ("入会率与去年同期基本持平。", "", ""),
        ("入会率同比有所提高。", "同比有所提高", ""),
    ],
)
def test_rates_are_level_only_where_they_read_alike(rates: Checker, text: str, said: str, instead: str) -> None:
    found = [(each.text, each.replacement) for each in rates.check(text) if each.verdict is Verdict.DIRECTION]
    assert found == ([(said, instead)] if said else [])
