"""Is a figure of an old report read only as what its sentence is about: actors, examples, things and people aside?"""

from __future__ import annotations

import pytest

from reports.formats import exact
from reports.oldreports.reading import figures_in

pytestmark = pytest.mark.django_db


def told(text: str) -> set[tuple[str, str]]:
    return {(each.indicator, exact(each.value)) for each in figures_in(text).found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展普法讲座23场次，覆盖职工4120人；提供法律咨询365人次。", {("law_events", "23"), ("legal_consult", "365")}),
        ("“送清凉”活动中，深入高温企业，送去茶叶、毛巾等物品，惠及职工2150人。", {("cool_persons", "2150")}),
        ("基层工会培训今年上半年达到64次，参加人数约3500人。",
         {("training_count", "64"), ("training_persons", "3500")}),
        ("全年受理民工讨薪、企业欠薪案件87起，涉及金额316万元、民工人数412人。",
         {("dispute_pay", "87"), ("dispute_amount", "3160000"), ("dispute_migrant", "412")}),
        ("协调处理工伤事故、劳资纠纷等案件36起，成功调解31起。", {("dispute_closed", "36"), ("dispute_settled", "31")}),
        ("街道总工会先后走访华丰电子、安泰物流、小城故事等9家企业。", {("visit_enterprises", "9")}),
        ("顺利完成组建15家工会的组建任务，发展新会员430人。", {("union_new", "15"), ("member_new", "430")}),
        ("困难职工解困脱困4户。", {("hardship_exit", "4")}),
        ("办理法律援助案件（含代写文书、协商调解、诉讼仲裁）216件。", {("legal_aid_cases", "216")}),
        ("工会法律援助站为职工解答维权咨询75人次，维权兑现金额约为18万元。",
         {("legal_consult", "75"), ("dispute_amount", "180000")}),
        ("完成技术革新230项。", {("innovation_count", "230")}),
        ("“七一”前夕举办歌咏活动，全局有700多人参加大合唱。", {("culture_persons", "700")}),
    ],
)  # fmt: skip
def test_a_figure_belongs_to_what_its_sentence_is_about(text: str, expected: set[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全市建立基层工会调解组织577家、法律监督组织590家。",
        "目前已建的企业帮困基金有74家。",
        "消防演习共有21个企业、村联合工会参加。",
        "在十个街道（镇）成立一级工会。",
        "确保困难职工解困脱困不落一人。",
        "全年要建立15个“三专合一、三位一体”企业工会办公室。",
        "为在职的30名职工上了一堂生动的党课。",
        "65个规模以上企业开展了岗位练兵。",
        "今年推选五星级工会8家，四星级12家，三星级24家。",
        "镇工会筹集慰问金，其中政府拨款7860元，工会经费投入2000元。",
        "发放宣传资料2000份，张贴二维码300张。",
        "在4个社区工会和2个行业内深入推动“安康杯”竞赛。",
        "参加文艺汇演，获一等奖2个，二等奖3个。",
    ],
)
def test_what_the_catalogue_does_not_count_is_left_out(text: str) -> None:
    assert told(text) == set()


def test_a_figure_with_a_rival_or_perhaps_of_a_part_only_is_uncertain() -> None:
    found = figures_in("两节期间走访慰问困难职工30户。两节期间走访慰问困难职工26户。").found
    assert not [each for each in found if each.indicator == "warm_persons" and each.certain]
    part = figures_in("签订工资集体合同25份，其中女职工合同21份，覆盖企业88家。").found
    assert not [each for each in part if exact(each.value) == "88" and each.certain]
