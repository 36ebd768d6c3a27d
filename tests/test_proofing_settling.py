"""How the findings of the number check are settled, one by one, and what they keep from being sent."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from makers import Cast, make_figures, make_return, make_summary, signed_in

from reports.models import Figure, MonthlyReturn, NumberNote, SectionText, State, Summary, SummaryVersion
from reports.proofing import Verdict
from reports.summaries import edit_section, edits_of
from reports.summaries.editing import EditRefused, compose_summary, write_words
from reports.summaries.proofing import Entry, check_summary
from reports.summaries.rebinding import plain
from reports.summaries.settling import settle
from reports.views.proofing import MOST
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's half-year with a year to compare it with."""
    make_return(cast.east, "2025-06", {"member_new": 50, "dispute_accepted": 20, "union_new": 6}, state=State.APPROVED)
    values = {"union_new": 4, "member_new": 60, "dispute_accepted": 15, "aid_persons": 120, "aid_amount": 662815}
    make_return(cast.east, "2026-06", values, state=State.APPROVED)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def body(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def entries(summary: Summary) -> list[Entry]:
    summary = Summary.objects.get(pk=summary.pk)
    return check_summary(summary, compose_summary(summary))


def text_of(summary: Summary, key: str) -> str:
    composition = compose_summary(summary)
    edit = edits_of(summary, composition).get(key)
    return plain(edit.paragraphs if edit else composition.paragraphs[key])


def write(cast: Cast, summary: Summary, key: str, *changes: tuple[str, str]) -> None:
    text = text_of(summary, key)
    for old, new in changes:
        assert old in text or not old, text
        text = text.replace(old, new) if old else text + new
    edit_section(summary, key, text, by=cast.clerk)


def told(summary: Summary) -> list[tuple[str, str, str]]:
    return [(each.finding.verdict.value, each.finding.text, each.finding.expected) for each in entries(summary)]


def do(cast: Cast, summary: Summary, entry: Entry, action: str, **more: str) -> str:
    return settle(summary, entry.key, entry.id, action, by=cast.clerk, **more)


def test_an_untouched_report_has_nothing_to_settle(cast: Cast, summary: Summary) -> None:
    assert entries(summary) == []
    for key in ("organizing", "disputes", "aid"):
        write(cast, summary, key)
    assert entries(summary) == []


def test_a_wrong_number_is_told_and_put_right_with_one_click(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("会员60人", "会员66人"))
    (entry,) = entries(summary)
    assert (entry.finding.verdict, entry.finding.expected, entry.is_open) == (Verdict.DISAGREES, "60人", True)
    assert "改为“60人”" in do(cast, summary, entry, "replace")
    assert "会员60人" in text_of(summary, "organizing")
    assert [each.finding.verdict for each in entries(summary) if each.is_open] == []


def test_a_verb_that_goes_the_other_way_is_told_although_its_number_is_bound(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("比去年同期减少", "比去年同期增加"))
    assert told(summary) == [("direction", "增加", "减少")]
    do(cast, summary, entries(summary)[0], "replace")
    assert told(summary) == []


def test_an_equal_number_is_offered_and_once_bound_follows_its_figure(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("", "\n经统计，新发展会员60人。"))
    (entry,) = entries(summary)
    assert (entry.finding.verdict, entry.is_open) == (Verdict.OFFERED, False)
    assert [code for code, _, _ in entry.names] == ["member_new"]
    do(cast, summary, entry, "bind")
    assert entries(summary) == []
    Figure.objects.filter(indicator__code="member_new", monthly_return__month="2026-06-01").update(value=64)
    assert "经统计，新发展会员64人。" in text_of(summary, "organizing")
    write(cast, summary, "organizing", ("经统计，", "据统计，"))
    Figure.objects.filter(indicator__code="member_new", monthly_return__month="2026-06-01").update(value=65)
    assert "新发展会员65人。" in text_of(summary, "organizing").split("\n")[-1]
    assert entries(summary) == []


def test_a_number_of_nothing_is_confirmed_or_given_a_reason(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("", "\n慰问演出观众达3000人，发放雨伞200把。"))
    first, second = entries(summary)
    assert [each.finding.verdict for each in (first, second)] == [Verdict.UNBOUND] * 2
    do(cast, summary, first, "not_a_figure")
    with pytest.raises(EditRefused, match="理由"):
        do(cast, summary, second, "waive", reason=" ")
    do(cast, summary, second, "waive", reason="文体站提供")
    assert [each.is_open for each in entries(summary)] == [False, False]
    assert {note.get_kind_display() for note in NumberNote.objects.all()} == {"不是统计数据", "说明后保留"}
    write(cast, summary, "organizing", ("3000人", "5000人"))
    assert [each.finding.text for each in entries(summary) if each.is_open] == ["5000人"]
    do(cast, summary, entries(summary)[1], "undo")
    assert [each.is_open for each in entries(summary)] == [True, True]


def test_a_figure_bound_in_the_text_cannot_be_called_none(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("比去年同期减少", "比去年同期增加"))
    with pytest.raises(EditRefused, match="写明理由"):
        do(cast, summary, entries(summary)[0], "not_a_figure")


def test_a_lost_number_and_a_figure_that_is_gone_are_told(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "disputes", ("15件", "件"))
    assert [(each.finding.verdict, each.finding.expected) for each in entries(summary)] == [
        (Verdict.DISAGREES, "15件")
    ]  # fmt: skip
    SectionText.objects.all().delete()
    write(cast, summary, "disputes", ("受理", "依法受理"))
    Figure.objects.filter(indicator__code="dispute_accepted").delete()
    assert "（无数据）" in [each.finding.text for each in entries(summary)]


def test_a_gap_where_a_figure_was_is_rewritten_not_explained_away(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("", "\n另。"))
    Figure.objects.filter(indicator__code="union_new", monthly_return__month="2026-06-01").delete()
    gap = next(each for each in entries(summary) if each.finding.text == "（无数据）")
    assert gap.is_open and not gap.may_be_no_figure
    for action in ("waive", "not_a_figure"):
        with pytest.raises(EditRefused, match="没有这项操作"):
            do(cast, summary, gap, action, reason="先这样")


def test_a_change_that_became_nought_is_no_rise_and_no_fall(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("", "\n另。"))
    Figure.objects.filter(indicator__code="union_new", monthly_return__month="2026-06-01").update(value=6)
    assert "减少0个" in text_of(summary, "organizing")
    wrong = next(each for each in entries(summary) if each.finding.text == "减少")
    assert wrong.is_open and wrong.finding.why.startswith("实际持平") and not wrong.may_replace


def test_numbers_in_the_words_for_sentences_are_checked_too(cast: Cast, summary: Summary) -> None:
    write_words(summary, {"plan": "明年新建工会30个"}, by=cast.clerk)
    found = [each for each in entries(summary) if each.is_open]
    assert [(each.finding.text, each.may_replace) for each in found] == [("30个", False)]


def test_strangers_and_changed_texts_are_refused(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("会员60人", "会员66人"))
    (entry,) = entries(summary)
    with pytest.raises(PermissionDenied):
        settle(summary, entry.key, entry.id, "replace", by=cast.leader)
    with pytest.raises(EditRefused, match="刚有变动"):
        settle(summary, entry.key, "0" * 16 + "-3", "replace", by=cast.clerk)
    Summary.objects.filter(pk=summary.pk).update(state=State.REPORTED)
    with pytest.raises(EditRefused, match="退回或撤回"):
        do(cast, summary, entry, "replace")


@pytest.mark.parametrize("text", ["没有数字的一段话。", "会员{60}人，{{x}}。", "一" * 20_000, "新建工会4个。" * 2_800])
def test_odd_texts_are_checked_without_failing(cast: Cast, summary: Summary, text: str) -> None:
    edit_section(summary, "organizing", text, by=cast.clerk)
    assert all(each.finding.text for each in entries(summary))


def test_the_check_asks_for_the_notes_and_nothing_else(
    cast: Cast, summary: Summary, django_assert_num_queries: object
) -> None:
    write(cast, summary, "organizing", ("会员60人", "会员66人"))
    composition = compose_summary(summary)
    edits = edits_of(summary, composition)
    with django_assert_num_queries(1):  # type: ignore[operator]
        check_summary(summary, composition, edits)


def test_of_a_pasted_table_the_list_shows_the_first_and_says_so(cast: Cast, summary: Summary) -> None:
    lines = "\n".join(f"甲{number}厂帮扶物资{number}箱。" for number in range(3, MOST + 23))
    write(cast, summary, "organizing", ("", "\n" + lines))
    waiting = sum(entry.is_open for entry in entries(summary))
    page = body(signed_in(cast.clerk).get(reverse("summary-edit", args=[summary.pk])))
    assert waiting > MOST and f'<span class="count-red">{waiting}</span>' in page
    assert page.count('name="entry"') == MOST and f"先列前 {MOST} 处，还有 {waiting - MOST} 处" in page


def test_the_list_stands_beside_the_report_and_its_buttons_work(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("会员60人", "会员66人"), ("", "\n经统计，新发展会员60人。演出观众3000人。"))
    client = signed_in(cast.clerk)
    page = body(client.get(reverse("summary-edit", args=[summary.pk])))
    for words in (
        "数字核对", "与统计数不符", "统计数为60人", "没有出处",
        "改为60人", "不是统计数据", "与统计数相同、可以绑定的 1 处",
    ):  # fmt: skip
        assert words in page, words
    (wrong,) = [entry for entry in entries(summary) if entry.finding.verdict is Verdict.DISAGREES]
    assert f'href="#n-{wrong.id}"' in page and f'id="n-{wrong.id}"' in page
    url = reverse("summary-number", args=[summary.pk, "organizing"])
    told = body(client.post(url, {"entry": wrong.id, "action": "replace", "place": "section"}, follow=True))
    assert "已把“66人”改为“60人”" in told and "会员60人" in told
    assert "刚有变动" in body(client.post(url, {"entry": wrong.id, "action": "replace"}, follow=True))
    reader = body(signed_in(cast.stat).get(reverse("summary-edit", args=[summary.pk])))
    assert "没有出处" in reader and "不是统计数据" not in reader


def post(cast: Cast, summary: Summary, entry: Entry, **sent: str) -> str:
    """What the page says after this was posted for the entry."""
    url = reverse("summary-number", args=[summary.pk, entry.key])
    return body(signed_in(cast.clerk).post(url, {"entry": entry.id, **sent}, follow=True))


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("会员60人", "会员66人", Verdict.DISAGREES),
        ("", "\n全镇新发展会员66人。", Verdict.DISAGREES),
        ("", "\n有男职工3人、女职工4人，合计9人。", Verdict.SUM),
        ("", "\n慰问演出观众达3000人。\n慰问演出观众达4000人。", Verdict.TWICE),
    ],
)
def test_what_is_surely_wrong_is_mended_or_kept_for_a_reason_never_called_no_figure(
    cast: Cast, summary: Summary, old: str, new: str, verdict: Verdict
) -> None:
    write(cast, summary, "organizing", (old, new))
    entry = next(each for each in entries(summary) if each.finding.verdict is verdict)
    page = body(signed_in(cast.clerk).get(reverse("summary-edit", args=[summary.pk])))
    offered = page.split(f'value="{entry.id}"')[1].split("</form>")[0]
    assert 'value="not_a_figure"' not in offered and 'value="waive"' in offered
    with pytest.raises(EditRefused, match="写明理由"):
        do(cast, summary, entry, "not_a_figure", reason=" ")
    assert "请改正，确要保留的请写明理由" in post(cast, summary, entry, action="not_a_figure")
    assert not NumberNote.objects.exists() and entry.id in {each.id for each in entries(summary) if each.is_open}
    do(cast, summary, entry, "waive", reason="含县级统一组织的")
    assert entry.id not in {each.id for each in entries(summary) if each.is_open}


