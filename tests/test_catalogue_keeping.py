"""The verbs of the catalogue: who may, what is refused and why, what is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from makers import Cast, make_return
from test_catalogue_definitions import ENTERED, make_entered, make_rate

from members.problems import Refused
from reports import catalogue_editing
from reports.catalogue_editing import propose_code
from reports.models import FormerDefinition, Indicator, IndicatorChange, OffYears


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("工人先锋号", "x_grxfh"), ("“五小”成果2项", "x_wxcg2x"), ("GDP贡献", "x_gdpgx"), ("（——）", "x_zb"),
        ("很" * 60, "x_" + "h" * 28),
    ],
)  # fmt: skip
def test_a_code_is_made_of_initials(name: str, code: str) -> None:
    assert propose_code(name) == code


def test_a_proposed_code_is_free(cast: Cast) -> None:
    assert [make_entered(cast, name).code for name in ("工人先锋号", "工人先锋会", "工人先锋汇")] == [
        "x_grxfh", "x_grxfh2", "x_grxfh3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"name_zh": ""}, "name_zh", "1 至 80"),
        ({"unit": ""}, "unit", "1 至 10"),
        ({"code": "Union"}, "code", "不能作代码"),
        ({"code": "union_total"}, "code", "已被别的指标使用"),
        ({"parent": "nothing"}, "parent", "没有代码"),
        ({"terms": "+nothing -union_total"}, "terms", "没有代码"),
        ({"terms": "+membership_rate +union_total"}, "terms", "是比率"),
        ({"numerator": "union_total", "denominator": "union_new"}, "numerator", "只有比率"),
    ],
)
def test_a_new_indicator_is_checked_as_a_row_of_a_file(
    cast: Cast, cells: dict[str, str], column: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        make_entered(cast, **{"name": "新数", **cells} if "name_zh" not in cells else {"name": "", **cells})
    assert refusal.value.problems[0].column == column
    assert not Indicator.objects.filter(built_in=False).exists()


ACTS: dict[str, Callable[[Indicator, Cast, object], object]] = {
    "add": lambda each, cast, by: catalogue_editing.add({**ENTERED, "name_zh": "新"}, by=by),  # type: ignore[arg-type]
    "amend": lambda each, cast, by: catalogue_editing.amend(each, {"due": "quarter"}, by=by),  # type: ignore[arg-type]
    "off": lambda each, cast, by: catalogue_editing.switch_off([each], 2027, by=by),  # type: ignore[arg-type]
    "on": lambda each, cast, by: catalogue_editing.switch_on([each], 2027, by=by),  # type: ignore[arg-type]
    "retire": lambda each, cast, by: catalogue_editing.retire(each, date(2026, 12, 1), by=by),  # type: ignore[arg-type]
    "move": lambda each, cast, by: catalogue_editing.move(each, 1, by=by),  # type: ignore[arg-type]
    "redefine": lambda each, cast, by: catalogue_editing.redefine(
        each,
        2027,
        {"name": "新", "numerator": "", "denominator": "", "terms": ""},
        by=by,  # type: ignore[arg-type]
    ),
}


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("role", ["leader", "dept", "chair", "clerk", "sys_admin"])
def test_only_the_statistician_keeps_the_catalogue(cast: Cast, act: str, role: str) -> None:
    each = Indicator.objects.get(code="union_new")
    with pytest.raises(PermissionDenied):
        ACTS[act](each, cast, getattr(cast, role))
    assert not IndicatorChange.objects.exists()


@pytest.mark.parametrize("act", list(ACTS))
def test_every_act_leaves_a_change(cast: Cast, act: str) -> None:
    each = make_entered(cast, "试点数")
    catalogue_editing.switch_off([each], 2030, by=cast.stat)
    make_entered(cast, "另一数")
    before = IndicatorChange.objects.count()
    if act == "on":
        catalogue_editing.switch_on([each], 2030, by=cast.stat)
    else:
        ACTS[act](each, cast, cast.stat)
    change = IndicatorChange.objects.all()[0]
    assert IndicatorChange.objects.count() == before + 1
    assert (change.by, bool(change.what)) == (cast.stat, True)


def test_a_built_in_keeps_code_name_kind_and_unit(cast: Cast) -> None:
    each = Indicator.objects.get(code="union_new")
    changed = catalogue_editing.amend(
        each, {"name": "别的", "kind": "stock", "unit": "家", "code": "other", "due": "quarter"}, by=cast.stat
    )
    again = Indicator.objects.get(pk=each.pk)
    assert changed == ["填报频次"]
    assert (again.code, again.name, again.kind, again.unit, again.due) == (
        each.code, each.name, each.kind, each.unit, "quarter",
    )  # fmt: skip


def test_a_parent_needs_a_relation_and_may_not_go_round(cast: Cast) -> None:
    a, b = make_entered(cast, "甲数"), make_entered(cast, "乙数")
    with pytest.raises(Refused, match="请选择与上级指标的关系"):
        catalogue_editing.amend(b, {"parent": a.code, "parent_rel": ""}, by=cast.stat)
    catalogue_editing.amend(b, {"parent": a.code, "parent_rel": "subset"}, by=cast.stat)
    with pytest.raises(Refused, match="绕成了圈"):
        catalogue_editing.amend(a, {"parent": b.code, "parent_rel": "subset"}, by=cast.stat)
    catalogue_editing.amend(b, {"parent": "", "parent_rel": "subset"}, by=cast.stat)
    assert Indicator.objects.get(pk=b.pk).parent_rel == ""


def test_what_has_figures_in_the_year_is_not_switched_off_for_it(cast: Cast) -> None:
    each = make_entered(cast, "试点数")
    make_return(cast.east, "2026-03", {each.code: 4})
    with pytest.raises(Refused, match="2026年已有单位填报，请从下一年起停用"):
        catalogue_editing.switch_off([each], 2026, by=cast.stat)
    assert catalogue_editing.switch_off([each], 2027, by=cast.stat) == 1


def test_what_others_are_computed_from_is_not_switched_off_alone(cast: Cast) -> None:
    rate, top, _, _ = make_rate(cast)
    with pytest.raises(Refused, match="“职代会建制率”要用“建制单位”计算"):
        catalogue_editing.switch_off([top], 2027, by=cast.stat)
    with pytest.raises(Refused, match="要用"):
        catalogue_editing.retire(top, date(2026, 12, 1), by=cast.stat)
    assert catalogue_editing.switch_off([top, rate], 2027, by=cast.stat) == 2


def test_off_and_on_keep_each_year_as_it_was(cast: Cast) -> None:
    each = make_entered(cast, "试点数")
    assert catalogue_editing.switch_off([each], 2024, by=cast.stat) == 1
    assert catalogue_editing.switch_off([each], 2025, by=cast.stat) == 0, "it is off already"
    assert catalogue_editing.switch_on([each], 2026, by=cast.stat) == 1
    assert catalogue_editing.switch_off([each], 2028, by=cast.stat) == 1
    assert [(off.first, off.last) for off in OffYears.objects.all()] == [(2024, 2025), (2028, 9999)]
    assert catalogue_editing.switch_on([each], 2020, by=cast.stat) == 1
    assert not OffYears.objects.exists()


def test_a_last_month_before_figures_is_refused_and_can_be_taken_back(cast: Cast) -> None:
    each = make_entered(cast, "试点数", valid_from="2026-01")
    make_return(cast.east, "2026-03", {each.code: 4})
    with pytest.raises(Refused, match="2026年3月已有单位填报"):
        catalogue_editing.retire(each, date(2026, 2, 1), by=cast.stat)
    with pytest.raises(Refused, match="不能早于启用月"):
        catalogue_editing.retire(each, date(2025, 2, 1), by=cast.stat)
    catalogue_editing.retire(each, date(2026, 3, 1), by=cast.stat)
    catalogue_editing.retire(each, None, by=cast.stat)
    assert Indicator.objects.get(pk=each.pk).valid_until is None


def test_one_moves_among_those_beside_it(cast: Cast) -> None:
    names = ["甲数", "乙数", "丙数"]
    found = [make_entered(cast, name, section="S17") for name in names]
    Indicator.objects.filter(pk__in=[each.pk for each in found]).update(sort=10_000)  # equal places come from files

    def order() -> list[str]:
        return [each.name for each in Indicator.objects.filter(section="S17", built_in=False).in_order()]

    assert catalogue_editing.move(found[2], -1, by=cast.stat)
    assert order() == ["甲数", "丙数", "乙数"]
    first = Indicator.objects.filter(section="S17", parent=None).in_order()[0]
    assert not catalogue_editing.move(first, -1, by=cast.stat)
    assert catalogue_editing.move(found[0], 1, by=cast.stat)
    assert order() == ["丙数", "甲数", "乙数"]


def test_a_refused_change_leaves_nothing(cast: Cast) -> None:
    rate, top, _, _ = make_rate(cast)
    count = IndicatorChange.objects.count()
    with pytest.raises(Refused):
        catalogue_editing.redefine(
            rate, 2026, {"name": "", "numerator": top.code, "denominator": "", "terms": ""}, by=cast.stat
        )
    assert (IndicatorChange.objects.count(), FormerDefinition.objects.count()) == (count, 0)
