"""Versions on the page: what a reviewer compares, what may be fetched of a version, what the page refuses."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import reverse
from makers import Cast, signed_in
from read_reports import run
from rewording import make_two_months
from test_summaries_issue import issue

from reports.models import Figure, State, Summary, SummaryVersion
from reports.summaries import edit_section
from reports.summaries.editing import compose_summary
from reports.summaries.rebinding import plain
from reports.workflow import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's report of two months, both approved."""
    return make_two_months(cast)


def resubmit(cast: Cast, summary: Summary) -> None:
    """Sent, returned, a figure and the words changed, and sent again."""
    for action, by in (("submit", cast.clerk), ("sign", cast.chair)):
        advance(summary, action, by=by)
    advance(summary, "return", by=cast.stat, reason="新发展会员数请核实")
    Figure.objects.filter(indicator__code="member_new").update(value=26)
    text = plain(compose_summary(summary).paragraphs["organizing"])
    edit_section(summary, "organizing", text + "\n<b>逐户走访</b>。", by=cast.clerk)
    summary.refresh_from_db()
    for action, by in (("submit", cast.clerk), ("sign", cast.chair)):
        advance(summary, action, by=by)


def correct(cast: Cast, summary: Summary) -> SummaryVersion:
    """Issued, reopened, a figure changed, and issued again."""
    issue(cast, summary)
    advance(summary, "reopen", by=cast.leader, reason="六月数漏报")
    Figure.objects.filter(indicator__code="union_new", value=3).update(value=4)
    return issue(cast, summary)


def test_a_reviewer_sees_what_changed_since_the_last_submission(cast: Cast, summary: Summary) -> None:
    resubmit(cast, summary)
    browser = signed_in(cast.stat)
    page = browser.get(reverse("summary-edit", args=[summary.pk])).content.decode()
    first = summary.events.filter(action="submit").first()
    assert first is not None
    address = f"{reverse('summary-compare', args=[summary.pk])}?old=e{first.pk}&new=now"
    assert f'{address.replace("&", "&amp;")}">与上次提交相比</a>' in page
    compared = browser.get(address).content.decode()
    assert "<del>20</del>" in compared and "<ins>26</ins>" in compared
    assert "<ins>&lt;b&gt;逐户走访&lt;/b&gt;。</ins>" in compared and "<b>逐户" not in compared
    assert '<td class="num">20人</td>' in compared and "<b>26人</b>" in compared
    assert "新发展会员数请核实" in compared, "what was asked for stands above what was done"


def test_words_and_figures_are_told_apart_and_the_reason_stands_above_what_came_back(
    cast: Cast, summary: Summary
) -> None:
    for action, by in (("submit", cast.clerk), ("sign", cast.chair)):
        advance(summary, action, by=by)
    advance(summary, "return", by=cast.stat, reason="新发展会员数请核实")
    back = summary.events.last()
    assert back is not None
    Figure.objects.filter(indicator__code="member_new").update(value=26)
    edit_section(summary, "culture", "逐户走访，办实事。", by=cast.clerk)
    browser = signed_in(cast.clerk)
    page = browser.get(reverse("summary-edit", args=[summary.pk])).content.decode()
    assert "退回：新发展会员数请核实" in page
    compared = browser.get(reverse("summary-compare", args=[summary.pk]), {"old": f"e{back.pk}"}).content.decode()
    assert "段有改动，1 段只是数字变了" in compared
    reworded, by_figures = compared.split("<h2>数据</h2>")
    assert "逐户走访，办实事。" in reworded and "<del>20</del>" not in reworded
    assert "<del>20</del>" in by_figures and "<ins>26</ins>" in by_figures


