"""Does the statement in the database add up as the oracle does, in made-up worlds, for every node of the tree?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import make_base, make_county, make_township
from oracle import Oracle, World, as_fraction, differences
from worlds import SPANS, Worlds, make_world

from members.models import Union
from members.months import Span
from reports import figures_sql
from reports.arithmetic import Definition
from reports.checking import totals as checking
from reports.models import Figure, Indicator, MonthlyReturn, State
from reports.models.indicator import definitions
from reports.rollup import in_force, rollup

CODES = (
    "member_new", "contract_new", "competition_count", "member_total", "contract_wage", "dispute_mediated",
    "dispute_settled", "mediation_rate", "employee_total", "membership_rate", "fund_open", "fund_income",
    "fund_expense", "fund_close", "employer_should", "employer_organized", "unorganized_total", "x_net",
)  # fmt: skip
STATED = ("mediation_rate", "membership_rate", "fund_close", "unorganized_total", "x_net")
DATABASE = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SEEDED = st.builds(
    lambda seed, units, density: (seed, make_world(seed, units, density, CODES)),
    st.integers(0, 2**32), st.integers(1, 6), st.sampled_from([0.1, 0.5, 1.0]),
)  # fmt: skip


@pytest.fixture
def county(db: None) -> Union:
    """A county whose first township has a filing union below it; further units are townships."""
    Indicator.objects.create(
        code="x_net", name="净增会员", unit="人", kind="flow", month_agg="sum", section="S02",
        terms="+member_new -dispute_mediated",
    )  # fmt: skip
    return make_county(files_returns=False)


def make_units(county: Union, count: int) -> list[Union]:
    units: list[Union] = []
    for number in range(count):
        below = number == 1
        make, parent = (make_base, units[0]) if below else (make_township, county)
        units.append(make(parent, f"第{number}单位", files_returns=True))
    return units


def store(world: Worlds, units: list[Union], seed: int) -> tuple[World, World]:
    """Write a world; what is approved of it (three months in four), and all of it, both by the units' ids."""
    random = Random(seed)
    ids = {indicator.code: indicator.pk for indicator in Indicator.objects.filter(code__in=CODES)}
    approved: Worlds = {unit.pk: {} for unit in units}
    everything: Worlds = {unit.pk: {} for unit in units}
    returns, figures = [], []
    for unit, months in zip(units, world.values(), strict=True):
        for month, answers in months.items():
            state = State.APPROVED if random.random() < 0.75 else random.choice(list(State))
            everything[unit.pk][month] = answers
            if state == State.APPROVED:
                approved[unit.pk][month] = answers
            returns.append(MonthlyReturn(union=unit, month=month, state=state))
    MonthlyReturn.objects.bulk_create(returns)
    for each in returns:
        for code, answer in everything[each.union_id][each.month].items():
            value = None if answer is None else Decimal(answer.numerator) / Decimal(answer.denominator)
            figures.append(
                Figure(monthly_return=each, indicator_id=ids[code], value=value, not_applicable=value is None)
            )
    Figure.objects.bulk_create(figures)
    return approved, everything


def below(world: World, units: list[Union], root: Union) -> World:
    return {unit.pk: world[unit.pk] for unit in units if unit.path.startswith(root.path)}


def catalogue(span: Span) -> list[Definition]:
    return [definition for definition in definitions(in_force(span)) if definition.code in CODES]


def wrong_totals(root: Union, world: World, span: Span, *, provisional: bool) -> list[str]:
    found, oracle = rollup(root, span, provisional=provisional), Oracle(world, catalogue(span), span)
    before = Oracle(world, catalogue(span), span.previous)
    lines = [line for code in CODES for line in differences(found.totals[code], oracle.total(code))]
    for code in ("member_new", "member_total", "fund_close", "unorganized_total", "x_net"):
        if as_fraction(found.totals[code].previous) != before.total(code).value:
            lines.append(f"{code} previous: {found.totals[code].previous} instead of {before.total(code).value}")
    end = Oracle(world, catalogue(span), span.year_before).total("member_total").value
    if as_fraction(found.totals["member_total"].base) != end:
        lines.append(f"member_total base: {found.totals['member_total'].base} instead of {end}")
    return lines


