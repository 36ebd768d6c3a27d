"""Two people in one return: nobody's number is overwritten unseen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from makers import Cast, make_figures, make_return

from reports.arithmetic import Entry
from reports.models import FigureChange, MonthlyReturn
from reports.monthly import CellInput, Conflict, Saved, entries, save_cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def may(cast: Cast) -> MonthlyReturn:
    """A return in which the clerk has typed 5; the chair has then made it 7."""
    monthly_return = make_return(cast.east, "2026-05")
    save_cells(monthly_return, {"union_new": CellInput("5")}, by=cast.clerk)
    save_cells(monthly_return, {"union_new": CellInput("7", "5")}, by=cast.chair)
    return monthly_return


def save(cast: Cast, may: MonthlyReturn, **cells: tuple[str, str]) -> Saved:
    """The clerk types `code=(text, what the page showed)`."""
    return save_cells(may, {code: CellInput(text, was) for code, (text, was) in cells.items()}, by=cast.clerk)


def test_a_cell_that_changed_meanwhile_is_not_overwritten_and_both_are_named(cast: Cast, may: MonthlyReturn) -> None:
    saved = save(cast, may, union_new=("6", "5"))
    change = FigureChange.objects.order_by("id").last()
    assert change is not None and abs((timezone.now() - change.at).total_seconds()) < 60
    assert saved.conflicts == {"union_new": Conflict("7", "6", str(cast.chair), change.at)}
    assert (saved.saved, saved.errors, saved.version) == ({}, {}, 3)
    assert entries(may)["union_new"] == Entry(Decimal(7)) and FigureChange.objects.count() == 2


def test_the_other_cells_of_the_batch_are_saved(cast: Cast, may: MonthlyReturn) -> None:
    saved = save(cast, may, union_new=("6", "5"), member_new=("3", ""))
    assert saved.saved == {"member_new": "3"} and set(saved.conflicts) == {"union_new"}
    assert entries(may) == {"union_new": Entry(Decimal(7)), "member_new": Entry(Decimal(3))}


def test_whoever_types_the_same_number_is_in_no_conflict(cast: Cast, may: MonthlyReturn) -> None:
    saved = save(cast, may, union_new=("7", "5"))
    assert (saved.saved, saved.conflicts) == ({"union_new": "7"}, {})


def test_seeing_the_present_number_one_may_change_it(cast: Cast, may: MonthlyReturn) -> None:
    assert save(cast, may, union_new=("6", "7")).saved == {"union_new": "6"}


@pytest.mark.parametrize(("before", "shown"), [(0, ""), ("na", ""), ("na", "0"), (0, "不适用"), (12, "1")])
def test_nought_not_applicable_and_nothing_conflict_with_each_other(cast: Cast, before: object, shown: str) -> None:
    monthly_return = make_return(cast.east, "2026-04", {"member_new": before})
    saved = save(cast, monthly_return, member_new=("9", shown))
    assert saved.conflicts["member_new"].now == {"na": "不适用"}.get(str(before), str(before))
    assert saved.conflicts["member_new"].by == ""


def test_a_cell_emptied_meanwhile_is_a_conflict_too(cast: Cast, may: MonthlyReturn) -> None:
    save_cells(may, {"union_new": CellInput("", "7")}, by=cast.chair)
    saved = save(cast, may, union_new=("6", "7"))
    assert (saved.conflicts["union_new"].now, saved.conflicts["union_new"].by) == ("", str(cast.chair))


def test_emptying_a_cell_that_changed_is_a_conflict(cast: Cast, may: MonthlyReturn) -> None:
    assert save(cast, may, union_new=("", "5")).conflicts["union_new"].mine == ""
    assert entries(may)["union_new"] == Entry(Decimal(7))


def test_a_text_that_cannot_be_read_is_an_error_not_a_conflict(cast: Cast, may: MonthlyReturn) -> None:
    saved = save(cast, may, union_new=("许多", "5"))
    assert set(saved.errors) == {"union_new"} and saved.conflicts == {}


def test_an_approximation_added_meanwhile_is_a_conflict(cast: Cast, may: MonthlyReturn) -> None:
    save_cells(may, {"union_new": CellInput("7余", "7")}, by=cast.chair)
    assert save(cast, may, union_new=("8", "7")).conflicts["union_new"].now == "7余"


def test_a_cell_saved_without_having_been_seen_overwrites(cast: Cast, may: MonthlyReturn) -> None:
    """Files and commands have no page: what is there is replaced and logged."""
    saved = save_cells(may, {"union_new": CellInput("1")}, by=cast.clerk)
    last = FigureChange.objects.order_by("id").last()
    assert saved.saved == {"union_new": "1"} and last is not None and (last.old, last.new) == ("7", "1")


def test_cells_of_other_returns_do_not_matter(cast: Cast, may: MonthlyReturn) -> None:
    april = make_return(cast.east, "2026-04")
    make_figures(april, {"union_new": 99})
    assert save(cast, may, union_new=("6", "7")).conflicts == {}
    assert entries(april) == {"union_new": Entry(Decimal(99))}
