"""Does the reviewer see what stands out, say it on the cell, and move the return?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from browsing import make_catalogue, make_past
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from makers import make_figures, make_return, signed_in

from members.months import shift
from reports.locks import this_month
from reports.models import CellMark, FigureChange, Indicator, MonthlyReturn, ReviewEvent
from reports.reading import number


@pytest.fixture
def sent(cast: Any) -> MonthlyReturn:
    """东港镇's last month, lying with the county: membership up by half, everything else as before."""
    make_catalogue()
    make_past(cast.east, 2, {"member_total": 100, "union_total": 30}, by=cast.stat)
    return make_return(
        cast.east, shift(this_month(), -1), {"member_total": 150, "union_total": 31, "union_new": 0},
        state="reported", by=cast.clerk,
    )  # fmt: skip


def page_of(user: Any, item: MonthlyReturn) -> str:
    answer = signed_in(user).get(f"/review/{item.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def post(user: Any, item: MonthlyReturn, path: str, **data: object) -> Any:
    return signed_in(user).post(f"/{path.format(item.pk)}", data, follow=True)


def row(page: str, code: str) -> str:
    return page.split(f'<tr id="r-{code}"')[1].split("</tr>")[0]


def test_a_big_change_is_marked_and_a_small_one_is_not(cast: Any, sent: MonthlyReturn) -> None:
    page = page_of(cast.stat, sent)
    assert "比上月增加50" in row(page, "member_total")
    assert "jump" not in row(page, "union_total")
    assert "+1" in row(page, "union_total")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [("2026-03", "60.0", "比3月增加20"), ("2025-12", "20", "比上年12月减少20"), ("2026-03", "45", "")],
)
def test_a_quarterly_stock_is_compared_with_the_quarter_before(cast: Any, before: str, now: str, said: str) -> None:
    make_return(cast.east, before, {"contract_general": 40}, state="approved", by=cast.clerk)
    sent = make_return(cast.east, "2026-06", {"contract_general": now}, state="reported", by=cast.clerk)
    found = row(page_of(cast.stat, sent), "contract_general")
    assert said in found and ("jump" in found) == bool(said)


def test_zero_unreported_and_not_applicable_read_differently(cast: Any, sent: MonthlyReturn) -> None:
    make_figures(sent, {"union_revoked": "na"})
    page = page_of(cast.stat, sent)
    assert "<b>0</b>" in row(page, "union_new")
    assert "<b>不适用</b>" in row(page, "union_revoked")
    assert "未报" in row(page, "covered_units")


def test_a_remark_is_put_on_the_cell_and_answered_by_the_filler(cast: Any, sent: MonthlyReturn) -> None:
    page = post(cast.stat, sent, "review/{}/mark/", code="member_total", text="请核对名册")
    assert "请核对名册" in page.content.decode()
    due = timezone.localdate() + timedelta(days=2)
    post(cast.stat, sent, "returns/{}/move/", action="return", reason="会员数不对", mend_by=due.isoformat())
    sent.refresh_from_db()
    assert (sent.state, sent.mend_by) == ("returned", due)
    typing = signed_in(cast.clerk).get(f"/returns/{sent.pk}/").content.decode()
    assert "请核对名册" in typing
    assert 'href="#c-member_total"' in typing
    assert f"{due.month}月{due.day}日" in typing
    mark = CellMark.objects.get()
    post(cast.clerk, sent, "returns/{}/reply/", mark=mark.pk, text="名册补登五十人")
    mark.refresh_from_db()
    assert (mark.reply, mark.replied_by) == ("名册补登五十人", cast.clerk)


def test_one_button_answers_that_it_is_mended(cast: Any, sent: MonthlyReturn) -> None:
    mark = CellMark.objects.create(
        monthly_return=sent, indicator=Indicator.objects.get(code="member_total"), text="请核对", by=cast.stat
    )
    MonthlyReturn.objects.filter(pk=sent.pk).update(state="returned")
    post(cast.clerk, sent, "returns/{}/reply/", mark=mark.pk, done="1")
    mark.refresh_from_db()
    assert mark.reply == "已改"
    assert signed_in(cast.clerk).post(f"/returns/{sent.pk}/reply/", {"mark": "x"}).status_code == 404


