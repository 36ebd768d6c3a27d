"""What is attached to a report, how is it counted, and how is it named below the text?"""

from __future__ import annotations

import re
from typing import NamedTuple

from reports.blocks import Document, Table

#: What a note on an enclosure begins with.
ENCLOSURE = "附件："
_PART_OF_A_TABLE = re.compile("(.+)（([一二三四五六七八九十]+)）")


class Annex(NamedTuple):
    """One annex: `附件2`, its name, and its tables (several where one would be too wide)."""

    label: str
    title: str
    tables: tuple[Table, ...]


def annexes(document: Document) -> tuple[Annex, ...]:
    """What is attached, as it is counted: the parts of one table, （一）（二）, are one annex."""
    groups: list[tuple[str, list[Table]]] = []
    for table in document.annexes:
        match = _PART_OF_A_TABLE.fullmatch(table.title)
        name = match[1] if match else table.title
        if match and match[2] != "一" and groups and groups[-1][0] == name:
            groups[-1][1].append(table)
        else:
            groups.append((name, [table]))
    return tuple(
        Annex(
            "附件" if len(groups) == 1 else f"附件{place}",
            name if len(tables) > 1 else tables[0].title,
            tuple(tables),
        )
        for place, (name, tables) in enumerate(groups, 1)
    )


def is_enclosure(text: str) -> bool:
    """Does a paragraph name what is enclosed? It stands below a blank line, its further lines under the name."""
    return text.startswith(ENCLOSURE)


def annex_list(document: Document) -> tuple[str, ...]:
    """The note below the body that names what is attached, one line each."""
    titles = [annex.title for annex in annexes(document)]
    if len(titles) == 1:
        return (f"{ENCLOSURE}{titles[0]}",)
    return tuple(f"{'附件：' if place == 1 else '　　　'}{place}．{title}" for place, title in enumerate(titles, 1))
