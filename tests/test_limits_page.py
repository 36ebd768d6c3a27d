"""The county sets where plausible ends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from reports.limits import LimitsRefused, limits, set_limits
from reports.models import ThresholdSetting

pytestmark = pytest.mark.django_db


def value(name: str) -> Decimal:
    return Decimal(next(each.text for each in limits() if each.threshold.name == name))


def test_a_limit_is_set_by_the_statistician_and_dropped_by_an_empty_cell(cast: Any) -> None:
    assert set_limits({"warm_high": "２５００", "warm_low": "100"}, by=cast.stat) == 1
    assert value("warm_high") == 2500
    assert set_limits({"warm_high": ""}, by=cast.stat) == 1
    assert value("warm_high") == 3000 and not ThresholdSetting.objects.exists()


def test_nobody_else_sets_limits(cast: Any) -> None:
    for user in (cast.leader, cast.clerk):
        with pytest.raises(PermissionDenied):
            set_limits({"warm_high": "1"}, by=user)


def test_one_bad_limit_saves_none(cast: Any) -> None:
    with pytest.raises(LimitsRefused) as refused:
        set_limits({"warm_high": "约3000", "study_high": "9000", "claim_low": "9", "claim_high": "8"}, by=cast.stat)
    assert set(refused.value.problems) == {"warm_high", "claim_low"}
    assert not ThresholdSetting.objects.exists()


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(cast: Any) -> None:
    client = Client()
    client.force_login(cast.stat)
    page = client.post("/limits/", {"limit-warm_high": "三千"})
    text = page.content.decode()
    assert page.status_code == 422 and 'value="三千"' in text and "有 1 处填写不对" in text
    assert client.post("/limits/", {"limit-warm_high": "2800"}).status_code == 302
    assert value("warm_high") == 2800
