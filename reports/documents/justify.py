"""An even right edge and bold 仿宋 in WeasyPrint 70, which spreads only spaces and cannot thicken a face of one weight.

It replaces three private functions, so it checks the version first; without it a PDF is whole but less tidy.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

VERSION = "70."
CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026\u00b7\U00020000-\U0003ffff]+")
#: Faces that come in one weight only.
ONE_WEIGHT = frozenset({"FandolFang", "FandolKai", "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong"})
#: The outline that makes a face look bold, in em.
BOLD_STROKE = 0.028
#: A line that lacks more than this, in em, stays ragged: spread so far it could not be read.
HOPELESS = 3
#: The private functions and the arguments they must still take.
SIGNATURES = {
    "set_text": ["self", "text", "justify"],
    "justify_line": ["context", "line", "extra_width"],
    "draw_first_line": ["stream", "textbox", "text_overflow", "block_ellipsis", "matrix"],
}

_installed = False


def install() -> bool:
    """Put the replacements in place, once; False when this WeasyPrint is not the one they were written for."""
    global _installed
    if _installed:
        return True
    import weasyprint

    if not weasyprint.__version__.startswith(VERSION):
        return False
    try:
        _replace()
    except (ImportError, AttributeError, TypeError):
        return False
    _installed = True
    return True


def _replace() -> None:
    from weasyprint.draw import text as draw
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    found = {
        "set_text": line_break.Layout.set_text,
        "justify_line": inline.justify_line,
        "draw_first_line": draw.draw_first_line,
    }
    for name, function in found.items():
        if list(inspect.signature(function).parameters) != SIGNATURES[name]:
            raise TypeError(name)
    line_break.Layout.set_text = _set_text(found["set_text"])
    inline.justify_line = _justify_line(found["justify_line"])
    draw.draw_first_line = _draw_first_line(found["draw_first_line"])


def _set_text(original: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        original(self, text, justify)
        extra = getattr(self, "cjk_spacing", 0)
        if not (justify and extra):
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        base = self.style["letter_spacing"]
        units = int(((0 if base == "normal" else base) + extra) * TO_UNITS)
        place = start = 0
        for match in CJK.finditer(self.text):
            start += len(self.text[place : match.start()].encode())
            end = start + len(match.group().encode())
            attribute = pango.pango_attr_letter_spacing_new(units)
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
            place, start = match.end(), end
        pango.pango_layout_set_attributes(self.layout, attributes)

    return set_text


def _justify_line(original: Callable[..., Any]) -> Callable[..., Any]:
    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        texts = [box for box in _text_boxes(line) if CJK.search(box.text)]
        count = sum(len(match.group()) for box in texts for match in CJK.finditer(box.text))
        if count < 2 or extra_width <= 0 or line.style["direction"] == "rtl":
            original(context, line, extra_width)
            return
        if extra_width > HOPELESS * line.style["font_size"]:
            return
        spacing, before = extra_width / (count - 1), sum(box.width for box in texts)
        wider: dict[Any, tuple[Any, float]] = {}
        for _ in range(2):  # Pango halves the spacing at the ends of a run: measure once, correct once
            wider = {box: _measure(box, spacing) for box in texts}
            gained = sum(width for _layout, width in wider.values()) - before
            if gained <= 0:
                return
            if abs(gained - extra_width) <= 0.3:
                break
            spacing *= extra_width / gained
        line.width += _place(line, wider, 0)

    return justify_line


def _draw_first_line(original: Callable[..., Any]) -> Callable[..., Any]:
    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        style = textbox.style
        if style["font_weight"] < 600 or not ONE_WEIGHT.intersection(style["font_family"][:8]):
            return original(stream, textbox, *rest)
        stream.set_color(style["color"], stroke=True)
        stream.set_line_width(style["font_size"] * BOLD_STROKE)
        stream.set_text_rendering(2)
        try:
            return original(stream, textbox, *rest)
        finally:
            stream.set_text_rendering(0)

    return draw_first_line


def _text_boxes(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _text_boxes(child)


def _measure(box: Any, spacing: float) -> tuple[Any, float]:
    from weasyprint.text import line_break

    layout = line_break.Layout(box.style)
    layout.cjk_spacing = spacing
    layout.set_text(box.text, justify=True)
    width = line_break.line_size(layout.get_first_line()[0], box.style)[0]
    layout.deactivate()
    return layout, width


def _place(box: Any, wider: dict[Any, tuple[Any, float]], shift: float) -> float:
    """Move the children by `shift` and widen the text boxes; the shift plus what was gained inside."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            child.position_x += shift
            if child in wider:
                child.pango_layout, width = wider[child]
                shift += width - child.width
                child.width = width
        elif isinstance(child, boxes.InlineBox):
            child.position_x += shift
            grown = _place(child, wider, shift) - shift
            child.width += grown
            shift += grown
        else:
            child.translate(shift, 0)
    return shift
