"""Do the pages of a report let its people read, reword, move and download it, and nobody else?"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.urls import reverse
from makers import Cast, make_cast, make_return, make_summary, make_version, signed_in

from reports.blocks import Chart
from reports.documents import FORMATS, DocumentUnavailable, Format
from reports.models import SectionText, State, Summary
from reports.summaries import document_of, issued_document
from reports.summaries.frozen import freeze
from reports.workflow import advance

pytestmark = pytest.mark.django_db
VALUES = {"union_total": 60, "union_new": 3, "member_total": 5000, "member_new": 48, "dispute_accepted": 0}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's half-year: every month approved, nothing written yet."""
    for number in range(1, 7):
        make_return(cast.east, f"2026-{number:02d}", VALUES, state=State.APPROVED, by=cast.clerk)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def body(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def paper(text: str) -> str:
    """The words on the sheet, without tags."""
    sheet = text[text.index("<article") : text.index("</article>")]
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", sheet))


def edit_url(summary: Summary) -> str:
    return reverse("summary-edit", args=[summary.pk])


def section_url(summary: Summary, key: str = "organizing") -> str:
    return reverse("summary-section", args=[summary.pk, key])


def test_the_list_begins_with_what_to_do_next(cast: Cast) -> None:
    assert "起草报告" in body(signed_in(cast.clerk).get(reverse("summary-list")))
    empty = body(signed_in(cast.auditor).get(reverse("summary-list")))
    assert "还没有报告" in empty and reverse("summary-new") not in empty


def test_the_list_can_be_cut_to_a_year_and_shows_only_what_lies_below(cast: Cast) -> None:
    make_summary(cast.east, "2025-01", "2025-12")
    make_summary(cast.east, "2026-01", "2026-11")
    make_summary(cast.west, "2026-01", "2026-11")
    own = body(signed_in(cast.clerk).get(reverse("summary-list")))
    assert own.count("东港镇总工会</td>") == 2 and "柳溪镇" not in own
    county = body(signed_in(cast.stat).get(reverse("summary-list"), {"year": "2025"}))
    assert "2025年工作总结" in county and "2026年工作总结" not in county


def test_opening_a_summary_is_a_post_and_finds_one_that_is_there(cast: Cast) -> None:
    client, url = signed_in(cast.clerk), reverse("summary-new")
    assert client.get(url).status_code == 200
    assert not Summary.objects.exists()
    asked = {"kind": "annual", "year": "2025", "last": "11"}
    first = client.post(url, asked)
    assert first.status_code == 302 and client.post(url, asked).headers["Location"] == first.headers["Location"]
    opened = Summary.objects.get()
    assert (opened.union, opened.kind, opened.first, opened.last) == (
        cast.east, "annual", date(2025, 1, 1), date(2025, 11, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"kind": "half_year", "year": "2025", "last": "8"}, "不晚于6月"),
        ({"kind": "period", "year": "2025", "first": "9", "last": "3"}, "晚于截止月"),
        ({"kind": "annual", "year": "2999", "last": "1"}, "还没有到，不能总结"),
        ({"kind": "weekly", "year": "2025", "last": "1"}, "请选择总结种类"),
        ({"kind": "annual", "year": "去年", "last": "1"}, "年度请填四位数字"),
    ],
)
def test_a_summary_that_cannot_be_opened_says_why(cast: Cast, asked: dict[str, str], words: str) -> None:
    assert words in body(signed_in(cast.clerk).post(reverse("summary-new"), asked), 422)
    assert not Summary.objects.exists()


def test_the_sheet_reads_as_the_document(cast: Cast, summary: Summary) -> None:
    text = body(signed_in(cast.clerk).get(edit_url(summary)))
    document, sheet = document_of(summary), paper(text)
    assert document.title in sheet and "一、基本情况" in sheet
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                assert block.title in sheet and all(p.value is None or p.value.shown in sheet for p in block.points)
                continue
            for spans in [block.spans] if hasattr(block, "spans") else [c.spans for row in block.rows for c in row]:
                assert re.sub(r"\s+", "", "".join(span.shown for span in spans)) in sheet


def test_a_number_says_what_it_is_and_leads_to_its_returns(cast: Cast, summary: Summary) -> None:
    client = signed_in(cast.clerk)
    text = body(client.get(edit_url(summary)))
    link = re.search(r'<a class="fig"\s+href="([^"]*/member_new/[^"]*)"\s+title="([^"]*)"[^>]*>288</a>', text)
    assert link and link[2] == "新发展会员 · 2026年1月—2026年6月 · 本期数 · 已报6/6"
    opened = body(client.get(link[1].replace("&amp;", "&")))
    assert "<b>288</b>" in opened and "东港镇总工会" in opened


