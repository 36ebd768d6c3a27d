"""What is stated of an indicator without a sentence of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sentences_sample import LABELS, make_figures, make_total

from reports.blocks import Bound
from reports.sentences import Label, generic, generic_sentence, task_sentence


def stated(code: str, **more: object) -> str:
    return "".join(span.shown for span in generic(code, make_figures(make_total(code, **more))))


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("member_total", 5135, "会员5135人"),
        ("union_total", 60, "工会组织60个"),
        ("contract_general", 31, "有效集体合同31份"),
        ("dispute_amount", 662815, "争议涉及金额66.28万元"),
        ("organizing_rate", "95.12", "企业建会率为95.1%"),
        ("aid_persons", 31, "帮扶慰问31人次"),
        ("women_events", 3, "女职工活动3场次"),
        ("employer_should", 41, "应建会企业41家"),
        ("dispute_injury", 15, "受理劳动争议中工伤争议15件"),
        ("above_scale_organized", 9, "规模以上企业已建会9家"),
    ],
)
def test_a_name_reads_on_into_its_number(code: str, value: object, text: str) -> None:
    assert stated(code, value=value) == text


def test_nothing_is_said_of_the_unknown_the_inapplicable_and_an_ordinary_zero() -> None:
    assert stated("union_new") == stated("union_new", not_applicable=1) == stated("union_new", value=0) == ""


def test_a_zero_that_is_good_is_said() -> None:
    assert stated("dispute_accepted", value=0) == "未发生劳动争议"
    assert stated("contract_lapsed", value=0) == ""  # no happening: its zero stands in the table


def test_parts_stand_behind_their_whole() -> None:
    codes = ["proposal_done", "proposal_received", "culture_count", "info_submitted"]
    figures = make_figures(
        make_total("proposal_received", 12), make_total("proposal_done", 10), make_total("culture_count", 4)
    )
    composed = generic_sentence(codes, figures)
    assert composed.text == "此外，职工代表提案12件，其中已办结提案10件；文体活动4场次。"
    assert composed.said == {"proposal_received", "proposal_done", "culture_count"}


def test_several_are_joined_and_none_give_no_sentence() -> None:
    figures = make_figures(make_total("culture_count", 4), make_total("info_submitted", 9))
    assert (
        generic_sentence(["culture_count", "info_submitted"], figures).text == "此外，文体活动4场次、上报工会信息9篇。"
    )
    assert generic_sentence(["union_new"], figures).spans == ()


def test_a_grandchild_is_not_lost() -> None:
    codes = ["union_total", "union_enterprise", "union_nonpublic"]
    figures = make_figures(*[make_total(code, 60 - 10 * index) for index, code in enumerate(codes)])
    assert (
        generic_sentence(codes, figures).text
        == "此外，工会组织60个，其中企业工会50个；企业工会中非公有制企业工会40个。"
    )


def test_parts_of_an_unstated_whole_share_its_lead_in() -> None:
    figures = make_figures(make_total("unorganized_willing", 3), make_total("unorganized_persuading", 6))
    composed = generic_sentence(["unorganized_willing", "unorganized_persuading"], figures)
    assert composed.text == "此外，应建未建企业中愿意建会3家、需继续做工作6家。"


def test_a_county_indicator_is_said_with_its_own_measure_word() -> None:
    label = Label("市级工人先锋号（推荐成功）", "个", "个")
    figures = make_figures(make_total("x_pioneer", 2))
    figures = replace(figures, labels=LABELS | {"x_pioneer": label})
    assert generic_sentence(["x_pioneer"], figures).text == "此外，市级工人先锋号（推荐成功）2个。"


def test_an_approximate_figure_keeps_its_word() -> None:
    assert stated("culture_persons", value=120, approximate="多") == "参加文体活动职工120多人次"
    assert stated("culture_persons", value=120, approximate="以上") == "参加文体活动职工120人次以上"


def test_what_did_not_happen_stands_last() -> None:
    totals = [make_total("safety_zero", 0), make_total("union_new", 5), make_total("member_new", 8)]
    labels = LABELS | {"safety_zero": Label("发生安全生产事故", "起", zero_is_good=True)}
    figures = replace(make_figures(*totals), labels=labels)
    composed = generic_sentence(["safety_zero", "union_new", "member_new"], figures)
    assert composed.text == "此外，新建工会5个、新发展会员8人，未发生安全生产事故。"


def test_a_task_nobody_has_reported_on_is_stated_as_a_task() -> None:
    figures = make_figures(make_total("migrant_training_persons", target=2400), make_total("union_new", 3, target=5))
    spans = task_sentence(["migrant_training_persons", "union_new"], figures)
    assert "".join(span.shown for span in spans) == "年度任务为培训农民工2400人次。"
    assert [span.aspect for span in spans if isinstance(span, Bound)] == ["target"]
    assert task_sentence(["union_new"], figures) == ()
