"""Two officers in one section: nothing is lost, both texts are seen, and what is not saved yet is kept."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from makers import Cast, make_return, make_summary, signed_in

from reports.models import Figure, SectionDraft, SectionText, State, Summary
from reports.summaries.editing import compose_summary
from reports.summaries.proofing import check_summary
from reports.summaries.settling import settle
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db
KEY = "organizing"


@pytest.fixture
def summary(cast: Cast) -> Summary:
    for number in range(1, 7):
        values = {"union_new": 3, "member_new": 48}
        make_return(cast.east, f"2026-{number:02d}", values, state=State.APPROVED, by=cast.clerk)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def url(summary: Summary, name: str = "summary-section") -> str:
    return reverse(name, args=[summary.pk, KEY])


def body(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def box(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert found
    return found[1]


def keep(client: Client, summary: Summary, text: str, version: int = 0, seen: int = 0) -> HttpResponse:
    sent = {"text": text, "marks": [[text]], "seen": seen, "version": version}
    return client.post(url(summary, "section-draft"), json.dumps(sent), content_type="application/json")


def conflict(cast: Cast, summary: Summary, first: str, second: str) -> tuple[Client, str]:
    """The page of the second of two who opened the section at once."""
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    begun = seen(body(clerk.get(url(summary))))
    assert chair.post(url(summary), {"text": first, "seen": begun}).status_code == 302
    return clerk, body(clerk.post(url(summary), {"text": second, "seen": begun}), 409)


def test_the_second_to_save_sees_both_texts_with_what_differs_marked(cast: Cast, summary: Summary) -> None:
    _, page = conflict(
        cast, summary, "共同的一段。\n主席改过的第二段话。", "共同的一段。\n委员改过的第二段话。\n又加一段。"
    )
    assert "<mark>主席</mark>改过的第二段话。" in page and "<mark>委员</mark>改过的第二段话。" in page
    assert "<mark>又加一段。</mark>" in page and "（没有这一段）" in page and str(cast.chair) in page
    assert SectionText.objects.get().text == "共同的一段。\n主席改过的第二段话。"
    assert SectionDraft.objects.get(by=cast.clerk).text.endswith("又加一段。"), "kept even if the window is closed now"


def test_he_merges_paragraph_by_paragraph_looks_and_saves(cast: Cast, summary: Summary) -> None:
    clerk, page = conflict(
        cast, summary, "甲段。\n主席写的乙段话。\n丙段。", "甲段。\n委员写的乙段话。\n丙段。\n丁段。"
    )
    sent = {"text": box(page), "seen": seen(page), "merge": "1", "pick-1": "theirs", "pick-3": "both"}
    merged = body(clerk.post(url(summary), sent))
    assert box(merged) == "甲段。\n主席写的乙段话。\n丙段。\n丁段。" and "还没有保存" in merged
    assert SectionText.objects.get().text.count("段。") == 2
    clerk.post(url(summary), {"text": box(merged), "seen": seen(merged), "merged": "1"})
    assert SectionText.objects.get().text == box(merged)
    change = summary.section_changes.last()
    assert change and (change.kind, change.before) == ("merged", "甲段。\n主席写的乙段话。\n丙段。")


def test_paragraphs_only_one_of_them_changed_are_taken_as_changed_without_asking(cast: Cast, summary: Summary) -> None:
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    chair.post(url(summary), {"text": "甲段的原话。\n乙段的原话。\n丙段的原话。\n丁段的原话。\n戊段的原话。"})
    begun = seen(body(clerk.get(url(summary))))
    theirs = "甲段的原话，主席改过。\n乙段的原话。\n丙段的原话，主席改过。\n戊段的原话。\n主席另起一段说明。"
    mine = "甲段的原话。\n乙段的原话，委员改过。\n丙段的原话，委员改过。\n丁段的原话。\n戊段的原话。"
    assert chair.post(url(summary), {"text": theirs, "seen": begun}).status_code == 302
    page = body(clerk.post(url(summary), {"text": mine, "seen": begun}), 409)
    assert re.findall(r">(只有对方改过|只有您改过|两人都改过|对方删去了|对方新写的)<", page) == [
        "只有对方改过", "只有您改过", "两人都改过", "对方删去了", "对方新写的",
    ]  # fmt: skip
    ticked = dict(re.findall(r'name="(pick-\d)"\s+value="(\w+)" checked', page))
    assert list(ticked.values()) == ["theirs", "mine", "mine", "none", "both"]
    merged = body(clerk.post(url(summary), {"text": box(page), "seen": seen(page), "merge": "1", **ticked}))
    assert box(merged).split("\n") == [
        "甲段的原话，主席改过。", "乙段的原话，委员改过。", "丙段的原话，委员改过。",
        "戊段的原话。", "主席另起一段说明。",
    ]  # fmt: skip


def test_merging_keeps_the_numbers_bound(cast: Cast, summary: Summary) -> None:
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    page = body(clerk.get(url(summary)))
    composed, begun = box(page), seen(page)
    chair.post(url(summary), {"text": composed + "\n主席加的话。", "seen": begun})
    page = body(clerk.post(url(summary), {"text": composed.replace("会员288人", "会员288人左右"), "seen": begun}), 409)
    merged = body(clerk.post(url(summary), {"text": box(page), "seen": seen(page), "merge": "1"}))
    assert "主席加的话。" in box(merged) and "会员288人左右" in box(merged)
    assert re.search(r'data-fig="member_new value 2026-01 C1-1"[^>]*>288</span>', merged)


def test_he_may_keep_his_own_or_drop_it(cast: Cast, summary: Summary) -> None:
    clerk, page = conflict(cast, summary, "主席的。", "委员的。")
    clerk.post(url(summary), {"text": box(page), "seen": seen(page)})
    assert SectionText.objects.get().text == "委员的。" and not SectionDraft.objects.exists()
    assert summary.section_changes.count() == 2, "and the chair's words are in the log"
    keep(clerk, summary, "还在写的。")
    clerk.post(url(summary), {"drop": "1"})
    assert SectionText.objects.get().text == "委员的。" and not SectionDraft.objects.exists()


def test_a_third_save_while_they_are_being_merged_is_told_again(cast: Cast, summary: Summary) -> None:
    clerk, page = conflict(cast, summary, "主席的。", "委员的。")
    signed_in(cast.chair).post(url(summary), {"text": "主席又改的。"})
    again = body(clerk.post(url(summary), {"text": box(page), "seen": seen(page), "merge": "1"}), 409)
    assert "主席又改的。" in re.sub(r"</?mark>", "", again) and seen(again) != seen(page)


def test_two_sections_of_one_report_do_not_get_in_each_others_way(cast: Cast, summary: Summary) -> None:
    other = reverse("summary-section", args=[summary.pk, "aid"])
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    begun = seen(body(clerk.get(url(summary))))
    assert chair.post(other, {"text": "帮扶的话。", "seen": "0"}).status_code == 302
    assert clerk.post(url(summary), {"text": "组织的话。", "seen": begun}).status_code == 302
    assert SectionText.objects.count() == 2


def test_who_wrote_the_same_has_nothing_to_settle(cast: Cast, summary: Summary) -> None:
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    for client in (clerk, chair):
        assert client.post(url(summary), {"text": "一样的话。", "seen": "0"}).status_code == 302


def test_a_draft_is_kept_offered_again_and_gone_when_saved(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    first = keep(clerk, summary, "写了一半").json()
    assert first["version"] == 1 and re.fullmatch(r"\d\d:\d\d", first["at"])
    assert keep(clerk, summary, "写了一半多", version=1).json()["version"] == 2
    page = body(clerk.get(url(summary)))
    assert box(page) == "写了一半多" and "写的文字还没有保存，已放回编辑框" in page
    assert "写了一半多" not in body(clerk.get(reverse("summary-edit", args=[summary.pk]))), "no part of the report yet"
    assert "写了一半多" not in box(body(signed_in(cast.chair).get(url(summary)))), "nor of a colleague's page"
    clerk.post(url(summary), {"text": "写完了。", "seen": "0"})
    assert not SectionDraft.objects.exists()


def test_a_report_is_not_sent_while_its_sender_has_written_what_it_does_not_say(cast: Cast, summary: Summary) -> None:
    clerk, page_of = signed_in(cast.clerk), reverse("summary-edit", args=[summary.pk])
    keep(clerk, summary, "写了一半")
    page = body(clerk.get(page_of))
    assert "没有保存的文字" in page and "写的还没有保存，总结里没有" in page
    assert "还没有保存" in body(signed_in(cast.chair).get(page_of)), "a colleague is told as well"
    with pytest.raises(MoveRefused, match="写的文字还没有保存"):
        advance(summary, "submit", by=cast.clerk)
    clerk.post(url(summary), {"drop": "1"})
    assert "写的还没有保存" not in body(clerk.get(page_of))
    keep(clerk, summary, box(body(clerk.get(url(summary)))))
    advance(summary, "submit", by=cast.clerk)  # a draft that says what the report says is none
    assert Summary.objects.get(pk=summary.pk).state == State.SUBMITTED


def test_accepting_and_correcting_from_the_report_leave_what_is_still_being_written(
    cast: Cast, summary: Summary
) -> None:
    clerk = signed_in(cast.clerk)
    text = box(body(clerk.get(url(summary))))
    clerk.post(url(summary), {"text": text + "\n另有会员289人。", "seen": "0"})
    keep(clerk, summary, text + "\n写了一个上午的话。")
    Figure.objects.filter(monthly_return__month="2026-06-01", indicator__code="member_new").update(value=58)
    clerk.post(url(summary), {"accept": "1"})
    assert SectionDraft.objects.get().text.endswith("写了一个上午的话。")
    found = Summary.objects.get(pk=summary.pk)
    for entry in check_summary(found, compose_summary(found)):
        if entry.may_replace:
            settle(found, entry.key, entry.id, "replace", by=cast.clerk)
    assert SectionDraft.objects.get().text.endswith("写了一个上午的话。")
    page = body(clerk.get(url(summary)))
    assert box(page).endswith("写了一个上午的话。") and "保存过这一部分" in page


def test_a_second_window_of_the_same_person_overwrites_nothing(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    keep(clerk, summary, "第一个窗口写的")
    refused = keep(clerk, summary, "第二个窗口写的")
    assert refused.status_code == 409 and "另一个窗口" in refused.json()["error"]
    assert SectionDraft.objects.get().text == "第一个窗口写的"


def test_a_draft_remembers_the_numbers_and_follows_what_was_saved_since(cast: Cast, summary: Summary) -> None:
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    text = box(body(clerk.get(url(summary)))).replace("会员288人", "会员288人左右")
    keep(clerk, summary, text)
    chair.post(url(summary), {"text": "主席的话。"})
    answer = keep(clerk, summary, text + "又。", version=1).json()
    assert "已保存过这一部分" in answer["behind"]
    page = body(clerk.get(url(summary)))
    assert re.search(r'data-fig="member_new value[^>]*>288</span>', page) and "您保存时会看到两边的文字" in page
    assert clerk.post(url(summary), {"text": text, "seen": seen(page)}).status_code == 409


def test_it_is_said_softly_that_somebody_else_is_writing(cast: Cast, summary: Summary) -> None:
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    keep(chair, summary, "主席在写")
    words = f"{cast.chair}（"
    assert (
        words in body(clerk.get(url(summary))) and "也在改这一部分" in keep(clerk, summary, "我也写").json()["writing"]
    )
    SectionDraft.objects.filter(by=cast.chair).update(at=timezone.now() - timedelta(minutes=6))
    assert words not in body(clerk.get(url(summary)))


@pytest.mark.parametrize(
    "sent", ["", "[]", "{}", '{"text": 3, "seen": 0, "version": 0}', '{"text": "a", "seen": "x", "version": 0}',
             '{"text": "a", "seen": -1, "version": 0}', '{"text": "a", "seen": 1e99, "version": 0}', "[" * 100_000],
)  # fmt: skip
def test_a_draft_that_makes_no_sense_is_refused(cast: Cast, summary: Summary, sent: str) -> None:
    answer = signed_in(cast.clerk).post(url(summary, "section-draft"), sent, content_type="application/json")
    assert answer.status_code == 400 and not SectionDraft.objects.exists()


def test_too_long_a_draft_and_one_of_a_sent_report_are_refused(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    assert keep(clerk, summary, "字" * 20_001).status_code == 409
    Summary.objects.update(state=State.SUBMITTED)
    assert "才能修改" in keep(clerk, summary, "字").json()["closed"]
    assert not SectionDraft.objects.exists()


def test_the_log_shows_what_was_struck_and_what_was_written(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    clerk.post(url(summary), {"text": "我们抓组建。"})
    clerk.post(url(summary), {"text": "我们狠抓组建。"})
    page = body(clerk.get(url(summary)))
    assert "改动记录（2）" in page and "我们<ins>狠</ins>抓组建。" in page
    for place in range(9):
        clerk.post(url(summary), {"text": f"第{place}稿。"})
    assert body(clerk.get(url(summary))).count('class="section-change"') == 8
    assert body(clerk.get(url(summary), {"changes": "all"})).count('class="section-change"') == 11


def test_new_numbers_are_accepted_from_the_report_with_one_click(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    clerk.post(url(summary), {"text": box(body(clerk.get(url(summary)))) + "\n另。", "seen": "0"})
    Figure.objects.filter(monthly_return__month="2026-06-01", indicator__code="member_new").update(value=58)
    report = reverse("summary-edit", args=[summary.pk])
    told = body(clerk.get(report))
    assert re.search(r'href="#m-organizing-\d+">新发展会员</a> 288 → <b>298</b>', told) and 'name="accept"' in told
    marked = re.search(
        r'<a class="fig number-mark moved" id="(m-organizing-\d+)"[^>]*title="改写时为288[^>]*>298</a>', told
    )
    assert marked and f'href="#{marked[1]}"' in told, "the list leads to the place of the number"
    assert "新发展会员 288→<b>298</b>" in body(clerk.get(url(summary)))
    clerk.post(url(summary), {"accept": "1"})
    shown = body(clerk.get(report))
    assert "288 →" not in shown and 'name="accept"' not in shown and ">298</a>" in shown
    Figure.objects.filter(indicator__code="member_new").delete()
    assert '新发展会员</a> <b class="mark-amber">已没有数据</b>' in body(clerk.get(report))
    assert "新发展会员<b>已没有数据</b>" in body(clerk.get(url(summary)))
    assert 'name="accept"' not in body(signed_in(cast.auditor).get(report))


def test_the_pages_of_a_section_cost_few_queries(
    cast: Cast, summary: Summary, django_assert_max_num_queries: object
) -> None:
    clerk = signed_in(cast.clerk)
    clerk.post(url(summary), {"text": "我们的话。"})
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        clerk.get(url(summary))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        keep(clerk, summary, "写了一半")
