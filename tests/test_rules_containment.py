"""Group A: no part exceeds its whole, and parts that make a whole add up to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from reports.arithmetic import Entry
from reports.indicators.catalogue import rows
from reports.rules import ERROR, WARNING, Finding, Sheet
from reports.rules.containment import COVERED, RULES

MONTH = date(2026, 6, 1)
NAMES = {row["code"]: re.sub("^其中[:：]", "", row["name_zh"]) for row in rows()}
WITHIN = [
    ("A01", "member_female", "member_total", ERROR),
    ("A02", "member_migrant", "member_total", ERROR),
    ("A03", "member_new_form", "member_total", ERROR),
    ("A04", "member_realname", "member_total", ERROR),
    ("A05", "employee_female", "employee_total", ERROR),
    ("A06", "member_total", "employee_total", WARNING),
    ("A07", "member_female", "employee_female", WARNING),
    ("A09", "union_nonpublic", "union_enterprise", ERROR),
    ("A10", "union_new_enterprise", "union_new", ERROR),
    ("A11", "union_legal_person", "union_total", ERROR),
    ("A11", "women_org", "union_total", ERROR),
    ("A11", "audit_org", "union_total", ERROR),
    ("A11", "union_standardized", "union_total", ERROR),
    ("A11", "home_total", "union_total", ERROR),
    ("A12", "union_total", "covered_units", ERROR),
    ("A13", "employer_organized", "employer_should", ERROR),
    ("A14", "above_scale_organized", "above_scale_total", ERROR),
    ("A14", "above_scale_total", "employer_should", ERROR),
    ("A15", "unorganized_preparing", "unorganized_total", ERROR),
    ("A16", "member_new_migrant", "member_new", ERROR),
    ("A17", "contract_wage_reg", "contract_wage", ERROR),
    ("A17", "contract_wage_reg_units", "contract_wage_units", ERROR),
    ("A17", "contract_wage_reg_emps", "contract_wage_emps", ERROR),
    ("A19", "dispute_settled", "dispute_mediated", ERROR),
    ("A19", "dispute_mediated", "dispute_closed", ERROR),
    ("A20", "dispute_migrant", "dispute_persons", ERROR),
    ("A21", "suggestion_adopted", "suggestion_total", ERROR),
    ("A22", "five_small_count", "innovation_count", ERROR),
    ("A23", "cadre_training_persons", "training_persons", ERROR),
    ("A23", "migrant_training_persons", "training_persons", ERROR),
    ("A26", "congress_nonpublic", "congress_units", ERROR),
    ("A27", "proposal_done", "proposal_received", WARNING),
    ("A28", "hazard_fixed", "hazard_found", WARNING),
    ("A33", "audit_fixed", "audit_issues", ERROR),
]
AID = ("warm", "cool", "study", "relief", "other_aid")
PARTITIONS = [
    (
        "A08", "union_total",
        ("union_enterprise", "union_institution", "union_government", "union_social_org", "union_village_joint",
         "union_area_joint", "union_other"),
    ),
    ("A18", "dispute_accepted", ("dispute_pay", "dispute_injury", "dispute_other")),
    ("A24", "hardship_total", ("hardship_deep", "hardship_relative", "hardship_accident")),
    ("A25", "aid_persons", tuple(f"{kind}_persons" for kind in AID)),
    ("A25", "aid_amount", tuple(f"{kind}_amount" for kind in AID)),
    ("A29", "honour_total", ("honour_collective", "honour_individual")),
    ("A30", "fund_income", ("fund_in_appropriated", "fund_in_superior", "fund_in_other")),
    (
        "A30", "fund_expense",
        ("fund_out_activity", "fund_out_service", "fund_out_rights", "fund_out_operation", "fund_out_other"),
    ),
]  # fmt: skip


def sheet(values: Mapping[str, object]) -> Sheet:
    """A sheet of numbers; "na" is 不适用, and what is not given is not reported."""
    entries = {code: Entry(None if value == "na" else Decimal(str(value))) for code, value in values.items()}
    return Sheet(MONTH, entries, {}, NAMES)


def found(values: Mapping[str, object], code: str = "") -> list[Finding]:
    page = sheet(values)
    return [finding for rule in RULES for finding in rule.check(page) if not code or finding.rule == code]


def reads_well(finding: Finding) -> bool:
    """A sentence without slots or codes, ending as sentences do."""
    return not re.search(r"[{}]|[a-z]_?[a-z]", finding.message) and finding.message.endswith("。")


@pytest.mark.parametrize(("code", "part", "whole", "severity"), WITHIN)
def test_a_part_may_reach_its_whole_and_not_exceed_it(code: str, part: str, whole: str, severity: str) -> None:
    assert found({part: 6, whole: 7}) == [] and found({part: 7, whole: 7}) == [] and found({part: 0, whole: 0}) == []
    (finding,) = found({part: 8, whole: 7})
    assert (finding.rule, finding.severity, finding.cells) == (code, severity, (part, whole))
    assert finding.blocks is (severity == ERROR) and reads_well(finding)


@pytest.mark.parametrize(("code", "part", "whole", "severity"), WITHIN)
def test_a_missing_operand_keeps_the_rule_silent(code: str, part: str, whole: str, severity: str) -> None:
    for values in ({part: 8}, {whole: 7}, {part: 8, whole: "na"}, {part: "na", whole: 7}, {part: "na", whole: "na"}):
        assert found(values) == []


@pytest.mark.parametrize(("code", "whole", "parts"), PARTITIONS)
def test_parts_must_add_up_to_their_whole(code: str, whole: str, parts: tuple[str, ...]) -> None:
    values: dict[str, object] = {part: place + 1 for place, part in enumerate(parts)}
    total = sum(range(1, len(parts) + 1))
    assert found({**values, whole: total}, code) == []
    for wrong in (total + 2, total - 2):
        (finding,) = found({**values, whole: wrong}, code)
        assert (finding.severity, finding.cells) == (ERROR, (whole, *parts)) and reads_well(finding)
        if code != "A29":
            assert {str(total)} <= set(re.findall(r"\d+", finding.message))


@pytest.mark.parametrize(("code", "whole", "parts"), PARTITIONS)
def test_a_part_not_applicable_adds_nothing_and_an_unreported_one_leaves_the_sum_open(
    code: str, whole: str, parts: tuple[str, ...]
) -> None:
    values: dict[str, object] = {part: 2 for part in parts} | {parts[0]: "na"}
    rest = 2 * (len(parts) - 1)
    assert found({**values, whole: rest}, code) == []
    assert len(found({**values, whole: rest + 2}, code)) == 1
    del values[parts[0]]
    assert found({**values, whole: rest + 2}, code) == []
    assert found({**values, parts[0]: 1}, code) == [] and found({**values, parts[0]: 1, whole: "na"}, code) == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"member_female": 51, "member_total": 50}, "女会员数（51人）大于会员人数（50人），请核对。"),
        ({"home_total": 4, "union_total": 3}, "“建成职工之家的工会数”（4个）大于工会组织总数（3个），请核对。"),
        (
            {"dispute_accepted": 9, "dispute_pay": 3, "dispute_injury": 2, "dispute_other": 1},
            "劳动争议分类合计（6件）与受理总数（9件）不符。",
        ),
        (
            {"fund_income": "100.50", "fund_in_appropriated": 60, "fund_in_superior": "40.25", "fund_in_other": 0},
            "经费收入分项合计（100.25元）与收入总额（100.5元）不符，相差0.25元。",
        ),
        (
            {"contract_wage_reg_emps": 300, "contract_wage_emps": 200},
            "区域性、行业性工资专项集体合同的覆盖职工数（300）大于工资专项集体合同合计（200），请核对。",
        ),
        (
            {"above_scale_total": 9, "employer_should": 8},
            "规模以上企业数据不合逻辑：规上9家，多于应建会8家。",
        ),
    ],
)  # fmt: skip
def test_a_message_states_the_numbers_it_complains_of(values: Mapping[str, object], message: str) -> None:
    assert [finding.message for finding in found(values)] == [message]


def test_every_rule_of_the_group_is_tried_here() -> None:
    tried = {(code, part, whole) for code, part, whole, _ in WITHIN}
    tried |= {(code, part, whole) for code, whole, parts in PARTITIONS for part in parts}
    assert {rule.code for rule in RULES} == {code for code, _, _ in tried}
    assert {(part, whole) for _, part, whole in tried} == COVERED


def test_findings_of_one_return_can_be_told_apart() -> None:
    values: dict[str, object] = {part: 1000 + number for number, (_, part, _, _) in enumerate(WITHIN)}
    values |= {whole: 10 + number for number, (_, _, whole, _) in enumerate(WITHIN)}
    keys = [finding.key for finding in found(values)]
    assert len(keys) > 20 and len(keys) == len(set(keys)) and max(map(len, keys)) <= 60
