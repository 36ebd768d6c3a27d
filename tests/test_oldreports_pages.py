"""How does an uploaded old report become last year's base, and who may do what on the way?"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document
from makers import Cast, make_return, signed_in

from members.months import parse_period
from reports.models import BasePaper, MonthlyReturn, OldReport
from reports.oldreports.patterns import pattern_of
from reports.rollup import rollup
from reports.sentences import parse

YEAR = timezone.localdate().year - 1
TEXT = (
    f"东港镇总工会{YEAR}年工作总结\n全镇共有基层工会87个，会员12350人，其中女会员5120人。\n"
    "全年新建工会6家，发展会员1210人，完成任务的112%。全年计划培训工会干部50人次。"
)


@pytest.fixture(autouse=True)
def papers(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "papers"


def make_docx(text: str = TEXT) -> SimpleUploadedFile:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return SimpleUploadedFile("上年总结.docx", file.getvalue())


def upload(cast: Cast, browser: Client, file: object = None) -> OldReport:
    response = browser.post(f"/bases/{cast.east.pk}/old/", {"file": file or make_docx()})
    assert response.status_code == 302, response.content.decode()
    return OldReport.objects.latest("pk")


def number_of(report: OldReport, code: str) -> int:
    return next(at for at, each in enumerate(report.figures) if each["indicator"] == code and each["fits"])


def decide(browser: Client, report: OldReport, code: str, state: str = "taken", **more: str) -> Any:
    data = {"number": str(number_of(report, code)), "state": state, **more}
    return browser.post(f"/bases/old/{report.pk}/figure/", data, headers={"X-Row": "1"})


def test_last_years_word_file_becomes_this_years_base(cast: Cast, papers: Path) -> None:
    browser = signed_in(cast.stat)
    report = upload(cast, browser)
    page = browser.get(f"/bases/old/{report.pk}/").content.decode()
    assert '<li class="part">组织建设</li>' in page
    assert "会员人数" in page and f'<mark id="mark-{number_of(report, "member_total")}">12350人</mark>' in page
    for code in ("member_total", "union_total", "member_new"):
        assert decide(browser, report, code).status_code == 200
    assert decide(browser, report, "member_female", "ignored").status_code == 200
    base = browser.get(f"/bases/{cast.east.pk}/").content.decode()
    assert 'value="12350"' in base and 'value="1210"' in base and 'value="5120"' not in base
    assert not MonthlyReturn.objects.exists(), "nothing is written before it is confirmed"
    data = {"y_member_total": "12350", "y_union_total": "87", "y_member_new": "1210"}
    assert browser.post(f"/bases/{cast.east.pk}/", data).status_code == 302
    make_return(cast.east, f"{YEAR + 1}-03", {"member_total": 12400, "member_new": 60}, state="approved")
    totals = rollup(cast.east, parse_period(str(YEAR + 1))).totals
    assert (totals["member_total"].base, totals["member_new"].previous) == (12350, 1210)
    paper = BasePaper.objects.get()
    assert paper.title == "上年总结.docx" and (papers / paper.stored).is_file()
    kept = browser.get(f"/papers/{paper.pk}/")
    assert kept.headers["Content-Type"] == "application/octet-stream"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    report.refresh_from_db()
    assert report.used_at
    assert decide(browser, report, "member_female").status_code == 422


def test_nothing_is_proposed_as_base_but_results(cast: Cast) -> None:
    report = upload(cast, signed_in(cast.stat))
    kinds = {(each["indicator"], each["kind"]): each["fits"] for each in report.figures}
    assert kinds[("member_new", "value")] and not kinds[("member_new", "completion")]
    assert not kinds[("cadre_training_persons", "target")]
    assert all(each["state"] == "" for each in report.figures)


def test_a_figure_is_corrected_by_name_and_number(cast: Cast) -> None:
    browser = signed_in(cast.stat)
    report = upload(cast, browser)
    wrong = [("没有的指标", "5"), ("会员转入", "不知道"), ("会员转入", ""), ("", "5"), ("会员转入", "4.5")]
    for name, text in wrong:
        assert decide(browser, report, "member_new", correct="1", name=name, text=text).status_code == 422, name
    response = decide(browser, report, "member_new", correct="1", name="会员转入", text="1200余")
    assert response.status_code == 200 and "会员转入" in response.content.decode()
    report.refresh_from_db()
    taken = [each for each in report.figures if each["state"] == "taken"]
    assert [(each["indicator"], each["value"], each["approximate"]) for each in taken] == [
        ("member_transfer_in", "1200", "余")
    ]


def test_an_indicator_takes_one_figure_only(cast: Cast) -> None:
    browser = signed_in(cast.stat)
    report = upload(cast, browser)
    decide(browser, report, "member_total")
    response = decide(browser, report, "member_female", correct="1", name="会员人数", text="5")
    assert response.status_code == 422 and "已接受12350" in response.content.decode()


def test_without_script_the_page_comes_back_to_the_figure(cast: Cast) -> None:
    browser = signed_in(cast.stat)
    report = upload(cast, browser)
    number = number_of(report, "member_total")
    response = browser.post(f"/bases/old/{report.pk}/figure/", {"number": str(number), "state": "taken"})
    assert response.headers["Location"].endswith(f"#figure-{number}")
    for data in ({"number": "999", "state": "taken"}, {"number": "x", "state": "taken"}, {"number": "0", "state": "y"}):
        assert browser.post(f"/bases/old/{report.pk}/figure/", data).status_code == 302
    report.refresh_from_db()
    assert sum(each["state"] == "taken" for each in report.figures) == 1


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (None, "", "请选择文件"),
        (None, "没有数字的材料。", "没有认出统计数"),
        (("a.pdf", b"%PDF-1.4"), "", "只收 .docx"),
        (("a.docx", b"PK\x03\x04"), "", "已损坏"),
        (("a.txt", "会员5人".encode()), "会员5人", "文件和粘贴的正文只要一样"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_page_and_nothing_kept(
    cast: Cast, papers: Path, file: tuple[str, bytes] | None, text: str, words: str
) -> None:
    data: dict[str, object] = {"text": text}
    if file:
        data["file"] = SimpleUploadedFile(*file)
    response = signed_in(cast.stat).post(f"/bases/{cast.east.pk}/old/", data)
    assert response.status_code == 422 and words in response.content.decode()
    assert not OldReport.objects.exists() and not (papers.is_dir() and list(papers.iterdir()))


def test_pasted_text_is_read_and_shown_as_text(cast: Cast) -> None:
    browser = signed_in(cast.stat)
    text = TEXT + "<script>alert(1)</script>"
    browser.post(f"/bases/{cast.east.pk}/old/", {"text": text})
    report = OldReport.objects.get()
    page = browser.get(f"/bases/old/{report.pk}/").content.decode()
    assert report.title == "粘贴的旧总结.txt" and "<script>alert" not in page


def test_a_union_with_returns_of_that_year_needs_no_base(cast: Cast) -> None:
    make_return(cast.east, f"{YEAR}-03", {"member_new": 1}, state="approved")
    response = signed_in(cast.stat).post(f"/bases/{cast.east.pk}/old/", {"text": TEXT})
    assert response.status_code == 422 and "报过月报" in response.content.decode()


def test_another_year_and_a_half_year_are_pointed_out(cast: Cast) -> None:
    browser = signed_in(cast.stat)
    for text, words in [
        (TEXT.replace(str(YEAR), "2009"), "写的是2009年"),
        (TEXT.replace("年工作总结", "年上半年工作总结"), "这是上半年总结"),
    ]:
        browser.post(f"/bases/{cast.east.pk}/old/", {"text": text})
        report = OldReport.objects.latest("pk")
        assert words in browser.get(f"/bases/old/{report.pk}/").content.decode()
    fits = {each["indicator"]: each["fits"] for each in report.figures if each["kind"] == "value"}
    assert fits["member_new"] and not fits["member_total"]
    decide(browser, report, "member_new")
    assert 'name="h_member_new" value="1210"' in browser.get(f"/bases/{cast.east.pk}/").content.decode()


def test_a_report_not_used_is_deleted_with_its_file(
    cast: Cast, papers: Path, django_capture_on_commit_callbacks: Any
) -> None:
    browser = signed_in(cast.stat)
    report = upload(cast, browser)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/bases/old/{report.pk}/drop/")
    assert not OldReport.objects.exists() and not list(papers.iterdir())


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 403), ("leader", 200), ("west_clerk", 404), ("other_stat", 404), ("sys_admin", 404)]
)
def test_only_who_may_take_in_history_sees_an_old_report(cast: Cast, who: str, status: int) -> None:
    report = upload(cast, signed_in(cast.stat))
    assert signed_in(getattr(cast, who)).get(f"/bases/old/{report.pk}/").status_code == status


def test_a_good_sentence_becomes_a_pattern_of_the_county(cast: Cast) -> None:
    browser = signed_in(cast.stat)
    report = upload(cast, browser)
    for code in ("member_total", "union_total", "member_female"):
        decide(browser, report, code)
    row = browser.get(f"/bases/old/{report.pk}/").content.decode()
    assert (
        "这句留作句式" in row
        and "这句留作句式" not in signed_in(cast.leader).get(f"/bases/old/{report.pk}/").content.decode()
    )
    number = number_of(report, "member_total")
    page = browser.get(f"/sentences/P02-new/?old={report.pk}&figure={number}").content.decode()
    assert "{place}共有基层工会{union_total}个，会员{member_total}人，其中女会员{member_female}人。" in page
    for query in (f"old={report.pk}&figure=999", "old=99999&figure=0", "old=x&figure=0"):
        assert browser.get(f"/sentences/P02-new/?{query}").status_code == 200


def test_a_pattern_names_year_union_and_money_by_slots() -> None:
    text = "一是东港镇总工会2025年筹集资金13.02万元，签订率93%。"
    figures = [
        {
            "indicator": code,
            "unit": unit,
            "said_unit": unit,
            "at": text.index(said),
            "end": text.index(said) + len(said),
        }
        for code, unit, said in [("warm_raised", "元", "13.02万元"), ("contract_signing_rate", "%", "93%")]
    ]
    pattern = pattern_of(text, figures[0]["at"], figures, year=2025, union="东港镇总工会")
    assert pattern == "{town}{year}年筹集资金{warm_raised|money}，签订率{contract_signing_rate}%。"
    assert parse(pattern, {"warm_raised", "contract_signing_rate"}).codes == ("warm_raised", "contract_signing_rate")


@pytest.mark.parametrize(
    ("opening", "named"),
    [
        ("柳溪镇总工会工作总结", "柳溪镇"),
        ("东港镇总工会工作总结，与柳溪镇结对", ""),
        ("工作总结。在青山县总工会的领导下", ""),
        ("工作总结", ""),
        ("工作总结" + "。" * 300 + "柳溪镇", ""),
    ],
)
def test_a_paper_of_another_township_is_noticed(cast: Cast, opening: str, named: str) -> None:
    browser = signed_in(cast.stat)
    report = upload(cast, browser, make_docx(f"{opening}\n全年发展会员1210人。"))
    page = browser.get(f"/bases/old/{report.pk}/").content.decode()
    assert ("是不是选错了单位" in page) == bool(named)
    assert not named or f"开头写的是“{named}”" in page
