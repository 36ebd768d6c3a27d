"""Is the first page a list of things to do? (requirement 17)"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from browsing import make_catalogue, make_open_return, make_past, sign_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from makers import make_cast, make_return, make_summary, signed_in

from members.models import Role
from members.months import shift
from reports import todo
from reports.locks import this_month


def home(user: Any) -> str:
    answer = signed_in(user).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_role_has_a_first_page_with_a_next_step(cast: Any) -> None:
    for role in Role:
        page = home(cast.of(role))
        assert 'class="empty"' in page or "btn" in page, role


def test_a_clerk_sees_the_month_its_state_and_its_deadline(cast: Any) -> None:
    page = home(cast.clerk)
    assert "未开始" in page
    assert "开始填报" in page
    make_open_return(cast.east)
    page = home(cast.clerk)
    deadline = shift(this_month(), 1)
    assert f"报送期限 {deadline.month}月5日" in page
    assert "填报中" in page


def test_a_returned_month_is_late_by_the_date_set_for_it(cast: Any) -> None:
    item = make_return(cast.east, "2026-03", state="returned", mend_by=date(2026, 4, 20))
    status = todo.MonthStatus(cast.east, item.month, item, date(2026, 4, 22))
    assert (status.shown, status.days_late, status.shown_label) == ("overdue", 2, "逾期2天（已退回）")
    in_time = todo.MonthStatus(cast.east, item.month, item, date(2026, 4, 18))
    assert (in_time.shown, in_time.days_left) == ("returned", 2)


def test_last_month_stays_the_current_one_until_its_deadline(cast: Any) -> None:
    make_return(cast.east, "2026-02", state="approved")
    make_return(cast.east, "2026-03")
    before = todo.current(todo.months_of(cast.east, today=date(2026, 4, 5)))
    after = todo.current(todo.months_of(cast.east, today=date(2026, 4, 6)))
    assert before is not None and before.month == date(2026, 3, 1)
    assert after is not None and after.month == date(2026, 4, 1)


def test_a_sent_month_gives_way_to_the_next(cast: Any) -> None:
    make_return(cast.east, "2026-03", state="reported")
    status = todo.current(todo.months_of(cast.east, today=date(2026, 4, 2)))
    assert status is not None and (status.month, status.state) == (date(2026, 4, 1), "none")


def test_a_month_left_out_can_be_started_from_the_list(cast: Any) -> None:
    make_past(cast.east, 2, {}, by=cast.stat)
    page = signed_in(cast.clerk).get("/returns/").content.decode()
    left_out = shift(this_month(), -1)
    assert f'action="/returns/new/{left_out:%Y-%m}/"' in page
    assert f'action="/returns/new/{this_month():%Y-%m}/"' in page


def test_the_chair_signs_and_the_county_reviews(cast: Any) -> None:
    make_return(cast.east, "2026-03", state="submitted", by=cast.clerk)
    make_return(cast.west, "2026-03", state="reported", by=cast.west_clerk)
    assert [item.union for item in todo.to_review(cast.chair)] == [cast.east]
    assert [item.union for item in todo.to_review(cast.stat)] == [cast.west]
    assert todo.to_review(cast.west_chair) == []
    assert todo.to_review(cast.other_stat) == []
    assert "东港镇总工会" in home(cast.chair)
    assert "柳溪镇总工会" not in home(cast.chair)


def test_a_department_is_done_when_its_sections_are_ticked(cast: Any) -> None:
    make_catalogue()
    item = make_return(cast.east, "2026-03", {"union_total": 3, "fund_open": 5}, state="reported", by=cast.clerk)
    assert todo.to_review(cast.dept) == [item]
    item.ticks.create(section="S01", by=cast.dept)
    assert todo.to_review(cast.dept) == []


def test_the_county_sees_who_has_not_reported(cast: Any) -> None:
    month = todo.month_to_chase()
    make_return(cast.east, month, state="approved", by=cast.stat)
    missing = todo.not_reported(cast.stat, month)
    assert [status.union for status in missing] == [cast.west]
    assert "还没有报来的单位" in home(cast.stat)
    assert "还没有报来的单位" not in home(cast.clerk)


def test_the_number_of_tasks_is_what_the_lists_hold(cast: Any) -> None:
    make_return(cast.east, "2026-03", state="submitted", by=cast.clerk)
    make_summary(cast.east, "2025-01", "2025-12", state="submitted")
    assert todo.count_waiting(cast.chair) == 2
    assert todo.count_waiting(cast.clerk) == len(todo.months_to_fill(cast.clerk)) > 0
    assert todo.count_waiting(cast.auditor) == 0


def test_a_report_that_was_sent_back_waits_for_its_writer(cast: Any) -> None:
    back = make_summary(cast.east, "2020-01", "2020-12", state="returned")
    for year in range(2021, 2026):
        make_summary(cast.east, f"{year}-01", f"{year}-12", state="approved")
    assert todo.waiting_summaries(cast.clerk) == [back]
    assert todo.count_waiting(cast.clerk) == len(todo.months_to_fill(cast.clerk)) + 1
    assert todo.waiting_summaries(cast.chair) == todo.waiting_summaries(cast.stat) == []
    page = home(cast.clerk)
    assert "1 份等您处理" in page and f'href="/summaries/{back.pk}/"' in page, "older than the newest, and still listed"
    assert "2020年工作总结" not in home(cast.stat)


def test_administrators_see_no_figures(cast: Any) -> None:
    make_return(cast.east, "2026-03", state="submitted", by=cast.clerk)
    page = home(cast.sec_admin)
    assert "东港镇" not in page
    assert "待办" not in page


def test_the_rail_has_at_most_seven_entries(cast: Any) -> None:
    for role in Role:
        rail = home(cast.of(role)).split("<nav", 1)[1].split("</nav>")[0]
        assert 1 <= rail.count("<li>") <= 7, role
        assert rail.count('aria-current="page"') == 1, role


def test_more_townships_cost_no_more_queries(cast: Any) -> None:
    def queries() -> int:
        client = signed_in(cast.stat)
        client.get("/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        return len(seen)

    make_return(cast.east, "2026-03", state="reported", by=cast.clerk)
    few = queries()
    make_return(cast.west, "2026-03", state="reported", by=cast.west_clerk)
    make_past(cast.west, 2, {}, by=cast.stat)
    assert queries() == few


@pytest.mark.browser
def test_the_grid_is_one_click_from_the_first_page(page: Any) -> None:
    make_catalogue()
    cast = make_cast()
    sign_in(page, cast.clerk)
    page.goto("/")
    page.locator(".now-card .btn-primary").click()
    page.wait_for_url("**/returns/*/")
    assert page.locator("#c-union_total").count() == 1


def test_a_report_is_named_by_its_title_and_its_state_in_the_reports_own_words(cast: Any) -> None:
    make_summary(cast.east, "2026-01", "2026-06", kind="half_year")
    make_summary(cast.east, "2025-01", "2025-12", state="approved")
    page = home(cast.chair)
    assert "2026年上半年工作总结" in page and "2025年工作总结" in page
    assert "起草中" in page and "已签发" in page
    assert "半年总结" not in page and "年总结" not in page
