"""What officers write in their own sentences: right numbers are known by name, place and reckoning, wrong ones told."""

from __future__ import annotations

from time import process_time

import pytest
from makers import Cast, make_return

from members.months import parse_period
from reports.models import State
from reports.proofing import Checker, Verdict
from reports.summaries.compose import compose
from reports.summaries.proofing import checker_of

pytestmark = pytest.mark.django_db
PASSED = (Verdict.AGREES, Verdict.OFFERED)


@pytest.fixture
def checker(cast: Cast) -> Checker:
    """东港镇's half-year with a year to compare it with."""
    before = {"union_new": 3, "dispute_accepted": 46, "aid_amount": 200_000, "member_new": 60, "training_count": 12}
    now = {
        "union_new": 2, "dispute_accepted": 64, "dispute_closed": 63, "aid_amount": 225_300, "aid_persons": 534,
        "member_new": 60, "training_count": 24, "training_persons": 528, "fund_open": 562_000,
    }  # fmt: skip
    make_return(cast.east, "2025-06", before, state=State.APPROVED)
    make_return(cast.east, "2026-06", now, state=State.APPROVED)
    return checker_of(compose(cast.east, parse_period("2026H1")))


def alarms(checker: Checker, text: str) -> list[str]:
    return [each.text for each in checker.check(text) if each.verdict not in PASSED]


@pytest.mark.parametrize(
    "text",
    [
        "新建工会由去年同期的3个减少到2个。",
        "新建工会从上年的3个下降为2个，减少1个。",
        "新建工会2个，比去年的3个少1个。",
        "新建工会2个，比上年同期少1个。",
        "受理劳动争议64件，比去年的46件增加18件，增长39.1%。",
        "受理劳动争议64件，同比增长近四成。",
        "受理劳动争议64件，同比+39.1%。",
        "新建工会和新发展会员分别达到2个、60人。",
        "新发展会员60人，占年度任务的比重另行统计。",
        "受理劳动争议64件，办结63件，办结率98.4%。",
        "举办各类培训班24期，比去年翻了一番。",
        "举办各类培训班24期，是去年的2倍。",
        "受训职工：五百余人次。",
        "全镇共筹集发放帮扶慰问资金二十二万余元，惠及职工五百多人次。",
        "期初结余56.2万元。",
    ],
)
def test_a_right_sentence_raises_no_alarm(checker: Checker, text: str) -> None:
    assert alarms(checker, text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("新建工会由去年同期的4个减少到2个。", "4个"),
        ("新建工会由去年同期的3个减少到1个。", "1个"),
        ("新建工会2个，比去年的3个多1个。", "多"),
        ("新建工会2个，比上年同期多1个。", "多"),
        ("受理劳动争议64件，同比-39.1%。", "-39.1%"),
        ("受理劳动争议64件，同比增长近三成。", "三成"),
        ("受理劳动争议64件，是去年的2倍。", "2倍"),
        ("受理劳动争议64件，翻了一番。", "翻了一番"),
        ("新建工会和新发展会员分别达到60个、2人。", "60个"),
        ("受理劳动争议64件，办结63件，办结率89.4%。", "89.4%"),
        ("全镇共筹集发放帮扶慰问资金二十三万余元。", "二十三万余元"),
        ("受训职工十二万零五百二十八人次。", "十二万零五百二十八人次"),
        ("帮扶慰问资金120亿元。", "120亿元"),
        ("今年未新建工会。", "未新建工会"),
    ],
)
def test_a_wrong_one_does(checker: Checker, text: str, told: str) -> None:
    assert told in alarms(checker, text)


def test_the_verb_of_the_sentence_is_offered_and_no_other(checker: Checker) -> None:
    (composed,) = [
        run for key, run in checker.alignment.ties.items()
        if key[0] == "sentence" and run[0].code == "dispute_accepted" and run[0].aspect == "growth"
    ]  # fmt: skip
    assert composed[0].verb
    for text, offered in [
        ("受理件数同比下降39.1%，需引起重视。", "上升"),
        ("举办各类培训班24期，同比减少100%。", "增加"),
        ("受理劳动争议64件，同比下降39.1%。", "增长"),
    ]:
        assert [each.replacement for each in checker.check(text) if each.is_wrong] == [offered]


def test_a_doubling_that_does_not_hold_is_replaced_with_its_verb(checker: Checker) -> None:
    (wrong,) = [each for each in checker.check("受理劳动争议64件，比去年翻了一番。") if each.is_wrong]
    assert wrong.replacement == "增长39.1%"


@pytest.fixture
def of_county(cast: Cast) -> Checker:
    """The county's own half-year: 东港镇 and 柳溪镇 below it."""
    for union, new, disputes in [(cast.east, 19, 64), (cast.west, 12, 46)]:
        values = {"union_new": new, "dispute_accepted": disputes, "fund_collected": 3_103_500}
        make_return(union, "2026-06", values, state=State.APPROVED)
    return checker_of(compose(cast.county, parse_period("2026H1")), binding=True)


def test_a_county_may_speak_of_its_townships(of_county: Checker) -> None:
    assert alarms(of_county, "新建工会31个，其中东港镇19个、柳溪镇12个。东港镇受理劳动争议64件，柳溪镇46件。") == []
    assert alarms(of_county, "东港镇新建工会12个，柳溪镇19个。柳溪镇受理劳动争议64件。") == ["12个", "19个", "64件"]
    assert alarms(of_county, "柳溪镇收缴工会经费310.35元。") == ["310.35元"]
    (bound,) = of_county.check("柳溪镇新建工会12个。")
    assert (bound.verdict, bound.candidates) == (Verdict.AGREES, ())


@pytest.mark.parametrize("words", ["占3%，", "合计3家、", "分别3家、", "3：", "率3%"])
def test_a_long_row_of_numbers_takes_time_in_proportion(checker: Checker, words: str) -> None:
    checker.check(words)
    started = process_time()
    checker.check(words * 1000)
    assert process_time() - started < 5
