"""Money: categories of their year, what is due of the wages, how a payment is split, and who was not audited."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from members.ledgers.audit_project import AuditProject
from members.ledgers.fund_collection import FundCollection
from members.ledgers.fund_entry import IN_USE, Category, FundEntry
from members.ledgers.keeping import RecordRefused, keep
from members.ledgers.ledger import LEDGERS
from reports.indicators.counting import count_month

ENTRIES, COLLECTIONS, AUDITS = (LEDGERS[slug] for slug in ("fund_entry", "fund_collection", "audit_project"))
TODAY = date(2026, 6, 30)


def make_entry(union, **values):
    return FundEntry(union=union, **({"on": TODAY, "direction": "out", "category": "rights", "amount": 500} | values))


def make_collection(**values):
    return FundCollection(**({"payer": "东港机械厂", "on": TODAY} | values))


def said(ledger, record, today=TODAY):
    return {each.code or each.field: each.message for each in ledger.findings(record, today)}


def test_every_category_has_its_directions_and_years():
    assert set(IN_USE) == set(Category.values)


@pytest.mark.parametrize(
    ("category", "year", "warned"),
    [("service", 2021, True), ("service", 2022, False), ("business_out", 2021, False), ("business_out", 2022, True),
     ("rights", 2012, False)],
)  # fmt: skip
def test_a_category_is_used_in_its_years(cast, category, year, warned):
    record = make_entry(cast.east, category=category, on=date(year, 5, 1))
    assert ("category" in said(ENTRIES, record)) is warned


def test_income_and_expense_have_their_own_categories(cast):
    assert "不是收入科目" in said(ENTRIES, make_entry(cast.east, direction="in"))["category"]
    assert "category" not in said(ENTRIES, make_entry(cast.east, direction="in", category="other"))
    with pytest.raises(RecordRefused, match="不是支出科目"):
        keep(ENTRIES, make_entry(cast.east, category="dues"), by=cast.clerk)


def test_an_item_stands_under_its_category(cast):
    assert "item" not in said(ENTRIES, make_entry(cast.east, item="warmth"))
    assert "不在“维权”支出之下" in said(ENTRIES, make_entry(cast.east, item="training"))["item"]
    assert "item" in said(ENTRIES, make_entry(cast.east, direction="in", category="dues", item="other"))


def test_a_year_opens_once_on_its_first_day(cast):
    opening = {"direction": "open", "category": "carried", "on": date(2026, 1, 1), "amount": Decimal("1234.56")}
    keep(ENTRIES, make_entry(cast.east, **opening), by=cast.clerk)
    with pytest.raises(RecordRefused, match="已经登记"):
        keep(ENTRIES, make_entry(cast.east, **opening), by=cast.clerk)
    assert not said(ENTRIES, make_entry(cast.west, **opening))
    assert "1月1日" in said(ENTRIES, make_entry(cast.east, **opening | {"on": date(2025, 1, 2)}))["on"]


def test_a_union_with_entries_and_no_audit_in_the_year_is_told(cast):
    today = timezone.localdate()
    record = make_entry(cast.east, on=today)
    assert said(ENTRIES, record, today)["E39"] == "东港镇总工会本年度有经费收支，尚未登记经费审查。"
    audit = AuditProject(union=cast.east, title="预算执行审计", kind="budget", planned_on=today)
    keep(AUDITS, audit, by=cast.clerk)
    assert "E39" in said(ENTRIES, record, today)
    audit.done_on = date(today.year, 1, 1)
    keep(AUDITS, audit, by=cast.clerk)
    assert "E39" not in said(ENTRIES, record, today)
    assert "E39" in said(ENTRIES, make_entry(cast.west, on=today), today)


@pytest.mark.parametrize(
    ("accrued", "warned"),
    [("20000", False), ("20200", False), ("20200.01", True), ("19800", False), ("19799.99", True)],
)
def test_what_is_due_is_two_percent_of_the_wages(accrued, warned):
    record = make_collection(wage_total=Decimal(1000000), accrued=Decimal(accrued))
    found = said(COLLECTIONS, record)
    assert ("E37" in found) is warned
    if warned:
        assert found["E37"] == "应拨缴经费与工资总额的2%不符（工资总额1000000元，应为20000元）。"


def test_what_is_due_is_worked_out_where_nobody_typed_it(cast):
    record = make_collection(union=cast.east, wage_total=Decimal("123456.78"), paid=Decimal("0"))
    keep(COLLECTIONS, record, by=cast.clerk)
    assert FundCollection.objects.get().accrued == Decimal("2469.14")
    assert FundCollection.objects.get().retained is None


def test_a_payment_is_what_was_kept_and_passed_on():
    parts = {"retained": Decimal("60.05"), "remitted": Decimal("40")}
    assert "E38" not in said(COLLECTIONS, make_collection(paid=Decimal("100.05"), **parts))
    assert said(COLLECTIONS, make_collection(paid=Decimal("100.04"), **parts))["E38"] == (
        "拨缴经费100.04元≠留成60.05元+上解40元，请核对。"
    )
    assert "E38" not in said(COLLECTIONS, make_collection(paid=Decimal("100"), retained=Decimal("60")))
    assert "E38" not in said(COLLECTIONS, make_collection(paid=Decimal("100.05"), returned=Decimal("40"), **parts))
    assert (
        "返还" in said(COLLECTIONS, make_collection(paid=Decimal("100.05"), returned=Decimal("40.01"), **parts))["E38"]
    )


def test_a_fund_for_a_union_to_be_is_passed_on_whole():
    assert "retained" in said(COLLECTIONS, make_collection(is_prep_fund=True, retained=Decimal(1)))
    assert not said(COLLECTIONS, make_collection(is_prep_fund=True, retained=Decimal(0)))


def test_no_more_is_put_right_than_was_found():
    record = AuditProject(title="审计", kind="finance", done_on=date(2026, 3, 1), issues=3, fixed=3)
    assert not said(AUDITS, record)
    record.fixed = 4
    assert "多于" in said(AUDITS, record)["fixed"]
    record.fixed, record.fix_due_on = 2, TODAY
    assert not said(AUDITS, record)
    assert "还有1个问题" in said(AUDITS, record, TODAY + timedelta(days=1))["fixed"]


def test_income_expense_and_collection_are_counted_in_exact_fen(cast):
    for values in (
        {"direction": "in", "category": "appropriated", "amount": Decimal("0.10")},
        {"direction": "in", "category": "dues", "amount": Decimal("0.20")},
        {"direction": "open", "category": "carried", "on": date(2026, 1, 1), "amount": Decimal("99")},
        {"category": "capital", "amount": Decimal("3.33")},
        {"category": "rights", "amount": Decimal("1.11")},
        {"category": "rights", "amount": Decimal("7"), "on": date(2026, 5, 31)},
    ):
        keep(ENTRIES, make_entry(cast.east, **{"on": date(2026, 6, 1)} | values), by=cast.clerk)
    paid = make_collection(union=cast.east, on=date(2026, 6, 1), wage_total=Decimal(1000), paid=Decimal("19.9"))
    keep(COLLECTIONS, paid, by=cast.clerk)
    june = {code: str(each.value) for code, each in count_month(cast.east, date(2026, 6, 1)).items()}
    assert (june["fund_income"], june["fund_in_appropriated"], june["fund_in_other"]) == ("0.3", "0.1", "0.2")
    assert (june["fund_expense"], june["fund_out_rights"], june["fund_out_other"]) == ("4.44", "1.11", "3.33")
    assert (june["fund_accrued"], june["fund_collected"]) == ("20", "19.9")


def test_audits_done_are_counted_with_what_they_found_and_planned_ones_are_not(cast):
    for values in (
        {"done_on": date(2026, 6, 5), "issues": 4, "fixed": 3},
        {"done_on": date(2026, 6, 20), "title": "绩效审计", "kind": "performance", "issues": 1},
        {"planned_on": date(2026, 12, 1), "title": "经费计提拨缴审计", "kind": "levy"},
    ):
        audit = AuditProject(union=cast.east, **({"title": "预算执行审计", "kind": "budget"} | values))
        keep(AUDITS, audit, by=cast.clerk)
    june = count_month(cast.east, date(2026, 6, 1))
    assert [int(june[name].value) for name in ("audit_count", "audit_issues", "audit_fixed")] == [2, 5, 3]