def test_a_return_needs_a_remark_a_reason_and_a_date(cast: Any, sent: MonthlyReturn) -> None:
    today = timezone.localdate().isoformat()
    answer = post(cast.stat, sent, "returns/{}/move/", action="return", reason="不对", mend_by=today)
    assert "写明意见" in answer.content.decode()
    post(cast.stat, sent, "review/{}/mark/", code="member_total", text="请核对")
    assert "必须写明理由" in post(cast.stat, sent, "returns/{}/move/", action="return").content.decode()
    answer = post(cast.stat, sent, "returns/{}/move/", action="return", reason="不对", mend_by="明天")
    assert "改正期限" in answer.content.decode()
    sent.refresh_from_db()
    assert sent.state == "reported"


def test_what_changed_after_a_return_is_shown_with_its_old_value(cast: Any, sent: MonthlyReturn) -> None:
    ReviewEvent.objects.create(
        monthly_return=sent, action="return", from_state="reported", to_state="returned", by=cast.stat, version=9
    )
    member = Indicator.objects.get(code="member_total")
    for old, new in (("150", "140"), ("140", "120")):
        FigureChange.objects.create(monthly_return=sent, indicator=member, old=old, new=new, by=cast.clerk)
    sent.figures.filter(indicator=member).update(value=120)
    assert "退回后由“150”改为“120”" in page_of(cast.stat, sent)


def test_what_was_changed_back_after_a_return_is_no_change(cast: Any, sent: MonthlyReturn) -> None:
    ReviewEvent.objects.create(
        monthly_return=sent, action="return", from_state="reported", to_state="returned", by=cast.stat, version=4
    )
    member = Indicator.objects.get(code="member_total")
    for old, new in (("150", "120"), ("120", "150")):
        FigureChange.objects.create(monthly_return=sent, indicator=member, old=old, new=new, by=cast.clerk)
    page = page_of(cast.stat, sent)
    assert "退回后由" not in page and "退回后改动" not in page


def test_sections_are_ticked_by_those_who_may(cast: Any, sent: MonthlyReturn) -> None:
    page = page_of(cast.dept, sent)
    assert 'aria-label="会员与工会干部审核无误"' in page
    post(cast.dept, sent, "review/{}/tick/", section="S02")
    assert "方部长 已审核" in page_of(cast.stat, sent)
    assert signed_in(cast.dept).post(f"/review/{sent.pk}/tick/", {"section": "S15"}).status_code == 403
    assert signed_in(cast.clerk).post(f"/review/{sent.pk}/tick/", {"section": "S01"}).status_code == 403
    post(cast.dept, sent, "review/{}/tick/", undo="S02")
    assert sent.ticks.count() == 0


def test_approval_waits_for_every_section(cast: Any, sent: MonthlyReturn) -> None:
    answer = post(cast.stat, sent, "returns/{}/move/", action="approve")
    assert "还有业务口未审核" in answer.content.decode()
    for section in ("S01", "S02"):
        post(cast.stat, sent, "review/{}/tick/", section=section)
    post(cast.stat, sent, "returns/{}/move/", action="approve")
    sent.refresh_from_db()
    assert sent.state == "approved"


def test_a_page_that_is_out_of_date_moves_nothing(cast: Any, sent: MonthlyReturn) -> None:
    answer = post(cast.stat, sent, "returns/{}/move/", action="approve", version=sent.version - 1)
    assert "刚被他人改动过" in answer.content.decode()


def test_buttons_are_the_moves_one_may_make(cast: Any, sent: MonthlyReturn) -> None:
    assert 'value="approve"' in page_of(cast.stat, sent)
    assert 'value="approve"' not in page_of(cast.dept, sent)
    assert 'value="return"' in page_of(cast.dept, sent)
    assert 'value="withdraw"' in page_of(cast.chair, sent)
    reader = page_of(cast.auditor, sent)
    assert f"returns/{sent.pk}/move/" not in reader
    assert "写意见" not in reader


