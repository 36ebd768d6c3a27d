"""What does a report say of hand-made worlds: a first year, noughts, falls, gaps, parts, targets?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from makers import make_county, make_return, make_township

from members.models import Union
from members.months import parse_period
from reports.blocks import Document, Paragraph, Section, Table
from reports.formats import exact
from reports.models import Indicator, State, Target
from reports.sections import SECTIONS
from reports.summaries import compose
from reports.summaries.frozen import freeze, thaw

pytestmark = pytest.mark.django_db

HALF = [f"2026-0{month}" for month in range(1, 7)]


@pytest.fixture
def town(db: None) -> Union:
    return make_township(make_county(files_returns=False))


def report(union: Union, period: str, months: Mapping[str, Mapping[str, object]], **options: Any) -> Document:
    """The document after these months have been approved, and the span's other months with nothing in them."""
    span = parse_period(period)
    for month in span:
        text = f"{month:%Y-%m}"
        make_return(union, text, months.get(text, {}), state=State.APPROVED)
    for text, values in months.items():
        if text[:4] != period[:4]:
            make_return(union, text, values, state=State.APPROVED)
    return compose(union, span, **options).document


def section(document: Document, key: str) -> Section | None:
    return next((each for each in document.sections if each.key == key), None)


def prose(document: Document, key: str) -> str:
    found = section(document, key)
    return "".join(block.text for block in found.blocks if isinstance(block, Paragraph)) if found else ""


def whole(document: Document) -> str:
    return "\n".join(prose(document, each.key) for each in document.sections)


def shown_of(document: Document, code: str, aspect: str = "value") -> set[str]:
    return {bound.shown for bound in document.bound() if (bound.indicator, bound.aspect) == (code, aspect)}


def test_a_first_year_says_nothing_of_last_year(town: Union) -> None:
    document = report(town, "2026H1", {"2026-06": {"union_new": 4, "member_new": 60, "member_total": 900}})
    assert "同比" not in whole(document) and "去年" not in whole(document) and "上年" not in whole(document)
    assert document.title == "东港镇总工会2026年上半年工作总结" and document.addressee == "青山县总工会"
    assert not any(bound.aspect in ("previous", "growth", "change", "base") for bound in document.bound())


def test_rise_fall_level_and_small_bases_are_worded(town: Union) -> None:
    document = report(
        town, "2026H1",
        {
            "2025-03": {"member_new": 50, "dispute_accepted": 20, "dispute_persons": 30, "training_count": 12,
                        "union_new": 3, "training_persons": 100},
            "2026-03": {"member_new": 60, "dispute_accepted": 15, "dispute_persons": 30, "training_count": 12,
                        "union_new": 5, "training_persons": 90},
        },
    )  # fmt: skip
    assert "同比增长20%" in prose(document, "organizing")
    assert "比去年同期增加2个" in prose(document, "organizing")
    disputes = prose(document, "disputes")
    assert "同比下降25%" in disputes and "更趋稳定" in disputes


def test_a_nought_that_is_good_news_is_said_and_others_stand_in_the_table(town: Union) -> None:
    document = report(town, "2026H1", {month: {"dispute_accepted": 0, "law_letters": 0} for month in HALF})
    assert re.search("(未|没有)发生劳动争议", prose(document, "disputes")) and "一函两书" not in whole(document)
    found = section(document, "disputes")
    assert found is not None
    (table,) = [block for block in found.blocks if isinstance(block, Table)]
    row = next(row for row in table.rows if "一函两书" in row[0].text)
    assert row[2].text == "0"


def test_what_nobody_reported_is_not_nought(town: Union) -> None:
    document = report(town, "2026H1", {"2026-06": {"union_new": 1, "member_new": "na"}})
    assert "劳动争议" not in whole(document)
    found = section(document, "organizing")
    assert found is not None
    (table,) = [block for block in found.blocks if isinstance(block, Table)]
    rows = {row[0].text: row[2].text for row in table.rows}
    assert rows["新发展会员"] == "不适用" and "撤销（合并）工会数" not in rows
    composed = compose(town, parse_period("2026H1"))
    assert "撤销（合并）工会数" in composed.missing and "新发展会员" not in composed.missing


def test_a_report_of_nothing_at_all_still_reads(town: Union) -> None:
    document = report(town, "2026H1", {})
    keys = [each.key for each in document.sections]
    assert "lead" in keys and "disputes" not in keys
    assert not re.search(r"[{}\[\]]|None|，，|。。|，。", whole(document))


def test_sections_are_numbered_one_after_the_other(town: Union) -> None:
    document = report(
        town, "2026H1", {"2026-06": {"union_new": 1, "training_count": 3, "mutual_persons": 7, "info_submitted": 4}}
    )
    assert document.sections[0].key == "lead" and document.sections[0].number == 0
    numbers = [each.number for each in document.sections if each.heading]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 4
    keys = [each.key for each in document.sections]
    assert keys == [key for key in SECTIONS if key in keys]


