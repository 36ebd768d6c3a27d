"""Bad input: one clear Chinese message each, naming place and remedy, and nothing half saved."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from loading import load, refused
from makers import Cast, make_cast, make_return

from members.models import User
from members.months import month_text, shift
from reports.locks import this_month
from reports.models import Figure, FigureChange, Indicator, MonthlyReturn, State, Target

pytestmark = pytest.mark.django_db

HEAD = "union_code,month,code,value,approximate,note\n"
GOOD = "T,2020-01,member_new,5,,\n"


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    type(cast.east).objects.filter(pk=cast.east.pk).update(code="T")
    return cast


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("T,2020-02,member_new,五个,,", "value 列", "“五个”不是数字，请用阿拉伯数字填写"),
        ("T,2020-02,member_new,十五,,", "value 列", "请写成完整的数字"),
        ("T,2020-02,member_new,1.5万,,", "value 列", "“1.5万”请写成完整的数字，如“1.5万”写作15000"),
        ("T,2020-02,member_new,约20,,", "value 列", "“约20”请填准确的数字"),
        ("T,2020-02,member_new,-3,,", "value 列", "“-3”不能为负数，没有发生请填0"),
        ("T,2020-02,member_new,－３,,", "value 列", "不能为负数"),
        ("T,2020-02,member_new,2.5,,", "value 列", "“2.5”应为整数"),
        ("T,2020-02,aid_amount,2.555,,", "value 列", "小数位数过多，最多保留2位小数"),
        ("T,2020-02,member_new,NaN,,", "value 列", "“NaN”不是数字"),
        ("T,2020-02,member_new,Infinity,,", "value 列", "不是数字"),
        ("T,2020-02,member_new,1e400,,", "value 列", "“1e400”不是数字"),
        ("T,2020-02,member_new,12345678901,,", "value 列", "数值过大"),
        (f"T,2020-02,member_new,{'9' * 40},,", "value 列", "数值过大"),
        ("T,2020-02,member_new,12/3,,", "value 列", "不是数字"),
        ("T,2020-02,member_new,XXX,,", "value 列", "不是数字"),
        ("T,2020-02,member_new,,,", "value 列", "没有统计到的请删去这一行"),
        ("T,2020-02,member_new,5,约,", "approximate 列", "“约”不是概数说法，应为 余、多、以上"),
        ("T,2020-02,member_new,na,余,", "value 列", "不能并用"),
        ("T,2020-02,member_new,40多,余,", "value 列", "不能并用"),
        (f"T,2020-02,member_new,5,,{'长' * 201}", "note 列", "不超过 200 个字"),
        ("T,2020-02,no_such_code,5,,", "code 列", "没有代码为“no_such_code”的指标，请核对目录"),
        ("X9,2020-02,member_new,5,,", "union_code 列", "没有代码为“X9”的工会，请核对"),
        ("T,2020-13,member_new,5,,", "month 列", "“2020-13”不是月份，应写作 2010-05"),
        ("T,2020-00,member_new,5,,", "month 列", "不是月份"),
        ("T,2020年2月,member_new,5,,", "month 列", "不是月份，应写作 2010-05"),
        ("T,2020-01,member_new,6,,", "code 列", "T 2020-01 member_new 与第 2 行重复，请只留一行"),
        ("T,2999-01,member_new,5,,", "month 列", "还没有到，不能填报（涉及 1 行）"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_saved(row: str, place: str, words: str, cast: Cast, tmp_path: Path) -> None:
    for more in ([], ["--approve"]):
        problems = refused("load_figures", tmp_path, f"{HEAD}{GOOD}{row}\n", *more)
        assert len(problems) == 1
        assert problems[0].startswith(f"第 3 行，{place}：")
        assert words in problems[0]
    assert not MonthlyReturn.objects.exists()
    assert not Figure.objects.exists()
    assert not FigureChange.objects.exists()
    assert not User.objects.filter(username__startswith="history").exists()


def test_full_width_digits_and_gb18030_are_understood(cast: Cast, tmp_path: Path) -> None:
    row = "T,2020-01,member_new,１，２３４人,多,“备注”\n"
    load("load_figures", tmp_path, HEAD + row, "--approve", encoding="gb18030")
    figure = Figure.objects.get()
    assert (figure.value, figure.approximate, figure.note) == (1234, "多", "“备注”")


def test_every_problem_of_a_file_is_named_in_the_order_of_its_lines(cast: Cast, tmp_path: Path) -> None:
    rows = "X9,2020-13,none,五,,\n" + GOOD + "T,2020-02,member_new,-1,,\n" + GOOD
    problems = refused("load_figures", tmp_path, HEAD + rows)
    assert [problem.split("：")[0] for problem in problems] == [
        "第 2 行，union_code 列", "第 2 行，month 列", "第 2 行，code 列", "第 4 行，value 列", "第 5 行，code 列",
    ]  # fmt: skip


def test_next_month_has_not_begun(cast: Cast, tmp_path: Path) -> None:
    later = month_text(shift(this_month(), 1))
    assert "还没有到" in refused("load_figures", tmp_path, f"{HEAD}T,{later},member_new,1,,\n")[0]
    load("load_figures", tmp_path, f"{HEAD}T,{month_text(this_month())},member_new,1,,\n")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REPORTED, State.APPROVED])
def test_a_locked_month_stays_as_it_is(state: str, cast: Cast, tmp_path: Path) -> None:
    make_return(cast.east, "2020-01", {"member_new": 4}, state=state, by=cast.clerk)
    rows = f"{HEAD}{GOOD}T,2020-01,union_new,1,,\nT,2020-02,union_new,1,,\n"
    for more in ([], ["--approve"]):
        problems = refused("load_figures", tmp_path, rows, *more)
        assert len(problems) == 1
        assert problems[0].startswith("第 2 行，month 列：“东港镇总工会”2020年1月报表")
        assert "数据已锁定；" in problems[0]
        assert "（涉及 2 行）" in problems[0]
    assert Figure.objects.get().value == 4


def test_a_month_before_the_union_or_its_indicator_existed_is_refused(cast: Cast, tmp_path: Path) -> None:
    type(cast.east).objects.filter(pk=cast.east.pk).update(
        established_on=date(2020, 3, 15), files_until=date(2021, 1, 1)
    )
    Indicator.objects.filter(code="union_new").update(valid_from=date(2020, 5, 1))
    Indicator.objects.filter(code="member_new").update(enabled=False)
    rows = "T,2020-02,union_total,1,,\nT,2020-04,union_new,1,,\nT,2020-04,member_new,1,,\nT,2021-02,union_total,1,,\n"
    problems = refused("load_figures", tmp_path, HEAD + rows)
    assert [problem.split("：", 1)[0] for problem in problems] == [
        "第 2 行，month 列", "第 3 行，code 列", "第 4 行，code 列", "第 5 行，month 列",
    ]  # fmt: skip
    words = ("才建会", "自2020年5月起才有", "已停用", "填报至2021年1月为止")
    assert all(word in problem for word, problem in zip(words, problems, strict=True))


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("X9,2020,member_new,5", "union_code 列", "没有代码为“X9”的工会"),
        ("T,二〇二〇,member_new,5", "year 列", "不是年度，应写作 2010"),
        ("T,2020,none,5", "code 列", "没有代码为“none”的指标"),
        ("T,2020,member_new,若干", "target 列", "不是数字"),
        ("T,2020,member_new,-5", "target 列", "不能为负数"),
        ("T,2020,member_new,5,13", "by_month 列", "“13”不是月份，应为 1 至 12"),
        ("T,2020,member_new,5,9,maybe", "at_least 列", "应为 yes"),
        (f"T,2020,member_new,5,9,yes,{'文' * 61}", "document 列", "不超过 60 个字"),
        ("T,2020,union_new,7", "code 列", "与第 2 行是同一工会、年度、指标和月份的任务"),
    ],
)
def test_a_bad_target_is_named_and_none_is_saved(row: str, place: str, words: str, cast: Cast, tmp_path: Path) -> None:
    head = "union_code,year,code,target,by_month,at_least,document\nT,2020,union_new,3\n"
    problems = refused("load_targets", tmp_path, f"{head}{row}\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"第 3 行，{place}：")
    assert words in problems[0]
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"), [("broken", b"PK\x03\x04 nothing"), ("empty", b""), ("old", b"\xd0\xcf\x11")]
)
def test_a_workbook_that_cannot_be_read_is_one_message(name: str, data: bytes, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(data)
    errors = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("load_figures", path, stderr=errors)
    assert stop.value.code == 1
    assert errors.getvalue().count("\n") == 2
    assert "另存为" in errors.getvalue() or "重新导出" in errors.getvalue()
