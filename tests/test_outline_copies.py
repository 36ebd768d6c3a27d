"""Does a copied outline bring what its year had, replace nothing unasked, come back whole, and leave begun reports?"""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from makers import Cast, make_cast, make_return, make_summary, signed_in

from members.months import Span, parse_period
from reports.models import CountySentence, Outline, SentenceChange, State, Summary
from reports.models.sentence import SentenceState
from reports.sections.copying import Source, coming, copy_outline, sources_for, undo_copy
from reports.sections.rewording import RewordingRefused, Wording, arrange, reword, set_state
from reports.summaries import compose
from reports.summaries.editing import compose_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for year in (2019, 2020, 2021, 2022):
        values = {"union_total": 60, "union_new": 3, "member_total": 5000, "member_new": 48, "aid_amount": 12000}
        make_return(cast.east, f"{year}-12", values, state=State.APPROVED, by=cast.stat)
    return cast


def make_wording(cast: Cast, since: int, text: str, code: str = "P02-1") -> CountySentence:
    return reword(cast.county, Wording("organizing", code, since, text, "", 1), by=cast.stat)


def make_arranged(cast: Cast, year: int = 2020, heading: str = "建会入会") -> None:
    """The county's own outline of a year's annual reports, with a sentence of its own."""
    arrange(
        cast.county, "annual", year, ["organizing", "basics", "funds"], by=cast.stat, headings={"organizing": heading}
    )
    make_wording(cast, year, f"{year}年我县新添工会{{union_new}}个。")


def keys(cast: Cast, year: int, kind: str = "annual") -> list[str]:
    return list(compose(cast.east, parse_period(str(year)), kind).prose)


def told(cast: Cast, year: int) -> str:
    document = compose(cast.east, parse_period(str(year)), "annual").document
    return "".join(f"{s.heading}{b.text}" for s in document.sections for b in s.blocks if hasattr(b, "spans"))


def test_sections_order_headings_and_sentences_come_along(cast: Cast) -> None:
    make_arranged(cast)
    arrange(cast.county, "annual", 2021, ["basics", "aid"], by=cast.stat, headings={})
    set_state(cast.county, "P02-1", 2021, SentenceState.BUILT_IN, by=cast.stat)
    assert "建会入会" not in told(cast, 2022) and "新添工会" not in told(cast, 2022)
    copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    assert keys(cast, 2022) == ["lead", "organizing", "basics", "funds"]
    assert "建会入会" in told(cast, 2022) and "2020年我县新添工会3个" in told(cast, 2022)
    assert keys(cast, 2021) == ["lead", "basics", "aid"] and "新添工会" not in told(cast, 2021)


def test_without_sentences_only_the_outline_comes(cast: Cast) -> None:
    make_arranged(cast)
    set_state(cast.county, "P02-1", 2021, SentenceState.BUILT_IN, by=cast.stat)
    copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat, sentences=False)
    assert keys(cast, 2022)[1] == "organizing" and "新添工会" not in told(cast, 2022)


def test_the_built_in_outline_can_be_copied_and_brings_the_built_in_sentences_back(cast: Cast) -> None:
    make_arranged(cast)
    own = make_wording(cast, 2020, "另建工会{union_new}个。", "P02-new")
    built_in = keys(cast, 2019)
    copy_outline(cast.county, Source("annual"), "annual", 2022, by=cast.stat)
    assert keys(cast, 2022) == built_in and "我县新添" not in told(cast, 2022) and "另建工会" not in told(cast, 2022)
    assert "我县新添" in told(cast, 2021) and "另建工会" in told(cast, 2021)
    assert CountySentence.objects.get(code=own.code, since=2022).state == SentenceState.OFF


def test_what_was_copied_stays_as_it_is_when_the_year_it_came_from_changes(cast: Cast) -> None:
    make_arranged(cast)
    copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    arrange(cast.county, "annual", 2020, ["aid"], by=cast.stat)
    make_wording(cast, 2020, "改过的{union_new}个。")
    assert keys(cast, 2022) == ["lead", "organizing", "basics", "funds"] and "2020年我县新添工会3个" in told(cast, 2022)
    assert keys(cast, 2021) == ["lead", "aid"]


