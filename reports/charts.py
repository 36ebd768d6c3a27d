"""How does a chart look? One SVG for the page and the PDF: few marks, direct labels, scales that begin at zero.

Pure. Coordinates are points of a drawing 442 wide, the width of a report's type area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from html import escape
from unicodedata import east_asian_width

from reports.blocks import Bound, Chart, Point

WIDTH = Decimal(442)
#: Height of a row of bars and of the bar in it, size of letters and width of a half-width one.
ROW, BAR, SIZE, LETTER = Decimal(22), Decimal(11), Decimal(10), Decimal("5.8")
#: The widest label, and the height of a line chart's plot.
LABEL, PLOT = Decimal(150), Decimal(120)
INK, PALE, GREY = "#1f4e79", "#d9d9d9", "#7a7a7a"
FACE = "黑体, SimHei, STHeiti, 'Noto Sans CJK SC', sans-serif"

Spot = tuple[Decimal, Decimal]
#: Where a number leads to and where its card is found.
Links = Callable[[Bound], tuple[str, str]]


def draw(chart: Chart, links: Links | None = None) -> str:
    """The chart as an SVG element; a chart without a single number is empty text. With `links` its numbers open."""
    if not any(number(point.value) is not None for point in chart.points):
        return ""
    marks, height = (_lines if chart.kind == "line" else _rows)(chart, links)
    words, role = escape(described(chart)), "group" if links else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="100%" role="{role}" '
        f'aria-label="{words}" font-family="{escape(FACE)}" font-size="{SIZE}" letter-spacing="0">'
        f"<title>{words}</title>{''.join(marks)}</svg>"
    )


def described(chart: Chart) -> str:
    """The chart in words, for those who hear it: every label with its numbers."""
    parts = []
    for point in chart.points:
        stated = point.value.shown if point.value else "无数据"
        held = f"（{chart.series[1]}{point.against.shown}）" if point.against else ""
        parts.append(f"{point.label}{stated}{held}")
    return f"{chart.title}：{'，'.join(parts)}。"


def number(bound: Bound | None) -> Decimal | None:
    """The exact number a chart draws, or None where there is none."""
    if bound is None:
        return None
    try:
        value = Decimal(bound.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _rows(chart: Chart, links: Links | None) -> tuple[list[str], Decimal]:
    """Horizontal bars on one scale; a bullet chart measures each row by its own target."""
    bullet = chart.kind == "bullet"
    labels = min(max((_width(point.label) for point in chart.points), default=Decimal(0)) + 8, LABEL)
    room = max((_width(_said(point, bullet)) for point in chart.points), default=Decimal(0)) + 8
    plot = WIDTH - labels - room
    reach = max(number(each) or Decimal(0) for point in chart.points for each in (point.value, point.against))
    marks: list[str] = []
    for place, point in enumerate(chart.points):
        top = ROW * place
        value, against = number(point.value), number(point.against)
        scale = max(value or Decimal(0), against or Decimal(0)) if bullet else reach
        marks.append(_text(labels - 6, top + 15, _cut(point.label, labels - 8), anchor="end"))
        if bullet and against is not None and against > 0 and scale:
            marks.append(_rect(labels, top + 3, plot * against / scale, BAR + 5, PALE))
        if value is not None and value > 0 and scale:
            marks.append(_rect(labels, top + (ROW - BAR) / 2, plot * value / scale, BAR, INK))
        if against is not None and against > 0 and scale:
            at = labels + plot * against / scale
            marks.append(_line(at, top + 2, at, top + ROW - 2, "#000", "1.6"))
        marks.append(_opened(_text(WIDTH, top + 15, _said(point, bullet), anchor="end"), point.value, links))
    height = ROW * len(chart.points)
    marks.append(_line(labels, Decimal(0), labels, height, GREY, ".6"))
    if key := _key(chart):
        marks.append(_text(labels, height + 14, key, colour=GREY))
        height += 18
    return marks, height


def _said(point: Point, bullet: bool) -> str:
    """What stands at the end of a row: the number, with its target in a bullet chart."""
    stated = point.value.shown if point.value else "无数据"
    return f"{stated}/{point.against.shown}" if bullet and point.against else stated


def _key(chart: Chart) -> str:
    """The line below that says what the marks mean, where there are two kinds."""
    if not chart.series[1] or not any(number(point.against) is not None for point in chart.points):
        return f"单位：{chart.unit}" if chart.unit else ""
    unit = f"（单位：{chart.unit}）" if chart.unit else ""
    return f"色条为{chart.series[0]}，竖线为{chart.series[1]}{unit}"


def _lines(chart: Chart, links: Links | None) -> tuple[list[str], Decimal]:
    """This year's months as a line with dots, the year before thin behind it, all numbers below; missing months leave
    a gap."""
    values = [[number(point.value) for point in chart.points], [number(point.against) for point in chart.points]]
    known = [value for row in values for value in row if value is not None]
    low, high = min(Decimal(0), *known), max(Decimal(0), *known)
    span = high - low or Decimal(1)
    left, right, top = Decimal(18), WIDTH - 70, Decimal(18)
    step = (right - left) / max(len(chart.points) - 1, 1)

    def spot(place: int, value: Decimal) -> Spot:
        return left + step * place, top + PLOT * (high - value) / span

    marks = [_line(Decimal(0), spot(0, Decimal(0))[1], right + 8, spot(0, Decimal(0))[1], GREY, ".6")]
    for row, (colour, weight) in ((1, (GREY, "1")), (0, (INK, "2"))):
        for run in _stretches(values[row]):
            path = " ".join(f"{_at(x)},{_at(y)}" for x, y in (spot(place, value) for place, value in run))
            marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{weight}"/>')
    marks += [_dot(*spot(place, value)) for place, value in enumerate(values[0]) if value is not None]
    marks += [
        _text(left + step * place, top + PLOT + 16, point.label, anchor="middle")
        for place, point in enumerate(chart.points)
    ]
    marks.append(_highest(chart, values[0], spot))
    if chart.unit:
        marks.append(_text(Decimal(0), Decimal(9), f"单位：{chart.unit}", colour=GREY))
    bottom = top + PLOT + 22
    size = min(SIZE, step * SIZE / max(_width(_shown(each)) + 3 for p in chart.points for each in (p.value, p.against)))
    for row, colour in ((0, INK), (1, GREY)):
        if any(value is not None for value in values[row]):
            bottom += SIZE + 3
            for place, point in enumerate(chart.points):
                bound = point.against if row else point.value
                at = left + step * place
                words = _text(at, bottom - 3, _shown(bound), anchor="middle", colour=colour, size=size)
                marks.append(_opened(words, bound, links))
            marks.append(_text(right + step / 2 + 4, bottom - 3, chart.series[row], colour=colour))
    return marks, bottom


def _opened(mark: str, bound: Bound | None, links: Links | None) -> str:
    """The mark as a link to what its number is made of."""
    if links is None or bound is None:
        return mark
    url, card = links(bound)
    return f'<a class="fig" href="{escape(url)}" data-card="{escape(card)}">{mark}</a>'


def _shown(bound: Bound | None) -> str:
    return bound.shown if bound else "—"


def _highest(chart: Chart, values: list[Decimal | None], spot: Callable[[int, Decimal], Spot]) -> str:
    """The highest number of this year, at its dot."""
    place, value = max(
        ((place, value) for place, value in enumerate(values) if value is not None), key=lambda each: each[1]
    )
    x, y = spot(place, value)
    return _text(x, y - 6, _shown(chart.points[place].value), anchor="middle", colour=INK)


def _stretches(values: Sequence[Decimal | None]) -> Iterator[list[tuple[int, Decimal]]]:
    """Runs of months that have a number."""
    run: list[tuple[int, Decimal]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _width(text: str) -> Decimal:
    return sum((SIZE if east_asian_width(letter) in "WFA" else LETTER for letter in text), Decimal(0))


def _cut(text: str, room: Decimal) -> str:
    """The text, shortened with … where it is wider than its room."""
    if _width(text) <= room:
        return text
    while text and _width(text) + 2 * LETTER > room:
        text = text[:-1]
    return text + "…"


def _at(value: Decimal) -> str:
    return f"{value:.1f}"


def _rect(x: Decimal, y: Decimal, width: Decimal, height: Decimal, colour: str) -> str:
    return f'<rect x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}" fill="{colour}"/>'


def _line(x1: Decimal, y1: Decimal, x2: Decimal, y2: Decimal, colour: str, weight: str) -> str:
    ends = f'x1="{_at(x1)}" y1="{_at(y1)}" x2="{_at(x2)}" y2="{_at(y2)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{weight}"/>'


def _dot(x: Decimal, y: Decimal) -> str:
    return f'<circle cx="{_at(x)}" cy="{_at(y)}" r="2.4" fill="{INK}"/>'


def _text(
    x: Decimal, y: Decimal, words: str, *, anchor: str = "start", colour: str = "#000", size: Decimal = SIZE
) -> str:
    place = f'x="{_at(x)}" y="{_at(y)}" text-anchor="{anchor}" fill="{colour}"'
    if size != SIZE:
        place += f' font-size="{_at(size)}"'
    return f"<text {place}>{escape(words)}</text>"
