"""The workbook of a report: a sheet a section, sums that add up, and months that can be loaded again."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from documents_sample import bound, cell, make_document, make_small_table, paragraph
from makers import make_cast, make_return, make_summary

from members.months import parse_month
from members.tables import read_table
from reports.blocks import Column, Document, Letter, Section, Table
from reports.documents import FORMATS
from reports.documents.excel_sums import sums_of
from reports.loading.figures import OPTIONAL, REQUIRED, load_figures
from reports.models import Figure, Summary
from reports.summaries import document_of
from reports.summaries.frozen import freeze, thaw
from reports.summaries.months import with_months

COLUMNS = (Column("指标"), Column("本期", True), Column("上年同期", True), Column("增减", True))


def make_row(name: str, value: str, previous: str, indent: int = 0, aspect: str = "value") -> tuple[Any, ...]:
    change = bound("x", "1", aspect="change")
    return (
        cell(name, indent=indent),
        cell(bound("x", value, aspect=aspect)),
        cell(bound("x", previous, aspect="previous")),
        cell(change),
    )


def make_table(*rows: tuple[Any, ...]) -> Table:
    return Table("组织", COLUMNS, rows)


def workbook(document: Document, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(document)), **options)


def test_parts_that_make_the_whole_in_every_column_are_summed() -> None:
    table = make_table(make_row("工会", "60", "55"), make_row("村", "11", "10", 1), make_row("企业", "49", "45", 1))
    assert sums_of(table, 4) == {(0, 1): "=SUM(B5:B6)", (0, 2): "=SUM(C5:C6)"}


@pytest.mark.parametrize(
    "parts",
    [
        [("11", "10"), ("48", "45")],
        [("11", "10"), ("49", "44")],
        [("60", "55")],
    ],
    ids=["parts missing", "only this year adds up", "a single part"],
)
def test_what_does_not_add_up_stays_a_number(parts: list[tuple[str, str]]) -> None:
    rows = [make_row("其中", value, previous, 1) for value, previous in parts]
    assert sums_of(make_table(make_row("工会", "60", "55"), *rows), 1) == {}


def test_parts_of_parts_are_added_once() -> None:
    table = make_table(
        make_row("工会", "60", "55"),
        make_row("村", "20", "20", 1),
        make_row("女", "5", "5", 2),
        make_row("企业", "40", "35", 1),
    )
    assert sums_of(table, 1) == {(0, 1): "=B2+B4", (0, 2): "=C2+C4"}


def test_a_total_row_sums_the_rows_above_it() -> None:
    table = make_table(make_row("甲镇", "3", "1"), make_row("乙镇", "4", "2"), make_row("合计", "7", "3"))
    assert set(sums_of(table, 1)) == {(2, 1), (2, 2)}


def test_a_formula_keeps_the_number_of_the_report_beside_it() -> None:
    table = make_table(make_row("工会", "60", "55"), make_row("村", "11", "10", 1), make_row("企业", "49", "45", 1))
    document = make_document(sections=(Section("a", "基本情况", 1, (table,)),), annexes=())
    formulas, values = workbook(document)["一、基本情况"], workbook(document, data_only=True)["一、基本情况"]
    assert formulas["B4"].value == "=SUM(B5:B6)"
    assert values["B4"].value == 60


def test_each_section_with_tables_and_each_annex_has_its_sheet() -> None:
    table = make_small_table()
    sections = (
        Section("a", "基本情况", 1, (paragraph("没有表。"),)),
        Section("b", "组织/建设[一]:*?", 2, (table,)),
        Section("c", "很长的标题" * 9, 3, (table, table)),
        Section("d", "很长的标题" * 9, 0, (table,)),
        Section("e", "很长的标题" * 9, 0, (table,)),
    )
    names = workbook(make_document(sections=sections)).sheetnames
    assert names[0] == "正文" and names[-1] == "取数"
    assert names[1] == "二、组织 建设 一" and names[-3:-1] == ["附件1", "附件2"]
    assert len(names) == len(set(names)) == 8 and all(len(name) <= 31 for name in names)


def test_sheets_are_set_up_for_printing() -> None:
    sheet = workbook(make_document())["附件2"]
    assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"


@pytest.mark.django_db
def test_months_of_a_report_are_loaded_again_as_they_were(tmp_path: Path) -> None:
    cast = make_cast()
    make_return(cast.east, "2025-01", {"member_total": 30, "member_new": 0})
    make_return(cast.east, "2025-02", {"member_total": 31, "union_new": "na"}, state="draft")
    summary = make_summary(cast.east, "2025-01", "2025-12")
    span = summary.span
    document = with_months(document_of(summary), cast.east, span, provisional=True)
    file = tmp_path / "report.xlsx"
    file.write_bytes(FORMATS["xlsx"].render(document))
    before = list(
        Figure.objects.order_by("monthly_return__month", "indicator__code").values_list("value", "not_applicable")
    )
    table = read_table(file, REQUIRED, OPTIONAL)
    assert len(table.rows) == len(before) == 4
    Figure.objects.filter(monthly_return__month=parse_month("2025-02")).delete()
    load_figures(replace(table, rows=[row for row in table.rows if row["month"] == "2025-02"]))
    after = list(
        Figure.objects.order_by("monthly_return__month", "indicator__code").values_list("value", "not_applicable")
    )
    assert after == before
    approved = with_months(document, cast.east, span, provisional=False).monthly
    assert {month for _union, month, _code, _value in approved} <= {"2025-01"}
    assert Summary.objects.count() == 1


def test_an_issued_report_keeps_its_letter_and_months_and_old_ones_still_read() -> None:
    letter = Letter("甲文件", "甲发〔2010〕1号", "乙", ("丙", "丁"), "戊", "2010-12-20")
    document = make_document(letter=letter, monthly=(("U1", "2010-01", "member_total", "40余"),))
    assert thaw(freeze(document)) == document
    old = freeze(make_document())
    assert "letter" not in old and "monthly" not in old
    assert thaw(old) == make_document()
