"""Last year's base from a paper: what it does to comparisons, who may enter it, which files are taken."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from makers import Cast, make_return, signed_in

from members.months import parse_period
from reports import bases, papers
from reports.arithmetic import Entry
from reports.bases import Base
from reports.models import BasePaper, Indicator, MonthlyReturn, State
from reports.rollup import rollup
from reports.views import bases as bases_page

PDF = b"%PDF-1.4 \xe4\xe4 paper"
YEAR = timezone.localdate().year - 1
THIS = YEAR + 1


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "papers"


def base(code: str, year: str, half: str = "", word: str = "") -> Base:
    indicator = Indicator.objects.get(code=code)
    return Base(indicator, Entry(Decimal(year), word), Entry(Decimal(half)) if half else None)


def test_a_base_gives_year_and_half_year_their_comparison(cast: Cast) -> None:
    make_return(cast.east, f"{THIS}-03", {"member_new": 60, "member_total": 700}, state="approved")
    taken = [base("member_new", "100", "40"), base("member_total", "650"), base("union_new", "7")]
    bases.take_in_base(cast.east, YEAR, taken, by=cast.stat)
    year, half = (rollup(cast.east, parse_period(text)).totals for text in (f"{THIS}", f"{THIS}H1"))
    assert (year["member_new"].previous, half["member_new"].previous) == (100, 40)
    assert (half["member_total"].base, year["member_total"].change) == (650, 50)
    assert (year["union_new"].previous, half["union_new"].previous) == (7, None), "no half-year is made up"


def test_a_base_is_approved_history_with_its_event_and_changes(cast: Cast) -> None:
    bases.take_in_base(cast.east, YEAR, [base("member_new", "100", "40")], by=cast.stat)
    found = MonthlyReturn.objects.filter(union=cast.east).order_by("month")
    assert [(str(row.month), row.state, row.taken_in) for row in found] == [
        (f"{YEAR}-06-01", State.APPROVED, True), (f"{YEAR}-12-01", State.APPROVED, True),
    ]  # fmt: skip
    assert [row.events.get().action for row in found] == ["take_in", "take_in"]
    assert [change.new for row in found for change in row.changes.all()] == ["40", "60"]


def test_an_approximate_base_stays_approximate(cast: Cast) -> None:
    bases.take_in_base(cast.east, YEAR, [base("member_total", "650", word="余")], by=cast.stat)
    end, june = bases.figures_of(cast.east, YEAR)
    assert (end["member_total"], june) == (Entry(Decimal(650), "余"), {})


def test_a_union_that_began_this_year_is_found_in_last_years_base(cast: Cast) -> None:
    cast.east.files_from = parse_period(f"{THIS}-01").first
    cast.east.save()
    bases.take_in_base(cast.east, YEAR, [base("member_total", "650")], by=cast.stat)
    assert rollup(cast.county, parse_period(f"{THIS}")).totals["member_total"].base == 650


def test_a_year_with_returns_and_an_approved_base_are_closed(cast: Cast) -> None:
    make_return(cast.east, f"{YEAR}-03", {"member_new": 1}, state="approved")
    with pytest.raises(bases.BaseClosed, match=f"{YEAR}年报过月报"):
        bases.take_in_base(cast.east, YEAR, [base("member_new", "100")], by=cast.stat)
    bases.take_in_base(cast.west, YEAR, [base("member_new", "100")], by=cast.stat)
    bases.take_in_base(cast.west, YEAR, [base("member_new", "100")], by=cast.stat)  # the same again is no change
    with pytest.raises(bases.BaseClosed, match="须由县总工会领导重新开放"):
        bases.take_in_base(cast.west, YEAR, [base("member_new", "101")], by=cast.stat)


@pytest.mark.parametrize("role", ["clerk", "chair", "dept", "auditor", "sys_admin", "other_stat"])
def test_who_may_not_take_in_history_may_not_enter_a_base(cast: Cast, role: str) -> None:
    with pytest.raises(PermissionDenied):
        bases.take_in_base(cast.east, YEAR, [base("member_new", "100")], by=getattr(cast, role))
    with pytest.raises(PermissionDenied):
        bases.keep_paper(cast.east, YEAR, SimpleUploadedFile("a.pdf", PDF), by=getattr(cast, role))


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("上年年报.pdf", PDF, ".pdf"),
        ("scan.PNG", b"\x89PNG\r\n\x1a\nrest", ".png"),
        ("really.pdf", b"\xff\xd8\xff\xe0rest", ".jpg"),
        ("page.pdf", b"<html><script>alert(1)</script>", ""),
        ("macro.pdf", b"PK\x03\x04", ""),
        ("drawing.svg", b"<svg onload=alert(1)>", ""),
        ("late.pdf", b"\n%PDF-1.4", ""),
    ],
)
def test_only_papers_are_taken_whatever_they_are_called(
    cast: Cast, kept: Path, name: str, content: bytes, ending: str
) -> None:
    response = signed_in(cast.stat).post(
        f"/bases/{cast.east.pk}/", {"paper": SimpleUploadedFile(name, content), "y_member_total": "650"}
    )
    if not ending:
        assert response.status_code == 422 and "只收 PDF、PNG、JPG" in response.content.decode()
        assert not BasePaper.objects.exists() and not MonthlyReturn.objects.exists()
        return
    paper = BasePaper.objects.get()
    assert response.status_code == 302 and paper.stored.endswith(ending)
    assert (kept / paper.stored).read_bytes() == content
    assert (kept / paper.stored).stat().st_mode & 0o077 == 0
    assert Path(name).stem not in paper.stored


def test_a_paper_above_ten_megabytes_is_refused(cast: Cast) -> None:
    with pytest.raises(papers.PaperRefused, match=r"最大 10 MB"):
        papers.paper_ending(PDF, papers.LARGEST + 1)
    assert papers.paper_ending(PDF, papers.LARGEST) == ".pdf"


def test_a_paper_comes_as_an_attachment_to_those_who_may_see_the_union(cast: Cast) -> None:
    evil = SimpleUploadedFile('../../a"b\r\n<x>.pdf', PDF)
    paper = bases.keep_paper(cast.east, YEAR, evil, by=cast.stat)
    for role, status in [("clerk", 200), ("leader", 200), ("west_clerk", 404), ("other_stat", 404), ("sys_admin", 404)]:
        response = signed_in(getattr(cast, role)).get(f"/papers/{paper.pk}/")
        assert response.status_code == status, role
        if status == 200:
            assert response.content == PDF
            assert response.headers["Content-Disposition"].startswith("attachment")
            assert "\n" not in response.headers["Content-Disposition"]
            assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "还没有填数"),
        ({"y_member_new": "40", "h_member_new": "50"}, "上半年数不能大于全年数"),
        ({"h_member_new": "50"}, "也要填全年数"),
        ({"y_member_new": "约40"}, "40"),
        ({"y_member_new": "4.5"}, "应为整数"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_cell(cast: Cast, data: dict[str, str], words: str) -> None:
    response = signed_in(cast.stat).post(f"/bases/{cast.east.pk}/", data)
    assert response.status_code == 422 and words in response.content.decode()
    assert not MonthlyReturn.objects.exists()


def test_the_page_shows_what_was_typed_again(cast: Cast) -> None:
    client = signed_in(cast.stat)
    client.post(f"/bases/{cast.east.pk}/", {"y_member_new": "100", "h_member_new": "40", "y_member_total": "650余"})
    page = client.get(f"/bases/{cast.east.pk}/").content.decode()
    for value in ("100", "40", "650余"):
        assert f'value="{value}"' in page
    assert "已补基数" in client.get("/bases/").content.decode()


def test_years_before_last_are_taken_in_for_reports_on_terms(cast: Cast) -> None:
    browser, before = signed_in(cast.stat), YEAR - 3
    listed = browser.get("/bases/", {"year": before}).content.decode()
    address = f"/bases/{cast.east.pk}/?year={before}"
    assert address in listed and f'href="?year={YEAR}"' in listed and f"{before}年基数" in listed
    assert f"/bases/{cast.east.pk}/old/?year={before}" in browser.get(address).content.decode()
    assert browser.post(address, {"y_member_total": "650", "y_member_new": "100"}).url == address
    totals = rollup(cast.east, parse_period(str(before))).totals
    assert (totals["member_total"].value, totals["member_new"].value) == (650, 100)
    assert not MonthlyReturn.objects.exclude(month__year=before).exists()
    old = f"/bases/{cast.east.pk}/old/?year={before}"
    assert "报过月报" not in browser.post(old, {"text": ""}).content.decode()
    make_return(cast.west, f"{before}-05", {"member_new": 1}, state="approved")
    west = f"/bases/{cast.west.pk}/old/?year={before}"
    assert f"{before}年报过月报" in browser.post(west, {"text": "会员5人"}).content.decode()


@pytest.mark.parametrize("year", [str(THIS), str(YEAR - bases_page.YEARS_BACK), "二〇二五", "-1", "0"])
def test_no_other_year_is_taken_in(cast: Cast, year: str) -> None:
    browser = signed_in(cast.stat)
    for path in ("/bases/", f"/bases/{cast.east.pk}/", f"/bases/{cast.east.pk}/old/"):
        assert browser.get(path, {"year": year}).status_code == 404
