"""County indicators from a file: which are new, which change, and what is wrong with the rows?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from members.months import PeriodError
from members.problems import Outcome, Problem, Refused
from members.tables import Row, Table, cell_month
from reports.indicators.catalogue import built_in_codes
from reports.loading.declarations import codes_of, counting_problems, read_terms
from reports.models import Figure, Indicator
from reports.models.indicator import CODE_PATTERN, SECTIONS, Due, Kind, MonthAgg, ParentRel

REQUIRED = ("code", "name_zh", "unit", "kind", "section")
OPTIONAL = (
    "numerator", "denominator", "terms", "parent", "parent_rel", "month_agg", "measure_word", "aliases", "decimals",
    "due", "zero_is_good", "adverse", "ledger", "measure", "date", "filters", "valid_from",
)  # fmt: skip
#: Column → field, where the two differ.
FIELD_OF = {"name_zh": "name", "date": "date_rule"}
REFERENCES = ("numerator", "denominator", "parent")
#: What figures already entered rest on; it may not change under them.
FIXED = ("kind", "unit", "terms", "month_agg", "numerator", "denominator")
COUNTY_SORT = 10_000
MONTH_AGGS = {
    Kind.FLOW: (MonthAgg.SUM, MonthAgg.LAST, MonthAgg.FIRST),
    Kind.AMOUNT: (MonthAgg.SUM, MonthAgg.LAST, MonthAgg.FIRST),
    Kind.STOCK: (MonthAgg.LAST, MonthAgg.FIRST),
    Kind.RATIO: (MonthAgg.RECOMPUTE,),
}
MEASURED = ("元", "%", "‰", "百分点", "米", "公里", "亩", "公顷", "吨", "公斤", "千克", "升", "小时", "度", "倍")
YES_NO = {"": False, "yes": True, "no": False, "是": True, "否": False, "1": True, "0": False}
Values = dict[str, Any]


def decimals_of(unit: str) -> int:
    """How many decimals figures in this unit have by default: counts none, money, rates and measures two."""
    return 2 if unit.endswith(MEASURED) or unit.startswith(("万", "亿")) else 0


def load_indicators(table: Table) -> Outcome:
    """Bring the rows into the catalogue; call inside a transaction. Raises Refused with every problem."""
    existing = {i.code: i for i in Indicator.objects.select_related("numerator", "denominator", "parent")}
    problems: list[Problem] = []
    rows: dict[str, Row] = {}
    values: dict[str, Values] = {}
    for row in table.rows:
        code = row["code"]
        if code in rows:
            problems.append(Problem(f"代码“{code}”与第 {rows[code].number} 行重复", row.number, "code"))
            continue
        rows[code] = row
        values[code] = _values(row, table.columns, existing.get(code), problems)
    known = {code: known_values(indicator) for code, indicator in existing.items()} | values
    for code, row in rows.items():
        check_references(row, values[code], known, problems)
    _check_fixed(rows, values, existing, problems)
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row))
    return _write(values, existing)


def known_values(indicator: Indicator) -> Values:
    """An indicator of the catalogue in the shape of a file's row, by field."""
    fields = {FIELD_OF.get(column, column) for column in (*REQUIRED, *OPTIONAL)} - {"code", *REFERENCES}
    codes = {name: part.code if (part := getattr(indicator, name)) else "" for name in REFERENCES}
    return {name: getattr(indicator, name) for name in fields} | codes


def _values(row: Row, columns: tuple[str, ...], existing: Indicator | None, problems: list[Problem]) -> Values:
    def wrong(column: str, message: str) -> None:
        problems.append(Problem(message, row.number, column))

    if not re.fullmatch(CODE_PATTERN, row["code"]):
        wrong("code", f"“{row['code'][:60]}”不能作代码，应以小写字母开头，只用小写字母、数字和下划线，2 至 60 个字符")
    elif row["code"] in built_in_codes() or (existing and existing.built_in):
        wrong("code", f"“{row['code']}”是系统指标，不能重新定义；自设指标请另取代码")
    result: Values = {
        FIELD_OF.get(column, column): row[column] for column in (*REQUIRED, *OPTIONAL) if column != "code"
    }
    for column, most in (("name_zh", 80), ("unit", 10), ("measure_word", 10), ("aliases", 200), ("filters", 300)):
        if len(row[column]) > most or (column in REQUIRED and not row[column]):
            wrong(column, f"“{row[column][:30]}”应为{'1 至' if column in REQUIRED else '不超过'} {most} 个字")
    kind = row["kind"]
    if kind not in Kind.values:
        wrong("kind", f"“{kind}”不是类型，应为 flow（期间数）、stock（期末数）、ratio（比率）或 amount（金额）")
    names = {name: key for key, name in SECTIONS.items()} | {key: key for key in SECTIONS}
    if row["section"] not in names:
        wrong("section", f"“{row['section']}”不是业务口，应为 S01 至 S17 之一或其名称（如 组织建设）")
    result["section"] = names.get(row["section"], "")
    result["due"] = row["due"] or Due.MONTH
    if result["due"] not in Due.values:
        wrong("due", f"“{row['due']}”不是填报频次，应为 month（每月）、quarter（每季）或 half_year（每半年）")
    if kind in Kind.values:
        accepted = MONTH_AGGS[Kind(kind)]
        result["month_agg"] = row["month_agg"] or accepted[0]
        if result["month_agg"] not in accepted:
            wrong("month_agg", f"“{row['month_agg']}”不合于类型 {kind}，应为 {'、'.join(accepted)} 或留空")
    result["decimals"] = decimals_of(row["unit"])
    if row["decimals"]:
        if row["decimals"] not in ("0", "1", "2", "3", "4"):
            wrong("decimals", f"“{row['decimals']}”不是小数位数，应为 0 至 4")
        else:
            result["decimals"] = int(row["decimals"])
    for column in ("zero_is_good", "adverse"):
        if row[column].lower() not in YES_NO:
            wrong(column, f"“{row[column]}”应为 yes、no 或留空")
        result[column] = YES_NO.get(row[column].lower(), False)
    try:
        result["valid_from"] = cell_month(row["valid_from"]) if row["valid_from"] else None
    except PeriodError as error:
        wrong("valid_from", str(error))
    if (terms := read_terms(row["terms"])) is None:
        wrong("terms", f"“{row['terms']}”不是平衡式，应写作 +甲代码 -乙代码")
    result["terms"] = terms or ""
    if row["parent"] and not row["parent_rel"]:
        result["parent_rel"] = ParentRel.SUBSET
    elif row["parent_rel"] and not row["parent"]:
        wrong("parent_rel", "写了与上级的关系，却没有写 parent（上级指标）")
    elif row["parent_rel"] and row["parent_rel"] not in ParentRel.values:
        wrong("parent_rel", f"“{row['parent_rel']}”应为 partition（分项）、subset（其中）或 related（同组）")
    problems += [
        Problem(message, row.number, column)
        for column, message in counting_problems(row["ledger"], row["measure"], row["date"], row["filters"])
    ]
    if existing:
        kept = known_values(existing)
        for column in OPTIONAL:
            if column not in columns and (column != "month_agg" or kind == existing.kind):
                result[FIELD_OF.get(column, column)] = kept[FIELD_OF.get(column, column)]
    return result


