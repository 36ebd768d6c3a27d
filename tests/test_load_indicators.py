"""Does load_indicators bring in a county's own indicators, update them, and refuse what cannot be counted?"""

from __future__ import annotations

from pathlib import Path

import pytest
from loading import load, refused
from makers import make_county, make_return

from reports.models import Indicator

pytestmark = pytest.mark.django_db

HEAD = "code,name_zh,unit,kind,section"
OWN = f"{HEAD},numerator,denominator,terms,parent,parent_rel\n" + (
    "x_rate,参与率,%,ratio,S07,x_joined,x_all,,,\n"
    "x_joined,参与职工,人,flow,劳动竞赛与技术创新,,,,x_all,subset\n"
    "x_all,应参与职工,人,flow,S07,,,,,\n"
    "x_left,结余,万元,amount,S15,,,+x_in -x_out,,\n"
    "x_in,收入,万元,amount,S15,,,,,\n"
    "x_out,支出,万元,amount,S15,,,,,\n"
)


def test_every_kind_comes_in_with_its_defaults(tmp_path: Path) -> None:
    assert "新增 6 个" in load("load_indicators", tmp_path, OWN)
    own = {i.code: i for i in Indicator.objects.filter(built_in=False)}
    assert {code: i.month_agg for code, i in own.items()} == {
        "x_rate": "recompute", "x_joined": "sum", "x_all": "sum", "x_left": "sum", "x_in": "sum", "x_out": "sum",
    }  # fmt: skip
    assert {code: i.decimals for code, i in own.items() if i.decimals} == {
        "x_rate": 2, "x_left": 2, "x_in": 2, "x_out": 2,
    }  # fmt: skip
    assert (own["x_rate"].numerator, own["x_rate"].denominator) == (own["x_joined"], own["x_all"])
    assert own["x_joined"].section == "S07"
    assert (own["x_joined"].parent, own["x_joined"].parent_rel) == (own["x_all"], "subset")
    assert own["x_left"].terms == "+x_in -x_out"
    assert [i.code for i in Indicator.objects.filter(built_in=False).order_by("sort")] == list(own)


def test_every_column_of_the_interface_is_kept(tmp_path: Path) -> None:
    columns = "month_agg,measure_word,aliases,decimals,due,zero_is_good,adverse,ledger,measure,date,filters,valid_from"
    counted = "honour,distinct:person,in:awarded_on,code=worker_pioneer; level>=county"
    values = f"last,名,骨干；能手,1,quarter,yes,yes,{counted},2012-03"
    load("load_indicators", tmp_path, f"{HEAD},{columns}\nx_one,骨干,人,amount,S08,{values}\n")
    one = Indicator.objects.get(code="x_one")
    assert [
        one.month_agg, one.measure_word, one.aliases, one.decimals, one.due, one.zero_is_good, one.adverse,
        one.ledger, one.measure, one.date_rule, one.filters, str(one.valid_from),
    ] == [
        "last", "名", "骨干；能手", 1, "quarter", True, True,
        "honour", "distinct:person", "in:awarded_on", "code=worker_pioneer; level>=county", "2012-03-01",
    ]  # fmt: skip


def test_a_rate_may_stand_without_parts(tmp_path: Path) -> None:
    load("load_indicators", tmp_path, f"{HEAD}\nx_rate,签订率,%,ratio,S03\n")
    assert Indicator.objects.get(code="x_rate").numerator is None


def test_loading_again_changes_nothing_and_a_name_updates(tmp_path: Path) -> None:
    load("load_indicators", tmp_path, OWN)
    assert "新增 0 个，更新 0 个，未变 6 个" in load("load_indicators", tmp_path, OWN)
    assert "更新 1 个" in load("load_indicators", tmp_path, f"{HEAD}\nx_all,全部职工,人,flow,S07\n")
    assert Indicator.objects.get(code="x_joined").parent == Indicator.objects.get(name="全部职工")
    assert "更新 1 个" in load("load_indicators", tmp_path, f"{HEAD}\nx_all,全部职工,人,stock,S07\n")
    assert Indicator.objects.get(code="x_all").month_agg == "last"


