"""Accounts at a user's union and below: list, add, change, reset, disable."""

from __future__ import annotations

from axes.utils import reset as lift_lock
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from members.forms.accounts import AccountAddForm, AccountForm
from members.models import Happening, Role, User, record
from members.models.user import INITIAL_PASSWORD_HOURS
from members.permissions import keeps_accounts, may_manage_account

PAGE = 50
LONGEST_SEARCH = 40
NAMES = {"full_name": "姓名", "post": "职务", "sections": "业务口"}


def keeper(request: HttpRequest) -> User:
    """The signed-in account manager; 403 for everybody else."""
    user: User = request.user  # type: ignore[assignment]
    if not keeps_accounts(user):
        raise PermissionDenied
    return user


def managed_account(request: HttpRequest, pk: int) -> User:
    """An account this user may change: 404 for a stranger's, 403 for one that may only be seen."""
    user: User = request.user  # type: ignore[assignment]
    account = get_object_or_404(User.objects.visible_to(user).select_related("union"), pk=pk)
    if not may_manage_account(user, account):
        raise PermissionDenied
    return account


@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts of the user's union and below, to be searched by name, user name or union."""
    user = keeper(request)
    search = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    accounts = User.objects.visible_to(user).select_related("union").order_by("union__path", "role", "username")
    if search:
        accounts = accounts.filter(
            Q(full_name__contains=search) | Q(username__contains=search) | Q(union__name__contains=search)
        )
    page = Paginator(accounts, PAGE).get_page(request.GET.get("page"))
    rows = [(account, may_manage_account(user, account)) for account in page]
    context = {"rows": rows, "page": page, "search": search, "keeps_accounts": True}
    return render(request, "members/account_list.html", context)


@never_cache
def account_add(request: HttpRequest) -> HttpResponse:
    """A new account; the answer to a POST shows its initial password, once."""
    user = keeper(request)
    form = AccountAddForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            account = form.save(commit=False)
            password = account.give_initial_password()
            record(
                request, Happening.ADDED, account.username, actor=user, result=f"{account.union}{role_name(account)}"
            )
        return initial_password(request, account, password)
    return render(request, "members/account_add.html", {"form": form})


def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, post, role and sections of an account."""
    account = managed_account(request, pk)
    before = account.role
    form = AccountForm(request.user, request.POST if request.method == "POST" else None, instance=account)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        changed = set(form.changed_data)
        with transaction.atomic():
            account = form.save(commit=False)
            account.save(update_fields=["full_name", "post", "role", "sections"])
            if account.role != before:
                result = f"{Role(before).label}→{role_name(account)}"
                record(request, Happening.ROLE, account.username, actor=request.user, result=result)  # type: ignore[arg-type]
            if rest := "、".join(name for key, name in NAMES.items() if key in changed):
                record(request, Happening.CHANGED, account.username, actor=request.user, result=rest)  # type: ignore[arg-type]
        messages.success(request, f"“{account}”的账号已保存。")
        return redirect("account-list")
    return render(request, "members/account_edit.html", {"form": form, "account": account})


@never_cache
def account_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A new initial password in place of a forgotten one; the answer to a POST shows it, once."""
    account = managed_account(request, pk)
    if request.method != "POST":
        return render(request, "members/account_reset.html", {"account": account})
    with transaction.atomic():
        password = account.give_initial_password()
        record(request, Happening.RESET, account.username, actor=request.user)  # type: ignore[arg-type]
    lift_lock(username=account.username)
    return initial_password(request, account, password)


@require_POST
def account_toggle(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable an account, which ends its sessions at once, or enable it again."""
    account = managed_account(request, pk)
    with transaction.atomic():
        account.is_active = not account.is_active
        account.save(update_fields=["is_active"])
        kind = Happening.ENABLED if account.is_active else Happening.DISABLED
        record(request, kind, account.username, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, f"“{account}”的账号已{'启用' if account.is_active else '停用'}。")
    return redirect("account-list")


def initial_password(request: HttpRequest, account: User, password: str) -> HttpResponse:
    """The page that shows an initial password; it is kept nowhere."""
    context = {"account": account, "password": password, "hours": INITIAL_PASSWORD_HOURS}
    return render(request, "members/initial_password.html", context)


def role_name(account: User) -> str:
    return str(Role(account.role).label)