def check_references(row: Row, value: Values, known: Mapping[str, Values], problems: list[Problem]) -> None:
    """Do the indicators it names exist, and are they of a kind that can be named there?"""

    def wrong(column: str, message: str) -> None:
        problems.append(Problem(message, row.number, column))

    code, kind = row["code"], value["kind"]
    if bool(value["numerator"]) != bool(value["denominator"]):
        missing = "denominator" if value["numerator"] else "numerator"
        wrong(missing, "分子、分母要么都写，要么都不写（都不写的比率由单位直接填报）")
    if kind != Kind.RATIO and (value["numerator"] or value["denominator"]):
        wrong("numerator", f"只有比率（ratio）才有分子、分母，本行类型为 {kind}")
    if kind == Kind.RATIO and value["terms"]:
        wrong("terms", "比率不能写平衡式，请写分子、分母")
    named = [(column, value[column]) for column in REFERENCES if value[column]]
    for column, other in [*named, *(("terms", term) for term in codes_of(value["terms"]))]:
        if other not in known:
            wrong(column, f"没有代码为“{other}”的指标，文件里和目录里都找不到")
        elif other == code:
            wrong(column, "不能引用自己")
        elif column != "parent" and known[other]["kind"] == Kind.RATIO:
            wrong(column, f"“{other}”是比率，不能再参与计算")
        elif column == "terms" and known[other]["terms"]:
            wrong(column, f"“{other}”本身由平衡式得出，请直接写它的各项")
    seen, above = [code], value["parent"]
    while above and above in known and above not in seen:
        seen.append(above)
        above = known[above]["parent"]
    if above == code and len(seen) > 1:
        wrong("parent", f"上级关系绕成了圈：{' → '.join([*seen, above])}")


def _check_fixed(
    rows: Mapping[str, Row], values: Mapping[str, Values], existing: Mapping[str, Indicator], problems: list[Problem]
) -> None:
    again = [code for code in rows if code in existing]
    used = set(Figure.objects.filter(indicator__code__in=again).values_list("indicator__code", flat=True).distinct())
    for code in again:
        before = known_values(existing[code])
        for name in FIXED:
            if code in used and values[code].get(name) != before[name]:
                column = {"name": "name_zh"}.get(name, name)
                message = (
                    f"“{code}”已有数据，{column} 不能由“{before[name]}”改为“{values[code].get(name)}”；请另设新代码"
                )
                problems.append(Problem(message, rows[code].number, column))


def _write(values: Mapping[str, Values], existing: Mapping[str, Indicator]) -> Outcome:
    details: list[str] = []
    added = changed = 0
    last = Indicator.objects.filter(sort__gte=COUNTY_SORT).aggregate(last=Max("sort"))["last"] or COUNTY_SORT
    for code, value in values.items():
        plain = {name: given for name, given in value.items() if name not in (*REFERENCES, "parent_rel")}
        entry = (
            "computed" if value["kind"] == Kind.RATIO or value["terms"] else "ledger" if value["ledger"] else "manual"
        )
        if code not in existing:
            last, added = last + 1, added + 1
            Indicator.objects.create(code=code, sort=last, entry=entry, unit_agg=_unit_agg(value), **plain)
            details.append(f"新增 {code} {value['name']}（{value['unit']}）")
        elif (before := known_values(existing[code])) != value:
            changed += 1
            Indicator.objects.filter(code=code).update(entry=entry, unit_agg=_unit_agg(value), **plain)
            differing = [name for name in value if value[name] != before[name]]
            details.append(
                f"更新 {code}：" + "、".join(f"{n} {before[n] or '空'}→{value[n] or '空'}" for n in differing)
            )
    ids = dict(Indicator.objects.values_list("code", "pk"))
    for code, value in values.items():
        references = {f"{name}_id": ids.get(value[name]) for name in REFERENCES}
        Indicator.objects.filter(code=code).update(**references, parent_rel=value["parent_rel"])
    return Outcome(f"指标：新增 {added} 个，更新 {changed} 个，未变 {len(values) - added - changed} 个", details)


def _unit_agg(value: Values) -> str:
    return "recompute" if value["kind"] == Kind.RATIO else "sum"
