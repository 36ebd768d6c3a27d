"""Does load_figures write what the file says, in whose name, and take history in through its own move?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from loading import load, refused
from makers import Cast, make_cast, make_return, make_township

from members.models import Role, Union, User
from reports.models import Figure, FigureChange, MonthlyReturn, ReviewEvent, RuleNote, State

pytestmark = pytest.mark.django_db

HEAD = "union_code,month,code,value"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def figures() -> dict[str, tuple[Decimal | None, str, str]]:
    rows = Figure.objects.values_list("indicator__code", "value", "approximate", "note")
    return {code: (value, approximate, note) for code, value, approximate, note in rows}


def test_a_number_zero_and_not_applicable_are_three_things(cast: Cast, tmp_path: Path) -> None:
    code = cast.east.code
    rows = f"{HEAD},approximate,note\n{code},2020-05,member_total,１２３４,余,约数\n{code},2020-05,member_new,0,,\n"
    rows += f'{code},2020-05,union_new,na,,\n{code},2020-05,aid_amount,"1,234.50",,\n'
    assert "新增 4 个，更改 0 个，未变 0 个，涉及月报 1 份" in load("load_figures", tmp_path, rows)
    assert figures() == {
        "member_total": (Decimal(1234), "余", "约数"),
        "member_new": (Decimal(0), "", ""),
        "union_new": (None, "", ""),
        "aid_amount": (Decimal("1234.5"), "", ""),
    }
    assert MonthlyReturn.objects.get().state == State.DRAFT


def test_the_change_log_names_the_statistician_or_whom_the_command_names(cast: Cast, tmp_path: Path) -> None:
    load("load_figures", tmp_path, f"{HEAD}\n{cast.east.code},2020-05,member_new,3\n")
    load("load_figures", tmp_path, f"{HEAD}\n{cast.east.code},2020-05,member_new,4\n", "--as", cast.clerk.username)
    changes = FigureChange.objects.order_by("id").values_list("old", "new", "by__username")
    assert list(changes) == [("", "3", cast.stat.username), ("3", "4", cast.clerk.username)]


def test_what_is_the_same_is_not_written_again(cast: Cast, tmp_path: Path) -> None:
    rows = f"{HEAD},note\n{cast.east.code},2020-05,member_new,3,甲\n"
    load("load_figures", tmp_path, rows)
    version = MonthlyReturn.objects.get().version
    assert "新增 0 个，更改 0 个，未变 1 个" in load("load_figures", tmp_path, rows)
    assert MonthlyReturn.objects.get().version == version
    load("load_figures", tmp_path, rows.replace("甲", "乙"))
    assert figures()["member_new"][2] == "乙"
    assert FigureChange.objects.count() == 1


def test_a_dry_run_says_what_would_change(cast: Cast, tmp_path: Path) -> None:
    make_return(cast.east, "2020-05", {"member_new": 3})
    rows = f"{HEAD}\n{cast.east.code},2020-05,member_new,4\n{cast.east.code},2020-06,union_new,1\n"
    printed = load("load_figures", tmp_path, rows, "--dry-run", "--approve")
    assert f"{cast.east.code} 2020-05 member_new：3→4" in printed
    assert f"{cast.east.code} 2020-06 union_new：未报→1" in printed
    assert figures()["member_new"][0] == 3
    assert MonthlyReturn.objects.count() == 1


def test_history_is_taken_in_through_its_move_with_its_exceptions(cast: Cast, tmp_path: Path) -> None:
    rows = f"{HEAD}\n{cast.east.code},2020-05,member_total,10\n{cast.east.code},2020-05,member_female,12\n"
    printed = load("load_figures", tmp_path, rows, "--approve")
    taken = MonthlyReturn.objects.get()
    event = ReviewEvent.objects.get()
    assert (taken.state, event.action, event.by, event.reason) == (
        State.APPROVED, "take_in", cast.stat, "历史数据",
    )  # fmt: skip
    notes = list(RuleNote.objects.values_list("reason", flat=True))
    assert notes == ["历史数据"] * len(notes) != []
    assert f"{cast.east.code} 2020-05：错误" in printed
    assert f"收入历史月报 1 份，不合规则 {len(notes)} 处已记为历史数据例外" in printed


def test_history_that_keeps_the_rules_leaves_no_note(cast: Cast, tmp_path: Path) -> None:
    load("load_figures", tmp_path, f"{HEAD}\n{cast.east.code},2020-05,competition_count,2\n", "--approve")
    assert not RuleNote.objects.exists()


def test_a_balance_and_a_rate_may_be_stated(cast: Cast, tmp_path: Path) -> None:
    rows = f"{HEAD}\n{cast.east.code},2020-05,fund_close,-12.5\n{cast.east.code},2020-05,organizing_rate,95%\n"
    load("load_figures", tmp_path, rows, "--approve")
    assert {code: value for code, (value, _, _) in figures().items()} == {
        "fund_close": Decimal("-12.5"), "organizing_rate": Decimal(95),
    }  # fmt: skip


def test_without_a_statistician_an_account_nobody_can_use_is_the_author(tmp_path: Path) -> None:
    roots = [Union.objects.create(code=code, name=code, level="township", files_returns=True) for code in ("A", "B")]
    for root in roots:
        root.place_under(None)
    for _ in range(2):
        for root in roots:
            month = "2020-05" if not FigureChange.objects.filter(monthly_return__union=root).exists() else "2020-06"
            load("load_figures", tmp_path, f"{HEAD}\n{root.code},{month},union_new,1\n", "--approve")
    users = User.objects.filter(username__startswith="history")
    assert {user.union for user in users} == set(roots)
    assert not any(user.is_active or user.has_usable_password() for user in users)
    assert {event.by for event in ReviewEvent.objects.all()} == set(users)
    assert {user.role for user in users} == {Role.COUNTY_STAT}


def test_a_union_whose_own_figures_come_files_from_then_on(cast: Cast, tmp_path: Path) -> None:
    assert not cast.plant.files_returns
    printed = load("load_figures", tmp_path, f"{HEAD}\n{cast.plant.code},2020-05,union_new,1\n", "--approve")
    assert f"“{cast.plant.name}”自2020年5月起列为填报单位" in printed
    cast.plant.refresh_from_db()
    assert (cast.plant.files_returns, cast.plant.files_from) == (True, date(2020, 5, 1))


def test_figures_of_many_unions_and_months_come_in_one_file(cast: Cast, tmp_path: Path) -> None:
    towns = [make_township(cast.county, f"第{number}镇总工会") for number in range(3)]
    lines = [f"{t.code},2020-{m:02d},member_new,{m}" for t in towns for m in range(1, 13)]
    assert "新增 36 个" in load("load_figures", tmp_path, "\n".join([HEAD, *lines, ""]), encoding="gb18030")
    assert MonthlyReturn.objects.count() == 36


def test_who_has_no_right_there_cannot_be_the_author(cast: Cast, tmp_path: Path) -> None:
    rows = f"{HEAD}\n{cast.east.code},2020-05,member_new,3\n"
    for user, more in ((cast.west_clerk, []), (cast.clerk, ["--approve"]), (cast.other_stat, ["--approve"])):
        problem = refused("load_figures", tmp_path, rows, *more, "--as", user.username)[0]
        assert user.username in problem
        assert "无权" in problem
    assert "没有账号“nobody”" in refused("load_figures", tmp_path, rows, "--as", "nobody")[0]
    assert not Figure.objects.exists()
