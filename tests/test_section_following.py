"""A figure corrected after a section was opened: what is saved, kept or merged from that page follows it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from makers import Cast, make_return, make_summary, signed_in

from reports.models import Figure, SectionDraft, SectionText, State, Summary
from reports.summaries import edits_of
from reports.summaries.editing import compose_summary
from reports.summaries.proofing import check_summary
from reports.summaries.rebinding import plain

pytestmark = pytest.mark.django_db
KEY = "disputes"


@pytest.fixture
def summary(cast: Cast) -> Summary:
    values = {"dispute_accepted": 15, "dispute_persons": 31, "dispute_settled": 12}
    make_return(cast.east, "2026-06", values, state=State.APPROVED, by=cast.clerk)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def url(summary: Summary, name: str = "summary-section") -> str:
    return reverse(name, args=[summary.pk, KEY])


def body(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def opened(client: Client, summary: Summary) -> dict[str, Any]:
    """What the editor of the page would post, untouched."""
    page = body(client.get(url(summary)))
    lines = []
    for line in re.findall(r"<p>(.*?)</p>", page.split('id="editor"')[1].split("</div>")[0], re.S):
        pieces: list[Any] = []
        for words, fig, shown in re.findall(r'([^<]*)(?:<span[^>]*?data-fig="([^"]*)"[^>]*>([^<]*)</span>)?', line):
            if words:
                pieces.append(words)
            if fig:
                code, aspect, first, union = fig.split(" ")
                pieces.append([shown, code, union, first, aspect])
        lines.append(pieces)
    hidden = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("seen", "stated")}
    return {"lines": lines, **hidden}


def sent(page: dict[str, Any], *more: str) -> dict[str, str]:
    lines = [*page["lines"], *([words] for words in more)]
    text = "\n".join("".join(each if isinstance(each, str) else each[0] for each in line) for line in lines)
    return {"text": text, "marks": json.dumps(lines), "seen": page["seen"], "stated": page["stated"]}


def draft(client: Client, summary: Summary, page: dict[str, Any], *more: str, **also: object) -> dict[str, Any]:
    """What the server answers to an autosave."""
    asked = {**sent(page, *more), "seen": int(page["seen"]), "version": 0, **also}
    asked["marks"] = json.loads(asked["marks"])
    answer = client.post(url(summary, "section-draft"), json.dumps(asked), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def correct(value: int) -> None:
    Figure.objects.filter(indicator__code="dispute_persons").update(value=value)


def reads(summary: Summary) -> str:
    return plain(edits_of(summary, compose_summary(summary))[KEY].paragraphs)


def waiting(summary: Summary) -> list[str]:
    found = Summary.objects.get(pk=summary.pk)
    return [each.finding.text for each in check_summary(found, compose_summary(found)) if each.is_open]


def test_what_is_saved_from_a_page_opened_before_the_correction_follows(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    page = opened(clerk, summary)
    assert "31人" in sent(page)["text"]
    correct(34)
    clerk.post(url(summary), sent(page, "另有一事。"))
    assert "31人" in SectionText.objects.get().text and "34人" in reads(summary) and waiting(summary) == []
    (moved,) = edits_of(summary, compose_summary(summary))[KEY].told
    assert (moved.old, moved.new) == ("31", "34"), "and it is said until somebody accepts it"


@pytest.mark.parametrize("token", ["", "x", "eyJ:1:2"])
def test_without_our_signature_an_old_number_is_only_text(token: str, cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    page = {**opened(clerk, summary), "stated": token}
    correct(34)
    clerk.post(url(summary), sent(page))
    assert "31人" in reads(summary) and waiting(summary) == ["31人"]


def test_the_figures_of_one_report_say_nothing_in_another(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    other = make_summary(cast.east, "2026-01", "2026-06", kind="period")
    page = opened(clerk, summary)
    foreign = {**page, "stated": opened(clerk, other)["stated"]}
    correct(34)
    clerk.post(url(summary), sent(foreign))
    assert waiting(summary) == ["31人"]


def test_a_number_that_was_typed_against_is_no_figure_any_more(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    page = opened(clerk, summary)
    line = next(line for line in page["lines"] if any(each[0] == "31" for each in line if isinstance(each, list)))
    place = next(at for at, each in enumerate(line) if isinstance(each, list) and each[0] == "31")
    line[place + 1] = "万" + line[place + 1]
    correct(34)
    clerk.post(url(summary), sent(page))
    assert "31万人" in reads(summary) and waiting(summary) != []


def test_the_autosave_tells_what_changed_and_the_draft_follows_when_it_is_opened_again(
    cast: Cast, summary: Summary
) -> None:
    clerk = signed_in(cast.clerk)
    page = opened(clerk, summary)
    assert draft(clerk, summary, page, look=True)["moved"] == [] and not SectionDraft.objects.exists()
    correct(34)
    assert "moved" not in draft(clerk, summary, page, "另有一事。")
    answer = draft(clerk, summary, page, "另有一事。", figures=True, version=1)
    (moved,) = answer["moved"]
    assert moved["was"] == ["31", "dispute_persons", cast.east.code, "2026-01", "value"]
    assert moved["shown"] == "34" and moved["title"].startswith("改写时为31") and moved["card"].startswith("/")
    page["stated"] = answer["stated"]
    correct(36)
    assert [each["shown"] for each in draft(clerk, summary, page, look=True)["moved"]] == ["36"]
    again = body(clerk.get(url(summary)))
    assert "另有一事。" in again and re.search(r'class="fig moved"[^>]*>36</span>', again)
    assert "其间数据有变" in again and "31→<b>36</b>" in again


def test_a_figure_that_is_gone_is_told_as_gone(cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    page = opened(clerk, summary)
    Figure.objects.filter(indicator__code="dispute_persons").delete()
    assert [each["shown"] for each in draft(clerk, summary, page, look=True)["moved"]] == [""]
    clerk.post(url(summary), sent(page))
    assert waiting(summary) == ["（无数据）"]


def test_a_percentage_the_report_states_no_more_is_still_bound(cast: Cast, summary: Summary) -> None:
    make_return(cast.east, "2025-06", {"dispute_accepted": 12}, state=State.APPROVED, by=cast.clerk)
    clerk = signed_in(cast.clerk)
    page = opened(clerk, summary)
    assert "上升25%" in sent(page)["text"]
    Figure.objects.filter(indicator__code="dispute_accepted", value=15).update(value=12)
    clerk.post(url(summary), sent(page))
    assert "上升0%" in reads(summary) and waiting(summary) == ["上升"], "the verb is to be reworded, and is told"
    Figure.objects.filter(indicator__code="dispute_accepted", monthly_return__month="2026-06-01").update(value=18)
    assert "上升50%" in reads(summary) and waiting(summary) == []


def test_merging_compares_todays_numbers_on_both_sides(cast: Cast, summary: Summary) -> None:
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    page = opened(clerk, summary)
    theirs = opened(chair, summary)
    chair.post(url(summary), sent(theirs, "主席的话。"))
    correct(34)
    conflict = body(clerk.post(url(summary), sent(page, "委员的话。")), 409)
    assert "<mark>31" not in conflict and "<mark>34" not in conflict, "what followed is nobody's change"
    form = {name: re.findall(rf'name="{name}" value="([^"]*)"', conflict)[0] for name in ("seen", "stated")}
    asked = {**sent(page, "委员的话。"), **form, "merge": "1", "pick-1": "both"}
    merged = body(clerk.post(url(summary), asked))
    box = re.findall(r"<textarea[^>]*>(.*?)</textarea>", merged, re.S)[0]
    assert "34人" in box and "31人" not in box and "主席的话。" in box and "委员的话。" in box
    assert re.search(r'data-fig="dispute_persons value[^>]*>34</span>', merged)


def test_what_only_followed_is_not_proposed_against_a_colleagues_change(cast: Cast, summary: Summary) -> None:
    clerk, chair = signed_in(cast.clerk), signed_in(cast.chair)
    page, theirs = opened(clerk, summary), opened(chair, summary)
    theirs["lines"][0][-1] += "主席补了一句。"
    chair.post(url(summary), sent(theirs))
    correct(34)
    conflict = body(clerk.post(url(summary), sent(page, "委员另起一段。")), 409)
    assert re.findall(r">(只有对方改过|只有您改过|两人都改过|您新写的)<", conflict)[0] == "只有对方改过"
    assert re.search(r'name="pick-0"\s+value="theirs" checked', conflict)


def test_only_who_may_write_looks(cast: Cast, summary: Summary) -> None:
    page = opened(signed_in(cast.clerk), summary)
    asked = {"text": "", "seen": 0, "version": 0, "look": True, "stated": page["stated"], "marks": page["lines"]}
    for user, status in ((cast.leader, 403), (cast.other_clerk, 404)):
        answer = signed_in(user).post(url(summary, "section-draft"), json.dumps(asked), content_type="application/json")
        assert answer.status_code == status


@pytest.mark.parametrize("marks", [None, 3, "x", [3], [[3]], [[[3]]], [[["a"] * 7]], [[[[]] * 5]], {"a": 1}])
def test_marks_that_make_no_sense_do_no_harm(marks: object, cast: Cast, summary: Summary) -> None:
    clerk = signed_in(cast.clerk)
    stated = opened(clerk, summary)["stated"]
    asked = {"text": "甲。", "seen": 0, "version": 0, "figures": True, "stated": stated, "marks": marks}
    answer = clerk.post(url(summary, "section-draft"), json.dumps(asked), content_type="application/json")
    assert answer.status_code == 200 and answer.json()["moved"] == []
    assert "甲。" in body(clerk.get(url(summary)))


def test_looking_costs_one_composition(cast: Cast, summary: Summary, django_assert_max_num_queries: Any) -> None:
    clerk = signed_in(cast.clerk)
    page = opened(clerk, summary)
    correct(34)
    with django_assert_max_num_queries(22):
        draft(clerk, summary, page, look=True)