def test_what_figures_rest_on_may_not_change(tmp_path: Path) -> None:
    load("load_indicators", tmp_path, OWN)
    make_return(make_county(), "2020-05", {"x_all": 4})
    problems = refused("load_indicators", tmp_path, f"{HEAD}\nx_all,全部职工,户,stock,S07\n")
    assert [problem.split("：")[0] for problem in problems] == [
        "第 2 行，kind 列", "第 2 行，unit 列", "第 2 行，month_agg 列",
    ]  # fmt: skip
    assert "已有数据" in problems[0]
    assert "更新 1 个" in load("load_indicators", tmp_path, f"{HEAD}\nx_all,全部职工,人,flow,S08\n")


@pytest.mark.parametrize(
    ("columns", "row", "place", "words"),
    [
        ("", "union_total,工会数,个,stock,S01", "code", "是系统指标"),
        ("", "X-1,甲,个,flow,S01", "code", "不能作代码"),
        ("", "x_a,,个,flow,S01", "name_zh", "应为1 至 80 个字"),
        ("", "x_a,甲,,flow,S01", "unit", "应为1 至 10 个字"),
        ("", "x_a,甲,个,count,S01", "kind", "“count”不是类型，应为 flow"),
        ("", "x_a,甲,个,flow,S99", "section", "“S99”不是业务口，应为 S01 至 S17"),
        (",numerator", "x_a,甲,%,ratio,S01,union_total", "denominator", "要么都写，要么都不写"),
        (",numerator,denominator", "x_a,甲,个,flow,S01,union_total,member_total", "numerator", "只有比率"),
        (",numerator,denominator", "x_a,甲,%,ratio,S01,union_total,none", "denominator", "没有代码为“none”的指标"),
        (",numerator,denominator", "x_a,甲,%,ratio,S01,x_a,union_total", "numerator", "不能引用自己"),
        (",terms", "x_a,甲,元,amount,S01,a plus b", "terms", "应写作 +甲代码 -乙代码"),
        (",terms", "x_a,甲,元,amount,S01,+fund_close -fund_open", "terms", "本身由平衡式得出"),
        (",terms", "x_a,甲,元,amount,S01,+organizing_rate", "terms", "是比率"),
        (",terms", "x_a,甲,%,ratio,S01,+fund_open", "terms", "比率不能写平衡式"),
        (",parent", "x_a,甲,个,flow,S01,none", "parent", "没有代码为“none”"),
        (",parent,parent_rel", "x_a,甲,个,flow,S01,union_total,part", "parent_rel", "应为 partition"),
        (",parent_rel", "x_a,甲,个,flow,S01,subset", "parent_rel", "没有写 parent"),
        (",month_agg", "x_a,甲,个,stock,S01,sum", "month_agg", "不合于类型 stock，应为 last、first"),
        (",decimals", "x_a,甲,个,flow,S01,6", "decimals", "应为 0 至 4"),
        (",due", "x_a,甲,个,flow,S01,weekly", "due", "应为 month（每月）"),
        (",adverse", "x_a,甲,个,flow,S01,maybe", "adverse", "应为 yes、no"),
        (",valid_from", "x_a,甲,个,flow,S01,2010-13", "valid_from", "不是月份"),
        (",measure", "x_a,甲,个,flow,S01,count", "measure", "没有写 ledger"),
        (",ledger,measure,date", "x_a,甲,个,flow,S01,honour,rows,held", "measure", "应为 count"),
        (",ledger,measure,date", "x_a,甲,个,flow,S01,honour,count,on", "date", "应为 in:"),
        (",ledger,measure,date,filters", "x_a,甲,个,flow,S01,honour,count,held,a ~ b", "filters", "看不懂"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(columns: str, row: str, place: str, words: str, tmp_path: Path) -> None:
    problems = refused("load_indicators", tmp_path, f"{HEAD}{columns}\n{row}\n")
    assert any(problem.startswith(f"第 2 行，{place} 列：") and words in problem for problem in problems), problems
    assert not Indicator.objects.filter(built_in=False).exists()


def test_parents_in_a_circle_are_refused(tmp_path: Path) -> None:
    rows = "x_a,甲,个,flow,S01,x_b\nx_b,乙,个,flow,S01,x_a\n"
    assert any("绕成了圈" in problem for problem in refused("load_indicators", tmp_path, f"{HEAD},parent\n{rows}"))


def test_a_code_twice_is_refused_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    rows = f"{HEAD}\nx_a,甲,个,flow,S01\n"
    assert "与第 2 行重复" in refused("load_indicators", tmp_path, f"{rows}x_a,乙,个,flow,S01\n")[0]
    assert "新增 x_a 甲（个）" in load("load_indicators", tmp_path, rows, "--dry-run")
    assert not Indicator.objects.filter(built_in=False).exists()
