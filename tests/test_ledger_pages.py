"""The pages of the ledgers: who finds what, what a form keeps, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from makers import signed_in

from members.ledgers.guard import Standing, register_guard
from members.ledgers.keeping import keep, void
from members.ledgers.ledger import LEDGERS

DISPUTES = LEDGERS["dispute_case"]
SLUG = "dispute_case"


def make_dispute(union: Any, by: Any, **values: Any) -> Any:
    record = DISPUTES.model(union=union, **({"accepted_on": date(2026, 5, 3), "cause": "pay"} | values))
    keep(DISPUTES, record, by=by)
    return record


def page(user: Any, name: str, *args: Any, query: str = "", **options: Any) -> Any:
    return signed_in(user).get(reverse(name, args=args) + query, **options)


def typed(**values: Any) -> dict[str, Any]:
    return {"accepted_on": "2026-05-03", "cause": "pay", "persons": "1", "female_persons": "0",
            "migrant_persons": "0", "result": "pending"} | values  # fmt: skip


def test_the_home_page_counts_valid_records_with_one_query_for_all_ledgers(cast, django_assert_num_queries):
    make_dispute(cast.east, cast.clerk)
    make_dispute(cast.west, cast.west_clerk)
    gone = make_dispute(cast.east, cast.clerk)
    void(DISPUTES, gone, by=cast.clerk, reason="重复登记")
    client = signed_in(cast.clerk)
    with django_assert_num_queries(HOME_QUERIES):
        body = client.get(reverse("ledger-home")).content.decode()
    assert "劳动争议台账" in body and "1 条" in body and "登记" in body
    county = page(cast.stat, "ledger-home").content.decode()
    assert "有效记录 2 条" in county


HOME_QUERIES = 9
LIST_QUERIES = 12


def test_a_list_asks_the_same_number_of_questions_however_long_it_is(cast, django_assert_num_queries):
    for number in range(30):
        make_dispute(cast.east, cast.clerk, case_no=f"调{number}", persons=2, claim_amount=Decimal("10.5"))
    client = signed_in(cast.clerk)
    with django_assert_num_queries(LIST_QUERIES):
        body = client.get(reverse("ledger-list", args=[SLUG])).content.decode()
    assert body.count(">查看</a>") == 25
    assert ">60<" in body.replace(" ", "") and "315" in body
    assert client.get(reverse("ledger-list", args=[SLUG]) + "?page=2").content.decode().count(">查看</a>") == 5


def test_a_search_is_posted_and_leaves_no_name_in_the_address(cast):
    make_dispute(cast.east, cast.clerk, case_no="天宝案", employer_name="东港机械厂")
    make_dispute(cast.east, cast.clerk, case_no="海纳案")
    client = signed_in(cast.clerk)
    url = reverse("ledger-list", args=[SLUG])
    for words in ("天宝", "机械", "tb"):
        answer = client.post(url, {"q": words}, follow=True)
        assert words not in answer.redirect_chain[-1][0]
        body = answer.content.decode()
        assert "天宝案" in body and "海纳案" not in body, words
    assert "海纳案" in client.get(url).content.decode()
    assert "没有符合条件" in client.post(url, {"q": "没有这个"}, follow=True).content.decode()


def test_a_list_is_narrowed_by_code_year_union_and_state_and_sorted(cast):
    make_dispute(cast.east, cast.clerk, case_no="甲案", cause="pay", persons=9)
    make_dispute(cast.plant, cast.clerk, case_no="乙案", cause="insurance", persons=3)
    make_dispute(cast.east, cast.clerk, case_no="丙案", accepted_on=date(2025, 3, 1), persons=5)
    void(DISPUTES, make_dispute(cast.east, cast.clerk, case_no="丁案"), by=cast.clerk, reason="重复")

    def seen(query: str) -> list[str]:
        body = page(cast.clerk, "ledger-list", SLUG, query=query).content.decode()
        return sorted((name for name in ("甲案", "乙案", "丙案", "丁案") if name in body), key=body.index)

    assert seen("?cause=insurance") == ["乙案"]
    assert seen("?cause=nonsense") == ["乙案", "甲案", "丙案"]
    assert seen("?in=2025") == ["丙案"]
    assert seen(f"?of={cast.plant.pk}") == ["乙案"]
    assert seen(f"?of={cast.east.pk}") == ["甲案", "丙案"]
    assert seen("?void=1") == ["丁案"]
    assert seen("?sort=persons") == ["乙案", "丙案", "甲案"]
    assert seen("?sort=-persons") == ["甲案", "丙案", "乙案"]


def test_a_record_is_added_with_its_warnings_and_the_next_one_follows(cast):
    client = signed_in(cast.clerk)
    add = reverse("record-add", args=[SLUG])
    answer = client.post(add, typed(case_no="调1", applicant="张三丰", union=cast.plant.pk, claim_amount="1,200.50"),
                         follow=True)  # fmt: skip
    record = DISPUTES.model.objects.get()
    assert (record.union, record.clear("applicant"), record.claim_amount) == (cast.plant, "张三丰", Decimal("1200.5"))
    body = answer.content.decode()
    assert "E22" in body and "张三丰" not in body and "••••••" in body
    answer = client.post(add, typed(case_no="调2", union=cast.plant.pk, next="add"), follow=True)
    assert answer.redirect_chain == [(f"{add}?of={cast.plant.pk}", 302)]
    assert "有1条提醒" in answer.content.decode() and answer.context["form"]["union"].value() == cast.plant.pk


def test_what_is_refused_comes_back_with_everything_typed(cast):
    client = signed_in(cast.clerk)
    answer = client.post(reverse("record-add", args=[SLUG]), typed(
        accepted_on="2199-01-01", applicant="张三丰", summary="欠薪两月", union=cast.east.pk))  # fmt: skip
    body = answer.content.decode()
    assert answer.status_code == 422 and not DISPUTES.model.objects.exists()
    assert "晚于今天" in body and "张三丰" in body and "欠薪两月" in body
    body = client.post(reverse("record-add", args=[SLUG]), typed(persons="三", union=cast.east.pk)).content.decode()
    assert 'value="三"' in body


def test_a_sealed_field_is_kept_replaced_and_cleared(cast):
    record = make_dispute(cast.east, cast.clerk, applicant="张三丰")
    client = signed_in(cast.clerk)
    edit = reverse("record-edit", args=[SLUG, record.pk])
    body = client.get(edit).content.decode()
    assert "张三丰" not in body and "留空不变" in body
    for typing, kept in (("", "张三丰"), ("李四", "李四"), ("无", "")):
        version = DISPUTES.model.objects.get().version
        assert client.post(edit, typed(applicant=typing, union=cast.east.pk, version=version)).status_code == 302
        assert DISPUTES.model.objects.get().clear("applicant") == kept


def test_two_people_at_once_both_see_what_they_wrote(cast):
    record = make_dispute(cast.east, cast.clerk, employer_name="甲厂")
    edit = reverse("record-edit", args=[SLUG, record.pk])
    assert (
        signed_in(cast.chair).post(edit, typed(employer_name="乙厂", union=cast.east.pk, version=1)).status_code == 302
    )
    client = signed_in(cast.clerk)
    answer = client.post(edit, typed(employer_name="丙厂", union=cast.east.pk, version=1))
    body = answer.content.decode()
    assert answer.status_code == 422 and "乙厂" in body and "丙厂" in body
    assert DISPUTES.model.objects.get().employer_name == "乙厂"
    assert 'name="version" value="2"' in body
    assert client.post(edit, typed(employer_name="丙厂", union=cast.east.pk, version=2)).status_code == 302
    assert DISPUTES.model.objects.get().employer_name == "丙厂"


def test_the_county_reads_and_strangers_find_nothing(cast):
    record = make_dispute(cast.east, cast.clerk, case_no="调9")
    body = page(cast.leader, "record-show", SLUG, record.pk).content.decode()
    assert "调9" in body and "修改" not in body.split("<main")[1]
    assert page(cast.stat, "record-edit", SLUG, record.pk).status_code == 403
    for user in (cast.west_clerk, cast.other_stat, cast.sec_admin):
        assert page(user, "record-show", SLUG, record.pk).status_code == 404
    assert page(cast.sec_admin, "ledger-list", SLUG).status_code == 403
    assert page(cast.clerk, "ledger-list", "nothing").status_code == 404


def test_the_history_says_who_changed_what_and_why(cast, django_assert_max_num_queries):
    record = make_dispute(cast.east, cast.clerk, applicant="张三丰", persons=1)
    client = signed_in(cast.chair)
    change = {"persons": "3", "result": "settled", "applicant": "李四", "why": "漏计两人"}
    client.post(reverse("record-edit", args=[SLUG, record.pk]), typed(**change, union=cast.east.pk, version=1))
    with django_assert_max_num_queries(12):
        body = client.get(reverse("record-history", args=[SLUG, record.pk])).content.decode()
    for words in ("周主席", "林填报", "漏计两人", "1 → 3", "在办 → 达成协议", "（已更换）"):
        assert words in body
    assert "张三丰" not in body and "李四" not in body


def test_voiding_asks_for_a_reason_and_the_record_stays(cast):
    record = make_dispute(cast.east, cast.clerk)
    client = signed_in(cast.clerk)
    url = reverse("record-void", args=[SLUG, record.pk])
    assert client.post(url, {"reason": " ", "version": 1}).status_code == 422
    body = client.post(url, {"reason": "重复登记", "version": 1}, follow=True).content.decode()
    assert "已作废" in body and "重复登记" in body
    assert client.get(reverse("record-edit", args=[SLUG, record.pk])).status_code == 302
    assert client.post(url, {"reason": "再来一次", "version": 2}).status_code == 422


@pytest.fixture
def counted(monkeypatch):
    monkeypatch.setattr("members.ledgers.guard._guards", [])
    register_guard(lambda slug, record: Standing(("2026年5月",), "受理日期所在的2026年5月月报已通过"))


def test_a_counted_record_is_not_deleted_and_its_keeper_is_told(cast, counted):
    record = make_dispute(cast.east, cast.clerk)
    client = signed_in(cast.clerk)
    answer = client.post(reverse("record-delete", args=[SLUG, record.pk]))
    assert answer.status_code == 422 and "已计入2026年5月报表，不能删除" in answer.content.decode()
    assert DISPUTES.model.objects.exists()
    answer = client.post(reverse("record-add", args=[SLUG]), typed(union=cast.east.pk), follow=True)
    assert "2026年5月月报已通过" in answer.content.decode()


def test_a_record_nobody_counted_is_deleted(cast):
    record = make_dispute(cast.east, cast.clerk)
    answer = signed_in(cast.clerk).post(reverse("record-delete", args=[SLUG, record.pk]))
    assert answer.status_code == 302 and not DISPUTES.model.objects.exists()
