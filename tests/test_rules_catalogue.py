"""The rules that follow from the catalogue itself, also for what a county counts on its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from makers import make_county, make_return, make_township
from test_rules_containment import reads_well

from members.models import Union
from members.months import DUE_MONTHS
from reports import rules
from reports.models import Indicator, MonthlyReturn
from reports.rules import ERROR, WARNING, Finding
from reports.rules.findings import catalogue_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Union:
    return make_township(make_county())


def make_indicator(code: str, name: str, **fields: Any) -> Indicator:
    return Indicator.objects.create(
        **{"code": code, "name": name, "unit": "个", "kind": "flow", "month_agg": "sum", "section": "S14", **fields}
    )


def say(monthly_return: MonthlyReturn, *rule_codes: str) -> list[Finding]:
    """What the rules say besides what is missing, and besides what the calendar says of an old month."""
    found = rules.check_return(monthly_return)
    return [f for f in found if f.rule in rule_codes or (not rule_codes and f.rule not in ("C22", "F03", "F08"))]


def test_a_county_part_may_not_exceed_its_whole(town: Union) -> None:
    whole = make_indicator("x_honours", "获得荣誉")
    make_indicator("x_city", "其中：市级荣誉", parent=whole, parent_rel="subset")
    assert say(make_return(town, "2026-04", {"x_honours": 3, "x_city": 3})) == []
    (finding,) = say(make_return(town, "2026-05", {"x_honours": 3, "x_city": 4}))
    assert (finding.rule, finding.severity, finding.cells) == ("A00", ERROR, ("x_city", "x_honours"))
    assert finding.message == "“市级荣誉”（4）大于“获得荣誉”（3），请核对。"


def test_a_county_partition_must_add_up(town: Union) -> None:
    whole = make_indicator("x_people", "培训人次")
    for letter in "abc":
        make_indicator(f"x_people_{letter}", f"其中：{letter.upper()}类", parent=whole, parent_rel="partition")
    parts = {"x_people_a": 1, "x_people_b": 2, "x_people_c": "na"}
    assert say(make_return(town, "2026-04", {"x_people": 3, **parts})) == []
    (finding,) = say(make_return(town, "2026-05", {"x_people": 5, **parts}))
    assert (finding.rule, finding.severity, finding.cells[0]) == ("A00", ERROR, "x_people")
    assert finding.message == "“培训人次”（5）与各分项合计（3）不符，相差2。"


def test_related_indicators_only_warn(town: Union) -> None:
    whole = make_indicator("x_due", "应办件数")
    make_indicator("x_done", "已办件数", parent=whole, parent_rel="related")
    (finding,) = say(make_return(town, "2026-05", {"x_due": 3, "x_done": 4}))
    assert (finding.rule, finding.severity) == ("A00", WARNING)


def test_a_relation_that_has_a_rule_of_its_own_is_not_complained_of_twice(town: Union) -> None:
    found = say(make_return(town, "2026-05", {"member_female": 9, "member_total": 8}))
    assert [finding.rule for finding in found] == ["A01"]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("unorganized_willing", "unorganized_total"), ("contract_wage_new", "contract_new"),
        ("retiree_persons", "aid_persons"), ("contest_persons", "competition_persons"),
        ("union_term_overdue", "union_total"), ("visit_enterprises", "visit_units"),
    ],
)  # fmt: skip
def test_the_built_in_relations_without_a_rule_of_their_own_are_kept_too(town: Union, part: str, whole: str) -> None:
    (finding,) = say(make_return(town, "2026-06", {part: 9, whole: 8}), "A00")
    assert (finding.severity, finding.cells) == (ERROR, (part, whole)) and reads_well(finding)


def test_parts_without_their_whole_warn_unless_the_whole_is_computed(town: Union) -> None:
    found = say(make_return(town, "2026-05", {"member_female": 9}))
    assert [(finding.rule, finding.severity) for finding in found] == [("B10", WARNING)]
    assert say(make_return(town, "2026-04", {"unorganized_preparing": 2})) == []


@pytest.mark.parametrize(("month", "due"), [("2026-05", {"month"}), ("2026-03", {"month", "quarter"}),
                                            ("2026-06", {"month", "quarter", "half_year"})])  # fmt: skip
def test_an_empty_return_lacks_what_is_due_this_month_and_nothing_computed(
    town: Union, month: str, due: set[str]
) -> None:
    lacking = {finding.cells[0] for finding in rules.check_return(make_return(town, month)) if finding.rule == "C22"}
    expected = {i.code for i in Indicator.objects.filter(due__in=due) if not i.is_computed}
    assert lacking == expected and "membership_rate" not in lacking and len(lacking) > 30


def test_a_retired_indicator_is_not_asked_for(town: Union) -> None:
    Indicator.objects.filter(code="union_new").update(valid_until=date(2026, 4, 1))
    Indicator.objects.filter(code="member_new").update(valid_from=date(2026, 6, 1))
    Indicator.objects.filter(code="union_revoked").update(enabled=False)
    lacking = {finding.cells[0] for finding in say(make_return(town, "2026-05"), "C22")}
    assert not {"union_new", "member_new", "union_revoked"} & lacking and "union_total" in lacking


def test_errors_come_before_warnings(town: Union) -> None:
    found = rules.check_return(make_return(town, "2026-05", {"member_female": 9, "employee_female": 8}))
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities) and {ERROR, WARNING} <= set(severities)


def test_a_stock_is_checked_against_the_unions_own_last_month(town: Union) -> None:
    make_return(make_township(town.parent, "西镇总工会"), "2026-04", {"union_total": 1})
    make_return(town, "2026-04", {"union_total": 10})
    monthly_return = make_return(town, "2026-05", {"union_total": 12, "union_new": 1, "union_revoked": 0})
    (finding,) = say(monthly_return)
    assert finding.message == "工会数不平：上期末10个+新建1个−撤销0个=11个，本期填报12个。"


def test_every_message_of_the_whole_catalogue_reads_well(town: Union) -> None:
    """A return in which every part exceeds its whole."""
    indicators = list(Indicator.objects.all())
    wholes = {indicator.parent_id for indicator in indicators}
    values = {i.code: (50 if i.pk in wholes else 99) for i in indicators if not i.is_computed}
    found = rules.check_return(make_return(town, "2026-06", values))
    assert len(found) > 40 and [f.message for f in found if not reads_well(f) or len(f.message) > 300] == []


def test_checking_a_return_costs_six_queries(town: Union, django_assert_num_queries: Any) -> None:
    make_return(town, "2026-05", {"union_total": 1})
    monthly_return = make_return(town, "2026-06", {"union_total": 2})
    with django_assert_num_queries(6):
        rules.check_return(monthly_return)


def test_frequencies_are_those_of_the_calendar() -> None:
    for month in range(1, 13):
        due = {name for name, months in DUE_MONTHS.items() if month in months}
        codes = {i.code for i in Indicator.objects.filter(due__in=due) if not i.is_computed}
        rule_codes = {r.due for r in catalogue_rules(Indicator.objects.all(), date(2026, month, 1)) if r.code == "C22"}
        assert rule_codes == codes
