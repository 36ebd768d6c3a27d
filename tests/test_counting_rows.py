"""Down to the rows: a number opens to the records it was counted from, as they stood when it was sent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from makers import make_return, signed_in

from members.ledgers.keeping import keep, void
from members.ledgers.ledger import LEDGERS
from reports.following import follow_ledgers
from reports.indicators.standing import store_counts
from reports.models import State

DISPUTES = LEDGERS["dispute_case"]


def make_dispute(cast: Any, **values: Any) -> Any:
    record = DISPUTES.model(union=cast.east, accepted_on=date(2026, 5, 3), **({"cause": "pay"} | values))
    keep(DISPUTES, record, by=cast.clerk)
    return record


@pytest.fixture
def sent(cast: Any) -> Any:
    """May of 东港镇, approved, with two disputes of five people counted."""
    may = make_return(cast.east, "2026-05")
    first = make_dispute(cast, case_no="调-1", persons=2)
    second = make_dispute(cast, case_no="调-2", persons=3)
    follow_ledgers(may, by=cast.clerk)
    store_counts(may, freeze=True)
    type(may).objects.filter(pk=may.pk).update(state=State.APPROVED)
    may.refresh_from_db()
    return may, first, second


def rows_page(user: Any, code: str = "dispute_persons", **query: str) -> str:
    client = signed_in(user)
    response = client.get(reverse("figure-rows", args=[code]), {"period": "2026", **query})
    assert response.status_code == 200
    return response.content.decode()


def test_two_clicks_lead_from_a_total_to_its_rows(cast: Any, sent: Any) -> None:
    client = signed_in(cast.stat)
    page = client.get(reverse("rollup"), {"period": "2026-05"}).content.decode()
    assert reverse("rollup-cell", args=["dispute_persons"]) in page
    cell = client.get(reverse("rollup-cell", args=["dispute_persons"]), {"period": "2026-05"}).content.decode()
    assert f"{reverse('figure-rows', args=['dispute_persons'])}?union={cast.east.code}&amp;period=2026-05" in cell
    rows = rows_page(cast.stat, union=cast.east.code, period="2026-05")
    assert "调-1" in rows and "调-2" in rows and "<dd>5 人</dd>" in rows and "2 条" in rows


def test_rows_stand_as_they_did_when_the_month_was_sent(cast: Any, sent: Any) -> None:
    _, first, second = sent
    first.case_no, first.persons = "改-1", 9
    keep(DISPUTES, first, by=cast.clerk)
    void(DISPUTES, second, by=cast.clerk, reason="重复登记")
    page = rows_page(cast.stat)
    assert "调-1" in page and "改-1" not in page and "已修改" in page and "已作废" in page
    assert "<dd>5 人</dd>" in page


def test_a_record_corrected_before_the_month_was_sent_stands_as_it_was_sent(cast: Any, sent: Any) -> None:
    may, _, second = sent
    second.case_no = "调-2甲"  # from here its last version in the history has another number than the record
    keep(DISPUTES, second, by=cast.clerk)
    store_counts(may, freeze=True)
    second.case_no = "调-2乙"
    keep(DISPUTES, second, by=cast.clerk)
    page = rows_page(cast.stat)
    assert "调-2甲" in page and "调-2乙" not in page and "已修改" in page


def test_a_drift_is_named_on_the_return_and_in_one_list(cast: Any, sent: Any) -> None:
    may, first, _ = sent
    client = signed_in(cast.clerk)
    assert "没有变动" in client.get(reverse("drift-list")).content.decode()
    void(DISPUTES, first, by=cast.clerk, reason="重复登记")
    assert "台账现为 3" in client.get(reverse("return-review", args=[may.pk])).content.decode()
    listed = client.get(reverse("drift-list")).content.decode()
    assert "争议涉及职工人数" in listed and '<b class="mark-amber">3</b>' in listed
    assert "争议涉及职工人数" in signed_in(cast.stat).get(reverse("drift-list")).content.decode()
    assert "争议涉及职工人数" not in signed_in(cast.west_clerk).get(reverse("drift-list")).content.decode()


def test_a_record_dated_into_a_sent_month_never_changes_its_figure(cast: Any, sent: Any) -> None:
    may = sent[0]
    make_dispute(cast, persons=4)
    assert follow_ledgers(may, by=cast.clerk) == {}
    assert may.figures.get(indicator__code="dispute_persons").value == 5
    assert "台账现为 9" in signed_in(cast.clerk).get(reverse("return-review", args=[may.pk])).content.decode()


def test_a_number_nobody_counted_says_so(cast: Any, sent: Any) -> None:
    assert "这个数后面没有台账记录" in rows_page(cast.clerk, "training_count")
    assert "请打开各项看记录" in rows_page(cast.clerk, "mediation_rate")


def test_the_entry_page_shows_the_count_beside_what_is_typed(cast: Any) -> None:
    may = make_return(cast.east, "2026-05")
    make_dispute(cast)
    page = signed_in(cast.clerk).get(reverse("return-edit", args=[may.pk])).content.decode()
    assert 'title="台账记录">台账 1</a>' in page
    assert may.figures.get(indicator__code="dispute_accepted").value == 1
