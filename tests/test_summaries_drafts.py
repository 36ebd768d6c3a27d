"""What does a report draft of problems and plans: explained warnings, next year's targets, never 无?"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from makers import make_county, make_return, make_summary, make_township, make_user, signed_in

from members.models import Role, Union
from members.months import parse_period
from reports.blocks import Bound, Paragraph
from reports.models import Indicator, MonthlyReturn, RuleNote, State, Target
from reports.rules.engine import WARNING
from reports.summaries import Composition, compose, edit_section, edits_of
from reports.summaries.editing import compose_summary
from reports.summaries.rebinding import plain

pytestmark = pytest.mark.django_db

YEAR = parse_period("2026")
FALL = "“培训工会干部人次”较上年同期变化过大（去年同期40，本期3），请核实。"


@pytest.fixture
def town(db: None) -> Union:
    return make_township(make_county(files_returns=False))


def file_year(town: Union, values: dict[str, object], before: dict[str, object] | None = None) -> list[MonthlyReturn]:
    """An approved year whose December says this, after a December that said the other."""
    if before:
        make_return(town, "2025-12", before, state=State.APPROVED)
    return [
        make_return(town, f"{month:%Y-%m}", values if month.month == 12 else {}, state=State.APPROVED) for month in YEAR
    ]


def explain(returns: list[MonthlyReturn], rule: str, message: str, severity: str = WARNING) -> None:
    by = make_user(Role.TOWN_CLERK, returns[0].union, f"clerk{RuleNote.objects.count()}")
    for each in returns:
        RuleNote.objects.create(
            monthly_return=each, rule=rule, severity=severity, message=message, reason="今年集中办班，期数减少", by=by
        )


def aim(town: Union, code: str, target: int, year: int = 2027, **fields: object) -> None:
    indicator = Indicator.objects.get(code=code)
    Target.objects.create(union=town, indicator=indicator, year=year, target=Decimal(target), **fields)


def text_of(report: Composition, key: str) -> str:
    section = next((each for each in report.document.sections if each.key == key), None)
    return "".join(block.text for block in section.blocks if isinstance(block, Paragraph)) if section else ""


def test_a_fall_explained_twice_becomes_a_problem_with_its_number_bound(town: Union) -> None:
    returns = file_year(town, {"cadre_training_persons": 30}, {"cadre_training_persons": 120})
    explain(returns[:2], "C04:cadre_training_persons", FALL)
    report = compose(town, YEAR)
    assert "“受训职工”中“培训工会干部”同比下降75%，降幅较大。" in text_of(report, "problems")
    bound = next(b for b in report.document.bound() if (b.indicator, b.aspect) == ("cadre_training_persons", "growth"))
    assert bound.value == "-75"
    assert [(each.times, each.about) for each in report.explained] == [(2, "“培训工会干部人次”较上年同期变化过大")]


def test_what_was_explained_once_or_made_good_by_the_year_is_no_problem(town: Union) -> None:
    returns = file_year(
        town,
        {"cadre_training_persons": 130, "training_persons": 5, "contract_due": 4, "contract_renewed": 4},
        {"cadre_training_persons": 120, "training_persons": 90},
    )
    explain(returns[:3], "C04:cadre_training_persons", FALL)
    explain(returns[:2], "D16:contract_due", "本期有2份合同到期，无续签记录，请核实。")
    explain(returns[:1], "C04:training_persons", FALL)
    explain(returns[:2], "C13:culture_count", FALL, severity="error")
    assert not re.search("培训工会干部|受训|续签不够", text_of(compose(town, YEAR), "problems"))


def test_lapsing_contracts_are_told_with_both_their_numbers(town: Union) -> None:
    returns = file_year(town, {"contract_due": 9, "contract_renewed": 4})
    explain(returns[:2], "D16:contract_due", "本期有2份合同到期，无续签记录，请核实。")
    assert "合同到期续签不够及时，到期9份，已续签4份。" in text_of(compose(town, YEAR), "problems")


def test_reasons_of_months_that_were_not_sent_do_not_count(town: Union) -> None:
    returns = file_year(town, {"contract_due": 9, "contract_renewed": 4})
    MonthlyReturn.objects.filter(pk__in=[each.pk for each in returns[:2]]).update(state=State.DRAFT)
    explain(returns[:2], "D16:contract_due", "本期有2份合同到期，无续签记录，请核实。")
    assert compose(town, YEAR).explained == ()


def test_drafts_are_counted_on_from_the_others_and_never_more_than_five(town: Union) -> None:
    low = {
        "employer_should": 100, "employer_organized": 80, "contract_lapsed": 3, "fund_accrued": 100,
        "fund_collected": 50, "union_term_overdue": 2, "audit_issues": 4, "audit_fixed": 1,
        "contract_due": 9, "contract_renewed": 4,
    }  # fmt: skip
    returns = file_year(town, low)
    explain(returns[:2], "D16:contract_due", "本期有2份合同到期，无续签记录，请核实。")
    report = compose(town, YEAR, words={"problem": "职工之家阵地面积偏小"})
    marks = re.findall("([一二三四五六])是", text_of(report, "problems"))
    assert marks == list("一二三四五"), "five at most, counted from one"
    assert "是职工之家阵地面积偏小。" in text_of(report, "problems"), "what the officer wrote is never left out"


def test_next_years_targets_open_the_plans_of_a_year_with_their_numbers_bound(town: Union) -> None:
    file_year(town, {"union_new": 4})
    aim(town, "union_new", 6)
    aim(town, "member_total", 900)
    aim(town, "contract_new", 9, by_month=6)
    aim(town, "dispute_accepted", 20, at_least=False)
    aim(town, "member_new", 70, year=2026)
    report = compose(town, YEAR)
    text = text_of(report, "plans")
    assert text.startswith("一是抓好目标任务落实。") and "二是" in text
    assert "全年新建工会6个" in text and "年底会员达到900人" in text and "6月底前" in text
    assert "受理劳动争议控制在20件以内" in text and "70" not in text
    found = {(b.indicator, b.aspect, b.first, b.last, b.value) for b in report.document.bound() if b.first == "2027-01"}
    assert ("union_new", "target", "2027-01", "2027-12", "6") in found and len(found) == 4


def test_half_a_year_does_not_speak_of_the_next(town: Union) -> None:
    aim(town, "union_new", 6)
    assert "目标任务落实" not in text_of(compose(town, parse_period("2026H1")), "plans")


def test_a_reworded_plan_follows_next_years_target(town: Union) -> None:
    file_year(town, {"union_new": 4})
    aim(town, "union_new", 6)
    clerk = make_user(Role.TOWN_CLERK, town, "clerk")
    summary = make_summary(town, "2026-01", "2026-12")
    edit_section(summary, "plans", plain(compose_summary(summary).paragraphs["plans"]), by=clerk)
    Target.objects.filter(year=2027).update(target=8)
    edit = edits_of(summary, compose_summary(summary))["plans"]
    assert edit.followed == (("6", "8"),)
    assert any(isinstance(span, Bound) and span.shown == "8" for span in edit.paragraphs[0].spans)


def test_too_few_problems_ask_the_officer_and_print_nothing(town: Union) -> None:
    file_year(town, {"union_new": 4})
    clerk = make_user(Role.TOWN_CLERK, town, "clerk")
    summary = make_summary(town, "2026-01", "2026-12")
    text = signed_in(clerk).get(f"/summaries/{summary.pk}/").content.decode()
    assert "“存在的主要问题”系统没有可写的，至少写2条。" in text
    assert "存在的主要问题" not in [each.heading for each in compose_summary(summary).document.sections]
    edit_section(summary, "problems", "一是会员流动大。\n二是阵地面积小。", by=clerk)
    assert "至少写2条" not in signed_in(clerk).get(f"/summaries/{summary.pk}/").content.decode()


def test_drafting_costs_two_queries_for_a_year_and_one_for_less(town: Union, django_assert_num_queries: object) -> None:
    from reports.summaries.drafting import drafting_of

    with django_assert_num_queries(2):  # type: ignore[operator]
        drafting_of(town, YEAR, "annual")
    with django_assert_num_queries(1):  # type: ignore[operator]
        drafting_of(town, YEAR, "half_year")
