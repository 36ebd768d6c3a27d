"""What stands in a table file, whatever it was saved with; and what is said of one that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.problems import Refused
from members.tables import cell_month, read_table, table_of

TEXT = "union_code,month,值\nT1,2010-01,12\n乡镇,2010-02,“余”\n"


def refusal(data: bytes, suffix: str = ".csv") -> list[str]:
    with pytest.raises(Refused) as refused:
        table_of(data, suffix, ("union_code", "month"), ("值",))
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_three_encodings_read_alike(encoding: str, end: str) -> None:
    table = table_of(TEXT.replace("\n", end).encode(encoding), ".csv", ("union_code", "month"), ("值",))
    assert table.columns == ("union_code", "month", "值")
    assert [(row.number, row["union_code"], row["值"]) for row in table.rows] == [(2, "T1", "12"), (3, "乡镇", "“余”")]


def test_blank_lines_are_passed_over_and_line_numbers_stay_true() -> None:
    data = 'union_code,month,值\n\n,,\nT1,2010-01,"两\n行"\nT2,2010-02,1\n'.encode()
    table = table_of(data, ".csv", ("union_code", "month"), ("值",))
    assert [(row.number, row["union_code"]) for row in table.rows] == [(4, "T1"), (6, "T2")]


def test_spaces_around_cells_and_blank_columns_at_the_end_do_no_harm() -> None:
    table = table_of("union_code , month,,\n T1\u3000,\u00a02010-01,,\n".encode(), ".csv", ("union_code", "month"), ())
    assert table.rows[0].cells == {"union_code": "T1", "month": "2010-01"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件里没有内容"),
        (b"\n , \n", "文件里没有内容"),
        (b"union_code,month\n", "只有列名"),
        ("union_code,值\nT1,2\n".encode(), "缺少列 month"),
        ("union_code,month,数值\nT1,2010-01,2\n".encode(), "不认识的列 数值；可用的列：union_code、month、值"),
        (b"union_code,month,month\nT1,2010-01,2\n", "列 month 出现了不止一次"),
        (b"union_code\tmonth\nT1\t2010-01\n", "没有用半角逗号分开"),
        ("union_code；month\nT1；2010-01\n".encode(), "没有用半角逗号分开"),
        ("union_code,month,值\nT1,2010-01,1,234\n".encode(), "第 2 行：有 4 格，比列名多"),
        (b'union_code,month\nT1,2010-01\n"T2,2010-02\n', "第 3 行：这一行的引号不成对"),
        (TEXT.encode("utf-16"), "不是 UTF-8 或 GB18030"),
        (b"union_code,month\nT1,\xff\xff\xff\n", "不是 UTF-8 或 GB18030"),
        (b"union_code,month\nT1,\x00\n", "不是 UTF-8 或 GB18030"),
    ],
)
def test_a_file_of_the_wrong_form_is_refused_with_the_remedy(data: bytes, words: str) -> None:
    assert any(words in message for message in refusal(data))


def test_every_problem_of_form_is_named_at_once() -> None:
    messages = refusal("union_code,值,值,其他\nT1,1,2,3,4\n".encode())
    assert len(messages) == 4


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.csv", "找不到文件"), (tmp_path, "读不了")):
        with pytest.raises(Refused, match=words):
            read_table(path, ("code",), ())


def test_a_month_may_come_as_the_date_excel_makes_of_it() -> None:
    assert cell_month("2010-05-01") == cell_month("2010-05")


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    try:
        table_of(data, ".csv", ("a",), ("b",))
    except Refused as refused:
        assert refused.problems
