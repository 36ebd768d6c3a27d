"""Keeping accounts: who may give which role where, what is changed and what is written down."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import make_catalogue, sign_in
from django.http import HttpResponse
from django.urls import reverse
from makers import NAMES, Cast, make_cast, make_user, signed_in

from members.models import AccountEvent, Role, Union, User
from members.permissions import GRANTS, grantable_roles

ADD = reverse("account-add")


def add(giver: User, union: Union, role: str, username: str = "newcomer", **more: Any) -> HttpResponse:
    data = {"union": union.pk, "role": role, "username": username, "full_name": "新同志", "sections": ["S01"]}
    return signed_in(giver).post(ADD, data | more)


def events(account: User) -> list[tuple[str, str, str]]:
    rows = AccountEvent.objects.filter(subject=account.username).order_by("id").select_related("actor")
    return [(event.kind, str(event.actor), event.result) for event in rows]


def test_nobody_gives_a_role_of_his_own_or_above_or_outside_his_place(cast: Cast) -> None:
    places = [cast.county, cast.east, cast.plant, cast.west, cast.mill, cast.other_county, cast.other_town]
    given: dict[str, set[tuple[str, str]]] = {}
    for giver_role in NAMES:
        giver = cast.of(giver_role)
        for number, union in enumerate(places):
            for role in Role.values:
                username = f"u{giver.pk}_{number}_{role}"
                add(giver, union, role, username)
                if User.objects.filter(username=username).exists():
                    given.setdefault(giver_role, set()).add((union.name, role))
    county_roles = {"county_dept", "county_stat", "county_leader", "auditor"}
    towns = {(union.name, role) for union in (cast.east, cast.west) for role in ("town_clerk", "town_chair")}
    bases = {(union.name, "base_liaison") for union in (cast.plant, cast.mill)}
    assert given == {
        "sec_admin": {(cast.county.name, role) for role in county_roles} | towns | bases,
        "county_stat": towns | bases,
        "town_chair": {(cast.east.name, "town_clerk"), (cast.plant.name, "base_liaison")},
    }


def test_no_role_can_be_given_in_a_circle() -> None:
    """Whoever may be made by somebody can never make that somebody."""
    gives = {giver: set().union(*by_level.values()) for giver, by_level in GRANTS.items()}
    assert all(giver not in gives.get(given, set()) for giver, roles in gives.items() for given in roles)
    administrators = {Role.SYS_ADMIN, Role.SEC_ADMIN, Role.LOG_ADMIN}
    assert all(not roles & administrators for roles in gives.values())


def test_a_new_account_shows_its_initial_password_and_is_written_down(cast: Cast) -> None:
    response = add(cast.chair, cast.east, Role.TOWN_CLERK)
    account = User.objects.get(username="newcomer")
    assert response.status_code == 200 and response.context["password"] in response.content.decode()
    assert account.check_password(response.context["password"]) and account.must_change_password
    assert events(account) == [("added", "周主席", "东港镇总工会乡镇填报人")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "east_clerk"}, "已有人使用"),
        ({"username": "has space"}, "只能用汉字、字母、数字"),
        ({"username": ""}, "请填写用户名"),
        ({"full_name": ""}, "请填写姓名"),
        ({"role": "county_leader"}, "不能设“县总领导”"),
        ({"role": "county_dept", "sections": []}, "请至少勾选一个业务口"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_at_the_field(cast: Cast, changes: dict[str, Any], said: str) -> None:
    page = add(cast.sec_admin, cast.east, **({"role": Role.TOWN_CLERK} | changes)).content.decode()
    assert said in page
    assert User.objects.filter(full_name="新同志").count() == 0


def test_a_department_gets_its_sections_and_loses_them_with_the_role(cast: Cast) -> None:
    add(cast.sec_admin, cast.county, Role.COUNTY_DEPT, sections=["S03", "S09"])
    account = User.objects.get(username="newcomer")
    assert account.sections == ["S03", "S09"]
    url = reverse("account-edit", args=[account.pk])
    data = {"full_name": "新同志", "post": "", "role": Role.COUNTY_LEADER, "sections": ["S03"]}
    assert signed_in(cast.sec_admin).post(url, data).status_code == 302
    account.refresh_from_db()
    assert (account.role, account.sections) == (Role.COUNTY_LEADER, [])
    assert ("role", "陈安全", "县总业务部室→县总领导") in events(account)


def test_a_change_touches_only_what_the_form_shows(cast: Cast) -> None:
    before = User.objects.filter(pk=cast.clerk.pk).values().get()
    data: dict[str, Any] = {field.name: "1" for field in User._meta.concrete_fields}
    data |= {
        "full_name": "林改名", "post": "干事", "role": Role.TOWN_CLERK, "union": cast.west.pk, "union_id": cast.west.pk,
        "is_superuser": "on", "username": "hijacked", "union__parent": cast.west.pk,
    }  # fmt: skip
    assert signed_in(cast.chair).post(reverse("account-edit", args=[cast.clerk.pk]), data).status_code == 302
    after = User.objects.filter(pk=cast.clerk.pk).values().get()
    assert {key for key in after if after[key] != before[key]} == {"full_name", "post"}
    assert events(cast.clerk) == [("changed", "周主席", "姓名、职务")]


def test_a_new_account_takes_nothing_but_the_form_s_fields(cast: Cast) -> None:
    add(cast.chair, cast.east, Role.TOWN_CLERK, is_superuser="on", is_staff="on", must_change_password="", password="x")
    account = User.objects.get(username="newcomer")
    assert (account.is_superuser, account.is_staff, account.must_change_password) == (False, False, True)
    assert not account.check_password("x")


def test_a_chair_cannot_make_a_clerk_into_anything_else(cast: Cast) -> None:
    for role in set(Role.values) - {Role.TOWN_CLERK}:
        data = {"full_name": "林填报", "post": "", "role": role}
        assert signed_in(cast.chair).post(reverse("account-edit", args=[cast.clerk.pk]), data).status_code == 200
    assert User.objects.get(pk=cast.clerk.pk).role == Role.TOWN_CLERK


def test_nobody_changes_disables_or_resets_himself_his_equals_or_those_above(cast: Cast) -> None:
    other_chair = make_user(Role.TOWN_CHAIR, cast.east, "second_chair")
    other_stat = make_user(Role.COUNTY_STAT, cast.county, "second_stat")
    cases = [
        (cast.chair, cast.chair), (cast.chair, other_chair), (cast.stat, other_stat), (cast.stat, cast.leader),
        (cast.sec_admin, cast.sec_admin), (cast.sec_admin, cast.sys_admin), (cast.sec_admin, cast.log_admin),
    ]  # fmt: skip
    for giver, account in cases:
        for name in ["account-edit", "account-reset", "account-toggle"]:
            response = signed_in(giver).post(reverse(name, args=[account.pk]), {})
            assert response.status_code == 403, (giver, account, name)
    assert AccountEvent.objects.count() == 0


def test_disabling_ends_the_session_at_once_and_enabling_lets_in_again(cast: Cast) -> None:
    client, toggle = signed_in(cast.clerk), reverse("account-toggle", args=[cast.clerk.pk])
    assert client.get("/").status_code == 200
    signed_in(cast.chair).post(toggle)
    assert client.get("/").headers["Location"].startswith(reverse("login"))
    page = signed_in(cast.chair).get(reverse("account-list")).content.decode()
    assert "已停用" in page and ">启用<" in "".join(page.split())
    signed_in(cast.chair).post(toggle)
    assert signed_in(cast.clerk).get("/").status_code == 200
    assert [kind for kind, _, _ in events(cast.clerk)] == ["disabled", "enabled"]


def test_a_lost_role_is_lost_at_the_very_next_request(cast: Cast) -> None:
    client = signed_in(cast.stat)
    assert client.get(reverse("union-add")).status_code == 200
    User.objects.filter(pk=cast.stat.pk).update(role=Role.AUDITOR)
    assert client.get(reverse("union-add")).status_code == 403
    User.objects.filter(pk=cast.stat.pk).update(union=cast.other_county, role=Role.COUNTY_STAT)
    assert client.get(reverse("union-edit", args=[cast.east.pk])).status_code == 404


def test_the_list_is_searched_by_name_user_name_and_union(cast: Cast) -> None:
    client = signed_in(cast.stat)
    for search, count in [("林填报", 1), ("east_", 2), ("柳溪镇", 2), ("桥头镇", 0), ("", 13)]:
        response = client.get(reverse("account-list"), {"q": search})
        assert response.context["page"].paginator.count == count, search
    assert "没有找到“桥头镇”" in client.get(reverse("account-list"), {"q": "桥头镇"}).content.decode()


def test_the_list_takes_as_many_queries_for_three_accounts_as_for_fifty(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    client = signed_in(cast.sec_admin)
    client.get(reverse("account-list"))
    for _ in range(2):
        with django_assert_num_queries(5):  # session, user, its union, count, page
            client.get(reverse("account-list"))
        for number in range(60):
            make_user(Role.TOWN_CLERK, cast.east, f"clerk_{number}_{_}")
    assert client.get(reverse("account-list"), {"page": "2"}).context["page"].number == 2


def test_the_log_shows_ones_own_county_only_and_can_be_narrowed(cast: Cast) -> None:
    signed_in(cast.chair).post(reverse("account-toggle", args=[cast.clerk.pk]))
    AccountEvent.objects.create(actor=cast.other_stat, subject="other_clerk", kind="reset")
    for reader in (cast.log_admin, cast.sec_admin):
        page = signed_in(reader).get(reverse("account-log")).content.decode()
        assert "停用账号" in page and "周主席" in page and "other_clerk" not in page
    client = signed_in(cast.log_admin)
    assert client.get(reverse("account-log"), {"kind": "reset"}).context["page"].paginator.count == 0
    assert client.get(reverse("account-log"), {"q": "east_clerk"}).context["page"].paginator.count == 1
    assert "没有这样的记录" in client.get(reverse("account-log"), {"q": "none"}).content.decode()


def test_the_roles_on_offer_are_those_that_can_be_given(cast: Cast) -> None:
    page = signed_in(cast.chair).get(ADD)
    offered = {value for _, group in page.context["form"].fields["role"].choices if _ for value, _ in group}
    assert offered == grantable_roles(cast.chair, cast.east) | grantable_roles(cast.chair, cast.plant)
    unions = [label for value, label in page.context["form"].fields["union"].choices if value]
    assert [label.strip("　") for label in unions] == [cast.east.name, cast.plant.name]


def test_the_form_asks_departments_alone_for_their_sections(page: Any) -> None:
    make_catalogue()
    cast = make_cast()
    sign_in(page, cast.sec_admin)
    page.goto(ADD)
    sections = page.locator("#div_id_sections")
    assert not sections.is_visible()
    page.locator("#id_role").select_option("county_dept")
    assert sections.is_visible()
    page.locator("#id_role").select_option("auditor")
    assert not sections.is_visible()
