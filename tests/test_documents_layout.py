"""A printed report looks like a 公文: type area, grid, even right edge, page numbers, repeated heads, marks."""

import io
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from documents_sample import make_document, make_draft, paragraph
from docx.oxml.ns import qn
from pypdf import PdfReader

from reports.blocks import Document, Section
from reports.documents import FORMATS, frame, justify, pdf

POINTS_PER_MM = 72 / 25.4
LEFT, RIGHT = 28 * POINTS_PER_MM, (210 - 26) * POINTS_PER_MM
SIZE = 16
#: Cover and contents with their blank backs.
BEFORE_BODY = 4


class Line(NamedTuple):
    text: str
    left: float
    right: float
    top: float


@cache
def printed(document: Document) -> bytes:
    """The PDF of a document, made once for all tests that look at it."""
    return FORMATS["pdf"].render(document)


def pages(document: Document, folder: Path) -> list[list[Line]]:
    """The lines of each page with their edges, in points from the top left corner."""
    file = folder / "report.pdf"
    file.write_bytes(printed(document))
    made = subprocess.run(["pdftotext", "-bbox-layout", file, "-"], capture_output=True, text=True, check=True)
    root = ET.fromstring(re.sub(r'\sxmlns="[^"]+"', "", made.stdout, count=1))
    found = []
    for page in root.iter("page"):
        rows: dict[int, list[ET.Element]] = {}
        for word in page.iter("word"):
            middle = (float(word.get("yMin", 0)) + float(word.get("yMax", 0))) / 2
            rows.setdefault(round(middle / 7), []).append(word)
        lines = []
        for _, words in sorted(rows.items()):
            words.sort(key=lambda word: float(word.get("xMin", 0)))
            lines.append(
                Line(
                    "".join(word.text or "" for word in words),
                    min(float(word.get("xMin", 0)) for word in words),
                    max(float(word.get("xMax", 0)) for word in words),
                    min(float(word.get("yMin", 0)) for word in words),
                )
            )
        found.append(lines)
    return found


def make_prose(text: str, copies: int = 12) -> Document:
    """A report of nothing but running text, without cover."""
    body = Section("lead", "", 0, tuple(paragraph(text) for _ in range(copies)))
    return make_document(sections=(body,), annexes=(), notes=(), addressee="", last="2010-08")


def body_lines(page: list[Line]) -> list[Line]:
    """Lines inside the type area."""
    return [line for line in page if 36 * POINTS_PER_MM < line.top < (297 - 36) * POINTS_PER_MM]


PLAIN = (
    "加强工会干部队伍建设落实学习制度采取集中培训以会代训外出考察等形式不断提高工会干部依法履职服务职工的能力和水平" * 6
)
MIXED = (
    "镇总工会把“八个有”“三上墙”作为硬标准，全年受理劳动争议48件，追回劳动报酬66.28万元，建立 QQ 群12个，帮助李昇喆等。"
    * 6
)


def test_page_holds_22_lines_of_28_characters(tmp_path: Path) -> None:
    full = body_lines(pages(make_prose(PLAIN), tmp_path)[1])
    assert len(full) == 22
    inner = [len(line.text) for line in full[1:-1] if line.right > RIGHT - 2 * SIZE and line.left < LEFT + SIZE / 2 + 6]
    assert set(inner) == {28}
    pitches = [below.top - above.top for above, below in pairwise(full)]
    assert all(abs(pitch - 28.99) < 0.1 for pitch in pitches)


def test_mixed_scripts_do_not_stretch_the_line_pitch(tmp_path: Path) -> None:
    lines = body_lines(pages(make_prose(MIXED), tmp_path)[1])
    assert len(lines) == 22


def test_right_edge_is_even(tmp_path: Path) -> None:
    """The last character of a full line ends within a tenth of a character of the type area's edge."""
    first, second = pages(make_prose(MIXED), tmp_path)[:2]
    for page, edge in ((first, RIGHT), (second, RIGHT - 2 * POINTS_PER_MM)):
        lines = [line for line in body_lines(page) if len(line.text) > 24 and not line.text.endswith("李昇喆等。")]
        assert len(lines) > 8
        assert max(abs(edge - line.right) for line in lines) < 0.1 * SIZE


def test_total_rows_are_bold_even_in_a_face_of_one_weight() -> None:
    """The outline that thickens 仿宋 is drawn around total rows and nothing else."""
    strokes = []
    for document in (make_document(), make_prose(PLAIN, 2)):
        reader = PdfReader(io.BytesIO(printed(document)))
        strokes.append(sum(len(re.findall(rb"\b2 Tr\b", page.get_contents().get_data())) for page in reader.pages))
    assert strokes[0] >= 2
    assert strokes[1] == 0


def test_justification_is_in_place_and_refuses_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    assert justify.install() is True
    monkeypatch.setattr(justify, "_installed", False)
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    assert justify.install() is False
    assert any("排版补丁" in line for line in pdf.shortcomings())


