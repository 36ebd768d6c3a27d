"""Where does which figure stand in an edited text? The editor's marks are believed only if the report knows them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from makers import Cast, make_return, make_summary

from reports.blocks import Bound
from reports.models import ChangeKind, Figure, State, Summary
from reports.summaries import SectionEdit, accept_section, edit_section, edits_of, reset_section
from reports.summaries.editing import EditRefused, compose_summary
from reports.summaries.marks import GONE, name_of, stripped
from reports.summaries.rebinding import plain

pytestmark = pytest.mark.django_db
Piece = str | list[str]


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's half-year with a few disputes."""
    values = {"union_new": 4, "member_new": 60, "dispute_accepted": 15, "dispute_persons": 31, "aid_persons": 15}
    make_return(cast.east, "2026-06", values, state=State.DRAFT)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def set_figure(code: str, value: object) -> None:
    Figure.objects.filter(indicator__code=code).update(value=value)


def pieces(summary: Summary, key: str = "disputes") -> list[list[Piece]]:
    """What the editor sends of the section as it is offered."""
    composition = compose_summary(summary)
    edit = edits_of(summary, composition).get(key)
    paragraphs = edit.paragraphs if edit else composition.paragraphs[key]
    return [[list(name_of(s)) if isinstance(s, Bound) else s.text for s in p.spans] for p in paragraphs]


def words(sent: list[list[Piece]]) -> str:
    return "\n".join("".join(p if isinstance(p, str) else p[0] for p in line) for line in sent)


def save(summary: Summary, cast: Cast, sent: list[list[Piece]], key: str = "disputes") -> SectionEdit:
    edit_section(summary, key, words(sent), by=cast.clerk, marks=json.dumps(sent))
    return read(summary, key)


def read(summary: Summary, key: str = "disputes") -> SectionEdit:
    return edits_of(summary, compose_summary(summary))[key]


def bound(edit: SectionEdit) -> list[tuple[str, str]]:
    return [(s.indicator, s.shown) for p in edit.paragraphs for s in p.spans if isinstance(s, Bound)]


def number(summary: Summary, code: str) -> list[str]:
    """The mark of a figure, as the editor has it."""
    return next(p for line in pieces(summary) for p in line if isinstance(p, list) and p[1] == code)


def test_a_number_moved_to_other_words_stays_bound_because_it_was_moved_whole(cast: Cast, summary: Summary) -> None:
    moved = [
        [
            "全部纠纷牵涉",
            number(summary, "dispute_persons"),
            "名职工，其中",
            number(summary, "dispute_accepted"),
            "起。",
        ]
    ]
    assert bound(save(summary, cast, moved)) == [("dispute_persons", "31"), ("dispute_accepted", "15")]
    set_figure("dispute_persons", 33)
    edit = read(summary)
    assert edit.followed == (("31", "33"),) and plain(edit.paragraphs) == "全部纠纷牵涉33名职工，其中15起。"


def test_without_marks_the_text_is_bound_by_place_as_before(cast: Cast, summary: Summary) -> None:
    text = words(pieces(summary)).replace("涉及职工", "共涉及职工")
    edit_section(summary, "disputes", text, by=cast.clerk)
    assert ("dispute_persons", "31") in bound(read(summary))


def test_a_later_plain_save_keeps_what_was_bound_by_the_editor(cast: Cast, summary: Summary) -> None:
    save(summary, cast, [["全部纠纷牵涉", number(summary, "dispute_persons"), "名职工。"]])
    edit_section(summary, "disputes", "全部纠纷牵涉31名职工。已全部化解。", by=cast.clerk)
    assert bound(read(summary)) == [("dispute_persons", "31")]


def test_the_same_number_in_two_figures_is_told_apart(cast: Cast, summary: Summary) -> None:
    aid = next(
        list(name_of(s)) for ps in compose_summary(summary).paragraphs.values() for p in ps for s in p.spans
        if isinstance(s, Bound) and s.indicator == "aid_persons"
    )  # fmt: skip
    edit = save(summary, cast, [["帮扶", aid, "人，调解", number(summary, "dispute_accepted"), "件。"]])
    assert bound(edit) == [("aid_persons", "15"), ("dispute_accepted", "15")]


