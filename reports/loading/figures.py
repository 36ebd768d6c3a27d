"""Figures from a file: which are new, which change, and what is wrong with the rows?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from members.models import Union, User
from members.months import PeriodError, month_name, month_text
from members.problems import Outcome, Problem, Refused
from members.tables import Row, Table, cell_month
from reports.arithmetic import APPROXIMATE, Entry
from reports.formats import NumberError
from reports.loading.authors import default_authors
from reports.loading.history import take_in
from reports.loading.places import Place, begin_filing, place_problem
from reports.models import Figure, Indicator, MonthlyReturn
from reports.monthly import entry_text, read_entry, write_entries

REQUIRED = ("union_code", "month", "code", "value")
OPTIONAL = ("approximate", "note")


@dataclass(frozen=True, slots=True)
class Given:
    """One row that can be read: the line it stands on, and what it says."""

    number: int
    indicator: Indicator
    entry: Entry
    note: str


Sheets = dict[Place, dict[str, Given]]


def load_figures(table: Table, *, approve: bool = False, by: User | None = None) -> Outcome:
    """Bring the rows into the months' returns; call inside a transaction. Raises Refused with every problem.

    `approve` takes the months in as history (rules they break are noted and listed). Without `by` the
    county's statistician is the author.
    """
    problems: list[Problem] = []
    codes = {row["union_code"] for row in table.rows}
    unions = {union.pk: union for union in Union.objects.filter(code__in=codes).order_by("path")}
    catalogue = {indicator.code: indicator for indicator in Indicator.objects.prefetch_related("off_years")}
    sheets = _read(table, {union.code: union for union in unions.values()}, catalogue, problems)
    returns = _returns(sheets)
    for (pk, month), cells in sheets.items():
        if message := place_problem(unions[pk], month, returns.get((pk, month)), by=by, approve=approve):
            first = min(given.number for given in cells.values())
            problems.append(Problem(f"{message}（涉及 {len(cells)} 行）", first, "month"))
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row))
    remarks = begin_filing(unions, sheets)
    authors = default_authors(unions.values()) if by is None else dict.fromkeys(unions, by)
    counts, details = _write(sheets, unions, returns, authors)
    if approve:
        notes = take_in([returns[place] for place in sheets], authors, list(catalogue.values()))
        counts += f"；收入历史月报 {len(sheets)} 份" + (
            f"，不合规则 {len(notes)} 处已记为历史数据例外" if notes else ""
        )
        remarks += notes
    return Outcome(counts, details, remarks)


def _read(
    table: Table, unions: Mapping[str, Union], catalogue: Mapping[str, Indicator], problems: list[Problem]
) -> Sheets:
    months: dict[str, date | str] = {}
    sheets: Sheets = defaultdict(dict)
    for row in table.rows:
        found: list[Problem] = []
        union = unions.get(row["union_code"])
        if union is None:
            message = f"没有代码为“{row['union_code']}”的工会，请核对，或先用 load_unions 载入"
            found.append(Problem(message, row.number, "union_code"))
        month = months.setdefault(row["month"], _month(row["month"]))
        if isinstance(month, str):
            found.append(Problem(month, row.number, "month"))
        indicator = catalogue.get(row["code"])
        given = None
        if indicator is None:
            message = f"没有代码为“{row['code']}”的指标，请核对目录，或先用 load_indicators 载入"
            found.append(Problem(message, row.number, "code"))
        else:
            if isinstance(month, date) and (message := _not_in_force(indicator, month)):
                found.append(Problem(message, row.number, "code"))
            given = _given(row, indicator, found)
        problems += found
        if union and given and isinstance(month, date):
            cells = sheets[union.pk, month]
            if row["code"] in cells:
                first = cells[row["code"]].number
                message = f"{union.code} {month_text(month)} {row['code']} 与第 {first} 行重复，请只留一行"
                problems.append(Problem(message, row.number, "code"))
            else:
                cells[row["code"]] = given
    return dict(sheets)


def _month(text: str) -> date | str:
    """The month, or why it is none."""
    try:
        return cell_month(text)
    except PeriodError as error:
        return str(error)


def _not_in_force(indicator: Indicator, month: date) -> str:
    if not indicator.enabled:
        return f"指标“{indicator.code}”已停用，不再收数"
    if indicator.valid_from and month < indicator.valid_from:
        return f"指标“{indicator.code}”自{month_name(indicator.valid_from)}起才有，{month_name(month)}不能填报"
    if indicator.valid_until and month > indicator.valid_until:
        return f"指标“{indicator.code}”用到{month_name(indicator.valid_until)}为止，{month_name(month)}不能填报"
    if any(off.first <= month.year <= off.last for off in indicator.off_years.all()):
        return f"指标“{indicator.code}”{month.year}年停用，{month_name(month)}不收数"
    return ""


def _given(row: Row, indicator: Indicator, problems: list[Problem]) -> Given | None:
    """The row's value, read as the entry page reads it; None if it cannot be read."""
    approximate, note = row["approximate"], row["note"]
    if len(note) > 200:
        problems.append(Problem(f"不超过 200 个字，现有 {len(note)} 个字", row.number, "note"))
    if approximate not in APPROXIMATE:
        message = f"“{approximate}”不是概数说法，应为 余、多、以上 之一，或留空"
        problems.append(Problem(message, row.number, "approximate"))
        approximate = ""
    try:
        entry = read_entry(row["value"], indicator)
        if entry is None:
            raise NumberError("没有填写；没有发生请写 0，不适用请写 na，没有统计到的请删去这一行")
        if approximate and (entry.value is None or entry.approximate not in ("", approximate)):
            raise NumberError(f"“{row['value']}”与概数说法“{approximate}”不能并用，请删去一处")
    except NumberError as error:
        problems.append(Problem(f"{row['code']}：{error}", row.number, "value"))
        return None
    return Given(row.number, indicator, replace(entry, approximate=approximate or entry.approximate), note)


