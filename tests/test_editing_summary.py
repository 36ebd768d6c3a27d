"""An officer's wording of a section: its numbers follow their figures, and whatever changed under it is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from makers import Cast, make_return, make_summary

from reports.blocks import Bound, Document, Paragraph, Section, Table
from reports.models import Figure, Indicator, State, Summary
from reports.summaries import SectionEdit, edit_section, edits_of, reset_section
from reports.summaries.editing import EditRefused, compose_summary, edited_document, write_words
from reports.summaries.rebinding import plain, rebind

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's half-year, with two years' figures and a draft of its report."""
    make_return(cast.east, "2025-06", {"member_new": 50, "dispute_accepted": 20}, state=State.APPROVED)
    values = {
        "union_new": 4, "member_new": 60, "member_new_migrant": 25, "dispute_accepted": 15, "dispute_persons": 31,
        "aid_persons": 120, "aid_amount": 662815, "petition_received": 41,
    }  # fmt: skip
    make_return(cast.east, "2026-06", values, state=State.DRAFT)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def set_figure(code: str, value: object) -> None:
    Figure.objects.filter(monthly_return__month="2026-06-01", indicator__code=code).update(value=value)


def text_of(summary: Summary, key: str) -> str:
    """The text that the page offers for editing."""
    composition = compose_summary(summary)
    edit = edits_of(summary, composition).get(key)
    return plain(edit.paragraphs if edit else composition.paragraphs[key])


def read(summary: Summary, key: str) -> SectionEdit:
    return edits_of(summary, compose_summary(summary))[key]


def section(document: Document, key: str) -> Section:
    return next(each for each in document.sections if each.key == key)


def prose(summary: Summary, key: str) -> str:
    blocks = section(edited_document(summary), key).blocks
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def bound_in(summary: Summary, key: str) -> dict[tuple[str, str], str]:
    spans = [s for b in section(edited_document(summary), key).blocks if isinstance(b, Paragraph) for s in b.spans]
    return {(span.indicator, span.aspect): span.shown for span in spans if isinstance(span, Bound)}


def test_every_composed_section_keeps_all_its_numbers_when_saved_as_it_is(cast: Cast, summary: Summary) -> None:
    indicators = Indicator.objects.exclude(kind="ratio").filter(terms="")
    june = cast.east.returns.get(month="2026-06-01")
    june.figures.all().delete()
    Figure.objects.bulk_create(
        Figure(monthly_return=june, indicator=indicator, value=7 + place % 40)
        for place, indicator in enumerate(indicators)
    )
    composition = compose_summary(summary)
    for key, paragraphs in composition.paragraphs.items():
        again = rebind(plain(paragraphs), paragraphs)
        assert [p.spans for p in again] == [p.spans for p in paragraphs if p.spans], key
    assert sum(isinstance(s, Bound) for ps in composition.paragraphs.values() for p in ps for s in p.spans) > 100


def test_a_reworded_section_stands_in_the_report_with_its_table(cast: Cast, summary: Summary) -> None:
    before = bound_in(summary, "disputes")
    text = text_of(summary, "disputes").replace("受理劳动争议", "共依法受理劳动争议")
    edit_section(summary, "disputes", text, by=cast.clerk)
    blocks = section(edited_document(summary), "disputes").blocks
    assert "共依法受理劳动争议15件" in prose(summary, "disputes") and bound_in(summary, "disputes") == before
    assert [block.edited for block in blocks if isinstance(block, Paragraph)] == [True] * (len(blocks) - 1)
    assert isinstance(blocks[-1], Table)
    assert (read(summary, "disputes").followed, read(summary, "disputes").stale) == ((), False)


def test_a_number_that_was_left_follows_its_figure(cast: Cast, summary: Summary) -> None:
    edit_section(summary, "disputes", text_of(summary, "disputes") + "\n同时做好疏导。", by=cast.clerk)
    set_figure("dispute_persons", 33)
    edit = read(summary, "disputes")
    assert (edit.followed, edit.stale) == ((("31", "33"),), True)
    assert "涉及职工33人" in prose(summary, "disputes") and "同时做好疏导。" in prose(summary, "disputes")
    edit_section(summary, "disputes", text_of(summary, "disputes"), by=cast.clerk)
    edit = read(summary, "disputes")
    assert (edit.followed, edit.stale) == ((), False) and "涉及职工33人" in prose(summary, "disputes")


def test_a_number_typed_by_hand_stays_and_is_named(cast: Cast, summary: Summary) -> None:
    text = text_of(summary, "disputes").replace("涉及职工31人", "涉及职工32人")
    edit_section(summary, "disputes", text, by=cast.clerk)
    set_figure("dispute_persons", 40)
    edit = read(summary, "disputes")
    assert "涉及职工32人" in prose(summary, "disputes") and "32" in edit.unbound and edit.followed == ()
    assert ("dispute_persons", "value") not in bound_in(summary, "disputes")


