"""How a record's form takes references, lines and days of change, and what it says when it cannot."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from makers import signed_in

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.record import FormerValue
from members.ledgers.references import Unresolved, numbered, resolve

EMPLOYERS, CONTRACTS, MEMBERS = LEDGERS["employer"], LEDGERS["collective_contract"], LEDGERS["member"]


def make_employer(cast: Any, name: str, union: Any = None) -> Any:
    record = EMPLOYERS.model(union=union or cast.east, name=name)
    keep(EMPLOYERS, record, by=cast.clerk)
    return record


def make_member(cast: Any, **values: Any) -> Any:
    record = MEMBERS.model(union=cast.east, **({"name": "石磊", "join_on": date(2020, 5, 1)} | values))
    keep(MEMBERS, record, by=cast.clerk)
    return record


def contract(cast: Any, lines: list[dict[str, str]], initial: int = 0, **values: str) -> dict[str, Any]:
    """A contract as the browser sends it, with lines of covered employers."""
    data: dict[str, Any] = {
        "union": cast.east.pk,
        "name": "泵业工资合同",
        "type": "wage",
        "scope": "industry",
        **values,
    }
    data |= {"lines0-TOTAL_FORMS": str(len(lines)), "lines0-INITIAL_FORMS": str(initial)}
    for number, line in enumerate(lines):
        data |= {f"lines0-{number}-{key}": value for key, value in ({"employees": "0", "female": "0"} | line).items()}
    return data


def member_form(client: Any, member: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would send back of a member's form, with these changes."""
    form = client.get(reverse("record-edit", args=["member", member.pk])).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False)}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()} | changes


def test_a_name_means_one_visible_record_or_says_what_is_wrong(cast):
    one = make_employer(cast, "天宝机械")
    assert resolve(EMPLOYERS.model, cast.clerk, " 天宝机械 ") == one
    with pytest.raises(Unresolved, match="没有名为“海纳”"):
        resolve(EMPLOYERS.model, cast.clerk, "海纳")
    with pytest.raises(Unresolved, match="没有名为"):
        resolve(EMPLOYERS.model, cast.west_clerk, "天宝机械")
    two = make_employer(cast, "天宝机械", cast.plant)
    with pytest.raises(Unresolved, match="不止一条"):
        resolve(EMPLOYERS.model, cast.clerk, "天宝机械")
    assert resolve(EMPLOYERS.model, cast.clerk, numbered(two)) == two
    with pytest.raises(Unresolved, match="没有这一号"):
        resolve(EMPLOYERS.model, cast.clerk, f"海纳〔第{two.pk}号〕")


def test_suggestions_come_by_name_and_initials_and_only_of_what_is_visible(cast):
    make_employer(cast, "天宝机械")
    url = reverse("record-find", args=["employer"])
    for words in ("宝机", "tbj"):
        assert signed_in(cast.clerk).post(url, {"q": words}).json()["found"] == [
            {"name": "天宝机械", "union": "东港镇总工会"}
        ]
    assert signed_in(cast.west_clerk).post(url, {"q": "天宝"}).json() == {"found": []}
    assert signed_in(cast.clerk).get(url).status_code == 405


def test_lines_are_added_changed_and_removed_with_their_record(cast):
    make_employer(cast, "天宝机械")
    make_employer(cast, "海纳服装")
    client = signed_in(cast.clerk)
    lines = [
        {"employer": "天宝机械", "employees": "30", "female": "10"},
        {"employer": "海纳服装", "employees": "20"},
        {},
    ]
    answer = client.post(reverse("record-add", args=["collective_contract"]), contract(cast, lines), follow=True)
    record = CONTRACTS.model.objects.get()
    assert [(line.employer.name, line.employees) for line in record.covers.order_by("pk")] == [
        ("天宝机械", 30), ("海纳服装", 20)]  # fmt: skip
    assert record.covered_employee_count == 50 and "海纳服装" in answer.content.decode()
    first, second = record.covers.order_by("pk")
    lines = [
        {"id": str(first.pk), "employer": "天宝机械", "employees": "35", "female": "10"},
        {"id": str(second.pk), "employer": "海纳服装", "employees": "20", "DELETE": "on"},
    ]
    edit = reverse("record-edit", args=["collective_contract", record.pk])
    answer = client.post(edit, contract(cast, lines, 2, version="1", covered_employee_count="50"))
    assert answer.status_code == 302
    assert [(line.employer.name, line.employees) for line in record.covers.all()] == [("天宝机械", 35)]
    past = client.get(reverse("record-history", args=["collective_contract", record.pk])).content.decode()
    assert "30 → 35" in past and "删除覆盖单位" in past and "登记覆盖单位" in past


