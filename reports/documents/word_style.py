"""How a Word report looks: 公文 styles, page, header and footer, in the fonts a Chinese office computer has."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

FANG, KAI, HEI, SONG, XBS = "仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"
#: The width of the type area (156 mm) in twentieths of a point.
TYPE_AREA = 8845
#: One character and one line of the grid, in twentieths of a point.
CHARACTER, LINE = 316, 579

#: The numbering of headings: its number in the file, and each level's kind and pattern.
HEADINGS = 90
NUMBERS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3．"),
    ("decimal", "（%4）"),
)

#: Style name → face, size in points, what its paragraphs do. `line` and `before` in twentieths of a point.
STYLES: dict[str, dict[str, Any]] = {
    "Normal": {"font": FANG, "size": 16, "jc": "both", "line": LINE, "spacing": -5},
    "Body Text": {"font": FANG, "size": 16, "jc": "both", "line": LINE, "spacing": -5, "first": 2},
    "Title": {"font": XBS, "size": 22, "jc": "center", "line": 660, "free": True, "next": True},
    "Heading 1": {"font": HEI, "size": 16, "jc": "left", "line": LINE, "first": 2, "next": True, "level": 0},
    "Heading 2": {"font": KAI, "size": 16, "jc": "left", "line": LINE, "first": 2, "next": True, "level": 1},
    "Heading 3": {"font": FANG, "size": 16, "jc": "left", "line": LINE, "first": 2, "bold": True, "level": 2},
    "Heading 4": {"font": FANG, "size": 16, "jc": "left", "line": LINE, "first": 2, "level": 3},
    "附件标题": {
        "font": XBS,
        "size": 18,
        "jc": "center",
        "line": LINE,
        "before": LINE,
        "after": 280,
        "next": True,
        "level": 0,
    },
    "发文机关标志": {"font": XBS, "size": 48, "jc": "center", "line": 960, "free": True, "colour": "E60012"},
    "发文字号": {"font": FANG, "size": 16, "jc": "left", "line": 320, "before": 2 * LINE, "free": True, "next": True},
    "版记": {"font": FANG, "size": 14, "jc": "left", "line": 440, "free": True},
    "目录标题": {"font": XBS, "size": 22, "jc": "center", "line": 660, "after": LINE, "free": True},
    "目录": {"font": FANG, "size": 16, "jc": "left", "line": LINE, "spacing": -5, "leader": True},
    "封面标题": {"font": XBS, "size": 34, "jc": "center", "line": 1080, "free": True},
    "封面落款": {"font": KAI, "size": 18, "jc": "center", "line": 680, "free": True},
    "附件序号": {"font": HEI, "size": 16, "jc": "left", "line": LINE, "break": True, "next": True},
    "表题": {
        "font": HEI,
        "size": 12,
        "jc": "center",
        "line": 400,
        "before": 160,
        "after": 60,
        "free": True,
        "next": True,
    },
    "表头": {"font": HEI, "size": 10.5, "jc": "center", "line": 280, "free": True},
    "表文": {"font": FANG, "size": 10.5, "jc": "left", "line": 280, "free": True},
    "表数": {"font": FANG, "size": 10.5, "jc": "right", "line": 280, "free": True},
    "表注": {"font": FANG, "size": 9, "jc": "left", "line": 280, "after": 200, "free": True},
    "说明标题": {"font": HEI, "size": 10.5, "jc": "left", "line": 340, "before": 400, "free": True, "next": True},
    "说明": {"font": FANG, "size": 10.5, "jc": "left", "line": 340, "first": 2, "free": True},
    "Header": {"font": HEI, "size": 12, "jc": "center", "line": 300, "free": True},
    "Footer": {"font": SONG, "size": 14, "jc": "left", "line": 280, "free": True},
}


def element(tag: str, **attributes: object) -> Any:
    """A WordprocessingML element: `element("ind", firstLine=640)` is `<w:ind w:firstLine="640"/>`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def run(text: str, *properties: Any) -> Any:
    """A run of text with its own properties, if any."""
    made = element("r")
    if properties:
        made.append(element("rPr"))
        made[0].extend(properties)
    words = element("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(words)
    return made


def fonts(face: str) -> Any:
    """The face for Chinese and everything else alike, so that quotes and dashes keep their full width."""
    return element("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face)


def size(points: float) -> tuple[Any, Any]:
    """Type size; Word counts half points."""
    return element("sz", val=int(points * 2)), element("szCs", val=int(points * 2))


def dress(book: Any) -> dict[str, str]:
    """Give the styles their 公文 look; style name → style id."""
    _defaults(book)
    ids = {}
    for place, (name, look) in enumerate(STYLES.items()):
        known = any(style.name == name for style in book.styles)
        style = book.styles[name] if known else book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if not known:
            style.base_style = book.styles["Normal"]
            style.element.set(qn("w:styleId"), f"gongwen{place}")  # plain letters, as older readers expect
        ids[name] = style.style_id
        part = style.element
        for old in [*part.findall(qn("w:pPr")), *part.findall(qn("w:rPr"))]:
            part.remove(old)
        part.extend((_paragraph_look(look), _letter_look(look)))
    return ids


def _defaults(book: Any) -> None:
    root = book.styles.element
    defaults = root.find(qn("w:docDefaults"))
    letters = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(letters):
        letters.remove(child)
    letters.extend((fonts(FANG), *size(16), element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")))
    paragraphs = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr"))
    for child in list(paragraphs):
        paragraphs.remove(child)
    paragraphs.append(element("spacing", before=0, after=0))


def _paragraph_look(look: dict[str, Any]) -> Any:
    """Paragraph properties, in the order the schema demands."""
    made = element("pPr")
    if look.get("next"):
        made.append(element("keepNext"))
    if look.get("break"):
        made.append(element("pageBreakBefore"))
    made.append(element("widowControl", val=0))
    if look.get("level") is not None and look["font"] != XBS:
        numbered = element("numPr")
        numbered.extend((element("ilvl", val=look["level"]), element("numId", val=HEADINGS)))
        made.append(numbered)
    if look.get("leader"):
        made.append(element("tabs"))
        made[-1].append(element("tab", val="right", leader="middleDot", pos=TYPE_AREA))
    made.extend((element("autoSpaceDE", val=0), element("autoSpaceDN", val=0)))
    if look.get("free"):
        made.append(element("snapToGrid", val=0))
    before, after = look.get("before", 0), look.get("after", 0)
    made.append(element("spacing", before=before, after=after, line=look["line"], lineRule="exact"))
    first = look.get("first", 0)
    made.append(element("ind", left=0, right=0, firstLineChars=first * 100, firstLine=int(first * look["size"] * 20)))
    made.append(element("jc", val=look["jc"]))
    if "level" in look:
        made.append(element("outlineLvl", val=look["level"]))
    return made


def _letter_look(look: dict[str, Any]) -> Any:
    made = element("rPr")
    made.extend((fonts(look["font"]), element("b", val=int(bool(look.get("bold"))))))
    made.extend((element("i", val=0), element("color", val=look.get("colour", "000000"))))
    made.extend((element("spacing", val=look.get("spacing", 0)), element("kern", val=0), *size(look["size"])))
    return made


def set_page(section: Any) -> None:
    """A4 with the 公文 type area and a grid of 22 lines."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(24), Mm(23)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=LINE))


def set_two_sided(book: Any) -> None:
    """Inner margins mirrored, own footers on odd and even pages, laid out as a current Word does."""
    book.settings.odd_and_even_pages_header_footer = True
    settings = book.settings.element
    settings.find(qn("w:zoom")).addnext(element("mirrorMargins"))
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:eastAsia"), "zh-CN")


def start_body(book: Any) -> Any:
    """A new section on the next odd page, pages counted from 1, its footers its own."""
    section = book.add_section(WD_SECTION.ODD_PAGE)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
    return section


def number_pages(section: Any, imprint: str) -> None:
    """— 1 — outside on odd and even pages, the imprint small on the inner side."""
    numbering = element("pgNumType", start=1)
    grid = section._sectPr.find(qn("w:docGrid"))
    columns = section._sectPr.find(qn("w:cols"))
    (columns if columns is not None else grid).addprevious(numbering)
    for footer, number_last in ((section.footer, True), (section.even_page_footer, False)):
        paragraph = footer.paragraphs[0]._p
        properties = paragraph.get_or_add_pPr()
        properties.append(element("tabs"))
        properties[-1].append(element("tab", val="right", pos=TYPE_AREA - (280 if number_last else 0)))
        properties.append(element("ind", left=0 if number_last else 280, firstLineChars=0, firstLine=0))
        inner = run(imprint, fonts(FANG), element("color", val="444444"), *size(9))
        outer = [run("— "), *field("PAGE"), run(" —")]
        tab = element("r")
        tab.append(element("tab"))
        paragraph.extend([inner, tab, *outer] if number_last else [*outer, tab, inner])


def number_headings(book: Any) -> None:
    """Number the headings 一、（一）1．（1） by themselves, so that an officer may move them."""
    root = book.part.numbering_part.element
    outline = element("abstractNum", abstractNumId=HEADINGS)
    outline.append(element("multiLevelType", val="multilevel"))
    for level, (kind, pattern) in enumerate(NUMBERS):
        made = element("lvl", ilvl=level)
        made.extend(
            (element("start", val=1), element("numFmt", val=kind), element("pStyle", val=f"Heading{level + 1}"))
        )
        made.extend((element("suff", val="nothing"), element("lvlText", val=pattern), element("lvlJc", val="left")))
        outline.append(made)
    root.find(qn("w:num")).addprevious(outline)
    used = element("num", numId=HEADINGS)
    used.append(element("abstractNumId", val=HEADINGS))
    root.append(used)


def unnumbered() -> Any:
    """What takes a heading out of the numbering."""
    made = element("numPr")
    made.extend((element("ilvl", val=0), element("numId", val=0)))
    return made


def field(code: str, shown: str = "1", *, dirty: bool = False) -> list[Any]:
    """A field that Word computes; `shown` stands there until it has, which a dirty one asks for at once."""
    made = [element("r") for _ in range(4)]
    for part, kind in zip((made[0], made[2], made[3]), ("begin", "separate", "end"), strict=True):
        part.append(element("fldChar", fldCharType=kind))
    if dirty:
        made[0][0].set(qn("w:dirty"), "true")
    words = element("instrText")
    words.text = f" {code} "
    made[1].append(words)
    return [*made[:3], run(shown), made[3]]


def mark_pages(section: Any, mark: str) -> None:
    """The mark of an unfinished report at the head of every page."""
    for header in (section.header, section.even_page_header):
        frame = element("bdr", val="single", sz=8, space=4, color="B00020")
        header.paragraphs[0]._p.append(run(mark, element("color", val="B00020"), frame))
