"""The union tree: who is there, who files monthly returns, under whom from which month on."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.forms.unions import MoveForm, UnionAddForm, UnionForm
from members.models import Union, User
from members.models.union import Level
from members.months import month_name
from members.permissions import keeps_accounts, may_keep_unions
from members.tree import branches

LONGEST_SEARCH = 40


def kept_union(request: HttpRequest, pk: int) -> Union:
    """A union this user may change: 404 for a stranger's, 403 for a reader."""
    user: User = request.user  # type: ignore[assignment]
    union = get_object_or_404(Union.objects.visible_to(user).select_related("parent"), pk=pk)
    if not may_keep_unions(user):
        raise PermissionDenied
    return union


@require_GET
def union_list(request: HttpRequest) -> HttpResponse:
    """The user's own union and everything below it, as a tree; a search shows what it finds as a list."""
    user: User = request.user  # type: ignore[assignment]
    search = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    unions = list(Union.objects.visible_to(user).prefetch_related("former_places"))
    month = timezone.localdate().replace(day=1)
    lines = [(branch, branch.union.files_in(month)) for branch in branches(unions)]
    context = {
        "lines": [line for line in lines if search in line[0].union.name or search == line[0].union.code],
        "search": search,
        "may_keep": may_keep_unions(user),
        "keeps_accounts": keeps_accounts(user),
        "townships": sum(union.level == Level.TOWNSHIP for union in unions),
        "bases": sum(union.level == Level.BASE for union in unions),
        "filing": sum(files for _, files in lines),
        "month": month,
    }
    return render(request, "members/union_list.html", context)


def union_add(request: HttpRequest) -> HttpResponse:
    """A new township or grassroots union."""
    user: User = request.user  # type: ignore[assignment]
    if not may_keep_unions(user):
        raise PermissionDenied
    form = UnionAddForm(user, request.POST if request.method == "POST" else None, initial={"files_returns": True})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            union = form.save(commit=False)
            union.level = form.cleaned_data["level"]
            union.save()
            union.place_under(form.parent)
        messages.success(request, f"已登记“{union.name}”。")
        return redirect("union-list")
    return render(request, "members/union_add.html", {"form": form})


def union_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, type, party organisation and filing of a union."""
    union = kept_union(request, pk)
    form = UnionForm(request.POST if request.method == "POST" else None, instance=union)
    if request.method == "POST" and form.is_valid():
        form.save(commit=False).save(update_fields=list(UnionForm.Meta.fields))
        messages.success(request, f"“{union.name}”已保存。")
        return redirect("union-list")
    return render(request, "members/union_edit.html", {"form": form, "union": union})


def union_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a union, with all below it, under another parent from a month on."""
    user: User = request.user  # type: ignore[assignment]
    union = kept_union(request, pk)
    if union.pk == user.union_id or union.level == Level.COUNTY:
        raise PermissionDenied
    form = MoveForm(user, union, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        since = form.cleaned_data["since"]
        with transaction.atomic():
            union.place_under(form.parent, since=since)
        messages.success(request, f"“{union.name}”自{month_name(since)}起隶属“{form.parent.name}”。")
        return redirect("union-list")
    return render(request, "members/union_move.html", {"form": form, "union": union})
