"""The county counts a ledger without a developer: tried on a real month, filled on returns, said in the report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from makers import make_return, signed_in

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.months import parse_period
from reports.following import follow_ledgers
from reports.models import Indicator, State
from reports.models.summary import SummaryKind
from reports.summaries.compose import compose

HONOURS = LEDGERS["honour"]
FORM = {
    "measure": "count", "date": "in:awarded_on", "w_code": ["worker_pioneer"], "least_level": "city",
    "w_direction": ["received"], "name_zh": "获市级以上工人先锋号", "unit": "个", "section": "S14", "due": "month",
    "try_month": "2026-05",
}  # fmt: skip


def make_honour(cast: Any, **values: Any) -> Any:
    given = {
        "title": "工人先锋号", "code": "worker_pioneer", "level": "city", "target": "collective",
        "unit": "东港一厂", "awarded_on": date(2026, 5, 3),
    }  # fmt: skip
    record = HONOURS.model(union=cast.east, **(given | values))
    keep(HONOURS, record, by=cast.clerk)
    return record


def make_honours(cast: Any) -> None:
    """Two of five are received pioneers of city level or above, in May."""
    make_honour(cast)
    make_honour(cast, level="province", title="省工人先锋号")
    make_honour(cast, level="county", title="县工人先锋号")
    make_honour(cast, direction="given", title="授予的先锋号")
    make_honour(cast, awarded_on=date(2026, 4, 30), title="四月的先锋号")


def test_a_count_is_tried_on_a_month_while_it_is_written(cast: Any) -> None:
    make_honours(cast)
    address = reverse("count-preview") + "?ledger=honour"
    page = signed_in(cast.stat).post(address, FORM | {"try_union": cast.east.code}).content.decode()
    assert "<b>2</b>（东港镇总工会，2 条记录）" in page and "级别不低于市级" in page
    assert "省工人先锋号" in page and "县工人先锋号" not in page
    page = signed_in(cast.stat).post(address, FORM | {"try_union": cast.east.code, "try_month": "xx"}).content.decode()
    assert "field-error" in page


def test_a_new_counted_indicator_fills_returns_and_stands_in_the_next_report(cast: Any) -> None:
    make_honours(cast)
    answer = signed_in(cast.stat).post(reverse("indicator-count") + "?ledger=honour", FORM)
    assert answer.status_code == 302, answer.content.decode()
    added = Indicator.objects.get(name="获市级以上工人先锋号")
    assert (added.kind, added.ledger, added.measure, added.date_rule) == ("flow", "honour", "count", "in:awarded_on")
    assert set(added.filters.split("; ")) == {"code=worker_pioneer", "level>=city", "direction=received"}
    may = make_return(cast.east, "2026-05")
    follow_ledgers(may, by=cast.clerk)
    assert may.figures.get(indicator=added).value == 2
    type(may).objects.filter(pk=may.pk).update(state=State.APPROVED)
    composed = compose(cast.east, parse_period("2026"), SummaryKind.ANNUAL, provisional=True)
    assert "获市级以上工人先锋号2个" in "".join(p.text for ps in composed.paragraphs.values() for p in ps)
    page = signed_in(cast.stat).get(reverse("indicator-edit", args=[added.code])).content.decode()
    assert "荣誉台账：期内（命名（表彰）日期）的条数" in page


def test_what_is_missing_is_said_beside_its_field(cast: Any) -> None:
    answer = signed_in(cast.stat).post(reverse("indicator-count") + "?ledger=honour", FORM | {"name_zh": ""})
    assert answer.status_code == 422 and "请填写" in answer.content.decode()
    assert not Indicator.objects.filter(ledger="honour", built_in=False).exists()


def test_an_unknown_ledger_offers_them_all(cast: Any) -> None:
    page = signed_in(cast.stat).get(reverse("indicator-count") + "?ledger=nothing").content.decode()
    assert "荣誉台账" in page and "劳动争议台账" in page
