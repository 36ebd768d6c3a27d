"""A report sent under a red head is a 公文 to the millimetre, on paper and in Word."""

import io
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pytest
from documents_sample import make_document, paragraph
from docx.oxml.ns import qn
from pypdf import PdfReader
from test_documents_layout import pages

from reports.blocks import Document, Letter, Section
from reports.documents import FORMATS, frame
from reports.documents.titles import broken

#: Dots to the millimetre of the pages looked at.
DOTS = 8
BLACK, RED = 90, 150


def make_letter(**changes: object) -> Document:
    letter = Letter(
        "建华镇总工会文件",
        "建工发〔2010〕12号",
        "王昇喆",
        ("县委办公室", "县总工会各部室"),
        "建华镇总工会办公室",
        "2010-12-20",
    )
    return make_document(**{"letter": letter, **changes})


@cache
def picture(number: int, last: bool = False) -> tuple[int, int, bytes]:
    """Width, height and the red, green, blue of every dot of a page of the letter."""
    content = FORMATS["pdf"].render(make_letter())
    page = str(len(PdfReader(io.BytesIO(content)).pages) if last else number)
    command = ["pdftoppm", "-r", str(DOTS * 25.4), "-f", page, "-l", page, "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    _kind, size, _depth, dots = made.split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, dots


def rows(number: int, wanted: str, last: bool = False) -> list[int]:
    """Rows of dots with red, or with a black line across the whole type area."""
    width, height, dots = picture(number, last)
    found = []
    for y in range(height):
        row = dots[y * width * 3 : (y + 1) * width * 3]
        if wanted == "red":
            hit = any(row[x] > 180 and row[x + 1] < BLACK for x in range(0, len(row), 3))
        else:
            inner = range(32 * DOTS * 3, 180 * DOTS * 3, 15)
            hit = all(row[x] < RED for x in inner)
        if hit:
            found.append(y)
    return found


def runs(numbers: list[int]) -> list[tuple[float, float]]:
    """Neighbouring rows joined, as first and last in millimetres from the top of the paper."""
    joined: list[list[int]] = []
    for number in numbers:
        if joined and number == joined[-1][1] + 1:
            joined[-1][1] = number
        else:
            joined.append([number, number])
    return [(first / DOTS, (last + 1) / DOTS) for first, last in joined]


def test_mark_of_the_organ_stands_35_mm_below_the_type_area_and_the_line_spans_it() -> None:
    organ, line = runs(rows(1, "red"))
    assert organ[0] == pytest.approx(37 + 35, abs=0.6)
    assert line[1] - line[0] == pytest.approx(0.7, abs=0.3)
    width, _height, dots = picture(1)
    row = dots[int(line[0] * DOTS + 1) * width * 3 :][: width * 3]
    red = [x // 3 for x in range(0, len(row), 3) if row[x] > 180 and row[x + 1] < BLACK]
    assert (red[0] / DOTS, red[-1] / DOTS) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.3))


def test_line_lies_4_mm_below_the_number() -> None:
    line = runs(rows(1, "red"))[1][0]
    width, _height, dots = picture(1)
    above = range(int((line - 12) * DOTS), int((line - 1) * DOTS))
    inked = [y for y in above if min(dots[y * width * 3 : (y + 1) * width * 3]) < BLACK]
    assert line - (max(inked) + 1) / DOTS == pytest.approx(4, abs=0.4)


def test_imprint_ends_on_the_lower_edge_of_the_type_area() -> None:
    lines = runs(rows(0, "line", last=True))
    assert lines[-1][1] == pytest.approx(297 - 35, abs=0.3)
    outer, inner = lines[-3:][0], lines[-2]
    assert outer[1] - outer[0] >= inner[1] - inner[0]


