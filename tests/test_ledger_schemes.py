"""Lists of demands: the county sets their items, a check starts with them and is judged by them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from makers import signed_in

from members.ledgers.keeping import RecordRefused, keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.scheme_items import items_of, set_items

CHECKS = LEDGERS["checklist"]
LINE = CHECKS.children[0].model


def check(cast: Any, union: Any, fulfilled: dict[str, bool], **values: Any) -> Any:
    given = {"scheme": "eight_have", "checked_on": date(2026, 5, 3), "outcome": "met"} | values
    record = CHECKS.model(union=cast.east, union_org=union, **given)
    lines = {LINE: [LINE(item=item, fulfilled=yes) for item, yes in fulfilled.items()]}
    keep(CHECKS, record, by=cast.clerk, lines=lines)
    return record


@pytest.fixture
def union(cast: Any) -> Any:
    record = LEDGERS["union_org"].model(union=cast.east, name="东港一厂工会")
    keep(LEDGERS["union_org"], record, by=cast.clerk)
    return record


def test_the_countys_items_hold_for_its_unions_and_no_others(cast: Any) -> None:
    set_items("eight_have", "", "有班子、有牌子\n有印章、有班子", by=cast.stat)
    assert items_of(cast.plant, "eight_have") == ("有班子", "有牌子", "有印章")
    assert items_of(cast.other_town, "eight_have") == ()
    set_items("eight_have", "", "", by=cast.stat)
    assert items_of(cast.plant, "eight_have") == ()


def test_only_the_statistician_sets_them(cast: Any) -> None:
    with pytest.raises(PermissionDenied):
        set_items("eight_have", "", "有班子", by=cast.clerk)


@pytest.mark.parametrize(("code", "name"), [("nothing", ""), ("own", " "), ("own", "长" * 61)])
def test_a_list_without_a_place_is_refused(cast: Any, code: str, name: str) -> None:
    with pytest.raises(ValueError, match=r"标准|名称"):
        set_items(code, name, "有班子", by=cast.stat)


def test_a_check_is_judged_by_the_countys_items(cast: Any, union: Any) -> None:
    set_items("eight_have", "", "有班子、有牌子", by=cast.stat)
    with pytest.raises(RecordRefused, match="尚缺有牌子"):
        check(cast, union, {"有班子": True})
    with pytest.raises(RecordRefused, match="没有项目“有资金”"):
        check(cast, union, {"有班子": True, "有牌子": True, "有资金": True})
    assert check(cast, union, {"有班子": True, "有牌子": True}).met_count == 2


def test_a_list_of_the_countys_own_is_offered_and_starts_a_check(cast: Any) -> None:
    client = signed_in(cast.stat)
    answer = client.post(reverse("scheme-list"), {"scheme": "own", "name": "四强工会", "items": "班子强、队伍强"})
    assert answer.status_code == 302
    page = signed_in(cast.clerk).get(reverse("scheme-list")).content.decode()
    assert "四强工会" in page and "班子强、队伍强" in page and "新增自定标准" not in page
    started = signed_in(cast.clerk).get(
        reverse("record-add", args=["checklist"]), {"scheme": "own", "name": "四强工会"}
    )
    body = started.content.decode()
    assert 'value="班子强"' in body and 'value="队伍强"' in body and 'value="四强工会"' in body
