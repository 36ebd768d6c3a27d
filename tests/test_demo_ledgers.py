"""Do made-up ledgers, counted, give exactly the figures they were made for?"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from members.checkdigits import is_id_number
from members.ledgers.ledger import LEDGERS
from members.ledgers.member import Member
from members.models import Role, Union, User
from members.tables import read_table
from reports.demo.county import Schedule
from reports.demo.figures import FIXTURES, Maker
from reports.demo.ledgers import NOT_YET, differences, make_ledgers
from reports.demo.ledgers.members import BY_NUMBER
from reports.demo.ledgers.shares import divide, within
from reports.demo.places import Place
from reports.indicators.counting import count_month
from reports.loading.indicators import OPTIONAL, REQUIRED, load_indicators
from reports.models import Indicator

pytestmark = pytest.mark.django_db
LOAD = Path(__file__).resolve().parents[1] / "fixtures" / "reference" / "load"
REPORTS = [("andong-jan-aug", "庵东镇"), ("zhangqi-jan-aug", "掌起镇"), ("zhaoren-annual", "昭仁镇")]


def figures_of(name: str) -> dict[date, dict[str, Decimal]]:
    """A real report's figures by month, of the catalogue's own indicators."""
    known = set(Indicator.objects.values_list("code", flat=True))
    found: dict[date, dict[str, Decimal]] = defaultdict(dict)
    with (LOAD / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] in known:
                found[date.fromisoformat(f"{row['month']}-01")][row["code"]] = Decimal(row["value"])
    return found


def make_town(name: str) -> tuple[Union, User]:
    union = Union(code="T", name=f"{name}总工会", level="township", files_returns=True)
    union.save()
    union.place_under(None)
    return union, User.objects.create(username="clerk", full_name="某人", role=Role.TOWN_CLERK, union=union)


@pytest.mark.parametrize(("report", "name"), REPORTS)
def test_the_ledgers_of_a_real_report_count_to_its_figures(report: str, name: str) -> None:
    union, clerk = make_town(name)
    months = figures_of(report)
    made = make_ledgers(union, months, by=clerk)
    assert made.why == {} and differences(union, months, made.why) == []
    assert made.records == sum(ledger.model.objects.count() for ledger in LEDGERS.values())
    assert made.records == sum(ledger.model.history.count() for ledger in LEDGERS.values())


def test_andong_has_its_48_disputes() -> None:
    union, clerk = make_town("庵东镇")
    months = figures_of("andong-jan-aug")
    own = ("dispute_accepted", "dispute_injury", "dispute_amount")
    make_ledgers(
        union, {m: {c: v for c, v in f.items() if c.startswith("dispute")} for m, f in months.items()}, by=clerk
    )
    counts = [count_month(union, month) for month in months]
    assert [sum(each[code].value for each in counts if code in each) for code in own] == [48, 15, 662815]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_consistent_months_come_out_whatever_they_say(seed: int) -> None:
    load_indicators(read_table(FIXTURES / "county_indicators.csv", REQUIRED, OPTIONAL))
    dice = Random(seed)
    place = Place(f"R-{seed}", "某镇总工会", dice.choice((0.3, 0.7, 1.3)), "r")
    plan = Schedule(date(2026, dice.randint(5, 12), 21))
    maker = Maker(place, list(Indicator.objects.filter(enabled=True)), plan.months, {})
    months = {month: maker.month(month) for month in plan.months if month.year == 2026}
    union, clerk = make_town("某镇")
    made = make_ledgers(union, months, by=clerk, by_name=1500, today=plan.today)
    found = differences(union, months, made.why)
    assert {each.reason for each in found} <= {BY_NUMBER, NOT_YET}
    assert len([each for each in found if each.reason == NOT_YET]) <= 3 * len(months)


def test_what_contradicts_itself_is_told() -> None:
    union, clerk = make_town("某镇")
    month = date(2026, 5, 1)
    months = {month: {"dispute_accepted": Decimal(2), "dispute_persons": Decimal(3), "dispute_migrant": Decimal(7)}}
    made = make_ledgers(union, months, by=clerk, today=date(2026, 6, 1))
    (only,) = differences(union, months, made.why)
    assert (only.code, only.wanted, only.counted, only.reason) == ("dispute_migrant", 7, 3, "农民工多于涉及职工")


def test_members_have_numbers_that_nobody_was_given() -> None:
    union, clerk = make_town("某镇")
    make_ledgers(union, {date(2026, 5, 1): {"member_total": Decimal(30)}}, by=clerk, today=date(2026, 6, 1))
    numbers = [member.clear("id_number") for member in Member.objects.all()]
    assert len(numbers) == 30 == len(set(numbers))
    assert all(number.startswith("999999") and is_id_number(number, date(2026, 6, 1)) for number in numbers)


def test_shares_add_up_to_the_cent_and_keep_their_limits() -> None:
    for seed in range(200):
        dice = Random(seed)
        parts = dice.randint(1, 9)
        total = Decimal(dice.randint(0, 99999)) / 100
        assert sum(divide(total, parts, dice)) == total
        limits = [dice.randint(0, 9) for _ in range(parts)]
        most = dice.randint(0, sum(limits))
        shares = within(most, limits)
        assert sum(shares) == most and all(0 <= share <= limit for share, limit in zip(shares, limits, strict=True))