def test_a_sentence_changed_from_a_year_on_leaves_the_years_before_alone(cast: Cast) -> None:
    """Year by year: what is set for 2021 or 2022 says nothing of the years before it."""
    before = {year: told(cast, year) for year in (2019, 2020)}
    make_wording(cast, 2021, "自二一年起新添{union_new}个。")
    make_wording(cast, 2022, "自二二年起新添{union_new}个。")
    assert {year: told(cast, year) for year in before} == before
    assert "自二一年起" in told(cast, 2021) and "自二二年起" in told(cast, 2022)
    set_state(cast.county, "P02-1", 2022, SentenceState.OFF, by=cast.stat)
    arrange(cast.county, "annual", 2022, ["organizing"], by=cast.stat, headings={"organizing": "只写建会"})
    assert {year: told(cast, year) for year in before} == before and "自二一年起" in told(cast, 2021)


def test_a_year_with_its_own_outline_asks_first(cast: Cast) -> None:
    make_arranged(cast)
    make_arranged(cast, 2022, "组织起来")
    with pytest.raises(RewordingRefused, match="2022年已有自己的提纲"):
        copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    assert "组织起来" in told(cast, 2022)
    token = coming(cast.county, Source("annual", 2020), "annual", 2022).token
    make_wording(cast, 2022, "刚刚改的{union_new}个。")
    with pytest.raises(RewordingRefused, match="2022年已有自己的提纲"):
        copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat, over=token)
    token = coming(cast.county, Source("annual", 2020), "annual", 2022).token
    copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat, over=token)
    assert "建会入会" in told(cast, 2022) and "2020年我县新添工会3个" in told(cast, 2022)


def test_a_copy_is_taken_back_whole_and_that_too(cast: Cast) -> None:
    make_arranged(cast)
    make_arranged(cast, 2022, "组织起来")
    before = told(cast, 2022)
    found = coming(cast.county, Source("annual", 2020), "annual", 2022)
    copy = copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat, over=found.token)
    after = told(cast, 2022)
    back = undo_copy(copy, by=cast.stat)
    assert told(cast, 2022) == before != after
    with pytest.raises(RewordingRefused, match="只能撤销最近的一次"):
        undo_copy(copy, by=cast.stat)
    undo_copy(back, by=cast.stat)
    assert told(cast, 2022) == after


def test_taking_a_copy_back_leaves_no_row_where_there_was_none(cast: Cast) -> None:
    make_arranged(cast)
    rows = set(CountySentence.objects.values_list("code", "since"))
    copy = copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    assert CountySentence.objects.count() == len(rows) + 1
    undo_copy(copy, by=cast.stat)
    assert set(CountySentence.objects.values_list("code", "since")) == rows
    assert not Outline.objects.filter(since=2022).exists()


def test_what_was_changed_after_a_copy_is_not_taken_back_unasked(cast: Cast) -> None:
    make_arranged(cast)
    copy = copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    make_wording(cast, 2022, "复制以后改的{union_new}个。")
    with pytest.raises(RewordingRefused, match="复制以后又改过"):
        undo_copy(copy, by=cast.stat)
    back = undo_copy(copy, by=cast.stat, agreed=True)
    undo_copy(back, by=cast.stat)
    assert "复制以后改的3个" in told(cast, 2022), "nothing is lost by taking back"


def test_begun_and_issued_reports_keep_the_outline_they_were_begun_under(cast: Cast) -> None:
    begun = make_summary(cast.east, "2022-01", "2022-12")
    issued = make_summary(cast.west, "2022-01", "2022-12", state=State.APPROVED)
    older = make_summary(cast.east, "2021-01", "2021-12")
    strangers = make_summary(cast.other_town, "2022-01", "2022-12")
    first = compose_summary(begun).document
    make_arranged(cast)  # 2020 on, so 2021 and 2022 too
    begun.refresh_from_db()
    first_sentence = compose_summary(begun).document
    copy = copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    for summary in (begun, issued, older, strangers):
        summary.refresh_from_db()
    assert [s.key for s in compose_summary(begun).document.sections] == [s.key for s in first.sections]
    assert compose_summary(begun).document == first_sentence
    assert issued.outline and older.outline and strangers.outline is None
    assert keys(cast, 2022) == ["lead", "organizing", "basics", "funds"]
    undo_copy(copy, by=cast.stat)
    begun.refresh_from_db()
    assert compose_summary(begun).document == first_sentence