def test_an_issued_report_is_held_against_what_its_months_say_since(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    browser = signed_in(cast.stat)
    page, address = reverse("summary-edit", args=[summary.pk]), reverse("summary-compare", args=[summary.pk])
    assert "签发后有月报改动过" not in browser.get(page).content.decode()
    month = cast.east.returns.get(month="2026-06-01")
    advance(month, "reopen", by=cast.leader, reason="漏报")
    month.figures.filter(indicator__code="member_new").update(value=26)
    shown = browser.get(page).content.decode()
    assert "签发后有月报改动过，数据可能有变" in shown and f'{address}?old=v1&amp;new=live"' in shown
    assert ">20</a>人" in shown, "what was issued stays"
    compared = browser.get(address, {"old": "v1", "new": "live"}).content.decode()
    assert '<td class="num">20人</td>' in compared and "<b>26人</b>" in compared and "按现在的数据" in compared
    advance(summary, "reopen", by=cast.leader, reason="更正")
    assert browser.get(address, {"old": "v1", "new": "live"}).status_code == 404, "the draft itself is now"


def test_a_first_submission_has_nothing_to_compare_with(cast: Cast, summary: Summary) -> None:
    page = signed_in(cast.clerk).get(reverse("summary-edit", args=[summary.pk])).content.decode()
    assert "与上次提交相比" not in page and "留存的各稿" not in page
    advance(summary, "submit", by=cast.clerk)
    assert (
        "与上次提交相比" not in signed_in(cast.chair).get(reverse("summary-edit", args=[summary.pk])).content.decode()
    )


def test_a_state_there_is_not_is_not_found(cast: Cast, summary: Summary) -> None:
    resubmit(cast, summary)
    browser = signed_in(cast.clerk)
    address = reverse("summary-compare", args=[summary.pk])
    for old, new in (("v1", "now"), ("now", "e999999"), ("e", "now"), ("x", "y")):
        assert browser.get(address, {"old": old, "new": new}).status_code == 404
    assert browser.get(address).status_code == 200
    assert signed_in(cast.west_clerk).get(address).status_code == 404


def test_the_same_state_twice_differs_in_nothing(cast: Cast, summary: Summary) -> None:
    resubmit(cast, summary)
    page = signed_in(cast.clerk).get(reverse("summary-compare", args=[summary.pk]), {"old": "now", "new": "now"})
    assert "完全相同" in page.content.decode()


def test_the_page_refuses_what_comes_back_unchanged(cast: Cast, summary: Summary) -> None:
    for action, by in (("submit", cast.clerk), ("sign", cast.chair)):
        advance(summary, action, by=by)
    advance(summary, "return", by=cast.stat, reason="请补写做法")
    address = reverse("summary-move", args=[summary.pk])
    page = signed_in(cast.clerk).post(address, {"action": "submit", "version": summary.version}, follow=True)
    assert "退回时要求：“请补写做法”" in page.content.decode()
    assert Summary.objects.get().state == State.RETURNED


def test_papers_of_a_version_are_fetched_beside_it(cast: Cast, summary: Summary) -> None:
    correct(cast, summary)
    browser = signed_in(cast.clerk)
    page = browser.get(reverse("summary-edit", args=[summary.pk])).content.decode()
    assert "更正原因：六月数漏报" in page
    paper = reverse("summary-correction", args=[summary.pk, 2, "txt"])
    assert "六月数漏报" in browser.get(paper).content.decode()
    assert browser.get(reverse("summary-correction", args=[summary.pk, 1, "txt"])).status_code == 404
    version = reverse("summary-version", args=[summary.pk, 2, "txt"])
    assert "数据来源" in browser.get(version, {"annex": "1"}).content.decode()
    assert "数据来源" not in browser.get(version).content.decode()
    assert browser.get(reverse("summary-download", args=[summary.pk, "txt"])).content == browser.get(version).content
    first = reverse("summary-version", args=[summary.pk, 1, "txt"])
    names = [unquote(browser.get(address)["Content-Disposition"]) for address in (first, version, paper)]
    assert [name.removesuffix(".txt").rpartition("总结")[2] for name in names] == ["", "（第2版）", "（第2版）更正说明"]
    assert "（第2版）（附数据来源）" in unquote(browser.get(version, {"annex": "1"})["Content-Disposition"])


def test_a_version_issued_before_there_were_sources_has_no_annex(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    SummaryVersion.objects.update(sources="")
    browser = signed_in(cast.clerk)
    assert browser.get(reverse("summary-version", args=[summary.pk, 1, "txt"]), {"annex": "1"}).status_code == 404
    assert "附数据来源" not in browser.get(reverse("summary-edit", args=[summary.pk])).content.decode()


def test_a_draft_has_its_sources_too(cast: Cast, summary: Summary) -> None:
    address = reverse("summary-download", args=[summary.pk, "txt"])
    browser = signed_in(cast.clerk)
    assert "数据来源" in browser.get(address, {"annex": "1"}).content.decode()
    assert "数据来源" not in browser.get(address).content.decode()


@pytest.mark.parametrize("issued", [False, True])
def test_the_command_adds_the_annex_when_asked(issued: bool, cast: Cast, summary: Summary, tmp_path: Path) -> None:
    if issued:
        issue(cast, summary)
    path = tmp_path / "report.txt"
    asked = ["summary", "--union", cast.east.code, "--period", "2026-05..2026-06", "--format", "txt", "--out", path]
    for more, there in (([], False), (["--annex"], True)):
        run(*asked, *more)
        assert ("数据来源" in path.read_text(encoding="utf-8")) is there


def test_comparing_costs_the_same_for_any_number_of_changes(
    cast: Cast, summary: Summary, django_assert_max_num_queries: object
) -> None:
    resubmit(cast, summary)
    browser = signed_in(cast.stat)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        browser.get(reverse("summary-compare", args=[summary.pk]))
