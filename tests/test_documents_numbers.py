"""Every number of a report stands, as printed, in every kind of file made of it."""

import io
import json
import re
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from documents_sample import make_document, make_draft
from docx.oxml.ns import qn

from reports.blocks import Document
from reports.documents import FORMATS


def pdf_text(document: Document, folder: Path) -> str:
    file = folder / "report.pdf"
    file.write_bytes(FORMATS["pdf"].render(document))
    # Rows in the order of the page, so that a number and its neighbours stay apart.
    made = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return made.stdout


def word_text(document: Document) -> str:
    """Paragraphs and cells in the order of the file."""
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(document)))
    paragraphs = book.element.body.iter(qn("w:p"))
    return "\n".join("".join(words.text or "" for words in part.iter(qn("w:t"))) for part in paragraphs)


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def shown_numbers(document: Document) -> Counter[str]:
    return sum((numbers(bound.shown) for bound in document.bound()), Counter())


def worksheet(document: Document, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(document)))
    return list(book[name].iter_rows(values_only=True))


def test_text_holds_every_number_as_often_as_the_report_does() -> None:
    document = make_document()
    text = FORMATS["txt"].render(document).decode()
    assert shown_numbers(document) - numbers(text) == Counter()
    for bound in document.bound():
        assert bound.shown in text


def test_json_binds_every_number_to_its_figure_in_reading_order() -> None:
    document = make_document()
    content = json.loads(FORMATS["json"].render(document))
    found = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "indicator" in node:
                assert list(node) == ["indicator", "union", "from", "to", "aspect", "value", "shown"]
                found.append(tuple(node.values()))
            else:
                for part in node.values():
                    walk(part)
        elif isinstance(node, list):
            for part in node:
                walk(part)

    walk(content)
    expected = [(b.indicator, b.union, b.first, b.last, b.aspect, b.value, b.shown) for b in document.bound()]
    assert found == expected


def test_json_keeps_words_between_numbers() -> None:
    content = json.loads(FORMATS["json"].render(make_document()))
    basics = content["sections"][1]
    assert (basics["key"], basics["heading"], basics["number"]) == ("basics", "基本情况", 1)
    words = "".join(span if isinstance(span, str) else span["shown"] for span in basics["blocks"][0]["spans"])
    assert words.startswith("截至12月底，全镇共有工会组织60个，其中村联合工会11个")
    table = content["sections"][2]["blocks"][1]
    assert table["type"] == "table"
    assert table["columns"] == ["指标", "本年", "上年", "增减"]
    assert table["rows"][1][2] == ["未统计"]
    assert content["provisional"] is False
    assert len(content["annexes"]) == 2


def test_pdf_holds_every_number_as_often_as_the_report_does(tmp_path: Path) -> None:
    document = make_document()
    text = pdf_text(document, tmp_path)
    assert shown_numbers(document) - numbers(text) == Counter()


def test_word_holds_every_number_as_often_as_the_report_does() -> None:
    document = make_document()
    text = word_text(document)
    assert shown_numbers(document) - numbers(text) == Counter()
    for bound in document.bound():
        assert bound.shown in text


def test_workbook_lists_the_figure_behind_every_number() -> None:
    document = make_document()
    rows = worksheet(document, "取数")[1:]
    assert [(row[2], row[3], row[4], row[5], row[8], row[9]) for row in rows] == [
        (b.indicator, b.union, b.first, b.last, b.value, b.shown) for b in document.bound()
    ]
    assert {row[6] for row in rows} == {"本期值", "上年同期", "增减", "增减率", "任务数"}
    for row, bound in zip(rows, document.bound(), strict=True):
        # A spreadsheet holds 15 digits.
        assert abs(Decimal(repr(row[7])) - Decimal(bound.value)) < Decimal("1e-9")


def test_workbook_tables_hold_numbers_that_look_as_printed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(make_document())))
    cells = [cell for sheet in book.worksheets[1:-1] for row in sheet.iter_rows() for cell in row]
    rate = next(cell for cell in cells if cell.number_format == '0.0"%"')
    assert rate.data_type == "n"
    assert rate.value == pytest.approx(-9.43396226415094)
    money = next(cell for cell in cells if cell.number_format == '0.00"万元"')
    assert money.value == pytest.approx(66.28)
    assert any(cell.value == 17500 and cell.number_format == "0" for cell in cells)
    assert any(cell.value == "未统计" for cell in cells)


def test_words_of_the_report_are_the_same_everywhere(tmp_path: Path) -> None:
    document = make_document()
    pages = re.sub(r"\s", "", pdf_text(document, tmp_path))
    word = re.sub(r"\s", "", word_text(document))
    text = re.sub(r"\s", "", FORMATS["txt"].render(document).decode())
    sheet = re.sub(r"\s", "", "".join(str(row[0]) for row in worksheet(document, "正文")))
    for words in (
        "开鲁县总工会：",
        "一、基本情况",
        "四、2011年工作打算",
        "把“八个有”“三上墙”“两个率”作为规范化建设的硬标准",
        "附件：1．主要指标完成情况表",
        "2010年12月20日",
        "清河村工会联合会2010年11月数据未报，未计入合计。",
        "状态：审定第2版数据标识：9f86d081884c",
    ):
        for place in (pages, text, sheet):
            assert words in place, words
        # Word numbers headings itself.
        assert re.sub("^[一二三四]、", "", words) in word or words.startswith("状态"), words


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_report_gives_the_same_file(suffix: str) -> None:
    for document in (make_document(), make_draft()):
        assert FORMATS[suffix].render(document) == FORMATS[suffix].render(document)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "txt"])
def test_another_number_gives_another_file(suffix: str) -> None:
    assert FORMATS[suffix].render(make_document(version=3)) != FORMATS[suffix].render(make_document())
