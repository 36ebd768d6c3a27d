"""Can a reader of what is published find out a count of one or two? An adversary tries every number there may be."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.summaries.small_numbers import HIDDEN, SMALL, is_small, withheld

#: A whole of two parts, the first of which is itself a whole of three.
NAMES = ("all", "first", "a", "b", "c", "second")
SUMS = (("all", ("first", "second")), ("first", ("a", "b", "c")))


def county(a: int, b: int, c: int, second: int) -> dict[str, int]:
    return {"all": a + b + c + second, "first": a + b + c, "a": a, "b": b, "c": c, "second": second}


def possible(cells: dict[str, int], marks: dict[str, str]) -> dict[str, set[int]]:
    """For each withheld cell every number it may have, by trying all counties that read the same."""
    found: dict[str, set[int]] = {name: set() for name in marks}
    most = max(cells.values()) + 4
    ranges = []
    for name in ("a", "b", "c", "second"):
        mark = marks.get(name)
        ranges.append([cells[name]] if not mark else range(3) if mark == SMALL else range(most))
    for a, b, c, second in product(*ranges):
        other = county(a, b, c, second)
        if all(
            other[name] == cells[name] if name not in marks else marks[name] == HIDDEN or other[name] < 3
            for name in NAMES
        ):
            for name in marks:
                found[name].add(other[name])
    return found


@settings(max_examples=100)
@given(*[st.integers(0, 5)] * 4)
def test_every_withheld_number_may_be_another(a: int, b: int, c: int, second: int) -> None:
    cells = county(a, b, c, second)
    marks = withheld(cells, SUMS)
    assert {name for name, number in cells.items() if is_small(number)} <= set(marks)
    for name, numbers in possible(cells, marks).items():
        assert cells[name] in numbers
        if is_small(cells[name]):
            assert len(numbers) >= 2, (cells, marks, name)


@settings(max_examples=200)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_a_mark_says_what_is_true_and_nothing_is_withheld_without_need(parts: list[int]) -> None:
    names = tuple(f"part{place}" for place in range(len(parts)))
    cells = dict(zip(names, parts, strict=True)) | {"whole": sum(parts)}
    marks = withheld(cells, [("whole", names)])
    for name, mark in marks.items():
        assert (mark == SMALL) == (cells[name] < 3)
    if not any(map(is_small, cells.values())):
        assert marks == {}


def test_one_small_part_takes_another_with_it() -> None:
    cells = {"whole": 60, "a": 1, "b": 9, "c": 50}
    assert withheld(cells, [("whole", ("a", "b", "c"))]) == {"a": SMALL, "b": HIDDEN}


def test_two_parts_at_their_most_are_not_told_by_their_sum() -> None:
    assert withheld({"whole": 4, "a": 2, "b": 2}, [("whole", ("a", "b"))]) == {"a": SMALL, "b": SMALL, "whole": HIDDEN}


def test_two_small_parts_that_may_change_places_are_enough() -> None:
    assert set(withheld({"whole": 12, "a": 1, "b": 1, "c": 10}, [("whole", ("a", "b", "c"))])) == {"a", "b"}


def test_three_is_not_small_and_nought_is_nobody() -> None:
    assert withheld({"whole": 3, "a": 3, "b": 0}, [("whole", ("a", "b"))]) == {}
