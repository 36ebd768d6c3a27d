"""The scan of the signed sheet: who may send it up and fetch it, what is taken, and what stays of earlier ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from makers import Cast, make_return, signed_in

from reports import signing
from reports.models import MonthlyReturn, SignedSheet, State
from reports.monthly import CellInput, save_cells
from reports.papers import PaperRefused

PDF = b"%PDF-1.4 \xe4\xe4 signed"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "papers"


@pytest.fixture
def reported(cast: Cast) -> MonthlyReturn:
    return make_return(cast.east, "2026-05", {"member_total": 50}, state="reported", by=cast.chair)


def scan(name: str = "五月月报.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(user: Any, monthly_return: MonthlyReturn, file: Any = None, page: str = "review") -> Any:
    data = {"scan": file or scan(), "page": page}
    return signed_in(user).post(f"/returns/{monthly_return.pk}/scan/", data, follow=True)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("state", ["draft", "submitted", "reported", "returned"])
@pytest.mark.parametrize("role", ["clerk", "chair"])
def test_filler_and_chair_send_it_up_until_it_is_approved(cast: Cast, kept: Path, role: str, state: str) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 50}, state=state)
    page = send(getattr(cast, role), monthly_return)
    sheet = SignedSheet.objects.get()
    assert (sheet.monthly_return, sheet.by, sheet.title) == (monthly_return, getattr(cast, role), "五月月报.pdf")
    assert (kept / sheet.stored).read_bytes() == PDF and "五月" not in sheet.stored
    assert "已收到签章扫描件“五月月报.pdf”" in text_of(page)


@pytest.mark.parametrize(("page", "path"), [("edit", ""), ("receipt", "receipt/"), ("review", "")])
def test_one_comes_back_to_the_page_it_was_sent_from(cast: Cast, page: str, path: str) -> None:
    state = "draft" if page == "edit" else "submitted"
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 50}, state=state, by=cast.clerk)
    answer = send(cast.clerk, monthly_return, page=page)
    assert answer.redirect_chain[0][0].endswith("#signed")
    assert f"/{monthly_return.pk}/{path}" in answer.redirect_chain[0][0] and len(answer.redirect_chain) == 1
    assert re.search(r"五月月报\.pdf</a> .*林填报 \d+月\d+日 \d\d:\d\d 上传", text_of(answer))


def test_reviewers_see_who_sent_it_and_when_and_fetch_it(cast: Cast, reported: MonthlyReturn) -> None:
    sheet = signing.attach(reported, scan(), by=cast.clerk)
    page = text_of(signed_in(cast.stat).get(f"/review/{reported.pk}/"))
    assert f'href="/signed/{sheet.pk}/"' in page and "林填报" in page and "上传扫描件" not in page
    answer = signed_in(cast.stat).get(f"/signed/{sheet.pk}/")
    assert answer.content == PDF and answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_new_one_takes_the_place_of_the_old_which_stays_listed(cast: Cast, reported: MonthlyReturn) -> None:
    for name in ("一稿.pdf", "二稿.pdf", "三稿.pdf"):
        send(cast.clerk, reported, scan(name))
    page = text_of(signed_in(cast.stat).get(f"/review/{reported.pk}/"))
    assert page.index("三稿.pdf") < page.index("以前上传的 2 件") < page.index("二稿.pdf") < page.index("一稿.pdf")


def test_after_approval_nothing_is_replaced_and_everything_can_be_read(cast: Cast, reported: MonthlyReturn) -> None:
    sheet = signing.attach(reported, scan(), by=cast.clerk)
    MonthlyReturn.objects.filter(pk=reported.pk).update(state=State.APPROVED)
    assert "签章扫描件不能再换" in text_of(send(cast.chair, reported))
    assert SignedSheet.objects.count() == 1
    page = text_of(signed_in(cast.clerk).get(f"/review/{reported.pk}/"))
    assert f'href="/signed/{sheet.pk}/"' in page and "上传扫描件" not in page


def test_figures_changed_after_the_signature_are_pointed_out(cast: Cast) -> None:
    monthly_return = make_return(cast.east, "2026-05", {"member_total": 50})
    signing.attach(monthly_return, scan(), by=cast.clerk)
    client, said = signed_in(cast.clerk), "上传以后数字有改动"
    assert said not in text_of(client.get(f"/returns/{monthly_return.pk}/"))
    save_cells(monthly_return, {"member_total": CellInput("60")}, by=cast.clerk)
    assert said in text_of(client.get(f"/returns/{monthly_return.pk}/"))
    signing.attach(monthly_return, scan("重签.pdf"), by=cast.clerk)
    assert said not in text_of(client.get(f"/returns/{monthly_return.pk}/"))


@pytest.mark.parametrize(
    ("role", "status"),
    [("west_clerk", 404), ("other_stat", 404), ("sys_admin", 404), ("stat", 403), ("dept", 403), ("leader", 403)],
)
def test_nobody_else_sends_one_up(cast: Cast, reported: MonthlyReturn, kept: Path, role: str, status: int) -> None:
    user = getattr(cast, role)
    assert send(user, reported).status_code == status
    with pytest.raises(PermissionDenied):
        signing.attach(reported, scan(), by=user)
    assert not SignedSheet.objects.exists() and not kept.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("clerk", 200), ("leader", 200), ("auditor", 200), ("west_clerk", 404), ("other_stat", 404), ("log_admin", 404)],
)
def test_strangers_do_not_learn_that_there_is_one(cast: Cast, reported: MonthlyReturn, role: str, status: int) -> None:
    sheet = signing.attach(reported, scan(), by=cast.clerk)
    assert signed_in(getattr(cast, role)).get(f"/signed/{sheet.pk}/").status_code == status


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("月报.pdf", b"<html><script>alert(1)</script>", "只收 PDF、PNG、JPG"),
        ("月报.pdf", b"PK\x03\x04", "只收 PDF、PNG、JPG"),
        ("图.svg", b"<svg onload=alert(1)>", "只收 PDF、PNG、JPG"),
        ("空.pdf", b"", "文件是空的"),
    ],
)
def test_what_is_no_scan_is_refused_whatever_it_is_called(
    cast: Cast, reported: MonthlyReturn, name: str, content: bytes, words: str
) -> None:
    assert words in text_of(send(cast.clerk, reported, scan(name, content)))
    assert not SignedSheet.objects.exists()


def test_a_form_without_a_file_is_told_so(cast: Cast, reported: MonthlyReturn) -> None:
    answer = signed_in(cast.clerk).post(f"/returns/{reported.pk}/scan/", {"page": "review"}, follow=True)
    assert "请先选择扫描件" in text_of(answer)


def test_there_is_an_end_to_sending(cast: Cast, reported: MonthlyReturn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "MOST", 2)
    for _ in range(2):
        signing.attach(reported, scan(), by=cast.clerk)
    with pytest.raises(PaperRefused, match="已有 2 个扫描件"):
        signing.attach(reported, scan(), by=cast.clerk)


def test_a_hostile_name_does_no_harm(cast: Cast, reported: MonthlyReturn, kept: Path) -> None:
    sheet = signing.attach(reported, scan('../../a"b\r\n<x>.pdf'), by=cast.clerk)
    assert [path.name for path in kept.iterdir()] == [sheet.stored]
    answer = signed_in(cast.clerk).get(f"/signed/{sheet.pk}/")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "<x>" not in signed_in(cast.stat).get(f"/review/{reported.pk}/").content.decode()
