"""Who are you? One answer for a wrong name, a wrong password and a disabled account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError


class LoginForm(AuthenticationForm):
    """User name and password."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。",
        "inactive": "用户名或密码不正确。",
        "expired": "初始密码已过期，请联系为您开通账号的人员重新设置。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"
        for name in ("username", "password"):
            self.fields[name].error_messages["required"] = f"请输入{self.fields[name].label}"
        # The browser's own bubbles would speak the browser's language.
        self.use_required_attribute = False

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse an initial password that was left for too long; only its owner gets here."""
        super().confirm_login_allowed(user)
        if user.initial_password_expired:
            raise ValidationError(self.error_messages["expired"], code="expired")
