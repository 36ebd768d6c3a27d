"""Does load_targets set the year's tasks, revise them, and take them to the roll-up?"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from loading import load
from makers import make_county
from read_reports import run

from reports.models import Target

pytestmark = pytest.mark.django_db

HEAD = "union_code,year,code,target,by_month,at_least,document,note\n"


def test_a_target_is_set_and_revised(tmp_path: Path) -> None:
    make_county(code="C")
    rows = HEAD + "C,2020,member_new,500人,,,青工〔2020〕1号,\nC,2020,union_new,4,9,no,,\nC,2020,union_new,6,12,,,\n"
    assert "新增 3 条，更新 0 条，未变 0 条" in load("load_targets", tmp_path, rows)
    target = Target.objects.get(indicator__code="member_new")
    assert (target.target, target.by_month, target.at_least, target.document) == (500, 12, True, "青工〔2020〕1号")
    assert list(Target.objects.filter(indicator__code="union_new").order_by("by_month").values_list("at_least")) == [
        (False,), (True,),
    ]  # fmt: skip
    assert "新增 0 条，更新 1 条，未变 2 条" in load("load_targets", tmp_path, rows.replace("500", "600"))
    assert Target.objects.count() == 3


def test_the_rollup_shows_the_target_exactly(tmp_path: Path) -> None:
    make_county(code="C")
    load("load_targets", tmp_path, HEAD + "C,2020,aid_amount,350000.50,,,,\nC,2020,organizing_rate,92.5,,,,\n")
    values = json.loads(run("rollup", "--union", "C", "--period", "2020", "--format", "json"))["values"]
    assert (values["aid_amount"]["target"], values["organizing_rate"]["target"]) == ("350000.5", "92.5")
    assert Target.objects.get(indicator__code="aid_amount").target == Decimal("350000.5")


def test_a_dry_run_sets_nothing(tmp_path: Path) -> None:
    make_county(code="C")
    assert "新增 C 2020 union_new（12月底前） 4" in load(
        "load_targets", tmp_path, HEAD + "C,2020,union_new,4,,,,\n", "--dry-run"
    )
    assert not Target.objects.exists()