def test_letter_has_no_cover_and_signs_to_the_superior_at_the_right() -> None:
    content = FORMATS["pdf"].render(make_letter())
    made = subprocess.run(["pdftotext", "-l", "1", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    first = made.stdout.decode()
    line = next(line for line in first.splitlines() if "建工发" in line)
    assert line.index("建工发〔2010〕12号") < line.index("签发人：王昇喆")
    assert "目　录" not in first and "一、基本情况" in first, "the first page shows text of the body"
    plain = make_letter(letter=Letter("建华镇总工会文件", "建工发〔2010〕12号"))
    text = FORMATS["txt"].render(plain).decode()
    assert "签发人" not in text and "抄送" not in text


def test_imprint_says_what_is_known_and_is_left_out_when_nothing_is() -> None:
    assert frame.imprint_lines(make_document()) == 0
    assert frame.imprint_lines(make_letter(letter=Letter("甲文件"))) == 0
    assert frame.copied(make_letter()) == "抄送：县委办公室，县总工会各部室。"
    assert frame.printed(make_letter()) == ("建华镇总工会办公室", "2010年12月20日印发")


def test_long_names_of_organs_stay_inside_the_type_area() -> None:
    assert frame.organ_size("建华镇总工会文件") == 48
    long = "内蒙古自治区通辽市开鲁县建华镇总工会委员会文件"
    assert frame.organ_size(long) * len(long) < 156 * 72 / 25.4


def test_contents_name_every_section_and_annex_with_its_page() -> None:
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(make_document())))
    contents = reader.pages[2].extract_text()
    for number, words in enumerate(("一、基本情况", "四、2011年工作打算", "附件2　基层工会名册")):
        line = next(line for line in contents.splitlines() if line.startswith(words))
        page = int(line.rsplit("·", 1)[1])
        # Cover and contents, with their backs, come before page 1.
        assert words.split("　")[-1] in reader.pages[page + 3].extract_text(), number


def test_unfinished_reports_carry_a_pale_word_behind_the_text() -> None:
    draft = make_document(dated="", status="待审核")
    assert frame.mark(draft) == "送审" and frame.watermark(draft) == "送审稿"
    assert frame.watermark(make_document()) == ""
    assert frame.state(make_document(status="已签发")) == "审定"
    content = FORMATS["pdf"].render(draft)
    assert all("送审稿" in page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(content)).pages)


def test_headings_inside_a_paragraph_take_the_face_of_their_level() -> None:
    assert frame.lead("（一）抓组建。新建工会5家。") == (2, "（一）抓组建。", "新建工会5家。")
    assert frame.lead("1．抓非公企业") == (3, "1．抓非公企业", "")
    assert frame.lead("3.5万元用于慰问。") == (0, "", "3.5万元用于慰问。")
    assert frame.lead("一是抓组建。") == (0, "", "一是抓组建。")
    body = Section("basics", "基本情况", 1, (paragraph("（一）抓组建。新建工会5家。"), paragraph("1．抓企业。上门。")))
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(make_document(sections=(body,)))))
    faces = {part.runs[0].text: part.runs[0] for part in book.paragraphs if part.style.name == "Body Text"}
    assert faces["（一）抓组建。"]._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体"
    assert faces["1．抓企业。"].bold


def test_word_numbers_headings_by_itself_unless_a_number_is_out_of_turn() -> None:
    sections = (
        Section("a", "甲", 1, (paragraph("文"),)),
        Section("b", "乙", 5, (paragraph("文"),)),
        Section("c", "丙", 2, (paragraph("文"),)),
    )
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(make_document(sections=sections))))
    headings = [part for part in book.paragraphs if part.style.name == "Heading 1"]
    assert [part.text for part in headings] == ["甲", "五、乙", "丙"]
    assert headings[1]._p.pPr.numPr.numId.val == 0
    patterns = [level.get(qn("w:val")) for level in book.part.numbering_part.element.iter(qn("w:lvlText"))]
    assert {"%1、", "（%2）", "%3．", "（%4）"} <= set(patterns)


