"""Accounts: one role at one union each; what a role may do stands in `members.permissions`."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models.union import Union

#: Without characters that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
INITIAL_PASSWORD_HOURS = 24
PASSWORD_FIELDS = ["password", "must_change_password", "password_expires_at"]


class Role(models.TextChoices):
    BASE_LIAISON = "base_liaison", "基层工会联络员"
    TOWN_CLERK = "town_clerk", "乡镇填报人"
    TOWN_CHAIR = "town_chair", "乡镇工会主席"
    COUNTY_DEPT = "county_dept", "县总业务部室"
    COUNTY_STAT = "county_stat", "县总统计汇总员"
    COUNTY_LEADER = "county_leader", "县总领导"
    AUDITOR = "auditor", "经审员"
    SYS_ADMIN = "sys_admin", "系统管理员"
    SEC_ADMIN = "sec_admin", "安全管理员"
    LOG_ADMIN = "log_admin", "审计管理员"


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> Self:
        """The accounts at this user's union and below."""
        return self.filter(union__path__startswith=user.union.path) if user.union_id else self.none()


class AccountManager(UserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's account manager with our verbs."""


class User(AbstractUser):
    """Who signs in: username, name, one role at one union; a department reviews its `sections`."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = None  # type: ignore[assignment]
    full_name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=40, blank=True)
    role = models.CharField("角色", max_length=20, choices=Role)
    union = models.ForeignKey(Union, models.PROTECT, related_name="users", verbose_name="所在工会")
    sections = models.JSONField("负责审核的业务口", default=list, blank=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    password_expires_at = models.DateTimeField("初始密码有效期至", null=True, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()  # type: ignore[misc]

    class Meta:
        ordering = ["union__path", "role", "username"]
        constraints = [models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_is_known")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def initial_password_expired(self) -> bool:
        """Was the initial password left unused for too long?"""
        return bool(
            self.must_change_password and self.password_expires_at and self.password_expires_at < timezone.now()
        )

    def give_initial_password(self) -> str:
        """Set a random password that holds for 24 hours and must be changed; the only time anybody sees it. Saves."""
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        self.set_password(password)
        self.must_change_password = True
        self.password_expires_at = timezone.now() + timedelta(hours=INITIAL_PASSWORD_HOURS)
        # A new account is written whole, a reset touches nothing else.
        self.save(update_fields=None if self._state.adding else PASSWORD_FIELDS)
        return password

    def choose_password(self, password: str) -> None:
        """Set the password its owner chose; ends every other session. Saves."""
        self.set_password(password)
        self.must_change_password, self.password_expires_at = False, None
        self.save(update_fields=PASSWORD_FIELDS)
