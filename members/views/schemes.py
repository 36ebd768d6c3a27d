"""The lists of demands that unions are held against: everybody reads them, the county's statistician sets them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from members.ledgers.checklist_schemes import OWN
from members.ledgers.scheme_items import schemes_of, set_items
from members.permissions import may_keep_catalogue
from members.views.ledgers import reader


@require_http_methods(["GET", "POST"])
def scheme_list(request: HttpRequest) -> HttpResponse:
    """All schemes with their items; a POST sets the items of one."""
    user = reader(request)
    if request.method == "POST":
        if not may_keep_catalogue(user):
            raise PermissionDenied
        given = request.POST
        try:
            kept = set_items(given.get("scheme", ""), given.get("name", ""), given.get("items", ""), by=user)
            messages.success(request, f"“{kept.name}”已保存，共{len(kept.items)}项。")
            return redirect("scheme-list")
        except ValueError as error:
            messages.error(request, f"{error}。")
    context = {"schemes": schemes_of(user.union), "own": OWN, "may_set": may_keep_catalogue(user)}
    return render(request, "members/scheme_list.html", context)
