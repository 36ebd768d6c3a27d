"""Does a county's report add up its townships, say who leads and lags, and tell where an example comes from?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from makers import Cast, make_cast, make_return, make_summary, make_township, make_user

from members.models import Role, Union
from members.models.union import short_name
from members.months import parse_period
from reports.blocks import Bound, Document, Paragraph
from reports.models import SectionText, State
from reports.summaries import Composition, compose
from reports.summaries.reporting import together

pytestmark = pytest.mark.django_db
NEW = {"东港镇总工会": 12, "柳溪镇总工会": 9, "石桥乡总工会": 7, "南坪镇总工会": 7, "青石乡总工会": 0}


@pytest.fixture
def cast() -> Cast:
    """A county with five townships; the county's own level counts two new unions, 沙河镇 has not reported."""
    cast = make_cast()
    for name in [*list(NEW)[2:], "沙河镇总工会"]:
        make_township(cast.county, name)
    for union in [*Union.objects.filter(name__in=NEW), cast.county]:
        values = {"union_new": NEW.get(union.name, 2), "fund_collected": 10_000 * (union.pk + 1), "dispute_accepted": 1}
        make_return(union, "2020-06", values, state=State.APPROVED, by=cast.stat)
    return cast


def county_report(cast: Cast, **more: Any) -> Composition:
    return compose(cast.county, parse_period("2020-06..2020-06"), **more)


def paragraphs(document: Document, key: str) -> list[str]:
    section = next(section for section in document.sections if section.key == key)
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]


def bound_in(document: Document) -> list[Bound]:
    return [span for span in document.bound() if span.aspect == "value"]


def test_leaders_and_laggards_are_named_with_their_figures(cast: Cast) -> None:
    text = paragraphs(county_report(cast).document, "organizing")[-1]
    assert text == ("从各乡镇（街道）看，新建工会较多的有东港镇12个、柳溪镇9个，青石乡尚无，沙河镇未报此项。"), (
        "two are level in third place, so neither is named"
    )


def test_the_numbers_of_townships_are_bound_to_the_townships(cast: Cast) -> None:
    document = county_report(cast).document
    found = {(span.union, span.value) for span in bound_in(document) if span.indicator == "union_new"}
    assert (cast.east.code, "12") in found and (cast.county.code, "37") in found


def test_townships_that_are_all_alike_are_not_ranked(cast: Cast) -> None:
    assert not [text for text in paragraphs(county_report(cast).document, "disputes") if "较多" in text]


def test_coverage_says_how_many_have_reported_and_who_has_not(cast: Cast) -> None:
    text = "".join(paragraphs(county_report(cast).document, "organizing"))
    assert "沙河镇未报此项" in text
    make_return(cast.county, "2020-05", {"union_total": 3}, state=State.APPROVED, by=cast.stat)
    for union in Union.objects.filter(name__in=NEW):
        make_return(union, "2020-05", {"union_total": 9}, state=State.APPROVED, by=cast.stat)
    report = compose(cast.county, parse_period("2020-05..2020-06"))
    assert "6个乡镇（街道）中5个已报齐2020年5—6月数据，沙河镇尚缺5月、6月。" in paragraphs(report.document, "basics")


def test_who_lacks_the_same_months_is_told_together() -> None:
    year, span = [date(2020, month, 1) for month in (11, 12)], parse_period("2020")
    late = {"甲乡": year[:1], "乙镇": year, "丙镇": year[:1]}
    assert together(late, span) == [("11月", ["甲乡", "丙镇"]), ("11月、12月", ["乙镇"])]
    assert together({"甲乡": year}, parse_period("2021")) == [("2020年11月、12月", ["甲乡"])]


def test_the_table_of_townships_adds_up_to_the_county(cast: Cast) -> None:
    (table,) = county_report(cast).document.annexes
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    heads = [column.title for column in table.columns[1:]]
    at = heads.index("新建工会（个）")
    assert [rows[name][at] for name in ("东港镇", "青石乡", "沙河镇", "本级", "合计")] == ["12", "0", "—", "2", "37"]
    for place, head in enumerate(heads):
        numbers = [int(row[place]) for name, row in rows.items() if name != "合计" and row[place] != "—"]
        assert sum(numbers) == int(rows["合计"][place]), head
    assert table.notes == ("“—”表示没有填报。",)


