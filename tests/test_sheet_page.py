"""A return prints as a sheet that says who filled it in and who signed."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from makers import make_return, signed_in

from reports.models import Indicator
from reports.views.sheet import sheet_of
from reports.workflow import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("reports.rules.open_findings", lambda *_: [])
    return make_return(cast.east, "2026-05", {"union_new": 3, "member_new": "na", "dispute_amount": "662815.5"})


def test_a_sheet_holds_every_answer_and_no_empty_row(cast: Any, filled: Any) -> None:
    rows = {row.name: row.value for section in sheet_of(filled).sections for row in section.rows}
    names = dict(Indicator.objects.values_list("code", "name"))
    assert rows[names["union_new"]] == "3" and rows[names["member_new"]] == "不适用"
    assert rows[names["dispute_amount"]] == "662815.5" and names["aid_persons"] not in rows


def test_names_and_date_appear_as_they_come(cast: Any, filled: Any) -> None:
    assert (sheet_of(filled).filler, sheet_of(filled).chair, sheet_of(filled).dated) == ("", "", "")
    advance(filled, "submit", by=cast.clerk)
    assert (sheet_of(filled).filler, sheet_of(filled).chair) == (str(cast.clerk), "")
    advance(filled, "sign", by=cast.chair)
    sheet = sheet_of(filled)
    assert sheet.chair == str(cast.chair) and sheet.dated
    advance(filled, "withdraw", by=cast.chair)
    advance(filled, "submit", by=cast.clerk)
    assert sheet_of(filled).chair == ""


def test_the_file_reads_back(cast: Any, filled: Any) -> None:
    answer = signed_in(cast.stat).get(f"/returns/{filled.pk}/sheet/")
    assert answer["Content-Type"] == "application/pdf" and "attachment" in answer["Content-Disposition"]
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
    ).stdout.decode()
    assert "662815.5" in text and "不适用" in text