@DATABASE
@given(SEEDED, SPANS, st.booleans())
def test_the_database_adds_up_as_the_oracle_does(
    county: Union, seeded: tuple[int, Worlds], span: Span, provisional: bool
) -> None:
    seed, world = seeded
    with transaction.atomic():
        units = make_units(county, len(world))
        approved, everything = store(world, units, seed)
        counted = everything if provisional else approved
        for root in (county, units[0], units[-1]):
            assert wrong_totals(root, below(counted, units, root), span, provisional=provisional) == []
        transaction.set_rollback(True)


@settings(DATABASE, max_examples=6)
@given(SEEDED)
def test_a_moved_unit_changes_both_parents_and_not_the_grand_total(county: Union, seeded: tuple[int, Worlds]) -> None:
    seed, world = seeded
    year = Span(date(2025, 1, 1), date(2025, 12, 1))
    with transaction.atomic():
        units = [*make_units(county, len(world)), make_township(county, "新镇")]
        approved, _everything = store(world, units[:-1], seed)
        before = {code: rollup(county, year).totals[code].value for code in CODES}
        mover, target = units[0], units[-1]
        mover.place_under(target)
        for unit in units:
            unit.refresh_from_db()
        assert {code: rollup(county, year).totals[code].value for code in CODES} == before
        moved = {**below(approved, units[:-1], target), target.pk: {}}
        assert wrong_totals(target, moved, year, provisional=False) == []
        transaction.set_rollback(True)


@settings(DATABASE, max_examples=4)
@given(SEEDED)
def test_the_cross_check_finds_nothing_in_a_sound_database(county: Union, seeded: tuple[int, Worlds]) -> None:
    seed, world = seeded
    with transaction.atomic():
        store(world, make_units(county, len(world)), seed)
        assert list(checking.disagreements()) == []
        transaction.set_rollback(True)


BENT = {
    "the last month is left out": ("between s.first_month and s.last_month", "< s.last_month"),
    "a stock is its first statement": ("then -rr.ord else rr.ord end", "then -rr.ord else -rr.ord end"),
    "noughts are not counted": ("sum(f.value), null", "nullif(sum(f.value), 0), null"),
    "every month counts as due": ("then rr.quarter else rr.half_year end", "then 1 else 1 end"),
    "not applicable is nought": ("sum(f.value), null", "sum(coalesce(f.value, 0)), null"),
    "drafts are counted": ("{approved}", ""),
}


@pytest.mark.parametrize("bug", BENT)
def test_a_bent_statement_is_found(county: Union, bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right, bent = BENT[bug]
    for name in ("STATEMENT", "ORDER", "IS_DUE", "COUNTS"):
        monkeypatch.setattr(figures_sql, name, getattr(figures_sql, name).replace(right, bent))
    due = figures_sql.IS_DUE
    monkeypatch.setattr(figures_sql, "COUNTS", f"count(case when {due} = 1 then f.value end), sum({due})")
    value = f"(array_agg(f.value order by {figures_sql.ORDER} desc))[1]"
    approximate = value.replace("f.value order", "f.approximate order")
    monkeypatch.setitem(figures_sql.DIALECT, "postgresql", {"value": value, "approximate": approximate})
    found = []
    for seed in range(12):
        with transaction.atomic():
            world = make_world(seed, 3, 0.7, CODES)
            units = make_units(county, len(world))
            approved, _ = store(world, units, seed)
            span = Span(date(2024, 1, 1), date(2025, 1 + seed % 6, 1))
            found += wrong_totals(county, below(approved, units, county), span, provisional=False)
            transaction.set_rollback(True)
        if found:
            break
    assert found, connection.vendor