def _returns(sheets: Sheets) -> dict[Place, MonthlyReturn]:
    """The returns there are for these places, their rows locked."""
    rows = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("union")
    rows = rows.filter(union__in={pk for pk, _ in sheets}, month__in={month for _, month in sheets})
    return {(row.union_id, row.month): row for row in rows}


def _write(
    sheets: Sheets, unions: Mapping[int, Union], returns: dict[Place, MonthlyReturn], authors: Mapping[int, User]
) -> tuple[str, list[str]]:
    """Write what differs, with the change log; `returns` gains the months begun."""
    begun = [MonthlyReturn(union=unions[pk], month=month) for pk, month in sheets if (pk, month) not in returns]
    returns.update({(each.union_id, each.month): each for each in MonthlyReturn.objects.bulk_create(begun)})
    stored: dict[int, dict[str, Figure]] = defaultdict(dict)
    figures = Figure.objects.filter(monthly_return__in=[returns[place].pk for place in sheets])
    for figure in figures.select_related("indicator"):
        stored[figure.monthly_return_id][figure.indicator.code] = figure
    details: list[str] = []
    added = changed = 0
    for (pk, month), cells in sheets.items():
        monthly_return = returns[pk, month]
        before = {code: Entry(each.value, each.approximate) for code, each in stored[monthly_return.pk].items()}
        changes: list[tuple[Indicator, Entry | None]] = [
            (each.indicator, each.entry) for code, each in cells.items() if before.get(code) != each.entry
        ]
        added += sum(indicator.code not in before for indicator, _ in changes)
        changed += sum(indicator.code in before for indicator, _ in changes)
        if changes:
            write_entries(monthly_return, changes, before, by=authors[pk])
        _write_notes(monthly_return, cells, stored[monthly_return.pk])
        place = f"{unions[pk].code} {month_text(month)}"
        details += [
            f"{place} {indicator.code}：{entry_text(before.get(indicator.code)) or '未报'}→{entry_text(entry)}"
            for indicator, entry in changes
        ]
    same = sum(map(len, sheets.values())) - added - changed
    return f"数据：新增 {added} 个，更改 {changed} 个，未变 {same} 个，涉及月报 {len(sheets)} 份", details


def _write_notes(monthly_return: MonthlyReturn, cells: Mapping[str, Given], stored: Mapping[str, Figure]) -> None:
    for code, given in cells.items():
        if given.note != (stored[code].note if code in stored else "") and (given.note or code in stored):
            Figure.objects.filter(monthly_return=monthly_return, indicator=given.indicator).update(note=given.note)