def test_word_letter_has_head_line_and_imprint(tmp_path: Path) -> None:
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(make_letter())))
    texts = {part.style.name: part for part in book.paragraphs}
    assert texts["发文机关标志"].text == "建华镇总工会文件"
    border = texts["发文字号"]._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (border.get(qn("w:color")), border.get(qn("w:space"))) == ("E60012", "11")
    imprint = book.tables[-1]
    assert [row.cells[0].text for row in imprint.rows] == [
        "抄送：县委办公室，县总工会各部室。",
        "建华镇总工会办公室\t2010年12月20日印发",
    ]
    assert imprint._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"


def test_titles_break_between_words_into_a_trapezoid() -> None:
    assert broken("关于全面加强新就业形态劳动者维权服务工作情况的报告", 20) == (
        "关于全面加强新就业形态",
        "劳动者维权服务工作情况的报告",
    )
    for width in (12, 20):
        lines = broken("开鲁县建华镇总工会关于2010年上半年基层工会组织建设和职工维权工作情况的报告", width)
        assert max(map(len, lines)) <= width
        assert not any(line.endswith(("总工", "工", "组", "职", "2")) for line in lines)
    assert "".join(broken("长" * 300, 20)) == "长" * 300


def test_a_title_keeps_a_year_and_its_months_together() -> None:
    lines = broken("关于上报《云岭县总工会关于2026年1—11月目标任务完成情况的报告》的报告", 20)
    assert not any(line.endswith("年") for line in lines) and any("2026年1—11月" in line for line in lines)


def test_a_long_name_of_an_enclosure_goes_on_below_its_first_character(tmp_path: Path) -> None:
    name = "附件：云岭县总工会关于2026年1—11月目标任务完成情况的详细报告"
    letter = make_letter(sections=(Section("letter_body", "", 0, (paragraph("现随文上报。"), paragraph(name))),))
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(letter)))
    texts = [part.text for part in book.paragraphs]
    hanging = book.paragraphs[texts.index(name)]._p.pPr.find(qn("w:ind"))
    assert (hanging.get(qn("w:leftChars")), hanging.get(qn("w:hangingChars"))) == ("500", "300")
    assert texts[texts.index(name) - 1] == "", "it stands below a blank line"
    lines = [line for page in pages(letter, tmp_path) for line in page]
    at = next(place for place, line in enumerate(lines) if line.text.startswith("附件"))
    assert 40 < lines[at + 1].left - lines[at].left < 56, "three characters further in"


def test_the_months_of_a_year_stand_whole_below_it_in_a_tables_head() -> None:
    assert frame.head_lines("2026年1—10月") == ("2026年", "1—10月") and frame.head_lines("2026年3月") == (
        "2026年",
        "3月",
    )
    assert frame.head_lines("2026年") == ("2026年",) and frame.head_lines("新建工会（个）") == ("新建工会（个）",)


def test_a_table_in_several_parts_is_one_annex_on_as_few_pages_as_can_be() -> None:
    small, long = make_document().annexes[0], "各乡镇主要数据"
    parts = tuple(replace(small, title=f"{long}（{number}）", rows=small.rows[:3]) for number in "一二三")
    document = make_document(annexes=(*parts, replace(small, title="名册（一）")))
    assert [(each.label, each.title, len(each.tables)) for each in frame.annexes(document)] == [
        ("附件1", long, 3), ("附件2", "名册（一）", 1),
    ]  # fmt: skip
    assert frame.annex_list(document) == (f"附件：1．{long}", "　　　2．名册（一）")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(FORMATS["pdf"].render(document))).pages]
    assert sum("附件1" in page and "（一）" in page and "（三）" in page for page in pages) == 1
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(document)))
    assert [part.text for part in book.paragraphs if part.style.name == "附件标题"] == [long, "名册（一）"]
    text = FORMATS["txt"].render(document).decode()
    assert text.count("附件1") == 1 and text.count("附件2") == 1 and text.count(f"{long}（三）") == 1
