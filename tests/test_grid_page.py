"""Does the entry page work as a plain form, within its budget of queries, and for nobody else?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from browsing import make_catalogue, make_open_return, make_past, stored
from django.db import connection
from django.test.utils import CaptureQueriesContext
from makers import make_return, signed_in

from members.months import month_text, shift
from reports.locks import this_month
from reports.models import MonthlyReturn


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    make_catalogue()


def post(client: Any, monthly_return: MonthlyReturn, cells: dict[str, Any]) -> Any:
    return client.post(
        f"/returns/{monthly_return.pk}/save/", json.dumps({"cells": cells}), content_type="application/json"
    )


def test_the_form_saves_as_a_whole_without_script(cast: Any) -> None:
    monthly_return = make_open_return(cast.east, {"union_total": 30})
    answer = signed_in(cast.clerk).post(
        f"/returns/{monthly_return.pk}/",
        {"c-union_total": "31", "was-union_total": "30", "c-union_new": "/", "was-union_new": "", "c-member_total": ""},
    )
    assert answer.status_code == 302
    assert stored(monthly_return) == {"union_total": "31", "union_new": "不适用"}


def test_without_script_a_bad_value_comes_back_with_its_reason(cast: Any) -> None:
    monthly_return = make_open_return(cast.east)
    answer = signed_in(cast.clerk).post(
        f"/returns/{monthly_return.pk}/", {"c-union_total": "约20", "c-union_new": "3", "check": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="约20"' in page
    assert "<title>有 1 处问题" in page
    assert page.count("“约20”请填准确的数字") == 2
    assert stored(monthly_return) == {"union_new": "3"}


def test_a_batch_is_read_with_care(cast: Any) -> None:
    monthly_return = make_open_return(cast.east)
    client = signed_in(cast.clerk)
    bodies = ["", "[]", "{}", '{"cells": []}', '{"cells": {"union_total": "3"}}', '{"cells": {"a": {"text": 3}}}']
    for body in [*bodies, "[" * 100_000]:
        answer = client.post(f"/returns/{monthly_return.pk}/save/", body, content_type="application/json")
        assert answer.status_code == 400, body
    assert stored(monthly_return) == {}


def test_the_answer_says_what_became_of_each_cell(cast: Any) -> None:
    monthly_return = make_open_return(cast.east, {"union_new": 3})
    cells = {
        "union_total": {"text": "１２", "was": ""},
        "union_new": {"text": "5", "was": "4"},
        "member_total": {"text": "x", "was": ""},
        "no_such": {"text": "1"},
    }
    answer = post(signed_in(cast.clerk), monthly_return, cells).json()
    assert answer["saved"] == {"union_total": "12"}
    assert set(answer["errors"]) == {"member_total", "no_such"}
    assert answer["conflicts"]["union_new"]["now"] == "3"


def test_a_closed_return_refuses_typing_and_says_why(cast: Any) -> None:
    monthly_return = make_return(cast.east, this_month(), {"union_total": 3}, state="approved", by=cast.stat)
    answer = post(signed_in(cast.clerk), monthly_return, {"union_total": {"text": "4", "was": "3"}})
    assert answer.status_code == 409
    assert "数据已锁定" in answer.json()["closed"]
    assert stored(monthly_return) == {"union_total": "3"}


def test_strangers_find_nothing_and_readers_may_not_type(cast: Any) -> None:
    monthly_return = make_open_return(cast.east)
    for path in ("", "save/", "check/", "submit/"):
        assert signed_in(cast.west_clerk).post(f"/returns/{monthly_return.pk}/{path}").status_code == 404, path
        assert signed_in(cast.stat).post(f"/returns/{monthly_return.pk}/{path}").status_code == 403, path
    cells = {"union_total": {"text": "4", "was": ""}}
    assert post(signed_in(cast.west_clerk), monthly_return, cells).status_code == 404
    assert post(signed_in(cast.stat), monthly_return, cells).status_code == 403
    assert stored(monthly_return) == {}
    assert signed_in(cast.west_clerk).get(f"/returns/{monthly_return.pk}/note/union_total/").status_code == 404
    assert signed_in(cast.stat).get(f"/returns/{monthly_return.pk}/note/union_total/").status_code == 200


def queries(seen: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]


def test_reading_costs_nineteen_queries_and_saving_eight(cast: Any) -> None:
    for back in range(1, 14):
        make_past(cast.east, back, {"union_total": 30 + back, "union_new": 1})
    monthly_return = make_open_return(cast.east, {"union_total": 44, "union_enterprise": 3})
    client = signed_in(cast.clerk)
    client.get("/")
    with CaptureQueriesContext(connection) as reading:
        client.get(f"/returns/{monthly_return.pk}/")
    with CaptureQueriesContext(connection) as saving:
        cells = {"union_total": {"text": "45", "was": "44"}, "union_enterprise": {"text": "4", "was": "3"}}
        assert post(client, monthly_return, cells).status_code == 200
    # Seven of them ask whether ledgers have something to say, one which reports came back.
    assert len(queries(reading)) == 19, queries(reading)
    assert len(queries(saving)) == 8, queries(saving)


def test_a_month_is_opened_by_a_post_and_only_once(cast: Any) -> None:
    client = signed_in(cast.clerk)
    address = f"/returns/new/{month_text(this_month())}/"
    assert client.get(address).status_code == 302
    assert MonthlyReturn.objects.count() == 0
    first, second = client.post(address), client.post(address)
    assert first.url == second.url
    assert MonthlyReturn.objects.get().union == cast.east


def test_a_future_month_and_nonsense_are_refused(cast: Any) -> None:
    client = signed_in(cast.clerk)
    answer = client.post(f"/returns/new/{month_text(shift(this_month(), 1))}/", follow=True)
    assert "还没有到" in answer.content.decode()
    assert client.post("/returns/new/2026-13/").status_code == 404
    assert signed_in(cast.stat).post(f"/returns/new/{month_text(this_month())}/").status_code == 302
    assert signed_in(cast.leader).post(f"/returns/new/{month_text(this_month())}/").status_code == 403
    assert set(MonthlyReturn.objects.values_list("union", flat=True)) == {cast.county.pk}


def test_what_is_not_due_is_folded_and_opens_when_it_holds_something(cast: Any) -> None:
    monthly_return = make_return(cast.east, "2026-02", {"training_count": 2})
    page = signed_in(cast.clerk).get(f"/returns/{monthly_return.pk}/").content.decode()
    assert '<details class="sec rest-sec" id="s-S08" open>' in page
    assert '<details class="sec rest-sec" id="s-S15">' in page
    assert '<section class="sec" id="s-S01">' in page


def test_names_are_shown_as_text(cast: Any) -> None:
    from reports.models import Indicator

    Indicator.objects.filter(code="union_total").update(name='<script>alert(1)</script>"', aliases='"><u>')
    page = signed_in(cast.clerk).get(f"/returns/{make_open_return(cast.east).pk}/").content.decode()
    assert "<script>alert" not in page
    assert '"><u>' not in page
