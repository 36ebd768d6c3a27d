"""A chart shows its numbers truly: lengths in proportion from zero, gaps where nothing was reported."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import pytest
from documents_sample import bound, make_document, paragraph

from reports import charts
from reports.blocks import Chart, Document, Point, Section
from reports.documents import FORMATS, frame
from reports.summaries.frozen import freeze, thaw

SVG = "{http://www.w3.org/2000/svg}"


def make_chart(kind: str, *values: tuple[str, str], **changes: object) -> Chart:
    """A chart of 甲、乙、丙 …; an empty text is no number."""
    points = tuple(
        Point(
            "甲乙丙丁戊"[place],
            bound("union_new", value) if value else None,
            bound("union_new", against, aspect="target") if against else None,
        )
        for place, (value, against) in enumerate(values)
    )
    return replace(Chart("新建工会", kind, points, ("本年", "任务"), "个"), **changes)  # type: ignore[arg-type]


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(charts.draw(chart))


def bars(chart: Chart) -> list[Decimal]:
    return [
        Decimal(each.get("width", "")) for each in drawn(chart).iter(f"{SVG}rect") if each.get("fill") == charts.INK
    ]


def words(chart: Chart) -> list[str]:
    return [each.text or "" for each in drawn(chart).iter(f"{SVG}text")]


def test_bars_are_as_long_as_their_numbers() -> None:
    long, short = bars(make_chart("bars", ("40", ""), ("10", "")))
    assert abs(long / short - 4) < Decimal("0.05")


def test_zero_has_no_bar_and_a_missing_number_says_so() -> None:
    chart = make_chart("bars", ("5", ""), ("0", ""), ("", ""))
    assert len(bars(chart)) == 1
    assert {"0", "无数据"} <= set(words(chart))


def test_each_target_has_its_own_scale() -> None:
    chart = make_chart("bullet", ("3", "6"), ("300", "600"), ("8", "4"))
    half, also_half, full = bars(chart)
    assert half == also_half and abs(full / half - 2) < Decimal("0.05")
    assert {"3/6", "300/600", "8/4"} <= set(words(chart))


def test_a_month_without_report_leaves_a_gap_in_the_line() -> None:
    chart = make_chart("line", ("3", "1"), ("4", "1"), ("", "1"), ("5", "1"), ("2", "1"))
    lines = [each.get("points", "").split() for each in drawn(chart).iter(f"{SVG}polyline")]
    assert sorted(map(len, lines)) == [2, 2, 5]
    assert len(list(drawn(chart).iter(f"{SVG}circle"))) == 4
    assert words(chart).count("5") == 2, "the highest stands at its dot, and with all others below"
    assert {"3", "4", "—", "2", "本年", "任务"} <= set(words(chart))


def test_lines_stay_inside_the_drawing_even_below_zero() -> None:
    chart = make_chart("line", ("-30", "5"), ("12", "-4"))
    height = Decimal(drawn(chart).get("viewBox", "").split()[3])
    spots = re.findall(r"(-?[\d.]+),(-?[\d.]+)", charts.draw(chart))
    assert spots and all(0 <= Decimal(x) <= charts.WIDTH and 0 <= Decimal(y) <= height for x, y in spots)


@pytest.mark.parametrize("kind", ["bars", "bullet", "line"])
def test_a_chart_without_numbers_is_not_drawn_and_zeros_do_not_break_it(kind: str) -> None:
    assert charts.draw(make_chart(kind, ("", ""), ("", ""))) == ""
    assert charts.draw(make_chart(kind, ("0", "0"), ("0", "")))
    assert charts.draw(make_chart(kind, ("", "7"))) == "", "targets alone are no chart"


def test_labels_are_escaped_and_shortened() -> None:
    chart = make_chart("bars", ("5", ""))
    hostile = replace(chart.points[0], label='<script>"&' + "长" * 60)
    svg = charts.draw(replace(chart, points=(hostile,), title="<b>"))
    assert "<script" not in svg and "<b>" not in svg
    assert any(text.endswith("…") for text in words(replace(chart, points=(hostile,))))


def test_a_chart_tells_its_numbers_to_those_who_hear_it() -> None:
    chart = make_chart("bullet", ("3", "6"), ("", "2"))
    assert charts.described(chart) == "新建工会：甲3（任务6），乙无数据（任务2）。"
    assert drawn(chart).get("aria-label") == charts.described(chart)


def make_report(chart: Chart) -> Document:
    return make_document(sections=(Section("basics", "基本情况", 1, (paragraph("文字。"), chart)),), annexes=())


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_kind_of_file_states_a_charts_numbers(suffix: str) -> None:
    chart = make_chart("bullet", ("31", "67"), ("", "29"))
    report = make_report(chart)
    assert [each.value for each in report.bound()] == ["31", "67", "29"]
    content = FORMATS[suffix].render(report)
    assert content == FORMATS[suffix].render(report)
    if suffix in ("txt", "json"):
        text = content.decode()
        assert all(number in text for number in ("31", "67", "29", "新建工会"))


def test_the_table_of_a_chart_has_no_second_column_without_second_numbers() -> None:
    table = frame.chart_table(make_chart("bars", ("5", ""), ("", "")))
    assert [column.title for column in table.columns] == ["", "本年（个）"]
    assert [row[1].text for row in table.rows] == ["5", "—"]


def test_an_issued_report_keeps_its_charts() -> None:
    report = make_report(make_chart("line", ("3", "1"), ("", "2")))
    assert thaw(freeze(report)) == report
