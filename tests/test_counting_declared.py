"""What the ledgers say of a month: declarations against hand-made cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from makers import make_base

from members.ledgers.keeping import keep, void
from members.ledgers.ledger import LEDGERS
from reports.indicators.counting import count_month, counted_unions
from reports.indicators.declaration import DeclarationError, declare
from reports.models import Indicator

MAY = date(2026, 5, 1)
DISPUTES = LEDGERS["dispute_case"]


def make_dispute(cast, day=date(2026, 5, 3), by=None, union=None, **values):
    record = DISPUTES.model(union=union or cast.east, accepted_on=day, **({"cause": "pay"} | values))
    keep(DISPUTES, record, by=by or cast.clerk)
    return record


def values(union, month=MAY):
    return {code: count.value for code, count in count_month(union, month).items()}


def test_an_empty_ledger_says_nothing(cast):
    assert "dispute_accepted" not in count_month(cast.east, MAY)


def test_a_month_without_a_case_is_zero_where_the_year_has_one(cast):
    make_dispute(cast, date(2026, 3, 31))
    assert values(cast.east)["dispute_accepted"] == 0
    assert "dispute_accepted" not in count_month(cast.east, date(2026, 2, 1))


def test_the_first_and_the_last_day_belong_to_the_month(cast):
    for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1)):
        make_dispute(cast, day)
    assert values(cast.east)["dispute_accepted"] == 2


def test_sums_parts_and_outcomes_are_counted_by_their_own_days_and_codes(cast):
    make_dispute(cast, cause="work_injury", persons=3, migrant_persons=2, claim_amount=Decimal("1000.5"))
    make_dispute(cast, persons=2, claim_amount=Decimal("2000"))
    make_dispute(cast, date(2026, 4, 1), cause="insurance", method="mediation", result="settled",
                 closed_on=date(2026, 5, 2))  # fmt: skip
    make_dispute(cast, date(2026, 4, 2), method="negotiation", result="settled", closed_on=date(2026, 5, 2))
    counted = values(cast.east)
    assert counted["dispute_accepted"] == 2
    assert (counted["dispute_pay"], counted["dispute_injury"], counted["dispute_other"]) == (1, 1, 0)
    assert (counted["dispute_persons"], counted["dispute_migrant"]) == (5, 2)
    assert counted["dispute_amount"] == Decimal("3000.5")
    assert (counted["dispute_closed"], counted["dispute_mediated"], counted["dispute_settled"]) == (2, 1, 1)


def test_every_count_keeps_the_rows_it_is_made_of(cast):
    first, second = make_dispute(cast, persons=3), make_dispute(cast, persons=4)
    count = count_month(cast.east, MAY)["dispute_persons"]
    assert count.rows == ((first.pk, Decimal(3)), (second.pk, Decimal(4)))


def test_a_voided_record_is_not_counted(cast):
    make_dispute(cast)
    void(DISPUTES, make_dispute(cast), by=cast.clerk, reason="重复登记")
    assert values(cast.east)["dispute_accepted"] == 1


def test_rows_of_a_grassroots_union_count_with_its_township_until_it_files_itself(cast):
    make_dispute(cast, date(2026, 4, 5), union=cast.plant)
    make_dispute(cast, union=cast.plant)
    make_dispute(cast)
    assert values(cast.east)["dispute_accepted"] == 2
    type(cast.plant).objects.filter(pk=cast.plant.pk).update(files_returns=True, files_from=MAY)
    cast.plant.refresh_from_db()
    assert values(cast.east)["dispute_accepted"] == 1
    assert values(cast.plant)["dispute_accepted"] == 1
    assert values(cast.east, date(2026, 4, 1))["dispute_accepted"] == 1
    assert counted_unions(cast.plant, date(2026, 4, 1)) == []


def test_a_union_that_moved_counts_where_it_was_in_that_month(cast):
    make_dispute(cast, union=cast.plant)
    make_dispute(cast, date(2026, 6, 1), union=cast.plant)
    cast.plant.place_under(cast.west, since=date(2026, 6, 1))
    assert values(cast.east)["dispute_accepted"] == 1
    assert values(cast.west, date(2026, 6, 1))["dispute_accepted"] == 1
    assert "dispute_accepted" not in count_month(cast.west, MAY)


def test_one_query_reads_a_ledger_for_all_its_indicators(cast, django_assert_num_queries):
    make_base(cast.east, "又一家工会")
    for _ in range(3):
        make_dispute(cast)
    indicators = list(Indicator.objects.filter(ledger="dispute_case"))
    assert len(indicators) == 10
    # Where unions stood, who they are, which ledgers are kept, former values, the ledger.
    with django_assert_num_queries(5):
        count_month(cast.east, MAY, indicators)


@pytest.mark.parametrize(
    ("given", "column"),
    [
        (("disputes", "count", "in:accepted_on", ""), "ledger"),
        (("dispute_case", "sum", "in:accepted_on", ""), "measure"),
        (("dispute_case", "sum:cause", "in:accepted_on", ""), "measure"),
        (("dispute_case", "sum:nothing", "in:accepted_on", ""), "measure"),
        (("dispute_case", "count", "held", ""), "date"),
        (("dispute_case", "count", "in:cause", ""), "date"),
        (("dispute_case", "count", "in:accepted_on", "cause=wages"), "filters"),
        (("dispute_case", "count", "in:accepted_on", "cause>=pay"), "filters"),
        (("dispute_case", "count", "in:accepted_on", "case_no=1"), "filters"),
        (("dispute_case", "count", "in:accepted_on", "cause"), "filters"),
        (("dispute_case", "count", "in:accepted_on", "union.name.x=1"), "filters"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_column(given, column):
    with pytest.raises(DeclarationError) as refusal:
        declare(*given)
    assert refusal.value.column == column