@pytest.mark.parametrize(
    "forge",
    [
        lambda mark: ["32", *mark[1:]],
        lambda mark: [mark[0], "member_new", *mark[2:]],
        lambda mark: [mark[0], mark[1], "C1-2", *mark[3:]],
        lambda mark: [mark[0], mark[1], mark[2], "2025-01", mark[4]],
        lambda mark: [*mark[:4], "previous"],
        lambda mark: [*mark[:4], "no_such"],
        lambda mark: mark[:4],
    ],
)
def test_a_mark_the_report_does_not_know_is_only_text(
    cast: Cast, summary: Summary, forge: Callable[[list[str]], list[str]]
) -> None:
    forged = forge(number(summary, "dispute_persons"))
    edit = save(summary, cast, [["另有", forged, "名同志。"]])
    assert bound(edit) == []


@pytest.mark.parametrize("typed", ["1{}", "{}0", "{}.5", "-{}", "{}万", "{}%", "3.{}"])
def test_a_number_something_was_typed_against_is_bound_no_more(cast: Cast, summary: Summary, typed: str) -> None:
    before, after = typed.split("{}")
    edit = save(summary, cast, [["牵涉职工" + before, number(summary, "dispute_persons"), after + "名。"]])
    assert bound(edit) == []


@pytest.mark.parametrize(
    "marks", ["", "{", "null", "[1]", '{"a": 1}', '[["别的话"]]', "[" * 100_000, '[[["31"]]]', '[[null, 3, {"a": 1}]]']
)
def test_marks_of_another_text_or_none_at_all_do_no_harm(cast: Cast, summary: Summary, marks: str) -> None:
    text = words(pieces(summary))
    edit_section(summary, "disputes", text, by=cast.clerk, marks=marks)
    assert ("dispute_persons", "31") in bound(read(summary)) and plain(read(summary).paragraphs) == text


def test_blanks_at_the_ends_and_empty_paragraphs_are_cut_with_the_marks_in_place(cast: Cast, summary: Summary) -> None:
    mark = number(summary, "dispute_persons")
    edit = save(summary, cast, [["　　 "], ["　　", mark, "名职工　"], [], [" 另 "]])
    assert plain(edit.paragraphs) == "31名职工\n另" and bound(edit) == [("dispute_persons", "31")]
    assert stripped([]).spans == ()


def test_accepting_takes_the_new_numbers_and_clears_the_flag(cast: Cast, summary: Summary) -> None:
    save(summary, cast, [*pieces(summary), ["同时做好疏导。"]])
    set_figure("dispute_persons", 33)
    assert read(summary).followed == (("31", "33"),)
    accept_section(summary, "disputes", by=cast.clerk)
    edit = read(summary)
    assert (edit.followed, edit.stale) == ((), False) and ("dispute_persons", "33") in bound(edit)
    change = summary.section_changes.last()
    assert change and (change.kind, change.by) == (ChangeKind.ACCEPTED, cast.clerk)
    assert "涉及职工31人" in change.before and "涉及职工33人" in change.after
    set_figure("dispute_persons", 34)
    assert read(summary).followed == (("33", "34"),)


def test_a_bound_number_whose_figure_is_gone_is_said(cast: Cast, summary: Summary) -> None:
    save(summary, cast, [["牵涉", number(summary, "dispute_persons"), "名职工。"]])
    Figure.objects.filter(indicator__code="dispute_persons").delete()
    assert read(summary).followed == (("31", GONE),)


def test_a_section_never_reworded_has_nothing_to_accept(cast: Cast, summary: Summary) -> None:
    with pytest.raises(EditRefused, match="不用接受"):
        accept_section(summary, "disputes", by=cast.clerk)
    assert not summary.section_changes.exists()


def test_every_save_leaves_who_when_and_what(cast: Cast, summary: Summary) -> None:
    composed = words(pieces(summary))
    edit_section(summary, "disputes", "甲。", by=cast.clerk)
    edit_section(summary, "disputes", "乙。", by=cast.chair)
    reset_section(summary, "disputes", by=cast.clerk)
    told = list(summary.section_changes.values_list("kind", "before", "after", "by__username"))
    assert told == [
        ("written", composed, "甲。", cast.clerk.username),
        ("written", "甲。", "乙。", cast.chair.username),
        ("reset", "乙。", composed, cast.clerk.username),
    ]
