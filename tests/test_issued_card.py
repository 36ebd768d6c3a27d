"""Does the card of an issued report's number tell what the version was issued with, and what differs today?"""

from __future__ import annotations

import html
import json
import re

import pytest
from django.urls import reverse
from makers import Cast, make_return, make_summary, signed_in
from test_figure_card import body, facts
from test_summaries_issue import issue

from reports.documents import FORMATS
from reports.models import Figure, Indicator, MonthlyReturn, State, Summary, SummaryVersion, Target
from reports.summaries.frozen import freeze, thaw
from reports.workflow import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's half-year, issued: 48 new members beside 40, of which March is lacking; a target of 100."""
    make_return(cast.east, "2025-06", {"member_new": 40, "member_total": 5000}, state=State.APPROVED, by=cast.clerk)
    make_return(cast.east, "2025-12", {"member_total": 5100}, state=State.APPROVED)
    for month in range(1, 7):
        values = {"member_total": 5200} if month == 3 else {"member_new": 8 if month < 6 else 16, "member_total": 5200}
        make_return(cast.east, f"2026-0{month}", values, state=State.APPROVED)
    Target.objects.create(union=cast.east, indicator=Indicator.objects.get(code="member_new"), year=2026, target=100)
    summary = make_summary(cast.east, "2026-01", "2026-06", kind="half_year")
    issue(cast, summary)
    return summary


def cards(cast: Cast, summary: Summary, code: str = "member_new") -> list[str]:
    """The addresses of the cards of one indicator's numbers on the report's page."""
    page = body(signed_in(cast.clerk).get(reverse("summary-edit", args=[summary.pk])))
    return [html.unescape(each) for each in re.findall(r'data-card="([^"]+)"', page) if f"/{code}/" in each]


def card(cast: Cast, summary: Summary, aspect: str = "value") -> str:
    address = next(each for each in cards(cast, summary) if f"aspect={aspect}&" in each)
    return facts(body(signed_in(cast.clerk).get(address)))


def test_every_number_of_an_issued_report_opens_what_it_was_issued_with(cast: Cast, summary: Summary) -> None:
    browser = signed_in(cast.clerk)
    page = body(browser.get(reverse("summary-edit", args=[summary.pk])))
    found = {html.unescape(each) for each in re.findall(r'data-card="([^"]+)"', page)}
    assert found and all(each.startswith(f"/summaries/{summary.pk}/version/1/number/") for each in found)
    for each in found:
        told = facts(body(browser.get(each)))
        assert "第1版" in told and "现在为" not in told and "各单位各月的数（现在）" in told


def test_what_changed_since_is_told_beside_what_was_issued(cast: Cast, summary: Summary) -> None:
    before = card(cast, summary)
    assert "精确值48人" in before and "应报6份，已报5份" in before and "上年同期40人" in before
    assert "年度任务100人，完成48%" in before and "未报：东港镇总工会3月" in before
    march = cast.east.returns.get(month="2026-03-01")
    march.figures.create(indicator=Indicator.objects.get(code="member_new"), value=10)
    Figure.objects.filter(monthly_return__month="2025-06-01", indicator__code="member_new").update(value=50)
    Target.objects.update(target=200)
    Indicator.objects.filter(code="member_new").update(unit="名")
    assert card(cast, summary) == before.replace("各单位各月的数（现在）", "现在为58名各单位各月的数（现在）")
    assert "精确值20%" in card(cast, summary, "growth") and "现在为16%" in card(cast, summary, "growth")
    Figure.objects.filter(indicator__code="member_new").delete()
    assert "精确值48人" in card(cast, summary) and "现在为没有数据" in card(cast, summary)


def test_an_indicator_nobody_collects_any_more_still_tells_what_was_issued(cast: Cast, summary: Summary) -> None:
    Indicator.objects.filter(code="member_new").update(enabled=False)
    assert "精确值48人" in card(cast, summary) and "现在为没有数据" in card(cast, summary)


def test_a_version_that_did_not_keep_how_it_was_reported_says_so(cast: Cast, summary: Summary) -> None:
    version = SummaryVersion.objects.get()
    fields = json.loads(version.document)
    assert fields.pop("reported")
    older = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    SummaryVersion.objects.update(document=older)
    assert freeze(thaw(older)) == older, "older versions read and freeze as they were"
    assert "说明未报：东港镇总工会3月" in card(cast, summary), "the annex kept it"
    SummaryVersion.objects.update(document=older, sources="")
    told = card(cast, summary)
    assert "这一版没有留存" in told and "精确值48人" in told and "应报" not in told


def test_what_is_kept_besides_changes_no_file(cast: Cast, summary: Summary) -> None:
    version = SummaryVersion.objects.get()
    fields = json.loads(version.document)
    fields.pop("reported")
    for chosen in FORMATS.values():
        assert chosen.render(thaw(version.document)) == chosen.render(thaw(json.dumps(fields)))


def test_a_year_that_was_taken_in_from_a_paper_lacks_no_months(cast: Cast, summary: Summary) -> None:
    MonthlyReturn.objects.filter(month="2026-03-01").update(taken_in=True)
    advance(summary, "reopen", by=cast.leader, reason="漏报")
    Figure.objects.filter(monthly_return__month="2026-06-01", indicator__code="member_new").update(value=17)
    issue(cast, summary)
    assert "2026年为历史数据" in card(cast, summary) and "应报" not in card(cast, summary)
    SummaryVersion.objects.update(sources="")
    assert "填报含历史数据，不逐月填报" in card(cast, summary)


def test_a_task_is_not_reported_and_last_years_number_not_by_this_years_months(cast: Cast, summary: Summary) -> None:
    SummaryVersion.objects.update(sources="")
    assert "填报" not in card(cast, summary, "target")
    assert "填报这一版没有留存" in card(cast, summary, "previous")


def test_a_number_that_was_not_issued_and_a_strangers_report_are_not_found(cast: Cast, summary: Summary) -> None:
    browser = signed_in(cast.clerk)
    address = cards(cast, summary)[0]
    assert browser.get(address.replace("value=", "value=9")).status_code == 404
    assert browser.get(address.replace("/version/1/", "/version/2/")).status_code == 404
    assert browser.get(address.replace("member_new", "union_new")).status_code == 404
    assert signed_in(cast.west_clerk).get(address).status_code == 404


def test_a_draft_again_shows_todays_card(cast: Cast, summary: Summary) -> None:
    advance(summary, "reopen", by=cast.leader, reason="漏报")
    assert all(each.startswith("/rollup/member_new/card/") for each in cards(cast, summary))


def test_a_card_of_an_issued_number_costs_few_queries(
    cast: Cast, summary: Summary, django_assert_max_num_queries: object
) -> None:
    address = cards(cast, summary)[0]
    client = signed_in(cast.clerk)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(address)
