"""A ledger goes out as a workbook and comes back: what was read is what was written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ledger_sheets import export, imported, make_dispute, make_workbook

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.models import BatchState

DISPUTES = LEDGERS["dispute_case"]


def test_what_was_exported_and_comes_back_changes_nothing(cast):
    for number in range(3):
        values = {"claim_amount": Decimal("1200.55"), "applicant": "张三丰", "summary": "=1+1", "persons": 3}
        keep(DISPUTES, make_dispute(cast.east, case_no=f"调{number}", **values), by=cast.clerk)
    plan = imported(DISPUTES, export(DISPUTES, cast.clerk), cast.clerk)
    assert plan.problems == []
    assert [entry.fate for entry in plan.entries] == ["same"] * 3
