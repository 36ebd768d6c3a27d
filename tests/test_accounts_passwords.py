"""Passwords: the first one must be changed, holds for a day and is shown once; the rules; other sessions end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from makers import PASSWORD, Cast, signed_in

from members.models import AccountEvent, User

CHANGE = reverse("password-change")
NEW = "Shan-Shui-8848"


def change(client: Client, old: str, new: str, again: str | None = None) -> str:
    response = client.post(CHANGE, {"old": old, "new": new, "again": new if again is None else again})
    return response.headers.get("Location", "") or response.content.decode()


def shown_password(page: str) -> str:
    found = re.search(r"<b class=\"password\">([^<]+)</b>", page)
    assert found, page
    return found[1]


def reset(cast: Cast, account: User) -> str:
    return shown_password(signed_in(cast.stat).post(reverse("account-reset", args=[account.pk])).content.decode())


def login(username: str, password: str) -> Client:
    client = Client()
    client.post(reverse("login"), {"username": username, "password": password})
    return client


def test_a_reset_shows_a_random_password_once_that_opens_only_the_page_to_change_it(cast: Cast) -> None:
    first, second = reset(cast, cast.clerk), reset(cast, cast.clerk)
    assert first != second and len(second) >= 12
    client = login("east_clerk", second)
    for name in ["home", "union-list", "return-current"]:
        assert client.get(reverse(name)).headers["Location"] == CHANGE
    assert client.post(reverse("return-open", args=["2026-05"])).headers["Location"] == CHANGE
    page = client.get(CHANGE)
    assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
    assert change(client, second, NEW) == "/"
    assert client.get("/").status_code == 200
    assert login("east_clerk", second).get("/").status_code == 302
    assert login("east_clerk", NEW).get("/").status_code == 200


def test_the_answer_with_the_password_is_never_kept_and_the_password_stands_nowhere(cast: Cast) -> None:
    response = signed_in(cast.stat).post(reverse("account-reset", args=[cast.clerk.pk]))
    assert "no-store" in response.headers["Cache-Control"]
    password = shown_password(response.content.decode())
    assert not AccountEvent.objects.filter(result__contains=password).exists()
    assert password not in str(list(User.objects.values_list()))
    assert password not in signed_in(cast.stat).get(reverse("account-list")).content.decode()


def test_looking_at_the_reset_page_resets_nothing(cast: Cast) -> None:
    signed_in(cast.stat).get(reverse("account-reset", args=[cast.clerk.pk]))
    assert login("east_clerk", PASSWORD).get("/").status_code == 200


def test_a_reset_ends_the_sessions_and_the_lock_of_the_account(cast: Cast) -> None:
    client = login("east_clerk", PASSWORD)
    for _ in range(5):
        login("east_clerk", "wrong-wrong")
    password = reset(cast, cast.clerk)
    assert client.get("/").headers["Location"].startswith(reverse("login"))
    assert login("east_clerk", password).get(CHANGE).status_code == 200


def test_an_initial_password_is_refused_after_a_day(cast: Cast) -> None:
    password = reset(cast, cast.clerk)
    account = User.objects.get(pk=cast.clerk.pk)
    assert account.password_expires_at
    left = account.password_expires_at - timezone.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    User.objects.filter(pk=account.pk).update(password_expires_at=timezone.now() - timedelta(seconds=1))
    answer = Client().post(reverse("login"), {"username": "east_clerk", "password": password})
    assert answer.status_code == 200 and "初始密码已过期" in answer.content.decode()
    wrong = Client().post(reverse("login"), {"username": "east_clerk", "password": "wrong-wrong"})
    assert "已过期" not in wrong.content.decode()
    assert "初始密码已过期" in signed_in(cast.stat).get(reverse("account-list")).content.decode()


def test_a_password_of_ones_own_does_not_expire(cast: Cast) -> None:
    password = reset(cast, cast.clerk)
    change(login("east_clerk", password), password, NEW)
    account = User.objects.get(pk=cast.clerk.pk)
    assert (account.must_change_password, account.password_expires_at) == (False, None)


def test_changing_the_password_keeps_this_session_and_ends_the_others(cast: Cast) -> None:
    here, elsewhere = login("east_clerk", PASSWORD), login("east_clerk", PASSWORD)
    assert change(here, PASSWORD, NEW) == "/"
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith(reverse("login"))
    assert AccountEvent.objects.filter(kind="password", subject="east_clerk", actor=cast.clerk).count() == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong-wrong", NEW, NEW, "当前密码不正确"),
        (PASSWORD, NEW, NEW + "x", "两次输入的新密码不一致"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与原来的相同"),
        (PASSWORD, "short-9ab", "short-9ab", "10"),
        (PASSWORD, "4815162342108", "4815162342108", "数字"),
        (PASSWORD, "password123", "password123", "常见"),
        (PASSWORD, "east_clerk1", "east_clerk1", "用户名"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_with_its_reason(
    cast: Cast, old: str, new: str, again: str, said: str
) -> None:
    assert said in change(signed_in(cast.clerk), old, new, again)
    assert User.objects.get(pk=cast.clerk.pk).check_password(PASSWORD)


@pytest.mark.parametrize("new", ["十个汉字也可以作为密码用", "ab cd ef gh ij", "x7-" * 42, "1234567-ab"])
def test_long_passwords_spaces_and_characters_are_taken_as_they_are(cast: Cast, new: str) -> None:
    assert change(signed_in(cast.clerk), PASSWORD, new) == "/"
    assert User.objects.get(pk=cast.clerk.pk).check_password(new)
    assert login("east_clerk", new).get("/").status_code == 200


def test_with_an_initial_password_one_can_still_sign_out(cast: Cast) -> None:
    client = login("east_clerk", reset(cast, cast.clerk))
    assert client.post(reverse("logout")).headers["Location"] == reverse("login")