def test_what_is_missing_and_who_is_late_stand_beside_the_sheet(cast: Cast, summary: Summary) -> None:
    annual = make_summary(cast.east, "2026-01", "2026-07")
    text = body(signed_in(cast.clerk).get(edit_url(annual)))
    assert "草稿，数据未全部审定" in text and "东港镇总工会：7月未开始" in text
    assert "缺数清单" in text and "建立女职工组织的工会数" in text
    done = body(signed_in(cast.clerk).get(edit_url(summary)))
    assert "截至2026年6月的月报全部审核通过" in done


def test_a_reworded_section_keeps_its_numbers_and_follows_them(cast: Cast, summary: Summary) -> None:
    client = signed_in(cast.clerk)
    page = body(client.get(section_url(summary)))
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]  # type: ignore[index]
    assert "会员288人" in text
    sent = {"text": text.replace("会员288人", "会员288人（其中青年99人）"), "version": str(summary.version)}
    assert client.post(section_url(summary), sent).status_code == 302
    shown = body(client.get(edit_url(summary)))
    assert "已改写" in shown and re.search(r'data-start="\d+"[^>]*>99人</a>\s*<span class="called">没有出处', shown)
    assert re.search(r'member_new/[^"]*"[^>]*>288</a>人（其中青年<mark[^>]*>99人</mark>）', shown)

    month = cast.east.returns.get(month=date(2026, 6, 1))
    month.figures.filter(indicator__code="member_new").update(value=58)
    moved = body(client.get(edit_url(summary)))
    assert "288 → <b>298</b>" in moved and "会员298人（其中青年99人）" in paper(moved)
    again = body(client.get(section_url(summary)))
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", again, re.S)[1]  # type: ignore[index]
    assert "会员298人（其中青年99人）" in text

    refused = client.post(reverse("summary-move", args=[summary.pk]), {"action": "submit"}, follow=True)
    assert "数字核对还有 1 处没有处理" in body(refused)
    entry = re.search(r'name="entry" value="([^"]+)"', body(refused))[1]  # type: ignore[index]
    url = reverse("summary-number", args=[summary.pk, "organizing"])
    done = client.post(url, {"entry": entry, "action": "waive", "reason": "团委提供"}, follow=True)
    assert "已说明理由，予以保留" in body(done) and "正文里的数字都有出处" in body(done)
    summary.refresh_from_db()
    sent = {"text": text, "version": str(summary.version)}
    client.post(section_url(summary), sent)
    assert "288 →" not in body(client.get(edit_url(summary)))
    client.post(reverse("summary-move", args=[summary.pk]), {"action": "submit"})
    summary.refresh_from_db()
    assert summary.state == State.SUBMITTED


def test_a_section_can_go_back_to_what_was_composed(cast: Cast, summary: Summary) -> None:
    client = signed_in(cast.clerk)
    client.post(section_url(summary), {"text": "我们的话。"})
    assert "我们的话。" in paper(body(client.get(edit_url(summary))))
    client.post(section_url(summary), {"reset": "1"})
    assert "我们的话。" not in paper(body(client.get(edit_url(summary))))
    assert not SectionText.objects.exists()


def test_markup_in_an_edit_is_shown_as_text(cast: Cast, summary: Summary) -> None:
    client = signed_in(cast.clerk)
    client.post(section_url(summary), {"text": "<script>alert(1)</script>会员5000人。"})
    text = body(client.get(edit_url(summary)))
    assert "<script>alert" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_words_fill_the_sentences_that_wait_for_them(cast: Cast, summary: Summary) -> None:
    client = signed_in(cast.clerk)
    text = body(client.get(edit_url(summary)))
    assert 'name="theme"' in text and "服务中心工作" not in text
    client.post(reverse("summary-words", args=[summary.pk]), {"theme": "服务中心工作"})
    client.post(reverse("summary-words", args=[summary.pk]), {"plan": "开展调研"})
    text = body(client.get(edit_url(summary)))
    assert "围绕服务中心工作" in paper(text) and "开展调研" in paper(text)


def test_readers_read_and_have_no_buttons_to_write(cast: Cast, summary: Summary) -> None:
    for reader in (cast.auditor, cast.stat, cast.dept):
        text = body(signed_in(reader).get(edit_url(summary)))
        assert section_url(summary) not in text and reverse("summary-words", args=[summary.pk]) not in text
        assert 'name="action"' not in text
        assert signed_in(reader).get(section_url(summary)).status_code == 403
        assert signed_in(reader).post(section_url(summary), {"text": "改"}).status_code == 403
        assert signed_in(reader).post(reverse("summary-words", args=[summary.pk]), {"theme": "改"}).status_code == 403


