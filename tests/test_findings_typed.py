"""Which rules speak while a return is being typed, to whom, and what does asking cost?"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from makers import Cast, make_return, signed_in

from reports import rules
from reports.models import Counted, Indicator
from reports.monthly import CellInput, save_cells
from reports.reasons import explain

pytestmark = pytest.mark.django_db


def typed(monthly_return: Any) -> list[str]:
    return [finding.rule for finding in rules.typed_findings(monthly_return)]


def test_rules_within_the_return_speak(cast: Cast) -> None:
    values = {"member_total": 50, "employee_total": 40, "member_female": 60}
    assert typed(make_return(cast.east, "2026-05", values)) == ["A01", "A06", "C16"]


def test_what_is_missing_is_left_to_the_check(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"union_enterprise": 3})
    assert typed(monthly_return) == []
    assert {"B10", "C22"} <= {finding.rule for finding in rules.check_return(monthly_return)}


def test_other_months_are_left_to_the_check(cast: Cast) -> None:
    make_return(cast.east, "2026-04", {"union_total": 100}, state="approved")
    monthly_return = make_return(cast.east, "2026-05", {"union_total": 10, "union_new": 0, "union_revoked": 0})
    assert typed(monthly_return) == []
    assert {"B01", "C03"} <= {finding.rule for finding in rules.check_return(monthly_return)}


def test_whatever_is_said_while_typing_is_said_at_the_check_in_the_same_words(cast: Cast) -> None:
    make_return(cast.east, "2026-04", {"member_total": 50}, state="approved")
    values = {
        "member_total": 50, "employee_total": 40, "member_female": 60, "dispute_accepted": 0, "dispute_persons": 4,
        "warm_persons": 20, "warm_amount": 12, "contract_wage": 3, "contract_wage_units": 0,
    }  # fmt: skip
    monthly_return = make_return(cast.east, "2026-05", values)
    now, then = rules.typed_findings(monthly_return), rules.check_return(monthly_return)
    assert len(now) > 4 and [finding for finding in now if finding not in then] == []


def test_a_figure_that_differs_from_its_ledger_speaks(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 20})
    Counted.objects.create(
        monthly_return=monthly_return,
        indicator=Indicator.objects.get(code="member_total"),
        value=18,
        rows=b"",
        at=timezone.now(),
    )
    assert typed(monthly_return) == ["B08"]


def test_the_answer_names_cells_words_and_counts(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 30, "employee_total": 20, "member_female": 31})
    answer = signed_in(cast.clerk).get(f"/returns/{monthly_return.pk}/findings/").json()
    women = "女会员数（31人）大于会员人数（30人），请核对。"
    members = "会员人数（30人）大于已建会单位职工人数（20人）。如含保留会籍的下岗、退休会员，请剔除或填写说明。"
    assert answer == {
        "cells": {
            "member_female": [{"severity": "error", "message": women}],
            "member_total": [{"severity": "warning", "message": members}],
        },
        "related": ["employee_total", "member_total"],
        "errors": 1,
        "warnings": 1,
    }


def test_a_warning_already_explained_is_not_asked_again_until_the_numbers_change(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 50, "employee_total": 40})
    explain(monthly_return, ["A06:member_total"], "含保留会籍的退休会员", by=cast.clerk)
    client, url = signed_in(cast.clerk), f"/returns/{monthly_return.pk}/findings/"
    assert client.get(url).json()["warnings"] == 0
    save_cells(monthly_return, {"member_total": CellInput("51")}, by=cast.clerk)
    assert list(client.get(url).json()["cells"]) == ["member_total"]


def test_after_a_check_everything_is_answered(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"union_enterprise": 3})
    answer = signed_in(cast.clerk).get(f"/returns/{monthly_return.pk}/findings/?checked=1").json()
    assert "未填写" in answer["cells"]["member_total"][0]["message"]
    assert answer["errors"] == sum(finding.blocks for finding in rules.check_return(monthly_return))


@pytest.mark.parametrize(
    ("role", "status"), [("chair", 200), ("west_clerk", 404), ("other_stat", 404), ("stat", 403), ("leader", 403)]
)
def test_only_who_types_the_figures_is_answered(cast: Cast, role: str, status: int) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 50})
    assert signed_in(getattr(cast, role)).get(f"/returns/{monthly_return.pk}/findings/").status_code == status


def test_asking_costs_nine_queries_and_saving_not_one_more(cast: Cast, django_assert_num_queries: Any) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 50, "member_female": 60})
    client, url = signed_in(cast.clerk), f"/returns/{monthly_return.pk}/findings/"
    client.get(url)  # the session is renewed now and then
    with django_assert_num_queries(9):  # session, user, union, return, catalogue, figures, limits, counts, reasons
        client.get(url)
    body = {"cells": {"member_total": {"text": "55", "was": "50"}}}
    with django_assert_num_queries(10):  # the eight of saving and the two ends of its transaction
        client.post(f"/returns/{monthly_return.pk}/save/", body, content_type="application/json")
