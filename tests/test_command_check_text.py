"""Does the check_text command say of each number what the interface promises?"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from docx import Document as make_docx
from makers import Cast, make_cast, make_return
from read_reports import run

from reports.models import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_return(cast.east, "2019-06", {"member_new": 50, "union_new": 6}, state=State.APPROVED, by=cast.stat)
    values = {
        "union_total": 60, "member_total": 5135, "member_new": 60, "union_new": 4, "dispute_accepted": 48,
        "dispute_settled": 41, "dispute_amount": 662815, "aid_persons": 120,
    }  # fmt: skip
    make_return(cast.east, "2020-06", values, state=State.APPROVED, by=cast.stat)
    return cast


def check(cast: Cast, path: Path, text: str = "", *more: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and findings."""
    if text:
        path.write_text(text, encoding="utf-8")
    out = io.StringIO()
    arguments = ["--union", cast.east.code, "--period", "2020H1", "--format", "json", *more]
    try:
        call_command("check_text", path, *arguments, stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_what_the_summary_command_writes_agrees_to_the_last_number(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    run("summary", "--union", cast.east.code, "--period", "2020H1", "--format", "txt", "--out", path)
    code, found = check(cast, path)
    assert code == 0 and len(found) > 20
    assert {each["verdict"] for each in found} == {"agrees"}
    text = path.read_text(encoding="utf-8")
    assert all(text[each["at"] :].startswith(each["text"]) for each in found)


@pytest.mark.parametrize(
    ("text", "verdict", "said", "indicator", "expected"),
    [
        ("全镇现有会员5153人。", "disagrees", "5153人", "member_total", "5135人"),
        ("上半年，我镇新建工会4个。", "agrees", "4个", "union_new", "4个"),
        ("争议涉及金额66.28万元。", "agrees", "66.28万元", "dispute_amount", "66.28万元"),
        ("争议涉及金额662815万元。", "disagrees", "662815万元", "dispute_amount", "66.28万元"),
        ("新发展会员六十人，同比增长20%。", "agrees", "六十人", "member_new", "60人"),
        ("新发展会员60人，同比下降20%。", "direction", "下降", "member_new", "增长"),
        ("新发展会员60人，同比增长30%。", "disagrees", "30%", "member_new", "20%"),
        ("新发展会员60人，同比增长20个百分点。", "disagrees", "20个百分点", "member_new", "20%"),
        ("新发展会员60人，与去年同期持平。", "direction", "持平", "member_new", ""),
        ("演出甲剧12场、乙剧8场，合计21场。", "sum", "21场", "", "20场"),
        ("惠民演出观众3000人。全年惠民演出观众3200人。", "twice", "3200人", "", "3000人"),
        ("演出观众3000人。", "unbound", "3000人", "", ""),
    ],
)
def test_each_verdict_is_given_where_it_belongs(
    cast: Cast, tmp_path: Path, text: str, verdict: str, said: str, indicator: str, expected: str
) -> None:
    code, found = check(cast, tmp_path / "text.txt", text)
    (each,) = [each for each in found if each["text"] == said]
    assert (each["verdict"], each["indicator"]) == (verdict, indicator), found
    assert expected in ("", each["expected"]) and text[each["at"] :].startswith(said)
    assert code == int(verdict in ("disagrees", "sum", "twice", "direction"))


def test_a_word_file_and_the_table_are_read(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "text.docx"
    document = make_docx()
    document.add_paragraph("全镇现有会员5153人。")
    document.save(str(path))
    code, found = check(cast, path)
    assert code == 1 and [each["expected"] for each in found] == ["5135人"]
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_text", path, "--union", cast.east.code, "--period", "2020H1", stdout=out)
    assert "与统计数不符" in out.getvalue() and "【5153人】" in out.getvalue() and "不符 1" in out.getvalue()


def test_a_text_of_no_figures_is_checked_and_a_broken_file_refused(cast: Cast, tmp_path: Path) -> None:
    assert check(cast, tmp_path / "text.txt", "坚持服务职工。\x07{x}") == (0, [])
    (tmp_path / "text.docx").write_bytes(b"no zip")
    with pytest.raises(CommandError):
        check(cast, tmp_path / "text.docx")
    with pytest.raises(CommandError, match="万字"):
        check(cast, tmp_path / "text.txt", "字" * 100_001)
