"""How does the county keep its catalogue: add, amend, redefine, switch off and on, retire, put in order?

Everything is checked as a file of indicators is (`reports.loading.indicators`), happens whole or not at all, and leaves
an insert-only change. Every verb raises PermissionDenied for who may not, Refused (Chinese) for what cannot be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from pypinyin import Style, lazy_pinyin

from members.models import User
from members.months import month_name
from members.permissions import may_keep_catalogue
from members.problems import Problem, Refused
from members.tables import Row, Table
from reports.loading.indicators import check_references, known_values, load_indicators
from reports.models import Figure, FormerDefinition, Indicator, IndicatorChange, OffYears
from reports.models.former_definition import DEFINED
from reports.models.indicator import EVER, TERM

PREFIX = "x_"
LONGEST_CODE = 30
#: What may be amended at any time, of built-in indicators too; figures do not rest on it.
AMENDABLE = (
    "section", "due", "measure_word", "aliases", "parent", "parent_rel", "asked_of", "source",
    "zero_is_good", "adverse",
)  # fmt: skip


def propose_code(name: str) -> str:
    """A code nobody has, from the initials of the name: 工人先锋号 → x_grxfh."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda other: other))
    stem = PREFIX + ("".join(char for char in letters.lower() if char.isascii() and char.isalnum()) or "zb")
    stem = stem[:LONGEST_CODE]
    taken = set(Indicator.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(code for code in numbered if code not in taken)


def add(cells: Mapping[str, str], *, by: User, asked_of: str = "", source: str = "") -> Indicator:
    """A new indicator of the county; `cells` are those of a file's row, the code may be left empty."""
    _require(by)
    with transaction.atomic():
        code = cells.get("code") or propose_code(cells.get("name_zh", ""))
        if Indicator.objects.filter(code=code).exists():
            raise Refused([Problem(f"代码“{code}”已被别的指标使用，请换一个或留空由系统取", 1, "code")])
        row = Row(1, {**cells, "code": code})
        load_indicators(Table(tuple(row.cells), [row]))
        indicator = Indicator.objects.get(code=code)
        Indicator.objects.filter(pk=indicator.pk).update(asked_of=asked_of, source=source)
        _log(indicator, "新增指标", "", f"{indicator.name}（{indicator.unit}）", by)
    indicator.refresh_from_db()
    return indicator


def amend(indicator: Indicator, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Change what figures do not rest on (and a county indicator's name); returns the names of what changed.

    `parent` is a code or empty; code, kind and unit never change.
    """
    _require(by)
    with transaction.atomic():
        locked = Indicator.objects.select_for_update(of=("self",)).select_related("parent").get(pk=indicator.pk)
        allowed = AMENDABLE if locked.built_in else (*AMENDABLE, "name")
        given = {name: values[name] for name in allowed if name in values}
        if given.get("parent") == "":
            given["parent_rel"] = ""
        _check(locked, given)
        if "parent" in given:
            given["parent"] = Indicator.objects.filter(code=given["parent"]).first()
        changed = [name for name in given if getattr(locked, name) != given[name]]
        for name in changed:
            old = _shown(locked, name)
            setattr(locked, name, given[name])
            _log(locked, _label(name), old, _shown(locked, name), by)
        if changed:
            locked.save(update_fields=changed)
    return [_label(name) for name in changed]


def redefine(indicator: Indicator, year: int, values: Mapping[str, Any], *, by: User) -> None:
    """From January of the year on the indicator is called and computed otherwise; earlier years stay as they were.

    `values` are name, numerator and denominator (codes or empty), terms and, if given, source. The same year again
    mends it.
    """
    _require(by)
    since = date(year, 1, 1)
    with transaction.atomic():
        locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        _check(locked, {name: values[name] for name in ("name", "numerator", "denominator", "terms")})
        last = locked.former_definitions.order_by("until").last()
        if last and last.until > since:
            raise Refused([Problem(f"{last.until.year}年起已改过口径，新的口径应从这一年或以后开始", 1, "year")])
        before = _definition(locked)
        if last is None or last.until < since:
            FormerDefinition.objects.create(
                indicator=locked, until=since, **{name: getattr(locked, name) for name in DEFINED}
            )
        ids = dict(Indicator.objects.values_list("code", "pk"))
        locked.name, locked.terms = values["name"], values["terms"]
        locked.source = locked.source if values.get("source") is None else values["source"]
        locked.numerator_id, locked.denominator_id = ids.get(values["numerator"]), ids.get(values["denominator"])
        if not locked.built_in:
            locked.entry = "computed" if locked.is_computed else locked.entry
        locked.save(update_fields=[*DEFINED, "entry"])
        _log(locked, f"{year}年起改口径", before, _definition(locked), by)


def switch_off(indicators: Iterable[Indicator], year: int, *, by: User) -> int:
    """From the year on the indicators are not asked for; returns how many that changed."""
    _require(by)
    chosen = list(indicators)
    pks = {each.pk for each in chosen}
    with transaction.atomic():
        problems = [*_used_from(chosen, date(year, 1, 1)), *_needed(chosen, pks, year)]
        if problems:
            raise Refused(problems)
        off = {each.indicator_id: each for each in OffYears.objects.filter(indicator__in=pks, last=EVER)}
        changed = [each for each in chosen if each.pk not in off or off[each.pk].first > year]
        for each in changed:
            OffYears.objects.filter(indicator=each, first__gte=year).delete()
            OffYears.objects.create(indicator=each, first=year)
            _log(each, "停用", "", f"自{year}年起", by)
    return len(changed)


def switch_on(indicators: Iterable[Indicator], year: int, *, by: User) -> int:
    """From the year on the indicators are asked for again; returns how many that changed."""
    _require(by)
    changed = 0
    with transaction.atomic():
        for each in indicators:
            off = each.off_years.filter(last__gte=year).order_by("first")
            if not off:
                continue
            changed += 1
            for years in off:
                if years.first >= year:
                    years.delete()
                else:
                    years.last = year - 1
                    years.save(update_fields=["last"])
            _log(each, "启用", "", f"自{year}年起", by)
    return changed


def retire(indicator: Indicator, month: date | None, *, by: User) -> None:
    """The month is the indicator's last; None takes that back."""
    _require(by)
    with transaction.atomic():
        locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        if month:
            if locked.valid_from and month < locked.valid_from:
                raise Refused([Problem(f"不能早于启用月 {month_name(locked.valid_from)}", 1, "month")])
            after = Figure.objects.filter(indicator=locked, monthly_return__month__gt=month)
            if last := after.order_by("-monthly_return__month").values_list("monthly_return__month", flat=True).first():
                raise Refused([Problem(f"{month_name(last)}已有单位填报，最早只能用到{month_name(last)}", 1, "month")])
            if problems := _needed([locked], {locked.pk}, month.year + (month.month == 12)):
                raise Refused(problems)
        old, locked.valid_until = locked.valid_until, month
        locked.save(update_fields=["valid_until"])
        _log(locked, "用至何月", month_name(old) if old else "", month_name(month) if month else "", by)


def move(indicator: Indicator, step: int, *, by: User) -> bool:
    """One place up (-1) or down (1) among those beside it; False at the end."""
    _require(by)
    with transaction.atomic():
        beside = list(
            Indicator.objects.select_for_update(of=("self",))
            .filter(section=indicator.section, parent=indicator.parent_id)
            .in_order()
        )
        place = next(number for number, each in enumerate(beside) if each.pk == indicator.pk)
        if not 0 <= place + step < len(beside):
            return False
        sorts: list[int] = []
        for each in beside:
            sorts.append(max(each.sort, sorts[-1] + 1 if sorts else 0))
        beside[place], beside[place + step] = beside[place + step], beside[place]
        for each, sort in zip(beside, sorts, strict=True):
            each.sort = sort
        Indicator.objects.bulk_update(beside, ["sort"])
        _log(indicator, "顺序", "", "上移" if step < 0 else "下移", by)
    return True


def _require(by: User) -> None:
    if not may_keep_catalogue(by):
        raise PermissionDenied


def _check(indicator: Indicator, given: Mapping[str, Any]) -> None:
    """Do the references hold that the indicator would have? As for a file's row. Raises Refused."""
    known = {
        each.code: known_values(each) for each in Indicator.objects.select_related("numerator", "denominator", "parent")
    }
    value = known[indicator.code] | dict(given)
    problems: list[Problem] = []
    check_references(Row(1, {"code": indicator.code}), value, known | {indicator.code: value}, problems)
    if value["parent"] and not value["parent_rel"]:
        problems.append(Problem("请选择与上级指标的关系", 1, "parent_rel"))
    if problems:
        raise Refused(problems)


def _used_from(indicators: list[Indicator], month: date) -> list[Problem]:
    found = Figure.objects.filter(indicator__in=indicators, monthly_return__month__gte=month)
    used = set(found.values_list("indicator", flat=True).distinct())
    return [
        Problem(f"“{each.plain_name}”{month.year}年已有单位填报，请从下一年起停用", 1, each.code)
        for each in indicators
        if each.pk in used
    ]


def _needed(indicators: list[Indicator], leaving: set[int], year: int) -> list[Problem]:
    """Which of these does an indicator that stays compute with?"""
    staying = Indicator.objects.existing_from(year).exclude(pk__in=leaving)
    computed = list(staying.filter(~Q(terms="") | Q(numerator__isnull=False)))
    problems = []
    for each in indicators:
        for other in computed:
            named = {code for _, code in TERM.findall(other.terms)}
            if each.pk in (other.numerator_id, other.denominator_id) or each.code in named:
                message = f"“{other.plain_name}”要用“{each.plain_name}”计算，请连同它一起停用，或先改它的口径"
                problems.append(Problem(message, 1, each.code))
    return problems


def _label(name: str) -> str:
    return str(Indicator._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(indicator: Indicator, name: str) -> str:
    """A field's content in words."""
    if name == "asked_of":
        return indicator.asked_label
    display = getattr(indicator, f"get_{name}_display", None)
    value = display() if display else getattr(indicator, name)
    return {True: "是", False: "否", None: ""}.get(value, str(value)) if not isinstance(value, str) else value


def _definition(indicator: Indicator) -> str:
    """How the indicator is computed, on one line."""
    if indicator.numerator_id and indicator.denominator_id:
        parts = dict(
            Indicator.objects.filter(pk__in=(indicator.numerator_id, indicator.denominator_id)).values_list(
                "pk", "name"
            )
        )
        return f"{indicator.name}＝{parts[indicator.numerator_id]}÷{parts[indicator.denominator_id]}"
    return f"{indicator.name}＝{indicator.terms}" if indicator.terms else indicator.name


def _log(indicator: Indicator, what: str, old: str, new: str, by: User) -> None:
    IndicatorChange.objects.create(indicator=indicator, what=what[:40], old=old[:300], new=new[:300], by=by)
