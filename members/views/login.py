"""Sign in, sign out, choose a password."""

from __future__ import annotations

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from members.forms.login import LoginForm
from members.forms.password import PasswordForm
from members.models import Happening, User, record
from members.models.account_event import NOBODY


@sensitive_post_parameters("password")
@never_cache
@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    """The sign-in page; leads on to where the user wanted to go, within this site only."""
    target = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = ""
    if request.user.is_authenticated:
        return redirect(target or "home")
    form = LoginForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            user = form.get_user()
            auth.login(request, user)
            record(request, Happening.SIGNED_IN, user.get_username(), actor=user)
            return redirect(target or "home")
        write_down_refusal(request, form)
    return render(request, "members/login.html", {"form": form, "next": target})


def write_down_refusal(request: HttpRequest, form: LoginForm) -> None:
    """Who could not sign in, and why; nothing that was typed is kept unless it names an account."""
    name = form.cleaned_data.get("username", "")
    if not name or not form.cleaned_data.get("password"):
        return
    account = User.objects.filter(username=name).first()
    kind = Happening.LOCKED if getattr(request, "axes_locked_out", False) else Happening.REFUSED
    result = ""
    if account and not account.is_active:
        result = "账号已停用"
    elif account and form.has_error("__all__", "expired"):
        result = "初始密码已过期"
    record(request, kind, account.username if account else NOBODY, result=result)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    messages.success(request, "已退出登录。")
    return redirect("login")


@sensitive_post_parameters("old", "new", "again")
@never_cache
def password_change(request: HttpRequest) -> HttpResponse:
    """Choose a new password; every other session of the account ends."""
    user: User = request.user  # type: ignore[assignment]
    form = PasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user.choose_password(form.cleaned_data["new"])
        auth.update_session_auth_hash(request, user)
        record(request, Happening.PASSWORD, user.username, actor=user)
        messages.success(request, "密码已修改，请妥善保管。")
        return redirect("home")
    return render(request, "members/password_change.html", {"form": form})
