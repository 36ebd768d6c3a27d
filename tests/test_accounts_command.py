"""The first account of an installation comes from the command line."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from makers import Cast

from members.models import AccountEvent, User


def run(*args: str, **options: Any) -> str:
    output = StringIO()
    call_command("add_account", *args, stdout=output, stderr=output, **options)
    return output.getvalue()


def password_in(output: str) -> str:
    found = re.search(r"初始密码：(\S+?)（", output)
    assert found
    return found[1]


def first_page(username: str, password: str) -> str:
    client = Client()
    client.post(reverse("login"), {"username": username, "password": password})
    return client.get("/").headers.get("Location", "home")


def test_an_account_is_opened_with_a_password_to_be_changed(cast: Cast) -> None:
    output = run("guard", union=cast.county.code, role="sec_admin", name="安全员")
    assert first_page("guard", password_in(output)) == reverse("password-change")
    assert AccountEvent.objects.filter(kind="added", subject="guard", result="命令行").count() == 1


def test_a_reset_opens_a_disabled_account_again(cast: Cast) -> None:
    User.objects.filter(pk=cast.sys_admin.pk).update(is_active=False)
    assert first_page("sys_admin", password_in(run("sys_admin", "--reset"))) == reverse("password-change")


@pytest.mark.parametrize(
    ("username", "options", "said"),
    [
        ("guard", {}, "--union --role --name"),
        ("guard", {"union": "C9", "role": "auditor", "name": "某"}, "没有代码为“C9”的工会"),
        ("guard", {"union": "C1", "role": "town_clerk", "name": "某"}, "角色应为 county_dept"),
        ("gu ard", {"union": "C1", "role": "auditor", "name": "某"}, "只能用汉字"),
        ("stat", {"union": "C1", "role": "auditor", "name": "某"}, "已有人使用"),
        ("guard", {"reset": True}, "没有用户名为“guard”的账号"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    cast: Cast, capsys: pytest.CaptureFixture[str], username: str, options: dict[str, Any], said: str
) -> None:
    before = User.objects.count()
    output = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("add_account", username, stdout=output, stderr=output, **options)
    assert ended.value.code == 1 and said in output.getvalue()
    assert (User.objects.count(), AccountEvent.objects.count()) == (before, 0)
