"""What waits for me? The first page of every role is its list of things to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members import permissions
from members.models import Role, User
from members.models.union import Level
from reports import todo
from reports.models import Summary, SummaryVersion
from reports.views.summaries import short_title

NEWEST_SUMMARIES = 5


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The tasks of this user's role, the deadline of each and one main action."""
    user: User = request.user  # type: ignore[assignment]
    if not permissions.has_data_rights(user):
        return render(request, "reports/home_admin.html", {"keeps_accounts": permissions.keeps_accounts(user)})
    return render(request, "reports/home.html", home_context(user))


def home_context(user: User) -> dict[str, object]:
    """Everything the page shows: own months, what to review, who has not reported, summaries."""
    today = timezone.localdate()
    months = todo.months_of(user.union, today=today)
    newest = Summary.objects.visible_to(user).select_related("union")[:NEWEST_SUMMARIES]
    came = todo.waiting_summaries(user)
    listed = [*came, *(item for item in newest if item not in came)][: max(NEWEST_SUMMARIES, len(came))]
    context: dict[str, object] = {
        "today": today,
        "months": months[:6],
        "current": todo.current(months),
        "records": permissions.may_record(user, user.union) and user.role != Role.COUNTY_DEPT,
        "fills": todo.months_to_fill(user),
        "reviews": user.role == Role.TOWN_CHAIR or user.role in permissions.COUNTY_REVIEWERS,
        "waiting": todo.to_review(user),
        "is_chair": user.role == Role.TOWN_CHAIR,
        "summaries": [(item, short_title(item)) for item in listed],
        "waiting_summaries": came,
        "issued": SummaryVersion.objects.filter(summary__in=Summary.objects.visible_to(user)).count(),
    }
    if user.union.level == Level.COUNTY:
        month = todo.month_to_chase(today=today)
        missing = todo.not_reported(user, month, today=today)
        context |= {"month": todo.MonthStatus(user.union, month, None, today), "missing": missing}
    return context