def test_strangers_are_told_there_is_nothing(cast: Cast, summary: Summary) -> None:
    make_version(summary, freeze(document_of(summary)), by=cast.stat)
    urls = [
        edit_url(summary), section_url(summary), reverse("summary-download", args=[summary.pk, "txt"]),
        reverse("summary-version", args=[summary.pk, 1, "txt"]),
    ]  # fmt: skip
    for stranger in (cast.west_clerk, cast.other_stat, cast.sys_admin):
        assert [signed_in(stranger).get(url).status_code for url in urls] == [404] * len(urls)


def test_the_buttons_are_those_of_the_table_of_moves(cast: Cast, summary: Summary) -> None:
    move = reverse("summary-move", args=[summary.pk])
    assert "提交主席审签" in body(signed_in(cast.clerk).get(edit_url(summary)))
    signed_in(cast.clerk).post(move, {"action": "submit"})
    assert "审签并上报" in body(signed_in(cast.chair).get(edit_url(summary)))
    signed_in(cast.chair).post(move, {"action": "sign"})
    county = signed_in(cast.stat)
    text = body(county.get(edit_url(summary)))
    assert "审定签发" in text and "退回修改" in text
    assert "必须写明理由" in body(county.post(move, {"action": "return"}, follow=True))
    county.post(move, {"action": "return", "reason": "请补写典型事例"})
    text = body(signed_in(cast.clerk).get(edit_url(summary)))
    assert "请补写典型事例" in text and section_url(summary) in text
    assert "没有这项操作" in body(county.post(move, {"action": "erase"}, follow=True))


def test_an_issued_report_stays_as_it_was_and_can_be_had_in_every_format(cast: Cast, summary: Summary) -> None:
    for action, by in (("submit", cast.clerk), ("sign", cast.chair), ("approve", cast.stat)):
        advance(summary, action, by=by)
    month = cast.east.returns.get(month=date(2026, 6, 1))
    month.figures.filter(indicator__code="member_new").update(value=4800)
    client = signed_in(cast.clerk)
    text = body(client.get(edit_url(summary)))
    assert "会员288人" in paper(text) and section_url(summary) not in text
    assert signed_in(cast.clerk).get(section_url(summary)).status_code == 302
    frozen = issued_document(summary)
    assert frozen
    for name, kind in FORMATS.items():
        for url in (
            reverse("summary-download", args=[summary.pk, name]),
            reverse("summary-version", args=[summary.pk, 1, name]),
        ):
            response = client.get(url)
            assert response.status_code == 200 and response.headers["Content-Type"] == kind.content_type
            disposition = response.headers["Content-Disposition"]
            assert unquote(disposition).endswith(f"filename*=utf-8''东港镇总工会2026年上半年工作总结.{kind.suffix}")
            assert disposition.startswith("attachment")
    assert "会员288人" in client.get(reverse("summary-download", args=[summary.pk, "txt"])).content.decode()
    assert client.get(reverse("summary-version", args=[summary.pk, 2, "txt"])).status_code == 404
    assert client.get(reverse("summary-version", args=[summary.pk, 0, "txt"])).status_code == 404
    assert client.get(reverse("summary-download", args=[summary.pk, "exe"])).status_code == 404


def test_a_draft_says_so_in_its_file_name(cast: Cast, summary: Summary) -> None:
    response = signed_in(cast.clerk).get(reverse("summary-download", args=[summary.pk, "txt"]))
    assert "工作总结（草稿）.txt" in unquote(response.headers["Content-Disposition"])


def test_a_format_that_cannot_be_made_here_is_explained(
    cast: Cast, summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(document: object) -> bytes:
        raise DocumentUnavailable("缺少系统组件 Pango，请管理员安装。")

    monkeypatch.setitem(FORMATS, "pdf", Format("pdf", "application/pdf", render, "PDF"))
    text = body(signed_in(cast.clerk).get(reverse("summary-download", args=[summary.pk, "pdf"])), 503)
    assert "缺少系统组件 Pango" in text and reverse("summary-download", args=[summary.pk, "docx"]) in text


def test_the_page_of_a_report_costs_few_queries(
    cast: Cast, summary: Summary, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.clerk)
    client.get(edit_url(summary))
    with django_assert_max_num_queries(28):  # type: ignore[operator]
        client.get(edit_url(summary))


def test_sending_before_all_months_are_approved_is_warned_of_and_not_hindered(cast: Cast, summary: Summary) -> None:
    client = signed_in(cast.clerk)
    assert "数据不全" not in body(client.get(edit_url(summary)))
    cast.east.returns.filter(month__in=("2026-03-01", "2026-05-01")).update(state=State.REPORTED)
    text = body(client.get(edit_url(summary)))
    assert "数据不全：还差2份月报未审核通过" in text and 'value="submit"' in text
