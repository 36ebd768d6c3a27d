"""Who sees a sealed field in the clear, and what is left behind each time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from makers import signed_in

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.models import Reveal

DISPUTES = LEDGERS["dispute_case"]
REASON = "核对申请人姓名"


def make_dispute(cast: Any) -> Any:
    record = DISPUTES.model(union=cast.east, accepted_on=date(2026, 5, 3), cause="pay", applicant="张三丰")
    keep(DISPUTES, record, by=cast.clerk)
    return record


def reveal(user: Any, record: Any, reason: str = REASON, field: str = "applicant") -> Any:
    url = reverse("record-reveal", args=["dispute_case", record.pk])
    return signed_in(user).post(url, {"field": field, "reason": reason}, REMOTE_ADDR="10.1.2.3")


def test_a_keeper_sees_it_once_and_a_row_stays(cast):
    record = make_dispute(cast)
    answer = reveal(cast.clerk, record)
    assert answer.status_code == 200 and "张三丰" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    row = Reveal.objects.get()
    assert (row.actor, row.ledger, row.record, row.field, row.reason, row.address) == (
        cast.clerk, "dispute_case", record.key, "applicant", REASON, "10.1.2.3")  # fmt: skip
    again = signed_in(cast.clerk).get(reverse("record-show", args=["dispute_case", record.pk])).content.decode()
    assert "张三丰" not in again
    past = signed_in(cast.clerk).get(reverse("record-history", args=["dispute_case", record.pk])).content.decode()
    assert REASON in past and "张三丰" not in past


@pytest.mark.parametrize(("reason", "shown"), [("核对姓名", False), ("核对姓名一", True), ("  核对姓名  ", False)])
def test_a_reason_of_five_characters_is_wanted(cast, reason, shown):
    answer = reveal(cast.clerk, make_dispute(cast), reason)
    assert ("张三丰" in answer.content.decode()) == shown == Reveal.objects.exists()
    assert answer.status_code == (200 if shown else 422)


def test_only_keepers_the_leader_and_the_department_of_the_section_are_let_in(cast):
    record = make_dispute(cast)
    answers = {name: reveal(getattr(cast, name), record).status_code for name in (
        "chair", "dept", "leader", "stat", "auditor", "liaison", "west_clerk", "sec_admin")}  # fmt: skip
    assert answers == {"chair": 200, "dept": 200, "leader": 200, "stat": 403, "auditor": 403, "liaison": 404,
                       "west_clerk": 404, "sec_admin": 404}  # fmt: skip
    cast.dept.sections = ["S01"]
    cast.dept.save()
    assert reveal(cast.dept, record).status_code == 403


def test_a_plain_or_empty_field_is_not_revealed(cast):
    record = make_dispute(cast)
    assert reveal(cast.clerk, record, field="case_no").status_code == 422
    assert reveal(cast.clerk, record, field="key").status_code == 422
    assert not Reveal.objects.exists()


def test_the_log_is_read_by_its_administrators_and_names_nobody(cast):
    reveal(cast.clerk, make_dispute(cast))
    for user in (cast.sec_admin, cast.log_admin):
        body = signed_in(user).get(reverse("reveal-log")).content.decode()
        assert "林填报" in body and REASON in body and "劳动争议台账" in body and "张三丰" not in body
    assert signed_in(cast.stat).get(reverse("reveal-log")).status_code == 403


def test_a_row_is_never_changed_or_removed(cast):
    reveal(cast.clerk, make_dispute(cast))
    row = Reveal.objects.get()
    for attempt in (row.save, row.delete, Reveal.objects.all().delete, lambda: Reveal.objects.update(reason="")):
        with pytest.raises(TypeError):
            attempt()
    assert Reveal.objects.get().reason == REASON
