"""Collective contracts: what is said of their term, vote, filing, answer and renewal, and when they are in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from members.ledgers.collective_contract import CollectiveContract, Cover, Standing
from members.ledgers.employer import Employer
from members.ledgers.keeping import RecordRefused, delete, keep
from members.ledgers.ledger import LEDGERS
from reports.indicators.counting import count_month, held_on
from reports.models import Indicator

CONTRACTS = LEDGERS["collective_contract"]
TODAY = date(2026, 6, 30)


def make_contract(union=None, **values):
    return CollectiveContract(
        union=union, **({"name": "泵业行业工资专项集体合同", "type": "wage", "scope": "industry"} | values)
    )


def said(record, today=TODAY):
    """Code → message of what the rules say."""
    return {each.code: each.message for each in CONTRACTS.findings(record, today) if each.code}


@pytest.mark.parametrize(
    ("kind", "end", "code"),
    [
        ("general", date(2026, 12, 31), None),
        ("general", date(2027, 1, 1), None),
        ("general", date(2027, 1, 2), "E15"),
        ("general", date(2024, 12, 31), None),
        ("general", date(2024, 12, 30), "E16"),
        ("wage", date(2024, 12, 31), None),
        ("wage", date(2025, 1, 1), None),
        ("wage", date(2025, 1, 2), "E16"),
        ("wage", date(2024, 11, 30), "E16"),
        ("wage", date(2028, 1, 1), "E15"),
    ],
)
def test_a_term_is_one_to_three_years_and_one_for_wages(kind, end, code):
    found = said(make_contract(type=kind, start_on=date(2024, 1, 1), end_on=end), date(2024, 1, 1))
    assert set(found) & {"E15", "E16"} == ({code} if code else set())


def test_a_term_over_three_years_needs_a_reason_and_names_its_months():
    record = make_contract(type="general", start_on=date(2024, 1, 1), end_on=date(2027, 12, 31))
    assert said(record)["E15"].startswith("合同期限为48个月，超过三年（《集体合同规定》第三十八条")
    record.term_note = "经双方协商并报人社部门同意"
    assert "E15" not in said(record)
    short = make_contract(start_on=date(2024, 1, 1), end_on=date(2024, 11, 30))
    assert "期限11个月" in said(short, date(2024, 1, 1))["E16"]
    leap = make_contract(type="general", start_on=date(2024, 2, 29), end_on=date(2027, 2, 28))
    assert not {"E15", "E16"} & set(said(leap, date(2024, 3, 1)))


@pytest.mark.parametrize(
    ("should", "present", "yes", "refused"),
    [(60, 40, 30, False), (60, 39, 39, True), (60, 40, 29, True), (61, 41, 31, False), (61, 40, 40, True),
     (61, 41, 30, True), (60, None, None, False), (None, 40, 20, False)],
)  # fmt: skip
def test_a_draft_passes_with_two_thirds_present_and_half_of_all_in_favour(should, present, yes, refused):
    record = make_contract(congress_should=should, congress_present=present, congress_yes=yes)
    assert ("E19" in said(record)) is refused
    if should == 60 and present == 39:
        assert said(record)["E19"].startswith("职代会应到60人、实到39人、同意39人，未达到")


@pytest.mark.parametrize(("kind", "limit"), [("general", 10), ("wage", 7)])
def test_a_signed_contract_is_filed_in_time(kind, limit):
    record = make_contract(type=kind, signed_on=TODAY - timedelta(days=limit))
    assert "E17" not in said(record)
    record.signed_on -= timedelta(days=1)
    assert said(record)["E17"] == f"合同已签订{limit + 1}日未登记报送人社部门审查，应在{limit}日内报送。"
    record.filed_on = TODAY
    assert "E17" not in said(record)


def test_silence_of_fifteen_days_makes_a_filed_contract_effective():
    record = make_contract(filed_on=TODAY - timedelta(days=14), review_result="pending")
    assert "E18" not in said(record)
    record.filed_on -= timedelta(days=1)
    assert "即行生效" in said(record)["E18"]
    record.review_result = "objection"
    assert "E18" not in said(record)


def test_an_offer_is_answered_within_twenty_days():
    record = make_contract(offered_on=TODAY - timedelta(days=19))
    assert "E21" not in said(record)
    record.offered_on -= timedelta(days=1)
    assert "E21" in said(record)
    record.responded_on = TODAY
    assert "E21" not in said(record)


@pytest.mark.parametrize(("kind", "days"), [("general", 90), ("wage", 60)])
def test_a_contract_near_its_end_is_to_be_renewed(cast, kind, days):
    values = {"type": kind, "effective_on": date(2025, 7, 1), "end_on": TODAY + timedelta(days=days)}
    record = make_contract(cast.east, **values)
    assert "将于2026年" in said(record)["E20"]
    record.end_on += timedelta(days=1)
    assert "E20" not in said(record)
    record.end_on = TODAY - timedelta(days=1)
    assert "已于2026年6月29日到期，尚未登记续签" in said(record)["E20"]
    keep(CONTRACTS, record, by=cast.clerk)
    keep(CONTRACTS, make_contract(cast.east, type=kind, name="续签合同", renewal_of=record), by=cast.clerk)
    assert "E20" not in said(record)
    assert record.standing(TODAY) == Standing.RENEWED


def test_maternity_leave_in_a_womens_contract_is_at_least_98_days():
    assert "E40" not in said(make_contract(type="women", maternity_days=98))
    assert said(make_contract(type="women", maternity_days=97))["E40"].startswith("合同约定产假97天，低于")
    assert "E40" not in said(make_contract(type="women", maternity_days=None))
    assert "E40" not in said(make_contract(type="general", maternity_days=90))


def test_a_contract_in_force_names_its_end_and_renews_another():
    messages = [each.message for each in CONTRACTS.findings(make_contract(effective_on=date(2026, 1, 1)), TODAY)]
    assert any("请填写合同截止日期" in each for each in messages)
    record = make_contract(renewal_of=make_contract(type="general"))
    assert any("种类不同" in each.message for each in CONTRACTS.findings(record, TODAY))


def test_covered_workers_are_those_of_the_lines_unless_typed(cast):
    pumps = [Employer.objects.create(union=cast.east, name=f"东港泵业{n}厂") for n in (1, 2)]
    record = make_contract(cast.east, effective_on=date(2026, 1, 1), end_on=date(2026, 12, 31))
    lines = [Cover(employer=each, employees=100, female=40) for each in pumps]
    keep(CONTRACTS, record, by=cast.clerk, lines={Cover: lines})
    assert (record.covered_employee_count, record.covered_female_count) == (200, 80)
    path = CONTRACTS.paths["covered_employers"].path
    assert set(CollectiveContract.objects.values_list(path, flat=True)) == {each.pk for each in pumps}
    with pytest.raises(RecordRefused, match="女职工"):
        keep(CONTRACTS, record, by=cast.clerk, lines={Cover: [Cover(employer=pumps[0], employees=3, female=4)]})
    with pytest.raises(RecordRefused, match="两次"):
        keep(CONTRACTS, record, by=cast.clerk, lines={Cover: [*lines, Cover(employer=pumps[0])]})
    with pytest.raises(RecordRefused, match="引用"):
        delete(LEDGERS["employer"], pumps[0], by=cast.clerk)
    assert [each.history_type for each in Cover.history.all()] == ["+", "+"]


def test_a_workplace_is_counted_in_the_months_it_was_covered(cast):
    pumps = [Employer.objects.create(union=cast.east, name=f"东港泵业{n}厂") for n in (1, 2, 3)]
    record = make_contract(cast.east, effective_on=date(2026, 1, 1), end_on=date(2026, 12, 31))
    lines = [
        Cover(employer=pumps[0], employees=100, until=date(2026, 4, 30)),
        Cover(employer=pumps[1], employees=20, since=date(2026, 3, 31)),
        Cover(employer=pumps[2], employees=3),
    ]
    keep(CONTRACTS, record, by=cast.clerk, lines={Cover: lines})
    assert record.covered_employee_count == 23  # as it stands, without the one that has left
    declared = Indicator(
        code="x", ledger="collective_contract", measure="distinct:covered_employers", date_rule="held", kind="stock"
    )
    months = [date(2026, month, 1) for month in (2, 3, 4, 5)]
    assert [count_month(cast.east, month, [declared])["x"].value for month in months] == [2, 3, 2, 2]
    with pytest.raises(RecordRefused, match="至何日止"):
        same = Cover(employer=pumps[0], since=date(2026, 5, 1), until=date(2026, 5, 1))
        keep(CONTRACTS, record, by=cast.clerk, lines={Cover: [same]})


def test_a_contract_is_in_force_from_its_effective_day_to_its_last(cast):
    record = make_contract(cast.east, effective_on=date(2026, 1, 10), end_on=date(2026, 6, 9))
    keep(CONTRACTS, record, by=cast.clerk)
    keep(CONTRACTS, make_contract(cast.east, name="协商中", end_on=date(2030, 1, 1)), by=cast.clerk)

    def counted(day):
        return CollectiveContract.objects.filter(held_on(CONTRACTS, day)).count()

    assert [counted(date(2026, *day)) for day in ((1, 9), (1, 10), (6, 9), (6, 10))] == [0, 1, 1, 0]
    record.terminated_on = date(2026, 4, 1)
    keep(CONTRACTS, record, by=cast.clerk)
    assert [counted(date(2026, *day)) for day in ((1, 10), (3, 31), (4, 1))] == [1, 1, 0]


def test_the_standing_of_a_contract_follows_from_its_days():
    record = make_contract(type="wage")
    seen = [record.standing(TODAY)]
    for values in (
        {"signed_on": date(2026, 1, 1)},
        {"filed_on": date(2026, 1, 5)},
        {"effective_on": date(2026, 1, 20), "end_on": date(2026, 12, 31)},
        {"end_on": date(2026, 8, 29)},
        {"terminated_on": TODAY},
    ):
        for name, value in values.items():
            setattr(record, name, value)
        seen.append(record.standing(TODAY))
    assert seen == ["negotiating", "signed", "filed", "effective", "expiring", "terminated"]


def test_a_renewed_wage_contract_is_counted_once_with_all_it_covers(cast):
    pumps = [Employer.objects.create(union=cast.east, name=f"东港泵业{n}厂") for n in (1, 2, 3)]
    old = make_contract(
        cast.east, signed_on=date(2025, 5, 8), effective_on=date(2025, 5, 20), end_on=date(2026, 5, 19), name="旧"
    )
    new = make_contract(
        cast.east,
        signed_on=date(2026, 5, 10),
        effective_on=date(2026, 5, 20),
        end_on=date(2027, 5, 19),
        renewal_of=old,
    )
    keep(CONTRACTS, old, by=cast.clerk, lines={Cover: [Cover(employer=pumps[0], employees=50)]})
    keep(CONTRACTS, new, by=cast.clerk, lines={Cover: [Cover(employer=each, employees=50) for each in pumps]})
    wage = make_contract(cast.east, name="另一份", scope="enterprise", effective_on=date(2026, 1, 1))
    wage.end_on, wage.covered_employee_count = date(2026, 12, 31), 70
    keep(CONTRACTS, wage, by=cast.clerk, lines={Cover: [Cover(employer=pumps[2], employees=60)]})
    may = {code: int(each.value) for code, each in count_month(cast.east, date(2026, 5, 1)).items()}
    names = ("contract_wage", "contract_wage_units", "contract_wage_emps", "contract_wage_reg")
    assert [may[name] for name in names] == [2, 3, 220, 1]
    assert [may[name] for name in ("contract_new", "contract_due", "contract_renewed")] == [0, 1, 1]
    assert may["contract_renewed_units"] == 3