def test_what_waits_for_a_signature_is_taken_back_by_its_sender_alone(cast: Any) -> None:
    make_catalogue()
    item = make_return(cast.east, shift(this_month(), -1), {"union_total": 3}, state="submitted", by=cast.clerk)
    chair = page_of(cast.chair, item)
    assert 'value="hand_back"' in chair and 'value="withdraw"' not in chair
    assert 'value="withdraw"' in page_of(cast.clerk, item)


def test_strangers_find_nothing(cast: Any, sent: MonthlyReturn) -> None:
    for path in ("review/{}/mark/", "review/{}/tick/", "review/{}/settle/", "returns/{}/move/"):
        address = f"/{path.format(sent.pk)}"
        assert signed_in(cast.west_chair).post(address, {"code": "union_total"}).status_code == 404, path
        assert signed_in(cast.other_stat).post(address, {"code": "union_total"}).status_code == 404, path
        assert signed_in(cast.stat).get(address).status_code == 405, path
    assert signed_in(cast.west_clerk).get(f"/review/{sent.pk}/").status_code == 404


def test_reviewers_go_on_to_the_next_return(cast: Any, sent: MonthlyReturn) -> None:
    other = make_return(cast.west, sent.month, {"union_total": 5}, state="reported", by=cast.west_clerk)
    assert f"/review/{other.pk}/" in page_of(cast.stat, sent)
    for section in ("S01", "S02"):
        post(cast.stat, sent, "review/{}/tick/", section=section)
    answer = post(cast.stat, sent, "returns/{}/move/", action="approve")
    assert answer.redirect_chain[-1][0] == f"/review/{other.pk}/"


def test_a_long_return_costs_no_more_queries_than_a_short_one(cast: Any, sent: MonthlyReturn) -> None:
    def queries() -> int:
        client = signed_in(cast.stat)
        client.get(f"/review/{sent.pk}/")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/review/{sent.pk}/")
        return len(seen)

    few = queries()
    make_figures(sent, {code: 3 for code in ("union_enterprise", "covered_units", "dispute_accepted", "law_events")})
    for code in ("union_total", "member_total"):
        CellMark.objects.create(
            monthly_return=sent, indicator=Indicator.objects.get(code=code), text="请核对", by=cast.dept
        )
    assert queries() == few


def test_the_list_of_returns_is_for_reviewers(cast: Any, sent: MonthlyReturn) -> None:
    assert "东港镇总工会" in signed_in(cast.stat).get("/review/").content.decode()
    assert signed_in(cast.clerk).get("/review/").status_code == 403


def test_the_matrix_counts_what_the_database_holds(cast: Any, sent: MonthlyReturn) -> None:
    page = signed_in(cast.stat).get(f"/matrix/?year={sent.month.year}").content.decode()
    line = page.split("东港镇总工会</th>")[1].split("</tr>")[0]
    returns = MonthlyReturn.objects.filter(union=cast.east, month__year=sent.month.year)
    last = this_month().month if sent.month.year == this_month().year else 12
    assert re.findall(r'<td class="num">(\d+)</td>', line)[:2] == [str(last), str(returns.count())]
    assert f'href="/review/{sent.pk}/"' in line
    assert f'aria-label="{sent.month_name} 待审核"' in line
    assert "白水县" not in page


def test_the_matrix_shows_a_township_only_itself(cast: Any, sent: MonthlyReturn) -> None:
    page = signed_in(cast.west_clerk).get("/matrix/").content.decode()
    assert "柳溪镇总工会" in page
    assert "东港镇" not in page
    assert signed_in(cast.log_admin).get("/matrix/").status_code == 403
    for year in ("0", "x", "99999999999", "１２"):
        assert signed_in(cast.stat).get(f"/matrix/?year={year}").status_code == 200, year


def test_a_shown_number_is_read_back_or_is_none() -> None:
    assert [str(number(text)) for text in ("12.5", "40余", "0")] == ["12.5", "40", "0"]
    assert [number(text) for text in ("", "—", "不适用")] == [None, None, None]
