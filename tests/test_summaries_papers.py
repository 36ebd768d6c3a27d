"""What a report says about itself: what a new version corrects, where its numbers come from, what differs."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from makers import Cast, make_return, make_summary, make_township
from rewording import make_two_months, reword
from test_summaries_issue import issue, shake

from reports.blocks import Bound, Cell, Document, Paragraph, Section, Table, Text
from reports.documents.pdf import page_html
from reports.documents.txt import render as as_text
from reports.indicators.standing import pack
from reports.keeping import document_of_part, kept_file
from reports.models import (
    Counted,
    Figure,
    Indicator,
    Part,
    RuleNote,
    State,
    Summary,
    SummaryVersion,
)
from reports.summaries import issued_document
from reports.summaries.differences import compare
from reports.summaries.frozen import freeze, thaw
from reports.workflow import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(cast: Cast) -> Summary:
    """东港镇's report of two months, both approved."""
    return make_two_months(cast)


def words(document: Document | None) -> str:
    assert document is not None
    return as_text(document).decode()


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_correction_says_what_why_who_and_when(cast: Cast, summary: Summary) -> None:
    first = issue(cast, summary)
    assert document_of_part(first, Part.CORRECTION) is None
    advance(summary, "reopen", by=cast.leader, reason="六月新建工会数漏报一个。")
    Figure.objects.filter(indicator__code="union_new", value=3).update(value=4)
    reword(cast, summary, "各村普遍建立联系点。")
    second = issue(cast, summary)
    issued = issued_document(summary)
    assert issued is not None and second.reason == "六月新建工会数漏报一个。"
    assert issued.notes[-1].endswith("签发的第1版。更正原因：六月新建工会数漏报一个。")
    paper = document_of_part(second, Part.CORRECTION)
    assert paper is not None and paper.title == f"{issued.title}（第2版）更正说明"
    text = words(paper)
    assert "经吴副主席同意更正，更正原因：六月新建工会数漏报一个。" in text and "吴副主席签发第2版" in text
    figures = next(b for b in paper.sections[2].blocks if isinstance(b, Table))
    assert rows_of(figures) == [["1", "新建工会数", "东港镇总工会2026年5—6月", "4个", "5个"]]
    changed = [row[2:] for row in rows_of(next(b for b in paper.sections[1].blocks if isinstance(b, Table)))]
    assert ["增加", "〔增：各村普遍建立联系点。〕"] in changed
    assert not any("5" in words for _, words in changed), "what only follows a figure stands with the figures"
    (followed,) = [b for b in paper.sections[2].blocks if isinstance(b, Table)][1:]
    assert any("〔删：4〕〔增：5〕个" in row[3] for row in rows_of(followed))
    assert thaw(freeze(paper)) == paper


