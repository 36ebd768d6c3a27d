"""`load_ledger` from a terminal: the same checks as in the browser, all or nothing, and what it says."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from ledger_sheets import make_workbook

from members.ledgers.ledger import LEDGERS
from members.models import ImportBatch

DISPUTES = LEDGERS["dispute_case"].model
ROW = {"案号": "调1", "受理日期": date(2026, 5, 3), "争议类型": "劳动报酬"}


def load(*arguments, **options):
    """What the command printed, and what it complained of."""
    out, err = io.StringIO(), io.StringIO()
    failed = False
    try:
        call_command("load_ledger", *map(str, arguments), stdout=out, stderr=err, **options)
    except CommandError as error:
        failed = True
        err.write(str(error))
    return failed, out.getvalue(), err.getvalue()


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "争议.xlsx"
    path.write_bytes(make_workbook([ROW, ROW | {"案号": "调2"}]))
    return path


def test_the_list_names_every_ledger(cast):
    failed, said, _ = load(list=True)
    assert not failed and [line.split("\t")[0] for line in said.splitlines()] == list(LEDGERS)


def test_a_sheet_is_loaded_in_the_name_of_the_unions_keeper_and_once(cast, sheet):
    assert load("dispute_case", sheet, union=cast.east.code)[:2] == (
        False,
        "劳动争议台账：新增 2 条，改动 0 条，跳过已有的 0 条，没有变化 0 条\n",
    )
    assert {(each.union, each.created_by) for each in DISPUTES.objects.all()} == {(cast.east, cast.clerk)}
    assert "没有变化 2 条" in load("dispute_case", sheet, username="east_chair")[1]
    assert (DISPUTES.objects.count(), ImportBatch.objects.count()) == (2, 2)


def test_a_dry_run_writes_nothing(cast, sheet):
    failed, said, _ = load("dispute_case", sheet, union=cast.east.code, dry_run=True)
    assert not failed and "第 2 行：新增" in said and "试运行，未写入" in said
    assert not DISPUTES.objects.exists() and not ImportBatch.objects.exists()


def test_csv_in_gb18030_is_read_and_one_wrong_row_keeps_all_out(cast, tmp_path):
    path = tmp_path / "争议.csv"
    path.write_bytes("案号,受理日期,争议类型\n调1,2026/5/3,劳动报酬\n调2,2026/5/3,吵架\n".encode("gb18030"))
    failed, _, complaint = load("dispute_case", path, union=cast.east.code)
    assert failed and "第 3 行，争议类型 列：“吵架”不在可选的内容里" in complaint and "共 1 处问题" in complaint
    assert not DISPUTES.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (["nothing", "x.xlsx"], {}, "没有代号为“nothing”的台账"),
        (["dispute_case"], {}, "请写上表格文件"),
        (["dispute_case", "/nowhere/x.xlsx"], {"username": "east_clerk"}, "找不到文件"),
        (["dispute_case", "x.xlsx"], {"union": "NO"}, "没有代码为“NO”的工会"),
        (["dispute_case", "x.xlsx"], {"username": "nobody"}, "没有账号“nobody”"),
        (["dispute_case", "x.xlsx"], {}, "请用 --union 写明工会代码"),
        (["dispute_case", "x.xlsx"], {"username": "leader"}, "不能登记"),
    ],
)
def test_what_cannot_be_loaded_is_said(cast, arguments, options, message):
    failed, _, complaint = load(*arguments, **options)
    assert failed and message in complaint
