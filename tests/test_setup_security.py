"""What protects every page from the first one on: headers, cookies, log-in by default, sessions that end."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hashers_by_algorithm
from django.contrib.auth.password_validation import get_default_password_validators
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from unionreports import sessions
from unionreports import settings as shipped

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


@pytest.mark.parametrize("address", ["/no-such-page", "/static/css/app.css"])
def test_every_answer_carries_the_strict_policy(client: Client, address: str) -> None:
    answer = client.get(address)
    answer.close()
    policy = answer.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == POLICY


def test_answers_are_not_sniffed_framed_or_told_to_others(client: Client) -> None:
    headers = client.get("/no-such-page").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_styles_are_for_this_site_only(client: Client) -> None:
    answer = client.get("/static/css/app.css")
    answer.close()
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_passwords_are_hashed_with_argon2_and_ten_characters_long() -> None:
    assert shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert "argon2" in {"argon2", *get_hashers_by_algorithm()}
    lengths = [item.min_length for item in get_default_password_validators() if hasattr(item, "min_length")]
    assert lengths == [10]


def test_a_lock_after_wrong_passwords_is_for_name_and_address_together() -> None:
    assert settings.AXES_LOCKOUT_PARAMETERS == [["username", "ip_address"]]
    assert settings.MIDDLEWARE[-1] == "axes.middleware.AxesMiddleware"
    assert settings.AUTHENTICATION_BACKENDS[0] == "axes.backends.AxesStandaloneBackend"


def test_every_page_asks_for_a_log_in_unless_it_says_otherwise() -> None:
    order = settings.MIDDLEWARE
    login = "members.middleware.SignInRequired"
    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < order.index(login)


def test_scripts_cannot_read_the_cookies() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Strict")


def test_a_return_with_every_row_fits_into_one_form() -> None:
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 4000


def test_the_clock_is_shanghai_s_and_the_language_chinese() -> None:
    assert (settings.TIME_ZONE, settings.USE_TZ, settings.LANGUAGE_CODE) == ("Asia/Shanghai", True, "zh-hans")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A clock that the test turns."""
    moment = SimpleNamespace(now=1_000_000)
    monkeypatch.setattr(sessions.time, "time", lambda: moment.now)
    yield moment


def visit(session: SessionStore) -> HttpRequest:
    """One page view by somebody signed in with this session."""
    request = RequestFactory().get("/")
    request.session = session
    request.user = get_user_model()(username="wang")
    session.modified = False
    sessions.SlidingSession(lambda _: HttpResponse())(request)
    return request


def test_a_session_in_use_is_renewed_once_a_minute(clock: Any) -> None:
    session = SessionStore()
    renewed = []
    for seconds in (0, 10, 49, 1, 30):
        clock.now += seconds
        visit(session)
        renewed.append(session.modified)
    assert renewed == [True, False, False, True, False]


def test_a_session_ends_after_twelve_hours_however_busy(clock: Any) -> None:
    session = SessionStore()
    for _ in range(12 * 6):
        visit(session)
        clock.now += 600
    assert visit(session).user.is_authenticated
    clock.now += 600
    assert not visit(session).user.is_authenticated


def test_a_session_ends_after_half_an_hour_unused() -> None:
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    assert settings.SESSION_COOKIE_AGE > sessions.TOUCH_SECONDS