def test_what_a_correction_strikes_and_adds_is_drawn_in_print(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    advance(summary, "reopen", by=cast.leader, reason="漏报")
    Figure.objects.filter(indicator__code="union_new", value=3).update(value=4)
    second = issue(cast, summary)
    paper = document_of_part(second, Part.CORRECTION)
    assert paper is not None
    page = page_html(paper)
    assert "<del>4</del><ins>5</ins>个" in page and "〔删" not in page
    with ZipFile(BytesIO(kept_file(second, "docx", Part.CORRECTION))) as book:
        body = book.read("word/document.xml").decode()
    struck, added = (
        re.findall(r"<w:strike/>[^t]*?(?:<w:sz\S* [^>]*>)*</w:rPr><w:t[^>]*>([^<]*)<", body),
        re.findall(r'<w:b/><w:u w:val="single"/></w:rPr><w:t[^>]*>([^<]*)<', body),
    )
    assert struck == ["4"] and added == ["5"]


def test_a_correction_does_not_change_when_names_do(cast: Cast, summary: Summary) -> None:
    issue(cast, summary)
    advance(summary, "reopen", by=cast.leader, reason="有误")
    Figure.objects.filter(indicator__code="union_new", value=3).update(value=4)
    before = words(document_of_part(issue(cast, summary), Part.CORRECTION))
    shake(cast)
    assert words(document_of_part(SummaryVersion.objects.get(number=2), Part.CORRECTION)) == before


def test_sources_name_figure_months_gaps_reasons_and_records(cast: Cast, summary: Summary) -> None:
    member_new = Indicator.objects.get(code="member_new")
    may, june = summary.union.returns.order_by("month")
    Figure.objects.create(monthly_return=may, indicator=member_new, not_applicable=True)
    RuleNote.objects.create(
        monthly_return=june, rule="C03:member_new", severity="warning", message="多", reason="集中发展", by=cast.clerk
    )
    Counted.objects.create(
        monthly_return=june, indicator=member_new, ledger="member", value=20,
        rows=pack((pk, Decimal(1)) for pk in range(20)), at=june.updated_at,
    )  # fmt: skip
    document = document_of_part(issue(cast, summary), Part.ANNEXED)
    assert document is not None and document.annexes[-1].title == "数据来源"
    rows = rows_of(document.annexes[-1])
    members = next(row for row in rows if row[2] == member_new.plain_name)
    assert members[1:5] == ["20", "新发展会员", "20人", "5—6月"]
    assert members[5] == "不适用：东港镇总工会5月；东港镇总工会6月：集中发展" and members[6].endswith("20条")
    unions = next(row for row in rows if row[2] == "新建工会数")
    assert unions[5:] == ["报齐", "—"]
    training = Indicator.objects.get(code="training_count").plain_name
    assert next(row for row in rows if row[2] == training)[5] == "未报：东港镇总工会6月"
    bare = issued_document(summary)
    assert bare is not None
    said = [
        span.shown for section in bare.sections for block in section.blocks if isinstance(block, Paragraph)
        for span in block.spans if isinstance(span, Bound)
    ]  # fmt: skip
    assert [row[1] for row in rows] == said, "every bound number of the prose, in order"


def test_sources_of_a_county_stay_within_the_union_a_number_is_of(cast: Cast) -> None:
    for union, number in ((cast.county, 1), (cast.east, 2), (cast.west, 3)):
        make_return(union, "2026-05", {"union_new": number, "member_new": number}, state=State.APPROVED)
    town = make_township(cast.county, "新设镇总工会", files_from="2026-05-01")
    make_return(town, "2026-05", {"member_new": 1}, state=State.APPROVED)
    summary = make_summary(cast.county, "2026-05", "2026-05", kind="period")
    advance(summary, "submit", by=cast.stat)
    advance(summary, "approve", by=cast.leader)
    document = document_of_part(summary.versions.get(), Part.ANNEXED)
    assert document is not None
    gaps = {row[5] for row in rows_of(document.annexes[-1]) if row[2] == "新建工会数"}
    assert gaps == {"未报：新设镇总工会5月"}
    own = {row[5] for row in rows_of(document.annexes[-1]) if row[2].startswith(("东港镇总工会：", "柳溪镇总工会："))}
    assert own <= {"报齐", "—"}


def page(*lines: str | Bound, title: str = "总结", rows: tuple[Bound, ...] = ()) -> Document:
    spans = tuple(Paragraph((Text(line) if isinstance(line, str) else line,)) for line in lines)
    table = (Table("表", (), tuple((Cell((bound,)),) for bound in rows)),) if rows else ()
    return Document(title, "甲", "", "", "T", "2026-01", "2026-06", (Section("a", "组织建设", 1, (*spans, *table)),))


def test_a_paragraph_put_before_a_changed_one_does_not_mispair_them() -> None:
    found = compare(
        page("会员共有1200人，比年初增加80人。"), page("新写的一段话。", "会员共有1205人，比年初增加85人。")
    )
    assert [("".join(r.text for r in p.old), "".join(r.text for r in p.new)) for p in found.passages] == [
        ("", "新写的一段话。"),
        ("会员共有1200人，比年初增加80人。", "会员共有1205人，比年初增加85人。"),
    ]
    assert [run.text for run in found.passages[1].new if run.changed] == ["1205", "85"], "numbers are marked whole"


def test_what_follows_from_a_changed_figure_is_not_told_besides() -> None:
    def bound(aspect: str, value: str, code: str = "x") -> Bound:
        return Bound(code, "T", "2026-01", "2026-06", aspect, value, value)

    old = page(rows=(bound("value", "1"), bound("growth", "10"), bound("growth", "5", "y"), bound("value", "3", "z")))
    new = page(rows=(bound("value", "2"), bound("growth", "20"), bound("growth", "6", "y"), bound("value", "4", "w")))
    found = {(each.bound.indicator, each.bound.aspect): (each.old, each.new) for each in compare(old, new).figures}
    assert set(found) == {("x", "value"), ("y", "growth"), ("w", "value"), ("z", "value")}
    assert found["z", "value"][1] is None and found["w", "value"][0] is None


def test_equal_reports_differ_in_nothing() -> None:
    assert compare(page("一样。"), page("一样。")).same
    assert not compare(page("一样。"), page("一样。", title="另一个题目")).same
    assert [each.heading for each in compare(page("一样。"), page("一样。", title="工作总结")).passages] == [
        "标题和版头"
    ]
