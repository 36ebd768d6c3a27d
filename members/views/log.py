"""What happened to accounts? For the security and the audit administrator."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.models import AccountEvent, Happening, User
from members.permissions import may_read_log

PAGE = 50
LONGEST_SEARCH = 150


@require_GET
def account_log(request: HttpRequest) -> HttpResponse:
    """The events of the user's union and below, newest first, by kind and account."""
    user: User = request.user  # type: ignore[assignment]
    if not may_read_log(user):
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    search = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    events = AccountEvent.objects.visible_to(user).select_related("actor")
    if kind in Happening.values:
        events = events.filter(kind=kind)
    if search:
        events = events.filter(subject__contains=search)
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kind": kind, "kinds": Happening.choices, "search": search}
    return render(request, "members/account_log.html", context)
