"""Unions from a file: which are new, which are renamed or moved, and what is wrong with the rows?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError

from members.models import Union
from members.models.union import PARENTS, Level, OrgType
from members.months import PeriodError
from members.problems import Outcome, Problem, Refused
from members.tables import Row, Table, cell_month

REQUIRED = ("code", "name", "level")
OPTIONAL = (
    "org_type", "parent_code", "established_on", "since", "files_returns", "files_from", "files_until", "party",
)  # fmt: skip
YES_NO = {"yes": True, "no": False, "是": True, "否": False, "1": True, "0": False}
FIELDS = ("name", "org_type", "established_on", "files_returns", "files_from", "files_until", "party")


def load_unions(table: Table) -> Outcome:
    """Bring the rows into the tree; call inside a transaction. Raises Refused with every problem.

    `parent_code` names a union that exists or stands anywhere in the file; with `since` a move leaves the
    old place in force for the months before.
    """
    existing = {union.code: union for union in Union.objects.select_related("parent")}
    problems: list[Problem] = []
    rows: dict[str, Row] = {}
    values: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        code = row["code"]
        if code in rows:
            problems.append(
                Problem(f"代码“{code}”与第 {rows[code].number} 行重复，每个工会只写一行", row.number, "code")
            )
            continue
        rows[code] = row
        values[code] = _values(row, table.columns, existing.get(code), problems)
    for row in rows.values():
        _check_parent(row, rows, values, existing, problems)
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row))
    return _write(rows, values, existing)


def _values(row: Row, columns: tuple[str, ...], existing: Union | None, problems: list[Problem]) -> dict[str, Any]:
    def wrong(column: str, message: str) -> None:
        problems.append(Problem(message, row.number, column))

    result: dict[str, Any] = {}
    if not row["code"] or len(row["code"]) > 60 or any(char.isspace() for char in row["code"]):
        wrong("code", f"“{row['code'][:60]}”不能作工会代码，应为不超过 60 个字符、不含空格的文字")
    if not row["name"] or len(row["name"]) > 100:
        wrong("name", f"“{row['name'][:100]}”不能作工会名称，应为 1 至 100 个字")
    result["name"] = row["name"]
    result["level"] = row["level"]
    if row["level"] not in Level.values:
        wrong("level", f"“{row['level']}”不是层级，应为 county（县）、township（乡镇、街道）或 base（基层）")
    elif existing and existing.level != row["level"]:
        wrong("level", f"“{existing.name}”已登记为 {existing.level}，层级不能用导入改动")
    types = {label: code for code, label in OrgType.choices} | {code: code for code in OrgType.values} | {"": ""}
    if row["org_type"] not in types:
        wrong("org_type", f"“{row['org_type']}”不是工会类型，应为 {'、'.join(OrgType.values)} 之一，或留空")
    result["org_type"] = types.get(row["org_type"], "")
    if row["files_returns"] and row["files_returns"].lower() not in YES_NO:
        wrong("files_returns", f"“{row['files_returns']}”应为 yes（填报）或 no（不填报）")
    result["files_returns"] = YES_NO.get(row["files_returns"].lower(), row["level"] != Level.BASE)
    result["established_on"] = _date(row, "established_on", problems)
    for column in ("files_from", "files_until", "since"):
        result[column] = _month(row, column, problems)
    if result["files_from"] and result["files_until"] and result["files_from"] > result["files_until"]:
        wrong("files_until", f"填报至 {row['files_until']} 早于自 {row['files_from']} 起填报")
    if len(row["party"]) > 40:
        wrong("party", "同级党组织名称不超过 40 个字")
    result["party"] = row["party"]
    if existing:  # a column that is not in the file, or a flag left blank, keeps what is known
        for name in FIELDS:
            if name not in columns or (name == "files_returns" and not row[name]):
                result[name] = getattr(existing, name)
    return result


def _date(row: Row, column: str, problems: list[Problem]) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column].replace("/", "-"))
    except ValueError:
        problems.append(Problem(f"“{row[column]}”不是日期，应写作 2009-03-15", row.number, column))
        return None


def _month(row: Row, column: str, problems: list[Problem]) -> date | None:
    try:
        return cell_month(row[column]) if row[column] else None
    except PeriodError as error:
        problems.append(Problem(str(error), row.number, column))
        return None


def _check_parent(
    row: Row,
    rows: dict[str, Row],
    values: dict[str, dict[str, Any]],
    existing: dict[str, Union],
    problems: list[Problem],
) -> None:
    """Does the parent exist, may it stand above, and does the chain upwards end?"""
    parent = row["parent_code"]
    level = row["level"]
    if not parent or level not in Level.values:
        return
    if parent not in rows and parent not in existing:
        problems.append(Problem(f"没有代码为“{parent}”的工会，文件里和系统里都找不到", row.number, "parent_code"))
        return
    above = rows[parent]["level"] if parent in rows else existing[parent].level
    if parent != row["code"] and above in Level.values and above not in PARENTS[level]:
        accepted = {"county": "县级工会没有上级，此格留空", "township": "乡镇（街道）工会的上级应为县总工会"}
        problems.append(
            Problem(f"上级“{parent}”的层级为 {above}；{accepted.get(level, '')}", row.number, "parent_code")
        )
        return
    seen = [row["code"]]
    while parent:
        if parent == row["code"]:
            chain = " → ".join([*seen, parent])
            problems.append(Problem(f"上级关系绕成了圈：{chain}", row.number, "parent_code"))
            return
        if parent in seen:
            return  # the circle lies further up and is reported there
        seen.append(parent)
        if parent in rows and "parent_code" in rows[parent].cells:
            parent = rows[parent]["parent_code"]
        else:
            above_union = existing.get(parent)
            parent = above_union.parent.code if above_union and above_union.parent else ""


def _write(rows: dict[str, Row], values: dict[str, dict[str, Any]], existing: dict[str, Union]) -> Outcome:
    details: list[str] = []
    added = changed = moved = 0
    pending = list(rows)
    done: set[str] = set()
    while pending:
        code = pending.pop(0)
        parent_code = rows[code]["parent_code"]
        if parent_code in rows and parent_code not in done:
            pending.append(code)  # its parent comes first; circles were refused above
            continue
        done.add(code)
        given, union = values[code], existing.get(code)
        if union is None:
            union = Union.objects.create(code=code, level=given["level"], **{name: given[name] for name in FIELDS})
            union.place_under(Union.objects.get(code=parent_code) if parent_code else None)
            added += 1
            details.append(f"新增 {code} {union.name}（{union.get_level_display()}）")
            continue
        if differing := [name for name in FIELDS if getattr(union, name) != given[name]]:
            shown = "、".join(f"{name} {_shown(getattr(union, name))}→{_shown(given[name])}" for name in differing)
            details.append(f"更新 {code} {union.name}：{shown}")
            for name in differing:
                setattr(union, name, given[name])
            union.save(update_fields=differing)
            changed += 1
        if "parent_code" in rows[code].cells and (union.parent.code if union.parent else "") != parent_code:
            union.refresh_from_db()
            parent = Union.objects.get(code=parent_code) if parent_code else None
            try:
                union.place_under(parent, since=given["since"])
            except IntegrityError:
                message = f"“{union.name}”或其下级已登记过自 {rows[code]['since']} 起的隶属变动，请核对起始月"
                raise Refused([Problem(message, rows[code].number, "since")]) from None
            moved += 1
            details.append(f"移动 {code} {union.name}：改属“{parent.name if parent else '无上级'}”")
    same = len(rows) - len({line.split()[1] for line in details})
    return Outcome(f"工会：新增 {added} 个，更新 {changed} 个，改变隶属 {moved} 个，未变 {same} 个", details)


def _shown(value: object) -> str:
    return {True: "是", False: "否", None: "空", "": "空"}.get(value, str(value))  # type: ignore[call-overload]
