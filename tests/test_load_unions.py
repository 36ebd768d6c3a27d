"""Does load_unions build the tree from any order, update it, move within it, and refuse what makes no tree?"""

from __future__ import annotations

from pathlib import Path

import pytest
from loading import load, refused
from makers import make_cast

from members.models import FormerPlace, Union

pytestmark = pytest.mark.django_db

HEAD = "code,name,level,org_type,parent_code\n"
TREE = (
    HEAD
    + "B1,机械厂工会,base,enterprise,T1\nT1,东镇总工会,township,,C\nT2,西镇总工会,township,,C\nC,某县总工会,county,,\n"
)


def paths() -> dict[str, list[str]]:
    """Code → the codes from the root down."""
    codes = {str(union.pk): union.code for union in Union.objects.all()}
    return {u.code: [codes[part.lstrip("0")] for part in u.path.strip("/").split("/")] for u in Union.objects.all()}


def test_rows_come_in_any_order(tmp_path: Path) -> None:
    assert "新增 4 个" in load("load_unions", tmp_path, TREE)
    assert paths() == {"C": ["C"], "T1": ["C", "T1"], "T2": ["C", "T2"], "B1": ["C", "T1", "B1"]}
    assert dict(Union.objects.values_list("code", "files_returns")) == {"C": True, "T1": True, "T2": True, "B1": False}


def test_a_parent_may_exist_already_and_a_root_may_have_any_level(tmp_path: Path) -> None:
    load("load_unions", tmp_path, HEAD + "T9,孤镇工会,township,,\n")
    load("load_unions", tmp_path, HEAD + "B9,学校工会,base,事业单位,T9\n", encoding="gb18030")
    assert paths() == {"T9": ["T9"], "B9": ["T9", "B9"]}
    assert Union.objects.get(code="B9").org_type == "institution"


def test_loading_again_changes_nothing_and_a_new_name_updates(tmp_path: Path) -> None:
    load("load_unions", tmp_path, TREE)
    assert "新增 0 个，更新 0 个，改变隶属 0 个，未变 4 个" in load("load_unions", tmp_path, TREE)
    printed = load("load_unions", tmp_path, TREE.replace("东镇总工会", "东港镇总工会"))
    assert "更新 1 个" in printed
    assert Union.objects.get(code="T1").name == "东港镇总工会"


def test_columns_that_are_not_there_keep_what_is_known(tmp_path: Path) -> None:
    load("load_unions", tmp_path, TREE)
    load("load_unions", tmp_path, "code,name,level\nB1,新机械厂工会,base\n")
    union = Union.objects.get(code="B1")
    assert (union.name, union.org_type, paths()["B1"]) == ("新机械厂工会", "enterprise", ["C", "T1", "B1"])


def test_a_move_with_its_month_keeps_the_old_place(tmp_path: Path) -> None:
    load("load_unions", tmp_path, TREE)
    old = Union.objects.get(code="B1").path
    row = "code,name,level,parent_code,since\nB1,机械厂工会,base,T2,2010-05\n"
    assert "改变隶属 1 个" in load("load_unions", tmp_path, row)
    assert paths()["B1"] == ["C", "T2", "B1"]
    place = FormerPlace.objects.get()
    assert (place.path, str(place.until)) == (old, "2010-05-01")


def test_a_dry_run_names_the_changes_and_makes_none(tmp_path: Path) -> None:
    printed = load("load_unions", tmp_path, TREE, "--dry-run")
    assert "新增 T1 东镇总工会" in printed
    assert "试运行，未写入：工会：新增 4 个" in printed
    assert not Union.objects.exists()


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("T3,南镇总工会,town,,C", "level 列", "“town”不是层级，应为 county"),
        ("T3,南镇总工会,township,,X", "parent_code 列", "没有代码为“X”的工会"),
        ("T1,又一个,township,,C", "code 列", "与第 3 行重复"),
        ("T 3,南镇总工会,township,,C", "code 列", "不含空格"),
        (",南镇总工会,township,,C", "code 列", "不能作工会代码"),
        ("T3,,township,,C", "name 列", "不能作工会名称"),
        ("T3,南镇总工会,township,,T1", "parent_code 列", "上级应为县总工会"),
        ("C2,另一县总工会,county,,C", "parent_code 列", "县级工会没有上级"),
        ("B3,厂工会,base,factory,T1", "org_type 列", "“factory”不是工会类型，应为 enterprise、"),
        ("B3,厂工会,base,,B3", "parent_code 列", "绕成了圈：B3 → B3"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(row: str, place: str, words: str, tmp_path: Path) -> None:
    problems = refused("load_unions", tmp_path, TREE + row + "\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"第 6 行，{place}：")
    assert words in problems[0]
    assert not Union.objects.exists()


def test_a_circle_of_several_is_found(tmp_path: Path) -> None:
    rows = HEAD + "B1,甲厂工会,base,,B3\nB2,乙厂工会,base,,B1\nB3,丙厂工会,base,,B2\n"
    assert any("绕成了圈" in problem for problem in refused("load_unions", tmp_path, rows))


def test_a_level_cannot_be_changed_and_dates_must_be_dates(tmp_path: Path) -> None:
    load("load_unions", tmp_path, TREE)
    rows = "code,name,level,established_on,files_from,files_until\nT1,东镇总工会,base,去年,2010-13,2009-01\n"
    problems = refused("load_unions", tmp_path, rows)
    assert [problem.split("：")[0] for problem in problems] == [
        "第 2 行，level 列", "第 2 行，established_on 列", "第 2 行，files_from 列",
    ]  # fmt: skip


def test_all_problems_are_named_and_nothing_is_kept(tmp_path: Path) -> None:
    make_cast()
    before = Union.objects.count()
    rows = HEAD + "T8,好镇总工会,township,,\nT9,坏镇总工会,town,,\n,无码,base,,\n"
    assert len(refused("load_unions", tmp_path, rows)) == 2
    assert Union.objects.count() == before
