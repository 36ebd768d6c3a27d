"""The demo county as of today: which month stands where, and everything written into an empty database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from members.models import Union
from members.months import shift
from members.tables import read_table
from reports.demo.figures import FIXTURES, Maker, reported
from reports.demo.history import Sheet, write
from reports.demo.kinds import write_kinds
from reports.demo.papers import write_summaries
from reports.demo.places import COUNTY, TOWNSHIPS, Cast, Place, settle
from reports.demo.review import PART_FILLED, Review, explain
from reports.demo.standing import keep_ledgers
from reports.demo.years_ago import take_in_year
from reports.loading.indicators import OPTIONAL, REQUIRED, load_indicators
from reports.models import Indicator, State, Target

#: How the month whose deadline has passed last stands, township by township; the others have it approved.
STANDING = {"YL-02": State.RETURNED, "YL-03": State.SUBMITTED, "YL-04": State.REPORTED, "YL-06": State.DRAFT}
#: This township has not even begun it.
SILENT = "YL-05"
#: The newcomer's township: all months approved, this month open and empty.
OPEN = "YL-01"
#: What the year is to bring: indicator → by how much more than the year before (percent).
TARGETS = {
    "union_new": 10, "member_new": 10, "contract_wage_new": 5, "training_persons": 8, "migrant_training_persons": 8,
    "law_events": 5, "culture_count": 5, "warm_raised": 5, "competition_count": 5, "suggestion_adopted": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Schedule:
    """The months of the demo: all of last year up to this month; `last_due` is the one whose deadline passed last."""

    today: date

    @property
    def this(self) -> date:
        return self.today.replace(day=1)

    @property
    def last_due(self) -> date:
        return shift(self.this, -1 if self.today.day > 5 else -2)

    @property
    def months(self) -> list[date]:
        """January of last year up to this month."""
        first = date(self.this.year - 1, 1, 1)
        return [shift(first, number) for number in range(12 + self.this.month)]

    def kept(self, code: str) -> list[date]:
        """The months for which a township keeps ledgers: those of the year that is due, up to what is known."""
        last = self.this if code == OPEN else self.last_due
        return [month for month in self.months if date(self.last_due.year, 1, 1) <= month <= last]

    def state(self, code: str, month: date) -> State | None:
        """How a union's month stands; None while it is not begun."""
        if month < self.last_due:
            return State.APPROVED
        if code == OPEN:
            return State.DRAFT if month == self.this else State.APPROVED
        if month > self.last_due:
            return None
        return None if code == SILENT else STANDING.get(code, State.APPROVED)


def schedule() -> Schedule:
    """The schedule of today in Asia/Shanghai."""
    return Schedule(timezone.localdate())


@transaction.atomic
def load_county(plan: Schedule) -> Cast:
    """Write the whole county into a database that has no union yet."""
    load_indicators(read_table(FIXTURES / "county_indicators.csv", REQUIRED, OPTIONAL))
    cast = settle()
    indicators = list(Indicator.objects.filter(enabled=True))
    sheets: list[Sheet] = []
    kept: dict[str, dict[date, Mapping[str, Decimal | None]]] = {}
    yearly: dict[str, dict[str, Decimal]] = {}
    for place in (COUNTY, *TOWNSHIPS):
        union = cast.towns.get(place.code, cast.county)
        own = maker_of(place, indicators, plan)
        sheets += [sheet for month in plan.months if (sheet := _sheet(union, own, month, plan))]
        yearly[place.code] = _year_before(own, plan)
        take_in_year(union, place, own, indicators, by=cast.people["xian_tongji"])
        if place.code in cast.towns:
            kept[place.code] = {month: own.month(month) for month in plan.kept(place.code)}
    returns = write(sheets, {i.code: i for i in indicators}, cast)
    targets = _set_targets(cast, yearly, {i.code: i for i in indicators}, plan)
    keep_ledgers(kept, returns, cast, plan.today)
    explain(returns, sheets, indicators, targets, cast)
    Review(cast, plan.last_due, plan.today).leave()
    write_summaries(cast, plan.this, shift(plan.last_due, -1))
    write_kinds(cast, cast.towns[OPEN], plan.this, plan.last_due)
    return cast


def maker_of(place: Place, indicators: list[Indicator], plan: Schedule) -> Maker:
    """What makes this place's figures."""
    return Maker(place, indicators, plan.months, reported(place.code, plan.this))


def _sheet(union: Union, own: Maker, month: date, plan: Schedule) -> Sheet | None:
    state = plan.state(union.code, month)
    if state is None:
        return None
    if month == plan.this:
        return Sheet(union, month, state, {})
    values = own.month(month)
    if state == State.DRAFT:
        values = {code: value for code, value in values.items() if own.catalogue[code].section in PART_FILLED}
    return Sheet(union, month, state, values | Review.odd(union.code, month, plan.last_due, values))


def _year_before(own: Maker, plan: Schedule) -> dict[str, Decimal]:
    """What the flows with a target came to last year."""
    months = [month for month in plan.months if month.year < plan.this.year]
    return {code: Decimal(sum(own.cell(code, month) for month in months)) for code in TARGETS}


def _set_targets(
    cast: Cast, yearly: Mapping[str, Mapping[str, Decimal]], catalogue: Mapping[str, Indicator], plan: Schedule
) -> dict[tuple[str, int], dict[str, Decimal]]:
    """Targets a little above last year, rounded as an office would; the county's are the sum. By union and year."""
    rows: dict[str, dict[str, int]] = {
        code: {name: _rounded(int(done) * (100 + TARGETS[name]) // 100) for name, done in values.items()}
        for code, values in yearly.items()
    }
    rows[COUNTY.code] = {name: sum(values[name] for values in rows.values()) for name in TARGETS}
    Target.objects.bulk_create(
        Target(
            union=cast.towns.get(code, cast.county), indicator=catalogue[name], year=plan.this.year,
            target=Decimal(number), document=f"云工〔{plan.this.year}〕3号",
        )
        for code, values in rows.items()
        for name, number in values.items()
        if number
    )  # fmt: skip
    return {
        (code, plan.this.year): {name: Decimal(number) for name, number in values.items() if number}
        for code, values in rows.items()
    }


def _rounded(number: int) -> int:
    """Up to the next 1, 5, 50 or 1000, by size."""
    step = 1 if number < 20 else 5 if number < 200 else 50 if number < 5000 else 1000
    return -(-number // step) * step
