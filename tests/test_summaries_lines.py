"""The months of a report's figures as a line: the same sums as the totals, chosen by the officer; noughts gathered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from makers import Cast, make_cast, make_return, make_summary, signed_in

from members.models import Union
from members.months import Span, parse_period
from reports.blocks import Chart, Document, Table
from reports.documents import FORMATS
from reports.models import State, Summary
from reports.rollup import rollup
from reports.summaries import compose

pytestmark = pytest.mark.django_db

HALF = parse_period("2026H1")


@pytest.fixture
def world() -> Cast:
    """Two townships with half a year and the half-year before."""
    cast = make_cast()
    Union.objects.filter(pk=cast.county.pk).update(files_returns=False)
    for year, first in ((2025, 3), (2026, 5)):
        for month in range(1, 7):
            now = {"member_new": first + month, "aid_amount": 100 * month, "member_total": 900, "culture_count": 0}
            make_return(cast.east, f"{year}-{month:02}", now, state=State.APPROVED)
            if month != 4:
                make_return(cast.west, f"{year}-{month:02}", {"member_new": 10}, state=State.APPROVED)
    return cast


def lines(union: Union, span: Span = HALF, **options: object) -> list[Chart]:
    document = compose(union, span, **options).document  # type: ignore[arg-type]
    blocks = [block for section in document.sections for block in section.blocks]
    return [block for block in blocks if isinstance(block, Chart) and block.kind == "line"]


def test_the_months_of_a_line_add_up_to_the_totals(world: Cast) -> None:
    rolled = rollup(world.county, HALF)
    (chart,) = lines(world.county)
    now, before = ([getattr(p, side) for p in chart.points] for side in ("value", "against"))
    assert sum(Decimal(bound.value) for bound in now) == rolled.totals["member_new"].value == 101
    assert sum(Decimal(bound.value) for bound in before) == rolled.totals["member_new"].previous == 89
    assert [bound.first for bound in before] == [f"2025-0{month}" for month in range(1, 7)]
    assert chart.series == ("2026年", "2025年") and chart.notes == ("4月还有单位没有填报。",)


def test_a_line_is_of_approved_months_unless_it_is_provisional(world: Cast) -> None:
    world.east.returns.filter(month="2026-02-01").update(state=State.REPORTED)
    assert [point.value.value if point.value else "" for point in lines(world.east)[0].points][1] == ""
    assert lines(world.east, provisional=True)[0].points[1].value is not None


def test_the_officer_chooses_two_at_most_none_or_leaves_it(world: Cast) -> None:
    assert [chart.title for chart in lines(world.east)] == ["新发展会员各月情况"]
    assert lines(world.east, charts=[]) == []
    chosen = lines(world.east, charts=["aid_amount", "member_new", "union_new"])
    assert {chart.title for chart in chosen} == {"帮扶慰问资金（含物资折款）各月情况", "新发展会员各月情况"}
    assert lines(world.east, charts=["member_total", "membership_rate"]) == [], "stocks and rates are no flows"


def test_too_few_months_make_no_line_and_a_short_past_is_left_out(world: Cast) -> None:
    assert lines(world.east, parse_period("2026-05..2026-06")) == []
    world.east.returns.filter(month__year=2025, month__month__gt=2).delete()
    (chart,) = lines(world.east)
    assert all(point.against is None for point in chart.points)


def test_lines_cost_one_query_however_many(world: Cast, django_assert_num_queries: object) -> None:
    rolled = rollup(world.county, HALF)
    with django_assert_num_queries(1):  # type: ignore[operator]
        rolled.by_month(["member_new", "aid_amount"])


def test_the_choice_is_kept_with_the_letter(world: Cast) -> None:
    summary = make_summary(world.east, "2026-01", "2026-06", kind="half_year")
    client = signed_in(world.clerk)
    address = reverse("summary-letter", args=[summary.pk])
    client.post(address, {"first_chart": "aid_amount", "second_chart": "member_new"})
    assert Summary.objects.get(pk=summary.pk).charts == ["aid_amount", "member_new"]
    page = client.get(reverse("summary-edit", args=[summary.pk])).content.decode()
    assert "帮扶慰问资金（含物资折款）各月情况" in page and '<option value="aid_amount" selected>' in page
    client.post(address, {"first_chart": "none", "second_chart": "none"})
    assert Summary.objects.get(pk=summary.pk).charts == []
    client.post(address, {"first_chart": "auto", "second_chart": "none"})
    assert Summary.objects.get(pk=summary.pk).charts is None
    assert client.post(address, {"first_chart": "member_total"}).status_code == 422


def tables(document: Document) -> list[Table]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Table)]


def test_noughts_of_both_years_stand_in_one_line_below_their_table_in_every_file(world: Cast) -> None:
    noughts = {"dispute_accepted": 0, "dispute_persons": 0, "law_letters": 0, "dispute_closed": 4}
    for year in (2025, 2026):
        make_return(world.mill, f"{year}-06", noughts, state=State.APPROVED)
    type(world.mill).objects.filter(pk=world.mill.pk).update(files_returns=True)
    document = compose(type(world.mill).objects.get(pk=world.mill.pk), HALF).document
    table = next(each for each in tables(document) if "争议" in each.title)
    assert [row[0].text for row in table.rows if row[2].text == "0"] == []
    line = next(note for note in table.notes if "均为零" in note)
    assert line.startswith("以下指标本期和上年同期均为零：“受理劳动争议件数”“") and "”。" in line
    assert line in FORMATS["txt"].render(document).decode()
    assert "办结" in table.rows[0][0].text


def test_a_nought_that_fell_or_has_a_target_or_stands_alone_keeps_its_row(world: Cast) -> None:
    table = next(each for each in tables(compose(world.east, HALF).document) if "文体" in each.title)
    assert [(row[0].text, row[2].text) for row in table.rows] == [("文体活动场次", "0")] and table.notes == ()
