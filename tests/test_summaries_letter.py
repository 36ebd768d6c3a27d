"""A summary is dressed as a 公文 by those who write it, and issued as it was dressed."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from django.urls import reverse
from makers import Cast, make_return, make_summary, make_user, signed_in

from members.models import Role
from reports.blocks import Letter
from reports.documents import FORMATS
from reports.models import State, Summary
from reports.summaries import document_of, issued_document
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db

RED = {
    "red_head": "on", "letter_number": "东工发[2026]第07号", "upward": "on", "imprint": "on",
    "copies_to": "镇党委办公室, 县总工会各部室", "first_chart": "none", "second_chart": "none",
}  # fmt: skip


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's report of three months, all approved."""
    for month in (4, 5, 6):
        make_return(cast.east, f"2026-0{month}", {"member_new": month, "union_new": 1}, state=State.APPROVED)
    return make_summary(cast.east, "2026-04", "2026-06", kind="period")


def post(cast: Cast, summary: Summary, **changes: str) -> str:
    response = signed_in(cast.clerk).post(reverse("summary-letter", args=[summary.pk]), RED | changes, follow=True)
    return response.content.decode()


def test_a_plain_report_has_no_letter_and_goes_to_the_union_above(summary: Summary) -> None:
    document = document_of(summary)
    assert document.letter is None and document.addressee == "青山县总工会"


def test_what_is_left_empty_follows_from_the_union(cast: Cast, summary: Summary) -> None:
    assert "已保存公文格式" in post(cast, summary)
    summary.refresh_from_db()
    assert document_of(summary).letter == Letter(
        "东港镇总工会文件",
        "东工发〔2026〕7号",
        cast.chair.full_name,
        ("镇党委办公室", "县总工会各部室"),
        "东港镇总工会",
    )


def test_what_is_written_goes_before_what_follows(cast: Cast, summary: Summary) -> None:
    post(cast, summary, signer="钱代签", printed_by="东港镇总工会综合办", addressee="青山县总工会办公室")
    document = document_of(Summary.objects.get(pk=summary.pk))
    assert document.letter and (document.letter.signer, document.letter.printed_by) == ("钱代签", "东港镇总工会综合办")
    assert document.addressee == "青山县总工会办公室"


def test_a_letter_downward_has_no_signer_and_one_without_imprint_no_copies(cast: Cast, summary: Summary) -> None:
    fields = {name: text for name, text in RED.items() if name not in ("upward", "imprint")}
    signed_in(cast.clerk).post(reverse("summary-letter", args=[summary.pk]), fields)
    assert document_of(Summary.objects.get(pk=summary.pk)).letter == Letter("东港镇总工会文件", "东工发〔2026〕7号")


@pytest.mark.parametrize("number", ["东工发2026年7号", "〔2026〕7号", "东工发〔2026〕0号", "<b>发〔2026〕7号"])
def test_a_number_out_of_form_is_refused_and_stays_in_the_field(cast: Cast, summary: Summary, number: str) -> None:
    response = signed_in(cast.clerk).post(
        reverse("summary-letter", args=[summary.pk]), RED | {"letter_number": number, "copies_to": "镇党委"}
    )
    text = response.content.decode()
    assert response.status_code == 422 and "发文字号请写成" in text and 'value="镇党委"' in text
    assert not Summary.objects.get(pk=summary.pk).red_head


def test_page_and_files_carry_the_same_head_and_imprint(cast: Cast, summary: Summary) -> None:
    text = post(cast, summary)
    document = document_of(Summary.objects.get(pk=summary.pk))
    words = (
        "东港镇总工会文件",
        "东工发〔2026〕7号",
        f"签发人：{cast.chair.full_name}",
        "抄送：镇党委办公室，县总工会各部室。",
    )
    assert all(each in text for each in words)
    book = docx.Document(io.BytesIO(FORMATS["docx"].render(document)))
    word = "".join(book.element.body.itertext())
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(document)))["正文"]
    excel = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True))
    plain = FORMATS["txt"].render(document).decode()
    assert all(each in whole for each in words for whole in (word, excel, plain))


def test_a_red_head_without_number_is_not_sent(cast: Cast, summary: Summary) -> None:
    post(cast, summary, letter_number="")
    with pytest.raises(MoveRefused, match="发文字号"):
        advance(summary, "submit", by=cast.clerk)


def test_the_letter_is_frozen_with_the_version_and_signed_by_whoever_signed(cast: Cast, summary: Summary) -> None:
    post(cast, summary)
    deputy = make_user(Role.TOWN_CHAIR, cast.east, "deputy", full_name="周副主席")
    for action, by in (("submit", cast.clerk), ("sign", deputy), ("approve", cast.leader)):
        advance(summary, action, by=by)
    Summary.objects.filter(pk=summary.pk).update(letter_number="改〔2026〕9号", signer="改", copies_to="改")
    issued = issued_document(summary)
    assert issued and issued.letter
    assert (issued.letter.number, issued.letter.signer) == ("东工发〔2026〕7号", "周副主席")
    assert issued.letter.printed_on == issued.dated != ""


def test_a_sent_report_is_not_dressed_anew(cast: Cast, summary: Summary) -> None:
    advance(summary, "submit", by=cast.clerk)
    assert "待主席审签" in post(cast, summary)
    assert not Summary.objects.get(pk=summary.pk).red_head
