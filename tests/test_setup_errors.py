"""What do people see when a page is not there, not theirs, or broken?"""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from unionreports import urls as shipped

pytestmark = pytest.mark.django_db
handler500 = shipped.handler500


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret inside /srv/program")


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("the secret inside")


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


for view in (broken, refused, form):
    view.login_required = False

urlpatterns = [path("broken", broken), path("refused", refused), path("form", form), *shipped.urlpatterns]


def test_a_missing_page_is_explained_in_chinese(client: Client) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_shows_a_number_that_the_log_also_holds(caplog: pytest.LogCaptureFixture) -> None:
    answer = Client(raise_request_exception=False).get("/broken")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "secret" not in page and "Traceback" not in page and "RuntimeError" not in page
    [number] = re.findall(r"<b>([0-9a-f]{8})</b>", page)
    assert any(number in record.getMessage() for record in caplog.records)
    assert "Content-Security-Policy" in answer.headers


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_tells_whom_to_ask_and_not_why_inside(client: Client) -> None:
    answer = client.get("/refused")
    assert answer.status_code == 403
    assert "系统管理员" in answer.content.decode() and "secret" not in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_form_without_its_token_is_refused_with_a_remedy() -> None:
    answer = Client(enforce_csrf_checks=True).post("/form")
    assert answer.status_code == 403
    assert "刷新后再提交一次" in answer.content.decode()