def test_an_example_tells_where_it_comes_from(cast: Cast) -> None:
    issued = {"kind": "period", "state": State.APPROVED}
    make_summary(cast.west, "2020-06", "2020-06", words={"women_example": "开办了哺乳室"}, **issued)
    make_summary(cast.other_town, "2020-06", "2020-06", words={"women_example": "别县的事"}, **issued)
    east = make_summary(cast.east, "2020-06", "2020-06", **issued)
    text = "推行网格化建会，把流动摊贩也吸收到工会中来。"
    SectionText.objects.create(summary=east, key="organizing", text=f"新建12个。{text}", composed="[]", by=cast.clerk)
    for town in Union.objects.filter(name__in=NEW):
        month = town.returns.get()
        month.figures.create(indicator_id=_pk("women_events"), value=town.pk)
    document = county_report(cast).document
    told = paragraphs(document, "organizing")[-1]
    assert told == f"如东港镇，{text[:-1]}（见东港镇总工会2020年6月工作总结）。"
    assert paragraphs(document, "women")[-1] == "如柳溪镇，开办了哺乳室（见柳溪镇总工会2020年6月工作总结）。"
    assert "别县的事" not in str(document)


def test_a_draft_of_a_township_is_no_source(cast: Cast) -> None:
    draft = make_summary(cast.east, "2020-06", "2020-06", kind="period")
    text = "推行网格化建会的好办法。"
    SectionText.objects.create(summary=draft, key="organizing", text=text, composed="", by=cast.clerk)
    assert "网格化" not in str(county_report(cast).document)


def test_a_township_and_a_county_of_two_say_nothing_of_the_kind(cast: Cast) -> None:
    make_return(cast.other_town, "2020-06", {"union_new": 4}, state=State.APPROVED, by=cast.other_stat)
    for union in (cast.east, cast.other_county):
        document = compose(union, parse_period("2020-06..2020-06")).document
        assert document.annexes == () and "从各乡镇" not in str(document)


def test_an_edited_number_of_a_township_follows_the_township(cast: Cast) -> None:
    from reports.summaries import edit_section
    from reports.summaries.editing import edits_of

    summary = make_summary(cast.county, "2020-06", "2020-06", kind="period")
    composition = county_report(cast, provisional=True)
    text = "\n".join(paragraphs(composition.document, "organizing"))
    edit_section(summary, "organizing", text.replace("从各乡镇（街道）看", "各地情况是"), by=cast.stat)
    cast.east.returns.get().figures.filter(indicator__code="union_new").update(value=15)
    edit = edits_of(summary, county_report(cast, provisional=True))["organizing"]
    assert ("12", "15") in edit.followed and ("37", "40") in edit.followed
    assert "东港镇15个、柳溪镇9个" in "".join(paragraph.text for paragraph in edit.paragraphs)


def test_figures_below_a_township_count_for_the_township(cast: Cast) -> None:
    plant = cast.plant
    type(plant).objects.filter(pk=plant.pk).update(files_returns=True)
    by = make_user(Role.BASE_LIAISON, plant, "second")
    make_return(plant, "2020-06", {"union_new": 5}, state=State.APPROVED, by=by)
    assert "东港镇17个" in paragraphs(county_report(cast).document, "organizing")[-1]


def test_it_costs_few_queries_however_many_townships_there_are(cast: Cast, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(16):
        county_report(cast)


@pytest.mark.parametrize(
    ("name", "short"),
    [("东港镇总工会", "东港镇"), ("城关街道工会联合会", "城关街道"), ("石桥乡工会", "石桥乡"), ("总工会", "总工会")],
)
def test_townships_are_called_by_their_place(name: str, short: str) -> None:
    assert short_name(name) == short


def _pk(code: str) -> int:
    from reports.models import Indicator

    return Indicator.objects.get(code=code).pk
