"""Targets from a file: which are new, which change, and what is wrong with the rows?"""

from __future__ import annotations

import re
from typing import Any

from members.models import Union
from members.problems import Outcome, Problem, Refused
from members.tables import Row, Table
from reports.formats import NumberError, clean_number, show
from reports.models import Indicator, Target, TargetChange
from reports.targets import said

REQUIRED = ("union_code", "year", "code", "target")
OPTIONAL = ("by_month", "at_least", "document", "note")
YES_NO = {"": True, "yes": True, "no": False, "是": True, "否": False, "1": True, "0": False}
FIELDS = ("target", "at_least", "document", "note")
Key = tuple[str, int, str, int]


def load_targets(table: Table) -> Outcome:
    """Bring the rows into the targets; call inside a transaction. Raises Refused with every problem.

    The same union, year, indicator and month again is a revised target.
    """
    unions = {union.code: union for union in Union.objects.all()}
    indicators = {indicator.code: indicator for indicator in Indicator.objects.filter(enabled=True)}
    problems: list[Problem] = []
    given: dict[Key, tuple[int, dict[str, Any]]] = {}
    for row in table.rows:
        key, values = _values(row, unions, indicators, problems)
        if key in given:
            message = f"与第 {given[key][0]} 行是同一工会、年度、指标和月份的任务，请只留一行"
            problems.append(Problem(message, row.number, "code"))
        given[key] = (row.number, values)
    if problems:
        raise Refused(problems)
    return _write(given, unions, indicators)


def _values(
    row: Row, unions: dict[str, Union], indicators: dict[str, Indicator], problems: list[Problem]
) -> tuple[Key, dict[str, Any]]:
    def wrong(column: str, message: str) -> None:
        problems.append(Problem(message, row.number, column))

    if row["union_code"] not in unions:
        wrong("union_code", f"没有代码为“{row['union_code']}”的工会，请先用 load_unions 载入")
    if not re.fullmatch(r"(19|20|21)\d\d", row["year"]):
        wrong("year", f"“{row['year']}”不是年度，应写作 2010 这样的四位数字")
    indicator = indicators.get(row["code"])
    values: dict[str, Any] = {"document": row["document"], "note": row["note"]}
    if indicator is None:
        wrong("code", f"没有代码为“{row['code']}”的指标，请核对目录或先用 load_indicators 载入")
    else:
        units = {indicator.unit, indicator.spoken_unit}
        try:
            values["target"] = clean_number(
                row["target"], whole=indicator.whole, decimals=indicator.decimals, units=units
            )
        except NumberError as error:
            wrong("target", str(error))
    if not re.fullmatch(r"[1-9]|0[1-9]|1[0-2]|", row["by_month"]):
        wrong("by_month", f"“{row['by_month']}”不是月份，应为 1 至 12，或留空（年底前）")
        month = 12
    else:
        month = int(row["by_month"] or 12)
    if row["at_least"].lower() not in YES_NO:
        wrong("at_least", f"“{row['at_least']}”应为 yes（任务为“不少于”）、no 或留空")
    values["at_least"] = YES_NO.get(row["at_least"].lower(), True)
    for column, most in (("document", 60), ("note", 200)):
        if len(row[column]) > most:
            wrong(column, f"不超过 {most} 个字，现有 {len(row[column])} 个字")
    year = int(row["year"]) if row["year"].isascii() and row["year"].isdigit() else 0
    return (row["union_code"], year, row["code"], month), values


def _write(
    given: dict[Key, tuple[int, dict[str, Any]]], unions: dict[str, Union], indicators: dict[str, Indicator]
) -> Outcome:
    existing = {
        (target.union.code, target.year, target.indicator.code, target.by_month): target
        for target in Target.objects.select_related("union", "indicator").filter(
            union__code__in={key[0] for key in given}, year__in={key[1] for key in given}
        )
    }
    details: list[str] = []
    history: list[TargetChange] = []
    added: list[Target] = []
    changed: list[Target] = []
    for key, (_, values) in given.items():
        code, year, indicator, month = key
        label = f"{code} {year} {indicator}（{month}月底前）"
        if (target := existing.get(key)) is None:
            target = Target(union=unions[code], year=year, indicator=indicators[indicator], by_month=month, **values)
            added.append(target)
            history.append(_change(target, ""))
            details.append(f"新增 {label} {show(values['target'], 4)}")
        elif any(getattr(target, name) != values[name] for name in FIELDS):
            details.append(f"更新 {label} {show(target.target, 4)}→{show(values['target'], 4)}")
            old = said(target, target.indicator.unit)
            for name in FIELDS:
                setattr(target, name, values[name])
            changed.append(target)
            history.append(_change(target, old))
    TargetChange.objects.bulk_create(change for change in history if change.old != change.new)
    Target.objects.bulk_create(added)
    Target.objects.bulk_update(changed, FIELDS)
    same = len(given) - len(added) - len(changed)
    return Outcome(f"任务：新增 {len(added)} 条，更新 {len(changed)} 条，未变 {same} 条", details)


def _change(target: Target, old: str) -> TargetChange:
    return TargetChange(
        union=target.union, indicator=target.indicator, year=target.year, by_month=target.by_month,
        old=old, new=said(target, target.indicator.unit),
    )  # fmt: skip
