"""How long does a signed-in session live? Half an hour without use, twelve hours in all."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

ABSOLUTE_SECONDS = 12 * 3600
TOUCH_SECONDS = 60


class SlidingSession:
    """Renew a session in use at most once a minute, since every renewal is a write to the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("began", now) > ABSOLUTE_SECONDS:
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated and now - request.session.get("touched", 0) >= TOUCH_SECONDS:
            request.session.setdefault("began", now)
            request.session["touched"] = now
        return response
