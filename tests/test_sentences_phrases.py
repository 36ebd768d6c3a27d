"""What is said beside last year's figure and the year's task."""

from __future__ import annotations

import pytest
from sentences_sample import make_figures, make_total

from reports.blocks import Bound
from reports.sentences import compose, parse


def said(pattern: str, *totals: object, flags: str = "annual") -> str:
    return compose(parse(pattern), make_figures(*totals, flags=flags)).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "value", "previous", "phrase"),
    [
        ("member_new", 1850, 1647, "同比增长12.3%"),
        ("member_new", 1647, 1850, "同比下降11%"),
        ("member_new", 40, 40, "与去年同期持平"),
        ("member_new", 10001, 10000, "与去年同期基本持平"),
        ("member_new", 10, 9, "比去年同期增加1人"),
        ("member_new", 6, 9, "比去年同期减少3人"),
        ("member_new", 11, 10, "同比增长10%"),
        ("member_new", 5, 0, "实现零的突破"),
        ("member_new", 0, 0, "与去年同期持平"),
        ("dispute_accepted", 5, 0, "比去年同期增加5件"),
        ("studio_total", 6, 5, "比去年同期的5个有所增加"),
        ("studio_total", 48, 40, "同比增长20%"),
        ("union_term_overdue", 2, 0, "比去年同期有所增加"),
        ("dispute_accepted", 48, 40, "同比上升20%"),
        ("dispute_accepted", 30, 40, "同比下降25%"),
        ("aid_amount", 130200, 100000, "同比增长30.2%"),
        ("competition_benefit", 83, 8, "同比增长937.5%"),
        ("organizing_rate", "95.12", "92.82", "同比提高2.3个百分点"),
        ("organizing_rate", "90", "92.5", "同比下降2.5个百分点"),
        ("organizing_rate", "90.04", "90", "与去年同期持平"),
        ("organizing_rate", "91.16", "91.14", "与去年同期基本持平"),
        ("organizing_rate", "91.14", "91.16", "与去年同期基本持平"),
        ("organizing_rate", "91.16", "91.1", "同比提高0.1个百分点"),
    ],
)
def test_this_year_is_compared_with_last(code: str, value: object, previous: object, phrase: str) -> None:
    assert said(f"{{{code}.yoy}}。", make_total(code, value, previous=previous)) == phrase + "。"


def test_rates_that_read_alike_are_level_whatever_lies_behind_them() -> None:
    parts = {"numerator": 91149, "denominator": 100000}
    alike, apart = (
        make_total("organizing_rate", value, previous=before, **parts)
        for value, before in (("91.149", "91.05"), ("91.149", "91.151"))
    )
    assert said("{organizing_rate.yoy}。", alike) == "与去年同期持平。"
    assert said("{organizing_rate.delta}。", alike) == "持平。"
    assert said("{organizing_rate.yoy}。", apart) == "与去年同期基本持平。"


@pytest.mark.parametrize(
    ("value", "previous", "shown"),
    [("91.16", "91.14", "0.02"), ("91.149", "91.05", "0.099"), ("91.1", "91.1", "0"), ("91.2", "91.14", "0.1")],
)
def test_a_change_of_rates_in_a_table_contradicts_neither_rate(value: str, previous: str, shown: str) -> None:
    total = make_total("organizing_rate", value, previous=previous, numerator=91149, denominator=100000)
    assert total.change is not None
    assert make_figures(total).shown("organizing_rate", "change", total.change) == shown


def test_without_a_base_there_is_no_comparison() -> None:
    assert said("新建{union_new}个[[，{union_new.yoy}]]。", make_total("union_new", 5)) == "新建5个。"
    assert said("{union_new.yoy}。", make_total("union_new", 5)) == ""


def test_the_growth_in_a_phrase_is_bound_with_its_sign() -> None:
    figures = make_figures(make_total("member_new", 30, previous=40))
    bound = [span for span in compose(parse("{member_new.yoy}"), figures).spans if isinstance(span, Bound)]
    assert [(span.aspect, span.value, span.shown) for span in bound] == [("growth", "-25", "25")]


@pytest.mark.parametrize(
    ("value", "base", "phrase"), [(60, 55, "增加5个"), (55, 60, "减少5个"), (60, 60, "持平"), (60, 0, "增加60个")]
)
def test_a_stock_is_compared_with_the_end_of_last_year(value: int, base: int, phrase: str) -> None:
    assert said("{union_total.delta}。", make_total("union_total", value, base=base, previous=1)) == phrase + "。"


@pytest.mark.parametrize(
    ("flags", "value", "target", "phrase"),
    [
        ("annual", 17, 20, "完成年度任务的85%，尚差3个"),
        ("annual", 20, 20, "全面完成年度任务"),
        ("annual", 28, 25, "超额完成年度任务，为年度任务的112%"),
        ("annual", 2999, 3000, "完成年度任务的99.97%，尚差1个"),
        ("half_year", 12, 20, "完成年度任务的60%，实现时间过半、任务过半"),
        ("half_year", 10, 20, "完成年度任务的50%，实现时间过半、任务过半"),
        ("half_year", 9, 20, "完成年度任务的45%，低于时间进度5个百分点"),
        ("half_year", 20, 20, "全面完成年度任务"),
        ("", 14, 20, "完成年度任务的70%"),
    ],
)
def test_a_task_is_judged_by_the_kind_of_report(flags: str, value: int, target: int, phrase: str) -> None:
    assert said("{union_new.done}。", make_total("union_new", value, target=target), flags=flags) == phrase + "。"


def test_an_unfinished_task_in_money_lacks_money() -> None:
    total = make_total("fund_collected", 150000, target=200000)
    assert said("{fund_collected.done}。", total) == "完成年度任务的75%，尚差5万元。"


def test_a_rate_is_measured_against_the_rate_aimed_at() -> None:
    reached = make_total("organizing_rate", "95.12", target=90)
    short = make_total("organizing_rate", "85.5", target=90)
    assert said("{organizing_rate.done}。", reached) == "达到年度目标90%的要求。"
    assert said("{organizing_rate.done}。", short) == "距年度目标90%还差4.5个百分点。"


@pytest.mark.parametrize("total", [make_total("union_new", 5), make_total("union_new", 0, target=20)])
def test_no_task_or_nothing_done_is_not_praised(total: object) -> None:
    assert said("已推进[[，{union_new.done}]]。", total) == "已推进。"


def test_where_less_is_better_no_task_is_fulfilled() -> None:
    assert said("已推进[[，{dispute_accepted.done}]]。", make_total("dispute_accepted", 30, target=20)) == "已推进。"