def test_a_figure_that_is_gone_is_not_printed_as_before(cast: Cast, summary: Summary) -> None:
    edit_section(summary, "disputes", text_of(summary, "disputes") + "\n另。", by=cast.clerk)
    Figure.objects.filter(indicator__code="dispute_persons").delete()
    assert "涉及职工（无数据）人" in prose(summary, "disputes")
    assert read(summary, "disputes").followed == (("31", "（无数据）"),)


def test_a_rise_that_becomes_a_fall_of_the_same_size_is_told(cast: Cast, summary: Summary) -> None:
    edit_section(summary, "organizing", text_of(summary, "organizing") + "\n另。", by=cast.clerk)
    assert bound_in(summary, "organizing")["member_new", "growth"] == "20"
    set_figure("member_new", 40)
    assert ("20", "20") in read(summary, "organizing").followed


def test_an_approximate_amount_that_did_not_change_is_not_said_to_have(cast: Cast, summary: Summary) -> None:
    june = Figure.objects.filter(monthly_return__month="2026-06-01")
    june.filter(indicator__code="aid_amount").update(value=668890, approximate="余")
    text = text_of(summary, "aid")
    assert "66.88万余元" in text
    edit_section(summary, "aid", text + "\n另。", by=cast.clerk)
    assert read(summary, "aid").followed == () and "66.88万余元" in prose(summary, "aid")
    june.filter(indicator__code="aid_amount").update(value=678890)
    assert "67.88万余元" in prose(summary, "aid")


def test_a_section_may_be_written_where_no_figure_speaks(cast: Cast, summary: Summary) -> None:
    assert "mutual" not in [each.key for each in edited_document(summary).sections]
    edit_section(summary, "mutual", "  开展互助保障宣传12场。 \r\n\r\n 职工反响良好。", by=cast.clerk)
    document = edited_document(summary)
    found = section(document, "mutual")
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [
        "开展互助保障宣传12场。",
        "职工反响良好。",
    ]
    assert found.heading and [s.number for s in document.sections if s.heading] == list(
        range(1, sum(bool(s.heading) for s in document.sections) + 1)
    )
    assert read(summary, "mutual").unbound == ("12",)


def test_a_reset_section_is_composed_again(cast: Cast, summary: Summary) -> None:
    composed = text_of(summary, "disputes")
    edit_section(summary, "disputes", "全部改写。", by=cast.clerk)
    reset_section(summary, "disputes", by=cast.clerk)
    summary.refresh_from_db()
    assert prose(summary, "disputes") == composed and summary.version == 3


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [("weather", "晴。", "没有这个部分"), ("aid", "字" * 20_001, "上限"), ("aid", "坏\x07字", "控制字符")],
)
def test_what_cannot_be_kept_is_refused(cast: Cast, summary: Summary, key: str, text: str, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        edit_section(summary, key, text, by=cast.clerk)
    assert not summary.texts.exists() and Summary.objects.get().version == 1


def test_of_two_editors_the_second_is_told(cast: Cast, summary: Summary) -> None:
    edit_section(summary, "aid", "甲。", by=cast.clerk, version=1)
    with pytest.raises(EditRefused, match="刚被他人改动过"):
        edit_section(summary, "aid", "乙。", by=cast.chair, version=1)
    assert summary.texts.get().text == "甲。"


@pytest.mark.parametrize("person", ["west_clerk", "stat", "leader", "liaison", "auditor", "sys_admin", "other_clerk"])
def test_nobody_else_words_a_unions_report(cast: Cast, summary: Summary, person: str) -> None:
    by = getattr(cast, person)
    for attempt in (
        lambda: edit_section(summary, "aid", "甲。", by=by),
        lambda: reset_section(summary, "aid", by=by),
        lambda: write_words(summary, {"theme": "中心工作"}, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not summary.texts.exists()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REPORTED, State.APPROVED])
def test_a_report_that_was_sent_is_not_worded_any_more(cast: Cast, summary: Summary, state: str) -> None:
    Summary.objects.update(state=state)
    with pytest.raises(EditRefused, match="才能修改"):
        edit_section(summary, "aid", "甲。", by=cast.clerk)


def test_words_of_the_officer_stand_in_their_sentences(cast: Cast, summary: Summary) -> None:
    write_words(summary, {"theme": " 产业工人队伍建设 ", "dispute_reason": "", "no_such": "x"}, by=cast.clerk)
    summary.refresh_from_db()
    assert summary.words == {"theme": "产业工人队伍建设"}
    assert "围绕产业工人队伍建设" in prose(summary, "lead")


@pytest.mark.parametrize("text", ["{union_new}", "{{ 7*7 }}", "<script>alert(1)</script>", "${x}", "%s", "[[甲]]"])
def test_what_is_typed_is_text_and_nothing_else(cast: Cast, summary: Summary, text: str) -> None:
    edit_section(summary, "aid", text, by=cast.clerk)
    write_words(summary, {"theme": text}, by=cast.clerk)
    summary.refresh_from_db()
    assert prose(summary, "aid") == text and text in prose(summary, "lead")
