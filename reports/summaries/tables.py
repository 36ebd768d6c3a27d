"""A section's table: every indicator of its catalogue sections that has anything to say, noughts gathered below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from members.months import month_name
from reports.arithmetic import Total
from reports.blocks import Cell, Column, Table, Text
from reports.models import Indicator
from reports.rollup import Rollup
from reports.sentences import Figures

NONE = Cell((Text("—"),))
#: A name in quotes takes single ones inside.
INNER = str.maketrans("“”", "‘’")
#: So many rows of noughts are gathered in a line; fewer stay in the table.
MANY_ZEROS = 2
#: Column key → head. A column without a single number is left out, the value's own apart.
HEADS = {
    "value": "本期",
    "previous": "上年同期",
    "base": "上年末",
    "change": "增减",
    "target": "年度任务",
    "completion": "完成率（%）",
}


def indicators_in(rolled: Rollup, sections: Sequence[str]) -> list[Indicator]:
    """The indicators of these catalogue sections with a value, a comparison, a target or a 不适用."""
    return [
        indicator
        for indicator in rolled.indicators
        if indicator.section in sections and has_something(rolled.totals[indicator.code])
    ]


def has_something(total: Total) -> bool:
    return total.is_na or any(number is not None for number in (total.value, total.previous, total.base, total.target))


def section_table(rolled: Rollup, figures: Figures, sections: Sequence[str], title: str) -> Table | None:
    """The section's figures with last year, last year's end, change and target; None when there is none."""
    known = indicators_in(rolled, sections)
    gathered = zero_rows(rolled, known)
    rows = [row for row in known if row not in gathered]
    if not known:
        return None
    if not rows:
        return _only_zeros(gathered, title)
    present = [key for key in HEADS if key == "value" or any(figures.value(row.code, key) is not None for row in rows)]
    codes = {row.pk for row in rows}
    columns = (Column("指标", weight=11), Column("单位", weight=2), *(Column(HEADS[key], True, 3) for key in present))
    body = tuple(
        (
            Cell((Text(row.plain_name if row.parent_id in codes else row.name),), int(row.parent_id in codes)),
            Cell((Text(row.unit),)),
            *(figure_cell(row, key, figures) for key in present),
        )
        for row in rows
    )
    return Table(title, columns, body, (*_zero_notes(gathered), *_notes(rolled, rows)))


def zero_rows(rolled: Rollup, rows: Sequence[Indicator]) -> list[Indicator]:
    """The rows that are nought both now and in what they are compared with, without a target; none where they are few.

    A row whose parts stand in the table stays above them.
    """
    still = [row for row in rows if _is_still(rolled.totals[row.code])]
    silent = {row.pk for row in still}
    wholes = {row.parent_id for row in rows if row.pk not in silent}
    found = [row for row in still if row.pk not in wholes]
    return found if len(found) >= MANY_ZEROS else []


def _is_still(total: Total) -> bool:
    noughts = (total.value, total.reference)
    others = (total.previous, total.base, total.target)
    return all(each == 0 for each in noughts) and not any(others) and not (total.approximate or total.carried)


def _zero_notes(rows: Sequence[Indicator]) -> list[str]:
    """Which indicators were gathered, so that nothing is left out silently."""
    return [f"以下指标{said}：{''.join(names)}。" for said, names in _by_reference(rows).items()]


def _only_zeros(rows: Sequence[Indicator], title: str) -> Table:
    """The table of a section in which there is nothing but noughts."""
    groups = _by_reference(rows)
    body = tuple((Cell((Text(said),)), Cell((Text("".join(names)),))) for said, names in groups.items())
    return Table(title, (Column("情况", weight=2), Column("指标", weight=7)), body)


def _by_reference(rows: Sequence[Indicator]) -> dict[str, list[str]]:
    """What is said of the noughts → their names in quotes; stocks are compared with last year's end."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        said = "本期末和上年末均为零" if row.kind == "stock" else "本期和上年同期均为零"
        groups.setdefault(said, []).append(f"“{row.plain_name.translate(INNER)}”")
    return groups


def figure_cell(row: Indicator, key: str, figures: Figures) -> Cell:
    total, value = figures.total(row.code), figures.value(row.code, key)
    if value is None:
        return Cell((Text("不适用"),)) if key == "value" and total.is_na else NONE
    shown = figures.shown(row.code, key, value)
    if key == "change" and value > 0 and shown.strip("0."):
        shown = f"+{shown}"
    if key == "value":
        shown += total.approximate
    return Cell((figures.bound(row.code, key, value, shown),))


def _notes(rolled: Rollup, rows: Sequence[Indicator]) -> list[str]:
    """What a reader must know of these numbers: carried over, stated by hand, units that did not report."""
    notes = []
    names = {unit.pk: unit.name for unit in rolled.units}
    alike: dict[tuple[tuple[int, date], ...], list[str]] = {}
    for row in rows:
        if carried := rolled.totals[row.code].carried:
            alike.setdefault(carried, []).append(row.plain_name)
    for carried, which in alike.items():
        who = "、".join(f"{names.get(pk, '')}（{month_name(month)}）" for pk, month in carried[:3])
        more = f"等{len(carried)}个单位" if len(carried) > 3 else ""
        said = "".join(f"“{name}”" for name in which[:3]) + (f"等{len(which)}项" if len(which) > 3 else "")
        notes.append(f"{said}沿用较早月份的数：{who}{more}。")
    notes += [f"“{row.plain_name}”为填报的比率，没有分子、分母。" for row in rows if rolled.totals[row.code].stated]
    changed = {rolled.totals[row.code].kind == "stock" for row in rows if rolled.totals[row.code].change is not None}
    if len(changed) == 2:
        notes.append("期末数的增减与上年末相比，其他指标与上年同期相比。")
    return notes
