"""Does check_data agree with honest data, and name every kind of damage?"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from loading import load
from makers import Cast, make_cast, make_version

from members.management import loader
from members.models import Union
from members.months import parse_period
from reports import rollup as rollup_module
from reports.checking import totals
from reports.models import Figure, FigureChange, Indicator, MonthlyReturn, State, Summary
from reports.summaries import compose
from reports.summaries.frozen import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    cast = make_cast()
    lines = ["union_code,month,code,value"]
    for town in (cast.east, cast.west):
        lines += [f"{town.code},2020-{month:02d},{code},{month}" for month in range(1, 7) for code in CODES]
    load("load_figures", tmp_path, "\n".join(lines) + "\n", "--approve")
    return cast


CODES = ("member_total", "member_new", "fund_open", "fund_income", "fund_expense", "aid_amount")


def check() -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("check_data", stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_honest_data_agree(cast: Cast) -> None:
    code, printed = check()
    assert code == 0
    assert printed.splitlines() == [
        "工会树：相符", "台账计数：相符", "月报状态：相符", "数据与修改记录：相符", "总结与签发稿：相符", "汇总：相符",
    ]  # fmt: skip


def move_a_union(cast: Cast) -> None:
    Union.objects.filter(pk=cast.plant.pk).update(parent=cast.west)


def set_a_state(cast: Cast) -> None:
    MonthlyReturn.objects.filter(union=cast.east, month="2020-03-01").update(state=State.DRAFT)


def change_a_figure(cast: Cast) -> None:
    Figure.objects.filter(indicator__code="member_new", value=3).update(value=4)


def drop_a_figure(cast: Cast) -> None:
    figure = Figure.objects.filter(indicator__code="member_new").first()
    assert figure is not None
    figure.delete()


def split_a_person(cast: Cast) -> None:
    Figure.objects.filter(indicator__code="member_new", value=3).update(value="3.5")
    FigureChange.objects.filter(indicator__code="member_new", new="3").update(new="3.5")


def retire_an_indicator(cast: Cast) -> None:
    Indicator.objects.filter(code="member_new").update(valid_until="2020-02-01")


def change_what_was_issued(cast: Cast) -> None:
    summary = Summary.objects.create(union=cast.east, kind="half_year", first="2020-01-01", last="2020-06-01")
    make_version(summary, freeze(compose(cast.east, parse_period("2020H1")).document), by=cast.leader)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (move_a_union, "树中的位置为"),
        (set_a_state, "状态为“填报中”，按办理记录应为“已通过”"),
        (change_a_figure, "现为“4”，修改记录最后为“3”"),
        (drop_a_figure, "却没有数据"),
        (split_a_person, "小数位数多于指标允许的 0 位"),
        (retire_an_indicator, "指标在该月不启用"),
        (change_what_was_issued, "与签发时的校验值不符"),
    ],
)
def test_damage_is_named(damage: Callable[[Cast], None], words: str, cast: Cast) -> None:
    damage(cast)
    code, printed = check()
    assert code == 1
    assert words in printed


def test_a_roll_up_that_is_wrong_by_one_is_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = rollup_module.months_first

    def wrong(*arguments: object, **options: object) -> object:
        found = honest(*arguments, **options)  # type: ignore[arg-type]
        for rows in found:
            for values in rows.values():
                if (value := values.get("member_new")) and value.value is not None:
                    values["member_new"] = type(value)(value.value + 1, value.month, value.reported)
        return found

    monkeypatch.setattr(rollup_module, "months_first", wrong)
    assert any("member_new：汇总的 value" in line for line in totals.disagreements())


def test_a_database_without_tables_gets_them_first(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[object, ...]] = []
    monkeypatch.setattr(loader, "call_command", lambda *names, **options: called.append((*names, options["verbosity"])))
    loader.ensure_tables()
    monkeypatch.setattr(MigrationRecorder, "has_table", lambda recorder: False)
    loader.ensure_tables()
    assert called == [("migrate", 0)]
