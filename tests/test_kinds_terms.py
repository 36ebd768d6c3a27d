"""What do reports of a term, and those on targets, say of years and months that are not all there?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from makers import Cast, make_return
from test_kinds_compose import make_target, make_years, text_of

from members.months import parse_period
from reports.arithmetic import Entry
from reports.bases import Base, take_in_base
from reports.blocks import Table
from reports.models import Indicator, State
from reports.summaries import compose, document_of, open_summary
from reports.summaries.months import with_months

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_years()


def test_a_year_not_yet_over_is_named_so_and_its_sums_are_held_against_no_whole_year(cast: Cast) -> None:
    found = compose(cast.east, parse_period("2018-01..2020-10"), "congress")
    text = text_of(found)
    assert found.document.title == "东港镇总工会代表大会工作报告（2018—2020年）"
    assert "会员由2018年末的112人增加到2020年10月末的306人。" in text
    (annex,) = found.document.annexes
    heads = ["指标", "单位", "2018年", "2019年", "2020年1—10月", "本届"]
    assert (annex.title, [column.title for column in annex.columns]) == ("三年来主要工作数据", heads)
    assert [[cell.text for cell in row[2:]] for row in annex.rows if row[0].text == "新建工会数"] == [
        ["3", "6", "6", "15"]
    ]
    assert not any(isinstance(block, Table) for section in found.document.sections for block in section.blocks)
    for month in ("2018-03", "2020-03"):
        make_return(cast.east, month, {"law_events": 9 if month < "2019" else 1}, state=State.APPROVED, by=cast.stat)
    assert "普法宣传活动由" not in text_of(compose(cast.east, parse_period("2018-01..2020-10"), "congress"))
    whole = text_of(compose(cast.east, parse_period("2018-01..2020-12"), "congress"))
    assert "由2018年的9场次减少到2020年的1场次" in whole


def test_years_without_any_figure_are_told(cast: Cast) -> None:
    found = compose(cast.east, parse_period("2016-01..2020-12"), "audit")
    assert "2016年、2017年没有数据，本文合计数不含这些年。" in found.document.notes
    assert "东港镇总工会2016年全年、2017年全年、" in "".join(found.document.notes)
    assert found.document.issuer == "东港镇总工会经费审查委员会"


def test_a_year_taken_in_as_history_lacks_no_months_in_a_report_of_a_term(cast: Cast) -> None:
    term = parse_period("2017-01..2018-12")
    before = compose(cast.east, term, "audit").coverage
    take_in_base(cast.east, 2017, [Base(Indicator.objects.get(code="fund_income"), Entry(Decimal(900)))], by=cast.stat)
    after = compose(cast.east, term, "audit").coverage
    assert {month.year for _, month, _ in before.missing} == {2017, 2018}
    assert {month.year for _, month, _ in after.missing} == {2018}
    assert (after.due, after.approved) == (13, 4)


def test_a_ceiling_is_kept_only_when_its_time_has_come(cast: Cast) -> None:
    make_target(cast, "audit_count", 9, at_least=False)
    early = text_of(compose(cast.east, parse_period("2020H1"), "targets"))
    assert "共1项，正在推进" in early and "目前未超过控制数" in early
    assert "共1项，已完成1项" in text_of(compose(cast.east, parse_period("2020"), "targets"))


def test_what_all_targets_have_in_common_is_told_once(cast: Cast) -> None:
    for code in ("union_new", "member_total", "audit_count"):
        make_target(cast, code, 9, document="县工发〔2020〕3号")
    lines = [p.text for p in compose(cast.east, parse_period("2020"), "targets").paragraphs["targets_done"]]
    assert lines[0].startswith("年度目标任务共3项（县工发〔2020〕3号，12月底前），已完成2项。")
    assert not any("县工发" in line or "12月底前" in line for line in lines[1:])


def test_the_workbook_of_a_plan_holds_the_months_it_rests_on_and_that_of_a_letter_none(cast: Cast) -> None:
    plan = open_summary(cast.east, parse_period("2020"), "plan", by=cast.clerk)
    document = with_months(document_of(plan), cast.east, plan.rests_on, provisional=True)
    assert {month[:4] for _, month, _, _ in document.monthly} == {"2019"}
    letter = open_summary(cast.east, plan.span, "letter", by=cast.clerk, about=plan.pk)
    assert with_months(document_of(letter), cast.east, letter.rests_on, provisional=True).monthly == ()
