"""Does everything sealed come under a new key, whenever the work is stopped?"""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from makers import make_cast
from racing import make_catalogue
from test_monthly_kills import dies_at

from members.ledgers.ledger import LEDGERS
from members.ledgers.member import Member
from members.models.sealed import Sealed
from members.resealing import BATCH, keys_in_use, reseal
from members.sealing import Unreadable, fingerprint, key_names, seal

OLD, NEW = b"\x01" * 32, b"\x02" * 32
ROWS = 1000


@pytest.fixture
def members(transactional_db: None) -> list[Member]:
    """A thousand members whose numbers are sealed with the old key, a tenth of them with a past."""
    make_catalogue()
    cast = make_cast()
    with override_settings(FIELD_KEYS=(OLD,)):
        rows = [
            Member(union=cast.east, name=f"会员{n}", id_number=number(n), phone=f"1380000{n:04}", id_print=printed(n))
            for n in range(ROWS)
        ]
        Member.objects.bulk_create(rows)
        for member in Member.objects.order_by("pk")[: ROWS // 10]:
            member.save()
    return list(Member.objects.order_by("pk"))


def number(n: int) -> str:
    return f"11010119900101{n:04}"


def printed(n: int) -> str:
    return fingerprint(number(n), "member.id_number")


def everything() -> list[tuple[str, str]]:
    """Whatever can be read, in the clear; raises Unreadable where something cannot."""
    rows: list[Any] = [*Member.objects.order_by("pk"), *Member.history.order_by("history_id")]
    return [(row.clear("id_number"), row.clear("phone")) for row in rows]


def test_a_thousand_rows_come_under_the_new_key_however_often_the_work_is_killed(members: list[Member]) -> None:
    with override_settings(FIELD_KEYS=(NEW, OLD)):
        before, died = everything(), 0
        assert len(before) == ROWS + ROWS // 10
        for statement in (1, 2, 3, 50, 150, 203, 204, 205, 300):
            died += dies_at(statement, reseal)
            assert everything() == before
        assert died >= 6
        assert keys_in_use() == set(key_names())  # some here, some there, all readable
        assert reseal().unreadable == []
        assert keys_in_use() == {key_names()[0]}
        assert reseal().rows == 0
    with override_settings(FIELD_KEYS=(NEW,)):
        assert everything() == before
        prints = list(Member.objects.order_by("pk").values_list("id_print", flat=True))
        assert prints == [printed(n) for n in range(ROWS)]
    with override_settings(FIELD_KEYS=(OLD,)), pytest.raises(Unreadable):
        everything()


def test_the_batches_are_smaller_than_the_table() -> None:
    assert 0 < BATCH < ROWS


def test_a_value_saved_meanwhile_is_not_overwritten(cast: Any) -> None:
    with override_settings(FIELD_KEYS=(OLD,)):
        member = Member.objects.create(union=cast.east, name="王五", phone="13800001111")
    with override_settings(FIELD_KEYS=(NEW, OLD)):
        stale = Member.objects.get(pk=member.pk)
        member.phone = "13900002222"
        member.save()
        from members import resealing

        done = resealing.Resealed(0, [])
        resealing._reseal_row(stale, ("phone",), done)
        assert done.rows == 0
        assert Member.objects.get(pk=member.pk).clear("phone") == "13900002222"


def test_what_cannot_be_read_is_named_and_left_alone(cast: Any) -> None:
    with override_settings(FIELD_KEYS=(b"\x09" * 32,)):
        lost = Member.objects.create(union=cast.east, name="赵六", phone="13800001111")
    err = io.StringIO()
    with override_settings(FIELD_KEYS=(NEW, OLD)), pytest.raises(SystemExit) as stop:
        call_command("reseal", stdout=io.StringIO(), stderr=err)
    assert stop.value.code == 1
    assert "移动电话" in err.getvalue() and "13800001111" not in err.getvalue()
    assert Member.objects.get(pk=lost.pk).phone == lost.phone


def test_moved_tokens_are_refused_a_hundred_times_of_a_hundred(cast: Any) -> None:
    ledger = LEDGERS["member"]
    assert {"id_number", "phone"} <= set(ledger.sealed())
    rows = [
        Member.objects.create(union=cast.east, name=f"会员{n}", id_number=number(n), phone=f"1380000{n:04}",
                              birth_on=date(1990, 1, 1))
        for n in range(101)
    ]  # fmt: skip
    refused = 0
    for here, there in pairwise(rows):
        target = Member.objects.get(pk=here.pk)
        # From another record, and within the record from another field.
        for token, field in ((there.id_number, "id_number"), (here.phone, "id_number"), (there.phone, "phone")):
            setattr(target, field, Sealed(token.token))
            with pytest.raises(Unreadable):
                target.clear(field)
            refused += 1
    assert refused == 300


def test_one_text_is_never_sealed_alike_twice() -> None:
    assert len({seal("110101199001011234", "member.id_number:1") for _ in range(100)}) == 100
