"""Is a report for the outside free of small counts, in its words, tables, charts and files?"""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management.base import CommandError
from documents_sample import cell, paragraph
from makers import Cast, make_cast, make_return, signed_in
from read_reports import run

from members.months import parse_period
from reports.blocks import Bound, Chart, Column, Document, Point, Section, Table
from reports.documents import FORMATS
from reports.models import Indicator, State
from reports.models.summary import SummaryKind
from reports.summaries import issued_document, open_summary
from reports.summaries.public import Guarded, for_public, guarded
from reports.workflow import advance

TOWN = "T1"
WHAT = Guarded(
    frozenset({"hardship_total", "hardship_deep", "hardship_relative", "dispute_closed", "dispute_mediated"}),
    {"hardship_total": ("hardship_deep", "hardship_relative")},
    {"mediation_rate": ("dispute_mediated", "dispute_closed")},
)


def bound(code: str, value: str, aspect: str = "value", union: str = TOWN, last: str = "2026-06") -> Bound:
    return Bound(code, union, "2026-01", last, aspect, value, value)


def make_document(*blocks: object, annexes: tuple[Table, ...] = ()) -> Document:
    section = Section("aid", "帮扶", 1, tuple(blocks))  # type: ignore[arg-type]
    return Document("总结", "镇总工会", "县总工会", "上半年", TOWN, "2026-01", "2026-06", (section,), annexes,
                    monthly=((TOWN, "2026-01", "hardship_deep", "1"),))  # fmt: skip


def texts(document: Document) -> str:
    return " ".join(block.text for section in document.sections for block in section.blocks if hasattr(block, "text"))


def rows(table: Table) -> list[list[str]]:
    return [[each.text for each in row] for row in table.rows]


def make_table(*lines: tuple[str, list[Bound]]) -> Table:
    columns = (Column("指标"), *(Column(str(n), True) for n in range(len(lines[0][1]))))
    return Table("数据", columns, tuple((cell(name), *(cell(each) for each in found)) for name, found in lines))


def test_a_sentence_with_a_small_count_goes_and_its_neighbours_stay() -> None:
    words = paragraph(
        "在档困难职工", bound("hardship_total", "40"), "户，其中深度困难", bound("hardship_deep", "2"), "户。",
        "开展普法", bound("law_events", "2"), "场。全年无投诉。",
    )  # fmt: skip
    public = for_public(make_document(words), WHAT)
    assert texts(public) == "开展普法2场。全年无投诉。"
    assert public.monthly == () and "对外版本" in public.notes[-1]


def test_what_the_small_count_could_be_worked_out_from_goes_too() -> None:
    table = make_table(
        ("总数", [bound("hardship_total", "40"), bound("hardship_total", "38", "previous")]),
        ("深度", [bound("hardship_deep", "2"), bound("hardship_deep", "7", "previous")]),
        ("相对", [bound("hardship_relative", "38"), bound("hardship_relative", "31", "previous")]),
        ("深度增减", [bound("hardship_deep", "-5", "change"), bound("hardship_deep", "20", "target")]),
        ("办结", [bound("dispute_closed", "9"), bound("dispute_closed", "3", "previous")]),
        ("调解", [bound("dispute_mediated", "1"), bound("dispute_mediated", "3", "previous")]),
        ("调解率", [bound("mediation_rate", "11.1"), bound("mediation_rate", "100", "previous")]),
    )
    public = for_public(make_document(table), WHAT)
    (shown,) = public.sections[0].blocks
    assert isinstance(shown, Table)
    assert rows(shown) == [
        ["总数", "40", "38"],
        ["深度", "<3", "7"],
        ["相对", "*", "31"],
        ["深度增减", "*", "20"],
        ["办结", "9", "3"],
        ["调解", "<3", "3"],
        ["调解率", "*", "*"],
    ]


def test_a_part_the_report_does_not_name_is_guarded_against_subtraction() -> None:
    table = make_table(("总数", [bound("hardship_total", "40")]), ("深度", [bound("hardship_deep", "39")]))
    (shown,) = for_public(make_document(table), WHAT).sections[0].blocks
    assert isinstance(shown, Table)
    assert rows(shown) == [["总数", "40"], ["深度", "*"]]


def test_a_county_s_townships_are_guarded_like_parts() -> None:
    annex = make_table(
        ("东", [bound("hardship_total", "1", union="E")]),
        ("西", [bound("hardship_total", "9", union="W")]),
        ("全县", [bound("hardship_total", "10")]),
    )
    public = for_public(make_document(paragraph("无。"), annexes=(annex,)), WHAT)
    assert rows(public.annexes[0]) == [["东", "<3"], ["西", "*"], ["全县", "10"]]


