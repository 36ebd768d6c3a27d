"""Saving cells: what is written, what is logged, and what is said of every cell that cannot be saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from makers import Cast, make_return

from reports.arithmetic import Entry
from reports.models import Figure, FigureChange, Indicator, MonthlyReturn, State
from reports.monthly import CellInput, ReturnClosed, Saved, entries, read_entry, save_cells

pytestmark = pytest.mark.django_db

MAY = "2026-05"


@pytest.fixture
def may(cast: Cast) -> MonthlyReturn:
    return make_return(cast.east, MAY)


def save(monthly_return: MonthlyReturn, by: Any, **texts: str) -> Saved:
    return save_cells(monthly_return, {code: CellInput(text) for code, text in texts.items()}, by=by)


def log(monthly_return: MonthlyReturn) -> list[tuple[str, str, str]]:
    rows = FigureChange.objects.filter(monthly_return=monthly_return).order_by("id")
    return [(change.indicator.code, change.old, change.new) for change in rows.select_related("indicator")]


def test_a_number_not_applicable_and_nothing_are_kept_apart(cast: Cast, may: MonthlyReturn) -> None:
    saved = save(may, cast.clerk, union_new="0", member_new="不适用", union_revoked="", member_reduced=" １２ ")
    assert saved.saved == {"union_new": "0", "member_new": "不适用", "union_revoked": "", "member_reduced": "12"}
    assert entries(may) == {
        "union_new": Entry(Decimal(0)), "member_new": Entry(None), "member_reduced": Entry(Decimal(12)),
    }  # fmt: skip
    assert log(may) == [("union_new", "", "0"), ("member_new", "", "不适用"), ("member_reduced", "", "12")]


def test_only_what_changed_is_written_and_logged(cast: Cast, may: MonthlyReturn) -> None:
    first = save(may, cast.clerk, union_new="3", member_new="4")
    assert first.version == 2
    again = save(may, cast.clerk, union_new="3", member_new="04.0")
    assert (again.version, again.saved, len(log(may))) == (2, {"union_new": "3", "member_new": "4"}, 2)
    third = save(may, cast.clerk, union_new="5", member_new="4")
    assert third.version == 3 and log(may)[2:] == [("union_new", "3", "5")]
    change = FigureChange.objects.last()
    assert change is not None and change.by == cast.clerk


def test_an_emptied_cell_is_not_reported_again(cast: Cast, may: MonthlyReturn) -> None:
    save(may, cast.clerk, union_new="3", member_new="4")
    assert save(may, cast.clerk, union_new="").saved == {"union_new": ""}
    assert set(entries(may)) == {"member_new"} and log(may)[-1] == ("union_new", "3", "")


def test_an_approximation_is_kept_with_its_number(cast: Cast, may: MonthlyReturn) -> None:
    saved = save(may, cast.clerk, member_new="40余", member_reduced="300多", member_total="5000人以上")
    assert saved.saved == {"member_new": "40余", "member_reduced": "300多", "member_total": "5000以上"}
    assert entries(may)["member_new"] == Entry(Decimal(40), "余")
    save(may, cast.clerk, member_new="40")
    assert entries(may)["member_new"] == Entry(Decimal(40)) and log(may)[-1] == ("member_new", "40余", "40")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("abc", "不是数字"), ("1.5万", "15000"), ("约20", "40余"), ("-3", "不能为负"), ("2.5", "整数"),
        ("40余人", "40余"), ("1e400", "不是数字"), ("NaN", "不是数字"), ("99999999999", "过大"),
        ("不适用余", "后面不能带"), ("1 2", "不是数字"),
        ("=1+1", "不是数字"), ("<b>1</b>", "不是数字"), ("\x00", "不是数字"), ("3\n4", "不是数字"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_says_why_while_the_others_are_saved(
    cast: Cast, may: MonthlyReturn, text: str, words: str
) -> None:
    saved = save(may, cast.clerk, union_new=text, member_new="7")
    assert words in saved.errors["union_new"] and saved.saved == {"member_new": "7"}
    assert set(entries(may)) == {"member_new"} and saved.version == 2


def test_a_cell_in_error_keeps_its_former_number(cast: Cast, may: MonthlyReturn) -> None:
    save(may, cast.clerk, union_new="3")
    assert save(may, cast.clerk, union_new="三").version == 2
    assert entries(may)["union_new"] == Entry(Decimal(3))


def test_an_indicator_there_is_not_or_not_this_month_is_named(cast: Cast, may: MonthlyReturn) -> None:
    Indicator.objects.filter(code="union_new").update(valid_from="2026-06-01")
    saved = save(may, cast.clerk, no_such="1", union_new="1", member_new="1")
    assert set(saved.errors) == {"no_such", "union_new"} and "no_such" in saved.errors["no_such"]
    assert set(entries(may)) == {"member_new"}


def test_money_has_two_decimals_and_a_rate_may_be_stated(cast: Cast, may: MonthlyReturn) -> None:
    saved = save(may, cast.clerk, fund_income="662,815.50元", dispute_amount="1.234", mediation_rate="95%")
    assert saved.saved == {"fund_income": "662815.5", "mediation_rate": "95"}
    assert "最多保留2位小数" in saved.errors["dispute_amount"]


def test_an_expense_may_be_negative_where_the_unit_is_money(cast: Cast, may: MonthlyReturn) -> None:
    assert save(may, cast.clerk, fund_open="-20.5").saved == {"fund_open": "-20.5"}


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REPORTED, State.APPROVED])
def test_a_closed_return_takes_nothing_and_says_who_can_open_it(cast: Cast, state: str) -> None:
    monthly_return = make_return(cast.east, MAY, {"union_new": 1}, state=state, by=cast.chair)
    with pytest.raises(ReturnClosed) as refused:
        save(monthly_return, cast.clerk, union_new="9")
    assert "数据已锁定" in str(refused.value) and str(cast.chair) in str(refused.value)
    assert entries(monthly_return)["union_new"] == Entry(Decimal(1)) and log(monthly_return) == []


@pytest.mark.parametrize(
    "person", ["west_clerk", "stat", "leader", "dept", "liaison", "auditor", "sys_admin", "other_clerk", "west_chair"]
)
def test_nobody_types_anothers_figures(cast: Cast, may: MonthlyReturn, person: str) -> None:
    with pytest.raises(PermissionDenied):
        save(may, getattr(cast, person), union_new="1")
    assert not Figure.objects.exists() and not FigureChange.objects.exists()


@pytest.mark.parametrize(
    ("place", "person"),
    [("east", "clerk"), ("east", "chair"), ("county", "stat"), ("county", "dept"), ("plant", "liaison")],
)
def test_those_who_record_type_their_own(cast: Cast, place: str, person: str) -> None:
    monthly_return = make_return(getattr(cast, place), MAY)
    assert save(monthly_return, getattr(cast, person), union_new="1").saved == {"union_new": "1"}


def test_a_returned_return_is_open_again(cast: Cast) -> None:
    monthly_return = make_return(cast.east, MAY, state=State.RETURNED)
    assert save(monthly_return, cast.clerk, union_new="1").saved == {"union_new": "1"}


def test_a_save_costs_the_same_however_many_cells(
    cast: Cast, may: MonthlyReturn, django_assert_num_queries: Any
) -> None:
    """Two of the queries are the savepoint of the test's own transaction."""
    codes = [i.code for i in Indicator.objects.all() if not i.is_computed]
    with django_assert_num_queries(8):
        save(may, cast.clerk, union_new="1")
    with django_assert_num_queries(8):
        assert len(save(may, cast.clerk, **dict.fromkeys(codes, "1")).saved) == len(codes) > 150
    with django_assert_num_queries(5):
        save(may, cast.clerk, union_new="1")
    with django_assert_num_queries(9):
        save(may, cast.clerk, union_new="2", member_new="", member_reduced="x")


@pytest.mark.parametrize(("text", "entry"), [("", None), ("  ", None), ("na", Entry(None)), ("/", Entry(None)),
                                             ("0", Entry(Decimal(0))), ("12家", Entry(Decimal(12)))])  # fmt: skip
def test_an_answer_is_read(text: str, entry: Entry | None) -> None:
    indicator = Indicator(code="x", name="某数", unit="家", kind="flow", decimals=0)
    assert read_entry(text, indicator) == entry
