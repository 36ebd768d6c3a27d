"""Counters in Python: the latest visit, members without names, lapsed contracts, two ledgers, an opening balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from reports.indicators.counting import count_month

MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)


def add(cast: Any, slug: str, lines: Any = None, **values: Any) -> Any:
    ledger = LEDGERS[slug]
    record = ledger.model(union=cast.east, **values)
    keep(ledger, record, by=cast.clerk, lines=lines)
    return record


def change(cast: Any, slug: str, record: Any, since: date, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    keep(LEDGERS[slug], record, by=cast.clerk, since=dict.fromkeys(values, since))


def value(cast: Any, code: str, month: date = MAY) -> Decimal | None:
    count = count_month(cast.east, month).get(code)
    return count.value if count else None


def add_union(cast: Any, name: str = "东港一厂工会", **values: Any) -> Any:
    return add(cast, "union_org", name=name, **({"approved_on": date(2024, 3, 1)} | values))


def test_a_joint_union_covers_many_and_a_standalone_one(cast: Any) -> None:
    add_union(cast, base_kind="standalone", covered_unit_count=9)
    add_union(cast, "东港村联合工会", base_kind="joint", covered_unit_count=12)
    assert value(cast, "covered_units") == 13
    assert value(cast, "covered_units", date(2024, 2, 1)) is None


def test_a_dissolved_union_counts_in_its_month_and_stands_in_those_before(cast: Any) -> None:
    union = add_union(cast)
    change(cast, "union_org", union, date(2026, 5, 20), status="revoked", ended_on=date(2026, 5, 20))
    assert (value(cast, "union_revoked"), value(cast, "union_revoked", APRIL)) == (1, 0)
    assert (value(cast, "union_total"), value(cast, "union_total", APRIL)) == (0, 1)


def test_an_expired_term_is_overdue_until_the_election_or_a_postponement(cast: Any) -> None:
    first = add_union(cast, term_start=date(2023, 4, 10), term_end=date(2026, 4, 10), term_years=3)
    add_union(cast, "东港二厂工会", term_start=date(2023, 4, 10), term_end=date(2026, 4, 10), term_years=3,
              renewal_status="postponed")  # fmt: skip
    assert (value(cast, "union_term_overdue"), value(cast, "union_term_overdue", date(2026, 3, 1))) == (1, 0)
    assert value(cast, "union_term_due", APRIL) == 2
    change(cast, "union_org", first, date(2026, 5, 8), term_end=date(2029, 5, 8))
    assert (value(cast, "union_term_overdue"), value(cast, "union_term_overdue", APRIL)) == (0, 1)
    assert value(cast, "union_term_due", APRIL) == 2  # a year later the month still says what it said


def test_the_latest_visit_tells_how_a_workplace_without_union_stands(cast: Any) -> None:
    union = add_union(cast)
    plant = add(cast, "employer", name="东港一厂", should_organize=True, opened_on=date(2020, 1, 1))
    for day, said in ((date(2026, 3, 3), "persuading"), (date(2026, 4, 4), "willing"), (date(2026, 5, 5), "preparing")):
        add(cast, "organizing_survey", employer=plant, survey_on=day, disposition=said)
    assert value(cast, "unorganized_preparing") == 1 and value(cast, "unorganized_willing") == 0
    assert value(cast, "unorganized_willing", APRIL) == 1
    change(cast, "employer", plant, date(2026, 5, 25), union_org=union)
    assert value(cast, "unorganized_preparing") == 0 and value(cast, "unorganized_willing", APRIL) == 1
    assert value(cast, "employer_organized") == 1 and value(cast, "employer_organized", APRIL) == 0


def test_members_count_by_name_and_as_registered_where_there_are_no_names(cast: Any) -> None:
    named = add_union(cast, member_count_reg=500)
    add_union(cast, "东港二厂工会", member_count_reg=30)
    for number in range(3):
        add(cast, "member", name=f"甲{number}", union_org=named, join_on=date(2026, 5, 3))
    count = count_month(cast.east, MAY)["member_total"]
    assert count.value == 33 and count.rows[-1][1] == 30
    assert value(cast, "member_total", APRIL) == 530


def test_unions_that_say_nothing_of_members_report_nothing(cast: Any) -> None:
    add_union(cast)
    assert value(cast, "member_total") is None and value(cast, "employee_total") is None
    assert value(cast, "union_total") == 1


def test_a_person_who_leaves_and_returns_counts_where_he_was(cast: Any) -> None:
    person = add(cast, "member", name="王归来", join_on=date(2025, 1, 6), gender="2")
    for day, what in ((date(2026, 2, 10), "transfer_out"), (date(2026, 5, 6), "transfer_in")):
        add(cast, "member_change", member=person, changed_on=day, change_type=what)
    said = [value(cast, "member_total", date(2026, month, 1)) for month in (1, 2, 4, 5)]
    assert said == [1, 0, 0, 1]
    assert value(cast, "member_transfer_in") == 1 and value(cast, "member_reduced", date(2026, 2, 1)) == 1


def test_a_contract_lapses_until_it_is_renewed_and_covers_each_workplace_once(cast: Any) -> None:
    cover = next(child.model for child in LEDGERS["collective_contract"].children)
    plants = [add(cast, "employer", name=f"东港{n}厂", opened_on=date(2020, 1, 1)) for n in range(3)]

    def contract(name: str, chosen: list[Any], **values: Any) -> Any:
        lines = {cover: [cover(employer=each, employees=10) for each in chosen]}
        given = {"type": "wage", "scope": "regional", "name": name} | values
        return add(cast, "collective_contract", lines, **given)

    old = contract("旧合同", plants[:2], signed_on=date(2025, 4, 1), effective_on=date(2025, 4, 16),
                   start_on=date(2025, 4, 16), end_on=date(2026, 4, 15))  # fmt: skip
    contract("另一份", plants[1:], signed_on=date(2026, 1, 5), effective_on=date(2026, 1, 20),
             start_on=date(2026, 1, 20), end_on=date(2027, 1, 19))  # fmt: skip
    assert value(cast, "contract_wage_units", date(2026, 3, 1)) == 3
    assert value(cast, "contract_wage_units", APRIL) == 2 and value(cast, "contract_lapsed", APRIL) == 1
    contract("新合同", plants[:2], signed_on=date(2026, 5, 4), effective_on=date(2026, 5, 19), renewal_of=old,
             start_on=date(2026, 5, 19), end_on=date(2027, 5, 18))  # fmt: skip
    assert value(cast, "contract_lapsed") == 0 and value(cast, "contract_lapsed", APRIL) == 1
    assert value(cast, "contract_wage_units") == 3 and value(cast, "contract_renewed") == 1


def test_a_contract_that_everybody_left_before_its_end_has_not_lapsed(cast: Any) -> None:
    cover = next(child.model for child in LEDGERS["collective_contract"].children)
    plant = add(cast, "employer", name="东港厂", opened_on=date(2020, 1, 1))
    days = {"effective_on": date(2025, 4, 16), "start_on": date(2025, 4, 16), "end_on": date(2026, 4, 15)}
    for name, until in (("留到期满", None), ("中途退出", date(2026, 4, 30)), ("期满后退出", date(2026, 5, 1))):
        lines = {cover: [cover(employer=plant, employees=10, until=until)]}
        add(cast, "collective_contract", lines, type="wage", scope="regional", name=name, **days)
    assert [value(cast, "contract_lapsed", month) for month in (APRIL, date(2026, 5, 1))] == [2, 1]


def test_safety_training_and_drills_are_counted_together(cast: Any) -> None:
    add(cast, "training", title="安全培训", type="safety", held_on=date(2026, 5, 3), persons=40)
    add(cast, "training", title="普法", type="law", held_on=date(2026, 5, 3), persons=7)
    add(cast, "activity", title="消防演练", type="drill", held_on=date(2026, 5, 9), persons=60)
    assert value(cast, "safety_training_persons") == 100


def test_the_opening_balance_moves_with_the_months_and_needs_a_beginning(cast: Any) -> None:
    entry = {"on": date(2026, 4, 10), "direction": "in", "category": "dues", "amount": Decimal("300.5")}
    add(cast, "fund_entry", **entry)
    assert value(cast, "fund_open") is None
    add(cast, "fund_entry", on=date(2026, 1, 1), direction="open", category="carried", amount=Decimal(1000))
    add(cast, "fund_entry", on=date(2026, 4, 20), direction="out", category="activity", amount=Decimal("100.25"))
    assert value(cast, "fund_open", date(2026, 1, 1)) == 1000
    assert value(cast, "fund_open", APRIL) == 1000
    assert value(cast, "fund_open") == Decimal("1200.25")