def test_a_chart_with_a_small_count_is_left_out_and_an_empty_section_with_it() -> None:
    chart = Chart("逐月", "line", (Point("1月", bound("hardship_deep", "1", last="2026-01")),))
    public = for_public(make_document(chart), WHAT)
    assert public.sections == ()


def test_a_report_without_small_counts_reads_the_same() -> None:
    document = make_document(paragraph("困难职工", bound("hardship_total", "40"), "户，培训", bound("x", "1"), "人。"))
    assert for_public(document, WHAT) == replace(document, monthly=())


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    values = {"hardship_total": 12, "hardship_deep": 1, "hardship_relative": 4, "hardship_accident": 7,
              "dispute_accepted": 2, "dispute_pay": 2, "member_total": 900, "member_new": 2}  # fmt: skip
    for month in range(1, 7):
        make_return(cast.east, f"2020-{month:02d}", values, state=State.APPROVED, by=cast.stat)
    return cast


def issue(cast: Cast):
    summary = open_summary(cast.east, parse_period("2020H1"), SummaryKind.HALF_YEAR, by=cast.clerk)
    for action, who in (("submit", cast.clerk), ("sign", cast.chair), ("approve", cast.leader)):
        advance(summary, action, by=who)
    return summary


def test_the_catalogue_says_what_is_guarded(cast: Cast) -> None:
    what = guarded()
    assert {"hardship_deep", "aid_persons", "dispute_accepted", "mutual_claims", "petition_received"} <= what.codes
    assert {"member_total", "aid_amount", "union_new"}.isdisjoint(what.codes)
    assert set(what.parts["hardship_total"]) == {"hardship_deep", "hardship_relative", "hardship_accident"}
    assert "mediation_rate" in what.rates


def test_every_file_for_the_outside_is_without_small_counts(cast: Cast, tmp_path: Path) -> None:
    summary = issue(cast)
    document = issued_document(summary)
    assert document is not None
    inside, outside = ({(b.indicator, b.aspect, b.value) for b in d.bound()} for d in
                       (document, for_public(document, guarded())))  # fmt: skip
    assert ("hardship_deep", "value", "1") in inside and ("hardship_deep", "value", "1") not in outside
    assert ("member_new", "value", "12") in outside
    browser = signed_in(cast.clerk)
    for kind in ("txt", "json", "xlsx", "docx"):
        answer = browser.get(f"/summaries/{summary.pk}/public/{kind}/")
        assert answer.status_code == 200 and "%E5%AF%B9%E5%A4%96%E7%89%88%E6%9C%AC" in answer["Content-Disposition"]
        content = answer.content
        if kind in ("xlsx", "docx"):
            with ZipFile(io.BytesIO(content)) as zip:
                content = b"".join(zip.read(name) for name in zip.namelist() if name.endswith(".xml"))
        text = content.decode()
        assert "对外版本" in text
        assert not re.search(r"深度困难[^<；。]{0,4}[12]户", text)
    told = json.loads(browser.get(f"/summaries/{summary.pk}/public/json/").content)
    assert '"hardship_deep", "aspect": "value"' not in json.dumps(told)
    assert "对外版本" in browser.get(f"/summaries/{summary.pk}/").content.decode()
    path = tmp_path / "a.txt"
    run("summary", "--union", cast.east.code, "--period", "2020H1", "--format", "txt", "--out", path, "--public")
    assert "对外版本" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["docx", "json"])
def test_what_was_given_out_to_the_outside_stays_as_it_was(cast: Cast, tmp_path: Path, kind: str) -> None:
    summary = issue(cast)
    browser, path = signed_in(cast.clerk), tmp_path / f"a.{kind}"
    first = browser.get(f"/summaries/{summary.pk}/public/{kind}/").content
    Indicator.objects.filter(code="hardship_deep").update(unit="件次", name="改过的名字")
    assert browser.get(f"/summaries/{summary.pk}/public/{kind}/").content == first
    run("summary", "--union", cast.east.code, "--period", "2020H1", "--format", kind, "--out", path, "--public")
    assert path.read_bytes() == first


def test_a_draft_has_no_version_for_the_outside(cast: Cast, tmp_path: Path) -> None:
    summary = open_summary(cast.east, parse_period("2020H1"), SummaryKind.HALF_YEAR, by=cast.clerk)
    browser = signed_in(cast.clerk)
    assert browser.get(f"/summaries/{summary.pk}/public/txt/").status_code == 404
    with pytest.raises(CommandError, match="还没有签发"):
        run("summary", "--union", cast.east.code, "--period", "2020H1", "--format", "txt", "--out",
            tmp_path / "a.txt", "--public")  # fmt: skip
    assert len(FORMATS) == 5
