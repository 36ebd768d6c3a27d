"""A report as PDF in 公文 layout: WeasyPrint, with nothing fetched from anywhere.

One thread of the process renders every PDF, one at a time: a font configuration shared between threads
crashes, hangs or silently gives another file.
"""

from __future__ import annotations

import gc
import logging
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports import charts
from reports.blocks import Cell, Chart, Document, Table
from reports.documents import frame, justify

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
REMEDY = (
    "本机缺少排版组件 Pango，暂时不能生成 PDF，可先下载 Word 版。"
    "请系统管理员在服务器上执行：apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
)
#: New objects between two garbage collections while printing; at the usual 700 a fifth of the time went here.
PATIENCE = 200_000
#: Outside curly quotes a line may end although Unicode forbids it; otherwise lines gape by up to four characters.
_BEFORE_QUOTE = re.compile("(?<=[^\\s（《〈「『【〔“‘\u200b])(?=[“‘])")
_AFTER_QUOTE = re.compile("(?<=[”’])(?=[^\\s，。；：、！？）》〉」』】〕”’…—\u200b])")

logger = logging.getLogger(__name__)
_press = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")


class DocumentUnavailable(Exception):
    """This kind of document cannot be made on this machine; the message is Chinese and names the remedy."""


def render(document: Document) -> bytes:
    """The report as PDF; the same document and fonts always give the same bytes. Raises DocumentUnavailable."""
    return press(page_html(document))


def press(html: str, style: str = "report.css") -> bytes:
    """A page of ours as PDF with one of our style sheets; nothing it names is fetched. Raises DocumentUnavailable."""
    weasyprint = _weasyprint()
    return _press.submit(_print, weasyprint, html, style).result()


def page_html(document: Document) -> str:
    """The report as the HTML that is printed."""
    return str(_template().render(document=frame.plain(document), frame=frame))


def bare_pdf(html: str) -> bytes:
    """The HTML as PDF by WeasyPrint with our style sheet and nothing else of ours, to measure against."""
    return _press.submit(_print_bare, _weasyprint(), html).result()


def shortcomings() -> tuple[str, ...]:
    """What keeps PDFs on this machine from being complete, quick or tidy, in Chinese, for the system page."""
    try:
        _weasyprint()
    except DocumentUnavailable as problem:
        return (str(problem),)
    found = []
    from weasyprint.text import ffi

    if not getattr(ffi, "harfbuzz_subset", None):
        found.append("缺少 libharfbuzz-subset0，生成 PDF 会慢十几倍，请安装该组件。")
    if not _press.submit(justify.install).result():
        found.append("WeasyPrint 版本与排版补丁不符，PDF 正文右侧不能完全对齐，内容不受影响。")
    families = _families()
    if families and not families & {"仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang"}:
        found.append("没有仿宋字体，PDF 正文改用宋体类字体。")
    if families and not families & {"黑体", "SimHei", "STHeiti", "Noto Sans CJK SC"}:
        found.append("没有中文字体，PDF 可能显示为空白方框，请安装 fonts-noto-cjk。")
    return tuple(found)


def _families() -> frozenset[str]:
    """The font families installed; empty when that cannot be told."""
    try:
        listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(name.strip() for line in listed.stdout.splitlines() for name in line.split(","))


def _weasyprint() -> Any:
    """WeasyPrint, imported when first needed: without Pango even its import fails."""
    try:
        import weasyprint
    except (ImportError, OSError) as problem:
        raise DocumentUnavailable(REMEDY) from problem
    return weasyprint


def _print(weasyprint: Any, html: str, style: str = "report.css") -> bytes:
    fetcher, fonts = _equipment()
    usual = gc.get_threshold()
    gc.set_threshold(PATIENCE, *usual[1:])
    try:
        source = weasyprint.HTML(string=html, base_url=None, url_fetcher=fetcher)
        return bytes(source.write_pdf(stylesheets=[_style(style)], font_config=fonts, pdf_variant="pdf/ua-1"))
    finally:
        gc.set_threshold(*usual)


def _print_bare(weasyprint: Any, html: str) -> bytes:
    style = weasyprint.CSS(string=(TEMPLATES / "report.css").read_text("utf-8"))
    return bytes(weasyprint.HTML(string=html).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))


@cache
def _equipment() -> tuple[Any, Any]:
    """Fetcher and fonts, made once, in the printing thread."""
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    if not justify.install():
        logger.warning("WeasyPrint is not the version the justification was written for; right edges stay ragged")
    fetcher = URLFetcher(timeout=1, allowed_protocols=frozenset(), allow_redirects=False)
    return fetcher, FontConfiguration()


@cache
def _style(name: str) -> Any:
    """A style sheet of ours, read once, in the printing thread."""
    from weasyprint import CSS

    fetcher, fonts = _equipment()
    return CSS(string=(TEMPLATES / name).read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)


@cache
def environment() -> Environment:
    """Where the printed pages are made: everything is escaped, nothing may be missing."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        breakable=_breakable, drawn=_drawn, size=_size, untitled=_untitled, row_class=_row_class, cell_class=_cell_class
    )
    made.tests["table"] = lambda block: isinstance(block, Table)
    made.tests["chart"] = lambda block: isinstance(block, Chart)
    return made


@cache
def _template() -> Any:
    return environment().get_template("report.html")


def _breakable(text: str) -> str:
    return _AFTER_QUOTE.sub("\u200b", _BEFORE_QUOTE.sub("\u200b", text))


def _drawn(chart: Chart) -> Markup:
    return Markup(charts.draw(chart))  # escapes what it is given


def _size(table: Table) -> str:
    """The class of a table: the more columns, the smaller its type."""
    count = len(table.columns)
    return "" if count <= 8 else "narrow" if count <= 12 else "tiny"


def _row_class(row: tuple[Cell, ...]) -> str:
    return "total" if frame.is_total(row) else ""


def _cell_class(cell: Cell, table: Table, place: int) -> str:
    return "number" if frame.is_numeric(table, place) else f"part{min(cell.indent, 3)}"


def _untitled(table: Table) -> Table:
    return replace(table, title="")
