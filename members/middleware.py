"""May this request go on, and if not, where to? First sign-in, then a password of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

#: What a person with an initial password can reach.
OPEN_PAGES = {"password-change", "logout"}


class SignInRequired(LoginRequiredMiddleware):
    """Django's, but a form sent after the session ended leads back to the page it was on."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        came_from = urlsplit(request.headers.get("Referer", ""))
        page = came_from.path if came_from.netloc == request.get_host() else "/"
        return redirect_to_login(page, self.get_login_url(view_func))


class FirstPassword:
    """Lead whoever has an initial password to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if name in OPEN_PAGES else redirect("password-change")