def test_pdf_is_made_even_without_the_justification(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(justify, "install", lambda: False)
    pdf._equipment.cache_clear()
    try:
        assert FORMATS["pdf"].render(make_draft()).startswith(b"%PDF")
    finally:
        pdf._equipment.cache_clear()


def test_fonts_are_the_office_ones_where_installed(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(printed(make_document()))
    listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    families = pdf._families()
    if families & {"仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang"}:
        assert re.search("FandolFang|FangSong|仿宋|STFangsong", listed)
    assert re.search("Noto|Song|FangSong|Fandol", listed)
    assert all("yes yes yes" in line for line in listed.splitlines()[2:]), "a font is not embedded"


def test_page_numbers_stand_outside_and_count_from_the_body(tmp_path: Path) -> None:
    found = pages(make_document(), tmp_path)
    assert not any("—" in line.text for page in found[:BEFORE_BODY] for line in page), (
        "cover and contents are unnumbered"
    )
    for number, page in enumerate(found[BEFORE_BODY:], 1):
        foot = page[-1]
        assert f"—{number}—" in foot.text
        if number % 2:
            assert foot.text.endswith(f"—{number}—")
            assert abs(RIGHT - 14 - foot.right) < 3
        else:
            assert foot.text.startswith(f"—{number}—")
            assert abs(26 * POINTS_PER_MM + 14 - foot.left) < 3


def test_table_head_repeats_on_every_page(tmp_path: Path) -> None:
    found = pages(make_document(), tmp_path)
    with_rows = [page for page in found if sum("万元" in line.text and "%" in line.text for line in page) >= 3]
    assert len(with_rows) >= 3
    for page in with_rows:
        assert any("入会率" in line.text and "经费收入" in line.text for line in page)


def test_every_page_of_a_draft_is_marked_and_none_of_an_issued_report(tmp_path: Path) -> None:
    draft = pages(make_draft(digest="0123456789abcdef"), tmp_path)
    assert all(any(line.text == frame.PROVISIONAL for line in page) for page in draft)
    body = draft[BEFORE_BODY:]
    assert all(any("状态：草稿" in line.text and "0123456789ab" in line.text for line in page) for page in body)
    issued = pages(make_document(), tmp_path)
    assert not any(frame.PROVISIONAL in line.text for page in issued for line in page)


def test_only_annual_and_half_year_reports_get_a_cover(tmp_path: Path) -> None:
    covered = {"2010-12": True, "2010-06": True, "2010-08": False, "2010-01": False}
    assert {last: frame.has_cover(make_document(last=last)) for last in covered} == covered
    cover, back = pages(make_document(), tmp_path)[:2]
    assert [line.text for line in cover] == [
        "建华镇总工会",
        "2010年工作总结及",
        "2011年工作计划",
        "建华镇总工会",
        "2010年12月20日",
    ]
    assert back == []
    assert pages(make_document(last="2010-08"), tmp_path)[0][0].text == "建华镇总工会"


def test_signature_leaves_the_date_open_while_a_draft() -> None:
    text = FORMATS["txt"].render(make_draft()).decode()
    assert "　　建华镇总工会\n　　　　年　月　日" in text
    assert "2010年12月20日" in FORMATS["txt"].render(make_document()).decode()


def test_pdf_has_title_dates_bookmarks_and_tags() -> None:
    reader = PdfReader(io.BytesIO(printed(make_document())))
    assert reader.metadata is not None
    assert reader.metadata.title == "建华镇总工会2010年工作总结及2011年工作计划"
    assert str(reader.metadata.get("/CreationDate")).startswith("D:20101220")
    titles = [mark.title for mark in reader.outline]
    assert titles[0] == "一、基本情况"
    assert titles[-1] == "基层工会名册"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_missing_pango_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(pdf.DocumentUnavailable, match=r"缺少排版组件 Pango.*apt-get install libpango"):
        FORMATS["pdf"].render(make_document())
    assert pdf.shortcomings() == (pdf.REMEDY,)
    assert FORMATS["docx"].render(make_document()).startswith(b"PK")


def test_word_uses_office_fonts_for_chinese_and_a_grid_of_lines() -> None:
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(make_document())))
    faces = {
        name: book.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Body Text", "Heading 1", "Title", "封面落款")
    }
    assert faces == {"Body Text": "仿宋", "Heading 1": "黑体", "Title": "方正小标宋简体", "封面落款": "楷体"}
    body = book.sections[-1]
    grid = body._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert (round(body.left_margin.mm), round(body.right_margin.mm), round(body.top_margin.mm)) == (28, 26, 37)
    headings = [part.text for part in book.paragraphs if part.style.name == "Heading 1"]
    assert headings[0] == "基本情况", "Word numbers it"


def test_word_numbers_pages_on_both_sides_and_repeats_table_heads() -> None:
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(make_draft())))
    assert book.settings.odd_and_even_pages_header_footer
    cover, contents, body = book.sections
    assert "PAGE" not in cover.footer._element.xml + contents.footer._element.xml
    for footer in (body.footer, body.even_page_footer):
        assert "PAGE" in footer._element.xml
        assert "状态：草稿" in footer.paragraphs[0].text
    assert cover.header.paragraphs[0].text == frame.PROVISIONAL
    assert body.header.is_linked_to_previous
    for table in book.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_office_files_carry_no_clock() -> None:
    for suffix in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(FORMATS[suffix].render(make_document()))) as file:
            assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2010-12-20" in file.read("docProps/core.xml")


def test_titles_break_after_the_issuer_and_never_inside_a_year() -> None:
    assert frame.title_lines(make_document(title="短标题")) == ("短标题",)
    assert frame.title_lines(make_document()) == ("建华镇总工会", "2010年工作总结及2011年工作计划")
    long = make_document(title="关于上报建华镇总工会二〇一〇年上半年基层工会组织建设和2010年职工维权工作情况的报告")
    lines = frame.title_lines(long)
    assert "".join(lines) == long.title
    assert all(len(line) <= frame.TITLE_WIDTH for line in lines)
    assert any("2010年" in line for line in lines)
