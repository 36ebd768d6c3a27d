"""Where does a ledger now say something else than a month that has been sent?"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members import permissions
from members.models import User
from reports.indicators.drifting import drifted


@require_GET
def drift_list(request: HttpRequest) -> HttpResponse:
    """The figures of sent months whose ledgers have changed since, month by month."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.has_data_rights(user):
        raise PermissionDenied
    found = drifted(user)
    context = {"found": found, "figures": sum(len(drifts) for _, drifts in found)}
    return render(request, "reports/drift_list.html", context)
