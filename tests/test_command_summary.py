"""Does the summary command write the right text: composed, drafted or issued, in every format?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from makers import Cast, make_cast, make_return
from read_reports import bound, run

from members.months import parse_period
from reports.documents import FORMATS, DocumentUnavailable
from reports.models import State
from reports.models.summary import SummaryKind
from reports.summaries import issued_document, open_summary
from reports.workflow import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for month in range(1, 7):
        values = {"member_total": 100 + month, "member_new": 1}
        make_return(cast.east, f"2020-{month:02d}", values, state=State.APPROVED, by=cast.stat)
    return cast


def write(cast: Cast, path: Path, *more: str) -> str:
    kind = path.suffix[1:]
    return run("summary", "--union", cast.east.code, "--period", "2020H1", "--format", kind, "--out", path, *more)


@pytest.mark.parametrize("kind", list(FORMATS))
def test_every_format_is_written(kind: str, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / f"report.{kind}"
    assert "已写出" in write(cast, path)
    assert path.stat().st_size > 500


def test_a_summary_is_of_approved_figures_unless_it_is_provisional(cast: Cast, tmp_path: Path) -> None:
    make_return(cast.plant, "2020-06", {"member_new": 4})
    type(cast.plant).objects.filter(pk=cast.plant.pk).update(files_returns=True, files_from="2020-06-01")
    path = tmp_path / "report.json"
    said = []
    for more in ([], ["--provisional"]):
        printed = write(cast, path, *more)
        assert "数据未全部审核通过" in printed
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["provisional"] is True
        # The chart states each month by itself.
        stated = [s for s in bound(content) if (s["indicator"], s["aspect"]) == ("member_new", "value")]
        said.append({s["value"] for s in stated if s["from"] != s["to"]})
    assert said == [{"6"}, {"10"}]


def test_what_was_issued_is_what_is_written(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write(cast, path)
    first = json.loads(path.read_text(encoding="utf-8"))
    summary = open_summary(cast.east, parse_period("2020H1"), SummaryKind.HALF_YEAR, by=cast.clerk)
    for action, who in (("submit", cast.clerk), ("sign", cast.chair), ("approve", cast.leader)):
        advance(summary, action, by=who)
    assert issued_document(summary) is not None
    write(cast, path)
    issued = json.loads(path.read_text(encoding="utf-8"))
    assert (first["status"], first["version"]) == ("草稿", 0)
    assert (issued["status"], issued["version"]) == ("审定", 1)
    assert issued["digest"] == first["digest"]


def test_a_format_that_cannot_be_made_here_says_so(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(document: object) -> bytes:
        raise DocumentUnavailable("不能生成 PDF，请安装 Pango")

    entry = FORMATS["pdf"]
    monkeypatch.setitem(FORMATS, "pdf", type(entry)(entry.suffix, entry.content_type, unavailable, entry.label))
    with pytest.raises(CommandError, match="请安装 Pango"):
        write(cast, tmp_path / "report.pdf")


def test_a_place_that_cannot_be_written_to_is_named(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="写不了"):
        write(cast, tmp_path / "none" / "report.txt")
