"""What do plans, reports on targets, letters, elections, audits and congresses state of a union's figures?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from makers import Cast, make_cast, make_return
from read_reports import run
from test_ledger_election import NUMBERS, PRINTED

from members.ledgers.election import Candidate, Election
from members.months import parse_period
from reports.blocks import Bound, Paragraph
from reports.models import Indicator, State, Target
from reports.summaries import compose, edit_section, open_summary
from reports.summaries.compose import Composition
from reports.summaries.editing import compose_summary, edited_document
from reports.summaries.issuing import SummaryRefused
from reports.summaries.proofing import check_summary
from reports.summaries.rebinding import plain
from reports.summaries.sources import source_table
from reports.workflow import MoveRefused, advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_years()


def make_years() -> Cast:
    """东港镇 from 2018 to 2020: every year more members, dues and audits."""
    cast = make_cast()
    for year in (2018, 2019, 2020):
        for month in (1, 6, 12):
            values = {
                "member_total": 100 * (year - 2017) + month, "union_new": year - 2017,
                "fund_open": 1000 * (year - 2017),
                "fund_income": 500, "fund_expense": 400, "audit_count": 1,
            }  # fmt: skip
            make_return(cast.east, f"{year}-{month:02d}", values, state=State.APPROVED, by=cast.stat)
    return cast


def make_target(cast: Cast, code: str, target: int, *, year: int = 2020, **more: object) -> Target:
    return Target.objects.create(
        union=cast.east, year=year, indicator=Indicator.objects.get(code=code), target=target, **more
    )


def make_election(cast: Cast, tally: list[tuple[int, int, int]], *, elected: int = 5) -> Election:
    numbers = dict.fromkeys(("eligible", "present", "issued", "returned", "valid"), 48)
    record = Election.objects.create(
        union=cast.east, title="第一届委员会选举", kind="first", body="committee", held_on="2020-11-18", seats=5,
        term_no=1, meeting_kind="congress", **numbers,
    )  # fmt: skip
    for place, (yes, no, abstain) in enumerate(tally):
        Candidate.objects.create(
            record=record, name=f"候选{'甲乙丙丁戊己'[place]}", yes=yes, no=no, abstain=abstain,
            elected=place < elected, post="主席" if place == 0 else "",
        )  # fmt: skip
    return record


def text_of(found: Composition) -> str:
    return "\n".join(paragraph.text for paragraphs in found.paragraphs.values() for paragraph in paragraphs)


def bound_in(found: Composition, code: str, aspect: str = "value") -> list[Bound]:
    return [each for each in found.document.bound() if (each.indicator, each.aspect) == (code, aspect)]


def test_a_plan_states_each_target_with_last_years_result(cast: Cast) -> None:
    make_target(cast, "union_new", 12, document="县工发〔2020〕3号")
    make_target(cast, "union_new", 5, by_month=6)
    make_target(cast, "member_total", 400)
    found = compose(cast.east, parse_period("2020"), "plan")
    assert found.document.title == "东港镇总工会2020年工作要点"
    text = text_of(found)
    assert "6月底前新建工会5个（上年6个）；全年新建工会12个（上年6个）" in text
    assert "年底会员达到400人（上年末212人）" in text
    assert [each.value for each in bound_in(found, "union_new", "target")] == ["5", "12"]
    assert found.coverage.due == 12 and not found.document.annexes


def test_a_plan_of_a_union_without_a_past_rests_on_its_targets_alone(cast: Cast) -> None:
    Target.objects.create(
        union=cast.west, year=2020, indicator=Indicator.objects.get(code="union_new"), target=3, at_least=False
    )
    found = compose(cast.west, parse_period("2020"), "plan")
    assert "新建工会控制在3个以内" in text_of(found) and "上年" not in text_of(found)
    assert found.coverage.complete and not found.document.provisional


def test_a_plan_that_states_no_figure_waits_for_no_month(cast: Cast) -> None:
    found = compose(cast.east, parse_period("2020"), "plan")
    assert not found.coverage.due and not found.document.provisional and not found.document.notes


def test_every_target_has_its_line_with_completion_document_and_whether_in_time(cast: Cast) -> None:
    make_target(cast, "union_new", 9, document="县工发〔2020〕3号")
    make_target(cast, "union_new", 7, by_month=6)
    make_target(cast, "member_total", 500)
    make_target(cast, "audit_count", 2, at_least=False)
    make_target(cast, "union_new_covered", 4)
    found = compose(cast.east, parse_period("2020"), "targets")
    lines = [paragraph.text for paragraph in found.paragraphs["targets_done"]]
    assert lines[0] == "年度目标任务共5项，已完成2项。具体情况如下："
    early = next(line for line in lines if "6月底前" in line)
    whole = next(line for line in lines if "县工发〔2020〕3号" in line)
    assert "截至6月底完成6个，完成率85.7%" in early and early.endswith("；截至12月底完成9个，逾期完成。")
    assert "任务9个（县工发〔2020〕3号，12月底前），截至12月底完成9个，完成率100%，按期完成。" in whole
    assert any("312人，完成率62.4%，未完成。" in line for line in lines)
    assert any("控制在2次以内" in line and line.endswith("超过控制数。") for line in lines)
    assert any(line.endswith("尚未填报。") for line in lines)


def test_a_target_not_yet_due_is_on_its_way_or_reached_before_its_time(cast: Cast) -> None:
    make_target(cast, "union_new", 6)
    make_target(cast, "member_total", 500)
    text = text_of(compose(cast.east, parse_period("2020H1"), "targets"))
    assert "提前完成" in text and "正在推进" in text


def test_an_election_states_its_record_and_every_candidates_votes(cast: Cast) -> None:
    record = make_election(cast, [(47, 0, 1), (45, 1, 2), (43, 3, 2), (44, 2, 2), (43, 3, 2), (41, 3, 4)])
    found = compose(cast.east, parse_period("2020-11"), "election", about=record.pk)
    text = text_of(found)
    assert found.document.title == "关于东港镇总工会第一届委员会选举结果的报告"
    assert "2020年11月18日，东港镇总工会召开会员代表大会，依法选举第一届工会委员会" in text
    assert "应到48人，实到48人，达到应到人数的三分之二以上" in text and "缺席" not in text
    assert "1．候选甲：同意47票，不同意0票，弃权1票。" in text and "应选5人，当选5人" in text
    assert [each.value for each in bound_in(found, "election_present")] == ["48"]
    assert not found.document.provisional and found.problems == ()


def test_the_real_tally_that_does_not_add_up_is_refused(cast: Cast, tmp_path: Path) -> None:
    assert NUMBERS
    record = make_election(cast, PRINTED)
    with pytest.raises(SummaryRefused, match="得票合计47票，与有效票48张不符，请重新计票"):
        open_summary(cast.east, parse_period("2020-11"), "election", by=cast.clerk, about=record.pk)
    with pytest.raises(CommandError, match="得票合计47票，与有效票48张不符"):
        write(cast, tmp_path / "e.txt", "2020-11", "election")
    assert not (tmp_path / "e.txt").exists()


def test_an_election_that_was_mended_wrongly_afterwards_is_not_sent(cast: Cast) -> None:
    record = make_election(cast, [(47, 0, 1), (45, 1, 2), (43, 3, 2), (44, 2, 2), (43, 3, 2), (41, 3, 4)])
    summary = open_summary(cast.east, parse_period("2020-11"), "election", by=cast.clerk, about=record.pk)
    Candidate.objects.filter(record=record, yes=41).update(yes=40)
    with pytest.raises(MoveRefused, match="请重新计票"):
        advance(summary, "submit", by=cast.clerk)
    Candidate.objects.filter(record=record, yes=40).update(yes=41)
    Election.objects.filter(pk=record.pk).update(present=20)
    with pytest.raises(MoveRefused, match="不足三分之二，不能进行选举"):
        advance(summary, "submit", by=cast.clerk)


def test_a_letter_names_what_it_sends_and_waits_until_that_is_issued(cast: Cast) -> None:
    annual = open_summary(cast.east, parse_period("2020"), "annual", by=cast.clerk)
    letter = open_summary(cast.east, annual.span, "letter", by=cast.clerk, about=annual.pk)
    assert letter.title == "关于上报《东港镇总工会2020年工作总结》的报告" and letter.red_head
    found = compose_summary(letter)
    sent, enclosed = text_of(found).split("\n")
    assert sent == "现将《东港镇总工会2020年工作总结》随文上报（附后），请审阅。"
    assert enclosed == "附件：东港镇总工会2020年工作总结"
    type(letter).objects.filter(pk=letter.pk).update(letter_number="东工发〔2020〕1号")
    letter.refresh_from_db()
    with pytest.raises(MoveRefused, match="还没有签发"):
        advance(letter, "submit", by=cast.clerk)
    type(annual).objects.filter(pk=annual.pk).update(state=State.APPROVED)
    advance(letter, "submit", by=cast.clerk)
    letter.refresh_from_db()
    assert letter.state != State.DRAFT


def test_a_term_adds_flows_takes_the_last_stock_and_compares_with_no_year(cast: Cast) -> None:
    make_target(cast, "union_new", 1)
    total = compose(cast.east, parse_period("2018-01..2020-12"), "congress").rolled.totals
    assert (total["union_new"].value, total["member_total"].value, total["fund_open"].value) == (18, 312, 1000)
    assert {each.previous for each in total.values()} == {each.base for each in total.values()} == {None}
    assert total["union_new"].target is None


def test_an_audit_report_balances_the_term_and_lists_its_years(cast: Cast) -> None:
    found = compose(cast.east, parse_period("2018-01..2020-12"), "audit")
    assert found.document.title == "东港镇总工会经费审查委员会2018—2020年工作报告"
    text = text_of(found)
    assert "2018—2020年，期初结余1000元，工会经费总收入4500元；总支出3600元。" in text
    assert "截至2020年12月底，经费结余1900元" in text and "三年来共开展经费审查审计9次" in text
    (table,) = [
        b
        for s in found.document.sections
        if s.key == "audit_accounts"
        for b in s.blocks
        if not isinstance(b, Paragraph)
    ]
    assert [column.title for column in table.columns] == ["指标", "单位", "2018年", "2019年", "2020年", "本届"]
    rows = {row[0].text: [cell.text for cell in row[2:]] for row in table.rows}
    assert rows["工会经费收入"] == ["1500", "1500", "1500", "4500"]
    assert rows["工会经费期末结余"] == ["1300", "2300", "3300", "1900"]


def test_a_congress_hears_of_the_whole_term_and_of_its_first_and_last_year(cast: Cast) -> None:
    found = compose(cast.east, parse_period("2018-01..2020-12"), "congress")
    text = text_of(found)
    assert "三年来" in text and "比上年" not in text and "同比" not in text
    assert "会员由2018年末的112人增加到2020年末的312人。" in text
    assert {(each.first, each.last) for each in bound_in(found, "union_new")} >= {
        ("2018-01", "2020-12"), ("2018-01", "2018-12"), ("2020-01", "2020-12"),
    }  # fmt: skip


def test_what_is_no_span_of_its_kind_is_refused(cast: Cast) -> None:
    for period, kind, why in (
        ("2020", "congress", "至少跨两个年度"), ("2018-03..2020-12", "audit", "届期首年1月"),
        ("2020H1", "plan", "整年度"), ("2019-06..2020-06", "targets", "同一年"), ("2199", "plan", "最早在上一年"),
        ("2020-05", "election", "没有这次选举"), ("2017", "letter", "没有可以随文上报"),
    ):  # fmt: skip
        with pytest.raises(SummaryRefused, match=why):
            open_summary(cast.east, parse_period(period), kind, by=cast.clerk)


def kinds(cast: Cast) -> list[tuple[str, str]]:
    make_target(cast, "union_new", 9, document="县工发〔2020〕3号")
    make_target(cast, "union_new", 7, by_month=6)
    make_target(cast, "member_total", 500)
    make_election(cast, [(47, 0, 1), (45, 1, 2), (43, 3, 2), (44, 2, 2), (43, 3, 2), (41, 3, 4)])
    open_summary(cast.east, parse_period("2020"), "annual", by=cast.clerk)
    term = "2018-01..2020-12"
    return [
        ("plan", "2020"), ("targets", "2020"), ("election", "2020-11"), ("letter", "2020"), ("audit", term),
        ("congress", term),
    ]  # fmt: skip


def test_reworded_sections_of_every_kind_keep_their_numbers_and_raise_no_alarm(cast: Cast) -> None:
    for kind, period in kinds(cast):
        summary = open_summary(cast.east, parse_period(period), kind, by=cast.clerk)
        before = edited_document(summary)
        composition = compose_summary(summary)
        for key, paragraphs in composition.paragraphs.items():
            if paragraphs:
                edit_section(summary, key, plain(paragraphs), by=cast.clerk)
        after = compose_summary(summary)
        assert [(e.key, e.finding.text, e.finding.why) for e in check_summary(summary, after) if e.is_open] == [], kind
        assert list(edited_document(summary, after).bound()) == list(before.bound()), kind


def test_the_sources_of_every_kinds_numbers_can_be_listed(cast: Cast) -> None:
    for kind, period in kinds(cast):
        summary = open_summary(cast.east, parse_period(period), kind, by=cast.clerk)
        composition = compose_summary(summary)
        table = source_table(edited_document(summary, composition), composition.rolled)
        assert (kind == "letter") == (not table or not table.rows), kind


def write(cast: Cast, path: Path, period: str, kind: str) -> str:
    return run(
        "summary", "--union", cast.east.code, "--period", period, "--kind", kind, "--format", path.suffix[1:],
        "--out", path,
    )  # fmt: skip


def test_the_command_writes_every_kind_in_every_format(cast: Cast, tmp_path: Path) -> None:
    for kind, period in kinds(cast):
        for suffix in ("txt", "json", "docx", "xlsx"):
            path = tmp_path / f"{kind}.{suffix}"
            assert "已写出" in write(cast, path, period, kind)
            assert path.stat().st_size > 200
        told = json.loads((tmp_path / f"{kind}.json").read_text(encoding="utf-8"))
        assert told["title"] in (tmp_path / f"{kind}.txt").read_text(encoding="utf-8").replace("\n", "")
