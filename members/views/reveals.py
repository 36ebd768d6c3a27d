"""Sealed fields in the clear: shown once, for a reason that is written down first; and who has read which."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from members.ledgers.ledger import LEDGERS
from members.models import Reveal, User
from members.models.reveal import write_down
from members.permissions import may_read_log, may_reveal
from members.sealing import Unreadable
from members.views.records import asked_record, label_of, show_record

PAGE = 50
SHORTEST_REASON = 5
LONGEST_REASON = 200


@require_POST
@never_cache
def record_reveal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The record's page with one sealed field in the clear; the access row stands before it is read."""
    user, ledger, record = asked_record(request, slug, pk)
    if not may_reveal(user, record.union, ledger.section):
        raise PermissionDenied
    name, reason = request.POST.get("field", ""), request.POST.get("reason", "").strip()[:LONGEST_REASON]
    typed = {"why": reason, "wanted": name}
    if name not in ledger.sealed() or not getattr(record, name):
        return show_record(request, user, ledger, record, status=422, reveal_refused="请选择要查看的内容", **typed)
    if len(reason) < SHORTEST_REASON:
        refused = f"请写明查看事由（不少于{SHORTEST_REASON}个字）"
        return show_record(request, user, ledger, record, status=422, reveal_refused=refused, **typed)
    write_down(request, user, slug, record, name, reason)
    try:
        clear = {"name": name, "label": ledger.label(name), "text": record.clear(name)}
    except Unreadable as damaged:
        return show_record(request, user, ledger, record, status=422, reveal_refused=str(damaged), **typed)
    return show_record(request, user, ledger, record, clear=clear)


@require_GET
def reveal_log(request: HttpRequest) -> HttpResponse:
    """Who of the user's union and below has read which sealed field, newest first."""
    user: User = request.user  # type: ignore[assignment]
    if not may_read_log(user):
        raise PermissionDenied
    page = Paginator(Reveal.objects.visible_to(user).select_related("actor__union"), PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(each, LEDGERS.get(each.ledger), label_of(LEDGERS.get(each.ledger), each.field)) for each in page]
    return render(request, "members/reveal_log.html", {"page": page, "rows": rows})
