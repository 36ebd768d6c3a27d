"""Months first, then units: worked examples of every rule of the arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from members.months import Span, shift
from reports.arithmetic import (
    Definition,
    Entry,
    Total,
    UnitValue,
    add_units,
    balanced,
    compare,
    quotient,
    unit_value,
)

JANUARY = date(2026, 1, 1)
FEBRUARY, MARCH, JUNE = (shift(JANUARY, count) for count in (1, 2, 5))
TWO = Span(JANUARY, FEBRUARY)
MEMBERS = Definition("members", "stock", "last")
NEW = Definition("new", "flow")
SETTLED, CLOSED = Definition("settled", "flow"), Definition("closed", "flow")
RATE = Definition("rate", "ratio", "recompute", numerator="settled", denominator="closed")
OPENING, INCOME, EXPENSE = (
    Definition("opening", "amount", "first"), Definition("income", "amount"), Definition("expense", "amount")
)  # fmt: skip
CLOSING = Definition("closing", "amount", "last", terms=((1, "opening"), (1, "income"), (-1, "expense")))


def entries(**answers: object) -> dict[date, Entry]:
    """`jan=100, feb=None`: numbers, and None for 不适用."""
    names = ("jan", "feb", "mar", "apr", "may", "jun")
    return {
        shift(JANUARY, names.index(name)): Entry(None if answer is None else Decimal(str(answer)))
        for name, answer in answers.items()
    }


def add(span: Span, catalogue: list[Definition], *units: dict[str, dict[date, Entry]]) -> dict[str, Total]:
    """The totals of units given as code → month → entry, each filing every month."""
    values = {
        number: {d.code: unit_value(unit[d.code], d, span) for d in catalogue if d.code in unit}
        for number, unit in enumerate(units, 1)
    }
    due = {name: sum(m.month % n == 0 for m in span) * len(units) for name, n in (("month", 1), ("quarter", 3))}
    return add_units(values, catalogue, span, {**due, "half_year": 0})


def test_months_come_before_units() -> None:
    """A reports 100 and 110, B 50 and nothing: 160 members, February reported by 1 of 2."""
    a, b = {"members": entries(jan=100, feb=110)}, {"members": entries(jan=50)}
    total = add(TWO, [MEMBERS], a, b)["members"]
    assert (total.value, total.reported, total.expected) == (160, 3, 4)
    assert total.carried == ((2, JANUARY),)
    february = add(Span(FEBRUARY, FEBRUARY), [MEMBERS], a, b)["members"]
    assert (february.value, february.reported, february.expected) == (110, 1, 2)


def test_a_ratio_is_the_quotient_of_sums_not_the_mean_of_ratios() -> None:
    units = [
        {"settled": entries(jan=s), "closed": entries(jan=c)} for s, c in ((9, 10), (4, 8), (1, 2))
    ]  # fmt: skip
    total = add(Span(JANUARY, JANUARY), [RATE, SETTLED, CLOSED], *units)["rate"]
    assert (total.value, total.numerator, total.denominator, total.stated) == (70, 14, 20, False)
    assert (total.reported, total.expected) == (3, 3)


def test_a_ratio_has_no_value_where_its_denominator_is_nought() -> None:
    total = add(TWO, [RATE, SETTLED, CLOSED], {"settled": entries(jan=0), "closed": entries(jan=0)})["rate"]
    assert (total.value, total.numerator, total.denominator, total.stated) == (None, 0, 0, False)


def test_a_stated_rate_counts_for_a_single_unit_only() -> None:
    one, other = {"rate": entries(jan=95)}, {"rate": entries(jan=85)}
    alone = add(TWO, [RATE, SETTLED, CLOSED], one)["rate"]
    assert (alone.value, alone.stated, alone.reported, alone.numerator) == (95, True, 1, None)
    both = add(TWO, [RATE, SETTLED, CLOSED], one, other)["rate"]
    assert (both.value, both.stated, both.reported) == (None, False, 0)
    with_a_silent_one = add(TWO, [RATE, SETTLED, CLOSED], one, {})["rate"]
    assert (with_a_silent_one.value, with_a_silent_one.stated) == (None, False)


def test_a_stated_rate_gives_way_to_its_parts() -> None:
    unit = {"rate": entries(jan=95), "settled": entries(jan=1), "closed": entries(jan=2)}
    total = add(TWO, [RATE, SETTLED, CLOSED], unit)["rate"]
    assert (total.value, total.stated) == (50, False)


@pytest.mark.parametrize(
    ("answers", "value", "reported", "not_applicable"),
    [
        ({"jan": 3, "feb": 4}, 7, 2, 0),
        ({"jan": 0, "feb": 0}, 0, 2, 0),
        ({"jan": 0}, 0, 1, 0),
        ({"jan": None, "feb": 4}, 4, 1, 1),
        ({"jan": None, "feb": None}, None, 0, 2),
        ({}, None, 0, 0),
    ],
)
def test_nought_not_applicable_and_unreported_are_three_things(
    answers: dict[str, int | None], value: int | None, reported: int, not_applicable: int
) -> None:
    total = add(TWO, [NEW], {"new": entries(**answers)})["new"]
    assert (total.value, total.reported, total.not_applicable) == (value, reported, not_applicable)
    assert total.expected == 2
    assert total.is_na is (value is None and not_applicable > 0)


def test_a_stock_said_to_be_not_applicable_is_not_taken_from_the_month_before() -> None:
    total = add(TWO, [MEMBERS], {"members": entries(jan=100, feb=None)}, {"members": entries(jan=50)})["members"]
    assert (total.value, total.reported, total.not_applicable) == (50, 2, 1)
    assert total.carried == ((2, JANUARY),)


def test_an_opening_balance_is_the_first_one_and_the_closing_follows() -> None:
    catalogue = [OPENING, INCOME, EXPENSE, CLOSING]
    unit = {
        "opening": entries(jan=100, feb=130),
        "income": entries(jan=50, feb=20),
        "expense": entries(jan=20, feb="5.55"),
    }
    totals = add(TWO, catalogue, unit)
    assert totals["opening"].value == 100
    assert (totals["closing"].value, totals["closing"].reported) == (Decimal("144.45"), 2)


def test_a_balance_is_struck_for_each_unit_and_stated_where_parts_are_unknown() -> None:
    catalogue = [OPENING, INCOME, EXPENSE, CLOSING]
    struck = {"opening": entries(jan=100), "income": entries(jan=10), "expense": entries(jan=0)}
    stated = {"income": entries(jan=5), "closing": entries(jan=77)}
    assert add(TWO, catalogue, struck, stated)["closing"].value == 110 + 77
    assert add(TWO, catalogue, {"income": entries(jan=5)})["closing"].value is None


def test_a_balance_is_as_old_as_its_oldest_stock() -> None:
    gap = Definition("gap", "stock", "last", terms=((1, "members"), (-1, "organized")))
    organized = Definition("organized", "stock", "last")
    unit = {"members": entries(jan=10), "organized": entries(jan=7, feb=8)}
    total = add(TWO, [MEMBERS, organized, gap], unit)["gap"]
    assert (total.value, total.carried) == (2, ((1, JANUARY),))
    assert balanced({"members": UnitValue(Decimal(1))}, gap).value is None


def test_only_months_in_which_it_is_due_count_but_every_number_adds() -> None:
    quarterly = Definition("contracts_new", "flow", due="quarter")
    total = add(Span(JANUARY, MARCH), [quarterly], {"contracts_new": entries(jan=2, mar=3)})["contracts_new"]
    assert (total.value, total.reported, total.expected) == (5, 1, 1)


def test_a_quarterly_stock_is_carried_only_when_older_than_the_last_due_month() -> None:
    quarterly = Definition("contracts", "stock", "last", due="quarter")
    span = Span(JANUARY, shift(JANUARY, 3))
    assert add(span, [quarterly], {"contracts": entries(mar=3)})["contracts"].carried == ()
    late = add(span, [quarterly], {"contracts": entries(feb=3)})["contracts"]
    assert late.carried == ((1, FEBRUARY),)


def test_an_approximation_stays_with_the_total() -> None:
    about = {"new": {JANUARY: Entry(Decimal(40), "余"), FEBRUARY: Entry(Decimal(2))}}
    assert add(TWO, [NEW], about)["new"].approximate == "余"
    stock = {"members": {JANUARY: Entry(Decimal(40), "余"), FEBRUARY: Entry(Decimal(42))}}
    assert add(TWO, [MEMBERS], stock)["members"].approximate == ""


def test_a_stock_is_compared_with_last_years_end_and_a_flow_with_last_years_span() -> None:
    now = {"members": Total("members", Decimal(120), kind="stock"), "new": Total("new", Decimal(30))}
    before = {"members": Total("members", Decimal(90), kind="stock"), "new": Total("new", Decimal(20))}
    end = {"members": Total("members", Decimal(100), kind="stock"), "new": Total("new", Decimal(44))}
    compared = compare(now, before, end, {"new": Decimal(40)})
    members, new = compared["members"], compared["new"]
    assert (members.previous, members.base, members.change, members.growth) == (90, 100, 20, Decimal(300) / 9)
    assert (new.previous, new.base, new.change, new.growth) == (20, None, 10, 50)
    assert (new.target, new.completion, members.completion) == (40, 75, None)


@pytest.mark.parametrize(
    ("value", "previous", "growth"),
    [("5", "0", None), ("5", None, None), (None, "5", None), ("0", "5", -100), ("-5", "-10", 50), ("5", "-10", 150)],
)
def test_growth_is_the_percentage_of_the_former_amount(
    value: str | None, previous: str | None, growth: int | None
) -> None:
    total = Total("new", value and Decimal(value), previous=previous and Decimal(previous))  # type: ignore[arg-type]
    assert total.growth == growth


def test_a_ratio_changes_in_percentage_points_and_never_grows_in_percent() -> None:
    total = Total("rate", Decimal("92.5"), previous=Decimal(90), base=Decimal(91), kind="ratio")
    assert (total.change, total.growth) == (Decimal("2.5"), None)


def test_a_target_of_nought_has_no_completion() -> None:
    assert Total("new", Decimal(5), target=Decimal(0)).completion is None


def test_a_quotient_is_of_the_exact_numbers() -> None:
    assert str(quotient(Decimal(39), Decimal(41), 100)).startswith("95.12195121951219512195121")
    with pytest.raises(ZeroDivisionError):
        quotient(Decimal(1), Decimal(0))


def test_sums_are_exact_where_floats_would_not_be() -> None:
    units = [{"income": entries(jan="99999999999.99")} for _ in range(100)] + [{"income": entries(jan="0.01")}]
    assert add(TWO, [INCOME], *units)["income"].value == Decimal("9999999999999.01")