def test_what_was_called_no_figure_and_now_contradicts_one_keeps_the_report_again(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "disputes", ("", "\n办结劳动争议9件。"))
    entry = next(each for each in entries(summary) if each.finding.text == "9件")
    assert entry.finding.verdict is Verdict.UNBOUND
    do(cast, summary, entry, "not_a_figure")
    assert [each for each in entries(summary) if each.is_open] == []
    month = MonthlyReturn.objects.get(month="2026-06-01")
    make_figures(month, {"dispute_closed": 12})
    again = next(each for each in entries(summary) if each.finding.text == "9件")
    assert (again.finding.verdict, again.is_open, again.note) == (Verdict.DISAGREES, True, None)
    page = body(signed_in(cast.clerk).get(reverse("summary-edit", args=[summary.pk])))
    assert "确认过不是统计数据，现在对不上，须重新处理" in page
    with pytest.raises(MoveRefused, match="还有 1 处没有处理"):
        advance(summary, "submit", by=cast.clerk)
    with pytest.raises(EditRefused, match="写明理由"):
        do(cast, summary, again, "not_a_figure")
    do(cast, summary, again, "waive", reason="另有3件在途")
    assert [each for each in entries(summary) if each.is_open] == []


def test_a_number_kept_for_a_reason_is_shown_to_the_reviewer_and_in_the_annex(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("会员60人", "会员66人"))
    do(cast, summary, entries(summary)[0], "waive", reason="含县级统一组织的6人")
    page = body(signed_in(cast.stat).get(reverse("summary-edit", args=[summary.pk])))
    assert "已处理 1 处" in page and "含县级统一组织的6人" in page
    address = reverse("summary-download", args=[summary.pk, "txt"])
    annex = body(signed_in(cast.stat).get(address, {"annex": "1"}))
    assert "“66人”（统计数为60人），理由：含县级统一组织的6人" in annex
    assert "含县级统一组织的6人" not in body(signed_in(cast.stat).get(address))
    advance(summary, "submit", by=cast.clerk)
    advance(summary, "sign", by=cast.chair)
    MonthlyReturn.objects.update(state=State.APPROVED)
    for number in range(1, 6):
        make_return(cast.east, f"2026-{number:02d}", {}, state=State.APPROVED)
    advance(summary, "approve", by=cast.leader)
    assert "理由：含县级统一组织的6人" in SummaryVersion.objects.get().sources


def test_a_reason_given_against_one_figure_is_none_against_another(cast: Cast, summary: Summary) -> None:
    write(cast, summary, "organizing", ("会员60人", "会员66人"))
    do(cast, summary, entries(summary)[0], "waive", reason="含县级统一组织的6人")
    assert [each for each in entries(summary) if each.is_open] == []
    june = Figure.objects.filter(indicator__code="member_new", monthly_return__month="2026-06-01")
    june.update(value=70)
    assert [(each.finding.text, each.finding.expected) for each in entries(summary) if each.is_open] == [
        ("66人", "70人")
    ]  # fmt: skip
    june.update(value=60)
    assert [each for each in entries(summary) if each.is_open] == []
    (kept,) = [each for each in entries(summary) if each.note]
    do(cast, summary, kept, "undo")
    assert [each.finding.text for each in entries(summary) if each.is_open] == ["66人"]