def test_a_begun_report_keeps_the_sentences_a_copy_would_change(cast: Cast) -> None:
    make_wording(cast, 2020, "二零年的{union_new}个。")
    set_state(cast.county, "P02-1", 2021, SentenceState.BUILT_IN, by=cast.stat)
    begun = make_summary(cast.east, "2022-01", "2022-12")
    half = make_summary(cast.east, "2022-01", "2022-06", kind="half_year")
    before = compose_summary(begun).document
    copy = copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    begun.refresh_from_db(), half.refresh_from_db()
    assert compose_summary(begun).document == before and "二零年的3个" in told(cast, 2022)
    assert list(half.outline["sentences"]) == ["P02-1"], "another kind with the same section keeps its sentence too"
    undo_copy(copy, by=cast.stat)
    begun.refresh_from_db()
    assert begun.outline is None, "what holds anyway need not be kept"


def test_a_report_may_follow_the_outline_that_holds_now(cast: Cast) -> None:
    begun = make_summary(cast.east, "2022-01", "2022-12")
    make_arranged(cast, 2022)
    page = signed_in(cast.clerk).get(reverse("summary-edit", args=[begun.pk])).content.decode()
    assert "改用现行提纲" in page and "减少“" in page
    signed_in(cast.clerk).post(reverse("summary-outline", args=[begun.pk]))
    begun.refresh_from_db()
    assert begun.outline is None and list(compose_summary(begun).prose) == ["lead", "organizing", "basics", "funds"]
    page = signed_in(cast.clerk).get(reverse("summary-edit", args=[begun.pk])).content.decode()
    assert "改用现行提纲" not in page


def test_an_issued_report_does_not_change_its_outline(cast: Cast) -> None:
    issued = make_summary(cast.east, "2022-01", "2022-12", state=State.APPROVED)
    make_arranged(cast, 2022)
    signed_in(cast.clerk).post(reverse("summary-outline", args=[issued.pk]))
    assert Summary.objects.get(pk=issued.pk).outline is not None


def test_kinds_with_the_same_sections_may_be_copied_onto_one_another(cast: Cast) -> None:
    assert sources_for("half_year")[0] == "half_year" and {"annual", "period"} <= set(sources_for("half_year"))
    assert sources_for("plan") == ["plan"]
    make_arranged(cast)
    copy_outline(cast.county, Source("annual", 2020), "congress", 2022, by=cast.stat)
    found = list(compose(cast.east, Span(date(2020, 1, 1), date(2022, 12, 1)), "congress").prose)
    assert found == ["congress_lead", "organizing", "basics", "funds", "congress_plans"]
    with pytest.raises(RewordingRefused, match="不能照搬"):
        copy_outline(cast.county, Source("annual", 2020), "plan", 2022, by=cast.stat)


def test_only_the_countys_statistician_copies_and_only_for_his_county(cast: Cast) -> None:
    make_arranged(cast)
    for person in (cast.clerk, cast.leader, cast.other_stat):
        with pytest.raises(PermissionDenied):
            copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=person)
    copy = copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    with pytest.raises(PermissionDenied):
        undo_copy(copy, by=cast.other_stat)
    assert signed_in(cast.other_stat).post(reverse("outline-undo", args=[copy.pk])).status_code == 404


def test_every_part_of_a_copy_is_in_the_log(cast: Cast) -> None:
    make_arranged(cast)
    set_state(cast.county, "P02-1", 2021, SentenceState.BUILT_IN, by=cast.stat)
    arrange(cast.county, "annual", 2021, ["aid"], by=cast.stat, headings={})
    SentenceChange.objects.all().delete()
    copy_outline(cast.county, Source("annual", 2020), "annual", 2022, by=cast.stat)
    assert set(SentenceChange.objects.values_list("code", "since")) == {("outline-annual", 2022), ("P02-1", 2022)}
