"""The page on which the county sets where plausible ends."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from members import permissions
from members.models import User
from reports.limits import LimitsRefused, limits, set_limits


@require_http_methods(["GET", "POST"])
def limit_list(request: HttpRequest) -> HttpResponse:
    """All limits in one form; what cannot be taken stays as typed, with the reason beside it."""
    user = cast(User, request.user)
    if user.role not in permissions.COUNTY_REVIEWERS:
        raise PermissionDenied
    problems: dict[str, str] = {}
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {name[6:]: str(text) for name, text in request.POST.items() if name.startswith("limit-")}
        try:
            changed = set_limits(typed, by=user)
        except LimitsRefused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"已保存，改动 {changed} 项" if changed else "没有改动")
            return redirect("limit-list")
    rows = [
        (each, typed.get(each.threshold.name, each.text), problems.get(each.threshold.name, "")) for each in limits()
    ]
    context = {"rows": rows, "problems": problems, "editable": permissions.may_keep_catalogue(user)}
    return render(request, "reports/limit_list.html", context, status=422 if problems else 200)
