"""The signed sheet of a monthly return: who answers for it, every figure as entered, and a mark to know the scan by."""

import subprocess
from dataclasses import replace

from reports.documents.sheet import ReturnSheet, SheetRow, SheetSection, render


def make_sheet(**changes: object) -> ReturnSheet:
    rows = (
        SheetRow("工会组织总数", "个", "60", "60", "53"),
        SheetRow("企业工会", "个", "0", "0", "", depth=1, note="全部撤并"),
        SheetRow("劳模人数", "人", "不适用"),
        SheetRow("<b>新增指标</b>", "人", ""),
    )
    sheet = ReturnSheet(
        "东港镇总工会", "150523-01", "2026年6月", (SheetSection("组织建设", rows),), "待审核", 4, "林晓岚", "周立新",
        "2026-07-03", "云岭县总工会",
    )  # fmt: skip
    return replace(sheet, **changes)  # type: ignore[arg-type]


def text_of(sheet: ReturnSheet) -> list[str]:
    """The words of each page, blanks closed up."""
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=render(sheet), capture_output=True, check=True)
    return [" ".join(page.split()) for page in made.stdout.decode().split("\f")]


def test_cover_names_unit_filler_chair_and_day_with_room_to_sign_and_seal() -> None:
    cover = text_of(make_sheet())[0]
    for words in ("东港镇总工会（公章）", "周立新", "林晓岚", "2026年7月3日", "云岭县总工会", "待审核", "2026年6月"):
        assert words in cover
    assert cover.count("（签字）") == 2


def test_names_and_day_not_known_leave_room_to_write() -> None:
    cover = text_of(make_sheet(filler="", chair="", dated="", superior=""))[0]
    assert cover.count("（签字）") == 2 and "年 月 日" in cover and "报送单位" not in cover


def test_zero_missing_and_not_applicable_stay_apart() -> None:
    table = text_of(make_sheet())[1]
    assert "企业工会 个 0 0 全部撤并" in table
    assert "劳模人数 人 不适用" in table
    assert "<b>新增指标</b> 人 “0”为没有发生" in table, "what was not reported is an empty cell"


def test_every_page_carries_the_mark_of_the_figures() -> None:
    rows = tuple(SheetRow(f"指标{place}", "人", str(place)) for place in range(120))
    long = make_sheet(sections=(SheetSection("组织建设", rows),))
    pages = [page for page in text_of(long) if page]
    assert len(pages) > 3
    assert all(long.digest in page and f"共{len(pages)}页" in page for page in pages)
    assert all("本年累计" in page for page in pages[1:]), "the head of the table repeats"


def test_the_mark_follows_the_figures_and_nothing_else() -> None:
    sheet = make_sheet()
    assert make_sheet(state="已通过", filler="别人").digest == sheet.digest
    rows = (replace(sheet.sections[0].rows[0], value="61"), *sheet.sections[0].rows[1:])
    assert make_sheet(sections=(SheetSection("组织建设", rows),)).digest != sheet.digest
    assert render(sheet) == render(make_sheet())