def test_every_value_is_stated_somewhere_and_exactly(town: Union) -> None:
    """All 188 at once, each with a number of its own."""
    kinds = {i.code: i for i in Indicator.objects.all() if not i.is_computed}
    values = {code: 1000 + place for place, code in enumerate(kinds)}
    document = report(town, "2026H1", {"2026-06": values})
    stated = {(bound.indicator, bound.value) for bound in document.bound() if bound.aspect == "value"}
    assert [code for code, value in values.items() if (code, str(value)) not in stated] == []
    rolled = compose(town, parse_period("2026H1")).rolled
    for code in ("membership_rate", "fund_close", "unorganized_total", "mediation_rate"):
        total = rolled.totals[code].value
        assert total is not None and (code, exact(total)) in stated


def test_a_county_indicator_is_stated_without_a_sentence_of_its_own(town: Union) -> None:
    Indicator.objects.create(
        code="x_pioneer", name="市级工人先锋号", unit="个", kind="flow", month_agg="sum", section="S14", due="half_year"
    )
    document = report(town, "2026H1", {"2026-06": {"x_pioneer": 7}})
    assert "市级工人先锋号7个" in prose(document, "models") and shown_of(document, "x_pioneer") == {"7"}


def test_targets_are_measured(town: Union) -> None:
    for code, target in (("member_new", 100), ("union_new", 10), ("training_persons", 50)):
        Target.objects.create(union=town, indicator=Indicator.objects.get(code=code), year=2026, target=target)
    document = report(town, "2026H1", {"2026-06": {"member_new": 80, "union_new": 2, "training_persons": 50}})
    assert shown_of(document, "member_new", "completion") == {"80"}
    assert shown_of(document, "union_new", "completion") == {"20"} and "全面完成年度任务" in whole(document)
    assert "“新建工会" in prose(document, "problems") and "“新发展会员" not in prose(document, "problems")


def test_months_not_approved_make_it_provisional_and_are_named(town: Union) -> None:
    make_return(town, "2026-01", {"union_new": 1}, state=State.APPROVED)
    make_return(town, "2026-02", {"union_new": 2}, state=State.REPORTED)
    span = parse_period("2026-01..2026-02")
    approved, entered = compose(town, span).document, compose(town, span, provisional=True).document
    assert approved.provisional and entered.provisional
    assert (shown_of(approved, "union_new"), shown_of(entered, "union_new")) == ({"1"}, {"3"})
    assert "应报2份，已审核通过1份" in entered.notes[0] and "东港镇总工会2月" in entered.notes[1]
    make_return(town, "2026-03", {}, state=State.APPROVED)
    alone = compose(town, parse_period("2026-03")).document
    assert not alone.provisional and alone.notes == ()


def test_an_approximate_number_is_said_as_such(town: Union) -> None:
    monthly_return = make_return(town, "2026-06", {"member_new": 40, "union_new": 3}, state=State.APPROVED)
    monthly_return.figures.filter(indicator__code="member_new").update(approximate="余")
    document = compose(town, parse_period("2026H1"), provisional=True).document
    assert "40余人" in prose(document, "organizing")


@pytest.mark.parametrize(
    ("period", "title", "words"),
    [
        ("2026H1", "2026年上半年工作总结", "上半年"),
        ("2026-01..2026-08", "2026年1—8月工作总结", "1—8月"),
        ("2025", "2025年工作总结", "全年"),
        ("2026Q1", "2026年一季度工作总结", "1—3月"),
        ("stat2026", "2026统计年度工作总结", "统计年度"),
    ],
)
def test_a_report_names_its_period(town: Union, period: str, title: str, words: str) -> None:
    span = parse_period(period)
    make_return(town, span.last, {"union_new": 2, "member_new": 5}, state=State.APPROVED)
    document = compose(town, span).document
    assert document.title == f"东港镇总工会{title}" and words in whole(document) + document.title
    assert (document.first, document.last) == (f"{span.first:%Y-%m}", f"{span.last:%Y-%m}")


def test_the_digest_tells_whether_the_numbers_are_the_same(town: Union) -> None:
    first = report(town, "2026H1", {"2026-06": {"union_new": 1}})
    again = compose(town, parse_period("2026H1")).document
    assert first.digest == again.digest and len(first.digest) == 64
    monthly_return = town.returns.get(month="2026-06-01")
    monthly_return.figures.update(value=Decimal(2))
    assert compose(town, parse_period("2026H1")).document.digest != first.digest


def test_a_frozen_document_thaws_to_the_same(town: Union) -> None:
    codes = [i.code for i in Indicator.objects.all() if not i.is_computed]
    document = report(town, "2026H1", {"2026-06": dict.fromkeys(codes, 12), "2025-06": dict.fromkeys(codes, 9)})
    assert thaw(freeze(document)) == document
    assert freeze(thaw(freeze(document))) == freeze(document)