def test_a_line_that_is_refused_comes_back_as_it_was_typed(cast):
    client = signed_in(cast.clerk)
    add = reverse("record-add", args=["collective_contract"])
    answer = client.post(add, contract(cast, [{"employer": "没有的厂", "employees": "30"}]))
    body = answer.content.decode()
    assert answer.status_code == 422 and "没有名为“没有的厂”" in body and 'value="没有的厂"' in body
    assert client.get(add).content.decode().count('name="lines0-') >= 3 * 4
    assert not CONTRACTS.model.objects.exists()


def test_two_lines_alike_are_refused_in_words(cast):
    make_employer(cast, "天宝机械")
    lines = [{"employer": "天宝机械", "employees": "30"}, {"employer": "天宝机械", "employees": "20"}]
    answer = signed_in(cast.clerk).post(reverse("record-add", args=["collective_contract"]), contract(cast, lines))
    assert answer.status_code == 422 and "“覆盖单位”相同的有两行" in answer.content.decode()


def test_a_change_with_a_day_keeps_what_was_before_and_one_without_corrects(cast):
    member = make_member(cast)
    client = signed_in(cast.clerk)
    edit = reverse("record-edit", args=["member", member.pk])
    data = member_form(client, member, is_migrant_worker="on", since_is_migrant_worker="2026-03-01")
    assert client.post(edit, data).status_code == 302
    former = FormerValue.objects.get()
    assert (former.field, former.value, former.until) == ("is_migrant_worker", "no", date(2026, 3, 1))
    past = client.get(reverse("record-history", args=["member", member.pk])).content.decode()
    assert "以前的情况" in past and "2026-03-01" in past
    answer = client.post(edit, member_form(client, member, gender="1"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert FormerValue.objects.count() == 1


def test_a_day_without_a_change_is_asked_about(cast):
    member = make_member(cast)
    client = signed_in(cast.clerk)
    data = member_form(client, member, since_gender="2026-03-01")
    answer = client.post(reverse("record-edit", args=["member", member.pk]), data)
    assert answer.status_code == 422 and "没有改动，不用填起始日" in answer.content.decode()


def test_a_whole_id_number_is_found_and_never_written_down(cast):
    make_member(cast, id_number="11010519491231002X", birth_on=date(1949, 12, 31), membership="withdrawn",
                left_on=date(2021, 1, 1))  # fmt: skip
    client = signed_in(cast.clerk)
    url = reverse("ledger-list", args=["member"])
    answer = client.post(url, {"q": "11010519491231002x"}, follow=True)
    body = answer.content.decode()
    assert "石磊" in body and "11010519491231002" not in body.upper()
    assert "11010519491231002" not in str(dict(client.session))
    assert "没有符合条件" in client.post(url, {"q": "11010519491231999x"}, follow=True).content.decode()


@pytest.mark.parametrize("slug", sorted(LEDGERS))
def test_every_ledger_has_a_list_and_a_form(cast, slug):
    client = signed_in(cast.clerk)
    assert client.get(reverse("ledger-list", args=[slug]) + "?q=&sort=nonsense").status_code == 200
    body = client.get(reverse("record-add", args=[slug])).content.decode()
    assert all(f'name="{name}"' in body for name in LEDGERS[slug].fields)
    assert client.post(reverse("record-add", args=[slug]), {}).status_code in {302, 422}
    for name in LEDGERS[slug].columns:
        assert client.get(reverse("ledger-list", args=[slug]) + f"?sort=-{name}").status_code == 200
