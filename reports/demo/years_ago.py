"""What did the unions report before the demo begins? A whole year taken in as history, so that a term has its years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from members.models import Union, User
from members.months import shift, year_of
from reports.arithmetic import Entry
from reports.bases import Base, take_in_base
from reports.demo.figures import Maker, shapes
from reports.demo.places import Place
from reports.models import Indicator

#: What is left of a year's income before the demo begins, against what was there when it begins.
SAVED = Decimal("0.3")
OPENED, INCOME, SPENT = "fund_open", "fund_income", "fund_expense"


def take_in_year(union: Union, place: Place, own: Maker, indicators: Sequence[Indicator], *, by: User) -> None:
    """Write the year before the maker's first month, in one sum as a paper would state it."""
    year = own.months[0].year - 1
    values = year_before(place, own, indicators)
    rows = [
        Base(each, Entry(None if each.code in place.na else values[each.code]))
        for each in indicators
        if each.code in values and not each.is_computed
    ]
    take_in_base(union, year, rows, by=by)


def year_before(place: Place, own: Maker, indicators: Iterable[Indicator]) -> dict[str, Decimal]:
    """The year as it adds up, or as it stood at its end; the next month carries on from it."""
    first = own.months[0]
    months = list(year_of(shift(first, -1)))
    known = {(code, first): own.cell(code, first) for code, shape in shapes().items() if shape.how == "carry"}
    maker = Maker(place, indicators, [*months, first], known)
    found = {}
    for code in shapes():
        adds = maker.catalogue[code].month_agg == "sum"
        found[code] = Decimal(sum(maker.cell(code, month) for month in (months if adds else months[-1:])))
    return found | _accounts(found, own.cell(OPENED, first))


def _accounts(found: dict[str, Decimal], closed: int) -> dict[str, Decimal]:
    """Expenses by which the year closes with what the next one opens with."""
    saved = round(closed * SAVED)
    total = found[INCOME] - saved
    parts = shapes()[SPENT].of
    shares = {code: Decimal(int(found[code] * total / found[SPENT])) for code in parts}
    shares[parts[-1]] += total - sum(shares.values())
    return {OPENED: Decimal(closed - saved), SPENT: total, **shares}
