"""Signing in and out: who gets in, what a refusal tells, how often one may try, where it leads."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from access_answers import without_tokens
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from makers import PASSWORD, Cast, signed_in

from members.models import AccountEvent, User
from members.models.account_event import NOBODY

LOGIN = reverse("login")


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: Any) -> HttpResponse:
    extra = {key: more.pop(key) for key in list(more) if key.isupper()}
    return client.post(LOGIN, {"username": username, "password": password, **more}, **extra)


def kinds() -> list[tuple[str, str]]:
    return list(AccountEvent.objects.order_by("id").values_list("kind", "subject"))


def test_the_right_password_leads_home_and_is_written_down(cast: Cast) -> None:
    client = Client()
    response = sign_in(client, "east_clerk")
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    event = AccountEvent.objects.get()
    assert (event.kind, event.subject, event.actor, event.address) == (
        "signed_in",
        "east_clerk",
        cast.clerk,
        "127.0.0.1",
    )


def test_a_wrong_password_an_unknown_name_and_a_disabled_account_get_the_same_answer(cast: Cast) -> None:
    User.objects.filter(pk=cast.chair.pk).update(is_active=False)
    bodies = set()
    for username, password in [("east_clerk", "wrong-wrong-1"), ("nobody_here", PASSWORD), ("east_chair", PASSWORD)]:
        response = sign_in(Client(), username, password)
        assert response.status_code == 200
        bodies.add(without_tokens(response.content.decode()).replace(username, "NAME"))
    assert len(bodies) == 1
    assert "用户名或密码不正确" in bodies.pop()


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
def test_an_unknown_name_takes_as_long_as_a_wrong_password(cast: Cast) -> None:
    cast.clerk.set_password(PASSWORD)
    cast.clerk.save()
    times: dict[str, list[float]] = {"east_clerk": [], "nobody_here": []}
    for number in range(4):
        for username, found in times.items():
            start = time.perf_counter()
            sign_in(Client(), username, "wrong-wrong-1", REMOTE_ADDR=f"10.0.0.{number}")
            found.append(time.perf_counter() - start)
    known, unknown = (statistics.median(found) for found in times.values())
    # Without the dummy hash an unknown name takes a tenth of the time.
    assert 0.5 < unknown / known < 2


def test_what_was_typed_as_an_unknown_name_is_not_kept(cast: Cast) -> None:
    sign_in(Client(), "my-secret-password", "x")
    assert kinds() == [("refused", NOBODY)]


def test_an_empty_form_says_what_is_missing(cast: Cast) -> None:
    page = Client().post(LOGIN, {}).content.decode()
    assert "请输入用户名" in page and "请输入密码" in page
    assert kinds() == []


def test_the_fifth_wrong_password_locks_the_name_at_this_address_even_for_the_right_one(cast: Cast) -> None:
    client = Client()
    answers = [sign_in(client, "east_clerk", f"wrong-{number}").status_code for number in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    response = sign_in(client, "east_clerk")
    assert response.status_code == 429 and "15 分钟" in response.content.decode()
    assert [kind for kind, _ in kinds()] == ["refused"] * 4 + ["locked"] * 2
    assert not client.session.get("_auth_user_id")


def test_a_lock_spares_colleagues_at_the_same_address_and_the_same_name_elsewhere(cast: Cast) -> None:
    for number in range(6):
        sign_in(Client(), "east_clerk", f"wrong-{number}")
    assert sign_in(Client(), "east_chair").status_code == 302
    assert sign_in(Client(), "east_clerk", REMOTE_ADDR="10.1.1.1").status_code == 302


def test_a_made_up_forwarding_header_does_not_go_round_the_lock(cast: Cast) -> None:
    for number in range(5):
        sign_in(Client(), "east_clerk", f"wrong-{number}", HTTP_X_FORWARDED_FOR=f"10.2.2.{number}")
    assert sign_in(Client(), "east_clerk", HTTP_X_FORWARDED_FOR="10.2.2.99").status_code == 429
    assert set(AccountEvent.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_many_tries_never_succeed(cast: Cast) -> None:
    client = Client()
    answers = {sign_in(client, "east_clerk", f"guess-{number}").status_code for number in range(60)}
    assert answers == {200, 429}
    assert sign_in(client, "east_clerk").status_code == 429


def test_an_unknown_name_is_locked_like_a_known_one(cast: Cast) -> None:
    answers = [sign_in(Client(), "nobody_here", f"wrong-{number}").status_code for number in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_signing_in_gives_a_new_session(cast: Cast) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sid"] = before = session.session_key
    sign_in(client, "east_clerk")
    assert client.cookies["sid"].value != before


def test_signing_out_takes_a_form_and_kills_the_session(cast: Cast) -> None:
    client = Client()
    sign_in(client, "east_clerk")
    stolen = client.cookies["sid"].value
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).headers["Location"] == LOGIN
    thief = Client()
    thief.cookies["sid"] = stolen
    assert thief.get("/").headers["Location"].startswith(LOGIN)
    assert isinstance(thief.get(LOGIN).context["user"], AnonymousUser)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "\\\\evil.example", "/\\evil.example", "https:evil.example", "https:///evil.example",
        "http://evil.example/", "javascript:alert(1)", "%2f%2fevil.example", "///evil.example", "\thttp://evil.example",
        "http:\\\\evil.example", "@evil.example", "//evil.example/%2f..", "data:text/html,x",
    ],
)  # fmt: skip
def test_sign_in_never_leads_to_another_site(cast: Cast, target: str) -> None:
    place = sign_in(Client(), "east_clerk", next=target).headers["Location"]
    # What is left is an address of our own: a browser reads neither a host nor a script out of it.
    assert place == "/" or (":" not in place and "\\" not in place and not place.startswith("//"))


def test_sign_in_leads_on_to_where_one_wanted_to_go(cast: Cast) -> None:
    page = Client().get(reverse("union-list"))
    assert page.headers["Location"] == f"{LOGIN}?next=/unions/"
    assert 'value="/unions/"' in Client().get(page.headers["Location"]).content.decode()
    assert sign_in(Client(), "east_clerk", next="/unions/?q=x").headers["Location"] == "/unions/?q=x"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(cast: Cast) -> None:
    save = reverse("account-toggle", args=[cast.clerk.pk])
    response = Client().post(save, headers={"referer": "http://testserver/accounts/?page=2"})
    assert response.headers["Location"] == f"{LOGIN}?next=/accounts/"
    response = Client().post(save, headers={"referer": "http://evil.example/accounts/"})
    assert response.headers["Location"] == f"{LOGIN}?next=/"


def test_who_is_signed_in_is_led_past_the_sign_in_page(cast: Cast) -> None:
    assert signed_in(cast.clerk).get(LOGIN).headers["Location"] == "/"


def test_half_an_hour_of_idleness_ends_the_session(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    client = Client()
    sign_in(client, "east_clerk")
    client.get("/")
    left = Session.objects.get(pk=client.cookies["sid"].value).expire_date - timezone.now()
    assert 29 * 60 < left.total_seconds() <= 30 * 60
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/").headers["Location"].startswith(LOGIN)


def test_the_sign_in_page_is_never_kept_by_the_browser(cast: Cast) -> None:
    assert "no-store" in Client().get(LOGIN).headers["Cache-Control"]
