"""From pattern and figures to a sentence."""

from __future__ import annotations

import pytest
from sentences_sample import make_figures, make_total

from reports.blocks import Bound, Text
from reports.sentences import compose, parse

UNIONS = parse(
    "{asof}，{place}共有工会组织{union_total}个[[，其中<企业工会{union_enterprise}个|机关工会{union_government}个>]]"
    "[[，涵盖单位{covered_units}家]]。"
)


def text_of(pattern: str, *totals: object, **more: str) -> str:
    return compose(parse(pattern), make_figures(*totals, **more)).text  # type: ignore[arg-type]


def test_a_number_is_bound_to_its_figure() -> None:
    composed = compose(parse("受理{dispute_accepted}件。"), make_figures(make_total("dispute_accepted", "48.0000")))
    assert composed.spans == (
        Text("受理"),
        Bound("dispute_accepted", "DG", "2010-01", "2010-12", "value", "48", "48"),
        Text("件。"),
    )
    assert composed.said == {"dispute_accepted"}


def test_all_parts_known_are_listed() -> None:
    totals = [make_total("union_total", 60), make_total("union_enterprise", 48), make_total("union_government", 1)]
    assert compose(UNIONS, make_figures(*totals, make_total("covered_units", 76))).text == (
        "截至12月底，全镇共有工会组织60个，其中企业工会48个、机关工会1个，涵盖单位76家。"
    )


@pytest.mark.parametrize("absent", [make_total("union_enterprise"), make_total("union_enterprise", 0)])
def test_an_unknown_or_zero_part_leaves_no_trace(absent: object) -> None:
    figures = make_figures(make_total("union_total", 60), absent, make_total("union_government", 1))  # type: ignore[arg-type]
    assert compose(UNIONS, figures).text == "截至12月底，全镇共有工会组织60个，其中机关工会1个。"


def test_a_list_of_nothing_takes_its_group_along() -> None:
    assert compose(UNIONS, make_figures(make_total("union_total", 60))).text == "截至12月底，全镇共有工会组织60个。"


def test_a_required_figure_nobody_reported_silences_the_sentence_and_is_named() -> None:
    composed = compose(UNIONS, make_figures(make_total("union_enterprise", 48)))
    assert (composed.spans, composed.missing, composed.said) == ((), ("union_total",), frozenset())


def test_not_applicable_is_no_missing_figure() -> None:
    composed = compose(UNIONS, make_figures(make_total("union_total", not_applicable=1)))
    assert (composed.spans, composed.missing, composed.not_applicable) == ((), (), ("union_total",))


def test_a_required_zero_is_said() -> None:
    assert text_of("受理劳动争议{dispute_accepted}件。", make_total("dispute_accepted", 0)) == "受理劳动争议0件。"


def test_a_sentence_whose_required_list_is_empty_is_not_said() -> None:
    pattern = parse("{span}新增<职代会制度单位{congress_new}家|厂务公开单位{openness_new}家>。")
    assert compose(pattern, make_figures(make_total("congress_new", 0))).missing == ("openness_new",)
    assert compose(pattern, make_figures(make_total("openness_new", 12))).text == "全年新增厂务公开单位12家。"


def test_the_last_joint_of_a_list_can_be_a_word_or_a_mark() -> None:
    totals = [make_total("union_enterprise", 4), make_total("union_government", 1), make_total("union_other", 2)]
    slots = "企业{union_enterprise}个|机关{union_government}个|其他{union_other}个"
    assert text_of(f"有<{slots}|和>。", *totals) == "有企业4个、机关1个和其他2个。"
    assert text_of(f"有<{slots}|，>。", *totals) == "有企业4个，机关1个，其他2个。"


def test_an_empty_word_drops_its_group_or_the_sentence() -> None:
    assert text_of("工作有序[[，围绕{theme}]]。") == "工作有序。"
    assert text_of("开展“{study_theme}”主题教育。") == ""
    assert text_of("围绕{theme}，扎实工作。", words={"theme": "提质增效。"}) == "围绕提质增效，扎实工作。"


def test_a_word_is_never_expanded_again() -> None:
    said = text_of("围绕{theme}。", make_total("union_new", 5), words={"theme": "{union_new}[[x]]<a|b>"})
    assert said == "围绕{union_new}[[x]]<a|b>。"


def test_money_and_its_unit_are_one_span() -> None:
    totals = [make_total("dispute_amount", 662815), make_total("competition_benefit", 83)]
    composed = compose(parse("金额{dispute_amount|money}，效益{competition_benefit|money}。"), make_figures(*totals))
    assert [span.shown for span in composed.spans if isinstance(span, Bound)] == ["66.28万元", "83万元"]
    assert text_of("金额{dispute_amount}元。", totals[0]) == "金额662815元。"


def test_the_measure_word_comes_along_when_asked_for() -> None:
    assert text_of("受理{dispute_accepted|unit}。", make_total("dispute_accepted", 48)) == "受理48件。"


@pytest.mark.parametrize(
    ("value", "about", "said"),
    [
        (40, "余", "走访40余家企业。"), (120, "多", "走访120多家企业。"), (40, "以上", "走访40家以上企业。"),
        (43, "余", "走访43家以上企业。"), (7, "多", "走访7家以上企业。"), (0, "余", "走访0家企业。"),
    ],
)  # fmt: skip
def test_an_approximate_figure_is_said_as_one(value: int, about: str, said: str) -> None:
    total = make_total("unorganized_visited", value, approximate=about)
    assert text_of("走访{unorganized_visited}家企业。", total) == said


def test_an_approximate_amount_keeps_the_word_before_yuan() -> None:
    assert text_of("{aid_amount|money}。", make_total("aid_amount", 6750, approximate="余")) == "6750余元。"
    assert text_of("{aid_amount|money}。", make_total("aid_amount", 668690, approximate="余")) == "66.86万余元。"
    assert text_of("{aid_amount|money}。", make_total("aid_amount", 668690, approximate="以上")) == "66.86万元以上。"


def test_a_full_rate_over_few_cases_is_not_given_in_percent() -> None:
    pattern = "到期合同已续签[[，续签率{contract_renewal_rate}%]]。"
    few = make_total("contract_renewal_rate", 100, numerator=3, denominator=3)
    many = make_total("contract_renewal_rate", 100, numerator=4, denominator=4)
    assert text_of(pattern, few) == "到期合同已续签。"
    assert text_of(pattern, many) == "到期合同已续签，续签率100%。"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("受理5件，[[涉及{dispute_amount|money}]][[；调解{dispute_settled}件]]。", "受理5件。"),
        ("共有5个，其中[[企业{union_enterprise}个、]][[机关{union_government}个]]。", "共有5个。"),
        ("[[应换届{union_term_due}个，]]已推进。", "已推进。"),
        ("开展活动（[[参加{culture_persons}人次]]），反响好。", "开展活动，反响好。"),
        ("情况良好，[[参加{culture_persons}人次]]；另行通报。", "情况良好；另行通报。"),
        ("乐在其中。", "乐在其中。"),
        ("其中，机关先行。", "其中，机关先行。"),
        ("不足如下：", "不足如下："),
    ],
)
def test_punctuation_around_what_was_left_out_is_mended(pattern: str, said: str) -> None:
    assert text_of(pattern.replace("5", "五")).replace("五", "5") == said
